package auth

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// limit reads what narrows a person's way from an account's partner, or at
// the partner itself: one question for who has a seat there.
func (s *standing) limit(tx *db.Tx, person string) (err error) {
	switch {
	case s.Kind == access.Partner && s.Role != "":
		s.Limited, err = delegation.Narrows(tx, s.ID, person)
	case s.Kind == access.Managed && s.ParentRole != "":
		if s.Enters, err = delegation.Enters(tx, s.Account, person); err == nil {
			s.Limited, err = delegation.Narrows(tx, s.ParentID, person)
		}
	}
	return err
}

// at is a person in an account of their own seat, with what limits them there.
func (h Home) at(tx *db.Tx, u user.User, of access.Origin) (by access.Caller, err error) {
	by = caller(u, h.Account, h.Account, h.Role, of)
	if h.Kind == access.Partner {
		by.Limited, err = delegation.Narrows(tx, h.ID, u.ID)
	}
	return by, err
}

// asLimited narrows who acts at a partner to what the person in whose place they
// do enters.
func asLimited(tx *db.Tx, act Act) (bool, error) {
	if act.Account.Kind != access.Partner {
		return false, nil
	}
	return delegation.Narrows(tx, act.AccountID, act.AsID)
}

// mayEnter is Missing for a managed account that its partner's person enters
// not, or not any more.
func mayEnter(tx *db.Tx, a actor) error {
	if a.from.ID != a.to.ParentID {
		return nil
	}
	enters, err := delegation.Enters(tx, a.to, a.by.User)
	if err == nil && !enters {
		err = fault.Missing()
	}
	return err
}
