package pricing_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
)

// books are how often the prices of each market changed.
func books(a *apptest.App) map[string]int64 {
	out := map[string]int64{}
	a.Tx(func(tx *db.Tx) error {
		ms, err := catalog.Markets(tx)
		for _, m := range ms {
			out[m.ID] = m.Book
		}
		return err
	})
	return out
}

// raised are the markets whose books were raised since before.
func raised(a *apptest.App, before map[string]int64) (n int, australia bool) {
	for id, now := range books(a) {
		if now > before[id] {
			n++
			australia = australia || id == "AU"
		}
	}
	return n, australia
}

// told are the facts about prices, which must hold no amount.
func told(t *testing.T, a *apptest.App, amounts ...string) (n int) {
	t.Helper()
	var es []event.Event
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", event.PricesChanged).Find(&es).Error
	})
	for _, e := range es {
		text, err := json.Marshal(e)
		if err != nil || e.AccountID != cast.Meridian {
			t.Errorf("%+v %v", e, err)
		}
		for _, amount := range amounts {
			if strings.Contains(string(text), amount) {
				t.Errorf("the record holds %s: %s", amount, text)
			}
		}
	}
	return len(es)
}

func row(speed int64, amounts ...string) pricing.RowDraft {
	return pricing.RowDraft{Speed: speed, Retail: amounts[0], Cost: amounts[1], OnceRetail: amounts[2], OnceCost: amounts[3]}
}

// ports is the sheet of ports in a market.
func ports(t *testing.T, a *apptest.App, market string) (catalog.Market, pricing.Sheet) {
	t.Helper()
	b, err := a.Prices.Sheet(t.Context(), a.By(cast.Olive), market, cast.Port)
	if err != nil {
		t.Fatal(err)
	}
	return b.Market, b.Sheets[0]
}

func TestAnOperatorEditsThePricesOfAProduct(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	before := books(a)
	m, old := ports(t, a, "AU")
	in := pricing.SheetDraft{Book: m.Book, Term: 12, Rows: []pricing.RowDraft{row(1000, "412.34", "298.76", "", ""), row(10000, "", "", "", "")}}
	n, err := a.Prices.Edit(t.Context(), olive, "AU", cast.Port, in)
	if err != nil || n != 1 {
		t.Fatalf("%d %v", n, err)
	}
	m, now := ports(t, a, "AU")
	p := now.At(1000, 12)
	if p.MonthlyRetail.Text(olive) != "AUD 412.34" || p.MonthlyCost.Text(olive) != "AUD 298.76" || p.OnceRetail.Known() || p.ChangedByName != cast.Olive.Name || len(now.Prices) != len(old.Prices)+1 {
		t.Errorf("%+v", p)
	}
	if n, au := raised(a, before); n != 1 || !au || told(t, a, "412.34", "41234", "298.76", "29876") != 1 {
		t.Errorf("%d books raised, Australia's: %v", n, au)
	}
	in.Book = m.Book
	if n, err := a.Prices.Edit(t.Context(), olive, "AU", cast.Port, in); n != 0 || err != nil || told(t, a) != 1 {
		t.Errorf("the same again changes %d: %v", n, err)
	}
	in.Rows[0] = row(1000, "", "", "", "")
	if n, err := a.Prices.Edit(t.Context(), olive, "AU", cast.Port, in); n != 1 || err != nil {
		t.Errorf("removing: %d %v", n, err)
	}
	if _, last := ports(t, a, "AU"); len(last.Prices) != len(old.Prices) {
		t.Errorf("%d prices are left", len(last.Prices))
	}
}

