package attack_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	letters "github.com/tenantry/tenantry/templates/mail"
	"github.com/tenantry/tenantry/web/route"
)

// How far a crawler goes: addresses of one route, and requests in all.
const (
	mostOfRoute  = 12
	mostRequests = 3000
)

// crawler walks through the portal as one person, by everything that can be
// pressed, and smells at whatever comes back.
type crawler struct {
	t      *testing.T
	a      *apptest.App
	who    cast.Person
	scent  scent
	router *echo.Echo
	b      *apptest.Browser
	wrap   func(http.Handler) http.Handler
	enter  func() *apptest.Browser              // signs in otherwise than by a password; or nil
	hear   func(*http.Response, string, string) // each answer, where it was, and its body; or nil

	queue    []string
	queued   map[string]bool
	of       map[string]int  // addresses of each route
	opened   map[string]bool // routes that answered 200
	forms    []form
	known    map[string]bool // forms
	letters  int             // that were read
	requests int
	half     bool // it looks at the pages that ask for a second factor
	finds    []find
}

// form is one form of a page.
type form struct {
	action string
	values url.Values // as it stands
	filled url.Values // filled in
	part   bool       // a script sends it
}

func newCrawler(t *testing.T, a *apptest.App, who cast.Person) *crawler {
	t.Helper()
	_, e := a.Server()
	return &crawler{
		t: t, a: a, who: who, scent: known(t, a, who.Account), router: e,
		queued: map[string]bool{}, of: map[string]int{}, opened: map[string]bool{}, known: map[string]bool{},
	}
}

// signIn signs the person in, by whichever password is theirs by now. Where a
// form made a second factor required, it looks at the pages that ask for one,
// and takes that back.
func (c *crawler) signIn() {
	c.t.Helper()
	if c.enter != nil {
		c.b = c.enter()
		return
	}
	for _, word := range []string{cast.Password, password} {
		c.b = c.a.Stranger()
		if c.wrap != nil {
			c.b.Through(c.wrap)
		}
		c.b.Post(route.SignIn, url.Values{"email": {c.who.Email}, "password": {word}})
		if c.b.Address == route.SignInFactor && !c.half {
			c.half = true
			for _, page := range []string{route.SignIn, route.SignInFactor, route.SignInApp, route.SignInFactorPasskey, route.SignInCode} {
				c.send(http.MethodGet, page, nil, nil)
				c.send(http.MethodPost, page, url.Values{}, nil)
			}
			c.half = false
			run(c.t, c.a, "UPDATE accounts SET factor_required = FALSE WHERE id = '"+c.who.Account+"'")
			c.signIn()
			return
		}
		if c.b.Session() != "" && !strings.HasPrefix(c.b.Address, route.SignIn) {
			return
		}
	}
	c.t.Fatalf("%s cannot sign in: %s", c.who.Name, c.b.Text("main"))
}

// starts are where a crawler begins: its person's own pages, those to which no
// page leads in this state, and addresses that are refused.
func (c *crawler) starts() []string {
	return []string{
		route.Home, route.Account(c.who.Account), route.Me, route.Switch, route.Proof, route.SignIn, route.Forgotten, route.ForgottenSent,
		route.MyApp, route.MyAppRemoval, route.NewPasskey, route.Markets(c.who.Account),
		"/nowhere", route.Account(c.who.Account) + "/nowhere", route.Account("zzzzzzz9"), route.Services(cast.Solo), route.Accounts(c.who.Account),
		route.Partners(c.who.Account), route.Letters(c.who.Account), route.Invitation("0000"), route.Reset("0000"), route.SetUp("0000"),
	}
}

// look walks everywhere without sending anything.
func (c *crawler) look() {
	c.t.Helper()
	c.signIn()
	for _, s := range c.starts() {
		c.enqueue(s)
	}
	c.walk()
}

