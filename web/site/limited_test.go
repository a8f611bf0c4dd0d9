package site_test

import (
	"bytes"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/web/route"
)

// closed are the routes at a partner that are about all its managed accounts, or
// let people into them: whoever enters some only is refused with the reason.
var closed = []string{
	"/all-services", "/renewals", "/connections", "/approvals", "/approvals/export", "/approvals/rules", "/approvals/policy",
	"/accounts/new", "/accounts/import", "/users/new", "/defaults", "/different", "/changes", "/settings", "/access/delegations", "/access/defaults",
	"/company/security", "/security",
}

// closes reports whether a route is one of them, or may be refused for what is
// sent to it: everything that is written at the partner itself.
func closes(method, path string) bool {
	at := strings.TrimPrefix(path, "/a/:key")
	return method == http.MethodPost || slices.ContainsFunc(closed, func(c string) bool { return at == c || strings.HasPrefix(at, c+"/") })
}

// limitedPerson is a person of Northwind who enters Acme alone.
func limitedPerson(t *testing.T, a *apptest.App, p cast.Person, role access.Role) *apptest.Browser {
	t.Helper()
	if _, err := a.Raw().Exec("UPDATE seats SET role = $1 WHERE user_id = $2", string(role), p.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err := a.Delegations.Add(t.Context(), a.By(cast.Pia), a.Seat(p), delegation.Draft{What: delegation.Some, Accounts: []string{cast.Acme}, Ends: delegation.Never})
	if err != nil {
		t.Fatal(err)
	}
	return a.Browser(p)
}

// Every route, as a person who enters some managed accounts only: an account
// that they don't enter is the same as one that does not exist, byte for byte,
// whether it is the one of the page or named below the partner's; and no page
// of theirs tells its name.
func TestEveryRouteForWhoEntersSomeAccountsOnly(t *testing.T) {
	for _, c := range []struct {
		who  cast.Person
		role access.Role
	}{{cast.Tariq, access.CompanyAdmin}, {cast.Theo, access.TechnicalContact}, {cast.Fiona, access.Finance}} {
		t.Run(string(c.role), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			_, e := a.Server()
			b, who := limitedPerson(t, a, c.who, c.role), c.who
			who.Role = c.role
			for _, r := range routes(t, e) {
				if !strings.Contains(r.Path, ":key") || strings.HasSuffix(r.Path, "/exit") {
					continue
				}
				never := try(t, b, r.Method, address(r.Path, missing, missing))
				for _, key := range []string{cast.Cobalt, cast.BlueBottle, cast.IronBark} {
					if got := try(t, b, r.Method, address(r.Path, key, cast.Cobalt)); got.status != never.status || !bytes.Equal(got.body, never.body) {
						t.Errorf("%s %s in an account that is not entered: %d", r.Method, address(r.Path, key, cast.Cobalt), got.status)
					}
				}
				own := try(t, b, r.Method, address(r.Path, cast.Northwind, cast.Acme))
				if own.status == http.StatusForbidden && passes(doors[r.Method+" "+r.Path], who) && !closes(r.Method, r.Path) {
					t.Errorf("%s %s is refused: %s", r.Method, r.Path, reason(own.body))
				}
				for _, name := range []string{"Cobalt", "Blue Bottle", "Iron Bark", cast.Cobalt, cast.BlueBottle} {
					if r.Method == http.MethodGet && bytes.Contains(own.body, []byte(name)) {
						t.Errorf("%s %s tells of %s", r.Method, r.Path, name)
					}
				}
				if strings.Contains(r.Path, ":account") {
					none := try(t, b, r.Method, address(r.Path, cast.Northwind, missing))
					if got := try(t, b, r.Method, address(r.Path, cast.Northwind, cast.Cobalt)); got.status != none.status || !bytes.Equal(got.body, none.body) {
						t.Errorf("%s %s with an account that is not entered: %d, and not %d as with none", r.Method, r.Path, got.status, none.status)
					}
				}
			}
		})
	}
}

func TestListsOverAllAccountsAreRefusedWithTheReason(t *testing.T) {
	a := apptest.New(t)
	b := limitedPerson(t, a, cast.Tariq, access.CompanyAdmin)
	for _, at := range []string{"/all-services", "/all-services/export", "/renewals", "/renewals/export", "/approvals", "/approvals/export", "/approvals/rules", "/connections", "/changes", "/defaults", "/access/delegations", "/accounts/new", "/users/new"} {
		got := try(t, b, http.MethodGet, "/a/"+cast.Northwind+at)
		if got.status != http.StatusForbidden || !bytes.Contains(got.body, []byte("You enter some of them")) {
			t.Errorf("%s: %d %s", at, got.status, reason(got.body))
		}
	}
	list := try(t, b, http.MethodGet, "/a/"+cast.Northwind+"/accounts")
	for _, text := range []string{"You enter 1 account of Northwind Partners", "Acme Robotics"} {
		if !bytes.Contains(list.body, []byte(text)) {
			t.Errorf("the list does not say %q", text)
		}
	}
	for _, link := range []string{"/all-services", "/renewals", "/changes", "/defaults", "/access/delegations"} {
		if bytes.Contains(list.body, []byte(`href="/a/`+cast.Northwind+link)) {
			t.Errorf("the list leads to %s, which is refused", link)
		}
	}
}

