package pricing

import (
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// place is where a price stands in the book of a market.
type place struct {
	product string
	speed   int64
	term    int
}

func (p Price) place() place { return place{p.ProductID, p.Speed, p.Term} }

// in is the price in the currency of its market.
func (p Price) in(m catalog.Market) Price {
	p.MonthlyRetail, p.MonthlyCost = p.MonthlyRetail.In(m.Currency), p.MonthlyCost.In(m.Currency)
	p.OnceRetail, p.OnceCost = p.OnceRetail.In(m.Currency), p.OnceCost.In(m.Currency)
	return p
}

// Shown is the price with what a caller may see of it.
func (p Price) Shown(by access.Caller) Price {
	p.MonthlyRetail, p.MonthlyCost = p.MonthlyRetail.For(by), p.MonthlyCost.For(by)
	p.OnceRetail, p.OnceCost = p.OnceRetail.For(by), p.OnceCost.For(by)
	return p
}

// none reports whether there is no amount at all, which is no price.
func (p Price) none() bool { return p.known() == [4]bool{} }

// known says which of the amounts there are.
func (p Price) known() [4]bool {
	return [4]bool{p.MonthlyRetail.Known(), p.MonthlyCost.Known(), p.OnceRetail.Known(), p.OnceCost.Known()}
}

// same reports whether two prices have the same amounts.
func (p Price) same(o Price) bool {
	return p.MonthlyRetail.Same(o.MonthlyRetail) && p.MonthlyCost.Same(o.MonthlyCost) && p.OnceRetail.Same(o.OnceRetail) && p.OnceCost.Same(o.OnceCost)
}

// Effect is what a change does to one price.
type Effect string

// The closed list of effects.
const (
	Added   Effect = "added"
	Changed Effect = "changed"
	Removed Effect = "removed"
	Kept    Effect = "kept" // it is like this already
)

// effect is what a wanted price does to the one that stands in its place.
func effect(old Price, there bool, want Price) Effect {
	switch {
	case want.none() && there:
		return Removed
	case want.none() || there && old.same(want):
		return Kept
	case there:
		return Changed
	}
	return Added
}

// change is what an edit makes of a book.
type change struct {
	set   []Price // written in their places
	gone  []Price // to be taken out: what is replaced, and what is removed
	count map[Effect]int
}

// compare is what the wanted prices do to those that stand.
func compare(old, want []Price) change {
	c, stands := change{count: map[Effect]int{}}, map[place]Price{}
	for _, p := range old {
		stands[p.place()] = p
	}
	for _, w := range want {
		was, there := stands[w.place()]
		e := effect(was, there, w)
		c.count[e]++
		if e == Kept {
			continue
		}
		if there {
			c.gone = append(c.gone, was)
		}
		if e != Removed {
			c.set = append(c.set, w)
		}
	}
	return c
}

// nothing reports whether the book stays as it is.
func (c change) nothing() bool { return len(c.set)+len(c.gone) == 0 }

// words say how many prices a change is about.
func (c change) words() string {
	text := ""
	for _, e := range []Effect{Added, Changed, Removed} {
		if n := c.count[e]; n > 0 {
			if text != "" {
				text += ", "
			}
			text += strconv.Itoa(n) + " " + string(e)
		}
	}
	return text
}

// batch is how many prices one statement writes.
const batch = 200

// write counts a change of a market's book, if it is still the one that was
// seen, and carries it out.
func write(tx *db.Tx, m catalog.Market, c change, seen int64) error {
	if err := raise(tx, m, seen, int64(len(c.set)-len(c.gone))); err != nil {
		return err
	}
	m, err := marketOf(tx, m.ID)
	if err != nil {
		return err
	}
	if m.Prices > mostOfMarket {
		return fault.New(fault.Invalid, "A market has at most %d prices.", mostOfMarket)
	}
	for _, p := range c.gone {
		at := tx.Everywhere(book).Where("market_id = ? AND product_id = ? AND speed = ? AND term = ?", m.ID, p.ProductID, p.Speed, p.Term)
		if err := at.Delete(&Price{}).Error; err != nil {
			return err
		}
	}
	for from := 0; from < len(c.set); from += batch {
		rows := c.set[from:min(from+batch, len(c.set))]
		for i := range rows {
			rows[i].MarketID, rows[i].ChangedByName, rows[i].ChangedAt = m.ID, tx.By.Name, tx.Now
		}
		if err := tx.Put(book, &rows); err != nil {
			return err
		}
	}
	return nil
}

// below counts the prices of which the partner would pay more than the customer.
func below(ps []Price) (n int) {
	for _, p := range ps {
		if price.Above(p.MonthlyCost, p.MonthlyRetail) || price.Above(p.OnceCost, p.OnceRetail) {
			n++
		}
	}
	return n
}

// warn is nil when no cost lies above retail, or somebody has said that it shall.
func warn(ps []Price, agreed bool) error {
	n := below(ps)
	if n == 0 || agreed {
		return nil
	}
	text := "One cost is above its retail price. Tick the box to save it so"
	if n > 1 {
		text = strconv.Itoa(n) + " costs are above their retail prices. Tick the box to save them so"
	}
	return fault.Fields{{Field: "below", Text: text}}.Err()
}
