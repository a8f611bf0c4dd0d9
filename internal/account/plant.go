package account

import (
	"fmt"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// planted is how many rows Plant writes with one statement.
const planted = 200

const whyPlant = "accounts planted whole, by nobody who stands above them"

// Describe fills in what is derived from an account's texts and contacts.
func (a *Account) Describe() {
	a.rename(a.Name, a.Reference)
	a.reach(a.SupportPhone, a.SupportEmail)
	if a.Version == 0 {
		a.Version = 1
	}
}

// Plant writes accounts as they are, with everything that is derived from
// them: lineage, the search index, and the numbers kept by their parents. An
// account comes after its parent. It is for the cast of the demo and of tests,
// and asks and checks nothing.
func Plant(tx *db.Tx, as []Account) error {
	above := map[string][]Lineage{}
	for len(as) > 0 {
		batch := as[:min(planted, len(as))]
		as = as[len(batch):]
		if err := plant(tx, batch, above); err != nil {
			return fmt.Errorf("plant accounts: %w", err)
		}
	}
	return nil
}

func plant(tx *db.Tx, as []Account, above map[string][]Lineage) error {
	var lines []Lineage
	tallies := map[string]Tally{}
	for i := range as {
		a := &as[i]
		a.Describe()
		own, err := lineageOf(tx, *a, above)
		if err != nil {
			return err
		}
		above[a.ID] = own
		lines = append(lines, own...)
		tallies[a.ParentID] = tallies[a.ParentID].Plus(a.Counts())
	}
	if err := tx.Put(whyPlant, &as); err != nil {
		return err
	}
	if err := tx.Put(whyPlant, &lines); err != nil {
		return err
	}
	for _, a := range as {
		if a.Kind == access.Operator {
			continue
		}
		if err := tx.MakeFindable(a.ParentID, a.ID, a.Search); err != nil {
			return err
		}
	}
	for parent, t := range tallies {
		if err := raise(tx, parent, t); err != nil {
			return err
		}
	}
	return nil
}

// raise adds to the tally of an account.
func raise(tx *db.Tx, parent string, by Tally) error {
	changes := map[string]any{}
	for i, n := range by.Numbers() {
		changes[TallyColumns[i]] = gorm.Expr(TallyColumns[i]+" + ?", n)
	}
	return tx.Everywhere(whyPlant).Model(&Account{}).Where("id = ?", parent).Updates(changes).Error
}

// lineageOf is an account's own lineage, from what is known of its parent's.
func lineageOf(tx *db.Tx, a Account, above map[string][]Lineage) ([]Lineage, error) {
	own := []Lineage{{AncestorID: a.ID, AccountID: a.ID}}
	if a.ParentID == a.ID {
		return own, nil
	}
	if _, known := above[a.ParentID]; !known {
		var rows []Lineage
		if err := tx.Everywhere(whyPlant).Where("account_id = ?", a.ParentID).Find(&rows).Error; err != nil {
			return nil, err
		}
		above[a.ParentID] = rows
	}
	for _, l := range above[a.ParentID] {
		own = append(own, Lineage{AncestorID: l.AncestorID, AccountID: a.ID, Depth: l.Depth + 1})
	}
	return own, nil
}

// Keys are the keys of all accounts of the installation.
func Keys(tx *db.Tx) (keys []string, err error) {
	return keys, tx.Everywhere("keys are unique over the whole installation").Model(&Account{}).Pluck("id", &keys).Error
}
