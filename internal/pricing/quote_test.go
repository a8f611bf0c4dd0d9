package pricing_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
)

// put writes rows as the operator's verbs do.
func put(t *testing.T, a *apptest.App, rows ...any) {
	t.Helper()
	err := a.DB.Do(t.Context(), a.By(cast.Olive), func(tx *db.Tx) error {
		for _, row := range rows {
			if o, ok := row.(*pricing.Override); ok {
				if err := tx.Insert(o); err != nil {
					return err
				}
			} else if err := tx.Put("a test", row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ask is what an account is told; who asks sees all prices.
func ask(t *testing.T, a *apptest.App, by access.Caller, key string, in pricing.Ask) (q pricing.Quote, err error) {
	t.Helper()
	if in.Product == "" {
		in.Product = cast.Port
	}
	in.Location = catalog.Location{Market: "AU"}
	buyer := a.Account(key)
	err = a.DB.Read(t.Context(), by, func(tx *db.Tx) (err error) {
		q, err = pricing.For(tx, buyer, in)
		return err
	})
	return q, err
}

// sees is what who sees all prices reads of a quote.
func sees(a *apptest.App, q pricing.Quote) string {
	by := a.By(cast.Olive)
	return q.MonthlyRetail.Text(by) + " " + q.MonthlyCost.Text(by) + " " + q.OnceRetail.Text(by) + " " + q.OnceCost.Text(by)
}

func bookRow(speed int64, term int, retail, cost int64) *pricing.Price {
	return &pricing.Price{MarketID: "AU", ProductID: cast.Port, Speed: speed, Term: term, MonthlyRetail: price.NewRetail("AUD", retail), MonthlyCost: price.NewCost("AUD", cost), ChangedAt: apptest.Start}
}

func TestTheBookIsReadForATermBeforeAnyTerm(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	put(t, a, bookRow(777, 0, 10050, 5050), bookRow(777, 24, 8000, 4000), bookRow(778, 36, 7000, 3000))
	for _, c := range []struct {
		speed int64
		term  int
		want  string
	}{
		{777, 1, "AUD 100.50 AUD 50.50"},
		{777, 12, "AUD 95.48 AUD 47.98"}, // 95.475 and 47.975, half to even
		{777, 24, "AUD 80.00 AUD 40.00"}, // no discount is taken from a price of the term
		{777, 36, "AUD 87.44 AUD 43.94"}, // 87.435 and 43.935
		{778, 36, "AUD 70.00 AUD 30.00"},
		{778, 12, ""}, {779, 12, ""},
	} {
		q, err := ask(t, a, pia, cast.Acme, pricing.Ask{Speed: c.speed, Term: c.term})
		if got := strings.TrimSpace(sees(a, q)); err != nil || got != c.want || q.Priced() != (c.want != "") {
			t.Errorf("%d for %d months is %q, not %q (%v)", c.speed, c.term, got, c.want, err)
		}
	}
	if q, err := ask(t, a, pia, cast.Acme, pricing.Ask{Product: "zz", Speed: 777}); err != nil || q.Priced() || q.Book == 0 {
		t.Errorf("a product that nobody sells: %+v %v", q, err)
	}
}

// special is a percentage off, for an account, from a day to a day around today.
func special(id, account, parent string, speed, percent int64, from int, to *int) *pricing.Override {
	today := apptest.Start.UTC().Truncate(24 * time.Hour)
	o := &pricing.Override{
		ID: id, AccountID: account, ParentID: parent, MarketID: "AU", ProductID: cast.Port, Speed: speed, Percent: percent,
		BeginsOn: today.AddDate(0, 0, from), Reason: "a test", SetAt: apptest.Start, Version: 1,
	}
	if to != nil {
		end := today.AddDate(0, 0, *to)
		o.EndsOn = &end
	}
	return o
}

func day(n int) *int { return &n }

// Each of the eight places where a price can stand beats the ones after it,
// whichever of them are there.
func TestTheNearestPriceHolds(t *testing.T) {
	const acme, northwind, meridian = cast.Acme, cast.Northwind, cast.Meridian
	places := []*pricing.Override{ // nearest first; of two in one place the newest
		special("B4", acme, northwind, 777, 10, 0, nil), special("B3", acme, northwind, 777, 20, -5, day(5)),
		special("B2", acme, northwind, 0, 30, 0, day(0)), special("B1", acme, northwind, 0, 40, -5, nil),
		special("A4", northwind, meridian, 777, 50, 0, nil), special("A3", northwind, meridian, 777, 60, -5, day(0)),
		special("A2", northwind, meridian, 0, 70, 0, nil), special("A1", northwind, meridian, 0, 80, -1, nil),
	}
	never := []*pricing.Override{
		special("Z1", acme, northwind, 777, 99, 1, nil), special("Z2", acme, northwind, 777, 99, -9, day(-1)), special("Z3", acme, northwind, 778, 99, 0, nil),
		special("Z4", cast.Cobalt, northwind, 777, 99, 0, nil), special("Z5", cast.Cascade, meridian, 777, 99, 0, nil),
	}
	other := *special("Z6", acme, northwind, 777, 99, 0, nil)
	other.MarketID = "NZ"
	third := *special("Z7", acme, northwind, 777, 99, 0, nil)
	third.ProductID = cast.VXC
	a := apptest.New(t)
	put(t, a, bookRow(777, 0, 100000, 50000), &other, &third)
	for _, o := range never {
		put(t, a, o)
	}
	olive, pia, buyer := a.By(cast.Olive), a.By(cast.Pia), a.Account(acme)
	for set := range 1 << len(places) {
		want, ids := "AUD 1,000.00", ""
		for i := len(places) - 1; i >= 0; i-- {
			if set&(1<<i) != 0 {
				want, ids = fmt.Sprintf("AUD %d.00", 1000-places[i].Percent*10), ids+" "+places[i].ID
			}
		}
		err := a.DB.Do(t.Context(), olive, func(tx *db.Tx) error {
			for i, o := range places {
				if set&(1<<i) != 0 {
					row := *o
					if err := tx.Insert(&row); err != nil {
						return err
					}
				}
			}
			tx.By = pia
			q, err := pricing.For(tx, buyer, pricing.Ask{Product: cast.Port, Location: catalog.Location{Market: "AU"}, Speed: 777, Term: 1})
			if got := q.MonthlyRetail.Text(olive); err != nil || got != want {
				t.Errorf("with%s: %s, not %s (%v)", ids, got, want, err)
			}
			return errUndo
		})
		if err != errUndo {
			t.Fatal(err)
		}
	}
}

var errUndo = fault.New(fault.Busy, "undone")

func TestAPriceOfAnAccountHoldsFromItsFirstDayToItsLastInUTC(t *testing.T) {
	a := apptest.New(t)
	put(t, a, bookRow(777, 0, 10000, 5000), special("A", cast.Acme, cast.Northwind, 777, 50, 1, day(2)))
	today := apptest.Start.UTC().Truncate(24 * time.Hour)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{today.AddDate(0, 0, 1).Add(-time.Millisecond), "AUD 100.00"}, {today.AddDate(0, 0, 1), "AUD 50.00"},
		{today.AddDate(0, 0, 3).Add(-time.Millisecond), "AUD 50.00"}, {today.AddDate(0, 0, 3), "AUD 100.00"},
	} {
		a.Clock.Advance(c.at.Sub(a.Clock.Now()))
		q, err := ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 777, Term: 1})
		if got := q.MonthlyRetail.Text(a.By(cast.Olive)); err != nil || got != c.want {
			t.Errorf("at %s it is %s, not %s (%v)", c.at, got, c.want, err)
		}
	}
}

// Each step rounds by itself: the term, the account's percentage, the code.
func TestDiscountsAreTakenOneAfterTheOther(t *testing.T) {
	a := apptest.New(t)
	begins := apptest.Start.AddDate(0, 0, -1).Truncate(24 * time.Hour)
	put(t, a, bookRow(777, 0, 10050, 5050), special("A", cast.Acme, cast.Northwind, 777, 10, 0, nil),
		&pricing.Promotion{ID: "P", Code: "Spring", CodeFold: "spring", Percent: 3, BeginsOn: begins, MadeAt: apptest.Start, Version: 1})
	q, err := ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 777, Term: 12, Code: " SPRING "})
	if got := strings.TrimSpace(sees(a, q)); err != nil || got != "AUD 83.35 AUD 41.88" { // 95.475→95.48, 85.932→85.93, 83.3521→83.35
		t.Errorf("%s %v", got, err)
	}
	fixed := special("B", cast.Acme, cast.Northwind, 777, 0, 0, nil)
	fixed.MonthlyRetail = price.NewRetail("AUD", 7000)
	put(t, a, fixed)
	q, err = ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 777, Term: 12, Code: "spring"})
	if got := strings.TrimSpace(sees(a, q)); err != nil || got != "AUD 67.90 AUD 46.54" { // a price instead of the book's; its cost stays that of the book
		t.Errorf("%s %v", got, err)
	}
	if q, err := ask(t, a, a.By(cast.Pia), cast.Cobalt, pricing.Ask{Speed: 777, Term: 12}); err != nil || q.MonthlyRetail.Text(a.By(cast.Olive)) != "AUD 95.48" {
		t.Errorf("another account pays %s %v", sees(a, q), err)
	}
}

