package event

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// shown is what the caller of tx sees of facts. Tags are the partner's own words
// for its managed accounts, and why a setting is locked is said to the partner;
// the people of such an account see neither.
func shown(tx *db.Tx, es []Event) ([]Event, error) {
	by := tx.By
	es = masked(by, es)
	switch {
	case by.Narrowed():
		return narrowed(tx, es)
	case by.Kind != access.Managed || by.Viewing():
		return es, nil
	}
	return without(es, func(e Event, c Change) bool {
		return e.Kind == AccountEdited && c.Field == "Tags" || e.Kind == LockPut && c.Field == "Reason"
	}), nil
}

// without are facts without some of their changes; one that says nothing else is
// left out.
func without(es []Event, hidden func(Event, Change) bool) (left []Event) {
	for _, e := range es {
		all := len(e.Changes)
		e.Changes = slices.DeleteFunc(e.Changes, func(c Change) bool { return hidden(e, c) })
		if all == 0 || len(e.Changes) > 0 {
			left = append(left, e)
		}
	}
	return left
}

// unread are the kinds of facts of a partner that whoever enters some of its
// accounts only does not read. They tell of what is kept for all accounts, and
// who wrote them named any of these, in words that nothing takes apart again:
// rules, views, letters, and who enters what.
var unread = []Kind{DelegationChanged, QueueChanged, ViewSaved, ViewRemoved, SupportAsked}

// narrowed is what somebody sees of facts who enters some of the accounts below
// their own. What a fact says of another one carries that one's key.
func narrowed(tx *db.Tx, es []Event) ([]Event, error) {
	es = slices.DeleteFunc(es, func(e Event) bool {
		answered := (e.Kind == ConnectionAccepted || e.Kind == ConnectionDenied) && e.SubjectID != e.AccountID // it is named after who asked
		return e.AccountID == tx.By.Account && (answered || slices.Contains(unread, e.Kind))
	})
	var keys, entered []string
	for _, e := range es {
		for _, c := range e.Changes {
			if c.Ref != "" {
				keys = append(keys, c.Ref)
			}
		}
	}
	if len(keys) > 0 {
		slices.Sort(keys)
		if err := tx.Named(slices.Compact(keys)).Model(&company{}).Pluck("id", &entered).Error; err != nil {
			return nil, err
		}
	}
	return without(es, func(_ Event, c Change) bool { return c.Ref != "" && !slices.Contains(entered, c.Ref) }), nil
}
