package site

import (
	"errors"
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/acting"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// acts answers what somebody asks for who acts in another's place: that it is
// over, or that it lies elsewhere. key is the account of the page, or "". It
// reports whether it did.
func (s *Site) acts(r *Request, key string) (answered bool, err error) {
	act := r.Visitor.Act
	switch {
	case act == nil:
		return false, nil
	case act.Over != "":
		return true, s.actIsOver(r)
	case key == act.AccountID:
		return false, nil
	}
	return true, s.actElsewhere(r)
}

// whyOver says why an act is over.
var whyOver = map[visit.Why]string{
	visit.Exited: "You stopped it.", visit.TimeOver: "Its time was over.", visit.LayIdle: "Nothing was asked for in ten minutes.",
	visit.Withdrawn: "The account does not allow it any more.", visit.Changed: "One of you, or the account, is not what it was when it began.",
	visit.Unseated: "Your place in the account from which you came was taken away.", visit.SignedOut: "The session in which it began has ended.",
}

func overText(act auth.Act) string {
	if act.Over == visit.Stopped && act.EndedBy != "" {
		return act.EndedBy + " ended it."
	}
	return whyOver[act.Over]
}

// actIsOver ends an act that is over, and says why. Nothing that was sent is carried out.
func (s *Site) actIsOver(r *Request) error {
	act := *r.Visitor.Act
	if err := s.endAct(r, act.Over); err != nil && !fault.Is(err, fault.Forbidden) {
		return err // another request of the browser was faster: it has the session's new secret
	}
	r.Visitor.Act = nil
	return s.sayOver(r, act)
}

// sayOver says that somebody does not act any more, and leads to where it began.
// What they sent is a refusal, and recorded.
func (s *Site) sayOver(r *Request, act auth.Act) error {
	title := "You do not act as " + act.As.Name + " any more"
	text := overText(act) + " What you see now is in your own name."
	if r.Request().Method != http.MethodGet {
		text = overText(act) + " What you sent was not carried out."
		if err := s.refuseLate(r, act); err != nil {
			return err
		}
	}
	if r.part() {
		return r.elsewhere(http.StatusConflict, pageOf(act.From, act.Account), title+". "+text)
	}
	r.Visitor = auth.Visitor{Session: r.Visitor.Session, User: r.Visitor.User, Caller: r.Visitor.Hands()}
	return s.say(r, http.StatusConflict, title, text, ui.Way{Label: act.Account.Name, Text: "The page from which you began", Href: pageOf(act.From, act.Account)})
}

// actElsewhere is the answer to everything outside the account in which
// somebody acts, whatever is there.
func (s *Site) actElsewhere(r *Request) error {
	act := *r.Visitor.Act
	title := "You are acting as " + act.As.Name
	text := "In " + act.Account.Name + ", and nowhere else. Everything else opens in your own name again when you stop."
	if r.Request().Method != http.MethodGet {
		text += " What you sent was not carried out."
		if err := s.Sessions.RefuseAct(r.ctx(), r.Visitor, routeOf(r), title+" in "+act.Account.Name+", and nowhere else."); err != nil {
			return err
		}
	}
	if r.part() {
		return r.elsewhere(http.StatusConflict, route.Account(act.AccountID), title+". "+text)
	}
	if err := s.standAt(r, act.AccountID); err != nil {
		return err
	}
	shell := s.shell(r, title)
	m := ui.Mishap{Code: itoa(http.StatusConflict), Title: title, Text: text, Ways: []ui.Way{ui.Way{Label: "Back to " + act.Account.Name, Text: "Go on where you act as " + act.As.Name, Href: route.Account(act.AccountID)}}}
	return r.page(http.StatusConflict, acting.Elsewhere(acting.ElsewherePage{Shell: shell, Act: act, Mishap: m}))
}

// say answers with a page that says what is not as it was, and one way on.
func (s *Site) say(r *Request, status int, title, text string, on ui.Way) error {
	shell := s.shell(r, title)
	shell.Path = ""
	return r.page(status, failure.Failure(failure.Page{Shell: shell, Mishap: ui.Mishap{Code: itoa(status), Title: title, Text: text, Ways: []ui.Way{on}}}))
}

// bound keeps forms to the name in which they were drawn: one that was drawn
// while somebody acted is carried out in that visit or not at all, and one from
// before not while somebody acts. Who reads only sends nothing. It reports
// whether it answered.
func (s *Site) bound(r *Request) (answered bool, err error) {
	if answered, err := s.drawnElse(r); err != nil || answered {
		return answered, err
	}
	if act := r.Visitor.Act; act != nil && r.By.Acting == access.Reading {
		return true, s.unacted(r, http.StatusForbidden, "Nothing was changed", "You act as "+act.As.Name+" and can read. Making changes is a second step, in the bar above.")
	}
	return false, nil
}

// drawnElse answers a form that was drawn in another name than the one in which
// it is sent. It reports whether it did.
func (s *Site) drawnElse(r *Request) (answered bool, err error) {
	r.Set(sentBy, r.Visitor)
	id, err := s.actOf(r)
	if err != nil {
		return false, err
	}
	switch act := r.Visitor.Act; {
	case act == nil && id == "":
		return false, nil
	case act == nil:
		return true, s.afterActing(r, id)
	case id != act.ID:
		return true, s.unacted(r, http.StatusConflict, "Nothing was changed", "What you sent comes from a page that was drawn before you acted as "+act.As.Name+". Open the page again.")
	}
	return false, nil
}

// actOf is the visit of acting in which a form says that it was drawn, or "".
func (s *Site) actOf(r *Request) (id string, err error) {
	var in struct {
		Acting string `form:"acting"`
	}
	err = r.decode(&in)
	return in.Acting, err
}

// unacted answers what was sent while acting and is not carried out, and records it.
func (s *Site) unacted(r *Request, status int, title, text string) error {
	if err := s.Sessions.RefuseAct(r.ctx(), r.Visitor, routeOf(r), text); err != nil {
		return err
	}
	return s.unchanged(r, status, title, text)
}

// afterActing answers what was drawn in a visit that is over.
func (s *Site) afterActing(r *Request, id string) error {
	if err := s.refuseEnded(r, id); err != nil {
		return err
	}
	return s.unchanged(r, http.StatusConflict, "You act in nobody’s place any more", "What you sent comes from a page that was drawn while you acted as somebody else, so nothing was changed. Open the page again to use it in your own name.")
}

// barOf is the bar of who acts in somebody's place.
func (s *Site) barOf(r *Request) *layout.Bar {
	v, now := r.Visitor, s.now()
	act := *v.Act
	b := &layout.Bar{Account: act.Account.Name, Role: string(r.By.Role), Since: act.EnteredAt, Acting: &layout.Acting{
		Who: v.User.Name, From: act.From.Name, As: act.As.Name, First: act.As.FirstName, Reason: act.Reason, Ticket: act.Ticket,
		Changing: r.By.Acting == access.Changing, Until: *act.EndsAt, Left: int(act.EndsAt.Sub(now).Seconds()),
		Stop: layout.Act{Label: "Stop acting as " + act.As.FirstName, Post: route.ActingEnd(act.AccountID)},
	}}
	if b.Acting.Changing {
		b.Acting.Allowed = act.Allowed()
		b.Acting.Reading = &layout.Act{Label: "Back to read-only", Post: route.ActingReading(act.AccountID)}
	} else {
		b.Acting.Changes = route.ActingChanges(act.AccountID)
	}
	if act.ExtendedAt == nil {
		b.Acting.Extend = route.ActingExtension(act.AccountID)
	}
	return b
}

// longestRoute is how many bytes of an address the record keeps.
const longestRoute = 200

// routeOf is what a request asked for, for the record: the address with its ids,
// which say what it was about, but without the secret of a link.
func routeOf(r *Request) string {
	at := r.Request().URL.EscapedPath()
	if r.Param("link") != "" {
		at = r.Path()
	}
	return r.Request().Method + " " + at[:min(longestRoute, len(at))]
}

// late answers a request to an account in which the visitor acted until a
// moment ago, and which is not there for them now: kindly. To whom else it is
// missing it stays so.
func (s *Site) late(r *Request, err error) error {
	if !fault.Is(err, fault.NotFound) || r.Visitor.Act != nil || !db.IsKey(r.Param("key")) {
		return err
	}
	act, lost := s.Sessions.EndedIn(r.ctx(), r.Visitor, r.Param("key"))
	if lost != nil || act.ID == "" {
		return errors.Join(err, lost)
	}
	return s.sayOver(r, act)
}

// refuseEnded records that a form was sent which was drawn in a visit that is
// over, if that was one of the visitor's own.
func (s *Site) refuseEnded(r *Request, id string) error {
	act, err := s.Sessions.Ended(r.ctx(), r.Visitor, id)
	if err != nil || act.ID == "" {
		return err
	}
	return s.refuseLate(r, act)
}

// refuseLateForm records a form that was drawn in a visit and comes after it.
func (s *Site) refuseLateForm(r *Request) error {
	if r.Request().Method == http.MethodGet {
		return nil
	}
	id, err := s.actOf(r)
	if err != nil || id == "" {
		return err
	}
	return s.refuseEnded(r, id)
}

func (s *Site) refuseLate(r *Request, act auth.Act) error {
	return s.Sessions.RefuseLate(r.ctx(), r.Visitor, act, routeOf(r), "It was sent after "+act.As.Name+"’s place was left. Nothing was changed.")
}
