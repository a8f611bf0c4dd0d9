package provision_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
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
