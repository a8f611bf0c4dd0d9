package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

func TestOliveLocksASettingForAPartnerAndLiftsItAgainWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive)
	olive.Click("Northwind Partners").At(route.Partner(cast.Meridian, cast.Northwind)).Sees("By the partner").Sees("46")
	olive.Click("Settings").At(route.PartnerSettings(cast.Meridian, cast.Northwind)).Sees("Default of Northwind Partners")
	olive.Click("Lock Show Pricing").Sees("41 accounts change, 5 own values stop applying").Sees("Acme Robotics")
	olive.Press("Lock at", "value", "on").Answers(http.StatusUnprocessableEntity).Sees("Enter the reason")
	olive.Press("Lock at", "reason", "The tariff of 2026 is public").At(route.PartnerSettings(cast.Meridian, cast.Northwind))
	olive.Sees("Show Pricing is locked at On for Northwind Partners.").Sees("The tariff of 2026 is public").Sees("Locked for Northwind Partners")

	pia := a.Browser(cast.Pia)
	features := pia.Open(route.Features(cast.Northwind, cast.Acme))
	features.Sees("Locked by Meridian Networks: The tariff of 2026 is public")
	if n := features.Count("#setting-show_pricing-switch[aria-disabled=true]"); n != 1 {
		t.Errorf("%d switches are locked", n)
	}
	if n := features.Count("#setting-show_pricing-switch[disabled]"); n != 0 {
		t.Error("the switch takes no focus")
	}
	features.SeesNo("Change for all managed accounts: Show Pricing")
	features.Press("Save features", "show_pricing", "").At(route.Features(cast.Northwind, cast.Acme)).Sees("Show Pricing is locked at On by the operator. The tariff of 2026 is public")
	pia.Post(route.Feature(cast.Northwind, cast.Acme, "show_pricing"), url.Values{"on": {"off"}, "scope": {"account"}}).Answers(http.StatusForbidden)
	pia.Open(route.Prompt(cast.Northwind, cast.Acme)).Sees("Locked by Meridian Networks: The tariff of 2026 is public")
	pia.Open(route.Accounts(cast.Northwind) + "?pricing=off").Sees("No accounts match these filters")
	pia.Open(route.Accounts(cast.Northwind) + "?pricing=on").Sees("Locked by Meridian Networks for all accounts: Pricing is On.")
	file := pia.Open(route.AccountsExport(cast.Northwind)).Body
	if n := strings.Count(file, "\n"); strings.Count(file, ",On,") < n-1 {
		t.Errorf("the file does not say that pricing is on: %s", file)
	}

	olive.Click("Lift the lock of Show Pricing").Sees("The tariff of 2026 is public").Sees("41 accounts change, 5 own values apply again")
	olive.Press("Lift the lock").Sees("Show Pricing is no longer locked for Northwind Partners.")
	olive.Press("Undo").Sees("Show Pricing is locked at On for Northwind Partners.").Sees("The tariff of 2026 is public")
}

func TestALockOnOneAccountShowsInTheListAndInAChangeOfMany(t *testing.T) {
	a := apptest.New(t)
	olive, pia := a.Browser(cast.Olive), a.Browser(cast.Pia)
	olive.Open(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Ember)).Sees("Ember & Oak Interiors")
	olive.Click("Lock Show Pricing").Press("Lock at", "value", "on", "reason", "By contract").At(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Ember)).Sees("Locked on this account")
	pia.Open(route.Accounts(cast.Northwind) + "?pricing=on").Sees("Ember & Oak Interiors")
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Ember, setting.ShowPricing, setting.Draft{On: false, Scope: setting.ThisAccount}); err == nil ||
		err.Error() != "Show Pricing is locked at On by the operator. By contract" {
		t.Error(err)
	}
	pia.Open(route.History(cast.Northwind, cast.Ember)).Sees("Locked Show Pricing at On").Sees("By contract").Sees("Olive Okafor")
	a.CheckNumbers()
}

