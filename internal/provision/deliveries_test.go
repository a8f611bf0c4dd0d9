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
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
)

// portal is the portal itself.
func portal(t *testing.T, a *apptest.App) access.Caller {
	t.Helper()
	by, ok, err := a.Sessions.Portal(t.Context())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return by
}

// find is a service as it is now.
func find(a *apptest.App, id string) (s service.Service) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("id = ?", id).Take(&s).Error
	})
	return s
}

// facts are how many facts of a kind a service has.
func facts(a *apptest.App, id string, kind event.Kind) (n int64) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Model(&event.Event{}).Where("subject_id = ? AND kind = ?", id, kind).Count(&n).Error
	})
	return n
}

// place orders Acme's designs in the partner's name, which nobody has to approve.
func place(t *testing.T, a *apptest.App, id string) service.Service {
	t.Helper()
	out, err := a.Orders.Place(t.Context(), a.Viewing(cast.Pia, cast.Acme), id, order.Confirm{Token: "order " + id, Book: 1})
	if err != nil {
		t.Fatal(err)
	}
	return out.Service
}

func TestTheBuiltInCarrierMakesAnOrderLiveByItself(t *testing.T) {
	a := apptest.New(t)
	by, c := portal(t, a), a.Deliveries.Builtin(5*time.Second)
	place(t, a, "p-6d9h")
	for _, want := range []service.Status{service.Deployable, service.Configured, service.Live, service.Live} {
		if _, err := c.CarryOn(t.Context(), by); err != nil {
			t.Fatal(err)
		}
		if n, err := c.CarryOn(t.Context(), by); n != 0 || err != nil {
			t.Fatalf("%d more steps at once, %v", n, err)
		}
		if s := find(a, "p-6d9h"); s.Status != want {
			t.Fatalf("it is %s, not %s", s.Status, want)
		}
		a.Clock.Advance(5 * time.Second)
	}
	s := find(a, "p-6d9h")
	today := service.Midnight(a.Clock.Now())
	if s.LiveAt == nil || s.StepAt != nil || !s.TermBeginsOn.Equal(today) || !s.TermEndsOn.Equal(today.AddDate(1, 0, 0)) {
		t.Errorf("%+v", s)
	}
	for _, k := range []event.Kind{event.ServiceAccepted, event.ServiceBuilt, event.ServiceLive} {
		if n := facts(a, s.ID, k); n != 1 {
			t.Errorf("%d facts of the kind %s", n, k)
		}
	}
	a.CheckNumbers()
}

func TestAStepIsTakenOnceHoweverManyTakeIt(t *testing.T) {
	a := apptest.New(t)
	by, c := portal(t, a), a.Deliveries.Builtin(time.Hour)
	place(t, a, "p-6d9h")
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() { _, _ = c.CarryOn(context.Background(), by) })
	}
	all.Wait()
	if s := find(a, "p-6d9h"); s.Status != service.Deployable || facts(a, s.ID, event.ServiceAccepted) != 1 {
		t.Errorf("%s, %d facts", s.Status, facts(a, s.ID, event.ServiceAccepted))
	}
	var won, lost int
	var mu sync.Mutex
	for range 12 {
		all.Go(func() {
			_, err := a.Deliveries.Build(context.Background(), cast.Sam.Caller(), "p-6d9h")
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case fault.Is(err, fault.Conflict):
				lost++
			}
		})
	}
	all.Wait()
	if won != 1 || lost != 11 || facts(a, "p-6d9h", event.ServiceBuilt) != 1 {
		t.Errorf("%d built it, %d were told that it is", won, lost)
	}
}

func TestAnOrderThatIsEndedIsBuiltNoFurther(t *testing.T) {
	a := apptest.New(t)
	by, c := portal(t, a), a.Deliveries.Builtin(time.Second)
	place(t, a, "p-6d9h")
	a.Tx(func(tx *db.Tx) error {
		tx.By = by
		was, err := service.LockOne(tx, "p-6d9h")
		now := was
		if err == nil {
			err = now.Take(service.End)
		}
		if err != nil {
			return err
		}
		return service.Write(tx, was, &now) // with the carrier's mark still on it
	})
	for range 3 {
		if _, err := c.CarryOn(t.Context(), by); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Minute)
	}
	if s := find(a, "p-6d9h"); s.Status != service.Decommissioned || s.StepAt != nil {
		t.Errorf("%s, %v", s.Status, s.StepAt)
	}
	if _, err := a.Deliveries.Accept(t.Context(), a.By(cast.Olive), "p-6d9h"); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestAConnectionWaitsForItsPortAndForItsFarEnd(t *testing.T) {
	a := apptest.New(t)
	by, c := portal(t, a), a.Deliveries.Builtin(time.Second)
	olive := a.By(cast.Olive)
	place(t, a, "x-59pw")
	set := func(id string, columns map[string]any) {
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test arranges it").Model(&service.Service{}).Where("id = ?", id).Updates(columns).Error
		})
	}
	set("v-5n3j", map[string]any{"status": service.Deployable})
	for range 4 {
		if _, err := c.CarryOn(t.Context(), by); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(2 * time.Second)
	}
	if s := find(a, "x-59pw"); s.Status != service.Configured {
		t.Fatalf("it is %s before its port is configured", s.Status)
	}
	if _, err := a.Deliveries.Light(t.Context(), olive, "x-59pw"); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Firewall, Brisbane has to be configured first") {
		t.Error(err)
	}
	set("v-5n3j", map[string]any{"status": service.Live})
	set("x-59pw", map[string]any{"far_state": service.FarAsked})
	if _, err := a.Deliveries.Light(t.Context(), olive, "x-59pw"); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	version := find(a, "x-59pw").Version
	if _, err := c.CarryOn(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	if s := find(a, "x-59pw"); s.Status != service.Configured || s.Version != version {
		t.Errorf("%s, version %d after %d: waiting changes nothing", s.Status, s.Version, version)
	}
	set("x-59pw", map[string]any{"far_state": service.FarAccepted})
	a.Clock.Advance(2 * time.Minute)
	if _, err := c.CarryOn(t.Context(), by); err != nil || find(a, "x-59pw").Status != service.Live {
		t.Error(find(a, "x-59pw").Status, err)
	}
}

func TestADeniedConnectionIsGivenUp(t *testing.T) {
	a := apptest.New(t)
	place(t, a, "x-59pw")
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test arranges it").Model(&service.Service{}).Where("id = ?", "x-59pw").Update("far_state", service.FarDenied).Error
	})
	if _, err := a.Deliveries.Builtin(time.Second).CarryOn(t.Context(), portal(t, a)); err != nil {
		t.Fatal(err)
	}
	if s := find(a, "x-59pw"); s.Status != service.Failed || !strings.Contains(s.Problem, "denied") {
		t.Errorf("%s: %q", s.Status, s.Problem)
	}
}

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
