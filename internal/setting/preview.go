package setting

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Preview says what a new default would do, before it is saved. Accounts where
// the setting is fixed are in neither number.
type Preview struct {
	Changed int64             // accounts whose effective value changes
	First   []account.Account // the first of them by name
	Kept    int64             // accounts that keep their own value, or what the operator locked there
	Keeping []Kept            // the first of them by name
}

// Kept is an account that does not follow the default, with what it keeps.
type Kept struct {
	Account account.Account
	On      bool
	Locked  bool // by the operator; otherwise it is the account's own value
}

// named is how many accounts a preview names.
const named = 10

// Preview says who would change if a setting became on, or off, for all managed
// accounts without their own value. acct is the account on which it is
// changed, which then follows the default, or "". What could not be changed is
// refused as the change would be.
func (s *Settings) Preview(ctx context.Context, by access.Caller, acct string, name Name, on bool) (Preview, error) {
	return s.preview(ctx, by, acct, name, account.OwnOf(on))
}

// PreviewClear says who would change if the default of a setting were taken away.
func (s *Settings) PreviewClear(ctx context.Context, by access.Caller, name Name) (Preview, error) {
	return s.preview(ctx, by, "", name, account.OwnNone)
}

func (s *Settings) preview(ctx context.Context, by access.Caller, acct string, name Name, to account.Own) (p Preview, err error) {
	if err := mayConfigureAll(by); err != nil {
		return p, err
	}
	set, ok := Find(name)
	if !ok {
		return p, fault.Missing()
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		var edited *account.Account
		if acct != "" {
			a, err := account.Child(tx, acct)
			if err != nil {
				return err
			}
			edited = &a
		}
		m, err := moving(tx, here, set, to, edited)
		if err == nil && edited != nil {
			err = settable(m.own)
		}
		if err != nil {
			return err
		}
		p, err = m.preview()
		return err
	})
	return p, fault.Wrap("preview default", err)
}

// preview counts, and names the first of each.
func (m move) preview() (p Preview, err error) {
	if p.Changed, p.Kept, err = m.count(); err != nil {
		return p, err
	}
	if p.First, err = m.followers(p.Changed); err != nil {
		return p, err
	}
	if m.givesUp() && m.own.On != m.followed().On {
		p.First = append([]account.Account{*m.edited}, p.First...)
		p.First = p.First[:min(named, len(p.First))]
	}
	holders, err := m.holders(p.Kept)
	if err != nil {
		return p, err
	}
	holders = slices.DeleteFunc(holders, func(a account.Account) bool { return m.givesUp() && a.ID == m.edited.ID })
	p.Keeping, err = m.keeping(holders[:min(named, len(holders))])
	return p, err
}

// keeping are accounts with what they keep.
func (m move) keeping(as []account.Account) ([]Kept, error) {
	who := make([]Subject, len(as))
	for i, a := range as {
		who[i] = About(a)
	}
	views, err := OfEach(m.tx, who)
	if err != nil {
		return nil, err
	}
	ks := make([]Kept, len(as))
	for i, a := range as {
		v := views[i].value(m.set.Name)
		ks[i] = Kept{a, v.On, v.Source == Locked}
	}
	return ks, nil
}
