package site_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

var (
	newChange = route.NewChange(cast.Northwind)
	allOfThem = newChange + "?every=1&setting=dashboard&value=On"
)

// ticked chooses three accounts in the list and asks to change a setting.
func ticked(t *testing.T, pia *apptest.Browser) *apptest.Browser {
	t.Helper()
	pia.Post(route.AccountsBulk(cast.Northwind), url.Values{"act": {"setting"}, "key": {cast.BlueBottle, cast.Cobalt, cast.Ember}})
	return pia.Sees("Change a setting of 3 accounts").Sees("Blue Bottle Logistics, Cobalt Health, Ember & Oak Interiors.")
}

func TestChosenAccountsAreChangedAndBackWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	ticked(t, pia)
	pia.Press("Show what happens", "setting", "show_pricing", "value", "On").Answers(http.StatusOK)
	pia.Sees("3 accounts change.").Sees("Nothing has been written yet.").SeesNo("Type the number")
	if a.Account(cast.Cobalt).PricingOwn != account.OwnNone {
		t.Error("looking changes something")
	}
	address := pia.Address
	pia.Press("Change 3 accounts").Answers(http.StatusOK).Sees("3 accounts changed.").Sees("Show Pricing to On")
	if a.Account(cast.Cobalt).PricingOwn != account.OwnOn {
		t.Error("Cobalt was not changed")
	}
	done := pia.Address
	pia.Open(address).Sees("No account changes.").SeesNo("Change 0 accounts")
	pia.Open(done).Press("Revert 3 accounts").Sees("3 accounts changed.").Sees("back to what it was")
	if a.Account(cast.Cobalt).PricingOwn != account.OwnNone {
		t.Error("Cobalt has not got back what it had")
	}
	pia.Open(done).Sees("Pia Larsen reverted it on").SeesNo("Revert 3 accounts")
	pia.Open(route.Changes(cast.Northwind)).Sees("Reverted").Sees("Show Pricing to On")
	pia.Open(route.Accounts(cast.Northwind)).Click("Changes").At(route.Changes(cast.Northwind))
	a.CheckNumbers()
}

func TestAccountsAreCountedBeforeASettingIsChosen(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	n := fmt.Sprint(a.Account(cast.Northwind).Managed)
	pia.Open(newChange + "?every=1").Sees("Change a setting of " + n + " accounts")
	pia.Open(newChange + "?every=1&query=" + url.QueryEscape("status=closed")).Sees("Change a setting of 1 account").SeesNo("What happens")
	pia.Open(newChange + "?every=1&query=" + url.QueryEscape("q=zzzz")).Sees("Change a setting of all that match")
	pia.Open(newChange + "?key=" + cast.Ember + "&key=" + cast.Cobalt + "&key=" + cast.Acme + "&key=" + cast.BlueBottle).
		Sees("Change a setting of 4 accounts").Sees("Acme Robotics, Blue Bottle Logistics, Cobalt Health and 1 more.")
	pia.Open(newChange + "?key=" + cast.Ember + "&key=" + cast.Delta).Answers(http.StatusNotFound)
}

func TestADefaultIsScheduledFromItsRow(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Defaults(cast.Northwind))
	pia.Click("Schedule a change of Dashboard").At(route.ScheduleDefault(cast.Northwind, "dashboard"))
	pia.Press("Show what happens", "value", "On").Press("Schedule the change", "day", "2026-12-01", "time", "09:00").Sees("Scheduled.")
	a.Browser(cast.Rory).Open(route.Defaults(cast.Northwind)).SeesNo("Schedule a change")
}

func TestManyAccountsTakeTheirNumberTyped(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(allOfThem).Sees("45 accounts change.").Sees("can’t be changed")
	for _, typed := range []string{"", "44", "all"} {
		pia.Press("Change 45 accounts", "typed", typed).Answers(http.StatusUnprocessableEntity).Sees("Type 45, the number of accounts that change")
	}
	if got := pia.Value("typed"); got != "all" {
		t.Errorf("what was typed became %q", got)
	}
	pia.Press("Change 45 accounts", "typed", "45").Sees("45 accounts changed.").Sees("1 could not be changed").Sees("is closed. Nothing in it can be changed.")
	pia.Press("Retry the 1 that failed").Sees("is closed.")

	res := pia.Send(http.MethodGet, route.ChangeFile(cast.Northwind, strings.Split(pia.Address, "/")[4]), nil, nil)
	rows, err := csv.NewReader(res.Body).ReadAll()
	if err != nil || len(rows) != 47 {
		t.Errorf("the file has %d lines, %v", len(rows), err)
	}
	res = pia.Send(http.MethodGet, route.NewChangeFile(cast.Northwind)+"?every=1&setting=dashboard&value=Off", nil, nil)
	if rows, err = csv.NewReader(res.Body).ReadAll(); err != nil || len(rows) != 47 {
		t.Errorf("the planned file has %d lines, %v", len(rows), err)
	}
}

func TestAFilterDecidesWhoChanges(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.AccountsBulk(cast.Northwind), url.Values{"act": {"setting"}, "every": {"1"}, "query": {"q=crm-100"}, "key": {cast.Acme}})
	pia.Sees("“crm-100” in name, reference or key")
	pia.Press("Show what happens", "setting", "notifications", "value", "On").Sees("No account changes.").Sees("go to the partner")
	pia.Press("Show what happens", "setting", "company_profile", "value", "On").Sees("accounts change.")
	pia.Open(allOfThem + "&page=99").Sees("1 to 46 of 46")
}

