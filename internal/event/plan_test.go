package event_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
)

// crowded is the cast with a hundred thousand facts more, of which a few are
// of a rare kind, of a rare person, or in a quiet account.
func crowded(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	err := a.DB.Do(t.Context(), a.By(cast.Olive), func(tx *db.Tx) error {
		const n, batch = 100_000, 500
		for i := 0; i < n; i += batch {
			es := make([]event.Event, batch)
			for j := range es {
				at := apptest.Start.Add(time.Duration(i+j) * time.Minute)
				es[j] = event.Event{
					ID: db.NewID(at), AccountID: cast.Acme, ParentID: cast.Northwind, Kind: event.AccountEntered, UserID: cast.Pia.ID, UserName: cast.Pia.Name,
					SeatID: cast.Northwind, Changes: event.Changes{}, At: at, Place: int64(1_000_000 + i + j),
				}
				if n := i + j; n >= 50_000 && n < 50_400 {
					es[j].VisitID = "a visit"
				}
				switch k := (i + j) % 10; {
				case k < 4:
					es[j].AccountID, es[j].ParentID, es[j].Kind = cast.Northwind, cast.Meridian, event.SignedIn
				case k == 4:
					es[j].AccountID, es[j].ParentID, es[j].UserID = cast.Delta, cast.Cascade, cast.Cara.ID
				case k == 5:
					es[j].UserID, es[j].UserName = cast.Tariq.ID, cast.Tariq.Name
				}
			}
			if err := tx.Put("a test writes a long record", &es); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(100_000 * time.Minute)
	did(t, a, a.By(cast.Pia), event.UserLocked, cast.Cobalt)
	if a.DB.Postgres() {
		if _, err := a.Raw().Exec("VACUUM ANALYZE events"); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestNoSearchOfTheRecordScansOrSortsIt(t *testing.T) {
	a := crowded(t)
	middle := db.NewID(apptest.Start.Add(50_000 * time.Minute))
	alone := map[string]event.Filter{
		"nothing":      {},
		"a person":     {Users: []string{cast.Tariq.ID}},
		"two people":   {Users: []string{cast.Tariq.ID, cast.Rory.ID}},
		"a kind":       {Kinds: []event.Kind{event.SignedIn}},
		"a rare kind":  {Kinds: []event.Kind{event.UserLocked}},
		"no such kind": {Kinds: []event.Kind{event.FactorReset}},
		"a group":      {Kinds: event.KindsOf("people")},
		"an account":   {Accounts: []string{cast.Acme}},
		"a quiet one":  {Accounts: []string{cast.Cobalt}},
		"the own one":  {Accounts: []string{cast.Northwind}},
		"a visit":      {Visit: "a visit"},
		"part of one":  {Visit: "a visit", Kinds: event.KindsOf("sign-in"), Users: []string{cast.Pia.ID}},
		"from":         {From: apptest.Start.Add(99_000 * time.Minute)},
		"to":           {To: apptest.Start.Add(1000 * time.Minute)},
		"all at once": {
			Users: []string{cast.Pia.ID}, Kinds: event.KindsOf("accounts"), Accounts: []string{cast.Acme},
			From: apptest.Start.Add(10_000 * time.Minute), To: apptest.Start.Add(90_000 * time.Minute),
		},
	}
	check := func(what string, fn func() error) {
		t.Helper()
		took := time.Now()
		plans := a.Plans(t, func() {
			if err := fn(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		})
		if len(plans) == 0 {
			t.Errorf("%s: no query was seen", what)
		}
		for _, p := range plans {
			for _, step := range p.Steps {
				bounded := strings.Contains(p.SQL, ") AS w") || strings.Contains(p.SQL, "id IN (") || strings.Contains(p.SQL, "visit_id = ") // a window, the page itself, or one visit
				if strings.HasPrefix(step, "SCAN events") || strings.HasPrefix(step, "SCAN accounts") || strings.Contains(step, "Seq Scan on events") ||
					(strings.Contains(step, "TEMP B-TREE") || strings.Contains(step, "Sort")) && !bounded {
					t.Errorf("%s: %s\n%s", what, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
		t.Logf("%s: %d queries, %s with their plans", what, len(plans), time.Since(took).Round(time.Millisecond))
	}
	for name, f := range alone {
		for _, f.Before = range []string{"", middle} {
			for where, by := range map[string]access.Caller{"a partner": a.By(cast.Pia), "a managed account": a.By(cast.Alice), "the operator": a.By(cast.Olive)} {
				check(fmt.Sprintf("%s of %s before %q", name, where, f.Before), func() error { _, err := a.Events.Company(t.Context(), by, f); return err })
			}
			check("own, "+name, func() error { _, err := a.Events.Mine(t.Context(), a.By(cast.Pia), f); return err })
		}
		f.Before, f.After = "", middle
		check(name+" after", func() error { _, err := a.Events.Company(t.Context(), a.By(cast.Pia), f); return err })
	}
	check("people", func() error { _, err := a.Events.People(t.Context(), a.By(cast.Pia)); return err })
	check("history", func() error {
		_, _, err := a.Events.History(t.Context(), a.By(cast.Pia), cast.Acme, middle)
		return err
	})
}

func TestASearchThatTakesTooLongIsGivenUp(t *testing.T) {
	a := apptest.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	if _, err := a.Events.Company(ctx, a.By(cast.Pia), event.Filter{}); err == nil {
		t.Error("a search without time was answered")
	}
}
