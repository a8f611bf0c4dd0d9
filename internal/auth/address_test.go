package auth_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

func TestAnInvitationOfANewAddressOfWhoIsThereAlreadyEndsAndIsRecorded(t *testing.T) {
	a := apptest.New(t)
	const email = "benedict@acme.example"
	seats, err := a.Users.Invite(t.Context(), a.By(cast.Pia), cast.Acme, user.InviteDraft{People: []user.SeatDraft{{FirstName: "Benedict", LastName: "Osei", Email: email, Role: access.ReadOnly}}})
	if err != nil {
		t.Fatal(err)
	}
	ben := signInFrom(t, a, cast.Ben, desk("one"))
	if err := a.Sessions.ProveAddress(t.Context(), ben, ask(t, a, ben, email), desk("one")); err != nil {
		t.Fatal(err)
	}
	if n := number(t, a, "SELECT count(*) FROM seats WHERE id = '"+seats[0].ID+"'"); n != 0 {
		t.Error("the invitation stays")
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = '"+string(outbox.Invitation)+"' AND status = 'waiting'"); n != 0 {
		t.Error("the letter with the ended link still leaves")
	}
	query := "SELECT count(*) FROM events WHERE kind = 'invitation.withdrawn' AND account_id = '" + cast.Acme + "' AND subject_id = '" + seats[0].ID + "' AND user_name = 'Ben Osei'"
	if n := number(t, a, query); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}
