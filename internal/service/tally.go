package service

import (
	"cmp"
	"maps"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Scope says whose services an account counts.
type Scope string

// The closed list of scopes.
const (
	Own   Scope = "own"   // its own
	Below Scope = "below" // a partner: those of all its managed accounts together
)

// Tally is how many services of one product and status an account counts. It
// changes in the transaction that changes a service; see recount.
type Tally struct {
	AccountID string `gorm:"primaryKey"`
	Scope     Scope  `gorm:"primaryKey"`
	ProductID string `gorm:"primaryKey"`
	Status    Status `gorm:"primaryKey"`
	Number    int64
}

// TableName is service_tallies.
func (Tally) TableName() string { return "service_tallies" }

// Owner is the account that counts.
func (t Tally) Owner() string { return t.AccountID }

// Sums are the tallies of some services that are being added up.
type Sums struct {
	lists  map[Tally]int64
	months map[MonthTally]int64
}

// NewSums are the tallies of no services.
func NewSums() Sums { return Sums{map[Tally]int64{}, map[MonthTally]int64{}} }

// Count adds n services like s. The account above counts it as well when s is
// a managed account's.
func (m Sums) Count(s Service, managed bool, n int64) {
	m.countIn(s.AccountID, Own, s, n)
	if managed {
		m.countIn(s.ParentID, Below, s, n)
	}
}

func (m Sums) countIn(account string, scope Scope, s Service, n int64) {
	m.lists[Tally{AccountID: account, Scope: scope, ProductID: s.ProductID, Status: s.Status}] += n
	if at := s.stop(); at != (stop{}) {
		m.months[MonthTally{AccountID: account, Scope: scope, Month: at.month, Follows: at.follows, ProductID: s.ProductID}] += n
	}
}

// Plus adds those of one scope of other sums.
func (m Sums) Plus(o Sums, scope Scope) {
	for t, n := range o.lists {
		if t.Scope == scope {
			m.lists[t] += n
		}
	}
	for t, n := range o.months {
		if t.Scope == scope {
			m.months[t] += n
		}
	}
}

// Lists are the tallies by product and status of some scopes, in the order of
// their keys.
func (m Sums) Lists(scopes ...Scope) (rows []Tally) {
	for t, n := range m.lists {
		if t.Number = n; n != 0 && slices.Contains(scopes, t.Scope) {
			rows = append(rows, t)
		}
	}
	slices.SortFunc(rows, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ProductID, b.ProductID), cmp.Compare(a.Status, b.Status))
	})
	return rows
}

// Months are the tallies by month of some scopes, in the order of their keys.
func (m Sums) Months(scopes ...Scope) (rows []MonthTally) {
	for t, n := range m.months {
		if t.Number = n; n != 0 && slices.Contains(scopes, t.Scope) {
			rows = append(rows, t)
		}
	}
	slices.SortFunc(rows, func(a, b MonthTally) int {
		return cmp.Or(cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.Scope, b.Scope), a.Month.Compare(b.Month),
			cmp.Compare(a.Follows, b.Follows), cmp.Compare(a.ProductID, b.ProductID))
	})
	return rows
}

const whyCount = "a partner counts its managed accounts' services, whoever of these changes one"

// recount changes what accounts keep of their services by the difference
// between some services as they were and as they are now, in the transaction
// that writes them. Every verb that writes services ends with it. Rows are
// written in the order of their keys, so that two verbs at once never wait for
// each other.
func recount(tx *db.Tx, was, now []Service) error {
	managed, err := managedOf(tx, was, now)
	if err != nil {
		return err
	}
	sums, kept := NewSums(), map[string]int64{}
	for n, ss := range map[int64][]Service{-1: was, 1: now} {
		for _, s := range ss {
			sums.Count(s, managed[s.AccountID], n)
			if s.Status != Decommissioned {
				kept[s.AccountID] += n
			}
		}
	}
	if err := raise(tx, sums.Lists(Own, Below)); err != nil {
		return err
	}
	if err := raise(tx, sums.Months(Own, Below)); err != nil {
		return err
	}
	return keep(tx, kept)
}

// numbered is a row that keeps a number.
type numbered interface {
	count() int64               // what is added to it; not zero
	narrow(q *gorm.DB) *gorm.DB // to the row
}

func (t Tally) count() int64 { return t.Number }

func (t Tally) narrow(q *gorm.DB) *gorm.DB {
	return q.Model(&Tally{}).Where("account_id = ? AND scope = ? AND product_id = ? AND status = ?", t.AccountID, t.Scope, t.ProductID, t.Status)
}

func (t MonthTally) count() int64 { return t.Number }

func (t MonthTally) narrow(q *gorm.DB) *gorm.DB {
	return q.Model(&MonthTally{}).
		Where("account_id = ? AND scope = ? AND month = ? AND follows = ? AND product_id = ?", t.AccountID, t.Scope, t.Month, t.Follows, t.ProductID)
}

// raise adds to numbers that are kept, or takes from them: one after the other
// in the order of their keys, those that are added to side by side at once.
func raise[R numbered](tx *db.Tx, rows []R) error {
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r R) bool { return r.count() < 0 })
		switch {
		case n < 0:
			n = min(len(rows), planted)
		case n == 0:
			if err := rows[0].narrow(tx.Everywhere(whyCount)).Update("number", gorm.Expr("number + ?", rows[0].count())).Error; err != nil {
				return err
			}
			rows = rows[1:]
			continue
		}
		batch := rows[:min(n, planted)]
		if err := tx.Sum(whyCount, &batch, "number"); err != nil {
			return err
		}
		rows = rows[len(batch):]
	}
	return nil
}

// keep changes how many services accounts say they have.
func keep(tx *db.Tx, by map[string]int64) error {
	for _, id := range slices.Sorted(maps.Keys(by)) {
		if by[id] == 0 {
			continue
		}
		err := tx.Everywhere(whyCount).Model(&account.Account{}).Where("id = ?", id).Update("services", gorm.Expr("services + ?", by[id])).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// managedOf says which accounts of some services are managed.
func managedOf(tx *db.Tx, lists ...[]Service) (managed map[string]bool, err error) {
	seen := map[string]bool{}
	for _, ss := range lists {
		for _, s := range ss {
			seen[s.AccountID] = true
		}
	}
	managed = map[string]bool{}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(seen)), planted) {
		var found []string
		err := tx.Everywhere(whyCount).Model(&account.Account{}).Where("id IN ? AND kind = ?", ids, access.Managed).Pluck("id", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			managed[id] = true
		}
	}
	return managed, nil
}
