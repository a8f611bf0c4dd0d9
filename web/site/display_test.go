package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

func TestPiaTurnsTheDashboardOnForAllAndTakesItBack(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Features(cast.Northwind, cast.Acme)).Click("Display").At(route.Display(cast.Northwind, cast.Acme))
	pia.Sees("What people of Acme Robotics see").Sees("System default").Sees("Fixed for managed accounts").Sees("Billing markets belong to the partner.")

	pia.Click("Change Dashboard").Sees("Turn Dashboard on for").Sees("Changing to On")
	if !strings.Contains(pia.Text("#effect"), "accounts change") {
		t.Errorf("a display setting opens with %q", pia.Text("#effect"))
	}
	all := pia.Text(".forall .button")
	pia.Press("Show what changes", "scope", "account").Sees("Acme Robotics gets a value of its own, and no longer follows")
	pia.Press("Show what changes", "scope", "all").Press(all)
	pia.At(route.Display(cast.Northwind, cast.Acme)).Sees(strings.TrimPrefix(all, "Save for ") + " changed.").Sees("Default of Northwind Partners")
	pia.Tab().Open(route.Display(cast.Northwind, cast.Ember)).Sees("Default of Northwind Partners")

	pia.Press("Undo")
	pia.Open(route.Display(cast.Northwind, cast.Acme)).SeesNo("Changing").Click("History of Dashboard")
	pia.Sees("The default of Dashboard was set to On").Sees("The default of Dashboard was cleared, and had been On")
}

func TestUndoComesBackToDisplay(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Display(cast.Northwind, cast.Acme)).Click("Change Dashboard").Press("Save for")
	pia.Press("Undo").At(route.Display(cast.Northwind, cast.Acme)).Sees("Undone.")
}

func TestOneAccountGetsItsOwnValueAndGivesItUp(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Display(cast.Northwind, cast.Acme)).Click("Change Dashboard").Press("Save", "scope", "account")
	own := func(what string, want int) {
		t.Helper()
		if n := pia.Count("#setting-dashboard .ladder.own"); n != want {
			t.Errorf("%s: %d own values of Dashboard", what, n)
		}
	}
	pia.Sees("Dashboard is On.")
	own("after On for this account", 1)
	pia.Open(route.Display(cast.Northwind, cast.Ember))
	own("at another account", 0)
	pia.Open(route.Display(cast.Northwind, cast.Acme)).Press("Use inherited (Off) for Dashboard").Sees("Dashboard is Off.")
	own("after the inherited value", 0)
	pia.Click("Change Dashboard").Click("Keep it off instead").Sees("Keep Dashboard off for").Press("Save", "scope", "account")
	own("after the value that is inherited anyway", 1)
}

func TestTwoAdminsChangeTheSameSettingAtOnce(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, scope := range []string{"account", "all"} {
		first, late := pia.Tab(), pia.Tab()
		for _, b := range []*apptest.Browser{first, late} {
			b.Open(route.Display(cast.Northwind, cast.Ember)).Click("Change Company profile")
		}
		first.Press("Save", "scope", scope).Answers(http.StatusOK)
		late.Press("Save", "scope", "account").Answers(http.StatusConflict)
		late.Sees("Not saved.").Sees("Pia Larsen changed Company profile meanwhile: it is ")
		if late.Count("#setting-company_profile.open") != 1 || late.Count("[name=scope][value=account][checked]") != 1 {
			t.Error("after the conflict what was chosen is not kept")
		}
		late.Press("Save").Answers(http.StatusOK)
	}
	first, late := pia.Tab(), pia.Tab()
	late.Open(route.Display(cast.Northwind, cast.Ember))
	first.Open(route.Display(cast.Northwind, cast.Ember)).Press("Use inherited")
	late.Press("Use inherited").Answers(http.StatusConflict).Sees("Not saved.")
}

