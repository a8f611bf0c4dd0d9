package user_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

func TestAnotherRoleGivenByTheCommandLineStandsInTheRecord(t *testing.T) {
	a := apptest.New(t)
	by, err := a.Sessions.CommandLine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ada := invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	seat, _, _, err := a.Users.InviteAnywhere(t.Context(), by, cast.Acme, user.SeatDraft{FirstName: "Ada", LastName: "Berg", Email: ada.Email, Role: access.CompanyAdmin})
	if err != nil || seat.ID != ada.ID || seat.Role != access.CompanyAdmin {
		t.Fatal(seat, err)
	}
	facts := past(t, a, cast.Acme)
	if !slices.ContainsFunc(facts, func(f string) bool {
		return strings.HasPrefix(f, "invitation.sent_again") && strings.Contains(f, "by Command line") && strings.Contains(f, "Role: Read Only → Company Admin")
	}) {
		t.Errorf("%q", facts[:3])
	}
}

func TestWhoIsLockedOutIsNoAdminThatCouldStayAlone(t *testing.T) {
	a := apptest.New(t)
	by, err := a.Sessions.CommandLine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	exec(t, a, "UPDATE seats SET role = 'Company Admin' WHERE id = 'seat-cast-theo'")
	exec(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-theo'")
	if _, err := a.Sessions.Disable(t.Context(), by, cast.Pia.Email); !fault.Is(err, fault.Conflict) {
		t.Errorf("the other one is locked out: %v", err)
	}
	exec(t, a, "UPDATE users SET status = 'active' WHERE id = 'cast-theo'")
	if _, err := a.Sessions.Disable(t.Context(), by, cast.Pia.Email); err != nil {
		t.Errorf("there is another: %v", err)
	}
}
