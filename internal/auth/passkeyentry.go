package auth

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// OfferPasskey begins a sign-in without a password: the passkey says who it is.
func (s *Sessions) OfferPasskey(ctx context.Context, origin string, b Browser) (c Ceremony, err error) {
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		p, err := party(tx, origin)
		if err != nil {
			return err
		}
		options, data, err := p.BeginDiscoverableLogin()
		if err != nil {
			return err
		}
		c.Options = options.Response
		c.Secret, err = begun(tx, entering, "", data, b)
		return err
	})
	return c, fault.Wrap("offer passkey", err)
}

// EnterByPasskey signs in by a passkey alone, which is two factors in one: the
// device, and the lock of the device. It answers the secret of a whole
// session. Who guesses at the person's password does not keep them out.
func (s *Sessions) EnterByPasskey(ctx context.Context, a Answer, b Browser) (secret string, err error) {
	var refused error
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		secret, refused = "", nil
		if err := s.forget(tx); err != nil {
			return err
		}
		var u user.User
		if u, refused, err = broughtBy(tx, a, b); err != nil || refused != nil {
			return err
		}
		if b.Secret != "" {
			if err := end(tx, user.HashToken(b.Secret)); err != nil {
				return err
			}
		}
		secret, err = begin(tx, u, b)
		return err
	})
	return secret, fault.Wrap("enter by passkey", errors.Join(err, refused))
}

// broughtBy is the person whose passkey was used, whom the transaction holds.
// It must be committed when the passkey is refused.
func broughtBy(tx *db.Tx, a Answer, b Browser) (u user.User, refused, err error) {
	data, ok, err := take(tx, a.Secret, entering, "")
	if err != nil || !ok {
		return u, late(), err
	}
	said, wrong := a.used()
	if wrong != nil {
		return u, notRight(), nil
	}
	f, ok, err := user.PasskeyBy(tx, said.RawID)
	if err != nil || !ok {
		return u, unknown(), err
	}
	if u, err = user.Hold(tx, f.UserID); err != nil {
		return u, nil, err
	}
	if u.Status == user.Deactivated {
		return u, unknown(), nil
	}
	refused, err = check(tx, u, f, a.Origin, b, func(p *webauthn.WebAuthn, keys user.Keys) (*webauthn.Credential, error) {
		return p.ValidateDiscoverableLogin(func([]byte, []byte) (webauthn.User, error) { return keys, nil }, data, said)
	})
	if err != nil || refused != nil || u.Status != user.Locked {
		return u, refused, err
	}
	text, err := lockedText(tx, u.ID)
	return u, unanswered(text), err
}
