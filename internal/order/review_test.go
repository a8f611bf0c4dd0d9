package order_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
)

func TestAReviewSaysThatTheServiceEndsUnderWhichWasDrawn(t *testing.T) {
	for at, says := range map[service.Status]string{service.Cancelled: "The end of Sydney core is scheduled. ", service.Decommissioned: "Sydney core has ended. "} {
		a := apptest.New(t)
		by := a.Viewing(cast.Pia, cast.Acme)
		d, err := a.Orders.AddConnection(t.Context(), by, port, toCloud("drawn", ""))
		if err != nil {
			t.Fatal(err)
		}
		if r, err := a.Orders.Review(t.Context(), by, d.ID, ""); err != nil || !r.Ready() {
			t.Fatalf("before: %+v, %v", r.Items, err)
		}
		change(t, a, "UPDATE services SET status = $1, ends_on = term_ends_on WHERE id = $2", at, port)
		r, err := a.Orders.Review(t.Context(), by, d.ID, "")
		if err != nil || r.Ready() || len(r.Items) != 1 || r.Items[0].Problem != says+"No connection can be added to it." || r.Total.MonthlyRetail.Known() {
			t.Errorf("%+v, %v", r.Items, err)
		}
		if _, err := a.Orders.Place(t.Context(), by, d.ID, order.Confirm{Book: 1}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("ordered: %v", err)
		}
		if _, err := a.Orders.BoardUnder(t.Context(), by, port, "", "cloud.aws-syd"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("drawn: %v", err)
		}
		carries := service.Service{Name: "Sydney core", Status: at}
		carries.Product.Carries = true
		if err := servicekey.Offers(carries); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("a key: %v", err)
		}
	}
}

func TestWhoSeesNoPricesIsNotStoppedByThem(t *testing.T) {
	a := apptest.New(t)
	alice, theo := a.By(cast.Alice), a.By(cast.Theo)
	alice.Prices, theo.Prices = access.NoPrices, access.NoPrices
	raise := "UPDATE markets SET book = book + 1 WHERE id = 'AU'"
	change(t, a, raise)
	out, err := a.Orders.Place(t.Context(), alice, warehouse, order.Confirm{Book: 1})
	if err != nil || !out.Waits() {
		t.Fatalf("an order: %v", err)
	}
	in := faster(t, a, cast.Alice, 100000)
	change(t, a, raise)
	if out, err := a.Orders.Change(t.Context(), alice, port, in); err != nil || !out.Waits() {
		t.Errorf("a change: %v", err)
	}
	change(t, a, "UPDATE prices SET monthly_retail = monthly_retail + 100 WHERE market_id = 'AU' AND product_id = 'port'")
	if r, err := a.Orders.Approve(t.Context(), theo, out.Request.ID, order.Decision{Book: 1}); err != nil || r.State != approval.Approved {
		t.Errorf("a request: %+v, %v", r, err)
	}
}
