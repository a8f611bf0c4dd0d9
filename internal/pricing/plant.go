package pricing

import (
	"maps"
	"slices"

	"gorm.io/gorm"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
)

// Plant writes prices as they are, and counts them in their markets. It is for
// the cast of the demo and of tests, and asks and checks nothing.
func Plant(tx *db.Tx, ps []Price) error {
	if err := tx.Put(book, &ps); err != nil {
		return err
	}
	of := Counted(ps)
	for _, id := range slices.Sorted(maps.Keys(of)) {
		err := tx.Everywhere(book).Model(&catalog.Market{}).Where("id = ?", id).Update("prices", gorm.Expr("prices + ?", of[id])).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Counted is how many of some prices each market has.
func Counted(ps []Price) map[string]int64 {
	of := map[string]int64{}
	for _, p := range ps {
		of[p.MarketID]++
	}
	return of
}
