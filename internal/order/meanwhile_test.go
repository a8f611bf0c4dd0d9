package order_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
)

// What happens between two steps of an order is not lost on the second.

func TestAPriceThatEndedOvernightIsNotOrderedUnseen(t *testing.T) {
	a := apptest.New(t)
	by := a.Viewing(cast.Pia, cast.Acme)
	var speed string
	if err := a.Raw().QueryRow("SELECT CAST(speed AS TEXT) FROM services WHERE id = 'p-6d9h'").Scan(&speed); err != nil {
		t.Fatal(err)
	}
	var marketID, product string
	if err := a.Raw().QueryRow("SELECT l.market, s.product_id FROM services s JOIN locations l ON l.id = s.location_id WHERE s.id = 'p-6d9h'").Scan(&marketID, &product); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Prices.Override(t.Context(), a.By(cast.Olive), pricing.OverrideDraft{Company: "northwind partners", Account: "crm-1001", Market: marketID, Product: product, Speed: speed, Retail: "1.00", Cost: "1.00", Begins: "2026-09-14", Ends: "2026-09-14", Reason: "Only today"}); err != nil {
		t.Fatal(err)
	}
	r, err := a.Orders.Review(t.Context(), by, "p-6d9h", "")
	if err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(16 * time.Hour) // 15 September, 01:00
	out, err := a.Orders.Place(t.Context(), by, "p-6d9h", order.Confirm{Token: "1", Book: r.Book})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("shown %s a month; ordered at %s a month, %v", r.Items[0].Quote.MonthlyRetail.Text(by), out.Service.MonthlyRetail.Text(by), err)
	}
}

func TestAnAnswerReachesAConnectionThatFailed(t *testing.T) {
	a := apptest.New(t)
	at := carrier(t, a, cast.Northwind)
	change(t, a, "UPDATE services SET open = TRUE WHERE id = $1", at)
	dev := a.By(cast.Dev)
	d, err := a.Orders.AddConnection(t.Context(), dev, carrier(t, a, cast.Delta), order.Draft{Token: "1", Product: cast.VXC, Far: order.Far{Kind: service.FarCompany, ID: at}.Key(), Name: "To the exchange", Speed: "500", Term: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ordered(t, a, dev, d.ID); err != nil {
		t.Fatal(err)
	}
	olive := a.By(cast.Olive)
	if _, err := a.Deliveries.Fail(t.Context(), olive, d.ID, provision.Failure{Problem: "No fibre"}); err != nil {
		t.Fatal(err)
	}
	rs, _, err := a.Connections.List(t.Context(), a.By(cast.Pia), connection.Asked, "")
	if err != nil || len(rs) == 0 {
		t.Fatal(rs, err)
	}
	for _, r := range rs {
		if r.FromServiceID == d.ID {
			if _, err := a.Connections.Answer(t.Context(), a.By(cast.Pia), r.ID, connection.AnswerDraft{State: connection.Accepted}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range []func() error{
		func() error { _, err := a.Deliveries.Retry(t.Context(), olive, d.ID); return err },
		func() error { _, err := a.Deliveries.Accept(t.Context(), olive, d.ID); return err },
		func() error { _, err := a.Deliveries.Build(t.Context(), olive, d.ID); return err },
		func() error { _, err := a.Deliveries.Light(t.Context(), olive, d.ID); return err },
	} {
		if err := step(); err != nil {
			t.Errorf("%v; open requests: %d", err, count(t, a, "SELECT count(*) FROM connection_requests WHERE from_service_id = $1 AND state = 'asked'", d.ID))
		}
	}
}

func TestWhatFailedEndsWithWhatItLeadsTo(t *testing.T) {
	a := apptest.New(t)
	at, id := led(t, a)
	if _, err := a.Deliveries.Fail(t.Context(), a.By(cast.Olive), id, provision.Failure{Problem: "No fibre"}); err != nil {
		t.Fatal(err)
	}
	if err := ending(t, a, at, order.AtOnce); err != nil {
		t.Fatal(err)
	}
	olive := a.By(cast.Olive)
	for _, step := range []func() error{
		func() error { _, err := a.Deliveries.Retry(t.Context(), olive, id); return err },
		func() error { _, err := a.Deliveries.Accept(t.Context(), olive, id); return err },
		func() error { _, err := a.Deliveries.Build(t.Context(), olive, id); return err },
		func() error { _, err := a.Deliveries.Light(t.Context(), olive, id); return err },
	} {
		if err := step(); err != nil {
			t.Logf("%v", err)
			return
		}
	}
	t.Errorf("%s is %s, paid for, and leads to %s, which is %s", id, status(t, a, id), at, status(t, a, at))
}

func TestNothingIsBuiltAgainInAMarketThatIsDeactivated(t *testing.T) {
	a := apptest.New(t)
	by := a.Viewing(cast.Pia, cast.Acme)
	if _, err := ordered(t, a, by, "p-6d9h"); err != nil {
		t.Fatal(err)
	}
	olive := a.By(cast.Olive)
	if _, err := a.Deliveries.Fail(t.Context(), olive, "p-6d9h", provision.Failure{Problem: "No fibre"}); err != nil {
		t.Fatal(err)
	}
	// all other services in the market are over
	change(t, a, "UPDATE services SET status = 'failed' WHERE status NOT IN ('design', 'decommissioned', 'failed')")
	var m string
	_ = a.Raw().QueryRow("SELECT l.market FROM services s JOIN locations l ON l.id = s.location_id WHERE s.id = 'p-6d9h'").Scan(&m)
	_, e, _, err := a.Billing.Find(t.Context(), a.By(cast.Pia), m)
	if err != nil {
		t.Fatal(err)
	}
	var off market.Market
	if off, err = a.Billing.Deactivate(t.Context(), a.By(cast.Pia), m, e.Billing.Version); err != nil || off.Active {
		t.Fatal(off, err)
	}
	if _, err := a.Deliveries.Retry(t.Context(), olive, "p-6d9h"); err == nil {
		t.Errorf("the market %s is %s, and a service there is %s and paid for", m, off.Status(), status(t, a, "p-6d9h"))
	}
}

func TestTakingBackThePortsEndLeavesAConnectionsOwn(t *testing.T) {
	a := apptest.New(t)
	by := a.Viewing(cast.Tariq, cast.Acme)
	var child, name, pname string
	if err := a.Raw().QueryRow("SELECT id, name FROM services WHERE port_id = $1 AND status = 'live' ORDER BY id", port).Scan(&child, &name); err != nil {
		t.Fatal(err)
	}
	_ = a.Raw().QueryRow("SELECT name FROM services WHERE id = $1", port).Scan(&pname)
	change(t, a, "UPDATE services SET term_ends_on = (SELECT term_ends_on FROM services WHERE id = $1) WHERE id = $2", port, child)
	if _, err := a.Orders.End(t.Context(), by, child, order.EndDraft{When: order.AtTerms, Reason: order.EndReasons[6], Name: name}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Orders.End(t.Context(), by, port, order.EndDraft{When: order.AtTerms, Reason: order.EndReasons[4], Name: pname}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Orders.Keep(t.Context(), by, port); err != nil {
		t.Fatal(err)
	}
	if s := status(t, a, child); s != service.Cancelled {
		t.Errorf("the connection, whose end was scheduled by itself before, is %s", s)
	}
}
