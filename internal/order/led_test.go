package order_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
)

// led is a connection of Delta's to a port of Northwind's, ordered by a key.
func led(t *testing.T, a *apptest.App) (at, id string) {
	t.Helper()
	k := key(t, a, servicekey.Draft{Uses: servicekey.Many})
	d, err := drawnBy(t, a, a.By(cast.Dev), carrier(t, a, cast.Delta), k.Code, "500")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ordered(t, a, a.By(cast.Dev), d.ID); err != nil {
		t.Fatal(err)
	}
	return k.ServiceID, d.ID
}

// ending ends a service by its name.
func ending(t *testing.T, a *apptest.App, id string, when order.EndsWhen) error {
	t.Helper()
	c, err := a.Orders.Closing(t.Context(), a.By(cast.Pia), id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Orders.End(t.Context(), a.By(cast.Pia), id, order.EndDraft{When: when, Reason: order.EndReasons[4], Name: c.Service.Name})
	return err
}

func lettersOf(t *testing.T, a *apptest.App, kind outbox.Kind) int {
	t.Helper()
	return count(t, a, "SELECT count(*) FROM letters WHERE kind = $1", kind)
}

func TestWhatOtherCompaniesConnectEndsWithTheServiceAndTheyAreTold(t *testing.T) {
	a := apptest.New(t)
	at, id := led(t, a)
	c, err := a.Orders.Closing(t.Context(), a.By(cast.Pia), at)
	if err != nil || c.Others != 1 || len(c.Leading) != 0 {
		t.Fatalf("%d of others, %v", c.Others, err)
	}
	for _, due := range c.All {
		if due.Service.ID == id {
			t.Error("somebody else's connection is in what is paid")
		}
	}
	if err := ending(t, a, at, order.AtOnce); err != nil {
		t.Fatal(err)
	}
	if got := status(t, a, id); got != service.Decommissioned {
		t.Fatalf("the connection is %s", got)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = $1 AND account_id = $2 AND topic = $3 AND changes LIKE '%far end has ended%'", event.ServiceEnded, cast.Delta, "service "+id); n != 1 {
		t.Errorf("%d facts", n)
	}
	if n := lettersOf(t, a, outbox.ConnectionEnded); n != 1 {
		t.Errorf("%d letters", n)
	}
	st, err := a.Orders.Look(t.Context(), a.By(cast.Dev), id, "")
	if err != nil || !strings.HasPrefix(st.Service.EndReason, "Its far end has ended: Northwind Partners, ") {
		t.Errorf("%+v, %v", st.Service, err)
	}
	a.CheckNumbers()
}

func TestTheyAreToldOfAScheduledEndAndWhenItIsTakenBack(t *testing.T) {
	a := apptest.New(t)
	at, id := led(t, a)
	change(t, a, "UPDATE services SET term = 12, term_ends_on = $1, locked = FALSE WHERE id = $2", service.Midnight(a.Clock.Now().AddDate(0, 2, 0)), at)
	a.Recount()
	if err := ending(t, a, at, order.AtTerms); err != nil {
		t.Fatal(err)
	}
	if got := status(t, a, id); got == service.Decommissioned || lettersOf(t, a, outbox.ConnectionEnds) != 1 {
		t.Fatalf("%s, %d letters", got, lettersOf(t, a, outbox.ConnectionEnds))
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Pia), at); err != nil || lettersOf(t, a, outbox.ConnectionStays) != 1 {
		t.Fatalf("%d letters, %v", lettersOf(t, a, outbox.ConnectionStays), err)
	}
	if err := ending(t, a, at, order.AtTerms); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(100 * 24 * time.Hour)
	if _, err := a.Deliveries.EndDue(t.Context(), a.By(cast.Olive)); err != nil {
		t.Fatal(err)
	}
	if got := status(t, a, id); got != service.Decommissioned || lettersOf(t, a, outbox.ConnectionEnded) != 1 {
		t.Errorf("%s, %d letters", got, lettersOf(t, a, outbox.ConnectionEnded))
	}
	a.CheckNumbers()
}

func TestOfTwoWhoEndBothEndsAtOnceNeitherIsLeftHalf(t *testing.T) {
	a := apptest.New(t)
	at, id := led(t, a)
	var both sync.WaitGroup
	both.Go(func() {
		if err := ending(t, a, at, order.AtOnce); err != nil {
			t.Errorf("the service: %v", err)
		}
	})
	both.Go(func() {
		_, err := a.Orders.End(t.Context(), a.By(cast.Dev), id, order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[4], Name: "By key"})
		if err != nil && !fault.Is(err, fault.Conflict) {
			t.Errorf("the connection: %v", err)
		}
	})
	both.Wait()
	if got := status(t, a, id); got != service.Decommissioned {
		t.Errorf("the connection is %s", got)
	}
	a.CheckNumbers()
}

func TestWhatIsStillAskedIsDeniedWhenTheServiceEnds(t *testing.T) {
	a := apptest.New(t)
	at := carrier(t, a, cast.Northwind)
	change(t, a, "UPDATE services SET open = TRUE WHERE id = $1", at)
	far := order.Far{Kind: service.FarCompany, ID: at}
	d, err := a.Orders.AddConnection(t.Context(), a.By(cast.Dev), carrier(t, a, cast.Delta), order.Draft{
		Token: db.NewToken(), Product: cast.VXC, Far: far.Key(), Name: "To the exchange", Speed: "500", Term: "1", Details: map[string]string{"far_vlan": "99"},
	})
	if err != nil || d.Details["far_vlan"] != "" {
		t.Fatalf("%+v, %v", d.Details, err)
	}
	if _, err := ordered(t, a, a.By(cast.Dev), d.ID); err != nil {
		t.Fatal(err)
	}
	if err := ending(t, a, at, order.AtOnce); err != nil {
		t.Fatal(err)
	}
	if n := count(t, a, "SELECT count(*) FROM connection_requests WHERE from_service_id = $1 AND state = $2 AND answer LIKE '%has ended.'", d.ID, connection.Denied); n != 1 {
		t.Errorf("%d denied", n)
	}
	if got := status(t, a, d.ID); got != service.Decommissioned {
		t.Errorf("the connection is %s", got)
	}
	a.CheckNumbers()
}