func TestWhatWasShownIsShownAnewWhenItChanged(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	ticked(t, pia)
	pia.Press("Show what happens", "setting", "show_pricing", "value", "On")
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Cobalt, setting.ShowPricing, setting.Draft{On: true}); err != nil {
		t.Fatal(err)
	}
	pia.Press("Change 3 accounts").Answers(http.StatusConflict).Sees("The accounts changed meanwhile.").Sees("2 accounts change.")
	pia.Press("Change 2 accounts").Answers(http.StatusOK).Sees("2 accounts changed.")
}

func TestAFormSentTwiceMakesOneChange(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	ticked(t, pia)
	pia.Press("Show what happens", "setting", "show_pricing", "value", "On")
	form := url.Values{"setting": {"show_pricing"}, "value": {"On"}, "when": {"now"}, "key": {cast.BlueBottle, cast.Cobalt, cast.Ember}, "seen": {pia.Value("seen")}, "token": {pia.Value("token")}}
	pia.Post(route.Changes(cast.Northwind), form)
	first := pia.Address
	pia.Post(route.Changes(cast.Northwind), form).At(first).Sees("3 accounts changed.")
}

func TestAChangeIsScheduledSeenAndCancelled(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE users SET time_zone = 'Australia/Sydney' WHERE id = '" + cast.Pia.ID + "'"); err != nil {
		t.Fatal(err)
	}
	pia := a.Browser(cast.Pia)
	ticked(t, pia)
	pia.Press("Show what happens", "setting", "show_pricing", "value", "On").Sees("Australia/Sydney")
	for day, want := range map[string]string{"": "Enter a day", "2026-09-01": "at least 5 minutes from now", "2029-01-01": "within the next two years", "2026-10-04": "the clocks are put forward"} {
		pia.Press("Change 3 accounts", "when", "later", "day", day, "time", "02:30").Answers(http.StatusUnprocessableEntity).Sees(want)
	}
	pia.Press("Change 3 accounts", "when", "later", "day", "2026-12-01", "time", "09:00").Sees("It is carried out on 01 Dec 2026, 09:00.")
	var due string
	if err := a.Raw().QueryRow("SELECT CAST(due_at AS TEXT) FROM batches").Scan(&due); err != nil || !strings.Contains(due, "2026-11-30 22:00") {
		t.Errorf("due at %s, %v", due, err)
	}
	cancel := pia.Address
	pia.Open(route.Display(cast.Northwind, cast.Cobalt)).Sees("Changes to On on 01 Dec 2026, 09:00, scheduled by Pia Larsen")
	pia.Open(route.Display(cast.Northwind, cast.Acme)).SeesNo("scheduled by")
	pia.Open(cancel).Press("Cancel this change").Sees("Pia Larsen cancelled it").SeesNo("Cancel this change")

	pia.Open(route.Changes(cast.Northwind)).Click("Schedule a default").Sees("Schedule a change of a default")
	pia.Press("Show what happens", "setting", "dashboard", "value", "On").Sees("As things are now")
	pia.Press("Schedule the change", "day", "2026-12-01", "time", "09:00").Sees("Scheduled by")
	shown := pia.Address
	pia.Open(route.Defaults(cast.Northwind)).Sees("Changes to On on 01 Dec 2026, 09:00, scheduled by Pia Larsen")
	a.Clock.Advance(100 * 24 * time.Hour)
	for had := 1; had > 0; {
		var err error
		if had, err = a.Settings.CarryOn(t.Context(), a.Sessions.Standing); err != nil {
			t.Fatal(err)
		}
	}
	again := a.Browser(cast.Pia)
	again.Open(shown).Sees("The default changed, and").Sees("in the name of Pia Larsen").Press("Revert the default").Sees("Pia Larsen reverted it on")
}

func TestBadAddressesOfChangesAreAnswered(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for address, want := range map[string]int{
		newChange:                            http.StatusOK,
		newChange + "?setting=zzz&value=On":  http.StatusOK,
		newChange + "?key=" + cast.Delta:     http.StatusNotFound,
		newChange + "?key=" + cast.Northwind: http.StatusNotFound,
		newChange + "?every=1&query=%25zz":   http.StatusNotFound,
		newChange + "/export":                http.StatusNotFound,
		newChange + "/export?key=" + cast.Delta + "&setting=dashboard&value=On": http.StatusNotFound,
		route.Change(cast.Northwind, "nobody"):                                  http.StatusNotFound,
		route.Changes(cast.Northwind) + "?after=zzz":                            http.StatusOK,
	} {
		pia.Open(address)
		if pia.Status != want {
			t.Errorf("%s answers %d", address, pia.Status)
		}
	}
	pia.Post(route.AccountsBulk(cast.Northwind), url.Values{"act": {"setting"}}).Answers(http.StatusUnprocessableEntity).Sees("Tick at least one account")
	pia.Post(route.Changes(cast.Northwind), url.Values{"setting": {"dashboard"}, "value": {"Perhaps"}, "key": {cast.Acme}}).Answers(http.StatusUnprocessableEntity).Sees("Choose a value")
}