// crawl walks everywhere, sends every form, and reads the letters.
func (c *crawler) crawl() {
	c.t.Helper()
	c.look()
	for i := 0; i < len(c.forms); i++ { // sending one may show others
		c.post(c.forms[i], c.forms[i].values)
		c.post(c.forms[i], c.forms[i].filled)
		c.walk()
	}
	for _, seat := range c.ids("SELECT id FROM seats WHERE account_id = '" + c.who.Account + "'") { // also of those whom a form invited
		c.enqueue(route.UserFactorReset(route.Users(c.who.Account), seat))
	}
	c.walk()
	c.read()
	if c.requests >= mostRequests {
		c.t.Errorf("the crawler of %s was not done after %d requests", c.who.Name, c.requests)
	}
}

// walk opens what is in the queue.
func (c *crawler) walk() {
	for len(c.queue) > 0 && c.requests < mostRequests {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.open(next)
	}
}

// pattern is the route of an address.
func (c *crawler) pattern(method, address string) string {
	path, _, _ := strings.Cut(address, "?")
	ctx := c.router.AcquireContext()
	defer c.router.ReleaseContext(ctx)
	c.router.Router().Find(method, path, ctx)
	return method + " " + ctx.Path()
}

// enqueue takes an address of the portal that was not seen yet.
func (c *crawler) enqueue(address string) {
	address, _, _ = strings.Cut(strings.TrimPrefix(address, "http://portal.test"), "#")
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.HasPrefix(address, "/static/") || c.queued[address] {
		return
	}
	if _, err := url.ParseRequestURI(address); err != nil {
		return
	}
	p := c.pattern(http.MethodGet, address)
	if c.of[p] >= mostOfRoute {
		return
	}
	c.of[p]++
	c.queued[address] = true
	c.queue = append(c.queue, address)
}

// part are the headers of a request that a script makes.
var asPart = http.Header{"Hx-Request": {"true"}, "Sec-Fetch-Dest": {"empty"}}

// open opens an address, as a page and as a part of one.
func (c *crawler) open(address string) {
	res := c.send(http.MethodGet, address, nil, nil)
	if res.StatusCode == http.StatusOK {
		c.opened[c.pattern(http.MethodGet, address)] = true
	}
	c.send(http.MethodGet, address, nil, asPart)
	if c.b.Session() == "" {
		c.signIn()
	}
}

// post sends a form, and goes on as somebody who is signed in.
func (c *crawler) post(f form, values url.Values) {
	header := http.Header{"Cache-Control": {"max-age=0"}}
	if f.part {
		header = asPart
	}
	res := c.send(http.MethodPost, f.action, values, header)
	switch to := res.Header.Get("Location"); {
	case strings.HasPrefix(to, route.SignIn) || c.b.Session() == "":
		c.signIn()
	case to != "": // again, if need be: it may say something else by now
		c.open(strings.TrimPrefix(to, "http://portal.test"))
	}
}

// send makes a request, smells at the answer, and notes where it leads.
func (c *crawler) send(method, address string, values url.Values, header http.Header) *http.Response {
	c.requests++
	res := c.b.Send(method, address, values, header)
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	where := method + " " + address
	if res.StatusCode >= http.StatusInternalServerError {
		c.t.Errorf("%s at %s: %d", c.who.Name, where, res.StatusCode)
	}
	if c.hear != nil {
		c.hear(res, where, string(body))
	} else {
		c.finds = append(c.finds, c.scent.answer(where, res.Header, string(body))...)
	}
	if to := res.Header.Get("Location"); to != "" {
		c.enqueue(to)
	}
	if to := res.Header.Get("Hx-Redirect"); to != "" {
		c.enqueue(to)
	}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		c.collect(address, string(body))
	}
	return res
}

