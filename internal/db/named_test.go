package db_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// Named finds children by their keys, and nobody else's.
func TestNamedFindsOnlyTheCallersOwn(t *testing.T) {
	a := apptest.New(t)
	var keys []string
	err := a.DB.Read(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
		return tx.Named([]string{cast.Acme, cast.Delta, cast.Northwind, "nobody22"}).Model(&account.Account{}).Pluck("id", &keys).Error
	})
	if err != nil || len(keys) != 1 || keys[0] != cast.Acme {
		t.Errorf("found %v, %v", keys, err)
	}
}