func TestAllPricesOfAFormAreSavedOrNone(t *testing.T) {
	a := apptest.New(t)
	m, old := ports(t, a, "AU")
	before := books(a)
	good := row(1000, "400", "300", "0", "0")
	for field, in := range map[string]pricing.SheetDraft{
		"price.1.retail":      {Rows: []pricing.RowDraft{good, row(10000, "", "5", "", "")}},
		"price.1.cost":        {Rows: []pricing.RowDraft{good, row(10000, "5", "many", "", "")}},
		"price.1.once_retail": {Rows: []pricing.RowDraft{good, row(10000, "5", "4", "1.999", "")}},
		"price.1.once_cost":   {Rows: []pricing.RowDraft{good, row(10000, "5", "4", "", "-1")}},
		"below":               {Rows: []pricing.RowDraft{good, row(10000, "5", "5.01", "", "")}},
		"term":                {Rows: []pricing.RowDraft{good}, Term: 7},
	} {
		in.Book = m.Book
		_, err := a.Prices.Edit(t.Context(), a.By(cast.Olive), "AU", cast.Port, in)
		if fault.FieldsOf(err).At(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	for name, rows := range map[string][]pricing.RowDraft{"a speed that is not sold": {good, row(77, "5", "4", "", "")}, "a speed twice": {good, good}} {
		if _, err := a.Prices.Edit(t.Context(), a.By(cast.Olive), "AU", cast.Port, pricing.SheetDraft{Book: m.Book, Rows: rows}); fault.FieldsOf(err).At("price.1.retail") == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n, _ := raised(a, before); n != 0 || told(t, a) != 0 {
		t.Errorf("%d books raised", n)
	}
	if _, now := ports(t, a, "AU"); len(now.Prices) != len(old.Prices) || !now.At(1000, 0).MonthlyRetail.Same(old.At(1000, 0).MonthlyRetail) {
		t.Error("some of a form was saved")
	}
	in := pricing.SheetDraft{Book: m.Book, Below: true, Rows: []pricing.RowDraft{row(1000, "5", "5.01", "", "")}}
	if _, err := a.Prices.Edit(t.Context(), a.By(cast.Olive), "AU", cast.Port, in); err != nil {
		t.Errorf("a cost above retail that is meant: %v", err)
	}
}

func TestOfTwoWhoEditAMarketAtOnceOneWins(t *testing.T) {
	a := apptest.New(t)
	m, _ := ports(t, a, "AU")
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			in := pricing.SheetDraft{Book: m.Book, Rows: []pricing.RowDraft{row(1000, []string{"401", "402", "403", "404", "405", "406"}[i], "300", "", "")}}
			_, errs[i] = a.Prices.Edit(t.Context(), a.By(cast.Olive), "AU", cast.Port, in)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "the prices of Australia meanwhile") {
			t.Error(err)
		}
	}
	if now := books(a)["AU"]; won != 1 || now != m.Book+1 || told(t, a) != 1 {
		t.Errorf("%d won, and the book went from %d to %d", won, m.Book, now)
	}
}

func TestTermDiscountsRaiseEveryBook(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	d, err := a.Prices.Discounts(t.Context(), olive)
	if err != nil || d.Of(cast.Port, 12) != 5 {
		t.Fatalf("%+v %v", d, err)
	}
	before := books(a)
	rows := []pricing.PercentDraft{{Product: cast.Port, Term: 12, Percent: "7"}, {Product: cast.Port, Term: 24, Percent: ""}, {Product: cast.VXC, Term: 12, Percent: "5"}}
	if n, err := a.Prices.EditDiscounts(t.Context(), olive, pricing.DiscountDraft{Books: d.Books, Rows: rows}); n != 2 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	now, err := a.Prices.Discounts(t.Context(), olive)
	if n, _ := raised(a, before); err != nil || now.Of(cast.Port, 12) != 7 || now.Of(cast.Port, 24) != 0 || now.Of(cast.VXC, 12) != 5 || n != len(before) || told(t, a) != 1 {
		t.Errorf("%v: %d books were raised", err, n)
	}
	if _, err := a.Prices.EditDiscounts(t.Context(), olive, pricing.DiscountDraft{Books: d.Books, Rows: []pricing.PercentDraft{{Product: cast.Port, Term: 12, Percent: "8"}}}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a draft that is old: %v", err)
	}
	before = books(a)
	if n, err := a.Prices.EditDiscounts(t.Context(), olive, pricing.DiscountDraft{Books: now.Books, Rows: []pricing.PercentDraft{{Product: cast.Port, Term: 12, Percent: "7"}}}); n != 0 || err != nil {
		t.Errorf("the same again: %d %v", n, err)
	}
	for _, bad := range []pricing.PercentDraft{{Product: cast.Port, Term: 12, Percent: "101"}, {Product: cast.Port, Term: 12, Percent: "-1"}, {Product: cast.Port, Term: 12, Percent: "5.5"}, {Product: "zzz", Term: 12}, {Product: cast.Port, Term: 13}, {Product: cast.Port}} {
		if _, err := a.Prices.EditDiscounts(t.Context(), olive, pricing.DiscountDraft{Books: now.Books, Rows: []pricing.PercentDraft{bad}}); fault.FieldsOf(err).At("discount.0.percent") == "" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if n, _ := raised(a, before); n != 0 {
		t.Errorf("%d books were raised for nothing", n)
	}
}

func TestOnlyTheOperatorReadsAndItsAdminsWritePrices(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	reads := func(by access.Caller) (errs []error) {
		_, books := a.Prices.Books(ctx, by)
		_, book := a.Prices.Book(ctx, by, "AU", "")
		_, sheet := a.Prices.Sheet(ctx, by, "AU", cast.Port)
		_, discounts := a.Prices.Discounts(ctx, by)
		_, _, codes := a.Prices.Codes(ctx, by, "", "")
		_, code := a.Prices.Code(ctx, by, "x")
		_, _, specials := a.Prices.Overrides(ctx, by, pricing.OverrideFilter{})
		_, _, export := a.Prices.Export(ctx, by, "AU")
		_, _, choices := a.Prices.Choices(ctx, by)
		return []error{books, book, sheet, discounts, codes, code, specials, export, choices}
	}
	writes := func(by access.Caller) (errs []error) {
		_, edit := a.Prices.Edit(ctx, by, "AU", cast.Port, pricing.SheetDraft{})
		_, discounts := a.Prices.EditDiscounts(ctx, by, pricing.DiscountDraft{})
		_, copied := a.Prices.Copy(ctx, by, "AU", pricing.CopyDraft{})
		_, _, imported := a.Prices.Import(ctx, by, "AU", nil, pricing.ImportDraft{})
		_, add := a.Prices.AddCode(ctx, by, pricing.CodeDraft{})
		_, change := a.Prices.EditCode(ctx, by, "x", pricing.CodeDraft{})
		_, end := a.Prices.EndCode(ctx, by, "x")
		_, set := a.Prices.Override(ctx, by, pricing.OverrideDraft{})
		_, over := a.Prices.EndOverride(ctx, by, "x")
		return []error{edit, discounts, copied, imported, add, change, end, set, over}
	}
	for _, who := range []cast.Person{cast.Dina, cast.Pia, cast.Fiona, cast.Theo, cast.Rory, cast.Alice, cast.Ben, cast.Sol} {
		for i, err := range append(reads(a.By(who)), writes(a.By(who))...) {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s, %d: %v", who.Name, i, err)
			}
		}
	}
	for i, err := range writes(a.By(cast.Sam)) {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("Sam writes, %d: %v", i, err)
		}
	}
	for i, err := range reads(a.By(cast.Sam)) {
		if err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("Sam reads, %d: %v", i, err)
		}
	}
	if _, err := a.Prices.Sheet(ctx, a.By(cast.Olive), "ZZ", cast.Port); !fault.Is(err, fault.NotFound) {
		t.Errorf("a market that is not there: %v", err)
	}
	if _, err := a.Prices.Sheet(ctx, a.By(cast.Olive), "AU", "zz"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a product that is not there: %v", err)
	}
}
