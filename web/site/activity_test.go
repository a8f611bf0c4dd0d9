package site_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/web/route"
)

// facts makes somebody do something to an account, so many times, an hour apart.
func facts(t *testing.T, a *apptest.App, who cast.Person, kind event.Kind, account, subject string, times int, changes ...event.Change) {
	t.Helper()
	for range times {
		err := a.DB.Do(t.Context(), a.By(who), func(tx *db.Tx) error {
			return event.Record(tx, kind, account, event.Subject{ID: subject, Name: subject}, changes...)
		})
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Hour)
	}
}

func TestACompanyAdminSeesWhatEverybodyDidAndNarrowsIt(t *testing.T) {
	a := apptest.New(t)
	facts(t, a, cast.Tariq, event.UserInvited, cast.Northwind, "Nina Noor", 1)
	facts(t, a, cast.Alice, event.UserInvited, cast.Acme, "Amir Anand", 1)
	facts(t, a, cast.Pia, event.SettingChanged, cast.Cobalt, "Cobalt Health", 1, event.Change{Field: "Show Pricing", Was: "Off", Now: "On"})
	list := route.Activity(cast.Northwind)
	const invited, below, changed, in = "Invited Nina Noor", "Invited Amir Anand", "Changed Show Pricing from Off to On", "Signed in"
	everything := []string{invited, below, changed, in}
	pia := a.Browser(cast.Pia).Open(list).Answers(http.StatusOK).Sees("What people did in Northwind Partners and its managed accounts.")
	lists := func(wants ...string) {
		t.Helper()
		text := pia.Text("#activity")
		for _, fact := range everything {
			if want := slices.Contains(wants, fact); strings.Contains(text, fact) != want {
				t.Errorf("%s lists %q: %t", pia.Address, fact, !want)
			}
		}
	}
	lists(everything...)
	pia.Open(list + "?q=TARIQ")
	lists(invited)
	pia.Open(list + "?q=nobody+of+that+name").Sees("No entry matches “nobody of that name”")
	lists()
	pia.Open(list + "?account=acme").Sees("Account: acme")
	lists(below)
	pia.Open(list).Click("Cobalt Health").Sees("Account: Cobalt Health")
	lists(changed)
	pia.Open(list).Click("Tariq Aziz").Sees("Person: Tariq Aziz")
	lists(invited)
	pia.Open(list + "?kind=people").Sees("Kind: People")
	lists(invited, below)
	pia.Open(list + "?kind=user.invited&account=acme&q=alice")
	lists(below)
	pia.Open(list + "?kind=no.such.kind&from=yesterday&to=2026-13-99&before=%25&after=x")
	lists(everything...)
	pia.Open(list).Press("Apply", "from", "2026-09-14", "to", "2026-09-14", "kind", "settings").Sees("From: 14 Sep 2026")
	lists(changed)
	pia.Open(list + "?from=2026-09-15")
	lists()
	pia.Open(list + "?to=2026-09-13&kind=account.created").Sees("Created the account")
	lists()
}

func TestActivityIsTurnedPageByPage(t *testing.T) {
	a := apptest.New(t)
	for i := range 130 {
		facts(t, a, cast.Sol, event.ViewSaved, cast.Solo, fmt.Sprintf("number %03d.", i), 1)
	}
	sol := a.Browser(cast.Sol).Open(route.Activity(cast.Solo) + "?kind=view.saved").Sees("number 129.").Sees("number 080.").SeesNo("number 079.")
	sol.Click("Earlier").Sees("number 079.").Sees("number 030.").SeesNo("number 080.").SeesNo("number 029.")
	sol.Click("Earlier").Sees("number 029.").Sees("number 000.").SeesNo("number 030.")
	sol.Click("Later").Sees("number 079.").Sees("number 030.").SeesNo("number 029.")
	sol.Click("Later").Sees("number 129.").Sees("number 080.").SeesNo("number 079.")
}

func TestOnesOwnActivityIsOfEveryAccountAndOfNobodyElse(t *testing.T) {
	a := apptest.New(t)
	facts(t, a, cast.Rory, event.ViewSaved, cast.Northwind, "mine", 1)
	facts(t, a, cast.Tariq, event.ViewSaved, cast.Northwind, "theirs", 1)
	rory := a.Browser(cast.Rory)
	rory.Post(route.Entry(cast.Acme), url.Values{})
	rory.Open(route.MyActivity).Answers(http.StatusOK).Sees("Saved the view mine").Sees("Entered the account as Northwind Partners").Sees("Acme Robotics").SeesNo("theirs")
	rory.Open(route.MyActivity + "?kind=access").Sees("Entered the account").SeesNo("Saved the view")
	rory.Open(route.MyActivity + "?user=" + cast.Tariq.ID + "&q=tariq&account=" + cast.Cobalt).Sees("Saved the view mine").SeesNo("theirs")
	if _, err := a.Raw().Exec("UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Rory.ID + "'"); err != nil {
		t.Fatal(err)
	}
	rory.Open(route.MyActivity).Sees("Saved the view mine").Sees("An account that you have left").SeesNo("Acme Robotics")
	a.Stranger().Open(route.MyActivity).At(route.SignInTo(route.MyActivity))
}

