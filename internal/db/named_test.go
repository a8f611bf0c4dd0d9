package db_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

// Named finds children by their keys, and nobody else's.
func TestNamedFindsOnlyTheCallersOwn(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct{ named, want []string }{
		{[]string{cast.Acme, cast.Delta, cast.Northwind, "nobody22"}, []string{cast.Acme}}, {[]string{`"`, cast.Cobalt, "null", ""}, []string{cast.Cobalt}}, {nil, nil},
	} {
		var keys []string
		err := a.DB.Read(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
			return tx.Named(c.named).Model(&account.Account{}).Pluck("id", &keys).Error
		})
		if err != nil || !slices.Equal(keys, c.want) {
			t.Errorf("%q: found %v, %v", c.named, keys, err)
		}
	}
}

// Distinct tells each value once, of the caller's rows alone.
func TestDistinctStepsFromValueToValue(t *testing.T) {
	a := apptest.New(t)
	for _, by := range []access.Caller{a.By(cast.Pia), a.By(cast.Cara), a.By(cast.Alice)} {
		var all []string
		var plans []apptest.Plan
		err := a.DB.Read(t.Context(), by, func(tx *db.Tx) error {
			below := func() *gorm.DB { return tx.Children().Model(&service.Service{}).Where("product_id <> ?", cast.MCR) }
			if err := below().Distinct("location_id").Order("location_id").Pluck("location_id", &all).Error; err != nil {
				return err
			}
			for _, most := range []int{1, 2, len(all) + 9} {
				var found []string
				var err error
				plans = a.Plans(t, func() { found, err = tx.Distinct(below, "location_id", most) })
				if want := all[:min(most, len(all))]; err != nil || !slices.Equal(found, want) {
					t.Errorf("%s, %d: %v, not %v, %v", by.Name, most, found, want, err)
				}
			}
			if _, err := tx.Distinct(func() *gorm.DB { return tx.Everywhere("").Model(&service.Service{}) }, "location_id", 9); err == nil {
				t.Error("a query without a scope is answered")
			}
			return nil
		})
		if err != nil || by.Account == cast.Northwind && len(all) < 3 || by.Account == cast.Acme && len(all) > 0 {
			t.Errorf("%s: %v, %v", by.Name, all, err)
		}
		for _, p := range plans {
			if !a.DB.Postgres() && p.Says("SCAN services") {
				t.Errorf("%+v", p)
			}
		}
	}
}
