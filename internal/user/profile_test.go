package user_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

func TestEveryZoneOfTheListIsKnown(t *testing.T) {
	if len(user.Zones) < 400 || user.Zones[0] != user.UTC {
		t.Fatalf("%d zones, the first is %s", len(user.Zones), user.Zones[0])
	}
	for _, z := range user.Zones {
		l, err := time.LoadLocation(z)
		if err != nil || user.Location(z).String() != l.String() {
			t.Errorf("%s: %s, %v", z, user.Location(z), err)
		}
	}
	for _, z := range []string{"", "Local", "../etc/passwd", "Nowhere/Atall"} {
		if user.Location(z) != time.UTC {
			t.Errorf("%q is %s", z, user.Location(z))
		}
	}
}

func TestAZoneIsFoundByWhatPeopleType(t *testing.T) {
	for typed, want := range map[string]string{
		"": user.UTC, "utc": user.UTC, "Australia/Sydney": "Australia/Sydney", " australia/sydney ": "Australia/Sydney", "sydney": "Australia/Sydney",
		"new york": "America/New_York", "America/New York": "America/New_York", "Local": "", "dney": "", "Sydney/": "", "../Sydney": "",
		strings.Repeat("x", 100): "", "Europe": "",
	} {
		if got, ok := user.FindZone(typed); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %t", typed, got, ok)
		}
	}
}

func TestAProfileIsCheckedAtItsFields(t *testing.T) {
	good := user.ProfileDraft{FirstName: " Pia ", LastName: "Larsen", Phone: "+61 2 9374 4000", TimeZone: "sydney", DateStyle: "year"}
	if fs := good.Check(); fs != nil || good.FirstName != "Pia" || good.Phone != "+61293744000" || good.TimeZone != "Australia/Sydney" {
		t.Errorf("%v %+v", fs, good)
	}
	bad := user.ProfileDraft{FirstName: " ", LastName: strings.Repeat("x", 129), Phone: "02 9374 4000", TimeZone: "Local", DateStyle: "roman"}
	var fields []string
	for _, p := range bad.Check() {
		fields = append(fields, p.Field)
	}
	if got := strings.Join(fields, " "); got != "first_name last_name phone time_zone date_style" {
		t.Error(got)
	}
	if bad.Phone != "02 9374 4000" || bad.TimeZone != "Local" {
		t.Errorf("what was typed is not kept: %+v", bad)
	}
	long := user.ProfileDraft{FirstName: "a", LastName: "b", Phone: strings.Repeat("1", 1<<20), TimeZone: strings.Repeat("ä", 1<<20)}
	if fs := long.Check(); fs.At("phone") == "" || fs.At("time_zone") == "" {
		t.Errorf("%v", fs)
	}
}

func TestEveryDateStyleIsWhatItsExampleSays(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, s := range user.DateStyles {
		if got := day.Format(s.Layout()); got != s.Example() {
			t.Errorf("%q writes %s, and says %s", s, got, s.Example())
		}
	}
}

func TestAnAddressCodeIsTriedFiveTimes(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	c := user.AddressChange{UserID: "u", CodeHash: user.HashToken("u\n12345678"), ExpiresAt: now.Add(24 * time.Hour)}
	for _, typed := range []string{"", "1234", "abcdefgh", "123456789"} {
		if err := c.Try(typed, now); fault.FieldsOf(err).At("code") == "" || c.Tries != 0 {
			t.Errorf("%q: %v after %d tries", typed, err, c.Tries)
		}
	}
	for i, want := range []string{"4 more tries", "3 more tries", "2 more tries", "one more try", "fifth wrong code", "does not work any more"} {
		if err := c.Try("87654321", now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("try %d: %v", i+1, err)
		}
	}
	if c.Waiting(now) || c.Try("12345678", now) == nil {
		t.Error("the right code works after five wrong ones")
	}
	c = user.AddressChange{UserID: "u", CodeHash: user.HashToken("u\n12345678"), ExpiresAt: now.Add(24 * time.Hour)}
	if err := c.Try(" 1234-5678 ", now.Add(24*time.Hour-1)); err != nil {
		t.Error(err)
	}
	if c.Try("12345678", now.Add(24*time.Hour)) == nil {
		t.Error("an expired code works")
	}
	c.UserID = "another"
	if c.Try("12345678", now) == nil {
		t.Error("a code works for somebody else")
	}
}

func TestFiveCodesADayAreTheMost(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	var c user.AddressChange
	for i := range 5 {
		if err := c.Ask(now.Add(time.Duration(i) * time.Hour)); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := c.Ask(now.Add(23 * time.Hour)); fault.FieldsOf(err).At("email") == "" {
		t.Error(err)
	}
	if err := c.Ask(now.Add(24 * time.Hour)); err != nil || c.Asks != 1 {
		t.Error(err, c.Asks)
	}
	for range 50 {
		if code := user.NewAddressCode(); len(code) != 8 || strings.Trim(code, "0123456789") != "" {
			t.Error(code)
		}
	}
}
