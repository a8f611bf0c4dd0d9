package pricing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
)

func TestAMarketAlwaysCountsThePricesOfItsBook(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	a.CheckNumbers()
	r := rand.New(rand.NewPCG(11, 2026))
	counted := func() (of map[string]int64) {
		of = map[string]int64{}
		ms, err := a.Prices.Books(ctx, olive)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ms {
			of[m.ID] = m.Prices
		}
		return of
	}
	before, moved := counted(), 0
	for i := range 40 {
		market, product := cast.Markets[r.IntN(4)], cast.Products[r.IntN(2)]
		seen := books(a)
		speed, term := product.Speeds[r.IntN(len(product.Speeds))], []int{pricing.AnyTerm, 12, 24}[r.IntN(3)]
		var err error
		switch r.IntN(4) {
		case 0: // a row of empty amounts takes its price out
			_, err = a.Prices.Edit(ctx, olive, market.ID, product.ID, pricing.SheetDraft{Term: term, Book: seen[market.ID], Rows: []pricing.RowDraft{{Speed: speed}}})
		case 1:
			_, err = a.Prices.Edit(ctx, olive, market.ID, product.ID, pricing.SheetDraft{
				Term: term, Book: seen[market.ID], Rows: []pricing.RowDraft{{Speed: speed, Retail: fmt.Sprint(500 + i), Cost: "100"}},
			})
		case 2:
			text := head + fmt.Sprintf("%s,%d,%d,%s,%d,100,,\n", product.Name, speed, max(term, 12), market.Currency, 600+i) +
				fmt.Sprintf("%s,%d,48,%s,,,,\n", product.Name, speed, market.Currency)
			rows, bad := pricing.ReadFile(text)
			if bad != nil {
				t.Fatal(bad)
			}
			_, wrong, e := a.Prices.Import(ctx, olive, market.ID, rows, pricing.ImportDraft{Go: i%3 > 0, Book: seen[market.ID]})
			if err = e; len(wrong) > 0 {
				t.Fatalf("%+v", wrong)
			}
		case 3:
			from := cast.Markets[r.IntN(4)]
			if from.ID == market.ID {
				continue
			}
			_, err = a.Prices.Copy(ctx, olive, market.ID, pricing.CopyDraft{
				From: from.ID, Factor: "1.5", Step: "1", Go: true, Below: true, Book: seen[market.ID], Source: seen[from.ID],
			})
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		if now := counted(); fmt.Sprint(now) != fmt.Sprint(before) {
			before, moved = now, moved+1
		}
	}
	if moved < 5 {
		t.Errorf("the numbers moved %d times", moved)
	}
	// What is refused, or comes too late, counts nothing.
	for _, in := range []pricing.SheetDraft{
		{Term: 36, Book: books(a)["AU"] - 1, Rows: []pricing.RowDraft{{Speed: 1000, Retail: "5", Cost: "1"}}},
		{Term: 36, Book: books(a)["AU"], Rows: []pricing.RowDraft{{Speed: 1000, Retail: "5", Cost: "9"}}},
	} {
		if _, err := a.Prices.Edit(ctx, olive, "AU", cast.Port, in); err == nil {
			t.Error("it was taken")
		}
	}
	a.CheckNumbers()
}
