package account_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
)

// contactFacts is how often the operator's account was edited.
func contactFacts(t *testing.T, a *apptest.App) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE account_id = $1 AND kind = 'account.edited'", cast.Meridian).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheOperatorSaysWhereItIsAskedForHelp(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	in := account.ContactsDraft{Phone: " +44 20 7946 0991 ", Email: " help@meridian.example "}
	if changed, err := a.Accounts.EditContacts(t.Context(), olive, in); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if m := a.Account(cast.Meridian); m.SupportPhone != "+442079460991" || m.SupportEmail != "help@meridian.example" || !m.Contact {
		t.Errorf("%+v", m)
	}
	if changed, err := a.Accounts.EditContacts(t.Context(), olive, account.ContactsOf(a.Account(cast.Meridian))); err != nil || changed {
		t.Errorf("the same again: %t %v", changed, err)
	}
	if changed, err := a.Accounts.EditContacts(t.Context(), olive, account.ContactsDraft{Email: "help@meridian.example"}); err != nil || !changed {
		t.Error(changed, err)
	}
	if m := a.Account(cast.Meridian); m.SupportPhone != "" || m.Contact || contactFacts(t, a) != 2 {
		t.Errorf("%+v, %d facts", m, contactFacts(t, a))
	}
	a.CheckNumbers()
}

func TestContactsOfTheOperatorAreChecked(t *testing.T) {
	a := apptest.New(t)
	for name, c := range map[string]struct {
		in     account.ContactsDraft
		fields []string
	}{
		"words for a number":          {account.ContactsDraft{Phone: "call us"}, []string{"phone"}},
		"a number without a country":  {account.ContactsDraft{Phone: "020 7946 0991"}, []string{"phone"}},
		"an address without a domain": {account.ContactsDraft{Email: "help"}, []string{"email"}},
		"two lines":                   {account.ContactsDraft{Email: "help@meridian.example\nBcc: eve@evil.example"}, []string{"email"}},
		"both":                        {account.ContactsDraft{Phone: "1", Email: "@"}, []string{"phone", "email"}},
	} {
		_, err := a.Accounts.EditContacts(t.Context(), a.By(cast.Olive), c.in)
		var got []string
		for _, f := range fault.FieldsOf(err) {
			got = append(got, f.Field)
		}
		if !slices.Equal(got, c.fields) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, by := range []access.Caller{a.By(cast.Sam), a.By(cast.Pia), a.By(cast.Dina), a.By(cast.Alice), a.Viewing(cast.Pia, cast.Acme), {}} {
		if _, err := a.Accounts.EditContacts(t.Context(), by, account.ContactsDraft{Email: "mine@evil.example"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s edits them: %v", by.Name, err)
		}
	}
	if n := contactFacts(t, a); n != 0 {
		t.Errorf("%d facts of what was refused", n)
	}
}

func TestTheSameContactsSentAtOnceAreRecordedOnce(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if _, err := a.Accounts.EditContacts(t.Context(), olive, account.ContactsDraft{Phone: "+44 20 7946 0991"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := contactFacts(t, a); n != 1 {
		t.Errorf("%d facts", n)
	}
}
