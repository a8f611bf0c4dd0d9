package provision_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
)

func TestPeopleOfTheOperatorBuildByHand(t *testing.T) {
	a := apptest.New(t)
	ctx, sam := t.Context(), a.By(cast.Sam)
	place(t, a, "p-6d9h")
	if _, err := a.Deliveries.Accept(ctx, sam, "p-6d9h"); err != nil {
		t.Fatal(err)
	}
	if s, err := a.Deliveries.Identify(ctx, sam, "p-6d9h", provision.Naming{Circuit: "  MN-4711 "}); err != nil || s.Circuit != "MN-4711" {
		t.Errorf("%q, %v", s.Circuit, err)
	}
	for _, problem := range []string{"", "  ", strings.Repeat("a", provision.LongestProblem+1), "a\x00b"} {
		if _, err := a.Deliveries.Fail(ctx, sam, "p-6d9h", provision.Failure{Problem: problem}); fault.FieldsOf(err).At("problem") == "" {
			t.Errorf("%q: %v", problem, err)
		}
	}
	if s, err := a.Deliveries.Fail(ctx, sam, "p-6d9h", provision.Failure{Problem: "No port is free in this row."}); err != nil || s.Problem != "No port is free in this row." {
		t.Error(s.Problem, err)
	}
	if s, err := a.Deliveries.Retry(ctx, sam, "p-6d9h"); err != nil || s.Status != service.Ordered || s.Problem != "" {
		t.Error(s.Status, err)
	}
	for _, step := range []func(context.Context, access.Caller, string) (service.Service, error){a.Deliveries.Accept, a.Deliveries.Build, a.Deliveries.Light} {
		if _, err := step(ctx, sam, "p-6d9h"); err != nil {
			t.Fatal(err)
		}
	}
	d, err := a.Deliveries.Find(ctx, sam, "p-6d9h")
	if err != nil || d.Status != service.Live || d.Account.ID != cast.Acme || d.Partner.ID != cast.Northwind {
		t.Errorf("%+v, %v", d, err)
	}
	for circuit, n := range map[string]int{"mn-4711": 1, "MN-4712": 0} { // by which it is named to support
		if p, err := a.Services.Below(ctx, a.By(cast.Pia), service.BelowFilter{Find: circuit}); err != nil || len(p.Services) != n {
			t.Errorf("%s finds %d services, %v", circuit, len(p.Services), err)
		}
	}
	a.CheckNumbers()
}

func TestOnlyPeopleOfTheOperatorBuild(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	place(t, a, "p-6d9h")
	for _, p := range cast.Everyone() {
		if p.Account == cast.Meridian {
			continue
		}
		by := a.By(p)
		_, listed := a.Deliveries.List(ctx, by, provision.Filter{})
		_, found := a.Deliveries.Find(ctx, by, "p-6d9h")
		_, taken := a.Deliveries.Accept(ctx, by, "p-6d9h")
		_, failed := a.Deliveries.Fail(ctx, by, "p-6d9h", provision.Failure{Problem: "x"})
		_, named := a.Deliveries.Identify(ctx, by, "p-6d9h", provision.Naming{})
		for i, err := range []error{listed, found, taken, failed, named} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, %d: %v", p.Name, i, err)
			}
		}
	}
	for _, id := range []string{"nothing", "x-59pw"} { // a design is nobody's to build
		if _, err := a.Deliveries.Accept(ctx, a.By(cast.Olive), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", id, err)
		}
		if _, err := a.Deliveries.Find(ctx, a.By(cast.Olive), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestACancelledServiceEndsOnItsDayWithWhatHangsUnderIt(t *testing.T) {
	a := apptest.New(t)
	by := portal(t, a)
	if n, err := a.Deliveries.EndDue(t.Context(), by); err != nil || n != 0 {
		t.Fatalf("%d ended before their day, %v", n, err)
	}
	day := service.Midnight(a.Clock.Now()).AddDate(0, 0, 3)
	a.Tx(func(tx *db.Tx) error {
		tx.By = by
		was, err := service.LockOne(tx, "p-7f2k")
		now := was
		if err == nil {
			err = now.Take(service.Cancel)
		}
		if err != nil {
			return err
		}
		now.EndsOn, now.EndReason = &day, "The project has ended"
		return service.Write(tx, was, &now)
	})
	a.Clock.Advance(48 * time.Hour)
	if _, err := a.Deliveries.EndDue(t.Context(), by); err != nil || find(a, "p-7f2k").Status != service.Cancelled {
		t.Fatal(find(a, "p-7f2k").Status, err)
	}
	a.Clock.Advance(24 * time.Hour)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { _, _ = a.Deliveries.EndDue(context.Background(), by) })
	}
	all.Wait()
	for _, id := range []string{"p-7f2k", "x-91ma", "x-44bt", "x-20ce"} {
		if s := find(a, id); s.Status != service.Decommissioned || s.EndedAt == nil || s.EndReason != "The project has ended" || facts(a, id, event.ServiceEnded) != 1 {
			t.Errorf("%s is %s, %q, %d facts", id, s.Status, s.EndReason, facts(a, id, event.ServiceEnded))
		}
	}
	a.CheckNumbers()
}

func TestTheListOfDeliveriesIsOldestFirstAndCanBeNarrowed(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	p, err := a.Deliveries.List(ctx, olive, provision.Filter{})
	if err != nil || len(p.Deliveries) == 0 || int64(len(p.Deliveries)) != min(p.Total(), provision.PageSize) {
		t.Fatalf("%d of %d, %v", len(p.Deliveries), p.Total(), err)
	}
	for i, d := range p.Deliveries[1:] {
		if d.OrderedAt.Before(*p.Deliveries[i].OrderedAt) {
			t.Errorf("%s comes after %s", d.ID, p.Deliveries[i].ID)
		}
	}
	rest, err := a.Deliveries.List(ctx, olive, provision.Filter{After: p.Deliveries[3].ID})
	if err != nil || rest.Deliveries[0].ID != p.Deliveries[4].ID {
		t.Errorf("after %s comes %s, %v", p.Deliveries[3].ID, rest.Deliveries[0].ID, err)
	}
	for _, f := range []provision.Filter{{Find: "crm-1001"}, {Find: "Telemetry"}, {Status: service.Deployable}, {Product: cast.VXC, Location: "mel1"}} {
		p, err := a.Deliveries.List(ctx, olive, f)
		if err != nil || len(p.Deliveries) == 0 {
			t.Errorf("%+v: %d, %v", f, len(p.Deliveries), err)
		}
		for _, d := range p.Deliveries {
			if f.Find == "crm-1001" && d.Account.ID != cast.Acme || f.Status != "" && d.Status != f.Status || f.Location != "" && d.LocationID != f.Location {
				t.Errorf("%+v finds %s", f, d.ID)
			}
		}
	}
}

func TestNoPageOfDeliveriesReadsAllServices(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite")
	}
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	for _, f := range []provision.Filter{{}, {Status: service.Failed}, {Find: "acme"}, {Product: cast.Port}, {Location: "mel1"}, {After: "x-20ce"}} {
		for _, p := range a.Plans(t, func() {
			if _, err := a.Deliveries.List(t.Context(), olive, f); err != nil {
				t.Fatal(err)
			}
		}) {
			for _, step := range p.Steps {
				walks := strings.Contains(step, "services") && strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "services_to_build")
				if walks || strings.HasPrefix(step, "SCAN accounts") || strings.Contains(step, "FOR ORDER BY") && strings.Contains(p.SQL, "services.ordered_at, services.id") {
					t.Errorf("%+v: %s\n%s", f, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
	}
}
