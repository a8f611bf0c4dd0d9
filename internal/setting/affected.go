package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// AffectedPage is how many accounts a page of Affected has.
const AffectedPage = 100

// AffectedFilter says which accounts Affected lists.
type AffectedFilter struct {
	To      account.Own // what the default is to become; OwnNone takes it away
	Account string      // on which it is changed, which then follows it, or ""
	Kept    bool        // those that keep what they have, instead of those that change
	After   string      // the key of the last account of the page before, or ""
}

// Affected lists by name who would change if a default became something else,
// or who would not: all those that Preview counts, AffectedPage at a time.
func (s *Settings) Affected(ctx context.Context, by access.Caller, name Name, f AffectedFilter) (ks []Kept, more bool, err error) {
	if err := mayConfigureAll(by); err != nil {
		return nil, false, err
	}
	set, ok := Find(name)
	if !ok {
		return nil, false, fault.Missing()
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		ks, more, err = affected(tx, set, f)
		return err
	})
	return ks, more, fault.Wrap("list affected accounts", err)
}

func affected(tx *db.Tx, set Setting, f AffectedFilter) (ks []Kept, more bool, err error) {
	here, err := account.Here(tx)
	if err != nil {
		return nil, false, err
	}
	var edited *account.Account
	if f.Account != "" {
		a, err := account.Child(tx, f.Account)
		if err != nil {
			return nil, false, err
		}
		edited = &a
	}
	m, err := moving(tx, here, set, f.To, edited)
	if err != nil {
		return nil, false, err
	}
	q := m.changers()
	if f.Kept {
		q = m.stayers()
	}
	if f.After != "" {
		last, err := account.Child(tx, f.After)
		if err != nil {
			return nil, false, err
		}
		q = db.Past(q, []db.Key{{Column: "search", Value: last.Search}, {Column: "id", Value: last.ID}}, false)
	}
	var as []account.Account
	if err := q.Order("search, id").Limit(AffectedPage + 1).Find(&as).Error; err != nil {
		return nil, false, err
	}
	more = len(as) > AffectedPage
	ks, err = m.keeping(as[:min(AffectedPage, len(as))])
	return ks, more, err
}

// changers are the accounts that change.
func (m move) changers() *gorm.DB {
	gives := ""
	if m.givesUp() && m.own.On != m.followed().On {
		gives = m.edited.ID
	}
	return m.tx.Children().Where("(id = ? OR support IN ? AND NOT ?)", gives, m.changing, m.keep())
}

// stayers are the accounts that keep what they have.
func (m move) stayers() *gorm.DB {
	gives := ""
	if m.givesUp() {
		gives = m.edited.ID
	}
	return m.tx.Children().Where("id <> ? AND support IN ? AND ?", gives, m.following, m.keep())
}
