package delegation_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
)

// A name is one account's, also where whoever types it does not enter that one;
// they learn no more than that it is taken.
func TestANameThatIsTakenIsRefusedWithoutSayingByWhom(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Acme))
	by, err := a.Sessions.Standing(t.Context(), tariq.ID, cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	acme := a.Account(cast.Acme)
	_, err = a.Accounts.Edit(t.Context(), by, cast.Acme, account.Draft{Name: "cobalt health", Reference: "crm-1003", Version: acme.Version})
	problems := fault.FieldsOf(err)
	if problems.At("name") != "cobalt health is already the name of another account" || problems.At("reference") != "crm-1003 is already the reference of another account" {
		t.Errorf("%v", problems)
	}
	for _, p := range problems {
		if p.About != "" || strings.Contains(p.Text, "Cobalt") {
			t.Errorf("%+v", p)
		}
	}
}
