package site_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

var update = flag.Bool("update", false, "write docs/display-settings.md anew")

// page is where the rows are printed.
var page = filepath.Join("..", "..", "docs", "display-settings.md")

// column is a kind of customer with its partner. Every row of the documents is
// tried in each.
type column struct {
	name     string // of its subtests
	words    string
	admin    cast.Person // Company Admin of the partner
	partner  string      // name of the partner
	support  account.Support
	referred bool
	key      string // of a managed account without values of its own, with services
	account  string // its name
	person   cast.Person
	contact  []string // fields of the support team, for one more account
	city     string   // of a market that is enabled
}

var columns = []column{
	{
		name: "partner-supported", words: "Partner-supported", admin: cast.Pia, partner: "Northwind Partners", support: account.ByPartner,
		key: cast.BlueBottle, account: "Blue Bottle Logistics", person: cast.Bea, contact: []string{"phone", "02 9374 4000", "email", "noc@northwind.example"}, city: "Sydney",
	},
	{
		name: "operator-supported", words: "Operator-supported", admin: cast.Cara, partner: "Cascade Telecom", support: account.ByOperator,
		key: cast.Delta, account: "Delta Freight", person: cast.Dev, contact: []string{"phone", "+1 408 234 5678", "email", "noc@cascade.example"}, city: "San Jose",
	},
	{ // nobody of the cast signs in to its account: each test invites somebody
		name: "referred", words: "Referred partner", admin: cast.Leo, partner: "Lakeside Cloud", support: account.ByPartner, referred: true,
		key: cast.Clearlake, account: "Clearlake Diagnostics", person: cast.Person{Name: "Clara Voss", Email: "clara@clearlake.example"},
		contact: []string{"phone", "+49 69 12345678", "email", "noc@lakeside.example"}, city: "Frankfurt",
	},
}

// row is one thing that a document says.
type row struct {
	name   string
	says   string // the document, in short
	here   string // what this portal does
	try    func(*stage)
	shared bool              // is in the way of no other row, so that one portal does for all of these
	not    map[string]string // column → why the row is not tried there
}

// document is what partners and their customers are told, row by row.
type document struct {
	title string
	rows  []row
}

var documents = []document{
	{"Partner Managed Accounts", managedAccountRows},
	{"What Users Can View and Access", viewAndAccessRows},
}

// number is that of a row, as its subtest and the page have it.
func number(document, row int) string { return fmt.Sprintf("%d.%02d", document+1, row+1) }

func TestDocuments(t *testing.T) {
	shared := make([]*stage, len(columns))
	for k, c := range columns {
		shared[k] = &stage{T: t, column: c, a: apptest.New(t)}
		shared[k].ours()
	}
	for i, d := range documents {
		for j, r := range d.rows {
			t.Run(number(i, j), func(t *testing.T) {
				for k, c := range columns {
					if r.not[c.name] != "" {
						continue
					}
					t.Run(c.name, func(t *testing.T) {
						t.Parallel()
						if !strings.Contains(printed(), "`"+t.Name()+"`") {
							t.Errorf("the page does not name %s", t.Name())
						}
						s := &stage{T: t, column: c}
						if r.shared {
							s.a, s.joined = shared[k].a.In(t), true
						} else {
							s.a = apptest.New(t)
						}
						r.try(s)
					})
				}
			})
		}
	}
}

func TestTheDocumentsArePrintedInTheDocumentation(t *testing.T) {
	want := printed()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/display-settings.md differs from the rows; write it anew with: go test ./web/site -run TestTheDocuments -update")
	}
}

// printed is the page.
func printed() string {
	var b strings.Builder
	b.WriteString("# What each account may see\n\n" +
		"Two documents tell partners and their customers what a managed account sees. Below is every row of both: what it says, in short, what\n" +
		"Tenantry does, and the tests which walk through the portal as the partner's admin and the customer's, in a browser without scripts, on a real\n" +
		"database. Tests write this page from those rows; `go test ./web/site -run 'TestDocuments/2.05'` runs one of them. Where something is\n" +
		"*not built yet*, its test shows that nothing in the portal leads there, and fails on the day when something does. Who may do what is\n" +
		"[another table](permissions.md).\n\n" +
		"Each row is tried for three customers:\n\n| | Partner | Managed account |\n|---|---|---|\n")
	for _, c := range columns {
		of := c.partner
		if c.referred {
			of += ", referred by Harbour Distribution"
		}
		fmt.Fprintf(&b, "| %s | %s | %s, supported by the %s |\n", c.words, of, c.account, c.support)
	}
	for i, d := range documents {
		fmt.Fprintf(&b, "\n## %s\n\n| | Row | It says | Here | Proof |\n|---|---|---|---|---|\n", d.title)
		for j, r := range d.rows {
			n := number(i, j)
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", n, r.name, r.says, r.here, strings.Join(proofs(r, n), "<br>"))
		}
	}
	return b.String()
}

