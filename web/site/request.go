package site

import (
	"bytes"
	"context"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/form"
)

// Request is one request of somebody, with everything that a handler needs.
type Request struct {
	echo.Context
	Visitor auth.Visitor
	Half    auth.Half // on the pages that finish a sign-in
	By      access.Caller
	Notice  *layout.Notice // left by the form that led here

	device string // by which the browser is known again, once a sign-in asked for it
}

// ctx ends when the browser goes away.
func (r *Request) ctx() context.Context { return r.Request().Context() }

// decode fills an input from the request's form.
func (r *Request) decode(in any) error { return form.Decode(r.Request(), in) }

// longestAgent is how many bytes are kept of what a browser says it is.
const longestAgent = 200

// browser is what a sign-in leaves in its session.
func (s *Site) browser(r *Request) auth.Browser {
	if r.device = s.Store.Device(r.Request()); r.device == "" {
		r.device = db.NewToken()
	}
	return auth.Browser{
		Address: r.RealIP(), Agent: r.agent(), Request: requestID(r.Context), Secret: s.Store.Secret(r.Request()), Device: r.device,
	}
}

// agent is what the browser says it is, cut.
func (r *Request) agent() string {
	agent := r.Request().UserAgent()
	return strings.ToValidUTF8(agent[:min(longestAgent, len(agent))], "")
}

// origin is where the request comes from, for the record.
func (r *Request) origin() access.Origin {
	return access.Origin{Request: requestID(r.Context), Address: r.RealIP(), Device: auth.Device(r.agent())}
}

// upload is the text of the file sent under a name, at most most bytes of it.
func (r *Request) upload(name string, most int64) (string, error) {
	file, err := r.FormFile(name)
	if err != nil {
		return "", fault.Fields{{Field: name, Text: "Choose a file"}}.Err()
	}
	if file.Size > most {
		return "", fault.Fields{{Field: name, Text: "The file is larger than 1 MB"}}.Err()
	}
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most))
	return string(text), err
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

// page draws a whole page into a buffer and then answers it. It does so when the
// request's time is over as well: to say that is a page, too.
func (r *Request) page(status int, c templ.Component) error {
	b := pages.Get().(*bytes.Buffer)
	defer pages.Put(b)
	b.Reset()
	if err := c.Render(context.WithoutCancel(r.ctx()), b); err != nil {
		return err
	}
	if m, ok := marksOf(r); ok {
		return r.HTMLBlob(status, m.on(b.Bytes()))
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

// requestID is the id that the log and the record know the request by.
func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }
