package order_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

// sydney is a port of 10 Gbps in Sydney, as Alice draws it.
func sydney(token string) order.Draft {
	return order.Draft{Token: token, Product: cast.Port, Location: "syd1", Name: "Sydney two", Speed: "10000", Zone: "blue", Term: "12", Renews: true, Details: map[string]string{"interface": "LR"}}
}

// toCloud is a connection to AWS.
func toCloud(token, vlan string) order.Draft {
	return order.Draft{Token: token, Far: "cloud.aws-syd", Name: "To AWS", Speed: "500", Term: "1", Details: map[string]string{"vlan": vlan}}
}

func TestAliceDesignsAPortWithAConnectionAndSendsIt(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	port, err := a.Orders.Design(t.Context(), alice, sydney("1"))
	if err != nil || port.Status != service.Design || port.Zone != "blue" || port.Rate() != "10 Gbps" {
		t.Fatalf("%+v, %v", port, err)
	}
	x, err := a.Orders.AddConnection(t.Context(), alice, port.ID, toCloud("2", ""))
	if err != nil || *x.PortID != port.ID || x.FarEnd != "AWS ap-southeast-2" || x.Details["vlan"] != "2" {
		t.Fatalf("%+v, %v", x, err)
	}
	r, err := a.Orders.Review(t.Context(), alice, x.ID, "")
	if err != nil || len(r.Items) != 2 || !r.Ready() || !r.Queued || r.Expires != 30 || r.Total.MonthlyRetail.Text(alice) == "" || r.Total.MonthlyCost.Known() {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := a.Orders.Place(t.Context(), a.By(cast.Ben), port.ID, order.Confirm{Token: "b", Book: r.Book}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Ben orders: %v", err)
	}
	out, err := a.Orders.Place(t.Context(), alice, port.ID, order.Confirm{Token: "3", Book: r.Book})
	if err != nil || !out.Waits() || !strings.Contains(out.Request.Summary, "1 connection") {
		t.Fatalf("%+v, %v", out, err)
	}
	for name, try := range map[string]func() error{
		"changed":   func() error { _, err := a.Orders.Redesign(t.Context(), alice, port.ID, sydney("")); return err },
		"discarded": func() error { _, err := a.Orders.Discard(t.Context(), alice, x.ID); return err },
		"added to": func() error {
			_, err := a.Orders.AddConnection(t.Context(), alice, port.ID, toCloud("4", ""))
			return err
		},
		"sent again": func() error {
			_, err := a.Orders.Place(t.Context(), alice, port.ID, order.Confirm{Token: "5", Book: r.Book})
			return err
		},
	} {
		if err := try(); !fault.Is(err, fault.Conflict) {
			t.Errorf("what waits for approval was %s: %v", name, err)
		}
	}
	now, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: r.Book})
	if err != nil || now.State != "approved" {
		t.Errorf("%+v, %v", now, err)
	}
}

func TestALocationOutsideTheEnabledMarketsCannotBeOrdered(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	in := sydney("1")
	in.Location = "fra1"
	if _, err := a.Orders.Design(t.Context(), alice, in); fault.FieldsOf(err).At("location") == "" {
		t.Errorf("Alice designs in Frankfurt: %v", err)
	}
	d, err := a.Orders.Design(t.Context(), a.Viewing(cast.Pia, cast.Acme), in)
	if err != nil {
		t.Fatal(err)
	}
	for who, by := range map[string]func() error{
		"Alice": func() error {
			_, err := a.Orders.Place(t.Context(), alice, d.ID, order.Confirm{Token: "2", Book: 1})
			return err
		},
		"Pia": func() error {
			_, err := a.Orders.Place(t.Context(), a.Viewing(cast.Pia, cast.Acme), d.ID, order.Confirm{Token: "3", Book: 1})
			return err
		},
	} {
		if err := by(); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Germany is not enabled") {
			t.Errorf("%s orders in Frankfurt: %v", who, err)
		}
	}
	r, err := a.Orders.Review(t.Context(), alice, d.ID, "")
	if err != nil || r.Ready() || len(r.Needs) != 1 || r.Needs[0] != order.NeedsMarket || r.Ours {
		t.Errorf("%+v, %v", r.Needs, err)
	}
	places, err := a.Orders.Places(t.Context(), alice, cast.Port, catalogPlaces())
	if err != nil || places.Range.All || len(places.Locations) == 0 {
		t.Fatal(err)
	}
	for _, l := range places.Locations {
		if l.Market != "AU" {
			t.Errorf("Alice is shown %s", l.Name)
		}
	}
	if all, err := a.Orders.Places(t.Context(), a.Viewing(cast.Pia, cast.Acme), cast.Port, catalogPlaces()); err != nil || len(all.Locations) <= len(places.Locations) || !all.Range.Ours {
		t.Errorf("Pia is shown %d locations, %v", len(all.Locations), err)
	}
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Model(&market.Market{}).Where("account_id = ?", cast.Northwind).Update("active", false).Error
	})
	if _, err := a.Orders.Place(t.Context(), alice, "p-6d9h", order.Confirm{Token: "4", Book: 1}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the market was disabled, and Alice orders: %v", err)
	}
	if _, err := a.Orders.Design(t.Context(), alice, in); err != nil {
		t.Errorf("as long as no market is enabled, everything can be designed: %v", err)
	}
}

