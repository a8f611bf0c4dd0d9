package setting

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Meant are the accounts that a change is for, whatever is changed.
type Meant struct {
	Count   int64
	First   []account.Account // of those that are ticked: the first by name
	TooMany bool              // more than MostAtOnce match; Count is one more than that
}

// mostFirst is how many accounts are named.
const mostFirst = 3

// Meant says for which accounts a change is, before it is known of what.
func (s *Settings) Meant(ctx context.Context, by access.Caller, in Bulk) (m Meant, err error) {
	if err := mayConfigureAll(by); err != nil {
		return m, err
	}
	var problems fault.Fields
	in.few(&problems)
	if err := problems.Err(); err != nil {
		return m, err
	}
	ctx, cancel := context.WithTimeout(ctx, planTime)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		m, err = meant(tx, in)
		return err
	})
	return m, fault.Wrap("find accounts of a change", err)
}

func meant(tx *db.Tx, in Bulk) (m Meant, err error) {
	keys, err := keysOf(tx, in)
	if err != nil {
		return m, err
	}
	m.Count, m.TooMany = int64(len(keys)), len(keys) > mostAtOnce
	if in.Whom() == Matching {
		return m, nil
	}
	if err := tx.Named(keys).Where("kind = ?", access.Managed).Limit(max(1, len(keys))).Find(&m.First).Error; err != nil {
		return m, err
	}
	if len(m.First) < len(keys) {
		return Meant{}, fault.Missing()
	}
	slices.SortStableFunc(m.First, func(a, b account.Account) int { return strings.Compare(a.Search, b.Search) })
	m.First = m.First[:min(len(m.First), mostFirst)]
	return m, nil
}
