package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Preview says what a new default would do, before it is saved.
type Preview struct {
	Changed int64             // accounts whose effective value changes
	First   []account.Account // the first of them by name
	Kept    int64             // accounts that keep their own value
	Keeping []account.Account // the first of them by name
}

// named is how many accounts a preview names.
const named = 10

// Preview says who would change if a feature became on for all managed
// accounts without their own value. acct is the account on which it is
// changed, which then follows the default, or "".
func (s *Settings) Preview(ctx context.Context, by access.Caller, acct string, name Name, on bool) (p Preview, err error) {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return p, err
	}
	f, ok := FeatureOf(name)
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
		p, err = preview(tx, f, a, on)
		return err
	})
	return p, fault.Wrap("preview default", err)
}

func preview(tx *db.Tx, f Feature, a *account.Account, on bool) (p Preview, err error) {
	here, err := account.Here(tx)
	if err != nil {
		return p, err
	}
	was, err := one(tx, f, "")
	if err != nil {
		return p, err
	}
	if p.Kept, err = countOwn(tx, f); err != nil {
		return p, err
	}
	if p.Keeping, err = account.WithOwn(tx, f.column, named+1, account.OwnOff, account.OwnOn); err != nil {
		return p, err
	}
	if was.On != on {
		p.Changed = here.Managed - p.Kept
		if p.First, err = account.WithOwn(tx, f.column, named, account.OwnNone); err != nil {
			return p, err
		}
	}
	return p, p.follow(tx, f, a, on)
}

// follow counts the account on which the default is changed: its own value goes.
func (p *Preview) follow(tx *db.Tx, f Feature, a *account.Account, on bool) error {
	if a == nil {
		p.Keeping = p.Keeping[:min(named, len(p.Keeping))]
		return nil
	}
	own, err := one(tx, f, a.ID)
	if err != nil {
		return err
	}
	if own.Source == FromAccount {
		p.Kept--
		kept := p.Keeping[:0]
		for _, k := range p.Keeping {
			if k.ID != a.ID {
				kept = append(kept, k)
			}
		}
		p.Keeping = kept
		if own.On != on {
			p.Changed++
			p.First = append([]account.Account{*a}, p.First...)
		}
	}
	p.First, p.Keeping = p.First[:min(named, len(p.First))], p.Keeping[:min(named, len(p.Keeping))]
	return nil
}

func countOwn(tx *db.Tx, f Feature) (n int64, err error) {
	for _, own := range []account.Own{account.OwnOff, account.OwnOn} {
		m, err := account.CountOwn(tx, f.column, own)
		if err != nil {
			return 0, err
		}
		n += m
	}
	return n, nil
}
