package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/consents"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showWay is the way into an account: a form that asks, or what stands in its place.
func (s *Site) showWay(r *Request) error {
	return s.drawWay(r, http.StatusOK, false, consent.AskDraft{}, nil, "")
}

// showGlassWay is the same for breaking the glass.
func (s *Site) showGlassWay(r *Request) error {
	if err := r.By.Must(access.BreakGlass); err != nil {
		return err
	}
	return s.drawWay(r, http.StatusOK, true, consent.AskDraft{}, nil, "")
}

func (s *Site) drawWay(r *Request, status int, glass bool, in consent.AskDraft, problems fault.Fields, late string) error {
	key := r.Param("account")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	w, err := s.Consents.Way(r.ctx(), r.By, key)
	if err != nil {
		return err
	}
	shell := s.shell(r, consents.AskTitle(w, glass))
	shell.Invalid = problems != nil
	return r.page(status, consents.Ask(consents.AskPage{
		Shell: shell, Way: w, Glass: glass, Back: pageOf(r.Visitor.Account, w.Account), Draft: in, Problems: problems, Late: late,
	}))
}

// askAccess asks an account to let the visitor in.
func (s *Site) askAccess(r *Request) error {
	return s.askIn(r, false, "Its Company Admins get a letter, and you get one when they answer.")
}

// breakGlass asks a second Operator Admin to agree.
func (s *Site) breakGlass(r *Request) error {
	return s.askIn(r, true, "The other Operator Admins get a letter. One of them has to agree.")
}

func (s *Site) askIn(r *Request, glass bool, next string) error {
	var in consent.AskDraft
	ask := s.Consents.Ask
	if glass {
		ask = s.Consents.BreakGlass
	}
	key := r.Param("account")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	err := r.decode(&in)
	if err == nil {
		_, err = ask(r.ctx(), r.By, key, in)
	}
	switch problems := fault.FieldsOf(err); {
	case problems != nil:
		return s.drawWay(r, http.StatusUnprocessableEntity, glass, in, problems, "")
	case fault.Is(err, fault.Conflict):
		return s.drawWay(r, http.StatusConflict, glass, in, nil, err.Error())
	case err != nil:
		return err
	}
	return s.done(r, route.AskAccess(r.here(), key), layout.Notice{Tone: layout.Ok, Lead: "Your request is sent.", Text: next})
}

// listAsked are the visitor's own requests.
func (s *Site) listAsked(r *Request) error {
	rs, more, err := s.Consents.Asked(r.ctx(), r.By, r.query().Get("after"))
	if err != nil {
		return err
	}
	p := consents.AskedPage{Shell: s.shell(r, consents.Heading(r.By)), Faces: accessRoom(r), Sides: accessFaces(r), Requests: rs}
	if more {
		p.Older = olderThan(route.AskedAccess(r.here()), rs)
	}
	return r.page(http.StatusOK, consents.Asked(p))
}

// withdrawAsked takes one of them back.
func (s *Site) withdrawAsked(r *Request) error {
	gone, err := s.Consents.Withdraw(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	return s.done(r, route.AskAccess(r.here(), gone.AccountID), layout.Notice{Tone: layout.Ok, Lead: "The request is withdrawn."})
}

// listGlass are all requests to break the glass.
func (s *Site) listGlass(r *Request) error {
	rs, more, err := s.Consents.Glass(r.ctx(), r.By, r.query().Get("after"))
	if err != nil {
		return err
	}
	p := consents.GlassPage{Shell: s.shell(r, consents.Heading(r.By)), Faces: accessRoom(r), Sides: accessFaces(r), Requests: rs}
	if more {
		p.Older = olderThan(route.Glass(r.here()), rs)
	}
	return r.page(http.StatusOK, consents.Glass(p))
}

// showGlass is one of them.
func (s *Site) showGlass(r *Request) error {
	return s.glass(r, http.StatusOK, consent.AnswerDraft{}, nil, "")
}

func (s *Site) glass(r *Request, status int, in consent.AnswerDraft, problems fault.Fields, late string) error {
	asked, err := s.Consents.FindGlass(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	shell := s.shell(r, "Break the glass of "+asked.AccountName)
	shell.Invalid = problems != nil
	return r.page(status, consents.Request(consents.RequestPage{
		Shell: shell, Request: asked, List: route.Glass(r.here()), Action: route.GlassRequest(r.here(), asked.ID), End: route.GlassEnd(r.here(), asked.ID),
		Mine: asked.UserID == r.By.User, Draft: in, Problems: problems, Late: late,
	}))
}

// answerGlass is the word of a second Operator Admin.
func (s *Site) answerGlass(r *Request) error {
	var in consent.AnswerDraft
	var answered consent.Request
	err := r.decode(&in)
	if err == nil {
		answered, err = s.Consents.AnswerGlass(r.ctx(), r.By, r.Param("request"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.glass(r, http.StatusUnprocessableEntity, in, problems, "")
	}
	if fault.Is(err, fault.Conflict) {
		return s.glass(r, http.StatusConflict, in, nil, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Glass(r.here()), answeredNotice(answered))
}

// endGlass ends before its time what it opened.
func (s *Site) endGlass(r *Request) error {
	gone, err := s.Consents.EndGlass(r.ctx(), r.By, r.Param("request"))
	if fault.Is(err, fault.Conflict) {
		return s.glass(r, http.StatusConflict, consent.AnswerDraft{}, nil, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Glass(r.here()), layout.Notice{Tone: layout.Ok, Lead: gone.UserName + " is let in no longer.", Text: "A visit under way is over with its next step."})
}
