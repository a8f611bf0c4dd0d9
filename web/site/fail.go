package site

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// answers say how each kind of fault is answered.
var answers = map[fault.Kind]struct {
	status int
	title  string
}{
	fault.Invalid:   {http.StatusUnprocessableEntity, "That could not be used"},
	fault.NotFound:  {http.StatusNotFound, "There is no page at this address"},
	fault.Forbidden: {http.StatusForbidden, "That is not open to you"},
	fault.Conflict:  {http.StatusConflict, "Something changed meanwhile"},
	fault.Busy:      {http.StatusServiceUnavailable, "The portal is busy"},
}

// Fail answers a request that went wrong. A fault is shown in its own words;
// anything else is logged with the request's id, and only that id is shown.
func (s *Site) Fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status, m := s.mishap(err, c)
	r := &Request{Context: c}
	s.recognise(r, status)
	if status == http.StatusForbidden && r.here() != "" {
		m.Ways = append([]ui.Way{allowed(r)}, m.Ways...)
	}
	s.recordRefused(r, status, m.Text)
	if r.part() {
		err = r.reason(status, m.Text)
	} else {
		shell := s.shell(r, m.Title)
		shell.Path = ""
		err = r.page(status, failure.Failure(failure.Page{Shell: shell, Mishap: m}))
	}
	if err != nil {
		s.Log.Error("answer failed", "request", requestID(c), "error", err)
	}
}

// sentBy is under which name a request knows who sent its form, as they were
// when it came: they may act no more, or have another secret, when it fails.
const sentBy = "sent by"

// recordRefused records what was refused to somebody who acts in another's
// place, or did when they sent it. Where that fails, so has the request already.
func (s *Site) recordRefused(r *Request, status int, words string) {
	sender, _ := r.Get(sentBy).(auth.Visitor)
	var err error
	switch {
	case r.By.Acting != access.OwnName && status == http.StatusForbidden:
		err = s.Sessions.RefuseAct(r.ctx(), r.Visitor, routeOf(r), words)
	case r.By.Acting == access.OwnName && sender.Act != nil && (status == http.StatusForbidden || status == http.StatusConflict):
		err = s.Sessions.RefuseLate(r.ctx(), sender, *sender.Act, routeOf(r), words)
	}
	if err != nil {
		s.Log.Error("a refusal is not recorded", "request", requestID(r.Context), "error", err)
	}
}

// allowed is the way to what the visitor may do in this account.
func allowed(r *Request) ui.Way {
	text := "Your role is " + string(r.By.Role) + ". See what it allows, and who may do the rest"
	if r.By.Suspended {
		text = "See what can be read while the account is suspended"
	}
	return ui.Way{Label: "What you may do here", Text: text, Href: route.Role(r.here())}
}

// recognise finds who met the error, for the frame of its page. What is not
// there has no account, whoever asks, but in a preview, which says so on every
// page; other pages keep theirs, and its bar.
func (s *Site) recognise(r *Request, status int) {
	ok, err := s.resume(r)
	switch act := r.Visitor.Act; {
	case err != nil || !ok:
	case act != nil && act.Over == "": // whatever was asked for, they stand there
		err = s.standAt(r, act.AccountID)
	case r.Param("key") != "":
		stranger := *r
		if err = s.stand(r); status == http.StatusNotFound && !r.By.Preview {
			*r = stranger
		}
	}
	if err != nil {
		s.Log.Debug("an error page has no account", "request", requestID(r.Context), "error", err)
	}
}

func (s *Site) mishap(err error, c echo.Context) (int, ui.Mishap) {
	if f := fault.Of(err); f != nil {
		a := answers[f.Kind]
		if at := c.Path(); f.Kind == fault.NotFound && (at == route.Invitation(":link") || at == route.SetUp(":link")) {
			a.title = "This link does not work any more"
		}
		if f.Kind == fault.Busy {
			c.Response().Header().Set("Retry-After", "5")
		}
		return a.status, s.words(a.status, a.title, f.Text)
	}
	var h *echo.HTTPError
	if errors.As(err, &h) && h.Code < http.StatusInternalServerError {
		return s.refusal(h.Code)
	}
	if errors.Is(err, context.Canceled) {
		return 499, ui.Mishap{}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		c.Response().Header().Set("Retry-After", "5")
		return http.StatusServiceUnavailable, s.words(http.StatusServiceUnavailable, "That took too long", "Narrow what you look for, or try again in a moment.")
	}
	s.Log.Error("request failed", "request", requestID(c), "route", c.Path(), "error", err)
	m := s.words(http.StatusInternalServerError, "Something went wrong here", "It is not your doing, and it has been noted. Try again in a moment.")
	m.Reference = requestID(c)
	return http.StatusInternalServerError, m
}

// refusal is what the server itself refuses.
func (s *Site) refusal(code int) (int, ui.Mishap) {
	switch code {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		a := answers[fault.NotFound]
		return a.status, s.words(a.status, a.title, fault.Of(fault.Missing()).Text)
	case http.StatusRequestEntityTooLarge:
		return code, s.words(code, "That is too much at once", "What was sent is larger than this page takes.")
	}
	return code, s.words(code, "That request was refused", "It did not come from a page of this portal. Open the page again and repeat what you did.")
}

func (s *Site) words(status int, title, text string) ui.Mishap {
	return ui.Mishap{
		Code: itoa(status), Title: title, Text: text,
		Ways: []ui.Way{{Label: "Your first page", Text: "Where you begin after signing in", Href: route.Home}},
	}
}
