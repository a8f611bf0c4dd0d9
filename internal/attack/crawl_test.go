package attack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/web/route"
)

// unpriced turns pricing off for an account, as its partner does, and fails the
// test unless that is what its people see.
func unpriced(t *testing.T, a *apptest.App, p cast.Person) {
	t.Helper()
	if a.By(p).Prices != access.NoPrices {
		a.Browser(cast.Pia).Post(route.Feature(cast.Northwind, p.Account, "show_pricing"), url.Values{"scope": {"account"}})
	}
	if a.By(p).Prices != access.NoPrices {
		t.Fatalf("%s still sees prices", p.Name)
	}
}

// Everybody of a managed account whose pricing is off: whatever they open,
// press, fetch and are sent, there is no price in it.
func TestNoPriceReachesAnybodyWithoutPricing(t *testing.T) {
	for _, p := range cast.Everyone() {
		if p.Kind != access.Managed {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			if a.Account(p.Account).Status == "closed" {
				out(t, a.Stranger().Open(route.SignIn).Press("Sign in", "email", p.Email, "password", cast.Password), home(p))
				return
			}
			unpriced(t, a, p)
			c := newCrawler(t, a, p)
			c.crawl()
			for _, f := range c.finds {
				t.Errorf("%s: %s %q", f.where, f.kind, f.what)
			}
			c.signIn()
			for _, r := range c.missed() {
				t.Errorf("%s can open %s, and the crawler did not come there: link it from a page, or add it to its starts", p.Name, r)
			}
			if !c.opened["GET /a/:key/services"] || c.letters == 0 || len(c.forms) < 5 {
				t.Errorf("the crawler opened %d routes, sent %d forms and read %d letters", len(c.opened), len(c.forms), c.letters)
			}
			t.Logf("%d requests, %d routes, %d forms, %d letters", c.requests, len(c.opened), len(c.forms), c.letters)
		})
	}
}

// Where the partner shows prices, the same crawler finds them: retail, never a cost.
func TestOnlyRetailPricesReachACustomerWithPricing(t *testing.T) {
	a := apptest.New(t)
	c := newCrawler(t, a, cast.Alice)
	c.crawl()
	n := c.kinds()
	if n[retail] < 10 || n[anAmount] < 10 {
		t.Errorf("the crawler found %v: it cannot smell", n)
	}
	for _, f := range c.finds {
		if f.kind == cost || f.kind == aKey && strings.Contains(strings.ToLower(f.what), "cost") {
			t.Errorf("%s: %s %q", f.where, f.kind, f.what)
		}
	}
	c.signIn()
	for _, r := range c.missed() {
		t.Errorf("Alice can open %s, and the crawler did not come there", r)
	}
}

// core is a priced service, and the partner's caller, by whom somebody might
// take its price by mistake.
func core(t *testing.T, a *apptest.App) (service.Service, access.Caller) {
	t.Helper()
	by := a.Viewing(cast.Pia, cast.BlueBottle)
	p, err := a.Services.List(t.Context(), by, service.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Groups, func(g service.Group) bool { return g.MonthlyCost.Text(by) != "" })
	return p.Groups[i].Service, by
}

// aside is a template into which a price was put by hand.
func aside(format string, texts ...any) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, format, texts...)
		return err
	})
}

// drawn puts a template into the answers of some requests.
func drawn(t *testing.T, c templ.Component, when func(*http.Request) bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, r)
			for name, v := range rec.Header() {
				w.Header()[name] = v
			}
			body := rec.Body.Bytes()
			if when(r) {
				var b bytes.Buffer
				if err := c.Render(r.Context(), &b); err != nil {
					t.Error(err)
				}
				if i := bytes.LastIndex(body, []byte("</main>")); i >= 0 {
					body = slices.Concat(body[:i], b.Bytes(), body[i:])
				} else {
					body = append(body, b.Bytes()...)
				}
			}
			w.WriteHeader(rec.Code)
			_, _ = w.Write(body)
		})
	}
}

