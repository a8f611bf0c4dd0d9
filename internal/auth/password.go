package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// rehash keeps u's password, which has just been the right one, as it would be
// kept today, and answers u as they are then. Nobody waits for it when the
// portal is busy: there is a next time.
func (s *Sessions) rehash(ctx context.Context, u user.User, password string) (user.User, error) {
	if !user.NeedsRehash(u.PasswordHash) {
		return u, nil
	}
	hash, err := user.HashPassword(ctx, password)
	if fault.Is(err, fault.Busy) {
		return u, nil
	}
	if err != nil {
		return u, fault.Wrap("hash again", err)
	}
	now := u
	err = s.db.Do(ctx, access.Caller{User: u.ID, Name: u.Name}, func(tx *db.Tx) error {
		if err := user.Rehash(tx, u, hash); err != nil {
			return err
		}
		now, err = user.Find(tx, u.ID)
		return err
	})
	if err != nil || now.PasswordHash == hash {
		return now, fault.Wrap("hash again", err)
	}
	// Another sign-in was faster, or it is another password by now.
	if same, err := user.MatchPassword(ctx, now.PasswordHash, password); err != nil || !same {
		return u, fault.Wrap("hash again", err)
	}
	return now, nil
}

// newPassword checks and hashes a new password, outside any transaction
// because hashing takes its time. context is what others know of the person.
func newPassword(ctx context.Context, text string, context []string) (hash string, problem fault.Fields, err error) {
	if p := user.CheckPassword(text, context...); p != "" {
		return "", fault.Fields{{Field: "password", Text: p}}, nil
	}
	hash, err = user.HashPassword(ctx, text)
	return hash, nil, err
}

// PasswordDraft is what somebody types to choose another password.
type PasswordDraft struct {
	Current  string `form:"current"`
	Password string `form:"password"`
}

// ChangePassword gives the visitor another password, which the current one
// proves. All their other sessions end; this one goes on under another secret,
// which it answers together with the visitor who has it. A wrong current
// password counts as a failed sign-in.
func (s *Sessions) ChangePassword(ctx context.Context, v Visitor, in PasswordDraft, b Browser) (secret string, again Visitor, err error) {
	u, err := s.current(ctx, v, in.Current, b)
	if err != nil {
		return "", v, fault.Wrap("change password", err)
	}
	words, err := s.Known(ctx, v)
	if err != nil {
		return "", v, err
	}
	if in.Password == in.Current {
		return "", v, fault.Fields{{Field: "password", Text: "This is the password that you have now"}}.Err()
	}
	hash, problem, err := newPassword(ctx, in.Password, words)
	if err != nil || problem != nil {
		return "", v, fault.Wrap("change password", orProblem(err, problem))
	}
	again = v
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		now, err := held(tx, v)
		if err != nil {
			return err
		}
		if now.PasswordHash != u.PasswordHash {
			return fault.New(fault.Conflict, "Your password was changed meanwhile. Sign in again.")
		}
		if err := replacePassword(tx, now, hash, v.Session.Hash, event.PasswordChanged, b); err != nil {
			return err
		}
		secret, again.Session, err = s.renew(tx, v.Session)
		return err
	})
	return secret, again, fault.Wrap("change password", err)
}

func orProblem(err error, problem fault.Fields) error {
	if err != nil {
		return err
	}
	return problem.Err()
}

// current is the visitor, if this is their password.
func (s *Sessions) current(ctx context.Context, v Visitor, text string, b Browser) (u user.User, err error) {
	if text == "" {
		return u, fault.Fields{{Field: "current", Text: "Enter your current password"}}.Err()
	}
	if err := s.countAttempt(ctx, v.User.Email, v.User.ID, b); err != nil {
		return u, at("current", err)
	}
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		u, err = user.Find(tx, v.User.ID)
		return err
	})
	if err != nil {
		return u, err
	}
	ok, err := user.MatchPassword(ctx, u.PasswordHash, text)
	if err != nil {
		return u, err
	}
	if !ok {
		return u, fault.Fields{{Field: "current", Text: "That is not your current password"}}.Err()
	}
	return u, s.forgetAttempts(ctx, v.User.Email, v.User.ID, b)
}

// replacePassword gives u another password, ends their sessions but the one with the
// hash except, if there is one, records it, and tells them.
func replacePassword(tx *db.Tx, u user.User, hash, except string, kind event.Kind, b Browser) error {
	if err := user.SetPassword(tx, u, hash); err != nil {
		return err
	}
	if err := endAll(tx, u.ID, except); err != nil {
		return err
	}
	if err := recordAtHome(tx, u, kind, b.origin()); err != nil {
		return err
	}
	return tell(tx, u, outbox.PasswordChanged, howChanged[kind], b)
}

// howChanged says how a password came to be another one.
var howChanged = map[event.Kind]string{
	event.PasswordChanged: "Your password was changed by somebody who knew the one before",
	event.PasswordReset:   "Your password was replaced by the link that was sent to this address",
}
