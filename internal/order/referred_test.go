package order_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Harbour has Germany enabled, and not Australia; it pays for Lakeside, which
// it referred.
func TestAReferredPartnerOrdersInTheMarketsAndAtThePricesOfItsDistributorAndSeesNeither(t *testing.T) {
	a := apptest.New(t)
	special := pricing.Override{
		ID: db.NewID(a.DB.Now()), AccountID: cast.Harbour, ParentID: cast.Meridian, MarketID: "DE", ProductID: cast.Port, Speed: 1000,
		MonthlyRetail: price.NewRetail("EUR", 11100), MonthlyCost: price.NewCost("EUR", 9900), BeginsOn: a.DB.Now().AddDate(0, 0, -1),
		Reason: "By contract", SetByName: cast.Olive.Name, SetAt: a.DB.Now(), Version: 1,
	}
	a.Tx(func(tx *db.Tx) error { return tx.Put("a test agrees on a price", &[]pricing.Override{special}) })
	leo := a.By(cast.Leo)
	if leo.Prices != access.RetailPrices {
		t.Errorf("Leo may be shown prices of kind %d", leo.Prices)
	}
	draw := func(at string) (service.Service, error) {
		return a.Orders.Design(t.Context(), leo, order.Draft{
			Token: at, Product: cast.Port, Location: at, Name: "Line", Speed: "1000", Term: "1", Details: map[string]string{"interface": "LR"},
		})
	}
	s, err := draw("fra1")
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Orders.Review(t.Context(), leo, s.ID, "")
	if err != nil || r.Total.MonthlyRetail.Text(leo) != "EUR 111.00" || r.Total.MonthlyCost.Known() {
		t.Errorf("%q, %v", r.Total.MonthlyRetail.Text(leo), err)
	}
	out, err := a.Orders.Place(t.Context(), leo, s.ID, order.Confirm{Token: "order", Book: r.Book})
	if err != nil || out.Service.Status != service.Ordered || out.Service.MonthlyCost.Known() {
		t.Fatalf("%+v, %v", out.Service, err)
	}
	var cost int64
	if err := a.Raw().QueryRow("SELECT monthly_cost FROM services WHERE id = $1", s.ID).Scan(&cost); err != nil || cost != 9900 {
		t.Errorf("Harbour pays %d, %v", cost, err)
	}
	if _, err := draw("syd1"); fault.FieldsOf(err).At("location") == "" {
		t.Errorf("a design in a market that the distributor has not enabled: %v", err)
	}
	if _, err := a.Billing.Book(t.Context(), leo); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Leo reads the markets: %v", err)
	}
}
