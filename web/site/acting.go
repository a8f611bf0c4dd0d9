package site

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/acting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// askActing asks in whose place somebody wants to act, and why.
func (s *Site) askActing(r *Request) error {
	return s.drawActing(r, http.StatusOK, visit.Draft{Seat: r.query().Get("seat")}, nil)
}

func (s *Site) drawActing(r *Request, status int, in visit.Draft, problems fault.Fields) error {
	find, key := strings.TrimSpace(r.query().Get("q")), r.Param("account")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	asked, err := s.Sessions.AskAct(r.ctx(), r.Visitor, key, find)
	if err != nil {
		return err
	}
	way, err := s.Consents.Way(r.ctx(), r.By, key)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Act as somebody of "+asked.Account.Name)
	shell.Invalid = problems != nil
	return r.page(status, acting.Start(acting.StartPage{
		Shell: shell, Asked: asked, Way: way, Back: pageOf(r.Visitor.Account, asked.Account), Find: find, Draft: in, Problems: problems,
	}))
}

// pageOf is the page of an account as people of one above it see it.
func pageOf(from, a account.Account) string {
	switch {
	case from.Kind == access.Partner:
		return route.Managed(from.ID, a.ID)
	case a.Kind == access.Managed:
		return route.PartnerAccount(from.ID, a.ParentID, a.ID)
	}
	return route.Partner(from.ID, a.ID)
}

