package order_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

// refuses reports what is said of a speed, in the choices and by the verb, which
// have to agree.
func refuses(t *testing.T, a *apptest.App, by access.Caller, id string, speed int64) (says string) {
	t.Helper()
	cs, err := a.Orders.Speeds(t.Context(), by, id)
	if err != nil || cs.Refused != nil {
		t.Fatalf("%v, %v", cs.Refused, err)
	}
	for _, p := range cs.Each {
		if p.Speed == speed {
			says = p.Problem
		}
	}
	_, err = a.Orders.Change(t.Context(), by, id, order.ChangeDraft{Speed: speed, Book: cs.Book, Version: cs.Service.Version})
	if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
		t.Errorf("%d: the choices say %q, the verb %v", speed, says, err)
	}
	return says
}

// toNorthwind is a live connection of Delta's with 100 Mbps to what Northwind
// shows, which it accepted.
func toNorthwind(t *testing.T, a *apptest.App) (at, id string) {
	t.Helper()
	at = carrier(t, a, cast.Northwind)
	change(t, a, "UPDATE services SET open = TRUE WHERE id = $1", at)
	far := order.Far{Kind: service.FarCompany, ID: at}
	d, err := a.Orders.AddConnection(t.Context(), a.By(cast.Dev), carrier(t, a, cast.Delta), order.Draft{
		Token: db.NewToken(), Product: cast.VXC, Far: far.Key(), Name: "To the exchange", Speed: "100", Term: "1", Details: map[string]string{},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ordered(t, a, a.By(cast.Dev), d.ID); err != nil {
		t.Fatal(err)
	}
	var r string
	if err := a.Raw().QueryRow("SELECT id FROM connection_requests WHERE from_service_id = $1", d.ID).Scan(&r); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Pia), r, connection.AnswerDraft{State: connection.Accepted}); err != nil {
		t.Fatal(err)
	}
	use(t, a, d.ID)
	return at, d.ID
}

// use puts a service into use.
func use(t *testing.T, a *apptest.App, id string) {
	t.Helper()
	change(t, a, "UPDATE services SET status = 'live', live_at = ordered_at, step_at = NULL WHERE id = $1", id)
	a.Recount()
}

func TestAConnectionIsNoFasterThanItsFarEndAllows(t *testing.T) {
	a := apptest.New(t)
	at, id := toNorthwind(t, a)
	dev := a.By(cast.Dev)
	if says := refuses(t, a, dev, id, 200); !strings.Contains(says, "was asked for 100 Mbps") {
		t.Errorf("more than was accepted: %q", says)
	}
	if says := refuses(t, a, dev, id, 50); says != "" {
		t.Errorf("less: %q", says)
	}
	if says := refuses(t, a, dev, id, 100); says != "" {
		t.Errorf("what was accepted: %q", says)
	}
	_, id = led(t, a)
	use(t, a, id)
	if says := refuses(t, a, dev, id, 1000); !strings.Contains(says, "allows 500 Mbps at most") {
		t.Errorf("more than the key allows: %q", says)
	}
	change(t, a, "UPDATE services SET speed = 200 WHERE id = $1", id)
	change(t, a, "UPDATE service_keys SET active = FALSE")
	if says := refuses(t, a, dev, id, 500); says != "" {
		t.Errorf("what the key allowed: %q", says)
	}
	change(t, a, "UPDATE services SET speed = 200 WHERE id = $1", id)
	change(t, a, "UPDATE services SET speed = 300 WHERE id = $1", at)
	if says := refuses(t, a, dev, id, 500); !strings.Contains(says, "has 300 Mbps") {
		t.Errorf("more than the service: %q", says)
	}
}

func TestAConnectionToAPortOfTheAccountIsNoFasterThanThat(t *testing.T) {
	a := apptest.New(t)
	id, far := betweenOwn(t, a)
	change(t, a, "UPDATE services SET speed = 1000 WHERE id = $1", far)
	by := a.Viewing(cast.Pia, cast.Acme)
	if says := refuses(t, a, by, id, 2500); !strings.Contains(says, "has 1 Gbps") {
		t.Errorf("%q", says)
	}
	if says := refuses(t, a, by, id, 1000); says != "" {
		t.Errorf("%q", says)
	}
}

// betweenOwn is a live connection of Acme's with 500 Mbps from its port to
// another one of 10 Gbps.
func betweenOwn(t *testing.T, a *apptest.App) (id, far string) {
	t.Helper()
	by := a.Viewing(cast.Pia, cast.Acme)
	far = "p-3c8w"
	change(t, a, "UPDATE services SET status = 'live', speed = 10000, term = 1 WHERE id = $1", far)
	change(t, a, "UPDATE services SET speed = 50 WHERE port_id = $1", far)
	a.Recount()
	d, err := a.Orders.AddConnection(t.Context(), by, port, order.Draft{Token: db.NewToken(), Product: cast.VXC, Far: order.Far{Kind: service.FarService, ID: far}.Key(), Name: "Between", Speed: "500", Term: "1", Details: map[string]string{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ordered(t, a, by, d.ID); err != nil {
		t.Fatal(err)
	}
	use(t, a, d.ID)
	return d.ID, far
}

func TestAPortIsNoSlowerThanWhatLeadsToItFromElsewhere(t *testing.T) {
	a := apptest.New(t)
	id, far := betweenOwn(t, a)
	change(t, a, "UPDATE services SET speed = 2500 WHERE id = $1", id)
	if says := refuses(t, a, a.Viewing(cast.Pia, cast.Acme), far, 1000); says != "Between leads to it with 2.5 Gbps" {
		t.Errorf("of its own: %q", says)
	}
	at, id := led(t, a)
	change(t, a, "UPDATE services SET speed = 50 WHERE port_id = $1", at)
	change(t, a, "UPDATE services SET locked = FALSE, speed = 10000 WHERE id = $1", at)
	use(t, a, id)
	change(t, a, "UPDATE services SET speed = 2500 WHERE id = $1", id)
	if says := refuses(t, a, a.By(cast.Pia), at, 1000); says != "A connection of another company to it has 2.5 Gbps" {
		t.Errorf("of another company: %q", says)
	}
}
