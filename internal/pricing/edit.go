package pricing

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// SheetDraft is what somebody types to set the prices of a product in a market
// for one term, or for any. A row of empty amounts removes its price.
type SheetDraft struct {
	Term  int        `form:"term"`
	Book  int64      `form:"book"`  // catalog.Market.Book when the form was drawn
	Below bool       `form:"below"` // costs above retail are meant
	Rows  []RowDraft `form:"price"`
}

// RowDraft is the price at one speed.
type RowDraft struct {
	Speed      int64  `form:"speed"`
	Retail     string `form:"retail"`
	Cost       string `form:"cost"`
	OnceRetail string `form:"once_retail"`
	OnceCost   string `form:"once_cost"`
}

// amounts reads what was typed for one price; problems are noted at names that
// begin with at.
func (d RowDraft) amounts(c price.Currency, p *Price, at string, fs *fault.Fields) {
	note := func(field string, err error) {
		if err != nil {
			fs.Add(at+field, "%s", err.Error())
		}
	}
	var err error
	if filled(d.Retail) {
		p.MonthlyRetail, err = price.ParseRetail(c, d.Retail)
		note("retail", err)
	}
	if filled(d.Cost) {
		p.MonthlyCost, err = price.ParseCost(c, d.Cost)
		note("cost", err)
	}
	if filled(d.OnceRetail) {
		p.OnceRetail, err = price.ParseRetail(c, d.OnceRetail)
		note("once_retail", err)
	}
	if filled(d.OnceCost) {
		p.OnceCost, err = price.ParseCost(c, d.OnceCost)
		note("once_cost", err)
	}
	any := filled(d.Retail) || filled(d.Cost) || filled(d.OnceRetail) || filled(d.OnceCost)
	if any && !filled(d.Retail) {
		fs.Add(at+"retail", "Enter what the customer pays a month, or empty the whole row")
	}
	if any && !filled(d.Cost) {
		fs.Add(at+"cost", "Enter what the partner pays a month, or empty the whole row")
	}
}

func filled(s string) bool { return strings.TrimSpace(s) != "" }

// Terms are those that a price can be for: any, and each that the product has.
func Terms(p catalog.Product) []int { return append([]int{AnyTerm}, p.Terms...) }

// Speeds are those of which a sheet shows a price or a place for one: what the
// product is sold at, and what still has a price for this term.
func (s Sheet) Speeds(term int) []int64 {
	speeds := slices.Clone(s.Product.Speeds)
	for _, p := range s.Prices {
		if p.Term == term && !slices.Contains(speeds, p.Speed) {
			speeds = append(speeds, p.Speed)
		}
	}
	slices.Sort(speeds)
	return speeds
}

// At is the price at a speed for a term; the zero Price where there is none.
func (s Sheet) At(speed int64, term int) (p Price) {
	for _, p := range s.Prices {
		if p.Speed == speed && p.Term == term {
			return p
		}
	}
	return p
}

// read turns the draft into prices.
func (d SheetDraft) read(m catalog.Market, s Sheet) (want []Price, fs fault.Fields) {
	if !slices.Contains(Terms(s.Product), d.Term) {
		fs.Add("term", "Choose a term that %s is sold for", s.Product.Name)
	}
	speeds, seen := s.Speeds(d.Term), map[int64]bool{}
	for i, row := range d.Rows {
		at := "price." + strconv.Itoa(i) + "."
		if !slices.Contains(speeds, row.Speed) || seen[row.Speed] {
			fs.Add(at+"retail", "%s is not sold at this speed. Open the page again", s.Product.Name)
			continue
		}
		seen[row.Speed] = true
		p := Price{MarketID: m.ID, ProductID: s.Product.ID, Speed: row.Speed, Term: d.Term}
		row.amounts(m.Currency, &p, at, &fs)
		want = append(want, p)
	}
	return want, fs
}

// Edit sets the prices of a product in a market: all that was typed, or nothing.
// It answers how many prices changed.
func (s *Prices) Edit(ctx context.Context, by access.Caller, market, product string, in SheetDraft) (n int, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return 0, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		b, sheet, err := open(tx, market, product)
		if err != nil {
			return err
		}
		want, fs := in.read(b.Market, sheet)
		c := compare(sheet.Prices, want)
		n = len(c.set) + c.count[Removed]
		switch err := fs.Err(); {
		case err == nil && c.nothing():
			return nil
		case b.Market.Book != in.Book: // said first, or the form that shows what is wrong would take the others' change for seen
			return late(b.Market)
		case err != nil:
			return err
		}
		if err := warn(want, in.Below); err != nil {
			return err
		}
		if err := write(tx, b.Market, c, in.Book); err != nil {
			return err
		}
		return record(tx, b.Market.ID, "prices of "+b.Market.Name, event.Change{Field: sheet.Product.Name, Now: c.words()})
	})
	return n, fault.Wrap("edit prices", err)
}
