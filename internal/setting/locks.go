package setting

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Width says how many accounts a lock holds.
type Width string

// The closed list of widths; the zero Width narrows nothing.
const (
	AnyWidth   Width = ""
	OnAll      Width = "all"      // every managed account
	OnPartners Width = "partners" // those of one partner
	OnAccounts Width = "accounts" // one
)

// LockFilter narrows the list of locks. The zero LockFilter is all of them,
// the latest first.
type LockFilter struct {
	Name    Name
	Width   Width
	Account string // where it lies: an account, or a partner with the accounts below
	After   string // Version of the lock that the page follows
}

// Held is a lock with the names of what it is about.
type Held struct {
	Lock
	Setting Setting
	At      account.Account // where it lies: key, kind and name
	Partner string          // the partner of a managed account, by name
}

// locksPage is how many locks a page has.
const locksPage = 50

// Locks lists the locks of the installation, fifty a page, the latest first;
// more says that others follow.
func (s *Settings) Locks(ctx context.Context, by access.Caller, f LockFilter) (hs []Held, more bool, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var ls []Lock
		q := narrowLocks(tx.Reach(), tx.By.Account, f)
		if err := q.Order("version DESC, account_id DESC").Limit(locksPage + 1).Find(&ls).Error; err != nil {
			return err
		}
		if more = len(ls) > locksPage; more {
			ls = ls[:locksPage]
		}
		hs, err = describe(tx, ls)
		return err
	})
	return hs, more, fault.Wrap("list locks", err)
}

func narrowLocks(q *gorm.DB, operator string, f LockFilter) *gorm.DB {
	if f.Name != "" {
		q = q.Where("name = ?", f.Name)
	}
	switch f.Width {
	case OnAll:
		q = q.Where("account_id = ?", operator)
	case OnPartners:
		q = q.Where("parent_id = ? AND account_id <> ?", operator, operator)
	case OnAccounts:
		q = q.Where("parent_id <> ?", operator)
	}
	if f.Account != "" {
		q = q.Where("account_id = ? OR parent_id = ?", f.Account, f.Account)
	}
	if f.After != "" {
		q = q.Where("version < ?", f.After)
	}
	return q
}

// describe adds the names of what locks are about.
func describe(tx *db.Tx, ls []Lock) (hs []Held, err error) {
	var keys []string
	for _, l := range ls {
		keys = append(keys, l.AccountID)
	}
	var as []account.Account
	if err := tx.Reach().Select("id", "kind", "name", "parent_id").Where("id IN ?", keys).Find(&as).Error; err != nil {
		return nil, err
	}
	at, above := map[string]account.Account{}, []string{}
	for _, a := range as {
		at[a.ID] = a
		above = append(above, a.ParentID)
	}
	names, err := account.NamesIn(tx, above)
	if err != nil {
		return nil, err
	}
	for _, l := range ls {
		s, ok := Find(l.Name)
		if !ok {
			continue
		}
		h := Held{Lock: l, Setting: s, At: at[l.AccountID]}
		if h.At.Kind == access.Managed {
			h.Partner = names[h.At.ParentID]
		}
		hs = append(hs, h)
	}
	return hs, nil
}

// Hold is a setting at one place, as the operator sees it there: at its own
// account for all managed accounts, at a partner for those of that one, or at
// one managed account.
type Hold struct {
	Setting
	Values []Value // at an account its value; elsewhere what accounts without own values have: first those that the partner supports, then those that the operator does
	Lock   Lock    // that lies here, or nothing
	Wider  Lock    // that holds the setting here whatever lies here, or nothing
	Never  string  // why it cannot be locked here, or ""
}

// told turns what is said to the partner into what is said of it.
var told = strings.NewReplacer("orders to you", "orders to the partner", "What you pay", "What the partner pays")

// Told is the setting's effect in words for the operator.
func (h Hold) Told() string { return told.Replace(h.Effect) }

// Inspect is what the settings are at one place within the caller's reach.
func (s *Settings) Inspect(ctx context.Context, by access.Caller, acct string) (hs []Hold, err error) {
	if err := by.Must(access.InspectAccounts); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		at, err := account.Find(tx, acct)
		if err != nil {
			return err
		}
		stored, locks, err := rows(tx, Subject{ID: at.ID})
		for _, set := range All {
			hs = append(hs, holdAt(set, at, stored, locks))
		}
		return err
	})
	return hs, fault.Wrap("inspect settings", err)
}

// subjects are whose values a place has: its own, or those of the accounts
// below it that have none of their own.
func subjects(at account.Account) []Subject {
	if at.Kind == access.Managed {
		return []Subject{About(at)}
	}
	return []Subject{Bare(at.ID, account.ByPartner), Bare(at.ID, account.ByOperator)}
}

func holdAt(s Setting, at account.Account, stored []Stored, locks []Lock) Hold {
	h := Hold{Setting: s}
	for _, who := range subjects(at) {
		h.Values = append(h.Values, Resolve(s, who, stored, locks))
	}
	for _, l := range locks {
		if l.Name == s.Name && l.AccountID == at.ID {
			h.Lock = l
		}
	}
	who := subjects(at)[0]
	if l, ok := widest(s, who, locks); ok && l.AccountID != at.ID {
		h.Wider = l
	}
	if err := s.MayLock(at); err != nil {
		h.Never = strings.TrimPrefix(err.Error(), s.Label+" cannot be locked. ")
	}
	return h
}
