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
	st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), "p-6d9h", "")
	if err != nil || st.Service.OrderedByName != cast.Alice.Name {
		t.Errorf("ordered by %s, %v", st.Service.OrderedByName, err)
	}
}

func TestTheCompanyAtTheFarEndReadsWhoAskedAndNotWhoApproved(t *testing.T) {
	a := apptest.New(t)
	at := carrier(t, a, cast.Northwind)
	change(t, a, "UPDATE services SET open = TRUE WHERE id = $1", at)
	far := order.Far{Kind: service.FarCompany, ID: at}
	d, err := a.Orders.AddConnection(t.Context(), a.By(cast.Alice), port, order.Draft{Token: "1", Product: cast.VXC, Far: far.Key(), Name: "To the exchange", Speed: "500", Term: "1"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := ordered(t, a, a.By(cast.Alice), d.ID)
	if err != nil || !out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	if r, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: 1}); err != nil || r.State != approval.Approved {
		t.Fatalf("%+v, %v", r, err)
	}
	if n := count(t, a, "SELECT count(*) FROM connection_requests WHERE from_service_id = $1 AND asked_by = $2 AND asked_by_name = $3", d.ID, cast.Alice.ID, cast.Alice.Name); n != 1 {
		t.Errorf("%d are Alice's", n)
	}
}
