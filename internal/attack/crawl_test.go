package attack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
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

// plant is a template that is put into one kind of answer, and what it smells of.
type plant struct {
	page templ.Component
	at   string // method and path of the request
	part bool   // that a script makes
	kind string
}

// planted puts templates into answers.
func planted(t *testing.T, plants map[string]plant) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, r)
			maps.Copy(w.Header(), rec.Header())
			body := rec.Body.Bytes()
			for _, p := range plants {
				if r.Method+" "+r.URL.Path != p.at || (r.Header.Get("HX-Request") != "") != p.part {
					continue
				}
				var b bytes.Buffer
				if err := p.page.Render(r.Context(), &b); err != nil {
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

func TestTheCrawlerFindsAPlantedPrice(t *testing.T) {
	a := apptest.New(t)
	s, by := core(t, a)
	text, paid := s.MonthlyRetail.Text(by), s.MonthlyCost.Text(by)
	digits := strings.NewReplacer(",", "").Replace(text[4:])
	minor := strings.Replace(digits, ".", "", 1)
	member, err := json.Marshal(map[string]string{"monthly": "x"})
	if err != nil {
		t.Fatal(err)
	}
	get := func(address string) string { return http.MethodGet + " " + address }
	plants := map[string]plant{
		"a price in a page":                  {aside("<p>%s</p>", text), get(route.CompanySecurity(cast.BlueBottle)), false, anAmount},
		"a cost in a page":                   {aside("<p>%s</p>", paid), get(route.Approvals(cast.BlueBottle)), false, cost},
		"a price without its currency":       {aside("<p>%s</p>", digits), get(route.Me), false, retail},
		"a price in minor units":             {aside("<p data-x=\"%s\"></p>", minor), get(route.Role(cast.BlueBottle)), false, retail},
		"a price as Germans write it":        {aside("<p>%s</p>", strings.Replace(digits, ".", ",", 1)), get(route.Users(cast.BlueBottle)), false, retail},
		"a hidden field":                     {aside("<input type=\"hidden\" name=\"price\" value=\"x\">"), get(route.MyAddress), false, aKey},
		"an empty attribute":                 {aside("<p data-monthly-cost></p>"), get(route.Markets(cast.BlueBottle)), false, aKey},
		"a script":                           {aside("<script type=\"application/json\">%s</script>", member), get(route.Renewals(cast.BlueBottle)), false, aKey},
		"a part that a script fetches":       {aside("<p>%s</p>", text), get(route.Services(cast.BlueBottle)), true, anAmount},
		"a page that is not there":           {aside("<p>%s</p>", text), get("/nowhere"), false, anAmount},
		"a file":                             {aside("x,%s\n", text), get(route.MyActivityExport), false, anAmount},
		"the answer to a form that is wrong": {aside("<p>%s</p>", text), http.MethodPost + " " + route.Me, false, anAmount},
	}
	c := newCrawler(t, a, cast.Bea)
	c.wrap = planted(t, plants)
	c.look()
	for _, f := range c.forms {
		if f.action == route.Me {
			c.post(f, f.filled)
		}
	}
	for name, p := range plants {
		if !slices.ContainsFunc(c.finds, func(f find) bool { return strings.HasPrefix(f.where, p.at) && f.kind == p.kind }) {
			t.Errorf("the crawler did not find %s: %q", name, c.finds)
		}
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
