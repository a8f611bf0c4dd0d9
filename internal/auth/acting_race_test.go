package auth_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

func TestNothingIsWrittenAfterTheEnd(t *testing.T) {
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	p := play(t, a, a.Sessions, 6)
	for round := range 8 {
		p.begin()
		p.start()
		p.must("allow changes", a.Sessions.AllowChanges(t.Context(), p.request(), "Rename the port"), true)
		v, err := a.Sessions.At(t.Context(), p.request(), cast.Acme)
		p.must("stand in the account", err, true)
		var wrote atomic.Int64
		var writers sync.WaitGroup
		for range 4 {
			writers.Go(func() {
				for {
					err := a.DB.Do(t.Context(), v.Caller, tag)
					if fault.Is(err, fault.Forbidden) {
						return
					}
					if err != nil {
						t.Error(err)
						return
					}
					wrote.Add(1)
				}
			})
		}
		time.Sleep(time.Duration(5+5*round) * time.Millisecond)
		if round%2 == 0 {
			p.end(p.request(), visit.Exited)
		} else if _, err := a.Sessions.EndVisits(t.Context(), a.By(cast.Olive)); err != nil {
			t.Fatal(err)
		}
		writers.Wait()
		p.stopped = true
		id := v.Caller.Visit
		if n := number(t, a, "SELECT COUNT(*) FROM events WHERE kind = 'service.tagged' AND visit_id = '"+id+"'"); n != int(wrote.Load()) {
			t.Errorf("%d writes are facts, and %d were made", n, wrote.Load())
		}
		late := number(t, a, "SELECT COUNT(*) FROM events WHERE kind = 'service.tagged' AND visit_id = '"+id+"' AND place > (SELECT place FROM events WHERE kind = 'visit.ended' AND visit_id = '"+id+"')")
		if late != 0 {
			t.Errorf("%d were written after the end", late)
		}
		if p.acting {
			p.request()
		}
	}
}

func TestActingScansNoTable(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL scans a small table, whatever indexes it has")
	}
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	p := play(t, a, a.Sessions, 6)
	p.begin()
	plans := a.Plans(t, func() {
		p.start()
		p.must("allow changes", a.Sessions.AllowChanges(t.Context(), p.request(), "Rename the port"), true)
		p.end(p.request(), visit.Exited)
	})
	facts := 0
	for _, plan := range plans {
		if strings.Contains(plan.SQL, "visit_id IN") {
			facts++
		}
		if plan.Says("SCAN") {
			t.Errorf("%s\n%s", strings.Join(plan.Steps, "\n"), plan.SQL)
		}
	}
	if facts == 0 {
		t.Error("nothing asked what was done in the visit")
	}
}
