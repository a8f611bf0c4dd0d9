package auth

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
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
func (s *Sessions) StartPasskey(ctx context.Context, v Visitor, origin string, b Browser) (c Ceremony, err error) {
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
func (s *Sessions) AddPasskey(ctx context.Context, v Visitor, typed string, a Answer, b Browser) (secret string, codes []string, err error) {
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

// Passkey is one passkey of the visitor's.
func (s *Sessions) Passkey(ctx context.Context, v Visitor, id string) (f user.Factor, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		f, err = user.FindPasskey(tx, v.User.ID, id)
		return err
	})
	return f, fault.Wrap("find passkey", err)
}

// RenamePasskey gives a passkey of the visitor's another name.
func (s *Sessions) RenamePasskey(ctx context.Context, v Visitor, id, typed string, b Browser) error {
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
		return recordAtHome(tx, u, event.FactorRenamed, b.origin(), event.Change{Field: "Name", Was: f.Name, Now: name})
	})
	return fault.Wrap("rename passkey", err)
}

// RemovePasskey takes a passkey of the visitor's away, and answers its name.
func (s *Sessions) RemovePasskey(ctx context.Context, v Visitor, id string, b Browser) (name string, err error) {
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
