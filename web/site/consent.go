package site

import (
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/consents"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// stance is what the form of one side sends: its answer has the side's name.
type stance struct {
	Side     consent.Side   `form:"side"`
	Operator consent.Answer `form:"operator"`
	Partner  consent.Answer `form:"partner"`
	Version  int64          `form:"version"`
}

// draft is the answer for the side.
func (in stance) draft() consent.SetDraft {
	d := consent.SetDraft{Side: in.Side, Answer: in.Operator, Version: in.Version}
	if in.Side == consent.OfPartner {
		d.Answer = in.Partner
	}
	return d
}

// problems are those of a form, at the answer for the side.
func (in stance) problems(err error) (fs fault.Fields) {
	for _, p := range fault.FieldsOf(err) {
		fs.Add(string(in.Side), "%s", p.Text)
	}
	return fs
}

// showConsent is who may step into the account, and who asked to.
func (s *Site) showConsent(r *Request) error {
	return s.drawConsent(r, http.StatusOK, nil, "")
}

func (s *Site) drawConsent(r *Request, status int, problems fault.Fields, late string) error {
	after := r.query().Get("after")
	v, err := s.Consents.View(r.ctx(), r.By, after)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Access")
	shell.Invalid = problems != nil
	p := consents.ShowPage{Shell: shell, Faces: company(r), Sides: accessFaces(r), View: v, After: after != "", Problems: problems, Late: late}
	if v.More {
		p.Older = olderThan(route.Consent(r.here()), v.Past)
	}
	return r.page(status, consents.Show(p))
}

// olderThan is the page of requests after these.
func olderThan(list string, rs []consent.Request) string {
	return route.With(list, url.Values{"after": {rs[len(rs)-1].ID}})
}

// setConsent says whether people of one side may act in the account.
func (s *Site) setConsent(r *Request) error {
	var in stance
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Consents.Set(r.ctx(), r.By, in.draft())
	}
	switch problems := in.problems(err); {
	case problems != nil:
		return s.drawConsent(r, http.StatusUnprocessableEntity, problems, "")
	case fault.Is(err, fault.Conflict):
		return s.drawConsent(r, http.StatusConflict, nil, err.Error())
	case err != nil:
		return err
	}
	return s.done(r, route.Consent(r.here()), settled(changed, "It holds from now on. A visit that is not allowed any more is over with its next step."))
}

// settled says that an answer was saved, or that nothing differs.
func settled(changed bool, text string) layout.Notice {
	if !changed {
		return layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "It was like this already."}
	}
	return layout.Notice{Tone: layout.Ok, Lead: "Saved.", Text: text}
}

// showConsentRequest is one request to be let in.
func (s *Site) showConsentRequest(r *Request) error {
	return s.consentRequest(r, http.StatusOK, consent.AnswerDraft{}, nil, "")
}

func (s *Site) consentRequest(r *Request, status int, in consent.AnswerDraft, problems fault.Fields, late string) error {
	asked, err := s.Consents.Find(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	shell := s.shell(r, asked.UserName+" asks to be let in")
	shell.Invalid = problems != nil
	return r.page(status, consents.Request(consents.RequestPage{
		Shell: shell, Request: asked, List: route.Consent(r.here()), Action: route.ConsentRequest(r.here(), asked.ID), End: route.ConsentTakeBack(r.here(), asked.ID),
		Draft: in, Problems: problems, Late: late,
	}))
}

// answerConsent lets somebody in for a time, or refuses.
func (s *Site) answerConsent(r *Request) error {
	var in consent.AnswerDraft
	var answered consent.Request
	err := r.decode(&in)
	if err == nil {
		answered, err = s.Consents.Answer(r.ctx(), r.By, r.Param("request"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.consentRequest(r, http.StatusUnprocessableEntity, in, problems, "")
	}
	if fault.Is(err, fault.Conflict) {
		return s.consentRequest(r, http.StatusConflict, in, nil, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Consent(r.here()), answeredNotice(answered))
}

// answeredNotice says what an answer did.
func answeredNotice(r consent.Request) layout.Notice {
	lead := r.UserName + " is not let in."
	if r.State == consent.Granted {
		lead = r.UserName + " is let in."
	}
	return layout.Notice{Tone: layout.Ok, Lead: lead, Text: r.UserName + " gets a letter."}
}

// takeBackConsent ends what the account granted.
func (s *Site) takeBackConsent(r *Request) error {
	gone, err := s.Consents.TakeBack(r.ctx(), r.By, r.Param("request"))
	if fault.Is(err, fault.Conflict) {
		return s.consentRequest(r, http.StatusConflict, consent.AnswerDraft{}, nil, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Consent(r.here()), layout.Notice{Tone: layout.Ok, Lead: "Taken back from " + gone.UserName + ".", Text: "A visit under way is over with its next step."})
}

// showConsentDefaults is what holds in the accounts that chose nothing.
func (s *Site) showConsentDefaults(r *Request) error {
	return s.drawConsentDefaults(r, http.StatusOK, nil, "")
}

func (s *Site) drawConsentDefaults(r *Request, status int, problems fault.Fields, late string) error {
	ds, err := s.Consents.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, consents.Heading(r.By))
	shell.Invalid = problems != nil
	return r.page(status, consents.Defaults(consents.DefaultsPage{
		Shell: shell, Faces: accessRoom(r), Sides: accessFaces(r), Account: r.Visitor.Account, Operator: s.product(r),
		Defaults: ds, Problems: problems, Late: late,
	}))
}

// setConsentDefault says what holds there for people of one side.
func (s *Site) setConsentDefault(r *Request) error {
	var in stance
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Consents.SetDefault(r.ctx(), r.By, in.draft())
	}
	switch problems := in.problems(err); {
	case problems != nil:
		return s.drawConsentDefaults(r, http.StatusUnprocessableEntity, problems, "")
	case fault.Is(err, fault.Conflict):
		return s.drawConsentDefaults(r, http.StatusConflict, nil, err.Error())
	case err != nil:
		return err
	}
	return s.done(r, route.ConsentDefaults(r.here()), settled(changed, "It holds in every account that has not chosen for itself."))
}

// accessRoom are the faces of the Company room, where Access is one of them; the
// operator has its visits in a room of their own.
func accessRoom(r *Request) []layout.Tab {
	if r.By.Kind == access.Operator {
		return nil
	}
	return company(r)
}

// chooseVisitLetters says whether letters tell what was changed in a visit.
func (s *Site) chooseVisitLetters(r *Request) error {
	var in struct {
		Ends bool `form:"ends"`
	}
	if err := r.decode(&in); err != nil {
		return err
	}
	changed, err := s.Consents.TellEnds(r.ctx(), r.By, in.Ends)
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: "Saved.", Text: "No letter tells what was changed in a visit."}
	if in.Ends {
		n.Text = "A letter says at the end of a visit what was changed."
	}
	if !changed {
		n = layout.Notice{Tone: layout.Info, Lead: "That is how it was."}
	}
	return s.done(r, route.Consent(r.here()), n)
}
