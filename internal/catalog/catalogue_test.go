package catalog_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

func TestANewPortalHasTheBundledCatalogueOnce(t *testing.T) {
	a := apptest.Empty(t)
	secret, err := a.Sessions.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	in := auth.SetUpDraft{Operator: "Meridian Networks", FirstName: "Olive", LastName: "Park", Email: "olive@meridian.example", Password: cast.Password}
	if _, err := a.Sessions.SetUp(t.Context(), secret, in, auth.Browser{}); err != nil {
		t.Fatal(err)
	}
	count := func(table string) (n int) {
		if err := a.Raw().QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if count("products") != 5 || count("markets") != 24 || count("locations") < 60 || count("clouds") < 60 || count("prices") != 0 {
		t.Errorf("%d products, %d markets, %d locations, %d clouds, %d prices", count("products"), count("markets"), count("locations"), count("clouds"), count("prices"))
	}
	if _, err := a.Raw().Exec("UPDATE products SET name = 'Socket' WHERE id = 'port'"); err != nil {
		t.Fatal(err)
	}
	a.Tx(catalog.Fill)
	a.Tx(func(tx *db.Tx) error {
		p, err := catalog.ProductOf(tx, "port")
		if p.Name != "Socket" || count("products") != 5 {
			t.Errorf("filled again: %+v", p)
		}
		return err
	})
}

func TestTheOperatorEditsAProductAndTheRecordSaysHow(t *testing.T) {
	a := apptest.New(t)
	p, use, err := a.Catalogue.Product(t.Context(), a.By(cast.Olive), cast.Port)
	if err != nil || use.Live == 0 || !use.Ever {
		t.Fatalf("%+v, %+v, %v", p, use, err)
	}
	d := p.Draft()
	d.Name, d.Speeds = "Socket", "1000, 10000"
	if p, err = a.Catalogue.EditProduct(t.Context(), a.By(cast.Olive), cast.Port, d); err != nil || p.Name != "Socket" || p.Version != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	e := last(t, a)
	want := event.Changes{{Field: "Name", Was: "Port", Now: "Socket"}, {Field: "Speeds", Was: "1000, 10000, 100000", Now: "1000, 10000"}}
	if e.Kind != event.CatalogueChanged || e.AccountID != cast.Meridian || e.SubjectName != "Socket" || !slices.Equal(e.Changes, want) {
		t.Errorf("%+v", e)
	}
	if _, err := a.Catalogue.EditProduct(t.Context(), a.By(cast.Olive), cast.Port, d); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old form was saved: %v", err)
	}
	d.Version, d.Unit = 2, "lamps"
	if _, err := a.Catalogue.EditProduct(t.Context(), a.By(cast.Olive), cast.Port, d); fault.FieldsOf(err).At("unit") == "" {
		t.Errorf("the unit of services changed: %v", err)
	}
}

func last(t *testing.T, a *apptest.App) (e event.Event) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("account_id = ?", cast.Meridian).Order("id DESC").Take(&e).Error
	})
	return e
}

func TestWhatIsWithdrawnIsKeptAndOfferedAgain(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Olive)
	for name, sell := range map[string]func(on bool) (bool, error){
		"product": func(on bool) (bool, error) {
			p, err := a.Catalogue.OfferProduct(t.Context(), by, cast.Port, on)
			return p.Offered, err
		},
		"market": func(on bool) (bool, error) {
			m, err := a.Catalogue.OfferMarket(t.Context(), by, "AU", on)
			return m.Offered, err
		},
		"location": func(on bool) (bool, error) {
			l, err := a.Catalogue.OfferLocation(t.Context(), by, "syd1", on)
			return l.Offered, err
		},
		"cloud": func(on bool) (bool, error) {
			c, err := a.Catalogue.OfferCloud(t.Context(), by, "aws-syd", on)
			return c.Offered, err
		},
	} {
		for _, on := range []bool{false, false, true} {
			before := last(t, a)
			if is, err := sell(on); err != nil || is != on {
				t.Errorf("%s: %v, %v", name, is, err)
			}
			if on != (last(t, a).ID != before.ID && last(t, a).Changes[0].Now == "Yes") && on {
				t.Errorf("%s: %+v", name, last(t, a))
			}
		}
	}
}

