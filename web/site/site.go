// Package site is the HTML door: it gives a request its name badge, shapes
// forms into inputs, calls one verb, and draws the answer.
package site

import (
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/templates/switcher"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
	"github.com/tenantry/tenantry/web/session"
)

// Site is the HTML door.
type Site struct {
	*app.App
	Store     *session.Store
	Log       *slog.Logger
	PublicURL string           // where people reach the portal; one-time links begin with it
	Builtin   bool             // the built-in carrier builds what is ordered
	Post      bool             // letters leave, or are kept to be read; without a mail server they wait
	Demo      []signin.Company // the people of the demonstration, or nil
	Password  string           // of all of them

	operator atomic.Pointer[string] // name of the operator, once there is one
}

// handler answers a request or says what went wrong.
type handler func(*Request) error

// anyone lets everybody in; the request knows the visitor if there is one.
func (s *Site) anyone(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		if _, err := s.resume(r); err != nil {
			return err
		}
		if answered, err := s.acts(r, ""); err != nil || answered {
			return err
		}
		return h(r)
	}
}

// known turns strangers away to the sign-in page.
func (s *Site) known(h handler) echo.HandlerFunc {
	return s.proving(func(r *Request) error {
		if answered, err := s.acts(r, ""); err != nil || answered {
			return err
		}
		return h(r)
	})
}

// proving is known for what whoever acts in another's place needs in their own
// name: the proof that it is still they.
func (s *Site) proving(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		if ok, err := s.resume(r); err != nil || !ok {
			return s.toSignIn(r, err)
		}
		if _, err := s.arrive(r); err != nil {
			return err
		}
		return h(r)
	}
}

// in lets in who may be in the account that the address names, authorised
// afresh, and returns a partner's person whose page was refreshed. In a preview
// nothing is sent through it.
func (s *Site) in(h handler) echo.HandlerFunc { return s.within(s.looking(h)) }

// within is in for the ways out of an account, which lead out of a preview, too.
func (s *Site) within(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		if ok, err := s.resume(r); err != nil || !ok {
			return s.toSignIn(r, err)
		}
		if answered, err := s.acts(r, r.Param("key")); err != nil || answered {
			return err
		}
		if err := s.stand(r); err != nil {
			return s.notEntered(r, err)
		}
		arrived, err := s.arrive(r)
		if err != nil {
			return err
		}
		if r.Visitor.Partner.ID != "" && !arrived && refreshed(c.Request()) {
			if left, err := s.leaveOnRefresh(r); err != nil || left {
				return err
			}
		}
		return h(r)
	}
}

// resume finds the visitor of the request's cookie; ok is false when there is none.
func (s *Site) resume(r *Request) (ok bool, err error) {
	r.Visitor, ok, err = s.Sessions.Resume(r.ctx(), s.Store.Secret(r.Request()), r.origin())
	r.By = r.Visitor.Caller
	if u := r.Visitor.User; u.TimeZone != "" || u.DateStyle != user.NamedMonth {
		times := ui.Times{Zone: user.Location(u.TimeZone), Style: u.DateStyle.Layout()}
		r.SetRequest(r.Request().WithContext(ui.WithTimes(r.ctx(), times)))
	}
	return ok, err
}

// stand places the visitor in the account that the address names.
func (s *Site) stand(r *Request) error { return s.standAt(r, r.Param("key")) }

func (s *Site) standAt(r *Request, key string) error {
	if !db.IsKey(key) {
		return fault.Missing()
	}
	v, err := s.Sessions.At(r.ctx(), r.Visitor, key)
	if err != nil {
		return err
	}
	r.Visitor, r.By = v, v.Caller
	return nil
}

// notEntered asks before an account is entered that a link led to.
func (s *Site) notEntered(r *Request, err error) error {
	var not *auth.NotEntered
	if !errors.As(err, &not) {
		return s.late(r, err)
	}
	if err := s.refuseLateForm(r); err != nil {
		return err
	}
	if r.part() {
		return r.elsewhere(http.StatusConflict, r.Request().URL.RequestURI(), "You have left "+not.Account.Name+" meanwhile. Open the page again to go back to it.")
	}
	status, next := http.StatusOK, r.Request().URL.RequestURI()
	if r.Request().Method != http.MethodGet {
		status, next = http.StatusConflict, route.Services(not.Account.ID)
	}
	shell := s.shell(r, "Switch to "+not.Account.Name+"?")
	shell.Switch = true
	return r.page(status, switcher.Confirm(switcher.ConfirmPage{
		Shell: shell, Account: not.Account.Name, Reference: not.Account.Reference, Partner: not.Partner.Name,
		Enter: route.Entry(not.Account.ID), Next: next, Back: route.Account(not.Partner.ID),
	}))
}

// toSignIn leads a stranger to the sign-in page, and from there back.
func (s *Site) toSignIn(r *Request, err error) error {
	if err != nil {
		return err
	}
	if r.part() {
		return r.elsewhere(http.StatusUnauthorized, route.SignInTo(r.Request().URL.RequestURI()), "You are signed out. Sign in again in another tab, then try once more.")
	}
	if r.Request().Method != http.MethodGet {
		return r.Redirect(http.StatusSeeOther, route.SignIn)
	}
	return r.Redirect(http.StatusSeeOther, route.SignInTo(r.Request().URL.RequestURI()))
}

// now is the time for the page's footer.
func (s *Site) now() time.Time { return s.DB.Now() }
