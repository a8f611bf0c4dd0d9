package dashboard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// glance is the dashboard of an account.
func glance(t *testing.T, a *apptest.App, by access.Caller) dashboard.Dashboard {
	t.Helper()
	d, err := a.Dashboards.Dashboard(t.Context(), by)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// need is what a dashboard says of one kind of need.
func need(d dashboard.Dashboard, what dashboard.What) dashboard.Need {
	for _, n := range d.Needs {
		if n.What == what {
			return n
		}
	}
	return dashboard.Need{}
}

// names are the names of what a need names.
func names(n dashboard.Need) string {
	var out []string
	for _, one := range n.First {
		out = append(out, one.Name)
	}
	return strings.Join(out, ", ")
}

// shown is a caller to whom the account's settings show the dashboard.
func shown(by access.Caller) access.Caller {
	by.Sees |= access.SeesDashboard
	return by
}

func TestWhoSeesADashboard(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		by := a.By(p)
		_, err := a.Dashboards.Dashboard(t.Context(), by)
		may := p.Kind == access.Partner || p.Kind == access.Direct || p.Kind == access.Managed && by.Sees&access.SeesDashboard != 0
		if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	if _, err := a.Dashboards.Dashboard(t.Context(), access.Caller{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("nobody: %v", err)
	}
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Acme, setting.Dashboard, setting.Draft{On: true, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
	glance(t, a, a.By(cast.Ben))
	glance(t, a, a.Viewing(cast.Pia, cast.Cobalt))
}

func TestAPartnersDashboardAddsUpItsAccounts(t *testing.T) {
	a := apptest.New(t)
	d := glance(t, a, a.By(cast.Pia))
	var live, own, all int64
	err := a.Raw().QueryRow(`SELECT count(*) FILTER (WHERE s.status = 'live'), count(*) FILTER (WHERE s.status = 'live' AND s.account_id = '`+cast.Northwind+`'), count(*)
		FROM services s JOIN accounts a ON a.id = s.account_id WHERE (a.id = '`+cast.Northwind+`' OR a.parent_id = '`+cast.Northwind+`') AND s.status <> 'decommissioned'`).Scan(&live, &own, &all)
	if err != nil {
		t.Fatal(err)
	}
	if d.Services.All[service.Live] != live || d.Services.Own[service.Live] != own || d.Services.All.Sum(dashboard.Shown...) != all {
		t.Errorf("%v of which %v, not %d live (%d own) of %d", d.Services.All, d.Services.Own, live, own, all)
	}
	if live == 0 || own == 0 || len(d.Services.Products) != len(cast.Products) {
		t.Errorf("%d live, %d own, of %d products", live, own, len(d.Services.Products))
	}
	var sum int64
	for _, p := range d.Services.Products {
		sum += d.Services.Counts[p.ID].Sum(dashboard.Shown...)
	}
	if sum != all {
		t.Errorf("the products add up to %d, not %d", sum, all)
	}
	if d.Account.Managed == 0 || d.Account.Managed != d.Account.ManagedActive+d.Account.ManagedSuspended+1 || d.Days != 30 {
		t.Errorf("%+v", d.Account.Tally)
	}
}

func TestAManagedAccountSeesNothingOfItsPartners(t *testing.T) {
	a := apptest.New(t)
	for name, by := range map[string]access.Caller{"its admin": shown(a.By(cast.Alice)), "its partner": a.Viewing(cast.Pia, cast.Acme)} {
		d := glance(t, a, by)
		if d.Services.All.Sum(dashboard.Shown...) != 14 || d.Services.All[service.Live] != 7 || d.Services.All[service.Design] != 2 || d.Days != 90 {
			t.Errorf("%s: %+v", name, d.Services)
		}
		if need(d, dashboard.Designs).Number != 2 || need(d, dashboard.Unlit).Number != 2 || need(d, dashboard.Awaited).Number != 2 {
			t.Errorf("%s: %+v", name, d.Needs)
		}
		for _, e := range d.Activity {
			if e.AccountID != cast.Acme {
				t.Errorf("%s sees %s of %s", name, e.Kind, e.AccountID)
			}
		}
		for _, s := range d.Ending.First {
			if s.AccountID != cast.Acme || by.Prices == access.NoPrices && s.MonthlyRetail.Text(a.By(cast.Pia)) != "" {
				t.Errorf("%s sees %+v", name, s)
			}
		}
		if n := need(d, dashboard.Unreachable).Number + need(d, dashboard.Vacant).Number; n != 0 || d.New.Number != 0 {
			t.Errorf("%s sees accounts: %+v", name, d)
		}
		for key := range d.Names {
			if key != cast.Acme {
				t.Errorf("%s learns the name of %s", name, key)
			}
		}
	}
}

func TestOnlyWhoMaySeesActivityPeopleAndAccounts(t *testing.T) {
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test locks somebody").Model(&user.User{}).Where("id = ?", cast.Theo.ID).Update("status", user.Locked).Error
	})
	pia, rory := glance(t, a, a.By(cast.Pia)), glance(t, a, a.By(cast.Rory))
	if len(pia.Activity) != 10 || rory.Activity != nil {
		t.Errorf("Pia sees %d facts, Rory %d", len(pia.Activity), len(rory.Activity))
	}
	if names(need(pia, dashboard.LockedOut)) != cast.Theo.Name || need(rory, dashboard.LockedOut).Number != 0 {
		t.Errorf("%+v, %+v", pia.Needs, rory.Needs)
	}
	if fiona := glance(t, a, a.By(cast.Fiona)); names(need(fiona, dashboard.Requests)) != "Cobalt Health" || need(rory, dashboard.Requests).Number != 0 {
		t.Errorf("requests: %+v, %+v", fiona.Needs, rory.Needs)
	}
	for i := 1; i < len(pia.Activity); i++ {
		if pia.Activity[i-1].ID < pia.Activity[i].ID {
			t.Error("activity is not newest first")
		}
	}
	if got := glance(t, a, a.By(cast.Cara)); need(got, dashboard.LockedOut).Number != 0 {
		t.Error("another partner sees who is locked")
	}
}

func TestWhoAsksToBeLetInNeedsAnAnswer(t *testing.T) {
	a := apptest.New(t)
	sol := shown(a.By(cast.Sol))
	before := need(glance(t, a, sol), dashboard.Entry).Number
	r, err := a.Consents.Ask(t.Context(), a.By(cast.Sam), cast.Solo, consent.AskDraft{Reason: "The invoice of May is missing"})
	if err != nil {
		t.Fatal(err)
	}
	if got := need(glance(t, a, sol), dashboard.Entry); got.Number != before+1 || !strings.Contains(names(got), cast.Sam.Name) {
		t.Errorf("who asks: %+v", got)
	}
	if got := need(glance(t, a, a.By(cast.Pia)), dashboard.Entry); strings.Contains(names(got), cast.Sam.Name) {
		t.Errorf("another company is told of it: %+v", got)
	}
	a.Clock.Advance(consent.Patience)
	if got := need(glance(t, a, sol), dashboard.Entry); got.Number != 0 {
		t.Errorf("what is over still waits: %+v", got)
	}
	if r.State != consent.Pending {
		t.Error(r.State)
	}
}

func TestInvitationsNeedSomebodyWhenTheyRunOut(t *testing.T) {
	a := apptest.New(t)
	invite := func(by cast.Person, key, email string) {
		t.Helper()
		in := user.InviteDraft{People: []user.SeatDraft{{FirstName: "Nora", LastName: "Field", Email: email, Role: access.ReadOnly}}}
		if _, err := a.Users.Invite(t.Context(), a.By(by), key, in); err != nil {
			t.Fatal(err)
		}
	}
	invite(cast.Pia, cast.Acme, "nora@acme.example")
	invite(cast.Pia, cast.Northwind, "nora@northwind.example")
	invite(cast.Cara, cast.Delta, "nora@delta.example")
	count := func(p cast.Person) int64 {
		return need(glance(t, a, shown(a.By(p))), dashboard.Invitations).Number
	}
	if got := count(cast.Pia); got != 0 {
		t.Errorf("%d invitations need somebody at once", got)
	}
	a.Clock.Advance(5*24*time.Hour + time.Minute)
	if count(cast.Pia) != 2 || count(cast.Cara) != 1 || count(cast.Alice) != 1 || count(cast.Ben) != 0 {
		t.Errorf("Pia %d, Cara %d, Alice %d, Ben %d", count(cast.Pia), count(cast.Cara), count(cast.Alice), count(cast.Ben))
	}
	a.Clock.Advance(30 * 24 * time.Hour)
	n := need(glance(t, a, a.By(cast.Pia)), dashboard.Invitations)
	if n.Number != 2 || len(n.First) != 2 || n.First[0].Account != cast.Acme {
		t.Errorf("%+v", n)
	}
}

func TestAccountsNeedSomebodyWithoutAContactOrPeople(t *testing.T) {
	a := apptest.New(t)
	before := glance(t, a, a.By(cast.Pia))
	vacant := need(before, dashboard.Vacant).Number
	if vacant != 1 || names(need(before, dashboard.Vacant)) != "Wombat Hill Nurseries" {
		t.Errorf("%+v", before.Needs)
	}
	made, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), account.Draft{Name: "Wattle & Finch", Reference: "CRM-2047", Token: db.NewToken()})
	if err != nil {
		t.Fatal(err)
	}
	d := glance(t, a, a.By(cast.Pia))
	if d.New.Number != before.New.Number+1 || names(need(d, dashboard.Vacant)) != "Wattle & Finch, Wombat Hill Nurseries" {
		t.Errorf("%+v, %+v", d.New, d.Needs)
	}
	if n := need(d, dashboard.Unreachable); n.Number != need(before, dashboard.Unreachable).Number {
		t.Errorf("a contact is asked for that is optional: %+v", n)
	}
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("the operator supports it from now on").Model(&account.Account{}).Where("id = ?", made.ID).Update("support", account.ByOperator).Error
	})
	if n := need(glance(t, a, a.By(cast.Pia)), dashboard.Unreachable); !strings.Contains(names(n), "Wattle & Finch") {
		t.Errorf("%+v", n)
	}
	in := user.InviteDraft{People: []user.SeatDraft{{FirstName: "Nora", LastName: "Field", Email: "nora@wattle.example", Role: access.CompanyAdmin}}}
	if _, err := a.Users.Invite(t.Context(), a.By(cast.Pia), made.ID, in); err != nil {
		t.Fatal(err)
	}
	if n := need(glance(t, a, a.By(cast.Pia)), dashboard.Vacant); n.Number != vacant {
		t.Errorf("%+v has nobody", n)
	}
	a.Clock.Advance(31 * 24 * time.Hour)
	if d := glance(t, a, a.By(cast.Pia)); d.New.Number != 0 {
		t.Errorf("%d accounts are new after a month", d.New.Number)
	}
}