func TestOnlyAnOperatorAdminChangesTheCatalogue(t *testing.T) {
	a := apptest.New(t)
	for _, p := range []cast.Person{cast.Sam, cast.Pia, cast.Alice, cast.Dina} {
		by := a.By(p)
		var errs []error
		_, err := a.Catalogue.CreateProduct(t.Context(), by, catalog.ProductDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.EditProduct(t.Context(), by, cast.Port, catalog.ProductDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.OfferProduct(t.Context(), by, cast.Port, false)
		errs = append(errs, err)
		_, err = a.Catalogue.CreateMarket(t.Context(), by, catalog.MarketDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.EditMarket(t.Context(), by, "AU", catalog.MarketDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.OfferMarket(t.Context(), by, "AU", false)
		errs = append(errs, err)
		_, err = a.Catalogue.CreateLocation(t.Context(), by, catalog.LocationDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.EditLocation(t.Context(), by, "syd1", catalog.LocationDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.OfferLocation(t.Context(), by, "syd1", false)
		errs = append(errs, err)
		_, err = a.Catalogue.CreateCloud(t.Context(), by, catalog.CloudDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.EditCloud(t.Context(), by, "aws-syd", catalog.CloudDraft{})
		errs = append(errs, err)
		_, err = a.Catalogue.OfferCloud(t.Context(), by, "aws-syd", false)
		for i, err := range append(errs, err) {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, %d: %v", p.Name, i, err)
			}
		}
		if _, _, err := a.Catalogue.Products(t.Context(), by); fault.Is(err, fault.Forbidden) == (p.ID == cast.Sam.ID) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	if _, err := a.Catalogue.OfferCloud(t.Context(), a.By(cast.Olive), "nowhere", false); !fault.Is(err, fault.NotFound) {
		t.Errorf("nowhere: %v", err)
	}
}

func TestOneFormAddsOneCloudAndACodeIsTakenOnce(t *testing.T) {
	a := apptest.New(t)
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() {
			_, errs[i] = a.Catalogue.CreateCloud(t.Context(), a.By(cast.Olive), catalog.CloudDraft{Token: fmt.Sprint("t", i/2), ID: "moon", Name: "Moon base", Location: "syd1"})
		})
	}
	all.Wait()
	made, refused := 0, 0
	for _, err := range errs {
		switch {
		case err == nil:
			made++
		case fault.FieldsOf(err).At("id") != "":
			refused++
		default:
			t.Error(err)
		}
	}
	if made != 2 || refused != 6 {
		t.Errorf("%d forms were carried out, %d refused", made, refused)
	}
}

func TestOfTwoWhoEditAtOnceOneIsTold(t *testing.T) {
	a := apptest.New(t)
	l, _, err := a.Catalogue.Location(t.Context(), a.By(cast.Olive), "per1")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		all.Go(func() {
			d := l.Draft()
			d.Name = fmt.Sprint("Swanbank ", i)
			_, errs[i] = a.Catalogue.EditLocation(t.Context(), a.By(cast.Olive), "per1", d)
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d edits won", won)
	}
}

func TestTheCurrencyOfAMarketWithPricesStays(t *testing.T) {
	a := apptest.New(t)
	m, use, err := a.Catalogue.Market(t.Context(), a.By(cast.Olive), "BG")
	if err != nil || !use.Ever || use.Live != 0 {
		t.Fatalf("%+v, %v", use, err)
	}
	d := m.Draft()
	d.Currency = "USD"
	if _, err := a.Catalogue.EditMarket(t.Context(), a.By(cast.Olive), "BG", d); fault.FieldsOf(err).At("currency") == "" {
		t.Errorf("%v", err)
	}
	if _, err := a.Raw().Exec("DELETE FROM prices WHERE market_id = 'BG'"); err != nil {
		t.Fatal(err)
	}
	if m, err := a.Catalogue.EditMarket(t.Context(), a.By(cast.Olive), "BG", d); err != nil || m.Currency != "USD" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestLocationsAreFoundSortedAndTurned(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Olive)
	var seen []string
	f := catalog.LocationFilter{Sort: "market", Desc: true}
	for {
		ls, _, total, more, err := a.Catalogue.Locations(t.Context(), by, f)
		if err != nil || total != int64(len(cast.Locations)) {
			t.Fatal(total, err)
		}
		for _, l := range ls {
			seen = append(seen, l.ID)
		}
		if !more {
			break
		}
		f.After = ls[len(ls)-1].ID
	}
	if len(seen) != len(cast.Locations) || seen[len(seen)-1] != "vie1" {
		t.Errorf("%d locations, the last is %s", len(seen), seen[len(seen)-1])
	}
	for _, c := range []struct {
		f    catalog.LocationFilter
		want int64
	}{
		{catalog.LocationFilter{Find: "sÖdermalm"}, 1}, {catalog.LocationFilter{Find: "new zealand"}, 3}, {catalog.LocationFilter{Country: "CA"}, 4},
		{catalog.LocationFilter{Market: "SE", Sale: catalog.OnSale}, 2}, {catalog.LocationFilter{Sale: catalog.Withdrawn}, 0}, {catalog.LocationFilter{Find: "100%"}, 0},
	} {
		ls, of, total, _, err := a.Catalogue.Locations(t.Context(), by, c.f)
		if err != nil || total != c.want || int64(len(ls)) != c.want {
			t.Errorf("%+v: %d, %v", c.f, total, err)
		}
		_ = of
	}
	_, of, _, _, _ := a.Catalogue.Locations(t.Context(), by, catalog.LocationFilter{Find: "syd1"})
	if of["syd1"] == 0 {
		t.Error("no service is live at syd1")
	}
	cs, at, _, total, _, err := a.Catalogue.Clouds(t.Context(), by, catalog.CloudFilter{Find: "sydney"})
	if err != nil || total != 4 || at[cs[0].Location].City != "Sydney" {
		t.Errorf("%+v, %v", cs, err)
	}
}
