package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
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
		err = recordAtHome(tx, u, event.UserLocked, b.Request)
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
	if err := recordAtHome(tx, u, event.CodeUsed, b.Request, event.Change{Field: "Recovery codes left", Now: fmt.Sprint(left)}); err != nil {
		return err
	}
	return tell(tx, u, outbox.FactorChanged, fmt.Sprintf("A recovery code was used; %d are left", left), b)
}

// tell writes a letter about how u signs in, which can't be switched off. what
// says what changed.
func tell(tx *db.Tx, u user.User, kind outbox.Kind, what string, b Browser) error {
	h, err := home(tx, u.ID)
	if err != nil {
		return err
	}
	above, err := account.Above(tx, h.Account)
	if err != nil {
		return err
	}
	return outbox.Put(tx, h.ID, kind, outbox.Reader{Name: u.Name, Address: u.Email}, outbox.Facts{
		Account: h.Name, Reference: h.Reference, Partner: above.Name, By: u.Name, What: what, Device: b.device(), Place: b.Address,
	})
}

// Visit is the half session as a visit, for the verbs that set up a second factor.
func (h Half) Visit(request string) Visit {
	return Visit{Session: h.Session, User: h.User, Caller: access.Caller{User: h.User.ID, Name: h.User.Name, Request: request}}
}

// enrolling holds the visitor while a second factor is set up: somebody who is
// in, or whose half session waits for just that.
func (s *Sessions) enrolling(tx *db.Tx, v Visit) (h Half, err error) {
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

// StartApp makes the secret of a new authenticator app of the visitor's. It is
// no second factor before ConfirmApp.
func (s *Sessions) StartApp(ctx context.Context, v Visit) error {
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		h, err := s.enrolling(tx, v)
		if err != nil {
			return err
		}
		return user.StartApp(tx, s.seal, h.User.ID)
	})
	return fault.Wrap("start authenticator app", err)
}

// App is a started authenticator app, for who sets it up.
type App struct {
	Secret  string // as people type it, in groups of four
	Address string // what its QR code says
}

// StartedApp is what the visitor's app needs to know.
func (s *Sessions) StartedApp(ctx context.Context, v Visit) (a App, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		h, err := s.enrolling(tx, v)
		if err != nil {
			return err
		}
		operator, err := account.Operator(tx)
		if err != nil {
			return err
		}
		_, secret, err := user.StartedApp(tx, s.seal, h.User.ID)
		if err != nil {
			return err
		}
		a.Secret = user.Spaced(secret)
		a.Address, err = user.AppAddress(operator.Name, h.User.Email, secret)
		return err
	})
	return a, fault.Wrap("find authenticator app", err)
}

// ConfirmApp makes the visitor's started app a second factor, by one of its
// codes. It answers new recovery codes where there were none, to be shown once,
// and for a half session the secret of the whole one that takes its place.
func (s *Sessions) ConfirmApp(ctx context.Context, v Visit, code string, b Browser) (secret string, codes []string, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		secret, codes = "", nil
		h, err := s.enrolling(tx, v)
		if err != nil {
			return err
		}
		got, replaced, err := user.ConfirmApp(tx, s.seal, h.User.ID, code)
		if err != nil {
			return err
		}
		if got != user.Right {
			return fault.Fields{{Field: "code", Text: confirmText(got)}}.Err()
		}
		if codes, err = added(tx, h.User, appWords(replaced), b); err != nil || h.Session.Whole {
			return err
		}
		secret, err = s.complete(tx, h, b)
		return err
	})
	return secret, codes, fault.Wrap("confirm authenticator app", err)
}

func confirmText(got user.Outcome) string {
	if got == user.Unreadable {
		return "Enter the six digits that the app shows"
	}
	return "The app shows another code. Enter the one that it shows now; if it is refused too, check the clock of the device"
}

func appWords(replaced bool) string {
	if replaced {
		return "Authenticator app, in place of the one before"
	}
	return "Authenticator app"
}

