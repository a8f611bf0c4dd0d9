package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Left is what is left to prove after the password.
type Left string

// The closed list of what is left.
const (
	Nothing Left = ""
	Code    Left = "code"  // one of the person's second factors, or a recovery code
	Enrol   Left = "enrol" // a second factor must be set up: an account of theirs requires one
)

// Half is a browser whose session is not whole: the password was right, and
// something is left to prove. It opens the pages where that is done and
// nothing else; for Resume it is a stranger's.
type Half struct {
	Session Session
	User    user.User
	Left    Left
	App     bool   // an authenticator app is set up
	Passkey bool   // a passkey is set up
	Codes   int    // recovery codes that are left
	By      string // name of the account that requires a second factor, if Left is Enrol
}

// Half is the half session with this secret. ok is false when there is none,
// or it is over, or nothing is left to prove any more; then one signs in again.
func (s *Sessions) Half(ctx context.Context, secret string) (h Half, ok bool, err error) {
	if secret == "" {
		return h, false, nil
	}
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		h, ok, err = findHalf(tx, user.HashToken(secret), s.limits)
		if err != nil || !ok {
			return err
		}
		fs, err := user.Factors(tx, h.User.ID)
		for _, f := range fs {
			h.App, h.Passkey = h.App || f.Kind == user.TOTP, h.Passkey || f.Kind == user.Passkey
		}
		if err != nil {
			return err
		}
		h.Codes, err = user.CodesLeft(tx, h.User.ID)
		return err
	})
	return h, ok && err == nil, fault.Wrap("find half session", err)
}

// findHalf is Half within a transaction, without counting the factors. It holds
// the person, so that of what several half sessions do at once each sees what
// the other did.
func findHalf(tx *db.Tx, hash string, l Limits) (h Half, ok bool, err error) {
	err = tx.Everywhere(noSeat).Where("hash = ? AND whole = ?", hash, false).Take(&h.Session).Error
	if db.Missing(err) || err == nil && h.Session.Over(tx.Now, l) {
		return h, false, nil
	}
	if err != nil {
		return h, false, err
	}
	if h.User, err = user.Hold(tx, h.Session.UserID); err != nil || h.User.Status != user.Active {
		return h, false, err
	}
	if h.Left, err = leftTo(tx, h.User); err != nil || h.Left == Nothing {
		return h, false, err
	}
	if h.Left == Enrol {
		h.By, err = requiredBy(tx, h.User.ID)
	}
	return h, err == nil, err
}

// leftTo is what is left to prove for somebody whose password was right.
func leftTo(tx *db.Tx, u user.User) (Left, error) {
	if u.Factor {
		return Code, nil
	}
	by, err := requiredBy(tx, u.ID)
	if err != nil || by == "" {
		return Nothing, err
	}
	return Enrol, nil
}

// requiredBy is the name of an account that requires a second factor of a
// person, because they have a seat in it; "" when none does.
func requiredBy(tx *db.Tx, userID string) (name string, err error) {
	var names []string
	err = tx.Everywhere("a person's own seats say whether they need a second factor").Model(&account.Account{}).
		Joins("JOIN seats ON seats.account_id = accounts.id").
		Where("seats.user_id = ? AND seats.status = ? AND accounts.status <> ? AND accounts.factor_required = ?", userID, user.Seated, account.Closed, true).
		Order("seats.created_at, seats.account_id").Limit(1).Pluck("accounts.name", &names).Error
	if err != nil || len(names) == 0 {
		return "", err
	}
	return names[0], nil
}

// complete ends a half session and writes a whole one in its place, with a
// secret of its own, and records the sign-in. It must be called in the
// transaction in which what was left has been proved, for a half session that
// findHalf answered in the same transaction: that one holds the person, and
// so of two completions at once the second finds that the session has ended.
func (s *Sessions) complete(tx *db.Tx, h Half, b Browser) (secret string, err error) {
	res := tx.Everywhere(noSeat).Model(&Session{}).Where("hash = ? AND whole = ? AND ended_at IS NULL", h.Session.Hash, false).Update("ended_at", tx.Now)
	if res.Error != nil {
		return "", res.Error
	}
	if res.RowsAffected == 0 {
		return "", signInAgain()
	}
	return begin(tx, h.User, b)
}

// signInAgain is the answer to a half session that is over.
func signInAgain() error {
	return fault.New(fault.Conflict, "This session is over. Sign in again.")
}

// lockedOut says to somebody who knows the password that the account is
// locked, and who can reactivate it.
func (s *Sessions) lockedOut(ctx context.Context, u user.User) error {
	text := ""
	err := s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) (err error) {
		text, err = lockedText(tx, u.ID)
		return err
	})
	if err != nil {
		return fault.Wrap("find seats", err)
	}
	return fault.Fields{{Field: "email", Text: text}}.Err()
}

// lockedText says who can end a lock.
func lockedText(tx *db.Tx, userID string) (string, error) {
	h, err := home(tx, userID)
	if err != nil {
		return "", err
	}
	admin := "A Company Admin"
	if h.Kind == access.Operator {
		admin = "An Operator Admin"
	}
	return "Your account is locked, because of five wrong codes in a row. " + admin + " of " + h.Name + " can reactivate it", nil
}

// Visit is the half session as a visit, for the verbs that set up a second factor.
func (h Half) Visitor(of access.Origin) Visitor {
	return Visitor{Session: h.Session, User: h.User, Caller: access.Caller{User: h.User.ID, Name: h.User.Name, Origin: of}}
}

// enrolling holds the visitor while a second factor is set up: somebody who is
// in, or whose half session waits for just that.
func (s *Sessions) enrolling(tx *db.Tx, v Visitor) (h Half, err error) {
	if v.Session.Whole {
		h.Session = v.Session
		h.User, err = held(tx, v)
		return h, err
	}
	h, ok, err := findHalf(tx, v.Session.Hash, s.limits)
	if err == nil && (!ok || h.Left != Enrol) {
		err = signInAgain()
	}
	return h, err
}