// collect notes all that a page leads to.
func (c *crawler) collect(address, body string) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	posts := []string{"hx-post", "hx-put", "hx-patch", "hx-delete", "action", "formaction"}
	doc.Find("*").Each(func(_ int, e *goquery.Selection) {
		for _, a := range e.Get(0).Attr {
			switch {
			case a.Key == "href" && strings.HasPrefix(a.Val, "?"):
				path, _, _ := strings.Cut(address, "?")
				c.enqueue(path + a.Val)
			case !slices.Contains(posts, a.Key):
				c.enqueue(a.Val)
			case a.Key == "hx-post":
				near := e.Closest("form")
				if near.Length() == 0 {
					near = e
				}
				c.remember(doc, near, a.Val, true)
			}
		}
	})
	doc.Find("form").Each(func(_ int, f *goquery.Selection) {
		action := f.AttrOr("action", address)
		actions := []string{action}
		f.Find("[formaction]").Each(func(_ int, b *goquery.Selection) { actions = append(actions, b.AttrOr("formaction", action)) })
		for _, to := range actions {
			if strings.EqualFold(f.AttrOr("method", "get"), "post") {
				c.remember(doc, f, to, false)
				continue
			}
			path, _, _ := strings.Cut(to, "?")
			values, filled := c.fields(doc, f)
			c.enqueue(path + "?" + values.Encode())
			c.enqueue(path + "?" + filled.Encode())
		}
	})
}

// remember takes a form that was not seen yet. Only signing out is left alone.
func (c *crawler) remember(doc *goquery.Document, f *goquery.Selection, action string, part bool) {
	if action == route.SignOut || !strings.HasPrefix(action, "/") {
		return
	}
	values, filled := c.fields(doc, f)
	names := slices.Sorted(maps.Keys(filled))
	p := c.pattern(http.MethodPost, action)
	id := p + " " + strings.Join(names, ",")
	if part {
		id += " part"
	}
	if c.known[id] || c.of[p] >= mostOfRoute {
		return
	}
	c.of[p]++
	c.known[id] = true
	c.forms = append(c.forms, form{action, values, filled, part})
}

// fields are what a form sends as it stands, and filled in.
func (c *crawler) fields(doc *goquery.Document, f *goquery.Selection) (values, filled url.Values) {
	values, filled = url.Values{}, url.Values{}
	all := f.Find("input, select, textarea, button[name]")
	if id, ok := f.Attr("id"); ok {
		all = all.AddSelection(doc.Find("[form='" + id + "']"))
	}
	all.Each(func(_ int, s *goquery.Selection) {
		name, ok := s.Attr("name")
		if !ok {
			return
		}
		kind, value := s.AttrOr("type", goquery.NodeName(s)), s.AttrOr("value", "")
		_, checked := s.Attr("checked")
		switch {
		case kind == "select":
			options := s.Find("option")
			value = options.Filter("[selected]").AttrOr("value", options.First().AttrOr("value", ""))
			values.Set(name, value)
			filled.Set(name, options.Last().AttrOr("value", value))
		case kind == "checkbox" || kind == "radio":
			if checked {
				values.Add(name, s.AttrOr("value", "on"))
			}
			filled.Set(name, s.AttrOr("value", "on"))
		case kind == "hidden":
			values.Add(name, value)
			filled.Add(name, value)
		case kind == "textarea":
			values.Set(name, s.Text())
			filled.Set(name, filler(name, kind, s.Text()))
		default:
			values.Set(name, value)
			filled.Set(name, filler(name, kind, value))
		}
	})
	return values, filled
}

// filler is what somebody might type into a field.
func filler(name, kind, value string) string {
	switch {
	case name == "current" || name == "proof":
		return cast.Password
	case kind == "password":
		return password
	case value != "":
		return value
	case kind == "email" || strings.Contains(name, "email"):
		return "crawler@customer.example"
	case kind == "tel" || strings.Contains(name, "phone"):
		return "+61 2 9374 4000"
	case kind == "number":
		return "1"
	case kind == "date":
		return "2027-01-31"
	}
	return "Filler"
}

