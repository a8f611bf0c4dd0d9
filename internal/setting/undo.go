package setting

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Undo takes a change of a default back: the default becomes what it was, and
// the account that had given up its own value for it has it again, unless the
// setting can't be changed there any more. When something else changed the
// default meanwhile, nothing is taken back.
func (s *Settings) Undo(ctx context.Context, by access.Caller, recorded string) (label string, err error) {
	if err := mayConfigureAll(by); err != nil {
		return "", err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		e, err := event.Find(tx, recorded)
		if db.Missing(err) || err == nil && (e.Kind != event.DefaultChanged || e.AccountID != by.Account) {
			return fault.Missing()
		}
		if err != nil {
			return err
		}
		if err := hold(tx); err != nil {
			return err
		}
		label, err = undo(tx, e)
		return err
	})
	return label, fault.Wrap("undo default", err)
}

// undo takes back what a fact says; the defaults are held.
func undo(tx *db.Tx, e event.Event) (label string, err error) {
	set, ok := Find(Name(e.Topic))
	if !ok {
		return "", fault.Missing()
	}
	here, err := account.Here(tx)
	if err != nil {
		return "", err
	}
	was, now := e.Changes[0].Was, e.Changes[0].Now
	m, err := moving(tx, here, set, stored(was), nil)
	if err != nil {
		return "", err
	}
	if r, ok := m.row(); m.was() != now || ok && r.SetAt.After(e.At) {
		return "", fault.New(fault.Conflict, "%s was changed again meanwhile. Nothing was undone.", set.Label)
	}
	if was != now {
		if err := m.write(); err != nil {
			return "", err
		}
	}
	for _, c := range e.Changes[1:] {
		if err := giveBack(tx, set, c); err != nil {
			return "", err
		}
	}
	return set.Label, event.Record(tx, event.DefaultChanged, here.ID, set.of(here), event.Change{Field: set.Label, Was: now, Now: was})
}

// stored is a default that the record has words for.
func stored(said string) account.Own {
	if said == notSet {
		return account.OwnNone
	}
	return account.OwnOf(said == word(true))
}

// giveBack stores the own value that an account had given up.
func giveBack(tx *db.Tx, set Setting, c event.Change) error {
	a, err := account.LockChild(tx, c.Ref)
	if err != nil {
		return err
	}
	own, err := one(tx, set, About(a))
	if err != nil || own.Own != account.OwnNone || !own.Settable() || a.Status == account.Closed {
		return err
	}
	_, err = changeOwn(tx, a, own, c.Was == word(true))
	return err
}
