package service

import (
	"cmp"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Tallies are how many services the caller's account counts, of each product
// and status.
func Tallies(tx *db.Tx) (ts []Tally, err error) {
	return ts, tx.Own().Where("number > 0").Order("scope, product_id, status").Limit(mostTallies).Find(&ts).Error
}

// mostTallies bounds what is counted: every status of two hundred products, in both scopes.
var mostTallies = 2 * 200 * len(Statuses)

// Ending are the terms that end soon.
type Ending struct {
	Number   int64 // counted up to account.Glanced
	More     bool  // there are more than Number
	Renewing int64 // of Number: begin again by themselves
	First    []Service
}

// endingFirst is how many of them are listed.
const endingFirst = 8

// Ends are the terms that end from today until a day, which is not among
// them, in the caller's account, and for a partner in those below it. The
// soonest are listed.
func Ends(tx *db.Tx, until time.Time) (e Ending, err error) {
	from := tx.Now.UTC().Truncate(24 * time.Hour)
	// Not of a design, nor of what ends already, nor of what runs from month to
	// month. The index services_ending has the same words.
	within := func(q *gorm.DB) *gorm.DB {
		return q.Model(&Service{}).Where("term > 1 AND status IN ('ordered', 'deployable', 'configured', 'live')").
			Where("term_ends_on >= ? AND term_ends_on < ?", from, until)
	}
	walks := []func() *gorm.DB{ // one for each walk along an index
		func() *gorm.DB { return within(tx.Own()).Where("top = 0").Order("term_ends_on, name_fold, id") },
		func() *gorm.DB { return within(tx.Own()).Where("top = 1").Order("term_ends_on, name_fold, id") },
	}
	if tx.By.Kind == access.Partner {
		walks = append(walks, func() *gorm.DB { return within(tx.Children()).Order("term_ends_on, id") })
	}
	for _, walk := range walks {
		if err := e.add(tx, walk); err != nil {
			return e, err
		}
	}
	slices.SortFunc(e.First, func(a, b Service) int {
		return cmp.Or(a.TermEndsOn.Compare(b.TermEndsOn), cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.ID, b.ID))
	})
	e.First = e.First[:min(len(e.First), endingFirst)]
	return e, describe(tx, e.First)
}

// add counts what one walk finds, and keeps its first.
func (e *Ending) add(tx *db.Tx, walk func() *gorm.DB) error {
	var found struct{ Number, Renewing int64 }
	err := tx.Window(walk().Select("id", "renews").Limit(account.Glanced + 1)).
		Select("COUNT(*) AS number, COALESCE(SUM(CASE WHEN renews THEN 1 ELSE 0 END), 0) AS renewing").Scan(&found).Error
	if err != nil || found.Number == 0 {
		return err
	}
	e.Number, e.Renewing = e.Number+found.Number, e.Renewing+found.Renewing
	e.More = e.More || found.Number > account.Glanced
	var first []Service
	if err := walk().Limit(endingFirst).Find(&first).Error; err != nil {
		return err
	}
	e.First = append(e.First, first...)
	return nil
}
