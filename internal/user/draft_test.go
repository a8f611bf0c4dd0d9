package user

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
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
		got, problem := checkPhone(c.typed, c.country)
		if got != c.want || (problem != "") != c.wrong {
			t.Errorf("%q in %q: %q, %q", c.typed, c.country, got, problem)
		}
	}
}

func TestRolesAboveOnesOwnAreNotGranted(t *testing.T) {
	partner := Company{Account: account.Account{Kind: access.Partner}}
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
		s := Seat{Role: c.was}
		fs := SeatDraft{Role: c.to}.checkRole(access.Caller{Role: c.by}, partner, &s)
		if (fs.At("role") != "") != c.wrong {
			t.Errorf("%s makes somebody %q: %v", c.by, c.to, fs)
		}
	}
}

func TestNobodyInAManagedAccountSeesBilling(t *testing.T) {
	for kind, wrong := range map[access.Kind]bool{access.Managed: true, access.Partner: false, access.Direct: false, access.Distributor: false} {
		var s Seat
		fs := SeatDraft{Role: access.Finance, SeesBilling: true}.checkRole(access.Caller{Role: access.CompanyAdmin}, Company{Account: account.Account{Kind: kind}}, &s)
		if (fs.At("sees_billing") != "") != wrong {
			t.Errorf("%s: %v", kind, fs)
		}
	}
}

func TestHowSomebodyStandsInAnAccount(t *testing.T) {
	for _, c := range []struct {
		seat   Standing
		person Status
		want   State
	}{
		{Invited, "", StateInvited}, {Seated, Active, StateActive}, {Seated, Locked, StateLocked}, {Seated, Deactivated, StateDeactivated},
		{Unseated, Active, StateDeactivated}, {Unseated, Locked, StateDeactivated}, {Unseated, Deactivated, StateDeactivated},
	} {
		if got := (Holder{Seat: Seat{Status: c.seat}, Person: c.person}).State(); got != c.want {
			t.Errorf("%s, %s: %s", c.seat, c.person, got)
		}
	}
}

func TestRowsWithNothingInThemAreLeftOut(t *testing.T) {
	ada := SeatDraft{FirstName: "Ada", LastName: "Holm", Email: "ada@acme.example", Role: access.ReadOnly}
	by, acme := access.Caller{Role: access.CompanyAdmin}, Company{Account: account.Account{Kind: access.Managed}}
	seats, rows, fs := InviteDraft{People: []SeatDraft{{}, ada, {}, {FirstName: " "}}}.seats(by, acme)
	if len(seats) != 1 || rows[0] != 1 || fs != nil {
		t.Errorf("%v, %v, %v", seats, rows, fs)
	}
	for _, people := range [][]SeatDraft{nil, {{}}, {{}, {}}} {
		if _, _, fs := (InviteDraft{People: people}).seats(by, acme); fs.At("person.0.first_name") == "" || fs.At("person.0.role") == "" || fs.At("person.1.role") != "" {
			t.Errorf("%d empty rows: %v", len(people), fs)
		}
	}
	again := ada
	again.Email = "ADA@Acme.example"
	if _, _, fs := (InviteDraft{People: []SeatDraft{ada, again}}).seats(by, acme); fs.At("person.1.email") == "" || fs.At("person.0.email") != "" {
		t.Errorf("the same address twice: %v", fs)
	}
	if _, _, fs := (InviteDraft{People: make([]SeatDraft, MostInvited+1)}).seats(by, acme); len(fs) != 1 {
		t.Errorf("more than %d: %v", MostInvited, fs)
	}
}

func TestALongNameFitsTheIndex(t *testing.T) {
	var s Seat
	long := ""
	for len(long) < 3000 {
		long += "ﷺ" // grows when it is folded
	}
	s.call(long, long, "a@b.example")
	if len(s.Search) > 1100 {
		t.Errorf("%d bytes", len(s.Search))
	}
}
