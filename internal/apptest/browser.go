package apptest

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/web"
)

// origin is where the browser believes the portal to be.
const origin = "http://portal.test"

// Server is the portal's doors on this database.
func (a *App) Server() (http.Handler, *echo.Echo) {
	a.t.Helper()
	return a.server(origin)
}

func (a *App) server(public string) (http.Handler, *echo.Echo) {
	a.t.Helper()
	server, e, err := web.New(a.App, web.Options{
		Config: config.Config{PublicURL: public, Absolute: Limits.Absolute},
		Keys:   [][]byte{Key}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return server.Handler, e
}

// Browser opens pages, fills in labelled fields and presses buttons by their
// text, without scripts. It finds forms and hidden inputs by itself and
// follows redirects.
type Browser struct {
	Status  int
	Header  http.Header
	Body    string
	Address string // path and query of the page

	t       testing.TB
	origin  string
	handler http.Handler
	cookies *jar
	page    *goquery.Document
}

// Stranger is a browser in which nobody is signed in.
func (a *App) Stranger() *Browser {
	a.t.Helper()
	return a.StrangerAt(origin)
}

// StrangerAt is a browser in which nobody is signed in, and which reaches the
// portal at another origin.
func (a *App) StrangerAt(public string) *Browser {
	a.t.Helper()
	handler, _ := a.server(public)
	return &Browser{t: a.t, origin: public, handler: handler, cookies: newJar()}
}

// Browser is a browser in which a person of the cast has signed in.
func (a *App) Browser(p cast.Person) *Browser {
	a.t.Helper()
	b := a.Stranger().Open("/sign-in")
	b.Press("Sign in", "email", p.Email, "password", cast.Password)
	if b.Status >= http.StatusBadRequest || b.page.Find("form[action='/sign-out']").Length() == 0 {
		a.t.Fatalf("%s could not sign in: %d %s", p.Name, b.Status, b.Text("main"))
	}
	return b
}

// Tab is another tab of the same browser.
func (b *Browser) Tab() *Browser {
	return &Browser{t: b.t, origin: b.origin, handler: b.handler, cookies: b.cookies}
}

// Open goes to an address, as if it were typed.
func (b *Browser) Open(address string) *Browser {
	b.t.Helper()
	return b.follow(b.Send(http.MethodGet, address, nil, nil))
}

// Refresh loads the page again, as F5 does.
func (b *Browser) Refresh() *Browser {
	b.t.Helper()
	return b.follow(b.Send(http.MethodGet, b.Address, nil, http.Header{"Cache-Control": {"max-age=0"}}))
}

// Click follows the first link with this text or spoken text.
func (b *Browser) Click(text string) *Browser {
	b.t.Helper()
	link := b.page.Find("a").FilterFunction(func(_ int, s *goquery.Selection) bool { return squeeze(s.Text()) == text }).First()
	href, ok := link.Attr("href")
	if !ok {
		b.t.Fatalf("%s has no link %q", b.Address, text)
	}
	return b.Open(href)
}

// Press presses the first button whose text begins with this one, after
// filling in fields: name, value, name, value. A value of "" empties the
// field; a check box is ticked by "on" and cleared by "".
func (b *Browser) Press(text string, fields ...string) *Browser {
	b.t.Helper()
	button := b.page.Find("button").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.HasPrefix(squeeze(s.Text()), text)
	}).First()
	if button.Length() == 0 {
		b.t.Fatalf("%s has no button %q", b.Address, text)
	}
	form := button.Closest("form")
	if id, ok := button.Attr("form"); ok {
		form = b.page.Find("form#" + id)
	}
	values := b.values(form)
	if name, ok := button.Attr("name"); ok {
		values.Set(name, button.AttrOr("value", ""))
	}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Del(fields[i])
		if fields[i+1] != "" {
			values.Set(fields[i], fields[i+1])
		}
	}
	action := button.AttrOr("formaction", form.AttrOr("action", b.Address))
	if strings.EqualFold(button.AttrOr("formmethod", form.AttrOr("method", "get")), "get") {
		action, _, _ = strings.Cut(action, "#")
		return b.Open(strings.SplitN(action, "?", 2)[0] + "?" + values.Encode())
	}
	return b.Post(action, values)
}

// Post sends a form and follows where it leads.
func (b *Browser) Post(address string, values url.Values) *Browser {
	b.t.Helper()
	return b.follow(b.Send(http.MethodPost, address, values, nil))
}

