package market_test

import (
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
)

// A request that comes while its market is enabled is answered by it, or is
// refused; none is left waiting for what is there.
func TestNobodyAsksForWhatIsEnabledAtThisMoment(t *testing.T) {
	a := apptest.New(t)
	for _, id := range []string{"DE", "NL", "GB", "JP", "US", "SG"} {
		var all sync.WaitGroup
		all.Go(func() {
			if _, _, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), id, berlin()); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		})
		all.Go(func() {
			if _, err := a.Markets.Ask(t.Context(), a.By(cast.Alice), market.Draft{Market: id}); err != nil && fault.FieldsOf(err).At("market") == "" {
				t.Errorf("%s: %v", id, err)
			}
		})
		all.Wait()
		var left int64
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test looks at everything").Model(&market.Request{}).Where("market = ? AND account_id = ? AND state = 'open'", id, cast.Acme).Count(&left).Error
		})
		if left != 0 {
			t.Errorf("%s is enabled, and asked for", id)
		}
	}
}

// What bills are written in is the currency that the market has when it is
// enabled, not one that it had a moment before.
func TestTheCurrencyOfABillIsThatOfItsMarket(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("DELETE FROM prices WHERE market_id = 'BG'"); err != nil {
		t.Fatal(err)
	}
	m, _, err := a.Catalogue.Market(t.Context(), a.By(cast.Olive), "BG")
	if err != nil {
		t.Fatal(err)
	}
	d := m.Draft()
	d.Currency = "USD"
	var all sync.WaitGroup
	all.Go(func() { _, _ = a.Catalogue.EditMarket(t.Context(), a.By(cast.Olive), "BG", d) }) // refused when it comes late
	all.Go(func() {
		if _, _, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), "BG", berlin()); err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	if m, _, err = a.Catalogue.Market(t.Context(), a.By(cast.Olive), "BG"); err != nil {
		t.Fatal(err)
	}
	if _, billed := find(t, a, cast.Pia, "BG"); billed.Currency != m.Currency {
		t.Errorf("bills in %s, prices in %s", billed.Currency, m.Currency)
	}
}
