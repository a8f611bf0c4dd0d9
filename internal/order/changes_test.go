package order_test

import (
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

// port is Acme's port in Sydney, live, with three connections under it.
const port = "p-7f2k"

// faster is a change of its speed as the page sends it.
func faster(t *testing.T, a *apptest.App, p cast.Person, speed int64) order.ChangeDraft {
	t.Helper()
	cs, err := a.Orders.Speeds(t.Context(), a.By(p), port)
	if err != nil {
		t.Fatal(err)
	}
	return order.ChangeDraft{Speed: speed, Book: cs.Book, Version: cs.Service.Version}
}

func TestAFasterPortIsAskedForWithOldAndNew(t *testing.T) {
	a := apptest.New(t)
	in := faster(t, a, cast.Alice, 100000)
	in.Token, in.Comment = "once", "The backup overruns."
	out, err := a.Orders.Change(t.Context(), a.By(cast.Alice), port, in)
	if err != nil || !out.Waits() || out.Request.Kind != approval.SpeedChange || out.Service.Speed != 10000 {
		t.Fatalf("%+v, %v", out, err)
	}
	for _, row := range out.Request.Asked.Rows {
		if row.Field == "Speed" && (row.Was != "10 Gbps" || row.Now != "100 Gbps") || row.Field != "Speed" && row.Changed() {
			t.Errorf("%+v", row)
		}
	}
	if same, err := a.Orders.Change(t.Context(), a.By(cast.Alice), port, in); err != nil || same.Request.ID != out.Request.ID {
		t.Errorf("the same form again: %+v, %v", same, err)
	}
	in.Token = "another"
	if _, err := a.Orders.Change(t.Context(), a.By(cast.Ben), port, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second request of the kind: %v", err)
	}
	by := a.By(cast.Ben)
	by.Prices = access.NoPrices
	cs, err := a.Orders.Speeds(t.Context(), by, port)
	if err != nil || cs.Open.ID != out.Request.ID || !cs.Queued {
		t.Errorf("%+v, %v", cs.Open, err)
	}
	for _, p := range cs.Each {
		if p.Quote.MonthlyRetail.Known() || p.Quote.MonthlyCost.Known() || p.Quote.OnceRetail.Known() {
			t.Error("Ben holds a price that he may not see")
		}
	}
}

func TestThePartnerChangesAtOnceAndOnlyOneOfTwoDoes(t *testing.T) {
	a := apptest.New(t)
	by := a.Viewing(cast.Theo, cast.Acme)
	cs, err := a.Orders.Terms(t.Context(), by, port)
	if err != nil || cs.Queued {
		t.Fatalf("%+v, %v", cs, err)
	}
	was, err := a.Orders.Look(t.Context(), by, port, "")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = a.Orders.Change(t.Context(), by, port, order.ChangeDraft{Term: 24, Book: cs.Book, Version: cs.Service.Version})
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.Of(err) == nil {
			t.Error(err)
		}
	}
	st, err := a.Orders.Look(t.Context(), by, port, "")
	if err != nil || won != 1 || st.Service.Term != 24 || st.Service.Version != cs.Service.Version+1 || len(st.History) != len(was.History)+1 {
		t.Errorf("%d won: %+v, %v", won, st.Service, err)
	}
}

func TestChangesThatAreRefused(t *testing.T) {
	a := apptest.New(t)
	good := faster(t, a, cast.Alice, 100000)
	for _, c := range []struct {
		name string
		by   cast.Person
		id   string
		with func(*order.ChangeDraft)
		kind fault.Kind
	}{
		{"a reader of the partner", cast.Rory, port, func(*order.ChangeDraft) {}, fault.Forbidden},
		{"a foreign account", cast.Dev, port, func(*order.ChangeDraft) {}, fault.NotFound},
		{"the partner, in its own account", cast.Pia, port, func(*order.ChangeDraft) {}, fault.NotFound},
		{"nothing of the kind", cast.Alice, "p-0000", func(*order.ChangeDraft) {}, fault.NotFound},
		{"nothing chosen", cast.Alice, port, func(d *order.ChangeDraft) { d.Speed = 0 }, fault.Invalid},
		{"both at once", cast.Alice, port, func(d *order.ChangeDraft) { d.Term = 24 }, fault.Invalid},
		{"a speed that nobody sells", cast.Alice, port, func(d *order.ChangeDraft) { d.Speed = 12345 }, fault.Conflict},
		{"what it has", cast.Alice, port, func(d *order.ChangeDraft) { d.Speed = 10000 }, fault.Invalid},
		{"other prices", cast.Alice, port, func(d *order.ChangeDraft) { d.Book++ }, fault.Conflict},
		{"another version", cast.Alice, port, func(d *order.ChangeDraft) { d.Version++ }, fault.Conflict},
		{"faster than its port", cast.Alice, "x-91ma", func(d *order.ChangeDraft) { d.Speed = 100000 }, fault.Invalid},
		{"what is being built", cast.Alice, "x-20ce", func(*order.ChangeDraft) {}, fault.Conflict},
		{"slower than a connection", cast.Alice, "p-3c8w", func(d *order.ChangeDraft) { d.Speed = 10 }, fault.Invalid},
	} {
		in := good
		c.with(&in)
		if _, err := a.Orders.Change(t.Context(), a.By(c.by), c.id, in); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), port, ""); err != nil || st.Service.Speed != 10000 || len(st.Open) != 0 {
		t.Errorf("%+v, %v", st.Service, err)
	}
}

func TestALockHoldsForLowerRolesAndStopsTheEndOfItsPort(t *testing.T) {
	a := apptest.New(t)
	if _, _, err := a.Services.Lock(t.Context(), a.By(cast.Ben), "x-44bt", true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Ben locks: %v", err)
	}
	if _, _, err := a.Services.Lock(t.Context(), a.By(cast.Alice), "x-20ce", true); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is not live is locked: %v", err)
	}
	if _, changed, err := a.Services.Lock(t.Context(), a.By(cast.Alice), "x-44bt", true); err != nil || !changed {
		t.Fatal(err)
	}
	if _, changed, err := a.Services.Lock(t.Context(), a.By(cast.Alice), "x-44bt", true); err != nil || changed {
		t.Errorf("locked twice: %v", err)
	}
	in := order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[0], Name: "Sydney core"}
	if _, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), port, in); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Tariq ends a port with a locked connection: %v", err)
	}
	st, err := a.Orders.Look(t.Context(), a.By(cast.Ben), "x-44bt", "")
	if err != nil || !fault.Is(st.Service.Editable(a.By(cast.Ben)), fault.Forbidden) || st.Service.Editable(a.By(cast.Alice)) != nil {
		t.Errorf("%v", err)
	}
	if out, err := a.Orders.End(t.Context(), a.Viewing(cast.Pia, cast.Acme), port, in); err != nil || out.Service.Status != service.Decommissioned {
		t.Errorf("Pia ends it: %+v, %v", out, err)
	}
	a.CheckNumbers()
}
