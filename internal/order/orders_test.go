package order_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

func TestAlicesDesignWaitsForNorthwindAndTheoApprovesIt(t *testing.T) {
	a := apptest.New(t)
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), "p-6d9h", order.Confirm{Token: "1", Book: 1, Comment: "For the warehouse."})
	if err != nil || !out.Waits() || out.Service.Status != service.Design {
		t.Fatalf("%+v, %v", out, err)
	}
	r, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: 1})
	if err != nil || r.State != approval.Approved {
		t.Fatalf("%+v, %v", r, err)
	}
}
