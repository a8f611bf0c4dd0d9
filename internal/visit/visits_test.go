package visit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/visit"
)

// visited is the cast with ten thousand visits to Acme and as many to Cobalt, one
// in a hundred in somebody's place, and the last three of them under way.
func visited(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		for i := 0; i < 20_000; i += 500 {
			rows := make([]visit.Visit, 500)
			for j := range rows {
				at := apptest.Start.Add(time.Duration(i+j) * time.Minute)
				left := at.Add(time.Minute)
				v := visit.Visit{ID: db.NewID(at), SessionHash: fmt.Sprint(i + j), UserID: cast.Pia.ID, AccountID: cast.Acme, SeatID: cast.Northwind, EnteredAt: at, LeftAt: &left, LeftWhy: visit.Returned}
				if j%2 == 1 {
					v.AccountID = cast.Cobalt
				}
				if j%100 == 0 {
					v.UserID, v.SeatID, v.AsID, v.AsSeat, v.Reason, v.EndsAt = cast.Sam.ID, cast.Meridian, cast.Alice.ID, "s", "a test", &left
				}
				if n := i + j; n == 19_800 || n == 19_900 || n == 19_998 {
					v.LeftAt, v.LeftWhy = nil, ""
				}
				rows[j] = v
			}
			if err := tx.Put("a test was busy", &rows); err != nil {
				return err
			}
		}
		return nil
	})
	a.Clock.Advance(20_000 * time.Minute)
	if a.DB.Postgres() {
		if _, err := a.Raw().Exec("VACUUM ANALYZE visits"); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestNoListOfVisitsScansOrSortsThem(t *testing.T) {
	a := visited(t)
	alice, olive := a.By(cast.Alice), a.By(cast.Olive)
	middle := db.NewID(apptest.Start.Add(10_000 * time.Minute))
	days := []time.Time{apptest.Start, apptest.Start.AddDate(0, 0, 1), apptest.Start.AddDate(0, 0, 2)}
	for what, fn := range map[string]func() (int, error){
		"all": func() (int, error) {
			p, err := a.Visits.List(t.Context(), alice, visit.Filter{})
			return len(p.Live)*1000 + len(p.Ended), err
		},
		"older": func() (int, error) {
			p, err := a.Visits.List(t.Context(), alice, visit.Filter{Before: middle})
			return 3000 + len(p.Ended), err
		},
		"newer": func() (int, error) {
			p, err := a.Visits.List(t.Context(), alice, visit.Filter{After: middle})
			return 3000 + len(p.Ended), err
		},
		"now": func() (int, error) {
			w, err := a.Visits.Watch(t.Context(), olive, days)
			return len(w.Live)*1525 + int(w.Total-2), err
		},
	} {
		plans := a.Plans(t, func() {
			if n, err := fn(); err != nil || n != 3050 {
				t.Errorf("%s: %d, %v", what, n, err)
			}
		})
		for _, p := range plans {
			if strings.Contains(p.SQL, "visit_id IN") {
				continue // the facts of one page of visits
			}
			for _, step := range p.Steps {
				if strings.Contains(step, "SCAN visits") && !strings.Contains(step, "INDEX") || strings.Contains(step, "Seq Scan on visits") ||
					strings.Contains(step, "TEMP B-TREE") && !strings.Contains(p.SQL, "GROUP BY") || strings.HasPrefix(strings.TrimSpace(step), "Sort") {
					t.Errorf("%s: %s\n%s", what, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
	}
}

func TestVisitsAreReadByWhoeverMay(t *testing.T) {
	a := visited(t)
	for _, p := range cast.Everyone() {
		by := a.By(p)
		page, err := a.Visits.List(t.Context(), by, visit.Filter{})
		if (err == nil) != by.May(access.ViewAccess) || p.Account != cast.Acme && p.Account != cast.Cobalt && len(page.Live)+len(page.Ended) > 0 {
			t.Errorf("%s: %d, %v", p.Name, len(page.Ended), err)
		}
		if w, err := a.Visits.Watch(t.Context(), by, nil); (err == nil) != by.May(access.WatchVisits) || err == nil && w.Total != 2 {
			t.Errorf("%s watches %d, %v", p.Name, w.Total, err)
		}
		if n, err := a.Visits.Volume(t.Context(), by); err != nil || p.Kind != access.Operator && p.Account != cast.Acme && p.Account != cast.Northwind && n != (visit.Volume{}) ||
			p.Kind == access.Operator && (n.Now != 2 || n.Day < n.Now) {
			t.Errorf("%s counts %+v, %v", p.Name, n, err)
		}
	}
	n := 0
	err := a.Visits.Export(t.Context(), a.By(cast.Alice), visit.Filter{}, func(es []visit.Entry) error {
		n += len(es)
		return nil
	})
	if err != nil || n != 10_000 {
		t.Errorf("%d in a file, %v", n, err)
	}
}
