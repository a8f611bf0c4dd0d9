package site

import (
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/password"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/passwords"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// askPassword asks for the visitor's password and another one.
func (s *Site) askPassword(r *Request) error { return s.passwordPage(r, http.StatusOK, nil) }

func (s *Site) passwordPage(r *Request, status int, problems fault.Fields) error {
	shell := s.shell(r, "Change your password")
	shell.Invalid = problems != nil
	return r.page(status, passwords.Change(passwords.ChangePage{Shell: shell, Problems: problems}))
}

// changePassword gives the visitor another password, and the browser the
// session's new secret.
func (s *Site) changePassword(r *Request) error {
	var in auth.PasswordDraft
	var secret string
	err := r.decode(&in)
	if err == nil {
		secret, r.Visitor, err = s.Sessions.ChangePassword(r.ctx(), r.Visitor, in, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.passwordPage(r, http.StatusUnprocessableEntity, problems)
	}
	if err != nil {
		return err
	}
	if err := s.Store.Keep(r.Response(), r.Request(), secret); err != nil {
		return err
	}
	return s.done(r, route.MySecurity, layout.Notice{Tone: layout.Ok, Lead: "Password changed.", Text: "All your other sessions have ended."})
}

// bare is the frame of a page that is the same for everybody.
func (s *Site) bare(r *Request, title string) layout.Shell {
	shell := s.shell(r, title)
	shell.Person = layout.Person{}
	return shell
}

// askForgotten asks where a link is to be sent.
func (s *Site) askForgotten(r *Request) error { return s.forgotten(r, http.StatusOK, "", nil) }

func (s *Site) forgotten(r *Request, status int, email string, problems fault.Fields) error {
	shell := s.bare(r, "Forgotten your password?")
	shell.Invalid = problems != nil
	return r.page(status, passwords.Forgotten(passwords.ForgottenPage{Shell: shell, Email: email, Problems: problems}))
}

// sendForgotten sends a link, if anybody has the address; the answer does not
// tell.
func (s *Site) sendForgotten(r *Request) error {
	var in struct {
		Email string `form:"email"`
	}
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.ForgotPassword(r.ctx(), in.Email, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.forgotten(r, http.StatusUnprocessableEntity, in.Email, problems)
	}
	if err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, route.ForgottenSent)
}

// showSent says where to look for the link.
func (s *Site) showSent(r *Request) error {
	return r.page(http.StatusOK, passwords.Sent(passwords.SentPage{Shell: s.bare(r, "Look in your inbox")}))
}

// askReset asks for a new password. Looking at the page uses nothing up.
func (s *Site) askReset(r *Request) error { return s.resetPage(r, http.StatusOK, nil) }

func (s *Site) resetPage(r *Request, status int, problems fault.Fields) error {
	u, err := s.Sessions.CheckReset(r.ctx(), r.Param("link"))
	if err != nil {
		return s.linkOver(r, err)
	}
	shell := s.bare(r, "Choose a new password")
	shell.Invalid = problems != nil
	return r.page(status, passwords.Reset(passwords.ResetPage{
		Shell: shell, Action: route.Reset(r.Param("link")), Email: u.Email, Problems: problems,
	}))
}

// linkOver answers a link that does not work with one page, whatever the reason.
func (s *Site) linkOver(r *Request, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	shell := s.bare(r, "This link does not work any more")
	shell.Path = ""
	return r.page(http.StatusNotFound, passwords.Over(passwords.OverPage{Shell: shell}))
}

// resetPassword replaces a forgotten password, and leads to signing in.
func (s *Site) resetPassword(r *Request) error {
	var in struct {
		Password string `form:"password"`
	}
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.ResetPassword(r.ctx(), r.Param("link"), in.Password, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.resetPage(r, http.StatusUnprocessableEntity, problems)
	}
	if err != nil {
		return s.linkOver(r, err)
	}
	return s.leave(r, "password-replaced")
}

// judges bounds how many passwords are judged at once while people type, and
// longestJudged what is sent for that.
var judges = make(chan struct{}, 8)

const longestJudged = 16 << 10

// judgePassword says how good a password is that somebody is typing. It keeps
// nothing.
func (s *Site) judgePassword(r *Request) error {
	select {
	case judges <- struct{}{}:
		defer func() { <-judges }()
	default:
		return fault.New(fault.Busy, "Too much is being typed at once.")
	}
	r.Request().Body = http.MaxBytesReader(r.Response(), r.Request().Body, longestJudged)
	var in judged
	if err := r.decode(&in); err != nil {
		return err
	}
	words, err := s.knownBy(r, in.For)
	if err != nil {
		return err
	}
	words = append(words, in.FirstName, in.LastName, in.Email, in.Operator)
	return r.page(http.StatusOK, ui.Strength(password.StrengthOf(in.Password, words...)))
}

// judged is a password that somebody is typing, and what else their form says.
type judged struct {
	Password  string `form:"password"`
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Email     string `form:"email"`
	Operator  string `form:"operator"`
	For       string `form:"for"` // address of the form
}

// knownBy is what others know of the visitor, or of who has the link that a
// form was reached by.
func (s *Site) knownBy(r *Request, form string) ([]string, error) {
	if link, ok := strings.CutPrefix(form, route.Reset("")); ok {
		return s.Sessions.KnownByLink(r.ctx(), user.Reset, link)
	}
	if link, ok := strings.CutPrefix(form, route.Invitation("")); ok {
		return s.Sessions.KnownByLink(r.ctx(), user.Invitation, link)
	}
	return s.Sessions.Known(r.ctx(), r.Visitor)
}
