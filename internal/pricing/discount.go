package pricing

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Discounted is what terms take from the price of any term, of every product.
type Discounted struct {
	Products []catalog.Product
	percent  map[place]int64
	Books    int64 // sum of catalog.Market.Book: when it is the same, so is everything
}

// Of is what a term takes from each hundred.
func (d Discounted) Of(product string, term int) int64 {
	return d.percent[place{product: product, term: term}]
}

// DiscountDraft is what somebody types for all products at once.
type DiscountDraft struct {
	Books int64          `form:"books"`
	Rows  []PercentDraft `form:"discount"`
}

// PercentDraft is the discount of one term.
type PercentDraft struct {
	Product string `form:"product"`
	Term    int    `form:"term"`
	Percent string `form:"percent"` // "" is none
}

// Discounts are what terms take, in every market.
func (s *Prices) Discounts(ctx context.Context, by access.Caller) (d Discounted, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return d, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		d, err = discounts(tx)
		return err
	})
	return d, fault.Wrap("read discounts", err)
}

// mostDiscounts is how many discounts there are at most.
const mostDiscounts = 2000

func discounts(tx *db.Tx) (d Discounted, err error) {
	if d.Products, err = catalog.Products(tx); err != nil {
		return d, err
	}
	var rows []Discount
	if err := tx.Everywhere(book).Order("product_id, term").Limit(mostDiscounts).Find(&rows).Error; err != nil {
		return d, err
	}
	d.percent = map[place]int64{}
	for _, r := range rows {
		d.percent[place{product: r.ProductID, term: r.Term}] = r.Percent
	}
	ms, err := catalog.Markets(tx)
	for _, m := range ms {
		d.Books += m.Book
	}
	return d, err
}

// percent reads a whole number of hundredths from least to 100; "" is 0.
func percent(typed string, least int64) (int64, bool) {
	if !filled(typed) {
		return 0, least == 0
	}
	n, err := strconv.ParseInt(typed, 10, 64)
	return n, err == nil && n >= least && n <= 100
}

// read answers the discounts that were typed and differ from those that are.
func (in DiscountDraft) read(d Discounted) (rows []Discount, fs fault.Fields) {
	seen := map[place]bool{}
	for i, typed := range in.Rows {
		at := "discount." + strconv.Itoa(i) + ".percent"
		key := place{product: typed.Product, term: typed.Term}
		p := slices.IndexFunc(d.Products, func(p catalog.Product) bool { return p.ID == typed.Product })
		if p < 0 || typed.Term < 1 || !slices.Contains(d.Products[p].Terms, typed.Term) || seen[key] {
			fs.Add(at, "This product is not sold for this term. Open the page again")
			continue
		}
		seen[key] = true
		n, ok := percent(typed.Percent, 0)
		if !ok {
			fs.Add(at, "Enter a whole number from 0 to 100")
		}
		if n != d.percent[key] {
			rows = append(rows, Discount{ProductID: typed.Product, Term: typed.Term, Percent: n})
		}
	}
	return rows, fs
}

// EditDiscounts sets what terms take, all that was typed or nothing. It answers
// how many changed.
func (s *Prices) EditDiscounts(ctx context.Context, by access.Caller, in DiscountDraft) (n int, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return 0, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if err := touch(tx, ""); err != nil { // it holds the books, so that they are read as they stay
			return err
		}
		d, err := discounts(tx)
		if err != nil {
			return err
		}
		rows, fs := in.read(d)
		n = len(rows)
		ms, err := catalog.Markets(tx)
		if err != nil {
			return err
		}
		switch err := fs.Err(); {
		case err == nil && n == 0:
			return errDry
		case d.Books != in.Books+int64(len(ms)): // said first, as in Edit
			return fault.New(fault.Conflict, "Somebody changed prices meanwhile. Compare the discounts with yours, and save again.")
		case err != nil:
			return err
		}
		return writeDiscounts(tx, d, rows)
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return n, fault.Wrap("edit discounts", err)
}

// writeDiscounts writes those that changed.
func writeDiscounts(tx *db.Tx, d Discounted, rows []Discount) error {
	var changes []event.Change
	for _, r := range rows {
		if err := tx.Everywhere(book).Where("product_id = ? AND term = ?", r.ProductID, r.Term).Delete(&Discount{}).Error; err != nil {
			return err
		}
		if r.Percent > 0 {
			r.ChangedByName, r.ChangedAt = tx.By.Name, tx.Now
			if err := tx.Put(book, &r); err != nil {
				return err
			}
		}
		at := slices.IndexFunc(d.Products, func(p catalog.Product) bool { return p.ID == r.ProductID })
		if name := d.Products[at].Name; len(changes) == 0 || changes[len(changes)-1].Field != name {
			changes = append(changes, event.Change{Field: name, Now: strconv.Itoa(r.Term) + " months"})
		} else {
			changes[len(changes)-1].Now += ", " + strconv.Itoa(r.Term) + " months"
		}
	}
	return record(tx, "discounts", "term discounts", changes...)
}