func TestWhatIsFixedOrLockedIsRefusedWithAPage(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Display(cast.Northwind, cast.Cobalt)).Sees("Locked by Meridian Networks").Sees("reports faults by telephone")
	if pia.Count("#setting-support_chat form, #setting-notifications form, #setting-billing_markets form") > 0 {
		t.Error("what can't be changed has a form")
	}
	if pia.Count(`#setting-support_chat [aria-disabled="true"][tabindex="0"][aria-describedby="why-support_chat"]`) != 1 {
		t.Error("the locked setting has no focusable control that says why")
	}
	for name, says := range map[setting.Name]string{
		setting.SupportChat: "reports faults by telephone", setting.Notifications: "go to the partner", setting.BillingMarkets: "belong to the partner",
		setting.MarketplaceProfile: "not listed in the marketplace",
	} {
		for _, scope := range []string{"account", "all"} {
			address := route.Setting(cast.Northwind, cast.Cobalt, string(name))
			pia.Post(address, url.Values{"on": {"on"}, "scope": {scope}}).Answers(http.StatusForbidden).Sees(says)
			pia.Post(address, url.Values{"inherit": {"1"}}).Answers(http.StatusForbidden).Sees(says)
		}
	}
	for _, name := range []setting.Name{setting.BillingMarkets, setting.MarketplaceProfile} {
		pia.Post(route.Default(cast.Northwind, string(name)), url.Values{"on": {"on"}}).Answers(http.StatusForbidden)
		pia.Post(route.DefaultRemoval(cast.Northwind, string(name)), url.Values{}).Answers(http.StatusForbidden)
	}
}

func TestAFormThatDoesNotSayWhatToSetChangesNothing(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, on := range []string{"", "clear", "yes"} {
		pia.Post(route.Setting(cast.Northwind, cast.Acme, "dashboard"), url.Values{"on": {on}}).Answers(http.StatusUnprocessableEntity)
		pia.Post(route.Default(cast.Northwind, "dashboard"), url.Values{"on": {on}}).Answers(http.StatusUnprocessableEntity)
	}
	pia.Post(route.Setting(cast.Northwind, cast.Acme, "dashboard"), url.Values{"on": {"on"}, "scope": {"world"}}).Answers(http.StatusUnprocessableEntity)
	pia.Post(route.Setting(cast.Northwind, cast.Acme, "nothing"), url.Values{"on": {"on"}}).Answers(http.StatusNotFound)
	if n := count(t, a, "SELECT count(*) FROM settings WHERE name = 'dashboard'"); n != 0 {
		t.Errorf("%d values were stored", n)
	}
}

func count(t *testing.T, a *apptest.App, q string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(q).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestADefaultIsChangedClearedAndTakenBack(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Defaults(cast.Northwind)).Sees("partner-supported").Sees("operator-supported").SeesNo("Clear the default of Dashboard")
	pia.Click("Change Dashboard").Sees("Turn Dashboard on").Press("Save for")
	pia.Sees("Dashboard is On for every managed account without its own value.").Sees("Set by Pia Larsen")

	pia.Click("Clear the default of Dashboard").Sees("Clear the default of Dashboard").Sees("follow the system default again")
	stale := pia.Tab().Open(route.Defaults(cast.Northwind) + "?change=dashboard&on=clear")
	pia.Press("Clear for").Sees("Dashboard follows the system default again")
	stale.Press("Clear for").Answers(http.StatusConflict).Sees("Not saved.")
	pia.Press("Undo").Sees("Undone.").Sees("Set by Pia Larsen")
	pia.Click("History of Dashboard").Sees("Cleared the default of Dashboard, which was On").Sees("Set the default of Dashboard to On")
}

