package pricing

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// CopyDraft says how the price book of one market becomes that of another.
type CopyDraft struct {
	From   string `form:"from"`   // id of a market
	Factor string `form:"factor"` // one unit of its currency in the other; "" is 1
	Step   string `form:"step"`   // prices are rounded to this many minor units
	Book   int64  `form:"book"`   // of the market that is written, when the preview was drawn
	Source int64  `form:"source"` // of the market that is copied
	Below  bool   `form:"below"`
	Go     bool   `form:"go"`
}

// Steps are what copied prices can be rounded to, in minor units.
var Steps = []string{"1", "5", "10", "50", "100", "500", "1000"}

// Line is one price of a change that is shown before it is carried out.
type Line struct {
	Product catalog.Product
	Effect  Effect
	Was     Price // the zero Price where there was none
	Now     Price
}

// Preview is a change of a price book before it is carried out.
type Preview struct {
	Market catalog.Market
	From   catalog.Market // of a copy
	Lines  []Line         // the first of those that are not kept
	More   int            // how many follow
	Count  map[Effect]int
	Below  int // costs above retail
}

// linesShown is how many prices a preview shows.
const linesShown = 200

// micro is how many parts a factor is read in.
const micro = 1_000_000

// factor reads a factor in millionths; "" is 1.
func factor(typed string) (int64, bool) {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), ",", "")
	if typed == "" {
		return micro, true
	}
	whole, part, _ := strings.Cut(typed, ".")
	if len(typed) > 13 || len(part) > 6 || whole+part == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, ok := new(big.Int).SetString(whole+part+strings.Repeat("0", 6-len(part)), 10)
	if !ok || n.Sign() <= 0 || n.Cmp(big.NewInt(micro*micro)) > 0 {
		return 0, false
	}
	return n.Int64(), true
}

// rate is what turns amounts of one market into those of another: times n over
// d and rounded, then times step.
type rate struct {
	n, d, step int64
	to         catalog.Market
}

// rateOf reads the draft.
func (d CopyDraft) rateOf(from, to catalog.Market) (r rate, fs fault.Fields) {
	f, ok := factor(d.Factor)
	switch {
	case !ok:
		fs.Add("factor", "Enter a factor above 0 with at most six decimals, such as 1.08")
	case from.Currency != to.Currency && !filled(d.Factor):
		fs.Add("factor", "Enter how many %s one %s is", to.Currency, from.Currency)
	}
	if !slices.Contains(Steps, d.Step) {
		fs.Add("step", "Choose what prices are rounded to")
		return r, fs
	}
	step, _ := new(big.Int).SetString(d.Step, 10)
	r = rate{n: f * minors(to.Currency), d: micro * minors(from.Currency) * step.Int64(), step: step.Int64(), to: to}
	return r, fs
}

// minors is how many minor units a whole unit of a currency has.
func minors(c price.Currency) int64 {
	n := int64(1)
	for range c.Decimals() {
		n *= 10
	}
	return n
}

// of is a price of the other market.
func (r rate) of(p Price) Price {
	p.MarketID = r.to.ID
	p.MonthlyRetail, p.MonthlyCost = p.MonthlyRetail.Times(r.n, r.d).Times(r.step, 1), p.MonthlyCost.Times(r.n, r.d).Times(r.step, 1)
	p.OnceRetail, p.OnceCost = p.OnceRetail.Times(r.n, r.d).Times(r.step, 1), p.OnceCost.Times(r.n, r.d).Times(r.step, 1)
	return p.in(r.to)
}

// Copy sets the prices of a market to those of another, each times a factor and
// rounded. What the other has no price for stays as it is. Without Go it only
// says what would change.
func (s *Prices) Copy(ctx context.Context, by access.Caller, market string, in CopyDraft) (p Preview, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return p, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		p = Preview{}
		if p.Market, err = marketOf(tx, market); err != nil {
			return err
		}
		want, err := in.want(tx, &p)
		if err != nil {
			return err
		}
		if in.Go && p.From.Book != in.Source {
			return fault.New(fault.Conflict, "Somebody changed the prices of %s meanwhile. Look at the preview again.", p.From.Name)
		}
		return p.carry(tx, want, in.Book, in.Below, in.Go, event.Change{Field: "Copied from", Now: p.From.Name})
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return p, fault.Wrap("copy prices", err)
}

// want are the prices that a copy makes.
func (d CopyDraft) want(tx *db.Tx, p *Preview) (want []Price, err error) {
	if p.From, err = catalog.MarketOf(tx, d.From); err != nil {
		return nil, err
	}
	if p.From.ID == "" || p.From.ID == p.Market.ID {
		return nil, fault.Fields{{Field: "from", Text: "Choose another market"}}.Err()
	}
	r, fs := d.rateOf(p.From, p.Market)
	if err := fs.Err(); err != nil {
		return nil, err
	}
	source, err := all(tx, p.From)
	if err != nil {
		return nil, err
	}
	for _, old := range source {
		made := r.of(old)
		if old.known() != made.known() {
			return nil, fault.Fields{{Field: "factor", Text: "With this factor amounts become too large"}}.Err()
		}
		want = append(want, made)
	}
	if len(want) == 0 {
		return nil, fault.Fields{{Field: "from", Text: p.From.Name + " has no prices to copy"}}.Err()
	}
	return want, nil
}

// errDry ends the transaction of a preview, so that it leaves nothing behind.
var errDry = errors.New("dry run")

// carry fills in what the wanted prices change, and with go carries it out.
func (p *Preview) carry(tx *db.Tx, want []Price, seen int64, agreed, carryOut bool, why event.Change) error {
	old, err := all(tx, p.Market)
	if err != nil {
		return err
	}
	if err := p.draw(tx, old, want); err != nil {
		return err
	}
	if !carryOut {
		return errDry
	}
	c := compare(old, want)
	if err := warn(want, agreed); err != nil || c.nothing() {
		return err
	}
	if err := write(tx, p.Market, c, seen); err != nil {
		return err
	}
	return record(tx, p.Market.ID, "prices of "+p.Market.Name, why, event.Change{Field: "Prices", Now: c.words()})
}

// draw fills in the lines of a preview.
func (p *Preview) draw(tx *db.Tx, old, want []Price) error {
	ps, err := catalog.Products(tx)
	if err != nil {
		return err
	}
	products, stands := map[string]catalog.Product{}, map[place]Price{}
	for _, x := range ps {
		products[x.ID] = x
	}
	for _, x := range old {
		stands[x.place()] = x
	}
	p.Count, p.Below = compare(old, want).count, below(want)
	for _, w := range want {
		was, there := stands[w.place()]
		switch e := effect(was, there, w); {
		case e == Kept:
		case len(p.Lines) == linesShown:
			p.More++
		default:
			p.Lines = append(p.Lines, Line{Product: products[w.ProductID], Effect: e, Was: was.Shown(tx.By), Now: w.Shown(tx.By)})
		}
	}
	return nil
}
