package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/security"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/route"
)

// half lets in whose sign-in waits for what is left to prove. Who is in
// already goes to their first page, and a stranger signs in.
func (s *Site) half(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		ok, err := s.resumeHalf(r)
		if err != nil {
			return err
		}
		if ok {
			return h(r)
		}
		next := route.Local(r.query().Get("next"), route.Home)
		if ok, err = s.resume(r); err != nil || ok {
			return s.onward(r, next, err)
		}
		return r.Redirect(http.StatusSeeOther, route.Then(route.SignIn, next))
	}
}

func (s *Site) onward(r *Request, next string, err error) error {
	if err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, next)
}

// leaving lets in whoever has a session, whole or not, to end it.
func (s *Site) leaving(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		ok, err := s.resumeHalf(r)
		if err != nil {
			return err
		}
		if !ok {
			return s.outOf(h)(c)
		}
		r.Visitor = r.Half.Visitor(r.origin())
		return h(r)
	}
}

// outOf is known, and for whoever acts in another's place the way out of that:
// they stay signed in.
func (s *Site) outOf(h handler) echo.HandlerFunc {
	return s.proving(func(r *Request) error {
		if r.Visitor.Act != nil {
			return s.exit(r)
		}
		return h(r)
	})
}

// resumeHalf finds the half session of the request's cookie.
func (s *Site) resumeHalf(r *Request) (ok bool, err error) {
	r.Half, ok, err = s.Sessions.Half(r.ctx(), s.Store.Secret(r.Request()))
	return ok, err
}

// stepFor is where what is left is proved.
func stepFor(left auth.Left) string {
	if left == auth.Enrol {
		return route.SignInFactor
	}
	return route.SignInCode
}

// codeForm is a code that somebody types, and where they want to go.
type codeForm struct {
	Code string `form:"code"`
	Next string `form:"next"`
}

func (s *Site) codePage(r *Request, next string, problems fault.Fields) signin.CodePage {
	shell := s.shell(r, signin.CodeTitle(r.Half))
	shell.Invalid = problems != nil
	recovery := r.query().Has("recovery") || !r.Half.App
	return signin.CodePage{
		Shell: shell, Half: r.Half, Recovery: recovery, Passkey: r.Half.Passkey && s.passkeysWork(r), Next: route.Local(next, ""), Problems: problems,
		App: route.Then(route.SignInCode, next), Codes: route.With(route.SignInCode, map[string][]string{"next": {next}, "recovery": {"1"}}),
	}
}

// askCode asks for a second factor.
func (s *Site) askCode(r *Request) error {
	next := route.Local(r.query().Get("next"), route.Home)
	if r.Half.Left != auth.Code {
		return r.Redirect(http.StatusSeeOther, route.Then(stepFor(r.Half.Left), next))
	}
	return r.page(http.StatusOK, signin.Code(s.codePage(r, next, nil)))
}

// proveCode takes a code, and lets its person in.
func (s *Site) proveCode(r *Request) error {
	var in codeForm
	secret := ""
	err := r.decode(&in)
	if err == nil {
		secret, err = s.Sessions.Prove(r.ctx(), s.Store.Secret(r.Request()), in.Code, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, signin.Code(s.codePage(r, in.Next, problems)))
	}
	if err != nil {
		return s.lockedOut(r, err)
	}
	return s.begin(r, secret, route.Local(in.Next, route.Home))
}

// askFactor says that a second factor is required, and offers what there is.
func (s *Site) askFactor(r *Request) error {
	next := route.Local(r.query().Get("next"), route.Home)
	if r.Half.Left != auth.Enrol {
		return r.Redirect(http.StatusSeeOther, route.Then(stepFor(r.Half.Left), next))
	}
	return r.page(http.StatusOK, signin.Factor(signin.FactorPage{Shell: s.shell(r, "Set up a second factor"), Half: r.Half, Next: next, Passkeys: s.passkeysWork(r)}))
}

// startFactor makes the secret of an authenticator app within signing in.
func (s *Site) startFactor(r *Request) error {
	var in codeForm
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.StartApp(r.ctx(), r.Half.Visitor(r.origin()))
	}
	if err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, route.Then(route.SignInApp, route.Local(in.Next, route.Home)))
}

// askFirstCode shows the secret of the app within signing in, and asks for its first code.
func (s *Site) askFirstCode(r *Request) error {
	if r.Half.Left != auth.Enrol {
		return r.Redirect(http.StatusSeeOther, stepFor(r.Half.Left))
	}
	return s.showFirstCode(r, http.StatusOK, r.query().Get("next"), nil)
}

func (s *Site) showFirstCode(r *Request, status int, next string, problems fault.Fields) error {
	app, err := s.Sessions.StartedApp(r.ctx(), r.Half.Visitor(r.origin()))
	if fault.Is(err, fault.Conflict) {
		return r.Redirect(http.StatusSeeOther, route.Then(route.SignInFactor, next))
	}
	if err != nil {
		return err
	}
	shell := s.shell(r, "Set up an authenticator app")
	shell.Invalid = problems != nil
	return r.page(status, signin.App(signin.AppPage{Shell: shell, App: app, Next: route.Local(next, ""), Problems: problems}))
}

