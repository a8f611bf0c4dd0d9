package order_test

import (
	"strings"
	"testing"

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
		if _, err := a.Orders.BoardUnder(t.Context(), by, port, "cloud.aws-syd"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("drawn: %v", err)
		}
		carries := service.Service{Name: "Sydney core", Status: at}
		carries.Product.Carries = true
		if err := servicekey.Offers(carries); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("a key: %v", err)
		}
	}
}