// proofs are the subtests of a row, or why there is none.
func proofs(r row, number string) (ps []string) {
	for _, c := range columns {
		if why := r.not[c.name]; why != "" {
			ps = append(ps, c.words+": "+why)
			continue
		}
		ps = append(ps, "`TestDocuments/"+number+"/"+c.name+"`")
	}
	return ps
}

// stage is a row tried in a column, on a portal of its own.
type stage struct {
	*testing.T
	column
	a      *apptest.App
	above  *apptest.Browser // the partner's admin
	below  *apptest.Browser // the customer's
	joined bool             // the customer's admin, where nobody of the cast is it
}

// byPartner reports whether the partner supports its customers itself.
func (s *stage) byPartner() bool { return s.support == account.ByPartner }

// theirs is the partner's Company Admin, signed in.
func (s *stage) theirs() *apptest.Browser {
	s.Helper()
	if s.above == nil {
		s.above = s.a.Browser(s.admin)
	}
	return s.above
}

// ours is the customer's Company Admin, signed in.
func (s *stage) ours() *apptest.Browser {
	s.Helper()
	if s.below == nil {
		s.below = s.again()
	}
	return s.below
}

// again is the customer's Company Admin in one more browser, just signed in.
func (s *stage) again() *apptest.Browser {
	s.Helper()
	if s.person.ID != "" {
		return s.a.Browser(s.person)
	}
	if !s.joined {
		s.joined = true
		return s.join(s.key, s.person)
	}
	return s.enter(s.person)
}

// join invites somebody to a managed account, and lets them accept.
func (s *stage) join(key string, p cast.Person) *apptest.Browser {
	s.Helper()
	first, last, _ := strings.Cut(p.Name, " ")
	s.theirs().Open(route.NewUser(route.ManagedUsers(s.admin.Account, key))).Press("Send invitation", "person.0.first_name", first, "person.0.last_name", last,
		"person.0.email", p.Email, "person.0.role", "Company Admin").Sees(p.Name + " is invited.")
	return s.a.Stranger().Open(invitationOf(s.T, s.a, p.Email)).Press("Accept", "password", longEnough).Answers(http.StatusOK)
}

// enter signs somebody in who has joined.
func (s *stage) enter(p cast.Person) *apptest.Browser {
	s.Helper()
	return s.a.Stranger().Open(route.SignIn).Press("Sign in", "email", p.Email, "password", longEnough).Answers(http.StatusOK)
}

// create makes one more managed account of the partner, and answers its key.
func (s *stage) create(name, reference string) string {
	s.Helper()
	b := s.theirs().Tab().Open(route.NewAccount(s.admin.Account))
	b.Press("Create", append([]string{"name", name, "reference", reference}, s.contact...)...).Sees("Feature configuration for " + name)
	return strings.Split(b.Address, "/")[4]
}

// inside is the partner's admin in the managed account.
func (s *stage) inside() *apptest.Browser {
	s.Helper()
	return s.theirs().Tab().Post(route.Entry(s.key), url.Values{}).Sees("You are viewing " + s.account)
}

// display opens what the partner decides that people of the account see.
func (s *stage) display(key string) *apptest.Browser {
	s.Helper()
	return s.theirs().Tab().Open(route.Display(s.admin.Account, key)).Answers(http.StatusOK)
}

// turn changes a setting to what it is not, for one account or for all.
func (s *stage) turn(key, label string, on bool, scope setting.Scope) {
	s.Helper()
	b := s.display(key).Click("Change "+label).Sees("Changing to "+onOff(on)).Press("Save", "scope", string(scope))
	b.At(route.Display(s.admin.Account, key)).Answers(http.StatusOK).Sees(label + " is " + onOff(on))
}

// turnOn turns a setting on for the account alone.
func (s *stage) turnOn(label string) {
	s.Helper()
	s.turn(s.key, label, true, setting.ThisAccount)
}

func onOff(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}

// is demands what the partner reads about a setting of an account.
func (s *stage) is(key string, name setting.Name, words ...string) {
	s.Helper()
	says := s.display(key).Text("#setting-" + string(name))
	for _, w := range words {
		if !strings.Contains(says, w) {
			s.Errorf("%s of %s: %q is not in %q", name, key, w, says)
		}
	}
}

// untouched clears what the partner has set for all of its accounts.
func (s *stage) untouched(name setting.Name, label string) {
	s.Helper()
	b := s.theirs().Tab().Open(route.Defaults(s.admin.Account))
	if len(b.Links("Clear the default of "+label)) > 0 {
		b.Click("Clear the default of " + label).Press("Clear").Sees(label + " follows the system default again")
	}
}

// settable demands that the partner changes a setting for one account, gives
// the change up again, and sets what all of its accounts have.
func (s *stage) settable(name setting.Name, label string, usual bool) {
	s.Helper()
	s.untouched(name, label)
	s.is(s.key, name, onOff(usual), "System default")
	s.turn(s.key, label, !usual, setting.ThisAccount)
	s.is(s.key, name, onOff(!usual), "Set here by "+s.admin.Name)
	s.display(s.key).Press("Use inherited (" + onOff(usual) + ") for " + label).Sees(label + " is " + onOff(usual))
	s.turn(s.key, label, !usual, setting.AllAccounts)
	s.is(s.key, name, onOff(!usual), "Default of "+s.partner)
}

