package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// StartApp makes the secret of a new authenticator app of the visitor's. It is
// no second factor before ConfirmApp.
func (s *Sessions) StartApp(ctx context.Context, v Visitor) error {
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
func (s *Sessions) StartedApp(ctx context.Context, v Visitor) (a App, err error) {
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
func (s *Sessions) ConfirmApp(ctx context.Context, v Visitor, code string, b Browser) (secret string, codes []string, err error) {
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

// RemoveApp takes the visitor's authenticator app away.
func (s *Sessions) RemoveApp(ctx context.Context, v Visitor, b Browser) error {
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
