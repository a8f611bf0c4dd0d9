package attack_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// stand is somebody who acts in another's place, and tries everything there.
type stand struct {
	*crawler
	who, as cast.Person
	forms   []form          // those that the other person has, in their own name
	shown   map[string]bool // columns of which the other person sees values, in their own name
}

// stands are who acts in whose place.
var stands = []struct{ who, as cast.Person }{{cast.Sam, cast.Alice}, {cast.Pia, cast.Alice}, {cast.Sam, cast.Pia}}

// standing lets somebody act in another's place, where there is a lot to be seen.
func standing(t *testing.T, who, as cast.Person) *stand {
	t.Helper()
	a := apptest.New(t)
	invite(t, a, una)
	for _, statement := range []string{
		"UPDATE users SET phone = '+61293744111'", "UPDATE seats SET phone = '+61293744111'",
		"UPDATE billing_markets SET contact_phone = '+61293744222', tax_number = 'AU51824753556'",
		"UPDATE accounts SET support_phone = '+61293744333', support_email = 'noc.person@northwind.example' WHERE support_email <> ''",
		"UPDATE listings SET listed = FALSE, email = 'private.person@northwind.example', phone = '+61293744555' WHERE account_id = '" + cast.Northwind + "'",
	} {
		run(t, a, statement)
	}
	own, shown := newCrawler(t, a, as), map[string]bool{}
	traces := tracesOf(t, a, who)
	own.hear = func(_ *http.Response, _, body string) {
		for _, f := range found(traces, body) {
			shown[f.column] = true
		}
	}
	own.look()
	for _, side := range []consent.Side{consent.OfOperator, consent.OfPartner} {
		a.Says(as.Account, side, consent.Always)
	}
	s := &stand{crawler: newCrawler(t, a, as), who: who, as: as, forms: own.forms, shown: shown}
	s.enter = func() *apptest.Browser { return a.Acting(who, as).Sees("acting as " + as.Name) }
	s.signIn()
	return s
}

// change takes the second step.
func (s *stand) change() {
	s.t.Helper()
	s.b.Open(route.ActingChanges(s.as.Account)).Press("Make changes", "reason", "Rename the port as asked").Sees("Changes allowed")
}

// mark is what forms carry while somebody acts.
func (s *stand) mark() string {
	return query[string](s.t, s.a, "SELECT id FROM visits WHERE as_id <> '' AND left_at IS NULL")
}

// steps are the routes by which the visit itself goes on and ends.
var steps = regexp.MustCompile(`^POST (/sign-out|/a/:key/acting/(changes|reading|extension|end))$`)

// posts are all forms of the router: those that the person has, and for each
// route without any what somebody might send.
func (s *stand) posts(take func(pattern string) bool) (out []form) {
	s.t.Helper()
	had := map[string]bool{}
	for _, f := range s.forms {
		if p := s.pattern(http.MethodPost, f.action); take(p) && !steps.MatchString(p) {
			had[p] = true
			out = append(out, f)
		}
	}
	names := s.names()
	for _, r := range s.router.Routes() {
		p := r.Method + " " + r.Path
		if r.Method == http.MethodGet || r.Method == "echo_route_not_found" || had[p] || !take(p) || steps.MatchString(p) {
			continue
		}
		n := 0
		for _, address := range addresses(r.Path, s.as.Account, names) {
			if s.pattern(r.Method, address) == p && n < 6 {
				n++
				out = append(out, form{action: address, values: url.Values{}, filled: url.Values{"name": {"Filler"}, "reason": {"Filler"}, "version": {"1"}}})
			}
		}
		if n == 0 {
			s.t.Errorf("%s was not tried", p)
		}
	}
	return out
}

// try sends a form, as it stands and filled in, from a page that was drawn in
// the visit, and answers the status that was kinder.
func (s *stand) try(f form, mark string) (kinder int) {
	s.t.Helper()
	kinder = http.StatusInternalServerError
	for _, values := range []url.Values{f.values, f.filled} {
		sent := url.Values{"acting": {mark}, "proof": {cast.Password}}
		for name, vs := range values {
			if name != "acting" {
				sent[name] = vs
			}
		}
		res := s.b.Send(http.MethodPost, f.action, sent, nil)
		if status := res.StatusCode; res.Header.Get("Location") != route.Home { // where the pages lead that finish a sign-in
			kinder = min(kinder, status)
		}
		_ = res.Body.Close()
	}
	return kinder
}

