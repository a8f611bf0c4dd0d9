package provision_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
)

// Whoever builds a service is not handed what it costs.
func TestADeliveryHasNoPrices(t *testing.T) {
	a := apptest.New(t)
	place(t, a, "p-6d9h")
	sam := a.By(cast.Sam)
	priceless := func(what string, s service.Service) {
		t.Helper()
		if s.ID == "" || s.MonthlyRetail.Known() || s.MonthlyCost.Known() || s.OnceRetail.Known() || s.OnceCost.Known() {
			t.Errorf("%s: %s has a price", what, s.ID)
		}
	}
	p, err := a.Deliveries.List(t.Context(), sam, provision.Filter{})
	if err != nil || len(p.Deliveries) == 0 {
		t.Fatal(err)
	}
	for _, d := range p.Deliveries {
		priceless("list", d.Service)
	}
	for _, id := range []string{"p-6d9h", "p-7f2k"} {
		d, err := a.Deliveries.Find(t.Context(), sam, id)
		if err != nil {
			t.Fatal(err)
		}
		priceless("find", d.Service)
		for _, u := range d.Under {
			priceless("under", u)
		}
		if d.Port != nil {
			priceless("port", *d.Port)
		}
	}
	s, err := a.Deliveries.Accept(t.Context(), sam, "p-6d9h")
	if err != nil {
		t.Fatal(err)
	}
	priceless("step", s)
	if s, err = a.Deliveries.Identify(t.Context(), sam, "p-6d9h", provision.Naming{Circuit: "MRDN-1"}); err != nil {
		t.Fatal(err)
	}
	priceless("name", s)
	if s := find(a, "p-6d9h"); !s.MonthlyRetail.Known() || !s.MonthlyCost.Known() {
		t.Error("its prices are lost")
	}
}

// What a connection asks of another company goes on while its end can be taken
// back, and is withdrawn with its end. What is drawn under a port goes with it.
func TestAnEndThatIsScheduledWithdrawsNothingUntilItsDay(t *testing.T) {
	a := apptest.New(t)
	var port, asking string
	read := "SELECT p.id, c.id FROM services p JOIN services c ON c.port_id = p.id WHERE p.account_id = '" + cast.Acme + "' AND p.status = 'live' AND c.status = 'live' AND p.locked = FALSE AND c.locked = FALSE ORDER BY p.id, c.id LIMIT 1"
	if err := a.Raw().QueryRow(read).Scan(&port, &asking); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"UPDATE services SET status = 'configured', live_at = NULL, far_kind = 'company', far_state = 'asked' WHERE id = '" + asking + "'",
		"UPDATE services SET port_id = '" + port + "', top = 0 WHERE id = 'x-59pw'",
		"INSERT INTO connection_requests (id, account_id, service_id, service_name, from_account_id, from_name, from_service_id, speed, note, state, vlan, asked_by, asked_by_name, asked_at, answered_by_name, answer, version) " +
			"SELECT 'asked', '" + cast.Northwind + "', id, name, account_id, 'Acme', '" + asking + "', 100, '', 'asked', 0, '', 'Alice', created_at, '', '', 1 FROM services WHERE id = '" + port + "'",
	} {
		if _, err := a.Raw().Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	state := func() (s string) {
		if err := a.Raw().QueryRow("SELECT state FROM connection_requests WHERE id = 'asked'").Scan(&s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	pia, top := a.Viewing(cast.Pia, cast.Acme), find(a, port)
	end := order.EndDraft{When: order.AtTerms, Reason: order.EndReasons[0], Name: top.Name}
	if _, err := a.Orders.End(t.Context(), pia, port, end); err != nil {
		t.Fatal(err)
	}
	if s := state(); s != "asked" {
		t.Errorf("the request is %s while the end is scheduled", s)
	}
	if _, err := a.Orders.Keep(t.Context(), pia, port); err != nil {
		t.Fatal(err)
	}
	if s := find(a, asking); s.Status != service.Configured || s.FarState != service.FarAsked || state() != "asked" {
		t.Errorf("it is %s and waits for an answer that nobody can give: %s, %s", s.Status, s.FarState, state())
	}
	if _, err := a.Orders.End(t.Context(), pia, port, end); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(top.TermEndsOn.Sub(a.Clock.Now()) + time.Hour)
	if _, err := a.Deliveries.EndDue(t.Context(), portal(t, a)); err != nil {
		t.Fatal(err)
	}
	if s := find(a, asking); s.Status != service.Decommissioned || state() != "withdrawn" {
		t.Errorf("it is %s, and the request %s", s.Status, state())
	}
	var left int
	if err := a.Raw().QueryRow("SELECT COUNT(*) FROM services WHERE id = 'x-59pw'").Scan(&left); err != nil || left != 0 {
		t.Errorf("a design is left under what has ended: %v", err)
	}
}