func TestAllAccountsOfAPreviewAreListed(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Display(cast.Northwind, cast.Acme) + "?change=show_pricing&on=off&scope=all")
	says := pia.Text("#effect h2")
	if !strings.Contains(says, "change") {
		t.Errorf("the preview says %q", says)
	}
	pia.Open(route.Display(cast.Northwind, cast.Acme) + "?change=dashboard").Sees("Turn Dashboard on for")
	pia.Open(route.Affected(cast.Northwind, "show_pricing") + "?on=on&account=" + cast.Ember).Sees("Accounts whose Show Pricing turns on")
	if rows := pia.Count("tbody tr"); rows == 0 {
		t.Error("nobody is listed")
	}
	pia.Open(route.Affected(cast.Northwind, "show_pricing") + "?on=on&kept=1").Sees("Set on this account")
	pia.Click("Back to the change").Sees("Turn Show Pricing on")
}

func TestWhereAccountsDifferTheyAreBroughtBackTogether(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	list := route.Different(cast.Northwind, "dashboard")
	pia.Open(list).Sees("Every account follows the default")
	for _, key := range []string{cast.Acme, cast.Ember, cast.Cobalt} {
		pia.Post(route.Setting(cast.Northwind, key, "dashboard"), url.Values{"on": {"on"}, "scope": {"account"}}).Answers(http.StatusOK)
	}
	pia.Open(route.Defaults(cast.Northwind)).Click("3, where is Dashboard different?").At(list).Sees("Acme Robotics").Sees("Cobalt Health").Sees("3 accounts")
	pia.Open(list + "?q=acme").Sees("Acme Robotics").SeesNo("Cobalt Health")
	pia.Open(list + "?value=off").Sees("No accounts match these filters").Click("Clear filters")
	pia.Press("Use the inherited value…").Answers(http.StatusUnprocessableEntity).Sees("Tick at least one account.")

	late := pia.Tab().Open(list)
	pia.Press("Use the inherited value…", "key", cast.Acme).Sees("Use the inherited Dashboard for 1 account").Sees("Nothing has been saved yet.")
	pia.Press("Use inherited for 1 account").Sees("1 account uses the inherited value.")
	pia.Open(list).SeesNo("Acme Robotics").Sees("2 accounts")
	late.Press("Use the inherited value…", "key", cast.Acme).Sees("There is nothing to do.")

	ticked := pia.Tab().Post(list, url.Values{"key": {cast.Ember, cast.Cobalt}})
	pia.Post(route.Managed(cast.Northwind, cast.Cobalt)+"/closure", url.Values{})
	ticked.Press("Use inherited for 2 accounts")
	if !strings.Contains(ticked.Text("main"), "1 did not change") && !strings.Contains(ticked.Text("main"), "2 accounts use") {
		t.Errorf("the result is %q", ticked.Text("main"))
	}
}

func TestHistoryPutsBackWhatAnAccountHad(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, on := range []string{"on", "off"} {
		pia.Post(route.Setting(cast.Northwind, cast.Acme, "dashboard"), url.Values{"on": {on}, "scope": {"account"}}).Answers(http.StatusOK)
	}
	history := route.SettingHistory(cast.Northwind, cast.Acme, "dashboard")
	pia.Open(history).Sees("Changed Dashboard from On to Off").Sees("Changed Dashboard from Inherited (Off) to On")
	first := pia.Links("Put back")
	if len(first) != 2 {
		t.Fatalf("%d facts can be put back", len(first))
	}
	late := pia.Tab().Open(first[1])
	pia.Open(first[0]).Sees("gets its own value On, which it had before").Press("Set it to On").Sees("Dashboard is On. It is as it was before.")
	late.Press("Use inherited (Off)").Answers(http.StatusConflict).Sees("Nothing was put back.")
	pia.Open(pia.Links("Put back")[2]).Sees("follows the default again: Off.").Press("Use inherited (Off)").Sees("Dashboard is Off.")

	fact := first[0][strings.Index(first[0], "revert=")+len("revert="):]
	for _, other := range []string{
		route.Reversal(cast.Northwind, cast.Ember, "dashboard"), route.Reversal(cast.Northwind, cast.Acme, "company_profile"),
	} {
		pia.Post(other, url.Values{"fact": {fact}}).Answers(http.StatusNotFound)
	}
}
