package service_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// said are prices as a caller reads them.
func said[P interface{ Text(access.Caller) string }](by access.Caller, ps ...P) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Text(by))
	}
	return strings.Join(out, ", ")
}

// all are the services of a page.
func all(p service.Page) (ss []service.Service) {
	for _, g := range p.Groups {
		ss = append(append(ss, g.Service), g.Under...)
	}
	return ss
}

// everything is a caller who may see every price, for looking at what a page
// holds rather than at what its reader gets.
var everything = access.Caller{Prices: access.AllPrices}

func TestAPageHoldsThePricesThatItsReaderMaySee(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		who          string
		by           access.Caller
		retail, cost string // of all services
		one, other   string // of the Sydney core
	}{
		{"the partner's admin in an account with pricing", a.Viewing(cast.Pia, cast.Acme), "AUD 4,325.25", "AUD 3,403.78", "AUD 774.25", "AUD 627.00"},
		{"who does the partner's finances", a.Viewing(cast.Fiona, cast.Acme), "AUD 4,325.25", "AUD 3,403.78", "AUD 774.25", "AUD 627.00"},
		{"the partner's technician", a.Viewing(cast.Theo, cast.Acme), "AUD 4,325.25", "", "AUD 774.25", ""},
		{"the account's admin, with pricing", a.By(cast.Alice), "AUD 4,325.25", "", "AUD 774.25", ""},
	} {
		p, err := a.Services.List(t.Context(), c.by, service.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if retail, cost := said(everything, p.Retail...), said(everything, p.Cost...); retail != c.retail || cost != c.cost {
			t.Errorf("%s: the sums are %q and %q", c.who, retail, cost)
		}
		core := p.Groups[4].Service
		if one, other := said(everything, core.MonthlyRetail), said(everything, core.MonthlyCost); core.ID != "p-7f2k" || one != c.one || other != c.other {
			t.Errorf("%s: %s costs %q and %q", c.who, core.ID, one, other)
		}
		if p.Unpaid[service.Design] != 2 || len(p.Unpaid) != 1 {
			t.Errorf("%s: %v are in no sum", c.who, p.Unpaid)
		}
	}
}

func TestAPageWithoutPricingHoldsNone(t *testing.T) {
	a := apptest.New(t)
	for _, p := range []cast.Person{cast.Bea, cast.Cory, cast.Dev, cast.Ivy} {
		page, err := a.Services.List(t.Context(), a.By(p), service.Filter{})
		if err != nil || page.All == 0 {
			t.Fatalf("%s: %d, %v", p.Name, page.All, err)
		}
		got := said(everything, page.Retail...) + said(everything, page.Cost...)
		for _, s := range all(page) {
			got += s.MonthlyRetail.Text(everything) + s.MonthlyCost.Text(everything)
		}
		if got != "" || len(page.Unpaid) > 0 {
			t.Errorf("%s's page holds %q, and %v that are in no sum", p.Name, got, page.Unpaid)
		}
	}
}

// A partner's people see in an account what partners see, whatever its own people do.
func TestAPartnersPeopleSeePricesInAnAccountWithoutPricing(t *testing.T) {
	a := apptest.New(t)
	for p, costs := range map[cast.Person]bool{cast.Pia: true, cast.Fiona: true, cast.Tariq: false, cast.Theo: false, cast.Rory: false} {
		by := a.Viewing(p, cast.BlueBottle)
		page, err := a.Services.List(t.Context(), by, service.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Retail) == 0 || costs == (len(page.Cost) == 0) {
			t.Errorf("%s sees %q and %q", p.Name, said(by, page.Retail...), said(by, page.Cost...))
		}
		for _, s := range all(page) {
			if s.MonthlyRetail.Text(by) == "" || costs == (s.MonthlyCost.Text(by) == "") {
				t.Errorf("%s sees %q and %q at %s", p.Name, s.MonthlyRetail.Text(by), s.MonthlyCost.Text(by), s.ID)
			}
		}
	}
}