// startActing begins to act in somebody's place, and opens the account as they see it.
func (s *Site) startActing(r *Request) error {
	var in visit.Draft
	err := r.decode(&in)
	if err == nil {
		err = s.beginActing(r, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.drawActing(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Account(r.Param("account")), layout.Notice{})
}

func (s *Site) beginActing(r *Request, in visit.Draft) error {
	if !db.IsKey(r.Param("account")) {
		return s.refuseStart(r, fault.Missing())
	}
	if r.Request().Header.Get("Authorization") != "" {
		return s.refuseStart(r, fault.New(fault.Forbidden, "No key acts in somebody’s place. Sign in, and begin from the portal’s own page."))
	}
	secret, v, err := s.Sessions.StartAct(r.ctx(), r.Visitor, r.Param("account"), in)
	if err != nil {
		return err
	}
	r.Visitor = v
	s.Store.Turn(r.Response())
	return s.Store.Keep(r.Response(), r.Request(), secret)
}

// refuseStart records that somebody was kept from acting, and hands the reason back.
func (s *Site) refuseStart(r *Request, why error) error {
	return cmp.Or(s.Sessions.RefuseStart(r.ctx(), r.Visitor, r.Param("account"), why), why)
}

// refuseStep records that somebody who acts was kept from a step of it, and hands the reason back.
func (s *Site) refuseStep(r *Request, why error) error {
	return cmp.Or(s.Sessions.RefuseAct(r.ctx(), r.Visitor, routeOf(r), auth.Sentence(why)), why)
}

// refuseTry records that somebody was kept from what concerns acting, and hands the reason back.
func (s *Site) refuseTry(r *Request, why error) error {
	return cmp.Or(s.Sessions.RefuseTry(r.ctx(), r.Visitor, routeOf(r), r.Param("account"), why), why)
}

// trying records what is refused to whoever is not let do what concerns acting.
// What is refused while acting is recorded where requests fail.
func (s *Site) trying(h handler) handler {
	return func(r *Request) error {
		err := h(r)
		if fault.Is(err, fault.Forbidden) && r.Visitor.Act == nil {
			return s.refuseTry(r, err)
		}
		return err
	}
}

// stepping lets a step of acting be taken in the visit in which its form was
// drawn: the reason given for one person opens nothing in another's place.
func (s *Site) stepping(h handler) handler {
	return func(r *Request) error {
		if answered, err := s.drawnElse(r); err != nil || answered {
			return err
		}
		return inAct(h)(r)
	}
}

// inAct lets in who acts in somebody's place. For everybody else there is
// nothing here.
func inAct(h handler) handler {
	return func(r *Request) error {
		if r.Visitor.Act == nil {
			return fault.Missing()
		}
		return h(r)
	}
}

// askChanges asks why changes are to be made, and askExtension why more time is needed.
func (s *Site) askChanges(r *Request) error { return s.drawStep(r, http.StatusOK, false, "", nil) }

func (s *Site) askExtension(r *Request) error { return s.drawStep(r, http.StatusOK, true, "", nil) }

func (s *Site) drawStep(r *Request, status int, more bool, reason string, problems fault.Fields) error {
	act := r.Visitor.Act
	title := "Make changes as " + act.As.FirstName + "?"
	if more {
		title = "Half an hour more?"
	}
	shell := s.shell(r, title)
	shell.Invalid = problems != nil
	if more {
		shell.Bar.Acting.Extend = "" // the page itself
	} else {
		shell.Bar.Acting.Changes = ""
	}
	return r.page(status, acting.Step(acting.StepPage{Shell: shell, Act: *act, Account: act.Account, More: more, Reason: reason, Problems: problems}))
}

// allowChanges takes the second step.
func (s *Site) allowChanges(r *Request) error {
	return s.step(r, false, layout.Notice{Tone: layout.Warn, Lead: "Changes are allowed for a quarter of an hour.", Text: "What you send is carried out, in your name and theirs."})
}

// extendActing adds time.
func (s *Site) extendActing(r *Request) error {
	return s.step(r, true, layout.Notice{Tone: layout.Ok, Lead: "Half an hour was added."})
}

func (s *Site) step(r *Request, more bool, n layout.Notice) error {
	var in struct {
		Reason string `form:"reason"`
	}
	err := r.decode(&in)
	if err == nil && more {
		err = s.Sessions.ExtendAct(r.ctx(), r.Visitor, in.Reason)
	} else if err == nil {
		err = s.Sessions.AllowChanges(r.ctx(), r.Visitor, in.Reason)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.drawStep(r, http.StatusUnprocessableEntity, more, in.Reason, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Account(r.here()), n)
}

// stopChanges goes back to reading.
func (s *Site) stopChanges(r *Request) error {
	if err := s.Sessions.StopChanges(r.ctx(), r.Visitor); err != nil {
		return err
	}
	return s.done(r, route.Account(r.here()), layout.Notice{Tone: layout.Info, Lead: "You read only again."})
}

// stopActing lets out whoever acts, whatever became of the account, of the person
// in whose place they are, and of the page from which it was sent. Who does not
// act any more is led on.
func (s *Site) stopActing(r *Request) error {
	if r.Visitor.Act == nil {
		return s.done(r, route.Home, layout.Notice{Tone: layout.Info, Lead: "You act in nobody’s place."})
	}
	return s.exit(r)
}

func (s *Site) exit(r *Request) error {
	act, why := *r.Visitor.Act, visit.Exited
	if act.Over != "" {
		why = act.Over
	}
	if err := s.endAct(r, why); fault.Is(err, fault.Forbidden) {
		return r.Redirect(http.StatusSeeOther, route.Home) // another tab was faster: the browser has its secret
	} else if err != nil {
		return err
	}
	return s.done(r, pageOf(act.From, act.Account), layout.Notice{Tone: layout.Ok, Lead: "You do not act as " + act.As.Name + " any more.", Text: "You are " + r.By.Name + " again."})
}

// endAct ends the act of the visitor, who goes on in their own name under another secret.
func (s *Site) endAct(r *Request, why visit.Why) error {
	secret, v, err := s.Sessions.EndAct(r.ctx(), r.Visitor, why)
	if err != nil {
		return err
	}
	r.Visitor, r.By = v, v.Caller
	s.Store.Turn(r.Response())
	return s.Store.Keep(r.Response(), r.Request(), secret)
}
