// Package catalog knows what is sold and where: products, and the locations of
// billing markets. Both are data, so that an installation can sell something
// else.
package catalog

import (
	"github.com/tenantry/tenantry/internal/db"
)

// Product is one kind of service.
type Product struct {
	ID    string
	Name  string
	Short string // how lists call it
	Place int    // order in lists
}

// Location is a place where services are delivered.
type Location struct {
	ID      string
	Name    string
	City    string
	Country string // two letters
	Market  string // code of the billing market
}

const common = "the catalogue is the same for everybody"

// Products lists what is sold, in the order of the lists.
func Products(tx *db.Tx) (ps []Product, err error) {
	return ps, tx.Everywhere(common).Order("place, id").Limit(200).Find(&ps).Error
}

// Add puts products and locations into the catalogue.
func Add(tx *db.Tx, ps []Product, ls []Location) error {
	if err := tx.Put(common, &ps); err != nil {
		return err
	}
	return tx.Put(common, &ls)
}

// LocationsAt are the locations with these ids.
func LocationsAt(tx *db.Tx, ids []string) (ls []Location, err error) {
	return ls, tx.Everywhere(common).Where("id IN ?", ids).Find(&ls).Error
}
