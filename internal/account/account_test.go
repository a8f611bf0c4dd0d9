package account_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

func TestWhichStatusMayFollowWhich(t *testing.T) {
	suspend, reactivate, end := (*account.Account).Suspend, (*account.Account).Reactivate, (*account.Account).Close
	for _, c := range []struct {
		name     string
		was      account.Status
		services int64
		act      func(*account.Account) error
		want     account.Status
		says     string
	}{
		{"an active account is suspended", account.Active, 3, suspend, account.Suspended, ""},
		{"a suspended account is not suspended again", account.Suspended, 0, suspend, account.Suspended, "Acme is already suspended."},
		{"a closed account is not suspended", account.Closed, 0, suspend, account.Closed, "Acme is closed and cannot be suspended."},
		{"a suspended account is reactivated", account.Suspended, 3, reactivate, account.Active, ""},
		{"an active account is not reactivated", account.Active, 0, reactivate, account.Active, "Acme is already active."},
		{"a closed account stays closed", account.Closed, 0, reactivate, account.Closed, "Acme is closed. A closed account stays closed."},
		{"an active account without services is closed", account.Active, 0, end, account.Closed, ""},
		{"a suspended account without services is closed", account.Suspended, 0, end, account.Closed, ""},
		{"an account with a service is not closed", account.Active, 1, end, account.Active, "Acme still has 1 service. An account is closed after its last service has ended."},
		{"an account with services is not closed", account.Suspended, 14, end, account.Suspended, "Acme still has 14 services. An account is closed after its last service has ended."},
		{"a closed account is not closed again", account.Closed, 0, end, account.Closed, "Acme is already closed."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := account.Account{Name: "Acme", Status: c.was, Services: c.services}
			err := c.act(&a)
			if a.Status != c.want {
				t.Errorf("it is %s, not %s", a.Status, c.want)
			}
			if c.says == "" && err != nil || c.says != "" && (!fault.Is(err, fault.Conflict) || err.Error() != c.says) {
				t.Errorf("answered %v", err)
			}
		})
	}
}

func TestAnOwnValueComesBeforeTheInheritedOne(t *testing.T) {
	for _, c := range []struct {
		own  account.Own
		base account.Base
		want bool
	}{
		{account.OwnOn, account.BaseOff, true}, {account.OwnOn, account.BaseOn, true}, {account.OwnOff, account.BaseOn, false}, {account.OwnOff, account.BaseOff, false}, {account.OwnNone, account.BaseOn, true}, {account.OwnNone, account.BaseOff, false},
		{account.OwnOn, account.HeldOff, false}, {account.OwnOff, account.HeldOn, true}, {account.OwnNone, account.HeldOn, true}, {account.OwnNone, account.HeldOff, false},
	} {
		if c.own.Else(c.base) != c.want {
			t.Errorf("%d on base %d is not %t", c.own, c.base, c.want)
		}
	}
	if account.OwnOf(true) != account.OwnOn || account.OwnOf(false) != account.OwnOff {
		t.Error("a switch position is not its own value")
	}
}

func TestAReferredPartnerGivesInternationalNumbers(t *testing.T) {
	harbour := "harbr5t3"
	if got := (account.Account{Country: "AU"}).Numbers(); got != "AU" {
		t.Errorf("%q", got)
	}
	if got := (account.Account{Country: "AU", ReferredBy: &harbour}).Numbers(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestTagsAreReadOnceEachAndInOrder(t *testing.T) {
	many := ""
	for i := range 21 {
		many += string(rune('a'+i)) + ","
	}
	for in, want := range map[string]struct {
		tags int
		says bool
	}{
		"":                       {0, false},
		"Health, Priority":       {2, false},
		"Health,health, HEALTH ": {1, false},
		" , ,,":                  {0, false},
		"a\x00b":                 {0, true},
		"a tag that is much longer than forty characters are": {0, true},
		many: {21, true},
	} {
		var fs fault.Fields
		got := (&account.Draft{Tags: in}).ReadTags(&fs)
		if len(got) != want.tags || (len(fs) > 0) != want.says {
			t.Errorf("%q: %v, %v", in, got, fs)
		}
	}
}

func TestTheWorldHasCountriesOnly(t *testing.T) {
	for _, code := range []string{"UN", "EZ", "EU", "EA", "IC", "DG"} {
		if account.IsCountry(code) {
			t.Errorf("%s is a country", account.CountryName(code))
		}
	}
	for _, code := range append([]string{"XK", "TW", "AX", "VA"}, account.Countries...) {
		if !account.IsCountry(code) {
			t.Errorf("%s is no country", account.CountryName(code))
		}
	}
	if n := len(account.World()); n != 250 {
		t.Errorf("%d countries", n)
	}
}