func TestALockForAllManagedAccountsIsListedWithEveryOther(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive)
	olive.Click("Locks").At(route.Locks(cast.Meridian)).Sees("Cobalt Health").Sees("1 lock")
	olive.Click("Lock Dashboard").Sees("For all managed accounts of all partners.").Press("Lock at", "value", "on", "reason", "Everybody sees it from now on")
	olive.At(route.Locks(cast.Meridian)).Sees("Dashboard is locked at On for all managed accounts.").Sees("2 locks")
	olive.Open(route.Locks(cast.Meridian) + "?setting=dashboard").Sees("Setting: Dashboard").Sees("1 lock")
	olive.Open(route.Locks(cast.Meridian) + "?setting=show_pricing&for=all").Sees("No locks match these filters")
	olive.Open(route.Locks(cast.Meridian) + "?account=" + cast.Northwind).Sees("Account: Northwind Partners").Sees("Cobalt Health")
	olive.Open(route.PartnerSettings(cast.Meridian, cast.Cascade)).Sees("Locked for all managed accounts").Sees("See the lock")
	olive.Open(route.Lock(cast.Meridian, cast.Cascade, "dashboard")).Sees("Dashboard is locked at On for all managed accounts already.")
	for _, p := range []cast.Person{cast.Alice, cast.Dev} {
		if !a.By(p).May(access.ViewDashboard) {
			t.Errorf("%s sees no dashboard", p.Name)
		}
	}
}

func TestTwoOperatorsDoNotOverwriteEachOthersLock(t *testing.T) {
	a := apptest.New(t)
	one := a.Browser(cast.Olive)
	two := one.Tab()
	form := route.Lock(cast.Meridian, cast.Northwind, "dashboard")
	one.Open(form)
	two.Open(form)
	one.Press("Lock at", "value", "on", "reason", "First").Sees("is locked at On")
	two.Press("Lock at", "value", "off", "reason", "Second").Answers(http.StatusConflict).Sees("Olive Okafor locked Dashboard meanwhile: it is held at On now.")
	if two.Value("reason") != "Second" {
		t.Errorf("what was typed is gone: %q", two.Value("reason"))
	}
	lift := one.Tab().Open(route.Lifting(cast.Meridian, cast.Northwind, "dashboard"))
	two.Press("Lock at", "value", "off", "reason", "Second").Sees("is locked at Off")
	lift.Press("Lift the lock").Answers(http.StatusConflict).Sees("it is held at Off now.")
	lift.Press("Lift the lock").Sees("no longer locked")
	one.Open(route.Lifting(cast.Meridian, cast.Northwind, "dashboard")).Sees("There is nothing to lift.")
}

func TestASupportAgentReadsAndIsToldWhyNothingCanBePressed(t *testing.T) {
	a := apptest.New(t)
	sam := a.Browser(cast.Sam)
	for _, at := range []string{route.PartnerSettings(cast.Meridian, cast.Northwind), route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme), route.Locks(cast.Meridian)} {
		sam.Open(at).Answers(http.StatusOK).Sees("Locking settings takes the role Operator Admin.")
		if sam.Count("main a.button[href*='/locks/']") > 0 {
			t.Errorf("%s leads to a lock", at)
		}
	}
	sam.Open(route.Partner(cast.Meridian, cast.Northwind)).Sees("Changing the support model takes the role Operator Admin.")
	dina := a.Browser(cast.Dina)
	if dina.Count("main a[href*='/partners/']") > 0 || dina.Count("a[href$='/locks']") > 0 {
		t.Error("a distributor is led to a partner's settings")
	}
	dina.Open(route.Partner(cast.Harbour, cast.Lakeside)).Answers(http.StatusForbidden)
}

func TestOliveChangesWhoSupportsAPartner(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive).Open(route.PartnerSupport(cast.Meridian, cast.Northwind))
	olive.Sees("Also the 45 managed accounts that are there already").Sees("1 closed account stays as it is.").Sees("lack a support contact").Sees("Saltbush Veterinary Group")
	olive.Press("Change Northwind Partners", "all", "").At(route.Partner(cast.Meridian, cast.Northwind)).Sees("is supported by the operator.").Sees("45 managed accounts are supported by the partner.")
	olive.Click("Change these… support models").Press("Change 45 accounts").Sees("45 managed accounts changed with it.")
	olive.Open(route.PartnerAccounts(cast.Meridian, cast.Northwind) + "?q=acme").Click("Acme Robotics").Sees("You support this customer.")
	late := olive.Tab().Open(route.PartnerAccountSupport(cast.Meridian, cast.Northwind, cast.Acme)).Sees("Notifications")
	olive.Click("Change… the support model").Press("Change Acme Robotics").Sees("Acme Robotics is supported by the partner.").Sees("Northwind Partners supports this customer.")
	late.Press("Change Acme Robotics").Answers(http.StatusConflict).Sees("The support model of Acme Robotics is Partner already.")
	a.Browser(cast.Pia).Open(route.History(cast.Northwind, cast.Acme)).Sees("Changed the support model from Operator to Partner")
	a.CheckNumbers()
}
