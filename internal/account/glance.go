package account

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Glance is how many there are of something, counted up to a bound, and the
// first of them.
type Glance struct {
	Number int64
	More   bool // there are more than Number
	First  []Named
}

// Named is one thing at a glance.
type Named struct {
	ID      string // of the thing
	Name    string
	Account string // key of the account that it belongs to
}

const (
	// Glanced is how many things a glance counts at most.
	Glanced = 1000
	// NamedFirst is how many of them it names.
	NamedFirst = 3
)

// Count is how many rows a query finds, counted up to Glanced. The query reads
// rows of the caller's in the order of an index.
func Count(tx *db.Tx, q *gorm.DB) (g Glance, err error) {
	if err := tx.Window(q.Select("id").Limit(Glanced + 1)).Count(&g.Number).Error; err != nil {
		return g, err
	}
	g.More = g.Number > Glanced
	g.Number = min(g.Number, Glanced)
	return g, nil
}

// Unreachable are the active accounts below the caller's that the operator
// supports and that have no support contact, which these need.
func Unreachable(tx *db.Tx) (g Glance, err error) {
	q := func() *gorm.DB {
		return tx.Children().Model(&Account{}).Where("support = 'operator' AND contact = FALSE AND status = 'active'").Order("search, id")
	}
	if g, err = Count(tx, q()); err != nil || g.Number == 0 {
		return g, err
	}
	return g, q().Select("id", "name", "id AS account").Limit(NamedFirst).Scan(&g.First).Error
}

// Since are the accounts that were created below the caller's since a moment.
func Since(tx *db.Tx, at time.Time) (Glance, error) {
	return Count(tx, Newest(tx, at))
}

// Newest is a query over the accounts that were created below the caller's
// since a moment, the newest first.
func Newest(tx *db.Tx, since time.Time) *gorm.DB {
	return tx.Children().Model(&Account{}).Where("created_at >= ?", since).Order("created_at DESC, search DESC, id DESC")
}

// mostFew is how many accounts a text names at most where they are few.
const mostFew = 200

// Few are the managed accounts of the caller's company whose name, reference or
// key contains a part, which is bare. ok is false where they are too many to
// name one by one, or the part is too short to be looked up.
func Few(tx *db.Tx, part string) (keys []string, ok bool, err error) {
	keys, ok, err = tx.Findable(part, mostFew+1)
	if err != nil || !ok || len(keys) > mostFew {
		return nil, false, err
	}
	keys, err = tx.Keys(tx.Named(keys).Model(&Account{}).Where(tx.Contains("search", part)).Limit(mostFew), "id")
	return keys, true, err
}
