package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// crowded gives Ember 1,300 ports, each with a connection, of which a tenth are
// ordered and one in a hundred is called rare.
func crowded(t *testing.T, a *apptest.App) (ss []service.Service) {
	t.Helper()
	for i := range 1300 {
		port := service.Service{
			ID: fmt.Sprintf("p-%04d", i), AccountID: cast.Ember, ProductID: cast.Port, LocationID: []string{"syd1", "mel1"}[i%2], Name: fmt.Sprintf("Usual %04d", i*7%1300),
			Speed: 1000, Term: 12, TermEndsOn: apptest.Start.AddDate(0, 0, i%9), Status: service.Live, CreatedAt: apptest.Start,
		}
		under := port
		under.ID, under.PortID, under.ProductID, under.Name = fmt.Sprintf("x-%04d", i), &port.ID, cast.VXC, fmt.Sprintf("Line %04d", i)
		if i%10 == 0 {
			under.Status = service.Ordered
		}
		if i%100 == 7 {
			under.Name = "Rare " + under.Name
		}
		ss = append(ss, port, under)
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, ss) })
	return ss
}

func TestALongListIsFilteredAsAShortOneIs(t *testing.T) {
	a := apptest.New(t)
	ss := crowded(t, a)
	for _, c := range []struct {
		f       service.Filter
		is      func(service.Service) bool
		matches int64
		more    bool
	}{
		{service.Filter{}, func(service.Service) bool { return true }, 2600, false},
		{service.Filter{Status: service.Live}, func(s service.Service) bool { return s.Status == service.Live }, 2470, false},
		{service.Filter{Status: service.Ordered}, func(s service.Service) bool { return s.Status == service.Ordered }, 130, false},
		{service.Filter{Product: cast.VXC}, func(s service.Service) bool { return s.ProductID == cast.VXC }, 1300, false},
		{service.Filter{Find: "line"}, func(s service.Service) bool { return strings.Contains(s.Name, "Line") }, account.Glanced, true},
		{service.Filter{Find: "line", Status: service.Ordered}, func(s service.Service) bool { return s.Status == service.Ordered }, 130, false},
		{service.Filter{Find: "rare"}, func(s service.Service) bool { return strings.Contains(s.Name, "Rare") }, 13, false},
		{service.Filter{Find: "nowhere"}, func(service.Service) bool { return false }, 0, false},
	} {
		match := map[string]bool{}
		for _, s := range ss {
			if c.is(s) {
				match[s.ID] = true
			}
		}
		var want []service.Service
		for i := 0; i < len(ss); i += 2 {
			if match[ss[i].ID] || match[ss[i+1].ID] {
				want = append(want, ss[i])
			}
		}
		slices.SortFunc(want, func(x, y service.Service) int { return strings.Compare(x.Name, y.Name) })
		at := func(n int) (id string) {
			if n >= 0 && n < len(want) {
				id = want[n].ID
			}
			return id
		}
		for _, p := range []struct {
			after, before string
			from, to      int
		}{{"", "", 0, 50}, {at(49), "", 50, 100}, {at(len(want) - 4), "", len(want) - 3, len(want)}, {"", at(len(want) - 1), len(want) - 51, len(want) - 1}} {
			if p.from < 0 || p.after == "" && p.before == "" && p.from > 0 {
				continue
			}
			f := c.f
			f.After, f.Before = p.after, p.before
			page, err := a.Services.List(t.Context(), a.Viewing(cast.Pia, cast.Ember), f)
			if err != nil {
				t.Fatal(err)
			}
			var got, ids []string
			for _, g := range page.Groups {
				got = append(got, g.ID)
				if len(g.Under) > 0 != match["x"+g.ID[1:]] {
					t.Errorf("%+v: under %s hang %d", f, g.ID, len(g.Under))
				}
			}
			for _, s := range want[min(p.from, len(want)):min(p.to, len(want))] {
				ids = append(ids, s.ID)
			}
			if !slices.Equal(got, ids) || page.Matching != c.matches || page.More != c.more || page.All != 2600 || page.Locations != 2 {
				t.Errorf("%+v: %d of %d, more %t, at %d: %v, not %v", f, page.Matching, page.All, page.More, page.Locations, got, ids)
			}
			if page.Unsummed != c.more {
				t.Errorf("%+v: not summed %t", f, page.Unsummed)
			}
		}
	}
}

func TestALongListIsReadAlongAnIndex(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL chooses its plans by statistics")
	}
	a := apptest.New(t)
	crowded(t, a)
	if err := cast.Many(t.Context(), a.DB, 3000, func(int, int) {}); err != nil { // and counts what the tables hold
		t.Fatal(err)
	}
	look := func(about string, fn func() error, refuse func(plan apptest.Plan, step string) bool) {
		t.Helper()
		for _, plan := range a.Plans(t, func() {
			if err := fn(); err != nil {
				t.Fatal(err)
			}
		}) {
			for _, step := range plan.Steps {
				if refuse(plan, step) {
					t.Errorf("%s: %s: %s", about, step, plan.SQL)
				}
			}
		}
	}
	for _, f := range []service.BelowFilter{{Sort: service.BelowByAccount}, {Sort: service.BelowByAccount, Desc: true}, {Sort: service.BelowByAccount, After: "p-0500"}, {Find: "nowhere"}, {Find: "rare", Sort: service.BelowByTerm}} {
		look(fmt.Sprintf("%+v", f), func() error { _, err := a.Services.Below(t.Context(), a.By(cast.Pia), f); return err }, func(plan apptest.Plan, step string) bool {
			sorts := f.Find == "" && strings.Contains(step, "TEMP B-TREE FOR ORDER BY") && strings.Contains(plan.SQL, "services")
			fetches := strings.Contains(plan.SQL, "LIKE") && !strings.Contains(step, "COVERING") && strings.Contains(step, "SEARCH services")
			return sorts || fetches || strings.HasPrefix(step, "SCAN services")
		})
	}
	for _, f := range []service.Filter{{Find: "nowhere"}, {Find: "rare", Sort: service.ByTerm}} {
		look(fmt.Sprintf("%+v", f), func() error {
			_, err := a.Services.List(t.Context(), a.Viewing(cast.Pia, cast.Ember), f)
			return err
		}, func(plan apptest.Plan, step string) bool {
			walks := strings.Contains(plan.SQL, "top = 1") && strings.Contains(step, "services_by_")
			return walks || strings.Contains(plan.SQL, "LIKE") && strings.Contains(step, "SEARCH services") && !strings.Contains(step, "COVERING")
		})
	}
}
