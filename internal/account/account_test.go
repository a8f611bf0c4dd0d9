package account

import (
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
)

func TestWhichStatusMayFollowWhich(t *testing.T) {
	suspend, reactivate, end := (*Account).suspend, (*Account).reactivate, (*Account).close
	for _, c := range []struct {
		name     string
		was      Status
		services int64
		act      func(*Account) error
		want     Status
		says     string
	}{
		{"an active account is suspended", Active, 3, suspend, Suspended, ""},
		{"a suspended account is not suspended again", Suspended, 0, suspend, Suspended, "Acme is already suspended."},
		{"a closed account is not suspended", Closed, 0, suspend, Closed, "Acme is closed and cannot be suspended."},
		{"a suspended account is reactivated", Suspended, 3, reactivate, Active, ""},
		{"an active account is not reactivated", Active, 0, reactivate, Active, "Acme is already active."},
		{"a closed account stays closed", Closed, 0, reactivate, Closed, "Acme is closed. A closed account stays closed."},
		{"an active account without services is closed", Active, 0, end, Closed, ""},
		{"a suspended account without services is closed", Suspended, 0, end, Closed, ""},
		{"an account with a service is not closed", Active, 1, end, Active, "Acme still has 1 service. An account is closed after its last service has ended."},
		{"an account with services is not closed", Suspended, 14, end, Suspended, "Acme still has 14 services. An account is closed after its last service has ended."},
		{"a closed account is not closed again", Closed, 0, end, Closed, "Acme is already closed."},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Account{Name: "Acme", Status: c.was, Services: c.services}
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
		own  Own
		base Base
		want bool
	}{
		{OwnOn, BaseOff, true}, {OwnOn, BaseOn, true}, {OwnOff, BaseOn, false}, {OwnOff, BaseOff, false}, {OwnNone, BaseOn, true}, {OwnNone, BaseOff, false},
		{OwnOn, HeldOff, false}, {OwnOff, HeldOn, true}, {OwnNone, HeldOn, true}, {OwnNone, HeldOff, false},
	} {
		if c.own.Else(c.base) != c.want {
			t.Errorf("%d on base %d is not %t", c.own, c.base, c.want)
		}
	}
	if OwnOf(true) != OwnOn || OwnOf(false) != OwnOff {
		t.Error("a switch position is not its own value")
	}
}

func TestAReferredPartnerGivesInternationalNumbers(t *testing.T) {
	harbour := "harbr5t3"
	if got := (Account{Country: "AU"}).Numbers(); got != "AU" {
		t.Errorf("%q", got)
	}
	if got := (Account{Country: "AU", ReferredBy: &harbour}).Numbers(); got != "" {
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
		got := (&Draft{Tags: in}).tags(&fs)
		if len(got) != want.tags || (len(fs) > 0) != want.says {
			t.Errorf("%q: %v, %v", in, got, fs)
		}
	}
}
