package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/route"
)

// signInForm is what somebody types to sign in.
type signInForm struct {
	Email    string `form:"email"`
	Password string `form:"password"`
	Next     string `form:"next"`
}

// departures say how somebody came to be signed out, by the query of the
// sign-in page.
var departures = []struct{ why, lead, text string }{
	{"signed-out", "You have signed out.", ""},
	{"password-replaced", "You have a new password.", "Sign in with it."},
	{"address-changed", "Your e-mail address has changed.", "Sign in again with the new one."},
}

func (s *Site) signInPage(r *Request, in signInForm, problems fault.Fields) signin.SignInPage {
	shell := s.shell(r, "Sign in")
	shell.Person, shell.Invalid = layout.Person{}, problems != nil
	for _, l := range departures {
		if r.query().Has(l.why) {
			shell.Notice = &layout.Notice{Tone: layout.Ok, Lead: l.lead, Text: l.text}
		}
	}
	return signin.SignInPage{
		Shell: shell, Operator: shell.Product, Email: in.Email, Next: route.Local(in.Next, ""), Problems: problems, Passkeys: s.passkeysWork(r),
		Demo: s.Demo, Password: s.Password,
	}
}

func (s *Site) askSignIn(r *Request) error {
	next := route.Local(r.query().Get("next"), route.Home)
	if r.Visitor.User.ID != "" {
		return r.Redirect(http.StatusSeeOther, next)
	}
	return r.page(http.StatusOK, signin.SignIn(s.signInPage(r, signInForm{Next: next}, nil)))
}

func (s *Site) signIn(r *Request) error {
	var in signInForm
	secret := ""
	err := r.decode(&in)
	if err == nil {
		secret, err = s.Sessions.SignIn(r.ctx(), in.Email, in.Password, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, signin.SignIn(s.signInPage(r, in, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Local(in.Next, route.Home))
}

// begin gives the browser its new session and leads on: to next, or to what is
// left to prove before.
func (s *Site) begin(r *Request, secret, next string) error {
	if err := s.Store.Keep(r.Response(), r.Request(), secret); err != nil {
		return err
	}
	if r.device != "" {
		s.Store.KeepDevice(r.Response(), r.device)
	}
	h, ok, err := s.Sessions.Half(r.ctx(), secret)
	if err != nil {
		return err
	}
	if ok {
		next = route.Then(stepFor(h.Left), next)
	}
	return r.Redirect(http.StatusSeeOther, next)
}

func (s *Site) signOut(r *Request) error {
	if err := s.Sessions.SignOut(r.ctx(), r.Visitor); err != nil {
		return err
	}
	if err := s.Store.Forget(r.Response(), r.Request()); err != nil {
		return err
	}
	r.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return r.Redirect(http.StatusSeeOther, route.Local(r.FormValue("next"), route.SignIn+"?signed-out"))
}

// home leads to the first page of the visitor's first account.
func (s *Site) home(r *Request) error {
	homes, err := s.Sessions.Homes(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	if len(homes) == 0 {
		return fault.New(fault.Forbidden, "You have no place in any account of this portal. Ask whoever invited you.")
	}
	if r.Notice != nil {
		return s.done(r, route.Account(homes[0].ID), *r.Notice)
	}
	return r.Redirect(http.StatusSeeOther, route.Account(homes[0].ID))
}

func (s *Site) setUpPage(r *Request, in auth.SetUpDraft, problems fault.Fields) signin.SetUpPage {
	shell := s.shell(r, "Set up the portal")
	shell.Person, shell.Invalid = layout.Person{}, problems != nil
	return signin.SetUpPage{Shell: shell, Action: route.SetUp(r.Param("link")), Draft: in, Problems: problems}
}

func (s *Site) askSetUp(r *Request) error {
	if err := s.Sessions.CheckSetUp(r.ctx(), r.Param("link")); err != nil {
		return err
	}
	return r.page(http.StatusOK, signin.SetUp(s.setUpPage(r, auth.SetUpDraft{}, nil)))
}

func (s *Site) setUp(r *Request) error {
	var in auth.SetUpDraft
	secret := ""
	err := r.decode(&in)
	if err == nil {
		secret, err = s.Sessions.SetUp(r.ctx(), r.Param("link"), in, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, signin.SetUp(s.setUpPage(r, in, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Home)
}