// never demands that nobody can turn a setting on for the account.
func (s *stage) never(name setting.Name, why string) {
	s.Helper()
	b := s.display(s.key)
	s.is(s.key, name, "Never", "Fixed for", why)
	if n := b.Count("#setting-" + string(name) + " form, #setting-" + string(name) + " a[href*='change=']"); n > 0 {
		s.Errorf("%d things in the row of %s can be pressed", n, name)
	}
	for _, scope := range []setting.Scope{setting.ThisAccount, setting.AllAccounts} {
		b.Post(route.Setting(s.admin.Account, s.key, string(name)), url.Values{"on": {"on"}, "scope": {string(scope)}}).Answers(http.StatusForbidden).Sees(why)
	}
}

// has reports whether a page has a tab, in the head or on the page.
func has(b *apptest.Browser, tab string) bool { return slices.Contains(b.Texts("nav.tabs a"), tab) }

// shows demands that there is a tab, or that there is none.
func (s *stage) shows(b *apptest.Browser, tab string, want bool) {
	s.Helper()
	if has(b, tab) != want {
		s.Errorf("at %s the tab %s is there: %t; the tabs are %s", b.Address, tab, !want, strings.Join(b.Texts("nav.tabs a"), ", "))
	}
}

// closed demands that an address is refused, to look and to send.
func (s *stage) closed(b *apptest.Browser, address, why string) {
	s.Helper()
	b.Open(address).Answers(http.StatusForbidden).Sees(why)
	b.Post(address, url.Values{}).Answers(http.StatusForbidden).Sees(why)
}

// port is a live service of the customer's that connections can hang under.
func (s *stage) port() (id string) {
	s.Helper()
	err := s.a.Raw().QueryRow("SELECT id FROM services WHERE account_id = $1 AND top = 1 AND status = 'live' AND product_id IN ('port', 'mcr', 'mve') ORDER BY id", s.key).Scan(&id)
	if err != nil {
		s.Fatal(err)
	}
	return id
}

// nowhere demands that no address and no link of the portal has one of these words.
func (s *stage) nowhere(words ...string) {
	s.Helper()
	_, e := s.a.Server()
	word := regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)s?\b`)
	for _, r := range routes(s.T, e) {
		if word.MatchString(strings.ReplaceAll(r.Path, "-", " ")) {
			s.Errorf("%s %s is there: the row says that it is not built yet", r.Method, r.Path)
		}
	}
	rooms := map[*apptest.Browser][]string{
		s.ours():   {route.Services(s.key), route.Account(s.key)},
		s.theirs(): {route.Services(s.admin.Account), route.Dashboard(s.admin.Account), route.Managed(s.admin.Account, s.key)},
		s.inside(): {route.Services(s.key), route.Dashboard(s.key)},
	}
	for b, pages := range rooms {
		for _, p := range pages {
			for _, text := range append(b.Open(p).Answers(http.StatusOK).Texts("nav.tabs a"), b.Texts("main a, main button, #me a")...) {
				if word.MatchString(text) {
					s.Errorf("%s leads to %q: the row says that it is not built yet", p, text)
				}
			}
		}
	}
}

// priced is an amount of money, or a place that is kept for one.
var priced = regexp.MustCompile(`\b[A-Z]{3} ?\d[\d,]*(\.\d+)?\b|A month|Retail a month|Not priced yet|Cost`)

// unpriced demands that pages show no price, and keep no place for one.
func (s *stage) unpriced(b *apptest.Browser, addresses ...string) {
	s.Helper()
	for _, address := range addresses {
		b.Open(address).Answers(http.StatusOK)
		if found := priced.FindString(b.Text("main")); found != "" || b.Count(".money, .sums") > 0 {
			s.Errorf("%s shows %q, and %d places for prices", address, found, b.Count(".money, .sums"))
		}
	}
}

// letters are who got letters of a kind, in the order of their sending.
func (s *stage) letters(kind outbox.Kind) (to []string) {
	s.Helper()
	var ls []outbox.Letter
	s.a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", kind).Order("id").Find(&ls).Error
	})
	for _, l := range ls {
		to = append(to, l.ToAddress)
	}
	return to
}

// told demands who got letters of a kind.
func (s *stage) told(kind outbox.Kind, want ...string) {
	s.Helper()
	if got := s.letters(kind); !slices.Equal(got, want) {
		s.Errorf("letters %s went to %v, not to %v", kind, got, want)
	}
}

// noLetter demands that the portal knows no letter about something.
func (s *stage) noLetter(about ...string) {
	s.Helper()
	for _, k := range outbox.Kinds {
		for _, word := range about {
			if strings.Contains(string(k), word) {
				s.Errorf("there is a letter %s: the row says that it is not built yet", k)
			}
		}
	}
}
