package auth

import (
	"context"
	"errors"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// freshFor is how long a proof counts for acts that change how people get in.
const freshFor = 10 * time.Minute

// Fresh reports whether the visitor's last proof is recent enough for acts that
// change credentials, roles, second factors or keys.
func (s *Sessions) Fresh(v Visitor) bool { return s.db.Now().Sub(v.Session.ProvedAt) < freshFor }

// held is the visitor, whom nobody else changes until the transaction ends. A
// request that was under way when its session ended gets no further: what ended
// the session was meant for it, too.
func held(tx *db.Tx, v Visitor) (u user.User, err error) {
	if u, err = user.Hold(tx, v.User.ID); err != nil {
		return u, err
	}
	var live int64
	err = tx.Everywhere(noSeat).Model(&Session{}).Where("hash = ? AND ended_at IS NULL", v.Session.Hash).Count(&live).Error
	if err == nil && (live == 0 || u.Status != user.Active) {
		err = signInAgain()
	}
	return u, err
}

// ProveAgain takes the visitor's password, or a code of their authenticator
// app, as a fresh proof. The session goes on under another secret, which it
// answers together with the visitor who has it. A wrong password counts as a
// failed sign-in, and a wrong code as a wrong code.
func (s *Sessions) ProveAgain(ctx context.Context, v Visitor, proof string, b Browser) (secret string, again Visitor, err error) {
	prove := s.provePassword
	if user.SixDigits(proof) {
		prove = s.proveCode
	}
	secret, again = "", v
	secret, again.Session, err = prove(ctx, v, proof, b)
	return secret, again, fault.Wrap("prove again", err)
}

func (s *Sessions) proveCode(ctx context.Context, v Visitor, code string, b Browser) (secret string, now Session, err error) {
	var refused error
	err = s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		u, err := held(tx, v)
		if err != nil {
			return err
		}
		if refused, err = s.tryCode(tx, u, "proof", code, b); err != nil || refused != nil {
			return err
		}
		secret, now, err = s.renew(tx, v.Session)
		return err
	})
	return secret, now, errors.Join(err, refused)
}

func (s *Sessions) provePassword(ctx context.Context, v Visitor, password string, b Browser) (secret string, now Session, err error) {
	if err := s.countAttempt(ctx, v.User.Email, v.User.ID, b); err != nil {
		return "", now, at("proof", err)
	}
	var u user.User
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) (err error) {
		u, err = user.Find(tx, v.User.ID)
		return err
	})
	if err != nil {
		return "", now, err
	}
	ok, err := user.MatchPassword(ctx, u.PasswordHash, password)
	if err != nil {
		return "", now, err
	}
	if !ok {
		return "", now, fault.Fields{{Field: "proof", Text: "That is not your password"}}.Err()
	}
	if err := s.forgetAttempts(ctx, v.User.Email, v.User.ID, b); err != nil {
		return "", now, err
	}
	err = s.db.Do(ctx, v.Hands(), func(tx *db.Tx) error {
		if _, err := held(tx, v); err != nil {
			return err
		}
		secret, now, err = s.renew(tx, v.Session)
		return err
	})
	return secret, now, err
}

// at moves the problems of a form to the one field that another form has.
func at(field string, err error) error {
	problems := fault.FieldsOf(err)
	if problems == nil {
		return err
	}
	return fault.Fields{{Field: field, Text: problems[0].Text}}.Err()
}

// renew gives a session another secret and the present as its last proof.
func (s *Sessions) renew(tx *db.Tx, old Session) (secret string, now Session, err error) {
	now = old
	now.ProvedAt = tx.Now
	return s.replace(tx, old, now)
}

// replace gives a session another secret, and what else now says of it. Its
// visits go with it. Of two who replace it at once the second comes too late.
func (s *Sessions) replace(tx *db.Tx, old, now Session) (string, Session, error) {
	secret := db.NewToken()
	now.Hash, now.SeenAt = user.HashToken(secret), tx.Now
	if err := tx.Put(noSeat, &now); err != nil {
		return "", now, err
	}
	err := tx.Everywhere("a session's visits go with it").Model(&visit.Visit{}).Where("session_hash = ?", old.Hash).Update("session_hash", now.Hash).Error
	if err != nil {
		return "", now, err
	}
	res := tx.Everywhere(noSeat).Where("hash = ? AND ended_at IS NULL", old.Hash).Delete(&Session{})
	if res.Error == nil && res.RowsAffected == 0 {
		return "", now, signInAgain()
	}
	if res.Error != nil {
		return "", now, res.Error
	}
	return secret, now, s.spend(tx, old, now)
}