func TestAFormGivesWhatIsEnteredAndSaysWhatIsWrong(t *testing.T) {
	a := apptest.New(t)
	pia, at := a.Browser(cast.Pia), "/a/"+cast.Northwind+"/access/delegations"
	pia.Open(at).Click("Theo Brandt").Sees("Theo Brandt enters every managed account of Northwind Partners.")
	here := at + "/" + a.Seat(cast.Theo)
	pia.Open(here+"?q=cobalt").Sees("Cobalt Health").Press("Add", "account", cast.Cobalt, "what", "accounts", "ends", "month")
	pia.Sees("What Theo Brandt enters is saved.").Sees("Cobalt Health")
	pia.Open(at).Sees("Cobalt Health")
	pia.Open(here).Press("End now").Sees("What Theo Brandt enters is saved.").Sees("everything that was given has ended")
	pia.Open(here).Press("In a week").Sees("What Theo Brandt enters is saved.")
	pia.Open(here).Press("Lift all limits").Sees("enters every managed account of Northwind Partners.")
	pia.Open(here).Press("Add", "what", "accounts", "ends", "day", "day", "soon")
	pia.Sees("Find the accounts, and choose one or more of them").Sees("Enter a day, such as")
	pia.Open(at + "/" + a.Seat(cast.Pia)).Sees("Somebody else of your company says which managed accounts you enter.")
}

// What is recorded at the partner tells whoever enters Acme alone nothing of its
// other accounts: in no list, file, dashboard, history or search.
func TestTheRecordOfThePartnerTellsNothingOfAccountsThatAreNotEntered(t *testing.T) {
	a := apptest.New(t)
	own := told(t, a)
	b, acme := limitedPerson(t, a, cast.Tariq, access.CompanyAdmin), route.Setting(cast.Northwind, cast.Acme, string(setting.ShowPricing))
	pages := []string{
		route.Activity(cast.Northwind), route.ActivityExport(cast.Northwind), route.Dashboard(cast.Northwind),
		route.Activity(cast.Northwind) + "?q=pia", route.ActivityExport(cast.Northwind) + "?q=pia", route.Activity(cast.Northwind) + "?account=cobalt",
		route.Activity(cast.Northwind) + "?account=northwind", route.Activity(cast.Northwind) + "?q=cobalt",
		route.History(cast.Northwind, cast.Acme), acme, acme + "/history", route.DefaultHistory(cast.Northwind, string(setting.ShowPricing)),
		route.Service(cast.Northwind, own),
	}
	for _, g := range event.Groups {
		pages = append(pages, route.Activity(cast.Northwind)+"?kind="+g.Name)
		for _, k := range g.Kinds {
			pages = append(pages, route.Activity(cast.Northwind)+"?kind="+string(k), route.ActivityExport(cast.Northwind)+"?kind="+string(k))
		}
	}
	for _, at := range pages {
		got := try(t, b, http.MethodGet, at)
		if names := regexp.MustCompile(`.{0,60}Cobalt.{0,60}`).FindAll(got.body, -1); names != nil {
			t.Errorf("%s (%d) tells %q", at, got.status, names)
		}
	}
	b.Open(route.Activity(cast.Northwind)).Sees("Set the default of Show Pricing to Off")
	pia := a.Browser(cast.Pia)
	for _, at := range pages[:2] {
		for _, text := range []string{"Cobalt passes", "Only Cobalt", "Cobalt is slow", "Own value of Cobalt Health", "Denied the connection: Cobalt Health"} {
			if got := try(t, pia, http.MethodGet, at); !bytes.Contains(got.body, []byte(text)) {
				t.Errorf("%s does not tell Pia %q: nothing is looked for", at, text)
			}
		}
	}
}

// told records at Northwind what names Cobalt Health, and answers the service of
// Northwind's own that one of these facts is about.
func told(t *testing.T, a *apptest.App) (own string) {
	t.Helper()
	ctx, pia := t.Context(), a.By(cast.Pia)
	if err := a.Raw().QueryRow("SELECT id FROM services WHERE account_id = '" + cast.Northwind + "' AND status = 'live' ORDER BY id LIMIT 1").Scan(&own); err != nil {
		t.Fatal(err)
	}
	_, rule := a.Approvals.AddRule(ctx, pia, approval.RuleDraft{Name: "Cobalt passes", Below: cast.Cobalt})
	_, view := a.Views.Save(ctx, pia, account.ViewDraft{Name: "Only Cobalt", Query: "q=cobalt"})
	_, help := a.Support.Ask(ctx, pia, support.Draft{Subject: "Cobalt is slow", Text: "Since nine."})
	_, value := a.Settings.Change(ctx, pia, cast.Cobalt, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
	_, all := a.Settings.Change(ctx, pia, cast.Cobalt, setting.ShowPricing, setting.Draft{On: false, Scope: setting.AllAccounts})
	_, _, limits := a.Delegations.Add(ctx, pia, a.Seat(cast.Theo), delegation.Draft{What: delegation.Some, Accounts: []string{cast.Cobalt}, Ends: delegation.Never})
	if err := errors.Join(rule, view, help, value, all, limits); err != nil {
		t.Fatal(err)
	}
	a.Tx(func(tx *db.Tx) error {
		tx.By = pia
		return event.Record(tx, event.ConnectionDenied, cast.Northwind, event.Subject{ID: db.NewID(tx.Now), Name: "Cobalt Health", Topic: "service " + own})
	})
	return own
}