func TestEveryPageShowsThatSomebodyActsAndNothingThatIsMasked(t *testing.T) {
	for _, c := range stands {
		t.Run(c.who.Name+" as "+c.as.Name, func(t *testing.T) {
			t.Parallel()
			s := standing(t, c.who, c.as)
			traces, pages, files := tracesOf(t, s.a, c.who), 0, 0
			there := []string{"users.email", "users.phone", "seats.email", "events.address"}
			if c.as == cast.Pia {
				there = append(there, "listings.email", "listings.phone")
			}
			for _, column := range there {
				if !s.shown[column] {
					t.Errorf("%s sees nothing of %s either: the crawler finds nothing", c.as.Name, column)
				}
			}
			s.hear = func(res *http.Response, where, body string) {
				for _, f := range found(traces, body) {
					t.Errorf("%s holds %s: %q", where, f.column, f.value)
				}
				kind := res.Header.Get("Content-Type")
				switch {
				case res.Header.Get("Location") != "" || res.Request.Header.Get("Hx-Request") != "":
				case strings.HasPrefix(kind, "text/html"):
					pages++
					if !saysActing(t, body, c.as) {
						t.Errorf("%s (%d) does not say that somebody acts", where, res.StatusCode)
					}
				case strings.HasPrefix(kind, "text/csv"):
					files++
					if first, _, _ := strings.Cut(body, "\n"); !strings.Contains(first, c.who.Name) || !strings.Contains(first, c.as.Name) {
						t.Errorf("%s begins with %q", where, first)
					}
				}
			}
			for _, start := range s.starts() {
				s.enqueue(start)
			}
			s.walk()
			names := s.names()
			for _, r := range s.router.Routes() {
				if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") || strings.Contains(r.Path, "*") || r.Path == route.Live || r.Path == route.Ready {
					continue
				}
				n := 0
				for _, address := range addresses(r.Path, c.as.Account, names) {
					if s.pattern(http.MethodGet, address) == "GET "+r.Path && n < 3 {
						n++
						s.send(http.MethodGet, address, nil, nil)
					}
				}
			}
			s.send(http.MethodGet, route.With(route.Users(c.as.Account), url.Values{"q": {"example"}}), nil, nil)
			if pages < 100 || files == 0 {
				t.Errorf("%d pages and %d files were looked at", pages, files)
			}
			t.Logf("%d requests, %d pages, %d files, %d values looked for, of which %s sees %v", s.requests, pages, files, len(traces), c.as.Name, slices.Sorted(maps.Keys(s.shown)))
		})
	}
}

// saysActing reports whether a page says in its bar and in its title that
// somebody acts in a person's place.
func saysActing(t *testing.T, body string, as cast.Person) bool {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(doc.Find("body").Text()), " ")
	return strings.Contains(words, "acting as "+as.Name) && strings.HasPrefix(doc.Find("title").Text(), "Acting as ")
}

// Nobody is found by an address that is not shown.
func TestNobodyIsFoundByAMaskedAddress(t *testing.T) {
	s := standing(t, cast.Sam, cast.Alice)
	users := route.Users(cast.Acme)
	for find, sees := range map[string]bool{"ben": true, "Osei": true, "acme.example": false, "ben@": false, "alice@acme": false} {
		s.b.Open(route.With(users, url.Values{"q": {find}})).Answers(http.StatusOK)
		if got := strings.Contains(s.b.Text("main"), "•••@acme.example"); got != sees {
			t.Errorf("who looks for %q finds somebody: %t", find, got)
		}
	}
}

// changeable are the routes by which somebody may change something in another's
// place. Every other one is the person's own: a new route is, until it is here.
var changeable = regexp.MustCompile(`^POST /a/:key/(` + strings.Join([]string{
	`services/new`, `services/:service/(connections|connections/key|copy|design|edit|lock|order|speed|tags|term)`,
	`approvals/:request/withdrawal`, `markets`, `markets/requests/:request`, `markets/requests/:request/withdrawal`, `connections/:connection`,
	`profile`, `marketplace/profile`, `accounts/:account`, `accounts/bulk`, `accounts/:account/features`, `accounts/:account/features/:setting`,
	`accounts/:account/display/:setting`, `accounts/:account/display/:setting/reversal`,
	`defaults/:setting`, `defaults/:setting/removal`, `defaults/:setting/different`, `refresh`, `undo/:recorded`,
}, "|") + `)$`)