// confirmFactor takes the first code of the app, lets its person in, and shows
// their recovery codes, which are nowhere to be read again.
func (s *Site) confirmFactor(r *Request) error {
	var in codeForm
	var secret string
	var codes []string
	err := r.decode(&in)
	if err == nil {
		secret, codes, err = s.Sessions.ConfirmApp(r.ctx(), r.Half.Visitor(r.origin()), in.Code, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.showFirstCode(r, http.StatusUnprocessableEntity, in.Next, problems)
	}
	if err != nil {
		return err
	}
	return s.showFirstCodes(r, secret, codes, "Your authenticator app is set up.", in.Next)
}

// showFirstCodes gives the browser its whole session, and shows the recovery
// codes of who has set up a second factor within signing in.
func (s *Site) showFirstCodes(r *Request, secret string, codes []string, lead, next string) error {
	if err := s.Store.Keep(r.Response(), r.Request(), secret); err != nil {
		return err
	}
	return r.page(http.StatusOK, security.Codes(security.CodesPage{
		Shell: s.shell(r, "Keep your recovery codes"), Codes: codes, Lead: lead, Next: route.Local(next, route.Home), Bare: true,
	}))
}

// showSecurity is how one signs in.
func (s *Site) showSecurity(r *Request) error {
	got, err := s.Sessions.Security(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	p := security.IndexPage{Shell: s.shell(r, "Security"), Faces: mine(r), Security: got}
	p.Passkeys = s.passkeys(r, got)
	return r.page(http.StatusOK, security.Index(p))
}

// startApp makes the secret of a new authenticator app.
func (s *Site) startApp(r *Request) error {
	if err := s.Sessions.StartApp(r.ctx(), r.Visitor); err != nil {
		return err
	}
	return s.done(r, route.MyApp, layout.Notice{})
}

// askApp shows the secret of a new authenticator app, and asks for its first code.
func (s *Site) askApp(r *Request) error { return s.showApp(r, http.StatusOK, nil) }

func (s *Site) showApp(r *Request, status int, problems fault.Fields) error {
	app, err := s.Sessions.StartedApp(r.ctx(), r.Visitor)
	if fault.Is(err, fault.Conflict) {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Info, Lead: "No authenticator app waits for its first code.", Text: "Start again."})
	}
	if err != nil {
		return err
	}
	got, err := s.Sessions.Security(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Set up an authenticator app")
	shell.Invalid = problems != nil
	return r.page(status, security.App(security.AppPage{Shell: shell, Faces: mine(r), App: app, Replaces: got.App != nil, Problems: problems}))
}

// confirmApp takes the first code of a new authenticator app. Recovery codes
// that are new are shown by the answer itself: they are nowhere to be read again.
func (s *Site) confirmApp(r *Request) error {
	var in codeForm
	var codes []string
	err := r.decode(&in)
	if err == nil {
		_, codes, err = s.Sessions.ConfirmApp(r.ctx(), r.Visitor, in.Code, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.showApp(r, http.StatusUnprocessableEntity, problems)
	}
	if err != nil {
		return err
	}
	if codes == nil {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "Your authenticator app is set up.", Text: "Your recovery codes stay as they are."})
	}
	return s.showCodes(r, codes, "Your authenticator app is set up.")
}

func (s *Site) showCodes(r *Request, codes []string, lead string) error {
	return r.page(http.StatusOK, security.Codes(security.CodesPage{
		Shell: s.shell(r, "Keep your recovery codes"), Codes: codes, Lead: lead, Next: route.MySecurity,
	}))
}

// askAppRemoval asks before the authenticator app is taken away.
func (s *Site) askAppRemoval(r *Request) error {
	got, err := s.Sessions.Security(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	if got.App == nil {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Info, Lead: "No authenticator app is set up."})
	}
	p := security.RemovalPage{Shell: s.shell(r, "Remove the authenticator app?"), Faces: mine(r), Last: got.Last()}
	if p.Last {
		p.Required = got.Required
	}
	return r.page(http.StatusOK, security.Removal(p))
}

// removeApp takes the authenticator app away.
func (s *Site) removeApp(r *Request) error {
	err := s.Sessions.RemoveApp(r.ctx(), r.Visitor, s.browser(r))
	if fault.Is(err, fault.Conflict) {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Warn, Lead: "Nothing was removed.", Text: err.Error()})
	}
	if err != nil {
		return err
	}
	return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "Your authenticator app is removed.", Text: "A letter about it is on its way to you."})
}

// makeCodes makes new recovery codes and shows them, once.
func (s *Site) makeCodes(r *Request) error {
	codes, err := s.Sessions.NewCodes(r.ctx(), r.Visitor, s.browser(r))
	if fault.Is(err, fault.Conflict) {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Warn, Lead: "No codes were made.", Text: err.Error()})
	}
	if err != nil {
		return err
	}
	return s.showCodes(r, codes, "These take the place of your old codes, which no longer work.")
}
