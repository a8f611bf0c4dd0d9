package db_test

import (
	"errors"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// What Lightly changes about the connection holds for its own transaction only.
func TestAfterLightlyWritesWaitForTheDiskAgain(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("SQLite's connection is changed, PostgreSQL's transaction is")
	}
	a := apptest.New(t)
	synchronous := func(tx *db.Tx) (n int) {
		t.Helper()
		if err := tx.Everywhere("a test asks the connection").Raw("PRAGMA synchronous").Scan(&n).Error; err != nil {
			t.Fatal(err)
		}
		return n
	}
	const normal, full = 1, 2
	failure := errors.New("rolled back")
	for _, want := range []error{nil, failure} {
		err := a.DB.Lightly(t.Context(), access.Caller{}, func(tx *db.Tx) error {
			if n := synchronous(tx); n != normal {
				t.Errorf("within Lightly, synchronous is %d", n)
			}
			return want
		})
		if !errors.Is(err, want) {
			t.Errorf("Lightly answers %v, not %v", err, want)
		}
		a.Tx(func(tx *db.Tx) error {
			if n := synchronous(tx); n != full {
				t.Errorf("after Lightly, synchronous is %d", n)
			}
			return nil
		})
	}
}

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
