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

// Sums are tallies that are being added up.
type Sums map[Tally]int64

// Count adds n services like s. The account above counts it as well when s is
// a managed account's.
func (m Sums) Count(s Service, managed bool, n int64) {
	m[Tally{AccountID: s.AccountID, Scope: Own, ProductID: s.ProductID, Status: s.Status}] += n
	if managed {
		m[Tally{AccountID: s.ParentID, Scope: Below, ProductID: s.ProductID, Status: s.Status}] += n
	}
}

// Rows are the sums in the order of their keys.
func (m Sums) Rows() []Tally {
	rows := make([]Tally, 0, len(m))
	for t, n := range m {
		t.Number = n
		rows = append(rows, t)
	}
	slices.SortFunc(rows, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ProductID, b.ProductID), cmp.Compare(a.Status, b.Status))
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
	sums, kept := Sums{}, map[string]int64{}
	for n, ss := range map[int64][]Service{-1: was, 1: now} {
		for _, s := range ss {
			sums.Count(s, managed[s.AccountID], n)
			if s.Status != Decommissioned {
				kept[s.AccountID] += n
			}
		}
	}
	for rest := sums.Rows(); len(rest) > 0; {
		n := sameWay(rest)
		batch := rest[:n]
		rest = rest[n:]
		if err := write(tx, batch); err != nil {
			return err
		}
	}
	return keep(tx, kept)
}

// sameWay is how many rows from the first on are added, or taken away, by one
// statement.
func sameWay(rows []Tally) int {
	if rows[0].Number <= 0 {
		return 1
	}
	n := slices.IndexFunc(rows, func(t Tally) bool { return t.Number <= 0 })
	if n < 0 {
		n = len(rows)
	}
	return min(n, planted)
}

// write adds to tallies, or takes from one.
func write(tx *db.Tx, rows []Tally) error {
	t := rows[0]
	if t.Number > 0 {
		return tx.Sum(whyCount, &rows, "number")
	}
	if t.Number == 0 {
		return nil
	}
	return tx.Everywhere(whyCount).Model(&Tally{}).
		Where("account_id = ? AND scope = ? AND product_id = ? AND status = ?", t.AccountID, t.Scope, t.ProductID, t.Status).
		Update("number", gorm.Expr("number + ?", t.Number)).Error
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
