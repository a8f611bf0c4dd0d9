package site

import (
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/security"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/route"
)

// mostPasskey is how many bytes a form with a passkey's answer has at most.
const mostPasskey = 32 << 10

// small stands before what takes a passkey's answer, which is never long.
func (s *Site) small(h handler) handler {
	return func(r *Request) error {
		r.Request().Body = http.MaxBytesReader(r.Response(), r.Request().Body, mostPasskey)
		return h(r)
	}
}

// origin is where the browser reaches the portal. Requests for other hosts
// than the portal's own don't get here.
func (s *Site) origin(r *Request) string {
	scheme, _, _ := strings.Cut(s.PublicURL, "://")
	return strings.ToLower(scheme + "://" + r.Request().Host)
}

// passkeysWork reports whether passkeys work where the browser reaches the portal.
func (s *Site) passkeysWork(r *Request) bool { return auth.Passkeys(s.origin(r)) }

// passkeyForm is a passkey's answer, and what stands beside it.
type passkeyForm struct {
	Passkey string `form:"passkey"`
	Name    string `form:"name"`
	Next    string `form:"next"`
}

// answer is what a passkey has said in the ceremony that the browser has begun.
func (s *Site) answer(r *Request, said string) auth.Answer {
	return auth.Answer{Secret: s.Store.Ceremony(r.Request()), Text: said, Origin: s.origin(r)}
}

// challenge begins a ceremony for a script: it answers what the browser's
// passkeys are to be asked.
func (s *Site) challenge(begin func(*Request) (auth.Ceremony, error)) handler {
	return s.small(func(r *Request) error {
		kind, _, err := mime.ParseMediaType(r.Request().Header.Get(echo.HeaderContentType))
		if err != nil || kind != echo.MIMEApplicationJSON {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType)
		}
		if _, err := io.Copy(io.Discard, r.Request().Body); err != nil {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		c, err := begin(r)
		if err != nil {
			return err
		}
		s.Store.KeepCeremony(r.Response(), c.Secret, auth.CeremonyLife)
		return r.JSON(http.StatusOK, c.Options)
	})
}

func (s *Site) offerPasskey(r *Request) (auth.Ceremony, error) {
	return s.Sessions.OfferPasskey(r.ctx(), s.origin(r), s.browser(r))
}

func (s *Site) askPasskey(r *Request) (auth.Ceremony, error) {
	return s.Sessions.AskPasskey(r.ctx(), s.Store.Secret(r.Request()), s.origin(r), s.browser(r))
}

func (s *Site) askPasskeyAgain(r *Request) (auth.Ceremony, error) {
	return s.Sessions.AskPasskeyAgain(r.ctx(), r.Visitor, s.origin(r), s.browser(r))
}

func (s *Site) startPasskey(r *Request) (auth.Ceremony, error) {
	return s.Sessions.StartPasskey(r.ctx(), r.Visitor, s.origin(r), s.browser(r))
}

func (s *Site) startFactorPasskey(r *Request) (auth.Ceremony, error) {
	return s.Sessions.StartPasskey(r.ctx(), r.Half.Visitor(r.origin()), s.origin(r), s.browser(r))
}

