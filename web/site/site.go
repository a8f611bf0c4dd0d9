// Package site is the HTML door: it gives a request its name badge, shapes
// forms into inputs, calls one verb, and draws the answer.
package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/templates/switcher"
	"github.com/tenantry/tenantry/web/route"
	"github.com/tenantry/tenantry/web/session"
)

// Site is the HTML door.
type Site struct {
	*app.App
	Store     *session.Store
	Log       *slog.Logger
	PublicURL string           // where people reach the portal; one-time links begin with it
	Demo      []signin.Company // the people of the demonstration, or nil
	Password  string           // of all of them

	operator atomic.Pointer[string] // name of the operator, once there is one
}

// Request is one request of somebody, with everything that a handler needs.
type Request struct {
	echo.Context
	Visit  auth.Visit
	By     access.Caller
	Notice *layout.Notice // left by the form that led here
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
		return h(r)
	}
}

// known turns strangers away to the sign-in page.
func (s *Site) known(h handler) echo.HandlerFunc {
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
// afresh, and returns a partner's person whose page was refreshed.
func (s *Site) in(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := &Request{Context: c}
		if ok, err := s.resume(r); err != nil || !ok {
			return s.toSignIn(r, err)
		}
		if err := s.stand(r); err != nil {
			return s.notEntered(r, err)
		}
		arrived, err := s.arrive(r)
		if err != nil {
			return err
		}
		if r.By.Viewing() && !arrived && refreshed(c.Request()) {
			if left, err := s.leaveOnRefresh(r); err != nil || left {
				return err
			}
		}
		return h(r)
	}
}

// resume finds the visitor of the request's cookie; ok is false when there is none.
func (s *Site) resume(r *Request) (ok bool, err error) {
	r.Visit, ok, err = s.Sessions.Resume(r.ctx(), s.Store.Secret(r.Request()), requestID(r.Context))
	r.By = r.Visit.Caller
	return ok, err
}

// stand places the visitor in the account that the address names.
func (s *Site) stand(r *Request) (err error) {
	key := r.Param("key")
	if !db.IsKey(key) {
		return fault.Missing()
	}
	v, err := s.Sessions.At(r.ctx(), r.Visit, key)
	if err != nil {
		return err
	}
	r.Visit, r.By = v, v.Caller
	return nil
}

// notEntered asks before an account is entered that a link led to.
func (s *Site) notEntered(r *Request, err error) error {
	var not *auth.NotEntered
	if !errors.As(err, &not) {
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

// elsewhere answers a script that cannot have its part of the page: with the
// reason, and where a list was asked for, with the page to open instead.
func (r *Request) elsewhere(status int, address, text string) error {
	if r.Request().Method == http.MethodGet {
		r.Response().Header().Set("HX-Redirect", address)
	}
	return r.reason(status, text)
}

// reason tells a script why it does not get what it asked for.
func (r *Request) reason(status int, text string) error {
	return r.HTML(status, `<p class="notice bad" role="alert" data-reason>`+html.EscapeString(text)+`</p>`)
}

// arrive takes what a form left for this address: the notice to show, and the
// knowledge that this is no refresh.
func (s *Site) arrive(r *Request) (arrived bool, err error) {
	if !document(r.Request()) {
		return false, nil
	}
	text, arrived := s.Store.Arrive(r.Response(), r.Request(), r.Visit.Session.Hash)
	if text == "" {
		return arrived, nil
	}
	r.Notice = &layout.Notice{}
	return arrived, json.Unmarshal([]byte(text), r.Notice)
}

// document reports whether a browser is loading a page, not a part of one.
func document(r *http.Request) bool {
	dest := r.Header.Get("Sec-Fetch-Dest")
	return r.Method == http.MethodGet && r.Header.Get("HX-Request") == "" && (dest == "" || dest == "document")
}

// refreshed reports whether the browser loads this page again because somebody
// refreshed it. Links, forms, Back, Forward and typed addresses do not say so;
// see the decision of 2026-11-22.
func refreshed(r *http.Request) bool {
	cache := r.Header.Get("Cache-Control")
	return document(r) && (strings.Contains(cache, "max-age=0") || strings.Contains(cache, "no-cache"))
}

// leaveOnRefresh returns the visitor to the partner, unless the partner chose
// otherwise, and reports whether it did; seed 000, the Note.
func (s *Site) leaveOnRefresh(r *Request) (bool, error) {
	choice, err := s.Settings.OnRefresh(r.ctx(), r.By)
	if err != nil || choice == setting.StayInAccount {
		return false, err
	}
	if err := s.Sessions.Leave(r.ctx(), r.Visit, auth.Refreshed); err != nil {
		return false, err
	}
	s.Store.Turn(r.Response())
	partner, managed := r.Visit.Partner, r.Visit.Account
	return true, s.done(r, s.firstPage(partner.ID, r.By.SeatKind, r.By.Role), layout.Notice{
		Tone: layout.Info, Lead: "Returned to " + partner.Name + ".", Text: "The page was refreshed, so you left " + managed.Name + ".",
		Act: &layout.Act{Label: "Go back to " + managed.Name, Post: route.Entry(managed.ID), Fields: map[string]string{"next": r.Request().URL.RequestURI()}},
	})
}

// firstPage is where a person with this role begins in an account.
func (s *Site) firstPage(key string, kind access.Kind, role access.Role) string {
	switch {
	case kind == access.Operator || kind == access.Distributor:
		return route.Partners(key)
	case kind == access.Partner && role == access.CompanyAdmin:
		return route.Accounts(key)
	}
	return route.Services(key)
}

// done answers a form that was carried out: the browser goes to address, which
// shows the notice once. It is always 303, so that nothing is sent twice.
func (s *Site) done(r *Request, address string, n layout.Notice) error {
	text := ""
	if n.Lead != "" {
		b, err := json.Marshal(n)
		if err != nil {
			return err
		}
		text = string(b)
	}
	if err := s.Store.Send(r.Response(), r.Visit.Session.Hash, address, text); err != nil {
		return err
	}
	return r.Redirect(http.StatusSeeOther, address)
}

// page draws a whole page into a buffer and then answers it.
func (r *Request) page(status int, c templ.Component) error {
	b := pages.Get().(*bytes.Buffer)
	defer pages.Put(b)
	b.Reset()
	if err := c.Render(r.ctx(), b); err != nil {
		return err
	}
	return r.HTMLBlob(status, b.Bytes())
}

// pages are buffers that pages were drawn into.
var pages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// part reports whether a script asks for a part of the page.
func (r *Request) part() bool { return r.Request().Header.Get("HX-Request") != "" }

// query is the request's query.
func (r *Request) query() url.Values { return r.Request().URL.Query() }

// here is the key of the account whose page this is.
func (r *Request) here() string { return r.By.Account }

// now is the time for the page's footer.
func (s *Site) now() time.Time { return s.DB.Now() }

// requestID is the id that the log and the record know the request by.
func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