func TestTermsThatEndSoonAreCountedAndListed(t *testing.T) {
	a := apptest.New(t)
	today := apptest.Start.Truncate(24 * time.Hour)
	plant := func(id, key string, days, term int, renews bool, status service.Status) service.Service {
		return service.Service{
			ID: id, AccountID: key, ProductID: cast.Port, LocationID: "syd1", Name: id, Speed: 100, Term: term, Renews: renews,
			TermEndsOn: today.AddDate(0, 0, days), Status: status, CreatedAt: apptest.Start,
		}
	}
	before := glance(t, a, a.By(cast.Pia)).Ending
	a.Tx(func(tx *db.Tx) error {
		return service.Plant(tx, []service.Service{
			plant("t-today", cast.Ember, 0, 12, true, service.Live), plant("t-month", cast.Ember, 30, 12, false, service.Live),
			plant("t-own", cast.Northwind, 1, 24, false, service.Configured), plant("t-past", cast.Ember, -1, 12, true, service.Live),
			plant("t-later", cast.Ember, 31, 12, true, service.Live), plant("t-monthly", cast.Ember, 3, 1, true, service.Live),
			plant("t-design", cast.Ember, 3, 12, true, service.Design), plant("t-ending", cast.Ember, 3, 12, true, service.Cancelled),
			plant("t-foreign", cast.Delta, 3, 12, true, service.Live),
		})
	})
	e := glance(t, a, a.By(cast.Pia)).Ending
	if e.Number != before.Number+3 || e.Renewing != before.Renewing+1 || e.More {
		t.Errorf("%d end, %d renew; before %d and %d", e.Number, e.Renewing, before.Number, before.Renewing)
	}
	if e.First[0].ID != "t-today" || e.First[1].ID != "t-own" || e.First[0].Location.City == "" {
		t.Errorf("%+v", e.First)
	}
	if e := glance(t, a, shown(a.Viewing(cast.Pia, cast.Ember))).Ending; e.Number != 3 || e.Renewing != 2 {
		t.Errorf("Ember: %+v", e)
	}
}

