package setting

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Preview says what a new default would do, before it is saved. Accounts where
// the setting is fixed are in neither number.
type Preview struct {
	Changed int64             // accounts whose effective value changes
	First   []account.Account // the first of them by name
	Kept    int64             // accounts that keep their own value, or what the operator locked there
	Keeping []account.Account // the first of them by name
}

// named is how many accounts a preview names.
const named = 10

// Preview says who would change if a setting became on, or off, for all managed
// accounts without their own value. acct is the account on which it is
// changed, which then follows the default, or "".
func (s *Settings) Preview(ctx context.Context, by access.Caller, acct string, name Name, on bool) (p Preview, err error) {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return p, err
	}
	set, ok := Find(name)
	if !ok {
		return p, fault.Missing()
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		var a *account.Account
		if acct != "" {
			found, err := account.Child(tx, acct)
			if err != nil {
				return err
			}
			a = &found
		}
		p, err = preview(tx, set, a, on)
		return err
	})
	return p, fault.Wrap("preview default", err)
}

func preview(tx *db.Tx, s Setting, a *account.Account, on bool) (p Preview, err error) {
	who, err := bare(tx)
	if err != nil {
		return p, err
	}
	stored, locks, err := rows(tx, who)
	if err != nil {
		return p, err
	}
	changing, settable := models(s, who, stored, locks, on)
	if p.Kept, err = countKeeping(tx, s, settable); err != nil {
		return p, err
	}
	if err := keeping(tx, s, settable).Order("accounts.search, accounts.id").Limit(named + 1).Find(&p.Keeping).Error; err != nil {
		return p, err
	}
	if len(changing) > 0 {
		all, err := countManaged(tx, changing)
		if err != nil {
			return p, err
		}
		kept, err := countKeeping(tx, s, changing)
		if err != nil {
			return p, err
		}
		p.Changed = all - kept
		if err := following(tx, s, changing).Order("search, id").Limit(named).Find(&p.First).Error; err != nil {
			return p, err
		}
	}
	return p, p.follow(tx, s, a, on)
}

// models are the support models whose accounts without own values change when
// the default does, and those whose accounts follow the default at all.
func models(s Setting, who Subject, stored []Stored, locks []Lock, on bool) (changing, settable []account.Support) {
	now := append(slices.DeleteFunc(slices.Clone(stored), func(r Stored) bool { return r.Name == s.Name && r.AccountID == who.ParentID }),
		Stored{AccountID: who.ParentID, Name: s.Name, Value: word(on)})
	for _, who.Support = range []account.Support{account.ByPartner, account.ByOperator} {
		was := Resolve(s, who, stored, locks)
		if !was.Settable() {
			continue
		}
		settable = append(settable, who.Support)
		if Resolve(s, who, now, locks).On != was.On {
			changing = append(changing, who.Support)
		}
	}
	return changing, settable
}

// countManaged is how many managed accounts of the caller's partner have one of
// the support models.
func countManaged(tx *db.Tx, of []account.Support) (n int64, err error) {
	if len(of) == 2 {
		here, err := account.Here(tx)
		return here.Managed, err
	}
	return n, tx.Children().Model(&account.Account{}).Where("kind = ? AND support IN ?", access.Managed, of).Count(&n).Error
}

// keeping are the accounts with one of the support models that do not follow
// the default: they have an own value, or the operator locked one there.
func keeping(tx *db.Tx, s Setting, of []account.Support) *gorm.DB {
	return tx.Children().Model(&account.Account{}).Where("kind = ? AND support IN ?", access.Managed, of).
		Where(`accounts.id IN (SELECT account_id FROM settings WHERE parent_id = ? AND name = ?
			UNION SELECT account_id FROM locks WHERE parent_id = ? AND name = ?)`, tx.By.Account, s.Name, tx.By.Account, s.Name)
}

func countKeeping(tx *db.Tx, s Setting, of []account.Support) (n int64, err error) {
	return n, keeping(tx, s, of).Count(&n).Error
}

// following are the accounts with one of the support models that do.
func following(tx *db.Tx, s Setting, of []account.Support) *gorm.DB {
	return tx.Children().Model(&account.Account{}).Where("kind = ? AND support IN ?", access.Managed, of).
		Where(`NOT EXISTS (SELECT 1 FROM settings WHERE settings.account_id = accounts.id AND name = ?)
			AND NOT EXISTS (SELECT 1 FROM locks WHERE locks.account_id = accounts.id AND name = ?)`, s.Name, s.Name)
}

// follow counts the account on which the default is changed: its own value goes.
func (p *Preview) follow(tx *db.Tx, s Setting, a *account.Account, on bool) error {
	if a != nil {
		own, err := one(tx, s, About(*a))
		if err != nil {
			return err
		}
		if own.Source == FromAccount {
			p.Kept--
			p.Keeping = slices.DeleteFunc(p.Keeping, func(k account.Account) bool { return k.ID == a.ID })
			if own.On != on {
				p.Changed++
				p.First = append([]account.Account{*a}, p.First...)
			}
		}
	}
	p.First, p.Keeping = p.First[:min(named, len(p.First))], p.Keeping[:min(named, len(p.Keeping))]
	return nil
}
