package pricing

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Prices are all price books of the installation, and what is taken from them.
type Prices struct{ db *db.DB }

// New is the prices in a database.
func New(d *db.DB) *Prices { return &Prices{d} }

// Sheet is what a price book says of one product.
type Sheet struct {
	Product catalog.Product
	Prices  []Price // the slowest first, and of a speed that of any term first
}

// Book is the price book of a market, or some of it.
type Book struct {
	Market catalog.Market
	Sheets []Sheet
	Later  bool // other products follow
}

// sheetsShown is how many products a page of a price book has.
const sheetsShown = 20

// mostOfProduct and mostOfMarket are how many prices a product, and a market,
// has at most.
const (
	mostOfProduct = 700
	mostOfMarket  = 20_000
)

// Books lists the markets, each with how many prices its book has.
func (s *Prices) Books(ctx context.Context, by access.Caller) (list []catalog.Market, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		list, err = catalog.Markets(tx)
		return err
	})
	return list, fault.Wrap("list price books", err)
}

// Book is a part of a market's price book: twenty products, from the one after
// on, which is an id, or "".
func (s *Prices) Book(ctx context.Context, by access.Caller, market, after string) (b Book, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		b = Book{}
		if b.Market, err = marketOf(tx, market); err != nil {
			return err
		}
		ps, err := catalog.Products(tx)
		if err != nil {
			return err
		}
		ps = ps[1+slices.IndexFunc(ps, func(p catalog.Product) bool { return p.ID == after }):]
		if b.Later = len(ps) > sheetsShown; b.Later {
			ps = ps[:sheetsShown]
		}
		for _, p := range ps {
			sheet, err := sheetOf(tx, b.Market, p)
			if err != nil {
				return err
			}
			b.Sheets = append(b.Sheets, sheet.shown(by))
		}
		return nil
	})
	return b, fault.Wrap("read a price book", err)
}

// Sheet is what a market's price book says of one product.
func (s *Prices) Sheet(ctx context.Context, by access.Caller, market, product string) (b Book, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var sheet Sheet
		b, sheet, err = open(tx, market, product)
		b.Sheets = []Sheet{sheet.shown(by)}
		return err
	})
	return b, fault.Wrap("read prices", err)
}

// open reads the prices of a product in a market.
func open(tx *db.Tx, market, product string) (b Book, sheet Sheet, err error) {
	if b.Market, err = marketOf(tx, market); err != nil {
		return b, sheet, err
	}
	p, err := productOf(tx, product)
	if err != nil {
		return b, sheet, err
	}
	sheet, err = sheetOf(tx, b.Market, p)
	return b, sheet, err
}

// marketOf is the market with an id; missing where there is none.
func marketOf(tx *db.Tx, id string) (catalog.Market, error) {
	m, err := catalog.MarketOf(tx, id)
	if err == nil && m.ID == "" {
		err = fault.Missing()
	}
	return m, err
}

// productOf is the product with an id; missing where there is none.
func productOf(tx *db.Tx, id string) (catalog.Product, error) {
	p, err := catalog.ProductOf(tx, id)
	if err == nil && p.ID == "" {
		err = fault.Missing()
	}
	return p, err
}

// sheetOf reads the prices of a product in a market, in its currency.
func sheetOf(tx *db.Tx, m catalog.Market, p catalog.Product) (Sheet, error) {
	s := Sheet{Product: p}
	err := tx.Everywhere(book).Where("market_id = ? AND product_id = ?", m.ID, p.ID).Order("speed, term").Limit(mostOfProduct).Find(&s.Prices).Error
	for i := range s.Prices {
		s.Prices[i] = s.Prices[i].in(m)
	}
	return s, err
}

// all reads every price of a market, in its currency.
func all(tx *db.Tx, m catalog.Market) (ps []Price, err error) {
	err = tx.Everywhere(book).Where("market_id = ?", m.ID).Order("product_id, speed, term").Limit(mostOfMarket).Find(&ps).Error
	for i := range ps {
		ps[i] = ps[i].in(m)
	}
	return ps, err
}

// shown is the sheet with what a caller may see of it.
func (s Sheet) shown(by access.Caller) Sheet {
	s.Prices = slices.Clone(s.Prices)
	for i := range s.Prices {
		s.Prices[i] = s.Prices[i].Shown(by)
	}
	return s
}

// raise counts a change of a market's book by so many prices, if it is still
// the one that was seen. Of two who change it at once the other is told.
func raise(tx *db.Tx, m catalog.Market, seen, more int64) error {
	res := tx.Everywhere(book).Model(&catalog.Market{}).Where("id = ? AND book = ?", m.ID, seen).
		Updates(map[string]any{"book": gorm.Expr("book + 1"), "prices": gorm.Expr("prices + ?", more)})
	if res.Error == nil && res.RowsAffected == 0 {
		return late(m)
	}
	return res.Error
}

// late says that somebody else was faster.
func late(m catalog.Market) error {
	return fault.New(fault.Conflict, "Somebody changed the prices of %s meanwhile. Compare them with yours, and save again.", m.Name)
}

// touch counts a change of the book of a market, or where market is "" of every
// market's.
func touch(tx *db.Tx, market string) error {
	q := tx.Everywhere(book).Model(&catalog.Market{}).Where("book >= 0")
	if market != "" {
		q = q.Where("id = ?", market)
	}
	return q.Update("book", gorm.Expr("book + 1")).Error
}

// record says in the operator's record that prices changed. Amounts never stand there.
func record(tx *db.Tx, id, name string, changes ...event.Change) error {
	return event.Record(tx, event.PricesChanged, tx.By.Account, event.Subject{ID: id, Name: name}, changes...)
}
