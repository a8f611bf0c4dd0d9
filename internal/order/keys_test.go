package order_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
)

// carrier is a live service of an account to which connections can be ordered.
func carrier(t *testing.T, a *apptest.App, owner string) (id string) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks for a service").Model(&service.Service{}).Where("account_id = ? AND product_id = ? AND status = 'live'", owner, cast.Port).Order("speed DESC, id").Limit(1).Pluck("id", &id).Error
	})
	if id == "" {
		t.Fatal("no carrier")
	}
	change(t, a, "UPDATE services SET speed = 10000 WHERE id = $1", id)
	return id
}

// key is one that Northwind makes for a port of its own.
func key(t *testing.T, a *apptest.App, in servicekey.Draft) servicekey.Key {
	t.Helper()
	in.Label, in.Speed, in.Active = "For Delta", "500", true
	k, err := a.Keys.Make(t.Context(), a.By(cast.Pia), carrier(t, a, cast.Northwind), in)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// drawnBy is a connection that somebody draws by a key that they paste.
func drawnBy(t *testing.T, a *apptest.App, by access.Caller, port, code, speed string) (d service.Service, err error) {
	t.Helper()
	o, err := a.Keys.Paste(t.Context(), by, code)
	if err != nil {
		return d, err
	}
	far := order.Far{Kind: service.FarKey, ID: o.ID, Proof: o.Proof}
	return a.Orders.AddConnection(t.Context(), by, port, order.Draft{Token: db.NewToken(), Product: cast.VXC, Far: far.Key(), Name: "By key", Speed: speed, Term: "1", Details: map[string]string{"far_vlan": "99"}})
}

func ordered(t *testing.T, a *apptest.App, by access.Caller, id string) (out order.Outcome, err error) {
	t.Helper()
	r, err := a.Orders.Review(t.Context(), by, id, "")
	if err != nil {
		return out, err
	}
	return a.Orders.Place(t.Context(), by, id, order.Confirm{Token: db.NewToken(), Book: r.Book})
}

func TestAConnectionIsOrderedByAKeyOfAnotherCompany(t *testing.T) {
	a := apptest.New(t)
	dev, port := a.By(cast.Dev), carrier(t, a, cast.Delta)
	k := key(t, a, servicekey.Draft{Uses: servicekey.Once, VLAN: "321"})
	if _, err := drawnBy(t, a, dev, port, k.Code, "1000"); fault.FieldsOf(err).At("speed") == "" {
		t.Errorf("faster than the key allows: %v", err)
	}
	d, err := drawnBy(t, a, dev, port, k.Code, "500")
	if err != nil || d.FarKind != service.FarKey || !strings.HasPrefix(d.FarEnd, "Northwind Partners, ") || d.Details["far_vlan"] != "" {
		t.Fatalf("%+v, %v", d, err)
	}
	other, err := drawnBy(t, a, dev, port, k.Code, "500")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Orders.Discard(t.Context(), dev, other.ID); err != nil {
		t.Fatal(err)
	}
	out, err := ordered(t, a, dev, d.ID)
	if err != nil || out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	now, _, err := a.Keys.Find(t.Context(), a.By(cast.Pia), k.ID)
	if err != nil || now.Used != 1 || now.State(time.Now()) != servicekey.Used {
		t.Errorf("%+v, %v", now, err)
	}
	if n := count(t, a, "SELECT count(*) FROM services WHERE id = $1 AND far_state = '' AND status = 'ordered' AND details LIKE '%321%'", d.ID); n != 1 {
		t.Error("the connection has not the VLAN of the key")
	}
	if _, err := drawnBy(t, a, dev, port, k.Code, "500"); fault.FieldsOf(err).At("code") != servicekey.Refused {
		t.Errorf("used up: %v", err)
	}
	if _, err := a.Orders.End(t.Context(), dev, d.ID, order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[0], Name: d.Name, Token: "end"}); err != nil {
		t.Fatal(err)
	}
	if now, _, err := a.Keys.Find(t.Context(), a.By(cast.Pia), k.ID); err != nil || now.Used != 1 {
		t.Errorf("ending gave the use back: %+v, %v", now, err)
	}
}

func TestAKeyOfTheOwnAccountLeadsThereAndNotToItself(t *testing.T) {
	a := apptest.New(t)
	alice, code := a.By(cast.Alice), cast.Keys(time.Now())[1].Code // of p-7f2k
	if _, err := drawnBy(t, a, alice, "p-7f2k", code, "50"); fault.FieldsOf(err).At("far") == "" {
		t.Errorf("to itself: %v", err)
	}
	d, err := drawnBy(t, a, alice, "p-3c8w", code, "50")
	if err != nil || !strings.HasPrefix(d.FarEnd, "Acme Robotics, ") {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestConnectionsByAKeyForManyGetTheNextFreeVLAN(t *testing.T) {
	a := apptest.New(t)
	dev, port := a.By(cast.Dev), carrier(t, a, cast.Delta)
	k := key(t, a, servicekey.Draft{Uses: servicekey.Many})
	seen := map[string]bool{}
	for range 3 {
		d, err := drawnBy(t, a, dev, port, k.Code, "50")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ordered(t, a, dev, d.ID); err != nil {
			t.Fatal(err)
		}
		st, err := a.Orders.Look(t.Context(), dev, d.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		seen[st.Service.Details["far_vlan"]] = true
	}
	if len(seen) != 3 || seen[""] {
		t.Errorf("%v", seen)
	}
}

func TestOfTwoWhoUseAKeyAtOnceOneDoes(t *testing.T) {
	a := apptest.New(t)
	k := key(t, a, servicekey.Draft{Uses: servicekey.Once})
	type try struct {
		by access.Caller
		id string
	}
	var tries []try
	for _, by := range []access.Caller{a.By(cast.Dev), a.By(cast.Dev), a.Viewing(cast.Pia, cast.Acme)} {
		d, err := drawnBy(t, a, by, carrier(t, a, by.Account), k.Code, "50")
		if err != nil {
			t.Fatal(err)
		}
		tries = append(tries, try{by, d.ID})
	}
	won, lost := 0, 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, c := range tries {
		wg.Go(func() {
			_, err := a.Orders.Place(t.Context(), c.by, c.id, order.Confirm{Token: c.id, Book: 1})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case fault.Is(err, fault.Conflict) && strings.Contains(err.Error(), "service key"):
				lost++
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || lost != 2 || count(t, a, "SELECT used FROM service_keys WHERE id = $1", k.ID) != 1 {
		t.Errorf("%d won, %d lost", won, lost)
	}
}

func TestAnApprovedRequestWhoseKeyIsGoneFailsWithTheReason(t *testing.T) {
	a := apptest.New(t)
	k := key(t, a, servicekey.Draft{Uses: servicekey.Once})
	d, err := drawnBy(t, a, a.By(cast.Alice), "p-3c8w", k.Code, "50")
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), d.ID, order.Confirm{Token: "1", Book: 1})
	if err != nil || !out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, _, err := a.Keys.Change(t.Context(), a.By(cast.Pia), k.ID, servicekey.Draft{Version: 1, Label: k.Label}); err != nil {
		t.Fatal(err)
	}
	r, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: 1})
	if err != nil || r.State != approval.Failed || !strings.Contains(r.Problem, "service key") {
		t.Errorf("%+v, %v", r, err)
	}
	if count(t, a, "SELECT used FROM service_keys WHERE id = $1", k.ID) != 0 || status(t, a, d.ID) != service.Design {
		t.Error("something was ordered all the same")
	}
}
