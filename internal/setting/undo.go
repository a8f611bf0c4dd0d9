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
// the account that had given up its own value for it has it again. When
// something else changed the default meanwhile, nothing is taken back.
func (s *Settings) Undo(ctx context.Context, by access.Caller, recorded string) (label string, err error) {
	if err := by.Must(access.ConfigureAccounts); err != nil {
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

func undo(tx *db.Tx, e event.Event) (label string, err error) {
	s, ok := byLabel(e.Changes[0].Field)
	if !ok {
		return "", fault.Missing()
	}
	who, err := bare(tx)
	if err != nil {
		return "", err
	}
	stored, locks, err := rows(tx, who)
	if err == nil {
		err = defaultable(s, who, stored, locks)
	}
	if err != nil {
		return "", err
	}
	if saidDefault(s, who, stored) != e.Changes[0].Now {
		return "", fault.New(fault.Conflict, "%s was changed again meanwhile. Nothing was undone.", s.Label)
	}
	if was := e.Changes[0].Was; was == notSet {
		err = remove(tx, s, tx.By.Account)
	} else {
		err = store(tx, s, tx.By.Account, was == word(true))
	}
	if err != nil {
		return "", err
	}
	for _, c := range e.Changes[1:] {
		a, own, err := at(tx, s, c.Ref)
		if err != nil {
			return "", err
		}
		if own.Own != account.OwnNone || !own.Settable() {
			continue
		}
		if _, err := changeOwn(tx, a, own, c.Was == word(true)); err != nil {
			return "", err
		}
	}
	_, err = recordDefault(tx, event.Changes{{Field: s.Label, Was: e.Changes[0].Now, Now: e.Changes[0].Was}})
	return s.Label, err
}
