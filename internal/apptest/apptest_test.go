package apptest_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestEachTestHasTheCastToItself(t *testing.T) {
	for range 2 {
		a := apptest.New(t)
		p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Total != 46 || len(p.Accounts) != 46 {
			t.Errorf("Northwind has %d accounts, %d shown", p.Total, len(p.Accounts))
		}
		if _, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), account.Draft{Name: "One more", Reference: "X-1"}); err != nil {
			t.Error(err)
		}
	}
}