// added records a new second factor of u, whom the transaction holds, and tells
// them. Who had no recovery codes gets ten, to be shown once. The factor is
// written and counted already.
func added(tx *db.Tx, u user.User, name string, b Browser) (codes []string, err error) {
	left, err := user.CodesLeft(tx, u.ID)
	if err != nil {
		return nil, err
	}
	if left == 0 {
		if codes, err = user.NewCodes(tx, u.ID); err != nil {
			return nil, err
		}
	}
	if err := recordAtHome(tx, u, event.FactorAdded, b.Request, event.Change{Field: "Second factor", Now: name}); err != nil {
		return nil, err
	}
	return codes, tell(tx, u, outbox.FactorChanged, "A second factor was added: "+lower(name), b)
}

// removed records that a second factor of u, whom the transaction holds, is
// gone, and tells them. The last one can't go where an account requires one;
// recovery codes go with it. The factor is deleted already.
func removed(tx *db.Tx, u user.User, name string, b Browser) error {
	if err := user.MarkFactors(tx, u.ID); err != nil {
		return err
	}
	fs, err := user.Factors(tx, u.ID)
	if err != nil {
		return err
	}
	if len(fs) == 0 {
		by, err := requiredBy(tx, u.ID)
		if err != nil {
			return err
		}
		if by != "" {
			return fault.New(fault.Conflict, "%s requires a second factor. Set up another one before you remove your last.", by)
		}
		if err := user.ForgetCodes(tx, u.ID); err != nil {
			return err
		}
	}
	if err := recordAtHome(tx, u, event.FactorRemoved, b.Request, event.Change{Field: "Second factor", Was: name}); err != nil {
		return err
	}
	return tell(tx, u, outbox.FactorChanged, "A second factor was removed: "+lower(name), b)
}

// lower is a name within a sentence.
func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// RemoveApp takes the visitor's authenticator app away.
func (s *Sessions) RemoveApp(ctx context.Context, v Visit, b Browser) error {
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		dropped, err := user.DropApp(tx, u.ID)
		if err == nil && !dropped {
			err = fault.New(fault.Conflict, "The authenticator app is removed already.")
		}
		if err != nil {
			return err
		}
		return removed(tx, u, "Authenticator app", b)
	})
	return fault.Wrap("remove authenticator app", err)
}

// NewCodes makes ten recovery codes in place of the visitor's old ones, and
// answers them, to be shown once.
func (s *Sessions) NewCodes(ctx context.Context, v Visit, b Browser) (codes []string, err error) {
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
		if err := recordAtHome(tx, u, event.CodesMade, b.Request); err != nil {
			return err
		}
		return tell(tx, u, outbox.FactorChanged, "New recovery codes were made; the ones before no longer work", b)
	})
	return codes, fault.Wrap("make recovery codes", err)
}

// Security is how a person signs in besides the password.
type Security struct {
	App      *user.Factor  // the authenticator app, or nil
	Passkeys []user.Factor // oldest first
	Codes    int           // recovery codes that are left
	Required string        // name of an account that requires a second factor, or ""
}

// Last reports whether only one second factor is set up.
func (s Security) Last() bool { return len(s.Passkeys) == 0 || s.App == nil && len(s.Passkeys) == 1 }

// Security is how the visitor signs in besides the password.
func (s *Sessions) Security(ctx context.Context, v Visit) (got Security, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		fs, err := user.Factors(tx, v.User.ID)
		if err != nil {
			return err
		}
		for _, f := range fs {
			if f.Kind == user.TOTP {
				got.App = &f
			} else {
				got.Passkeys = append(got.Passkeys, f)
			}
		}
		if got.Codes, err = user.CodesLeft(tx, v.User.ID); err != nil {
			return err
		}
		got.Required, err = requiredBy(tx, v.User.ID)
		return err
	})
	return got, fault.Wrap("find second factors", err)
}
