package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Shift is one setting under another support model.
type Shift struct {
	Setting
	Was, Now       Value // at a managed account; at a partner what its accounts without own values have
	OwnWas, OwnNow bool  // at a partner, what its own people see
	Changed        int64 // at a partner, its managed accounts with the other model whose effective value changes
	Own            int64 // and those whose stored own value starts or stops applying
}

// Shifts reports whether the model makes any difference to the setting.
func (t Shift) Shifts() bool {
	return t.Was.On != t.Now.On || t.Was.Source != t.Now.Source || t.OwnWas != t.OwnNow || t.Changed > 0 || t.Own > 0
}

// PreviewSupport says what another support model of a partner, or of one
// managed account, would change: only what the system sets and what is fixed.
// Own values, defaults and locks stay, and apply where they may.
func (s *Settings) PreviewSupport(ctx context.Context, by access.Caller, acct string, to account.Support) (ts []Shift, err error) {
	if err := by.Must(access.SetSupport); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		at, err := account.Find(tx, acct)
		if err != nil {
			return err
		}
		stored, locks, err := rows(tx, Subject{ID: at.ID})
		if err != nil {
			return err
		}
		for _, set := range All {
			t, err := shift(tx, set, at, to, stored, locks)
			if err != nil {
				return err
			}
			if t.Shifts() {
				ts = append(ts, t)
			}
		}
		return nil
	})
	return ts, fault.Wrap("preview support model", err)
}

func shift(tx *db.Tx, s Setting, at account.Account, to account.Support, stored []Stored, locks []Lock) (t Shift, err error) {
	t = Shift{Setting: s}
	was := About(at)
	now := was
	now.Support = to
	if at.Kind == access.Managed {
		t.Was, t.Now = Resolve(s, was, stored, locks), Resolve(s, now, stored, locks)
		return t, nil
	}
	t.OwnWas, t.OwnNow = s.rule(was).On, s.rule(now).On
	t.Was, t.Now = Resolve(s, Bare(at.ID, to.Other()), stored, locks), Resolve(s, Bare(at.ID, to), stored, locks)
	if t.Was.On == t.Now.On && t.Was.Source == t.Now.Source {
		return t, nil // nor does any account's, then
	}
	groups, err := grouped(members(tx, s, at).Where("accounts.support <> ? AND accounts.status <> ?", to, account.Closed))
	if err != nil {
		return t, err
	}
	c, err := crowdOf(tx, s, at, groups)
	if err != nil {
		return t, err
	}
	for _, g := range c.groups {
		who, stored, locks := c.one(g)
		was := Resolve(s, who, stored, locks)
		who.Support = to
		now := Resolve(s, who, stored, locks)
		if was.On != now.On {
			t.Changed += g.N
		}
		if (was.Source == FromAccount) != (now.Source == FromAccount) {
			t.Own += g.N
		}
	}
	return t, nil
}
