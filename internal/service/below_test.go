package service_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

func TestTheServicesOfAllAccountsAreReadAlongAnIndex(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL chooses its plans by statistics")
	}
	a := apptest.New(t)
	by := a.By(cast.Pia)
	for _, f := range []service.BelowFilter{
		{}, {Desc: true}, {Sort: service.BelowByStatus}, {Sort: service.BelowByTerm, Desc: true}, {Sort: service.BelowByAccount}, {Status: service.Live},
		{Location: "syd1"}, {Account: cast.Acme}, {After: "p-7f2k"}, {Sort: service.BelowByAccount, After: "p-7f2k"}, {Sort: service.BelowByTerm, Before: "p-7f2k"},
	} {
		for _, plan := range a.Plans(t, func() {
			if _, err := a.Services.Below(t.Context(), by, f); err != nil {
				t.Fatal(err)
			}
		}) {
			for _, step := range plan.Steps {
				few := strings.Contains(plan.SQL, "services.id IN") // which are looked up and sorted
				if strings.HasPrefix(step, "SCAN services") || strings.Contains(step, "TEMP B-TREE FOR ORDER BY") && strings.Contains(plan.SQL, "services") && !few {
					t.Errorf("%+v: %s: %s", f, step, plan.SQL)
				}
			}
		}
	}
}

func TestTheServicesOfAllAccountsAreForThePeopleOfThePartner(t *testing.T) {
	a := apptest.New(t)
	p, err := a.Services.Below(t.Context(), a.By(cast.Rory), service.BelowFilter{Find: "sydney core", Account: cast.Acme})
	if err != nil || p.Matching != 2 || p.Services[0].Account.Name != "Acme Robotics" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := a.Services.Below(t.Context(), a.By(cast.Pia), service.BelowFilter{Account: cast.Delta}); err != nil || len(p.Services) != 0 {
		t.Errorf("another partner's account: %+v, %v", p, err)
	}
	if _, err := a.Services.Below(t.Context(), a.By(cast.Alice), service.BelowFilter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a managed account: %v", err)
	}
	if _, err := a.Services.Below(t.Context(), a.Viewing(cast.Pia, cast.Acme), service.BelowFilter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("from within one: %v", err)
	}
}