func TestAManagedAccountSeesVisitsToItselfAndNothingOfItsPartner(t *testing.T) {
	a := apptest.New(t)
	facts(t, a, cast.Tariq, event.UserInvited, cast.Northwind, "Nina Noor", 1)
	facts(t, a, cast.Pia, event.SettingChanged, cast.Cobalt, "Cobalt Health", 1, event.Change{Field: "Show Pricing", Was: "Off", Now: "On"})
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), url.Values{})
	alice := a.Browser(cast.Alice).Open(route.Activity(cast.Acme)).Sees("Entered the account as Northwind Partners").Sees("Pia Larsen")
	alice.SeesNo("Nina Noor").SeesNo("Cobalt").SeesNo("Tariq")
	for _, q := range []string{"?user=" + cast.Tariq.ID, "?account=" + cast.Northwind, "?account=" + cast.Cobalt, "?q=tariq", "?account=cobalt", "?after=000000000000000000000000"} {
		for _, address := range []string{route.Activity(cast.Acme), route.ActivityExport(cast.Acme)} {
			b := alice.Open(address + q).Answers(http.StatusOK)
			for _, secret := range []string{"Nina Noor", "Cobalt Health", "Tariq Aziz"} {
				if strings.Contains(b.Body, secret) {
					t.Errorf("Alice at %s%s is told of %s", address, q, secret)
				}
			}
		}
	}
	a.Browser(cast.Cara).Open(route.Activity(cast.Cascade) + "?account=" + cast.Acme + "&user=" + cast.Pia.ID).SeesNo("Pia").SeesNo("Acme Robotics")
	for _, key := range []string{cast.Northwind, cast.Cobalt, cast.Cascade} {
		alice.Open(route.Activity(key)).Answers(http.StatusNotFound)
		alice.Open(route.ActivityExport(key)).Answers(http.StatusNotFound)
	}
}

