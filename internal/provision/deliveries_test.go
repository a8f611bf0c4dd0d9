package provision_test

import (
	"context"
	"fmt"
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
		was := find(a, id)
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test arranges it").Model(&service.Service{}).Where("id = ?", id).Updates(columns).Error
		})
		now := find(a, id)
		a.Tx(func(tx *db.Tx) error { return service.Recount(tx, []service.Service{was}, []service.Service{now}) })
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

// A service that cannot be ended keeps none from its turn, however many there are.
func TestWhatCannotBeEndedKeepsNothingElseFromEnding(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("the trigger that refuses them is SQLite's")
	}
	a := apptest.New(t)
	day := service.Midnight(a.Clock.Now())
	var ss []service.Service
	for i := range 505 {
		name, ends := "Stuck", day.AddDate(0, 0, -3)
		if i >= 502 {
			name, ends = "Free", day
		}
		ss = append(ss, service.Service{
			ID: fmt.Sprintf("p-end%04d", i), AccountID: cast.Ember, Top: 1, ProductID: cast.Port, LocationID: "syd1", Name: name,
			Speed: 1000, Term: 12, TermEndsOn: day, EndsOn: &ends, Details: map[string]string{}, Status: service.Cancelled, CreatedAt: apptest.Start, Version: 1,
		})
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, ss) })
	_, err := a.Raw().Exec(`CREATE TRIGGER stuck BEFORE UPDATE ON services WHEN old.name = 'Stuck' BEGIN SELECT RAISE(ABORT, 'stuck'); END`)
	if err != nil {
		t.Fatal(err)
	}
	n, err := a.Deliveries.EndDue(t.Context(), portal(t, a))
	if err == nil || n < 3 {
		t.Errorf("%d ended, %v", n, err)
	}
	for _, s := range ss[502:] {
		if got := find(a, s.ID).Status; got != service.Decommissioned {
			t.Errorf("%s is %s", s.ID, got)
		}
	}
	if got := find(a, ss[0].ID).Status; got != service.Cancelled {
		t.Errorf("%s is %s", ss[0].ID, got)
	}
	a.CheckNumbers()
}
