package auth

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// Answer is what a browser hands in at the end of a ceremony.
type Answer struct {
	Secret string // of the ceremony
	Text   string // what the passkey said, in JSON
	Origin string // where the browser reaches the portal
}

var errLong = errors.New("longer than any passkey's answer")

// made reads the answer as the word of a new passkey.
func (a Answer) made() (*protocol.ParsedCredentialCreationData, error) {
	if len(a.Text) > mostAnswer {
		return nil, errLong
	}
	return protocol.ParseCredentialCreationResponseBytes([]byte(a.Text))
}

// used reads the answer as the word of a passkey that is there.
func (a Answer) used() (*protocol.ParsedCredentialAssertionData, error) {
	if len(a.Text) > mostAnswer {
		return nil, errLong
	}
	return protocol.ParseCredentialRequestResponseBytes([]byte(a.Text))
}

// StartPasskey begins to make a passkey of the visitor's: of somebody who is
// in, or whose half session waits for a second factor.
func (s *Sessions) StartPasskey(ctx context.Context, v Visit, origin string, b Browser) (c Ceremony, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		h, err := s.enrolling(tx, v)
		if err != nil {
			return err
		}
		keys, err := user.KeysOf(tx, h.User)
		if err == nil {
			err = keys.Full()
		}
		if err != nil {
			return err
		}
		p, err := party(tx, origin)
		if err != nil {
			return err
		}
		options, data, err := p.BeginRegistration(keys, webauthn.WithExclusions(keys.Known()))
		if err != nil {
			return err
		}
		c.Options = options.Response
		c.Secret, err = begun(tx, making, h.User.ID, data, b)
		return err
	})
	return c, fault.Wrap("start passkey", err)
}

// AddPasskey keeps the passkey that the visitor's browser has made, as a
// second factor that signs in without a password as well. Without a name it is
// called like the browser. It answers new recovery codes where there were
// none, to be shown once, and for a half session the secret of the whole one
// that takes its place.
func (s *Sessions) AddPasskey(ctx context.Context, v Visit, typed string, a Answer, b Browser) (secret string, codes []string, err error) {
	name, problem := user.PasskeyName(typed, Device(b.Agent))
	if problem != "" {
		return "", nil, fault.Fields{{Field: "name", Text: problem}}.Err()
	}
	var refused error
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		secret, codes, refused = "", nil, nil
		h, err := s.enrolling(tx, v)
		if err != nil {
			return err
		}
		var made *webauthn.Credential
		if made, refused, err = madeBy(tx, h.User, a); err != nil || refused != nil {
			return err
		}
		if err := user.AddPasskey(tx, h.User.ID, name, made); err != nil {
			return err
		}
		if codes, err = added(tx, h.User, passkeyWords(name), b); err != nil || h.Session.Whole {
			return err
		}
		secret, err = s.complete(tx, h, b)
		return err
	})
	return secret, codes, fault.Wrap("add passkey", errors.Join(err, refused))
}

// madeBy reads the passkey that u's browser has made. The transaction must be
// committed when it is refused: the ceremony is used up all the same.
func madeBy(tx *db.Tx, u user.User, a Answer) (made *webauthn.Credential, refused, err error) {
	data, ok, err := take(tx, a.Secret, making, u.ID)
	if err != nil || !ok {
		return nil, late(), err
	}
	keys, err := user.KeysOf(tx, u)
	if err == nil {
		err = keys.Full()
	}
	if err != nil {
		return nil, nil, err
	}
	p, err := party(tx, a.Origin)
	if err != nil {
		return nil, nil, err
	}
	said, wrong := a.made()
	if wrong == nil {
		made, wrong = p.CreateCredential(keys, data, said)
	}
	if wrong != nil {
		return nil, unanswered("The passkey that was made can’t be used here. Try again, or try another device"), nil
	}
	return made, nil, nil
}

func passkeyWords(name string) string { return "Passkey “" + name + "”" }

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
	if err := recordAtHome(tx, u, event.FactorRefused, b.Request, event.Change{Field: "Second factor", Was: passkeyWords(f.Name)}); err != nil {
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

// AskPasskeyAgain begins a fresh proof by a passkey of the visitor's.
func (s *Sessions) AskPasskeyAgain(ctx context.Context, v Visit, origin string, b Browser) (c Ceremony, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
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
func (s *Sessions) ProveAgainByPasskey(ctx context.Context, v Visit, a Answer, b Browser) (secret string, now Visit, err error) {
	var refused error
	now = v
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		secret, refused = "", nil
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		if refused, err = usedBy(tx, u, again, a, b); err != nil || refused != nil {
			return err
		}
		secret, now.Session, err = renew(tx, v.Session)
		return err
	})
	return secret, now, fault.Wrap("prove again by passkey", errors.Join(err, refused))
}

// Passkey is one passkey of the visitor's.
func (s *Sessions) Passkey(ctx context.Context, v Visit, id string) (f user.Factor, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		f, err = user.FindPasskey(tx, v.User.ID, id)
		return err
	})
	return f, fault.Wrap("find passkey", err)
}

// RenamePasskey gives a passkey of the visitor's another name.
func (s *Sessions) RenamePasskey(ctx context.Context, v Visit, id, typed string, b Browser) error {
	name, problem := user.PasskeyName(typed, "")
	if problem != "" {
		return fault.Fields{{Field: "name", Text: problem}}.Err()
	}
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		f, err := user.FindPasskey(tx, u.ID, id)
		if err != nil || f.Name == name {
			return err
		}
		if err := user.RenamePasskey(tx, f, name); err != nil {
			return err
		}
		return recordAtHome(tx, u, event.FactorRenamed, b.Request, event.Change{Field: "Name", Was: f.Name, Now: name})
	})
	return fault.Wrap("rename passkey", err)
}

// RemovePasskey takes a passkey of the visitor's away, and answers its name.
func (s *Sessions) RemovePasskey(ctx context.Context, v Visit, id string, b Browser) (name string, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		f, err := user.FindPasskey(tx, u.ID, id)
		if err != nil {
			return err
		}
		if err := user.DropPasskey(tx, f); err != nil {
			return err
		}
		name = f.Name
		return removed(tx, u, passkeyWords(name), b)
	})
	return name, fault.Wrap("remove passkey", err)
}
