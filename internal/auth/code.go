package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// mostWrong is how many wrong codes in a row lock a person.
const mostWrong = 5

// Prove makes a half session whole by a code of the person's authenticator app,
// or by a recovery code, and answers the secret of the session that takes its
// place. Five wrong codes in a row, over all sessions, lock the person.
func (s *Sessions) Prove(ctx context.Context, half, code string, b Browser) (secret string, err error) {
	var refused error
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		h, ok, err := findHalf(tx, user.HashToken(half), s.limits)
		if err != nil {
			return err
		}
		if !ok || h.Left != Code {
			return signInAgain()
		}
		if refused, err = s.tryCode(tx, h.User, "code", code, b); err != nil || refused != nil {
			return err
		}
		secret, err = s.complete(tx, h, b)
		return err
	})
	return secret, fault.Wrap("prove second factor", errors.Join(err, refused))
}

// tryCode looks at a code that u typed in a field, and counts it when it is wrong.
// The transaction holds u, so that codes sent at once are looked at one after
// another, and each is counted before the next. It must be committed when the
// code is refused: the count, and the lock, are in it.
func (s *Sessions) tryCode(tx *db.Tx, u user.User, field, typed string, b Browser) (refused, err error) {
	got, recovery, err := user.TryCode(tx, s.seal, u.ID, typed)
	switch {
	case err != nil:
		return nil, err
	case got == user.Right && recovery:
		err = s.usedCode(tx, u, b)
	case got == user.Used:
		return fault.Fields{{Field: field, Text: usedText(recovery)}}.Err(), nil
	case got == user.Unreadable:
		return fault.Fields{{Field: field, Text: "A code has six digits. A recovery code has sixteen letters and digits"}}.Err(), nil
	case got == user.Wrong:
		return s.countWrong(tx, u, field, b)
	}
	if err != nil || u.WrongCodes == 0 {
		return nil, err
	}
	return nil, user.Change(tx, u.ID, map[string]any{"wrong_codes": 0})
}

func usedText(recovery bool) string {
	if recovery {
		return "This recovery code was used before. Each works once"
	}
	return "This code was used already. Wait for the next one"
}

// countWrong counts a wrong code, and locks u at the fifth in a row.
func (s *Sessions) countWrong(tx *db.Tx, u user.User, field string, b Browser) (refused, err error) {
	u.WrongCodes++
	if err := user.Change(tx, u.ID, map[string]any{"wrong_codes": u.WrongCodes}); err != nil {
		return nil, err
	}
	if u.WrongCodes >= mostWrong {
		return lock(tx, u, b)
	}
	return fault.Fields{{Field: field, Text: "The code is wrong. " + tries(mostWrong-int(u.WrongCodes))}}.Err(), nil
}

func tries(n int) string {
	if n == 1 {
		return "After one more wrong code your account is locked"
	}
	return fmt.Sprintf("After %d more wrong codes your account is locked", n)
}

// lock keeps u out until an admin reactivates them, ends all their sessions,
// and tells them.
func lock(tx *db.Tx, u user.User, b Browser) (refused, err error) {
	if err := user.Change(tx, u.ID, map[string]any{"status": user.Locked}); err != nil {
		return nil, err
	}
	if err := endAll(tx, u.ID, ""); err != nil {
		return nil, err
	}
	text, err := lockedText(tx, u.ID)
	if err == nil {
		err = recordAtHome(tx, u, event.UserLocked, b.origin())
	}
	if err == nil {
		err = tell(tx, u, outbox.Locked, "", b)
	}
	if fault.Is(err, fault.Forbidden) {
		text, err = "Your account is locked, because of five wrong codes in a row", nil // nobody's any more
	}
	return fault.New(fault.Forbidden, "%s.", text), err
}

// usedCode records that a recovery code was used, and tells the person.
func (s *Sessions) usedCode(tx *db.Tx, u user.User, b Browser) error {
	left, err := user.CodesLeft(tx, u.ID)
	if err != nil {
		return err
	}
	if err := recordAtHome(tx, u, event.CodeUsed, b.origin(), event.Change{Field: "Recovery codes left", Now: fmt.Sprint(left)}); err != nil {
		return err
	}
	return tell(tx, u, outbox.FactorChanged, fmt.Sprintf("A recovery code was used; %d are left", left), b)
}

// NewCodes makes ten recovery codes in place of the visitor's old ones, and
// answers them, to be shown once.
func (s *Sessions) NewCodes(ctx context.Context, v Visitor, b Browser) (codes []string, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		if !u.Factor {
			return fault.New(fault.Conflict, "Recovery codes take the place of a second factor. Set one up first.")
		}
		if codes, err = user.NewCodes(tx, u.ID); err != nil {
			return err
		}
		if err := recordAtHome(tx, u, event.CodesMade, b.origin()); err != nil {
			return err
		}
		return tell(tx, u, outbox.FactorChanged, "New recovery codes were made; the ones before no longer work", b)
	})
	return codes, fault.Wrap("make recovery codes", err)
}