// at are the requests for a page, a part of one, a file, or an answer to a form.
func gets(path string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, path) }
}

func TestTheCrawlerFindsAPlantedPrice(t *testing.T) {
	a := apptest.New(t)
	s, by := core(t, a)
	text, paid := s.MonthlyRetail.Text(by), s.MonthlyCost.Text(by)
	digits := strings.NewReplacer(",", "").Replace(text[4:])
	minor := strings.Replace(digits, ".", "", 1)
	part := func(r *http.Request) bool {
		return r.Header.Get("HX-Request") != "" && strings.HasSuffix(r.URL.Path, "/services")
	}
	member, err := json.Marshal(map[string]string{"monthly": "x"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		page templ.Component
		when func(*http.Request) bool
		kind string
	}{
		"a price in a page":                  {aside("<p>%s</p>", text), gets("/services"), anAmount},
		"a cost in a page":                   {aside("<p>%s</p>", paid), gets("/services"), cost},
		"a price without its currency":       {aside("<p>%s</p>", digits), gets("/me"), retail},
		"a price in minor units":             {aside("<p data-x=\"%s\"></p>", minor), gets("/role"), retail},
		"a price as Germans write it":        {aside("<p>%s</p>", strings.Replace(digits, ".", ",", 1)), gets("/users"), retail},
		"a hidden field":                     {aside("<input type=\"hidden\" name=\"price\" value=\"x\">"), gets("/me/address"), aKey},
		"an empty attribute":                 {aside("<p data-monthly-cost></p>"), gets("/services"), aKey},
		"a script":                           {aside("<script type=\"application/json\">%s</script>", member), gets("/services"), aKey},
		"a part that a script fetches":       {aside("<p>%s</p>", text), part, anAmount},
		"a page that is not there":           {aside("<p>%s</p>", text), gets("/nowhere"), anAmount},
		"a file":                             {aside("x,%s\n", text), gets("/activity/export"), anAmount},
		"the answer to a form that is wrong": {aside("<p>%s</p>", text), func(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == route.Me }, anAmount},
	} {
		t.Run(name, func(t *testing.T) {
			c2 := newCrawler(t, a, cast.Bea)
			c2.wrap = drawn(t, c.page, c.when)
			c2.look()
			for _, f := range c2.forms {
				if f.action == route.Me {
					c2.post(f, f.filled)
				}
			}
			if !slices.ContainsFunc(c2.finds, func(f find) bool { return f.kind == c.kind }) {
				t.Errorf("the crawler found %q", c2.finds)
			}
		})
	}
}

func TestTheCrawlerFindsAPriceInALetter(t *testing.T) {
	a := apptest.New(t)
	s, by := core(t, a)
	a.Tx(func(tx *db.Tx) error {
		return outbox.Put(tx, cast.BlueBottle, outbox.FactorChanged, outbox.Reader{Name: cast.Bea.Name, Address: cast.Bea.Email},
			outbox.Facts{What: "A service for " + s.MonthlyRetail.Text(by) + " was ordered"})
	})
	c := newCrawler(t, a, cast.Bea)
	c.read()
	if c.letters != 1 || len(c.finds) == 0 {
		t.Errorf("%d letters, %q", c.letters, c.finds)
	}
}

// A page that a customer can open and nothing leads to is missed.
func TestTheCrawlerNoticesAPageThatItMissed(t *testing.T) {
	a := apptest.New(t)
	c := newCrawler(t, a, cast.Bea)
	c.signIn()
	c.open(route.Me)
	missed := strings.Join(c.missed(), "\n")
	for _, pattern := range []string{"GET /a/:key/services ", "GET /a/:key/users/:seat ", "GET /me/activity "} {
		if !strings.Contains(missed, pattern) {
			t.Errorf("%s is not missed: %s", pattern, missed)
		}
	}
	if strings.Contains(missed, "GET /me ") || strings.Contains(missed, "/accounts") {
		t.Errorf("missed: %s", missed)
	}
}