func TestDesigningTwiceAtOnceDrawsOnce(t *testing.T) {
	a := apptest.New(t)
	var ids sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			d, err := a.Orders.Design(t.Context(), a.By(cast.Ben), sydney("same"))
			if err != nil {
				t.Error(err)
			}
			ids.Store(d.ID, true)
		})
	}
	wg.Wait()
	n := 0
	ids.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d designs", n)
	}
}

func TestOrderingTwiceAtOnceOrdersOnce(t *testing.T) {
	a := apptest.New(t)
	pia := a.Viewing(cast.Pia, cast.Acme)
	d, err := a.Orders.Design(t.Context(), pia, sydney("1"))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if out, err := a.Orders.Place(t.Context(), pia, d.ID, order.Confirm{Token: "same", Book: 1}); err != nil || out.Service.ID != d.ID {
				t.Errorf("%v, %v", out.Service.ID, err)
			}
		})
	}
	wg.Wait()
	if _, err := a.Orders.Place(t.Context(), pia, d.ID, order.Confirm{Token: "other", Book: 1}); !fault.Is(err, fault.Conflict) {
		t.Errorf("ordered again: %v", err)
	}
}

func TestTwoConnectionsAtOnceGetTwoVLANs(t *testing.T) {
	a := apptest.New(t)
	var got sync.Map
	var wg sync.WaitGroup
	for _, token := range []string{"1", "2", "3", "4"} {
		wg.Go(func() {
			d, err := a.Orders.AddConnection(t.Context(), a.By(cast.Alice), "p-3c8w", toCloud(token, ""))
			if err != nil {
				t.Error(err)
			}
			if _, twice := got.LoadOrStore(d.Details["vlan"], true); twice {
				t.Errorf("VLAN %s twice", d.Details["vlan"])
			}
		})
	}
	wg.Wait()
}

func TestWhatAConnectionCanLeadTo(t *testing.T) {
	a := apptest.New(t)
	for far, ok := range map[string]bool{
		"cloud.aws-syd": true, "service.p-7f2k": true, "cloud.none": false, "service.none": false, "": false, "company.x": false, "key.x": false,
		"service.p-3c8w":        false, // itself
		"service.p-6d9h":        false, // a design
		"service.x-44bt":        false, // a connection
		"service." + foreign(a): false,
	} {
		in := toCloud("", "")
		in.Far, in.Speed = far, "200"
		_, err := a.Orders.AddConnection(t.Context(), a.By(cast.Alice), "p-3c8w", in)
		if ok && err != nil || !ok && fault.FieldsOf(err).At("far") == "" {
			t.Errorf("%q: %v", far, err)
		}
	}
}

func TestADesignOfAnotherAccountIsMissing(t *testing.T) {
	a := apptest.New(t)
	dev := a.By(cast.Dev)
	for id, is := range map[string]fault.Kind{"p-6d9h": fault.NotFound, "none": fault.NotFound} {
		var errs []error
		_, err := a.Orders.Redesign(t.Context(), dev, id, sydney(""))
		errs = append(errs, err)
		_, err = a.Orders.Discard(t.Context(), dev, id)
		errs = append(errs, err)
		_, err = a.Orders.Copy(t.Context(), dev, id, "")
		errs = append(errs, err)
		_, err = a.Orders.AddConnection(t.Context(), dev, id, toCloud("", ""))
		errs = append(errs, err)
		_, err = a.Orders.Review(t.Context(), dev, id, "")
		errs = append(errs, err)
		_, err = a.Orders.Place(t.Context(), dev, id, order.Confirm{Token: id})
		errs = append(errs, err)
		// A partner stands in its own account, not in the managed one.
		_, err = a.Orders.Discard(t.Context(), a.By(cast.Pia), id)
		errs = append(errs, err)
		for i, err := range errs {
			if !fault.Is(err, is) {
				t.Errorf("%s, %d: %v", id, i, err)
			}
		}
	}
}

