package company

import "github.com/tenantry/tenantry/internal/db"

// Plant writes what companies say of themselves into an empty database, for the
// demonstration.
func Plant(tx *db.Tx, ps []Profile, ls []Listing) error {
	for i := range ls {
		ls[i].describe()
	}
	if err := tx.Put("a demonstration is written whole", &ps); err != nil {
		return err
	}
	return tx.Put("a demonstration is written whole", &ls)
}