func TestADashboardWithoutAnything(t *testing.T) {
	a := apptest.New(t)
	d := glance(t, a, a.Viewing(cast.Pia, cast.Tidewater))
	if len(d.Services.Products) != 0 || d.Services.All.Sum(dashboard.Shown...) != 0 || d.Ending.Number != 0 {
		t.Errorf("%+v", d)
	}
}

// A dashboard reads what is kept, or a bounded part of an index.
func TestADashboardScansAndSortsNoWholeTable(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite")
	}
	a := apptest.New(t)
	if err := cast.Many(t.Context(), a.DB, 5000, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	for name, by := range map[string]access.Caller{"a partner": a.By(cast.Pia), "a managed account": shown(a.By(cast.Alice))} {
		for _, p := range a.Plans(t, func() { glance(t, a, by) }) {
			for _, step := range p.Steps {
				for _, table := range []string{"services", "accounts", "seats", "users", "events", "service_tallies"} {
					if step == "SCAN "+table || strings.HasPrefix(step, "SCAN "+table+" USING INDEX") && !strings.Contains(step, "users_locked") {
						t.Errorf("%s: %s\n%s", name, strings.Join(p.Steps, "\n"), p.SQL)
					}
				}
				if strings.Contains(step, "FOR ORDER BY") && !strings.Contains(p.SQL, "AS w") && !strings.Contains(p.SQL, "seats") && !strings.Contains(p.SQL, "products") && !strings.Contains(p.SQL, "markets") {
					t.Errorf("%s sorts: %s\n%s", name, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
	}
}
