package auth

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

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
	if err := recordAtHome(tx, u, event.FactorAdded, b.origin(), event.Change{Field: "Second factor", Now: name}); err != nil {
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
	if err := recordAtHome(tx, u, event.FactorRemoved, b.origin(), event.Change{Field: "Second factor", Was: name}); err != nil {
		return err
	}
	return tell(tx, u, outbox.FactorChanged, "A second factor was removed: "+lower(name), b)
}

// lower is a name within a sentence.
func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

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
func (s *Sessions) Security(ctx context.Context, v Visitor) (got Security, err error) {
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
