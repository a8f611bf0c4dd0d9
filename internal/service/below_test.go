package service_test

import (
	"slices"
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
		{Location: "syd1"}, {Find: "core"}, {Find: "core", After: "p-7f2k"}, {Account: cast.Acme}, {After: "p-7f2k"}, {Sort: service.BelowByAccount, After: "p-7f2k"}, {Sort: service.BelowByTerm, Before: "p-7f2k"},
	} {
		for _, plan := range a.Plans(t, func() {
			if _, err := a.Services.Below(t.Context(), by, f); err != nil {
				t.Fatal(err)
			}
		}) {
			for _, step := range plan.Steps {
				few := strings.Contains(plan.SQL, "json_each") || strings.Contains(plan.SQL, "FROM (SELECT") // which are looked up and sorted
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

func TestAFewThatAreLookedForAreWhatAllOfThemWouldBe(t *testing.T) {
	a := apptest.New(t)
	crowded(t, a)
	by := a.By(cast.Pia)
	for _, narrowed := range []service.BelowFilter{{Find: "04"}, {Find: "e 04"}, {Find: "line 04"}, {Find: "04", Status: service.Ordered}, {Find: "line 04", Status: service.Ordered}} {
		for _, sort := range []service.BelowColumn{service.BelowByName, service.BelowByTerm} {
			for _, desc := range []bool{false, true} {
				whole := called(t, a, service.BelowFilter{Status: narrowed.Status, Sort: sort, Desc: desc}, narrowed.Find)
				page := func(after, before string) (ids []string) {
					f := narrowed
					f.Sort, f.Desc, f.After, f.Before = sort, desc, after, before
					p, err := a.Services.Below(t.Context(), by, f)
					if err != nil || p.More || p.Matching != int64(len(whole)) {
						t.Fatalf("%+v: %d, more %t, of %d, %v", f, p.Matching, p.More, len(whole), err)
					}
					for _, s := range p.Services {
						ids = append(ids, s.ID)
					}
					return ids
				}
				var forth, back []string
				for ids := page("", ""); len(ids) > 0; ids = page(ids[len(ids)-1], "") {
					forth = append(forth, ids...)
				}
				for ids := page("", whole[len(whole)-1]); len(ids) > 0; ids = page("", ids[0]) {
					back = append(ids, back...)
				}
				if !slices.Equal(forth, whole) || !slices.Equal(back, whole[:len(whole)-1]) {
					t.Errorf("%+v by %s, %t: %d forwards and %d backwards of %d", narrowed, sort, desc, len(forth), len(back), len(whole))
				}
				// After one that is not among them all the same.
				if ids := page("p-7f2k", ""); narrowed.Find == "04" && narrowed.Status == "" && sort == service.BelowByName && !desc && len(ids) == 0 {
					t.Errorf("%+v: nothing follows one that does not match", narrowed)
				}
			}
		}
	}
}

// called are the services below Northwind with a part in their name, id or
// circuit, found without looking for it.
func called(t *testing.T, a *apptest.App, f service.BelowFilter, part string) (ids []string) {
	t.Helper()
	err := a.Services.Export(t.Context(), a.By(cast.Pia), f, func(p service.Placed) error {
		if strings.Contains(strings.ToLower(p.Name+"\n"+p.ID+"\n"+p.Circuit), part) {
			ids = append(ids, p.ID)
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		t.Fatalf("%d with %q, %v", len(ids), part, err)
	}
	return ids
}