func TestTheSumsAreThoseOfWhatIsPaidAndMatches(t *testing.T) {
	a := apptest.New(t)
	at := func(id, place string, retail, cost int64, status service.Status) service.Service {
		s := service.Service{ID: id, AccountID: cast.Ember, ProductID: cast.Port, LocationID: place, Name: "Line " + id, Speed: 1000, Term: 12, TermEndsOn: apptest.Start, Status: status, CreatedAt: apptest.Start}
		if retail > 0 {
			s.MonthlyRetail, s.MonthlyCost = price.NewRetail("AUD", retail), price.NewCost("AUD", cost)
		}
		return s
	}
	ss := []service.Service{
		at("a", "syd1", 10050, 8000, service.Live), at("b", "mel1", 20000, 15000, service.Ordered), at("c", "akl1", 30000, 20000, service.Live),
		at("d", "tyo1", 24500, 20000, service.Cancelled), at("e", "syd1", 99900, 88800, service.Design), at("f", "syd1", 99900, 88800, service.Decommissioned),
		at("g", "syd1", 0, 0, service.Live), at("h", "syd1", 99900, 88800, service.Failed),
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, slices.Clone(ss)) })
	by := a.Viewing(cast.Pia, cast.Ember)
	for _, c := range []struct {
		f            service.Filter
		retail, cost string
		unpaid       map[service.Status]int64
	}{
		{service.Filter{}, "AUD 300.50, JPY 24,500, NZD 300.00", "AUD 230.00, JPY 20,000, NZD 200.00", map[service.Status]int64{service.Design: 1, service.Live: 1, service.Failed: 1, service.Decommissioned: 1}},
		{service.Filter{Status: service.Live}, "AUD 100.50, NZD 300.00", "AUD 80.00, NZD 200.00", map[service.Status]int64{service.Live: 1}},
		{service.Filter{Find: "line b"}, "AUD 200.00", "AUD 150.00", nil},
		{service.Filter{Status: service.Design}, "", "", map[service.Status]int64{service.Design: 1}},
		{service.Filter{Status: service.Failed}, "", "", map[service.Status]int64{service.Failed: 1}},
	} {
		p, err := a.Services.List(t.Context(), by, c.f)
		if err != nil {
			t.Fatal(err)
		}
		if retail, cost := said(by, p.Retail...), said(by, p.Cost...); retail != c.retail || cost != c.cost || !maps.Equal(p.Unpaid, c.unpaid) {
			t.Errorf("%+v: %q and %q, and %v in no sum", c.f, retail, cost, p.Unpaid)
		}
	}
}

// What is looked for is compared with names and places: nobody guesses a price by it.
func TestNobodyFindsAServiceByItsPrice(t *testing.T) {
	a := apptest.New(t)
	for _, find := range []string{"AUD", "774.25", "77425", "627.00", "62700", "774"} {
		for _, by := range []access.Caller{a.By(cast.Alice), a.Viewing(cast.Pia, cast.Acme)} {
			if p, err := a.Services.List(t.Context(), by, service.Filter{Find: find}); err != nil || p.Matching != 0 {
				t.Errorf("%q finds %d, %v", find, p.Matching, err)
			}
		}
	}
}

func TestTheCastPaysLessThanItsCustomers(t *testing.T) {
	a := apptest.New(t)
	rows, err := a.Raw().Query("SELECT id, status, COALESCE(monthly_retail, -1), COALESCE(monthly_cost, -1) FROM services")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, status string
		var retail, cost int64
		if err := rows.Scan(&id, &status, &retail, &cost); err != nil {
			t.Fatal(err)
		}
		if design := status == string(service.Design); design != (retail < 0) || design != (cost < 0) || !design && (cost <= 0 || cost >= retail) {
			t.Errorf("%s, %s: retail %d, cost %d", id, status, retail, cost)
		}
	}
}