// file reads a CSV file.
func file(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAFileOfActivityHoldsWhatIsFilteredAndNoFormula(t *testing.T) {
	a := apptest.New(t)
	facts(t, a, cast.Pia, event.ViewSaved, cast.Northwind, "plain", 2600)
	facts(t, a, cast.Pia, event.AccountEdited, cast.Cobalt, "x", 1,
		event.Change{Field: "=cmd()", Was: "+1", Now: "@SUM(A1)"}, event.Change{Field: "Account Name", Was: "a", Now: "b"})
	pia := a.Browser(cast.Pia)
	rows := file(t, pia.Open(route.ActivityExport(cast.Northwind)+"?kind=account.edited").Answers(http.StatusOK).Body)
	want := [][]string{
		{"time", "person", "company", "account", "account_key", "kind", "what", "changes", "in_place_of", "visit", "request", "address", "device"},
		{"2026-12-31T17:00:00Z", "Pia Larsen", "Northwind Partners", "Cobalt Health", cast.Cobalt, "account.edited", "Changed =cmd() and Account Name", "'=cmd(): +1 → @SUM(A1); Account Name: a → b",
			"", "", "cast", "", ""},
	}
	if len(rows) != 2 || !slices.Equal(rows[0], want[0]) || !slices.Equal(rows[1][1:], want[1][1:]) {
		t.Errorf("%q", rows)
	}
	if got := pia.Header.Get("Content-Disposition"); got != `attachment; filename="company-activity.csv"` {
		t.Error(got)
	}
	if rows := file(t, pia.Open(route.ActivityExport(cast.Northwind)+"?kind=view.saved").Body); len(rows) != 2601 {
		t.Errorf("%d rows", len(rows))
	}
	if rows := file(t, pia.Open(route.ActivityExport(cast.Northwind)+"?q=nobody+at+all").Answers(http.StatusOK).Body); len(rows) != 1 {
		t.Errorf("%q", rows)
	}
	if rows := file(t, pia.Open(route.MyActivityExport+"?kind=settings").Answers(http.StatusOK).Body); len(rows) < 2601 {
		t.Errorf("%d rows of one's own", len(rows))
	}
	a.Browser(cast.Tariq).Open(route.ActivityExport(cast.Northwind)).Answers(http.StatusForbidden)
}

func TestSignInRulesAreChosenAndRecorded(t *testing.T) {
	a := apptest.New(t)
	facts(t, a, cast.Tariq, event.ViewSaved, cast.Northwind, "long ago", 1)
	a.Clock.Advance(100 * 24 * time.Hour)
	rules := route.CompanySecurity(cast.Northwind)
	pia := a.Browser(cast.Pia).Open(rules).Sees("5 of 5 active people have none, and are asked to set one up at their next sign-in.").Sees("Tariq Aziz")
	pia.Press("Save sign-in rules", "factor", "required", "days", "90").At(rules).Sees("Sign-in rules saved.")
	if n := a.Account(cast.Northwind); !n.FactorRequired || n.ActivityDays != 90 {
		t.Errorf("%+v", n)
	}
	pia.Open(route.Activity(cast.Northwind)).Sees("Changed the sign-in rules").Sees("Second factor Optional became Required").Sees("Company activity shows Everything became 90 days")
	pia.Sees("Shown here and in the file: the last 90 days.").SeesNo("long ago")
	if body := pia.Open(route.ActivityExport(cast.Northwind)).Body; strings.Contains(body, "long ago") {
		t.Error("the file holds what the page does not show")
	}
	pia.Open(rules).Press("Save sign-in rules").Sees("Nothing changed.")
	if n := changesOfRules(t, a); n != 1 {
		t.Errorf("%d changes were recorded", n)
	}
	pia.Press("Save sign-in rules", "days", "0").Sees("Sign-in rules saved.")
	pia.Open(route.Activity(cast.Northwind)).Sees("long ago")
}

func changesOfRules(t *testing.T, a *apptest.App) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = 'security.changed'").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSignInRulesThatNobodyOffersAreRefused(t *testing.T) {
	a := apptest.New(t)
	rules := route.CompanySecurity(cast.Northwind)
	pia := a.Browser(cast.Pia)
	for _, form := range []url.Values{
		{}, {"factor": {"required"}}, {"days": {"90"}}, {"factor": {"never"}, "days": {"90"}}, {"factor": {"required"}, "days": {"1"}},
		{"factor": {"required"}, "days": {"-90"}}, {"factor": {"required"}, "days": {"99999999999999999999"}}, {"factor": {"required", "optional"}, "days": {"90"}},
	} {
		pia.Post(rules, form).Answers(http.StatusUnprocessableEntity)
		if !strings.HasPrefix(pia.Text("title"), "Error: ") {
			t.Errorf("the title is %q", pia.Text("title"))
		}
	}
	if n := a.Account(cast.Northwind); n.FactorRequired || n.ActivityDays != 0 || changesOfRules(t, a) != 0 {
		t.Errorf("%+v", n)
	}
	for _, who := range []cast.Person{cast.Tariq, cast.Rory, cast.Fiona} {
		b := a.Browser(who)
		b.Open(rules).Answers(http.StatusForbidden)
		b.Post(rules, url.Values{"factor": {"required"}, "days": {"90"}}).Answers(http.StatusForbidden)
	}
	for _, who := range []cast.Person{cast.Cara, cast.Alice} {
		a.Browser(who).Post(rules, url.Values{"factor": {"required"}, "days": {"90"}, "account": {cast.Northwind}}).Answers(http.StatusNotFound)
	}
	pia.Post(route.CompanySecurity(cast.Acme), url.Values{"factor": {"required"}, "days": {"90"}})
	if a.Account(cast.Acme).FactorRequired || changesOfRules(t, a) != 0 {
		t.Error("the rules of an account changed that nobody stood in")
	}
}

func TestAPartnerChoosesSignInRulesOfAnAccountItStandsIn(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(route.CompanySecurity(cast.Acme)).Sees("How the people of Acme Robotics sign in").Press("Save sign-in rules", "factor", "required")
	if !a.Account(cast.Acme).FactorRequired || a.Account(cast.Northwind).FactorRequired {
		t.Error("not Acme, or not Acme alone")
	}
}

func TestTheSameRulesSentAtOnceAreRecordedOnce(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.CompanySecurity(cast.Northwind))
	var all sync.WaitGroup
	for range 8 {
		tab := pia.Tab()
		all.Go(func() {
			if res := tab.Send(http.MethodPost, route.CompanySecurity(cast.Northwind), url.Values{"factor": {"required"}, "days": {"60"}}, nil); res.StatusCode != http.StatusSeeOther {
				t.Errorf("answers %d", res.StatusCode)
			}
		})
	}
	all.Wait()
	if n := changesOfRules(t, a); n != 1 {
		t.Errorf("%d changes were recorded", n)
	}
}

func TestSignInRulesAskForAProofThatIsFresh(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.CompanySecurity(cast.Northwind))
	a.Clock.Advance(11 * time.Minute)
	pia.Press("Save sign-in rules", "factor", "required").Answers(http.StatusForbidden).Sees("Confirm that it is you")
	if a.Account(cast.Northwind).FactorRequired {
		t.Error("the rules changed without a proof")
	}
	pia.Press("Confirm", "proof", cast.Password).Sees("Sign-in rules saved.")
	if !a.Account(cast.Northwind).FactorRequired {
		t.Error("the rules did not change after the proof")
	}
}