// mine are the tables that hold what is a person's or an account's own.
var mine = []string{
	"users", "seats", "links", "factors", "recovery_codes", "devices", "address_changes", "views", "subscriptions", "service_keys", "billing_markets",
	"consents", "access_requests", "delegations", "approval_rules", "batches",
}

func TestWhoActsChangesWhatTheyMayAndNothingElse(t *testing.T) {
	for _, c := range stands {
		t.Run(c.who.Name+" as "+c.as.Name, func(t *testing.T) {
			t.Parallel()
			s := standing(t, c.who, c.as)
			s.refused("while reading", func(string) bool { return true })
			s.change()
			s.refused("while changing", func(p string) bool { return !changeable.MatchString(p) })
			s.changes()
		})
	}
}

// refused tries forms, each of which is refused, and after which nothing is
// written but that something was refused.
func (s *stand) refused(when string, take func(pattern string) bool) {
	s.t.Helper()
	const others = "SELECT COUNT(*) FROM events WHERE kind <> 'visit.refused'"
	mark, was, facts := s.mark(), pictures(s.t, s.a), query[int](s.t, s.a, others)
	tried := s.posts(take)
	for _, f := range tried {
		if status := s.try(f, mark); status < http.StatusBadRequest {
			s.t.Errorf("%s, %s answers %d", when, s.pattern(http.MethodPost, f.action), status)
		}
	}
	if tables := differ(was, pictures(s.t, s.a), "events", "chains", "sessions"); tables != nil {
		s.t.Errorf("%s, something was written to %q", when, tables)
	}
	if n := query[int](s.t, s.a, others); n != facts {
		s.t.Errorf("%s, %d facts were recorded besides refusals", when, n-facts)
	}
	s.b.Open(route.Account(s.as.Account)).Sees("acting as " + s.as.Name)
	s.t.Logf("%s, %d forms", when, len(tried))
}

// changes sends all that may be sent. Whatever is changed names both, and
// nothing that was masked is saved over what is.
func (s *stand) changes() {
	s.t.Helper()
	const contacts = "SELECT id, support_phone, support_email FROM accounts UNION ALL SELECT id, phone, email FROM listings"
	mark, was, reached := s.mark(), pictures(s.t, s.a), picture(s.t, s.a, contacts)
	last, letter := query[string](s.t, s.a, "SELECT MAX(id) FROM events"), query[string](s.t, s.a, "SELECT MAX(id) FROM letters")
	s.hear = func(*http.Response, string, string) {}
	for _, start := range s.starts() {
		s.enqueue(start)
	}
	s.walk()
	for _, f := range s.crawler.forms {
		if changeable.MatchString(s.pattern(http.MethodPost, f.action)) {
			s.try(f, mark)
		}
	}
	for _, table := range differ(was, pictures(s.t, s.a)) {
		if slices.Contains(mine, table) {
			s.t.Errorf("something was written to %s", table)
		}
	}
	if picture(s.t, s.a, contacts) != reached {
		s.t.Error("contacts that were masked were written over")
	}
	since := " FROM events WHERE id > '" + last + "'"
	if n := query[int](s.t, s.a, "SELECT COUNT(*)"+since+" AND (as_id <> '"+s.as.ID+"' OR visit_id <> '"+mark+"' OR user_id <> '"+s.who.ID+"')"); n != 0 {
		s.t.Errorf("%d facts do not name both", n)
	}
	kinds := texts(s.t, s.a, "SELECT DISTINCT kind"+since+" AND kind <> 'visit.refused' ORDER BY kind")
	if len(kinds) < 4 {
		s.t.Errorf("only %q happened", kinds)
	}
	for _, facts := range texts(s.t, s.a, "SELECT facts FROM letters WHERE id > '"+letter+"'") {
		if strings.Contains(facts, `"by":"`+s.who.Name+`"`) {
			s.t.Errorf("a letter does not say on whose behalf: %s", facts)
		}
	}
	s.t.Logf("%q", kinds)
}