// read smells at every letter to somebody of the person's account, as HTML and as text.
func (c *crawler) read() {
	c.t.Helper()
	ls, err := c.a.Outbox.Newest(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, l := range ls {
		if l.AccountID != c.who.Account && !c.own(l) {
			continue
		}
		m, err := letters.Writer{Public: "http://portal.test"}.Draw(l)
		if err != nil {
			c.t.Fatal(err)
		}
		c.letters++
		where := "letter " + string(l.Kind) + " to " + l.ToAddress
		c.finds = append(c.finds, c.scent.page(where, m.HTML)...)
		c.finds = append(c.finds, c.scent.text(where, m.Subject+"\n"+m.Text)...)
	}
}

// own reports whether a letter is to somebody of the person's account.
func (c *crawler) own(l outbox.Letter) bool {
	return slices.ContainsFunc(cast.Everyone(), func(p cast.Person) bool { return p.Account == c.who.Account && p.Email == l.ToAddress })
}

// missed are the routes that the person can open and the crawler did not: it
// tries every route of the portal with everything that the person could name.
func (c *crawler) missed() (out []string) {
	c.t.Helper()
	names := c.names()
	for _, r := range c.router.Routes() {
		pattern := r.Method + " " + r.Path
		if r.Method != http.MethodGet || c.opened[pattern] || strings.HasPrefix(r.Path, "/static/") || r.Path == route.Live || r.Path == route.Ready {
			continue
		}
		refused := 0
		for _, address := range addresses(r.Path, c.who.Account, names) {
			if c.pattern(http.MethodGet, address) != pattern { // a word of it is another route's
				continue
			}
			res := c.b.Send(http.MethodGet, address, nil, nil)
			if res.StatusCode == http.StatusOK {
				out = append(out, pattern+" (as "+address+")")
				break
			}
			if res.StatusCode == http.StatusForbidden {
				refused++
			}
			if refused > 5 { // it is the route that is not theirs, whatever is named
				break
			}
		}
	}
	return out
}

// names are what may stand in an address: ids of everything that the account
// has, and words of the addresses that were seen.
func (c *crawler) names() []string {
	all := map[string]bool{c.who.Account: true, cast.Northwind: true}
	for address := range c.queued {
		path, _, _ := strings.Cut(address, "?")
		for _, word := range strings.Split(path, "/") {
			all[word] = true
		}
	}
	for _, query := range []string{
		"SELECT id FROM seats WHERE account_id = '" + c.who.Account + "'",
		"SELECT id FROM sessions WHERE user_id = '" + c.who.ID + "'",
		"SELECT id FROM letters WHERE account_id = '" + c.who.Account + "' OR to_address = '" + c.who.Email + "' ORDER BY id DESC LIMIT 5",
		"SELECT id FROM services WHERE account_id = '" + c.who.Account + "' LIMIT 5",
		"SELECT id FROM events WHERE account_id = '" + c.who.Account + "' ORDER BY id DESC LIMIT 5",
		"SELECT id FROM approval_requests WHERE account_id = '" + c.who.Account + "' ORDER BY id DESC LIMIT 5",
		"SELECT id FROM service_keys WHERE account_id = '" + c.who.Account + "' LIMIT 5",
		"SELECT id FROM connection_requests WHERE account_id = '" + c.who.Account + "' LIMIT 5",
		"SELECT DISTINCT name FROM settings",
	} {
		for _, id := range c.ids(query) {
			all[id] = true
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// ids are what a query finds.
func (c *crawler) ids(query string) (out []string) {
	c.t.Helper()
	rows, err := c.a.Raw().Query(query)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			c.t.Fatal(err)
		}
		out = append(out, id)
	}
	if err := rows.Err(); err != nil {
		c.t.Fatal(err)
	}
	return out
}

// addresses fill in the parameters of a route: the account is the person's own,
// and each of the others everything that has a name.
func addresses(path, account string, names []string) (out []string) {
	path = strings.Replace(path, ":key", account, 1)
	at := strings.Index(path, ":")
	if at < 0 {
		return []string{path}
	}
	parameter, _, _ := strings.Cut(path[at:], "/")
	for _, n := range names {
		out = append(out, addresses(strings.Replace(path, parameter, n, 1), account, []string{n})...)
	}
	return out
}

// kinds counts the finds of each kind.
func (c *crawler) kinds() map[string]int {
	n := map[string]int{}
	for _, f := range c.finds {
		n[f.kind]++
	}
	return n
}
