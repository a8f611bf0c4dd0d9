package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/security"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/form"
	"github.com/tenantry/tenantry/web/route"
)

// proof is the field in which somebody proves again who they are, and
// passkeyProof the one in which a passkey does it for them.
const (
	proof        = "proof"
	passkeyProof = "passkey"
)

// mostCarried bounds what a form may hold that waits for a proof.
const (
	mostCarried      = 500
	mostCarriedBytes = 64 << 10
)

// fresh stands before an act that changes how people get in: a password, a
// role, a second factor, a key. Whose last proof is older than ten minutes is
// asked for the password or a code first, on a page that carries what they
// sent; with the right proof the act goes on as if nothing had been asked.
func (s *Site) fresh(h handler) handler {
	return s.proved(h, func(_ *Request, why error) error { return why })
}

// proved is fresh for acts of which a wrong proof is a fact: wrong records why
// one was refused, and hands that back.
func (s *Site) proved(h handler, wrong func(*Request, error) error) handler {
	return func(r *Request) error {
		if err := r.decode(&struct{}{}); err != nil {
			return err
		}
		sent := r.Request().PostForm
		given, said, answered := sent.Get(proof), sent.Get(passkeyProof), sent.Has(proof)
		for _, name := range []string{proof, passkeyProof} {
			sent.Del(name)
			r.Request().Form.Del(name)
		}
		if s.Sessions.Fresh(r.Visitor) {
			return h(r)
		}
		if !answered {
			return s.askProof(r, sent, nil)
		}
		err := s.proveAgain(r, given, said)
		if fault.FieldsOf(err) != nil || fault.Is(err, fault.Forbidden) {
			err = wrong(r, err)
		}
		if problems := fault.FieldsOf(err); problems != nil {
			return s.askProof(r, sent, problems)
		}
		if err != nil {
			return s.lockedOut(r, err)
		}
		return h(r)
	}
}

// proveAgain takes a proof, or what a passkey said, and gives the browser the
// session's new secret.
func (s *Site) proveAgain(r *Request, given, said string) error {
	secret, v, err := s.prove(r, given, said)
	if err != nil {
		return err
	}
	r.Visitor = v
	return s.Store.Keep(r.Response(), r.Request(), secret)
}

func (s *Site) prove(r *Request, given, said string) (secret string, v auth.Visitor, err error) {
	if said != "" {
		return s.Sessions.ProveAgainByPasskey(r.ctx(), r.Visitor, s.answer(r, said), s.browser(r))
	}
	return s.Sessions.ProveAgain(r.ctx(), r.Visitor, given, s.browser(r))
}

// askProof answers a form with the question who it is.
func (s *Site) askProof(r *Request, sent url.Values, problems fault.Fields) error {
	if r.part() {
		back := route.Local(referrer(r), route.Home)
		r.Response().Header().Set("HX-Redirect", route.Then(route.Proof, back))
		return r.reason(http.StatusForbidden, "Confirm that it is you first, then try again.")
	}
	p, err := s.proofPage(r, problems)
	if err != nil {
		return err
	}
	p.Action = r.Request().URL.RequestURI()
	if p.Carried, err = carry(sent); err != nil {
		return err
	}
	return r.page(http.StatusForbidden, security.Proof(p))
}

func (s *Site) proofPage(r *Request, problems fault.Fields) (p security.ProofPage, err error) {
	got, err := s.Sessions.Security(r.ctx(), r.Visitor)
	shell := s.shell(r, "Confirm that it is you")
	shell.Invalid = problems != nil
	return security.ProofPage{Shell: shell, App: got.App != nil, Passkey: len(got.Passkeys) > 0 && s.passkeysWork(r), Back: route.Local(referrer(r), route.Home), Problems: problems}, err
}

// carry lists what was sent, in the order of names. A password is not written
// into a page: its field is empty when the form comes back for it. Nor is the
// visit in which the form was drawn: it is the one of this page, which says so.
func carry(sent url.Values) (cs []security.Carried, err error) {
	size := 0
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if strings.Contains(name, "password") || name == "acting" {
			continue
		}
		for _, value := range sent[name] {
			size += len(name) + len(value)
			cs = append(cs, security.Carried{Name: form.Readable(name), Value: form.Readable(value)})
		}
	}
	if size > mostCarriedBytes || len(cs) > mostCarried {
		return nil, fault.New(fault.Forbidden, "This is too much to keep while you confirm that it is you. Sign out, sign in again, and send it once more.")
	}
	return cs, nil
}

// referrer is the address within the portal that the browser comes from, or "".
func referrer(r *Request) string {
	u, err := url.Parse(r.Request().Referer())
	if err != nil || u.Host != r.Request().Host {
		return ""
	}
	return u.RequestURI()
}

// proofForm is a proof on the page that scripts are sent to.
type proofForm struct {
	Proof   string `form:"proof"`
	Passkey string `form:"passkey"`
	Next    string `form:"next"`
}

// askProofNow asks who it is, before a page whose scripts can't carry a form.
func (s *Site) askProofNow(r *Request) error {
	return s.showProof(r, http.StatusOK, r.query().Get("next"), nil)
}

func (s *Site) showProof(r *Request, status int, next string, problems fault.Fields) error {
	p, err := s.proofPage(r, problems)
	if err != nil {
		return err
	}
	p.Action, p.Back = route.Proof, route.Local(next, route.MySecurity)
	p.Carried = []security.Carried{{Name: "next", Value: p.Back}}
	return r.page(status, security.Proof(p))
}

// proveNow takes the proof, and leads back.
func (s *Site) proveNow(r *Request) error {
	var in proofForm
	err := r.decode(&in)
	if err == nil {
		err = s.proveAgain(r, in.Proof, in.Passkey)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.showProof(r, http.StatusUnprocessableEntity, in.Next, problems)
	}
	if err != nil {
		return s.lockedOut(r, err)
	}
	return s.done(r, route.Local(in.Next, route.MySecurity), layout.Notice{Tone: layout.Ok, Lead: "It is you.", Text: "You can go on for ten minutes."})
}

// lockedOut answers a proof or a code that locked its person with the sign-in
// page, which says so. Any other error it hands back.
func (s *Site) lockedOut(r *Request, err error) error {
	if !fault.Is(err, fault.Forbidden) {
		return err
	}
	r.Visitor, r.By = auth.Visitor{}, access.Caller{}
	if err := s.Store.Forget(r.Response(), r.Request()); err != nil {
		return err
	}
	problems := fault.Fields{{Field: "email", Text: strings.TrimSuffix(fault.Of(err).Text, ".")}}
	return r.page(http.StatusForbidden, signin.SignIn(s.signInPage(r, signInForm{}, problems)))
}
