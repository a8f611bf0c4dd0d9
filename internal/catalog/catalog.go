// Package catalog knows what is sold and where: products, and the locations of
// billing markets. Both are data, so that an installation can sell something
// else.
package catalog

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
)

// Product is one kind of service.
type Product struct {
	ID    string
	Name  string
	Short string // how lists call it
	Place int    // order in lists
}

// Market is where one bill is written, in one currency.
type Market struct {
	ID       string // two letters, mostly those of a country
	Name     string
	Currency price.Currency
}

// Location is a place where services are delivered.
type Location struct {
	ID      string
	Name    string
	City    string
	Country string // two letters
	Market  string // id of the billing market

	Currency price.Currency `gorm:"-"` // of the market; filled in by LocationsAt
}

const common = "the catalogue is the same for everybody"

// Products lists what is sold, in the order of the lists.
func Products(tx *db.Tx) (ps []Product, err error) {
	return ps, tx.Everywhere(common).Order("place, id").Limit(200).Find(&ps).Error
}

// Markets lists the billing markets by name.
func Markets(tx *db.Tx) (ms []Market, err error) {
	return ms, tx.Everywhere(common).Order("name, id").Limit(200).Find(&ms).Error
}

// Add puts products, and locations with their markets, into the catalogue.
func Add(tx *db.Tx, ps []Product, ms []Market, ls []Location) error {
	for _, rows := range []any{&ps, &ms, &ls} {
		if err := tx.Put(common, rows); err != nil {
			return err
		}
	}
	return nil
}

// LocationsAt are the locations with these ids, with their currencies.
func LocationsAt(tx *db.Tx, ids []string) (ls []Location, err error) {
	if err := tx.Everywhere(common).Where("id IN ?", ids).Find(&ls).Error; err != nil {
		return nil, err
	}
	ms, err := Markets(tx)
	for i := range ls {
		if at := slices.IndexFunc(ms, func(m Market) bool { return m.ID == ls[i].Market }); at >= 0 {
			ls[i].Currency = ms[at].Currency
		}
	}
	return ls, err
}
