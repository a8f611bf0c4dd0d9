package auth_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
)

func TestALinkIsOnlyForWhoWasInvitedToAPartner(t *testing.T) {
	a := apptest.New(t)
	acct, link := partner(t, a, "t")
	run(t, a, "DELETE FROM seats WHERE email = 'nils@fjord.example'")
	if _, err := a.Sessions.Accept(t.Context(), link, nils("correct horse battery"), auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an invitation that was withdrawn: %v", err)
	}
	if _, _, _, err := a.Users.RenewLink(t.Context(), a.By(cast.Olive), acct.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("a new link for nobody: %v", err)
	}
	run(t, a, "UPDATE seats SET status = 'invited', user_id = NULL WHERE user_id = 'cast-alice'")
	if _, _, _, err := a.Users.RenewLink(t.Context(), a.By(cast.Olive), cast.Acme); !fault.Is(err, fault.NotFound) {
		t.Errorf("a link into a managed account: %v", err)
	}
}

func TestASetUpIsToldAllThatIsWrongAtOnce(t *testing.T) {
	a := apptest.Empty(t)
	link, err := a.Sessions.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Sessions.SetUp(t.Context(), link, auth.SetUpDraft{}, auth.Browser{})
	for _, field := range []string{"operator", "first_name", "last_name", "email", "password"} {
		if fault.FieldsOf(err).At(field) == "" {
			t.Errorf("nothing is said of %s: %v", field, fault.FieldsOf(err))
		}
	}
}
