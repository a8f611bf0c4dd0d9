package user_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/user"
)

func TestAPhoneIsReadAsInTheCountryOrWithACountryCode(t *testing.T) {
	for _, c := range []struct {
		typed, country, want string
		wrong                bool
	}{
		{"", "AU", "", false}, {"  ", "", "", false},
		{"02 9374 4000", "AU", "+61293744000", false}, {"+61 2 9374 4000", "AU", "+61293744000", false},
		{"+64 4 499 4000", "AU", "+6444994000", false}, // somebody abroad
		{"+61 2 9374 4000", "", "+61293744000", false}, {"02 9374 4000", "", "", true},
		{"555", "AU", "", true}, {"call us", "AU", "", true}, {"+1", "AU", "", true},
	} {
		got, problem := user.CheckPhone(c.typed, c.country)
		if got != c.want || (problem != "") != c.wrong {
			t.Errorf("%q in %q: %q, %q", c.typed, c.country, got, problem)
		}
	}
}

func TestRolesAboveOnesOwnAreNotGranted(t *testing.T) {
	partner := user.Company{Account: account.Account{Kind: access.Partner}}
	for _, c := range []struct {
		by, was, to access.Role
		wrong       bool
	}{
		{access.CompanyAdmin, "", access.CompanyAdmin, false},
		{access.CompanyAdmin, "", access.ReadOnly, false},
		{access.TechnicalAdmin, "", access.CompanyAdmin, true},
		{access.TechnicalAdmin, "", access.TechnicalAdmin, false},
		{access.TechnicalAdmin, "", access.ReadOnly, false},
		{access.CompanyAdmin, "", access.OperatorAdmin, true},
		{access.CompanyAdmin, "", access.SupportAgent, true},
		{access.CompanyAdmin, access.ReadOnly, "", true},
		{access.CompanyAdmin, "", "company admin", true},
	} {
		s := user.Seat{Role: c.was}
		fs := user.SeatDraft{Role: c.to}.CheckRole(access.Caller{Role: c.by}, partner, &s)
		if (fs.At("role") != "") != c.wrong {
			t.Errorf("%s makes somebody %q: %v", c.by, c.to, fs)
		}
	}
}

func TestNobodyInAManagedAccountSeesBilling(t *testing.T) {
	for kind, wrong := range map[access.Kind]bool{access.Managed: true, access.Partner: false, access.Direct: false, access.Distributor: false} {
		var s user.Seat
		fs := user.SeatDraft{Role: access.Finance, SeesBilling: true}.CheckRole(access.Caller{Role: access.CompanyAdmin}, user.Company{Account: account.Account{Kind: kind}}, &s)
		if (fs.At("sees_billing") != "") != wrong {
			t.Errorf("%s: %v", kind, fs)
		}
	}
}

func TestHowSomebodyStandsInAnAccount(t *testing.T) {
	for _, c := range []struct {
		seat   user.Standing
		person user.Status
		want   user.State
	}{
		{user.Invited, "", user.StateInvited}, {user.Seated, user.Active, user.StateActive}, {user.Seated, user.Locked, user.StateLocked}, {user.Seated, user.Deactivated, user.StateDeactivated},
		{user.Unseated, user.Active, user.StateDeactivated}, {user.Unseated, user.Locked, user.StateDeactivated}, {user.Unseated, user.Deactivated, user.StateDeactivated},
	} {
		if got := (user.Holder{Seat: user.Seat{Status: c.seat}, Person: c.person}).State(); got != c.want {
			t.Errorf("%s, %s: %s", c.seat, c.person, got)
		}
	}
}

func TestRowsWithNothingInThemAreLeftOut(t *testing.T) {
	ada := user.SeatDraft{FirstName: "Ada", LastName: "Holm", Email: "ada@acme.example", Role: access.ReadOnly}
	by, acme := access.Caller{Role: access.CompanyAdmin}, user.Company{Account: account.Account{Kind: access.Managed}}
	seats, rows, fs := user.InviteDraft{People: []user.SeatDraft{{}, ada, {}, {FirstName: " "}}}.Seats(by, acme)
	if len(seats) != 1 || rows[0] != 1 || fs != nil {
		t.Errorf("%v, %v, %v", seats, rows, fs)
	}
	for _, people := range [][]user.SeatDraft{nil, {{}}, {{}, {}}} {
		if _, _, fs := (user.InviteDraft{People: people}).Seats(by, acme); fs.At("person.0.first_name") == "" || fs.At("person.0.role") == "" || fs.At("person.1.role") != "" {
			t.Errorf("%d empty rows: %v", len(people), fs)
		}
	}
	again := ada
	again.Email = "ADA@Acme.example"
	if _, _, fs := (user.InviteDraft{People: []user.SeatDraft{ada, again}}).Seats(by, acme); fs.At("person.1.email") == "" || fs.At("person.0.email") != "" {
		t.Errorf("the same address twice: %v", fs)
	}
	if _, _, fs := (user.InviteDraft{People: make([]user.SeatDraft, user.MostInvited+1)}).Seats(by, acme); len(fs) != 1 {
		t.Errorf("more than %d: %v", user.MostInvited, fs)
	}
}

func TestALongNameFitsTheIndex(t *testing.T) {
	long := ""
	for len(long) < 3000 {
		long += "ﷺ" // grows when it is folded
	}
	s := user.SeatOf(user.User{FirstName: long, LastName: long, Email: "a@b.example"}, "s", "a", access.ReadOnly, "", time.Time{})
	if len(s.Search) > 1100 || len(s.Search) < 900 {
		t.Errorf("%d bytes", len(s.Search))
	}
}
