package auth

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// AskPasskey begins to prove a half session's second factor by a passkey.
func (s *Sessions) AskPasskey(ctx context.Context, half, origin string, b Browser) (c Ceremony, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		h, ok, err := findHalf(tx, user.HashToken(half), s.limits)
		if err == nil && (!ok || h.Left != Code) {
			err = signInAgain()
		}
		if err != nil {
			return err
		}
		c, err = ask(tx, h.User, proving, origin, b)
		return err
	})
	return c, fault.Wrap("ask for passkey", err)
}

// ask begins a ceremony in which u uses one of their passkeys.
func ask(tx *db.Tx, u user.User, kind purpose, origin string, b Browser) (c Ceremony, err error) {
	keys, err := user.KeysOf(tx, u)
	if err != nil {
		return c, err
	}
	if len(keys.Known()) == 0 {
		return c, fault.New(fault.Conflict, "You have no passkey.")
	}
	p, err := party(tx, origin)
	if err != nil {
		return c, err
	}
	options, data, err := p.BeginLogin(keys)
	if err != nil {
		return c, err
	}
	c.Options = options.Response
	c.Secret, err = begun(tx, kind, u.ID, data, b)
	return c, err
}

// ProvePasskey makes a half session whole by one of the person's passkeys, and
// answers the secret of the session that takes its place. What is wrong with a
// passkey is no wrong code: nobody guesses one.
func (s *Sessions) ProvePasskey(ctx context.Context, half string, a Answer, b Browser) (secret string, err error) {
	var refused error
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		secret, refused = "", nil
		h, ok, err := findHalf(tx, user.HashToken(half), s.limits)
		if err != nil {
			return err
		}
		if !ok || h.Left != Code {
			return signInAgain()
		}
		if refused, err = usedBy(tx, h.User, proving, a, b); err != nil || refused != nil {
			return err
		}
		secret, err = s.complete(tx, h, b)
		return err
	})
	return secret, fault.Wrap("prove passkey", errors.Join(err, refused))
}

// AskPasskeyAgain begins a fresh proof by a passkey of the visitor's.
func (s *Sessions) AskPasskeyAgain(ctx context.Context, v Visitor, origin string, b Browser) (c Ceremony, err error) {
	err = s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		c, err = ask(tx, u, again, origin, b)
		return err
	})
	return c, fault.Wrap("ask for passkey", err)
}

// ProveAgainByPasskey takes a passkey as a fresh proof, as ProveAgain takes a
// password.
func (s *Sessions) ProveAgainByPasskey(ctx context.Context, v Visitor, a Answer, b Browser) (secret string, now Visitor, err error) {
	var refused error
	now = v
	err = s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		secret, refused = "", nil
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		if refused, err = usedBy(tx, u, again, a, b); err != nil || refused != nil {
			return err
		}
		secret, now.Session, err = s.renew(tx, v.Session)
		return err
	})
	return secret, now, fault.Wrap("prove again by passkey", errors.Join(err, refused))
}

// usedBy takes the ceremony in which u has used a passkey, and looks at it.
// The transaction holds u, and must be committed when the passkey is refused.
func usedBy(tx *db.Tx, u user.User, kind purpose, a Answer, b Browser) (refused, err error) {
	data, ok, err := take(tx, a.Secret, kind, u.ID)
	if err != nil || !ok {
		return late(), err
	}
	said, wrong := a.used()
	if wrong != nil {
		return notRight(), nil
	}
	f, ok, err := user.PasskeyBy(tx, said.RawID)
	if err != nil || !ok || f.UserID != u.ID {
		return unknown(), err
	}
	return check(tx, u, f, a.Origin, b, func(p *webauthn.WebAuthn, keys user.Keys) (*webauthn.Credential, error) {
		return p.ValidateLogin(keys, data, said)
	})
}

// check lets validate look at a passkey of u's that was used, and notes that
// it was. A passkey counts its uses, most of them not at all; one whose count
// does not go forward is a copy, or has one.
func check(tx *db.Tx, u user.User, f user.Factor, origin string, b Browser, validate func(*webauthn.WebAuthn, user.Keys) (*webauthn.Credential, error)) (refused, err error) {
	keys, err := user.KeysOf(tx, u)
	if err != nil {
		return nil, err
	}
	p, err := party(tx, origin)
	if err != nil {
		return nil, err
	}
	c, wrong := validate(p, keys)
	if wrong != nil {
		return notRight(), nil
	}
	if !c.Authenticator.CloneWarning {
		return nil, user.UsePasskey(tx, f, c)
	}
	if err := recordAtHome(tx, u, event.FactorRefused, b.origin(), event.Change{Field: "Second factor", Was: passkeyWords(f.Name)}); err != nil {
		return nil, err
	}
	if err := tell(tx, u, outbox.FactorChanged, passkeyWords(f.Name)+" was refused, because it may have been copied. Remove it, and make another", b); err != nil {
		return nil, err
	}
	return unanswered("This passkey may have been copied, so it was refused. Use another way to sign in, then remove it"), nil
}

// notRight is the answer to a passkey's word that does not hold.
func notRight() error { return unanswered("The passkey could not be checked. Try again") }

// unknown is the answer to a passkey that is nobody's here, or somebody else's.
func unknown() error {
	return unanswered("This passkey is not known here. It may have been removed. Use another way to sign in")
}