func TestADesignIsChangedCopiedAndDiscarded(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	port, err := a.Orders.Design(t.Context(), alice, sydney("1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Orders.AddConnection(t.Context(), alice, port.ID, order.Draft{Far: "service.p-7f2k", Name: "Fast", Speed: "5000", Term: "1"}); err != nil {
		t.Fatal(err)
	}
	in := order.DraftOf(port)
	in.Speed = "1000"
	if _, err := a.Orders.Redesign(t.Context(), alice, port.ID, in); fault.FieldsOf(err).At("speed") == "" {
		t.Errorf("slower than its connection: %v", err)
	}
	in.Speed, in.Name = "100000", "Sydney three"
	if d, err := a.Orders.Redesign(t.Context(), alice, port.ID, in); err != nil || d.Name != "Sydney three" || d.Rate() != "100 Gbps" {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := a.Orders.Redesign(t.Context(), alice, port.ID, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("changed from an old page: %v", err)
	}
	twin, err := a.Orders.Copy(t.Context(), alice, port.ID, "2")
	if err != nil || twin.Name != "Sydney three, copy" || twin.ID == port.ID {
		t.Fatalf("%+v, %v", twin, err)
	}
	if e, err := a.Orders.Ends(t.Context(), alice, twin.ID, "", ""); err != nil || len(e.Drawn) != 1 || e.Drawn[0].Name != "Fast" {
		t.Errorf("%+v, %v", e.Drawn, err)
	}
	if again, err := a.Orders.Copy(t.Context(), alice, port.ID, "2"); err != nil || again.ID != twin.ID {
		t.Errorf("copied twice: %v", err)
	}
	if _, under, err := a.Orders.Discarding(t.Context(), alice, twin.ID); err != nil || under != 1 {
		t.Errorf("%d, %v", under, err)
	}
	if _, err := a.Orders.Discard(t.Context(), alice, twin.ID); err != nil {
		t.Error(err)
	}
	if _, err := a.Orders.Review(t.Context(), alice, twin.ID, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("discarded, and there: %v", err)
	}
	if _, err := a.Orders.Discard(t.Context(), alice, "p-7f2k"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a live service was discarded: %v", err)
	}
}

func TestPeopleOfManagedAccountsUseNoCode(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Orders.Place(t.Context(), a.By(cast.Alice), "p-6d9h", order.Confirm{Token: "1", Book: 1, Code: "SPRING"}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := a.Orders.Review(t.Context(), a.By(cast.Alice), "p-6d9h", "SPRING"); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := a.Orders.Review(t.Context(), a.Viewing(cast.Pia, cast.Acme), "p-6d9h", "NO SUCH CODE"); fault.FieldsOf(err).At("code") == "" {
		t.Error(err)
	}
}

func TestASuspendedAccountDesignsNothing(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Orders.Design(t.Context(), a.By(cast.Ivy), sydney("1")); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

// catalogPlaces narrows nothing.
func catalogPlaces() (f catalog.Places) { return f }

// foreign is a port of an account that Alice does not reach.
func foreign(a *apptest.App) (id string) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Model(&service.Service{}).Where("account_id = ? AND product_id = ? AND status = ?", cast.Delta, cast.Port, service.Live).Limit(1).Pluck("id", &id).Error
	})
	return id
}

func TestAFormThatIsSentAgainCorrectsWhatItDrew(t *testing.T) {
	a := apptest.New(t)
	ben := a.By(cast.Ben)
	first, err := a.Orders.Design(t.Context(), ben, sydney("f"))
	if err != nil {
		t.Fatal(err)
	}
	again := func(speed, name string) (service.Service, error) {
		in := sydney("f")
		in.Speed, in.Name = speed, name
		return a.Orders.Design(t.Context(), ben, in)
	}
	for _, c := range []struct{ speed, name, rate string }{
		{"10000", "Sydney two", "10 Gbps"}, {"1000", "Sydney two", "1 Gbps"}, {"1000", "Sydney three", "1 Gbps"}, {"10000", "Sydney two", "10 Gbps"},
	} {
		if d, err := again(c.speed, c.name); err != nil || d.ID != first.ID || d.Rate() != c.rate || d.Name != c.name {
			t.Errorf("%+v: %s, %s, %v", c, d.Name, d.Rate(), err)
		}
	}
	if _, err := again("7", "Sydney two"); fault.FieldsOf(err).At("speed") == "" {
		t.Errorf("a wrong correction: %v", err)
	}
	x, err := a.Orders.AddConnection(t.Context(), ben, first.ID, toCloud("g", ""))
	if err != nil {
		t.Fatal(err)
	}
	wider := toCloud("g", "")
	wider.Speed = "1000"
	if y, err := a.Orders.AddConnection(t.Context(), ben, first.ID, toCloud("g", "")); err != nil || y.Version != x.Version || y.ID != x.ID {
		t.Errorf("the same connection again: %+v, %v", y, err)
	}
	if y, err := a.Orders.AddConnection(t.Context(), ben, first.ID, wider); err != nil || y.ID != x.ID || y.Speed != 1000 || y.Details["vlan"] != x.Details["vlan"] {
		t.Errorf("the corrected connection: %+v, %v", y, err)
	}
	a.CheckNumbers()

	now, err := again("10000", "Sydney two")
	if err != nil {
		t.Fatal(err)
	}
	other := order.DraftOf(now)
	other.Name = "By another form"
	if _, err := a.Orders.Redesign(t.Context(), a.By(cast.Alice), first.ID, other); err != nil {
		t.Fatal(err)
	}
	if _, err := again("1000", "Sydney two"); !fault.Is(err, fault.Conflict) {
		t.Errorf("another form changed it: %v", err)
	}
	if _, err := a.Orders.Discard(t.Context(), ben, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := again("10000", "Sydney two"); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "discarded") {
		t.Errorf("it was discarded: %v", err)
	}
}
