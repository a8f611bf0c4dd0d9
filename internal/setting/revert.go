package setting

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Before is what an account had of its own before a fact changed its own value;
// ok is false for every other fact.
func Before(e event.Event) (own account.Own, ok bool) {
	if e.Kind != event.SettingChanged && e.Kind != event.SettingInherited || len(e.Changes) == 0 {
		return own, false
	}
	switch was := e.Changes[0].Was; was {
	case word(true), word(false):
		return account.OwnOf(was == word(true)), true
	default:
		return account.OwnNone, strings.HasPrefix(was, inheritedWords)
	}
}

// Revert gives an account back what it had of a setting before a fact: a value
// of its own, or the inherited one. When the setting is something else than
// what was shown as seen, nothing is written: that is a Conflict.
func (s *Settings) Revert(ctx context.Context, by access.Caller, acct string, name Name, recorded, seen string) (Outcome, error) {
	return s.change(ctx, by, "revert setting", name, func(tx *db.Tx, set Setting) (out Outcome, err error) {
		a, was, err := settableAt(tx, set, acct, Draft{Seen: seen})
		if err != nil {
			return out, err
		}
		e, err := event.Find(tx, recorded)
		if err != nil && !db.Missing(err) {
			return out, err
		}
		before, ok := Before(e)
		switch {
		case !ok || e.AccountID != a.ID || e.Topic != string(name):
			return out, fault.Missing()
		case before == account.OwnNone:
			err = inherit(tx, a, was)
		default:
			_, err = changeOwn(tx, a, was, before == account.OwnOn)
		}
		if err == nil {
			out.Value, err = one(tx, set, About(a))
		}
		if out.Value.On != was.On {
			out.Changed = 1
		}
		return out, err
	})
}