// values are what a form sends as it stands.
func (b *Browser) values(form *goquery.Selection) url.Values {
	v := url.Values{}
	fields := form.Find("input, select, textarea")
	if id, ok := form.Attr("id"); ok {
		fields = fields.AddSelection(b.page.Find("[form='" + id + "']").Not("button"))
	}
	fields.Each(func(_ int, s *goquery.Selection) {
		name, ok := s.Attr("name")
		if _, off := s.Attr("disabled"); !ok || off {
			return
		}
		_, checked := s.Attr("checked")
		switch kind := s.AttrOr("type", ""); {
		case goquery.NodeName(s) == "select":
			v.Add(name, s.Find("option[selected]").First().AttrOr("value", s.Find("option").First().AttrOr("value", "")))
		case goquery.NodeName(s) == "textarea":
			v.Add(name, s.Text())
		case kind == "checkbox" || kind == "radio":
			if checked {
				v.Add(name, s.AttrOr("value", "on"))
			}
		case kind != "file" && kind != "submit":
			v.Add(name, s.AttrOr("value", ""))
		}
	})
	return v
}

// Send makes one request the way a browser does, and keeps the cookies.
func (b *Browser) Send(method, address string, values url.Values, header http.Header) *http.Response {
	b.t.Helper()
	var body io.Reader
	if values != nil {
		body = strings.NewReader(values.Encode())
	}
	address, _, _ = strings.Cut(address, "#") // which no browser sends
	r := httptest.NewRequest(method, b.origin+address, body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Dest", "document")
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.origin)
	}
	for name, value := range header {
		r.Header[name] = value
	}
	for _, c := range b.cookies.all() {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	res := w.Result()
	b.cookies.keep(res.Cookies())
	res.Request = r
	return res
}

// follow reads an answer, and goes where it leads. After a form's 303 Chromium
// sends the header that it sends for a refresh; so does this browser.
func (b *Browser) follow(res *http.Response) *Browser {
	b.t.Helper()
	for range 10 {
		to := res.Header.Get("Location")
		if to == "" {
			return b.read(res)
		}
		header := http.Header{}
		if res.Request.Method == http.MethodPost || res.Request.Header.Get("Cache-Control") != "" {
			header.Set("Cache-Control", "max-age=0")
		}
		res = b.Send(http.MethodGet, strings.TrimPrefix(to, b.origin), nil, header)
	}
	b.t.Fatalf("%s redirects for ever", res.Request.URL)
	return nil
}

func (b *Browser) read(res *http.Response) *Browser {
	b.t.Helper()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.Status, b.Header, b.Body, b.Address = res.StatusCode, res.Header, string(text), res.Request.URL.RequestURI()
	if b.page, err = goquery.NewDocumentFromReader(strings.NewReader(b.Body)); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// Text is what can be read where a selector points, white space squeezed.
func (b *Browser) Text(selector string) string { return squeeze(b.page.Find(selector).Text()) }

// Texts is Text for each thing that a selector points at.
func (b *Browser) Texts(selector string) (ts []string) {
	b.page.Find(selector).Each(func(_ int, s *goquery.Selection) { ts = append(ts, squeeze(s.Text())) })
	return ts
}

// Links are the addresses of the links whose text begins with this one.
func (b *Browser) Links(text string) (to []string) {
	b.page.Find("a").Each(func(_ int, s *goquery.Selection) {
		if strings.HasPrefix(squeeze(s.Text()), text) {
			to = append(to, s.AttrOr("href", ""))
		}
	})
	return to
}

// Value is what stands in a field.
func (b *Browser) Value(name string) string {
	f := b.page.Find("[name='" + name + "']").First()
	if goquery.NodeName(f) == "textarea" {
		return f.Text()
	}
	return f.AttrOr("value", "")
}

// Fields are what stands in all fields of a name.
func (b *Browser) Fields(name string) (values []string) {
	b.page.Find("[name='" + name + "']").Each(func(_ int, s *goquery.Selection) { values = append(values, s.AttrOr("value", "")) })
	return values
}

// Count is how many things a selector points at.
func (b *Browser) Count(selector string) int { return b.page.Find(selector).Length() }

// Sees fails the test unless the page says text.
func (b *Browser) Sees(text string) *Browser {
	b.t.Helper()
	if !strings.Contains(b.Text("body"), text) {
		b.t.Fatalf("%s (%d) does not say %q; it says: %s", b.Address, b.Status, text, b.Text("main"))
	}
	return b
}

// SeesNo fails the test if the page says text.
func (b *Browser) SeesNo(text string) *Browser {
	b.t.Helper()
	if strings.Contains(b.Text("body"), text) {
		b.t.Fatalf("%s (%d) says %q", b.Address, b.Status, text)
	}
	return b
}

// At fails the test unless the browser is at an address.
func (b *Browser) At(address string) *Browser {
	b.t.Helper()
	if b.Address != address {
		b.t.Fatalf("the browser is at %s (%d: %s), not at %s", b.Address, b.Status, b.Text("main"), address)
	}
	return b
}

// Answers fails the test unless the page came with this status.
func (b *Browser) Answers(status int) *Browser {
	b.t.Helper()
	if b.Status != status {
		b.t.Fatalf("%s answers %d, not %d: %s", b.Address, b.Status, status, b.Text("main"))
	}
	return b
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