func TestACodeHoldsForWhomAndWhatItIsMade(t *testing.T) {
	a := apptest.New(t)
	begins := apptest.Start.Truncate(24 * time.Hour)
	yesterday := begins.AddDate(0, 0, -1)
	code := func(id string, change func(*pricing.Promotion)) *pricing.Promotion {
		p := pricing.Promotion{ID: id, Code: id, CodeFold: id, Percent: 10, BeginsOn: begins, MadeAt: apptest.Start, Version: 1}
		change(&p)
		return &p
	}
	put(t, a, bookRow(777, 0, 10000, 5000), code("good", func(p *pricing.Promotion) {
		p.MarketID, p.ProductID, p.EndsOn, p.Most, p.Used = "AU", cast.Port, &begins, 2, 1
	}),
		code("early", func(p *pricing.Promotion) { p.BeginsOn = begins.AddDate(0, 0, 1) }), code("late", func(p *pricing.Promotion) { p.BeginsOn, p.EndsOn = yesterday, &yesterday }),
		code("there", func(p *pricing.Promotion) { p.MarketID = "NZ" }), code("other", func(p *pricing.Promotion) { p.ProductID = cast.VXC }), code("empty", func(p *pricing.Promotion) { p.Most, p.Used = 1, 1 }))
	for typed, want := range map[string]string{
		"good": "", "GOOD": "", "none": "not known, or is over", "early": "not valid today", "late": "not known, or is over",
		"there": "not for this product in this market", "other": "not for this product in this market", "empty": "as often as it can be",
	} {
		q, err := ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 777, Term: 1, Code: typed})
		if got := fault.FieldsOf(err).At("code"); !strings.Contains(got, want) || (want == "") != (err == nil) || err == nil && q.MonthlyRetail.Text(a.By(cast.Olive)) != "AUD 90.00" {
			t.Errorf("%s: %v %s", typed, err, sees(a, q))
		}
	}
	if _, err := ask(t, a, a.By(cast.Alice), cast.Acme, pricing.Ask{Speed: 777, Term: 1, Code: "good"}); !strings.Contains(fault.FieldsOf(err).At("code"), "not known") {
		t.Errorf("somebody of a managed account uses a code: %v", err)
	}
	if _, err := ask(t, a, a.By(cast.Alice), cast.Acme, pricing.Ask{Speed: 777, Term: 1, Code: "early"}); !strings.Contains(fault.FieldsOf(err).At("code"), "not known") {
		t.Errorf("somebody of a managed account learns of a code to come: %v", err)
	}
	if _, err := ask(t, a, a.By(cast.Olive), cast.Acme, pricing.Ask{Speed: 777, Term: 1, Code: "early"}); fault.FieldsOf(err).At("code") != "This code begins on 15 Sep 2026" {
		t.Errorf("the operator asks for a code to come: %v", err)
	}
	if _, err := ask(t, a, a.Viewing(cast.Pia, cast.Acme), cast.Acme, pricing.Ask{Speed: 777, Term: 1, Code: "good"}); err != nil {
		t.Errorf("a partner who views the account: %v", err)
	}
}

func TestOfTwoWhoUseTheLastOneAtOnceOneIsRefused(t *testing.T) {
	a := apptest.New(t)
	p := pricing.Promotion{ID: "P", Code: "last", CodeFold: "last", Percent: 10, Most: 3, Used: 2, BeginsOn: apptest.Start, MadeAt: apptest.Start, Version: 1}
	put(t, a, &p)
	pia := a.By(cast.Pia)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			errs[i] = a.DB.Do(t.Context(), pia, func(tx *db.Tx) error { return pricing.Use(tx, p) })
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.FieldsOf(err).At("code") == "" {
			t.Error(err)
		}
	}
	got, err := a.Prices.Code(t.Context(), a.By(cast.Olive), "P")
	if won != 1 || err != nil || got.Used != 3 {
		t.Errorf("%d used it, and it counts %d (%v)", won, got.Used, err)
	}
	a.Tx(func(tx *db.Tx) error { return pricing.Use(tx, pricing.Promotion{}) })
}