// enterByPasskey signs in by a passkey alone.
func (s *Site) enterByPasskey(r *Request) error {
	var in passkeyForm
	secret := ""
	err := r.decode(&in)
	if err == nil {
		secret, err = s.Sessions.EnterByPasskey(r.ctx(), s.answer(r, in.Passkey), s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, signin.SignIn(s.signInPage(r, signInForm{Next: in.Next}, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Local(in.Next, route.Home))
}

// provePasskey takes a passkey in place of a code.
func (s *Site) provePasskey(r *Request) error {
	var in passkeyForm
	secret := ""
	err := r.decode(&in)
	if err == nil {
		secret, err = s.Sessions.ProvePasskey(r.ctx(), s.Store.Secret(r.Request()), s.answer(r, in.Passkey), s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, signin.Code(s.codePage(r, in.Next, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Local(in.Next, route.Home))
}

// askFactorPasskey makes a passkey within signing in.
func (s *Site) askFactorPasskey(r *Request) error {
	if r.Half.Left != auth.Enrol || !s.passkeysWork(r) {
		return r.Redirect(http.StatusSeeOther, stepFor(r.Half.Left))
	}
	return s.showFactorPasskey(r, http.StatusOK, passkeyForm{Name: s.usual(r), Next: r.query().Get("next")}, nil)
}

func (s *Site) showFactorPasskey(r *Request, status int, in passkeyForm, problems fault.Fields) error {
	shell := s.shell(r, "Make a passkey")
	shell.Invalid = problems != nil
	return r.page(status, signin.Passkey(signin.PasskeyPage{Shell: shell, Name: in.Name, Next: route.Local(in.Next, ""), Problems: problems}))
}

// usual is what a passkey is called that is made in this browser.
func (s *Site) usual(r *Request) string { return auth.Device(s.browser(r).Agent) }

// addFactorPasskey takes a passkey that was made within signing in, lets its
// person in, and shows their recovery codes, which are nowhere to be read again.
func (s *Site) addFactorPasskey(r *Request) error {
	var in passkeyForm
	var secret string
	var codes []string
	err := r.decode(&in)
	if err == nil {
		secret, codes, err = s.Sessions.AddPasskey(r.ctx(), r.Half.Visitor(r.origin()), in.Name, s.answer(r, in.Passkey), s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.showFactorPasskey(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.showFirstCodes(r, secret, codes, "Your passkey is set up.", in.Next)
}

// passkeys is the list of one's passkeys.
func (s *Site) passkeys(r *Request, got auth.Security) security.PasskeysPart {
	return security.PasskeysPart{Passkeys: got.Passkeys, Work: s.passkeysWork(r)}
}

// openNewPasskey leads to the page that makes a passkey, once it is clear who it is.
func (s *Site) openNewPasskey(r *Request) error { return s.done(r, route.NewPasskey, layout.Notice{}) }

// newPasskey makes a passkey.
func (s *Site) newPasskey(r *Request) error {
	if !s.passkeysWork(r) {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Info, Lead: "Passkeys don’t work at this address of the portal."})
	}
	return s.showNewPasskey(r, http.StatusOK, s.usual(r), nil)
}

func (s *Site) showNewPasskey(r *Request, status int, name string, problems fault.Fields) error {
	shell := s.shell(r, "Make a passkey")
	shell.Invalid = problems != nil
	return r.page(status, security.NewPasskey(security.NewPasskeyPage{Shell: shell, Faces: mine(r), Name: name, Problems: problems}))
}

// addPasskey takes a new passkey. Recovery codes that are new are shown by the
// answer itself: they are nowhere to be read again.
func (s *Site) addPasskey(r *Request) error {
	var in passkeyForm
	var codes []string
	err := r.decode(&in)
	if err == nil {
		_, codes, err = s.Sessions.AddPasskey(r.ctx(), r.Visitor, in.Name, s.answer(r, in.Passkey), s.browser(r))
	}
	switch problems := fault.FieldsOf(err); {
	case problems != nil:
		return s.showNewPasskey(r, http.StatusUnprocessableEntity, in.Name, problems)
	case fault.Is(err, fault.Conflict):
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Warn, Lead: "No passkey was added.", Text: err.Error()})
	case err != nil:
		return err
	case codes != nil:
		return s.showCodes(r, codes, "Your passkey is set up.")
	}
	return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "Your passkey is set up.", Text: "A letter about it is on its way to you."})
}

// askPasskeyName asks for another name of a passkey.
func (s *Site) askPasskeyName(r *Request) error {
	f, err := s.Sessions.Passkey(r.ctx(), r.Visitor, r.Param("passkey"))
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, security.Passkey(security.PasskeyPage{Shell: s.shell(r, "Rename “"+f.Name+"”"), Faces: mine(r), Passkey: f, Name: f.Name}))
}

// renamePasskey gives a passkey another name.
func (s *Site) renamePasskey(r *Request) error {
	var in passkeyForm
	f, err := s.Sessions.Passkey(r.ctx(), r.Visitor, r.Param("passkey"))
	if err != nil {
		return err
	}
	if err = r.decode(&in); err == nil {
		err = s.Sessions.RenamePasskey(r.ctx(), r.Visitor, f.ID, in.Name, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		shell := s.shell(r, "Rename “"+f.Name+"”")
		shell.Invalid = true
		return r.page(http.StatusUnprocessableEntity, security.Passkey(security.PasskeyPage{Shell: shell, Faces: mine(r), Passkey: f, Name: in.Name, Problems: problems}))
	}
	if err != nil {
		return err
	}
	return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "The name is saved."})
}

// askPasskeyRemoval asks before a passkey is taken away.
func (s *Site) askPasskeyRemoval(r *Request) error {
	f, err := s.Sessions.Passkey(r.ctx(), r.Visitor, r.Param("passkey"))
	if err != nil {
		return err
	}
	got, err := s.Sessions.Security(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	p := security.PasskeyRemovalPage{Shell: s.shell(r, "Remove “"+f.Name+"”?"), Faces: mine(r), Passkey: f, Last: got.Last()}
	if p.Last {
		p.Required = got.Required
	}
	return r.page(http.StatusOK, security.PasskeyRemoval(p))
}

// removePasskey takes a passkey away.
func (s *Site) removePasskey(r *Request) error {
	name, err := s.Sessions.RemovePasskey(r.ctx(), r.Visitor, r.Param("passkey"), s.browser(r))
	if fault.Is(err, fault.Conflict) {
		return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Warn, Lead: "Nothing was removed.", Text: err.Error()})
	}
	if err != nil {
		return err
	}
	return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "“" + name + "” is removed.", Text: "A letter about it is on its way to you."})
}
