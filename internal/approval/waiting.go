package approval

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Waiting is how many pending requests the caller sees.
func (s *Requests) Waiting(ctx context.Context, by access.Caller) (c Count, err error) {
	if err := mayList(by); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		g, err := account.Count(tx, pending(tx))
		c = Count{Number: g.Number, More: g.More}
		return err
	})
	return c, fault.Wrap("count requests", err)
}

func pending(tx *db.Tx) *gorm.DB {
	return seen(tx).Model(&Request{}).Where("state = 'pending'").Order("asked_at, id")
}

// Waiting are the pending requests that the caller's company decides, the oldest
// first, named by their accounts.
func Waiting(tx *db.Tx) (g account.Glance, err error) {
	if g, err = account.Count(tx, pending(tx)); err != nil || g.Number == 0 {
		return g, err
	}
	var first []Request
	if err := pending(tx).Select("id", "number", "account_id").Limit(account.NamedFirst).Find(&first).Error; err != nil {
		return g, err
	}
	keys := make([]string, len(first))
	for i, r := range first {
		keys[i] = r.AccountID
	}
	names, err := account.NamesIn(tx, keys)
	for _, r := range first {
		g.First = append(g.First, account.Named{ID: r.ID, Name: r.Name() + ", " + names[r.AccountID], Account: r.AccountID})
	}
	return g, err
}

// WaitingIn is how many pending requests each of some managed accounts of the
// caller's partner has. Those that have none are not there.
func (s *Requests) WaitingIn(ctx context.Context, by access.Caller, keys []string) (of map[string]int64, err error) {
	if err := by.Must(access.ViewRequests); err != nil {
		return nil, err
	}
	of = map[string]int64{}
	if len(keys) == 0 {
		return of, nil
	}
	var rows []struct {
		AccountID string
		Number    int64
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		return tx.Children().Model(&Request{}).Select("account_id, COUNT(*) AS number").
			Where("state = 'pending' AND account_id IN ?", keys).Group("account_id").Limit(len(keys)).Scan(&rows).Error
	})
	for _, r := range rows {
		of[r.AccountID] = r.Number
	}
	return of, fault.Wrap("count requests", err)
}
