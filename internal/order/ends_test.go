package order_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

var ended = order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[4], Note: "Moved.", Name: "sydney core"}

func TestTheEndOfAPortIsAskedForOnceAndEndsAllUnderIt(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.Token = "once"
	out, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in)
	if err != nil || !out.Waits() || out.Request.Kind != approval.Termination || out.Service.Status != service.Live || out.Request.Asked.Under != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	if again, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in); err != nil || again.Request.ID != out.Request.ID {
		t.Errorf("the same form again: %+v, %v", again, err)
	}
	in.Token = ""
	if _, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second request: %v", err)
	}
	if _, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), port, ended); err != nil {
		t.Fatal(err)
	}
	st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), port, "")
	if err != nil || !st.Service.Gone() || st.Service.EndReason != ended.Reason {
		t.Fatalf("%+v, %v", st.Service, err)
	}
	for _, u := range st.Under {
		if !u.Gone() {
			t.Errorf("%s is %s", u.Name, u.Status)
		}
	}
	a.CheckNumbers()
}

func TestAScheduledEndIsTakenBack(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.When = order.AtTerms
	by := a.Viewing(cast.Tariq, cast.Acme)
	out, err := a.Orders.End(t.Context(), by, port, in)
	if err != nil || out.Service.Status != service.Cancelled || out.Service.EndsOn == nil || !out.Service.EndsOn.Equal(out.Service.TermEndsOn) {
		t.Fatalf("%+v, %v", out.Service, err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Ben), port); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Ben keeps it: %v", err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), "x-91ma"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a connection is kept under a port that ends: %v", err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Dev), port); !fault.Is(err, fault.NotFound) {
		t.Errorf("a foreign account keeps it: %v", err)
	}
	kept, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), port)
	if err != nil || kept.Status != service.Live || kept.EndsOn != nil || kept.EndReason != "" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), port); !fault.Is(err, fault.Conflict) {
		t.Errorf("kept twice: %v", err)
	}
	st, _ := a.Orders.Look(t.Context(), by, port, "")
	for _, u := range st.Under {
		if u.Status == service.Cancelled {
			t.Errorf("%s still ends", u.Name)
		}
	}
	a.CheckNumbers()
}

func TestAServiceThatWasNeverLiveIsKeptAsItWas(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.When, in.Name = order.AtTerms, "Firewall, Brisbane"
	out, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), "v-5n3j", in)
	if err != nil || out.Service.Status != service.Cancelled {
		t.Fatalf("%+v, %v", out.Service, err)
	}
	kept, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), "v-5n3j")
	if err != nil || kept.Status != service.Configured || kept.LiveAt != nil {
		t.Fatalf("%+v, %v", kept, err)
	}
	a.CheckNumbers()
}

func TestEndsThatAreRefused(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		name string
		by   cast.Person
		id   string
		kind fault.Kind
	}{
		{"a technical contact", cast.Ben, port, fault.Forbidden},
		{"a foreign account", cast.Dev, port, fault.NotFound},
		{"the partner at home", cast.Pia, port, fault.NotFound},
		{"the name of another", cast.Alice, "p-3c8w", fault.Invalid},
	} {
		if _, err := a.Orders.End(t.Context(), a.By(c.by), c.id, ended); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	in := ended
	in.Name = "Brisbane warehouse"
	if _, err := a.Orders.End(t.Context(), a.By(cast.Alice), "p-6d9h", in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a design ends: %v", err)
	}
}

func TestTheFeeIsSeenByWhoSeesPricesAndHeldByNobodyElse(t *testing.T) {
	a := apptest.New(t)
	c, err := a.Orders.Closing(t.Context(), a.Viewing(cast.Pia, cast.Acme), port)
	if err != nil || !c.Retail.Known() || !c.Cost.Known() || len(c.All) != 4 || c.All[0].Months == 0 || len(c.Later) != 4 || c.Later[0].Months != 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	by := a.By(cast.Alice)
	by.Prices = access.NoPrices
	c, err = a.Orders.Closing(t.Context(), by, port)
	if err != nil || c.Retail.Known() || c.Cost.Known() || c.All[0].Retail.Known() || c.All[0].Service.MonthlyCost.Known() || c.All[0].Months == 0 {
		t.Fatalf("%+v, %v", c, err)
	}
}
