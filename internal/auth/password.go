package auth

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
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

// product is what a password is never to repeat in any installation.
const product = "Tenantry"

// mostHomes bounds the accounts whose names a password is compared with.
const mostHomes = 20

// wordsOf is what others know of u: their names and address, the accounts where
// they have a seat, those above, and who runs the portal.
func wordsOf(tx *db.Tx, u user.User) (words []string, err error) {
	words = []string{u.FirstName, u.LastName, u.Email, product}
	homes, err := seated(tx, u.ID)
	if err != nil {
		return nil, err
	}
	for _, h := range homes[:min(mostHomes, len(homes))] {
		above, err := account.Above(tx, h.Account)
		if err != nil {
			return nil, err
		}
		words = append(words, h.Name, h.Reference, above.Name)
	}
	return withOperator(tx, words)
}

// withOperator adds who runs the portal to words, once somebody does.
func withOperator(tx *db.Tx, words []string) ([]string, error) {
	operator, err := account.Operator(tx)
	if fault.Is(err, fault.NotFound) {
		return words, nil
	}
	return append(words, operator.Name), err
}

// Known is what others know of the visitor, and a password therefore is not
// made of.
func (s *Sessions) Known(ctx context.Context, v Visit) (words []string, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		if v.User.ID == "" {
			words, err = withOperator(tx, []string{product})
			return err
		}
		u, err := user.Find(tx, v.User.ID)
		if err == nil {
			words, err = wordsOf(tx, u)
		}
		return err
	})
	return words, fault.Wrap("find known words", err)
}

// PasswordDraft is what somebody types to choose another password.
type PasswordDraft struct {
	Current  string `form:"current"`
	Password string `form:"password"`
}

// ChangePassword gives the visitor another password, which the current one
// proves. All their other sessions end; this one goes on under another secret,
// which it answers together with the visit that has it. A wrong current
// password counts as a failed sign-in.
func (s *Sessions) ChangePassword(ctx context.Context, v Visit, in PasswordDraft, b Browser) (secret string, again Visit, err error) {
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
		secret, again.Session, err = renew(tx, v.Session)
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
func (s *Sessions) current(ctx context.Context, v Visit, text string, b Browser) (u user.User, err error) {
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
	if err := recordAtHome(tx, u, kind, b.Request); err != nil {
		return err
	}
	return tell(tx, u, outbox.PasswordChanged, howChanged[kind], b)
}

// howChanged says how a password came to be another one.
var howChanged = map[event.Kind]string{
	event.PasswordChanged: "Your password was changed by somebody who knew the one before",
	event.PasswordReset:   "Your password was replaced by the link that was sent to this address",
}

// How often a letter to replace a forgotten password is sent to one address,
// and how often one client may ask, in an hour.
const (
	mostResets = 3
	mostAsked  = 20
)

// evenly is how long ForgotPassword takes, whoever asks for whom.
const evenly = 50 * time.Millisecond

// ForgotPassword sends a letter with a link to replace a password to the person
// with an address, if there is one who may sign in. It answers the same in the
// same time whether there is or not, and when it was asked too often: the same
// rows are read and written, and the answer waits until they surely are.
func (s *Sessions) ForgotPassword(ctx context.Context, email string, b Browser) error {
	address, problem := account.Email(email)
	if problem != "" {
		return fault.Fields{{Field: "email", Text: problem}}.Err()
	}
	answer := time.NewTimer(evenly)
	defer answer.Stop()
	err := s.db.Do(ctx, access.Caller{Request: b.Request}, func(tx *db.Tx) error {
		ok, err := spend(tx, "reset from "+network(b.Address), mostAsked, time.Hour)
		if err != nil {
			return err
		}
		few, err := spend(tx, "reset of "+user.FoldEmail(address), mostResets, time.Hour)
		if err != nil || !ok || !few {
			return err
		}
		if err := user.ForgetResets(tx); err != nil {
			return err
		}
		err = sendReset(tx, address, b)
		if fault.Is(err, fault.Forbidden) {
			return nil // nobody is here yet
		}
		return err
	})
	select {
	case <-answer.C:
	case <-ctx.Done():
	}
	return fault.Wrap("forgotten password", err)
}

// sendReset writes the letter with the link to who has the address. To an
// address that nobody has it writes one as well, in the place of somebody else,
// and takes it back.
func sendReset(tx *db.Tx, address string, b Browser) error {
	standIn, err := user.StandIn(tx)
	if err != nil {
		return err
	}
	u, known, err := user.ByEmail(tx, address)
	if err != nil {
		return err
	}
	spare, err := home(tx, standIn.ID)
	if err != nil {
		return err
	}
	h, err := home(tx, u.ID)
	if err != nil && !fault.Is(err, fault.Forbidden) {
		return err
	}
	if known = known && u.Status == user.Active && err == nil; !known {
		u, h = standIn, spare
	}
	above, err := account.Above(tx, h.Account)
	if err != nil {
		return err
	}
	reader, secret := outbox.Reader{Name: u.Name, Address: u.Email}, ""
	if known {
		secret, err = user.NewReset(tx, u)
	} else {
		reader.Address = address
		secret, err = user.NoReset(tx, address)
	}
	if err != nil {
		return err
	}
	err = outbox.Put(tx, h.ID, outbox.Reset, reader, outbox.Facts{
		Account: h.Name, Reference: h.Reference, Partner: above.Name, Device: Device(b.Agent), Place: b.Address, Secret: secret,
	})
	if err != nil {
		return err
	}
	takeBack := reader.Address
	if known {
		takeBack = ""
	}
	return outbox.TakeBack(tx, h.ID, outbox.Reset, takeBack)
}

// CheckReset is the person whose password a link replaces, while it does.
func (s *Sessions) CheckReset(ctx context.Context, link string) (u user.User, err error) {
	u, _, err = s.resetting(ctx, link)
	return u, err
}

// resetting is CheckReset, with what others know of the person.
func (s *Sessions) resetting(ctx context.Context, link string) (u user.User, words []string, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		if _, u, err = user.ByReset(tx, link); err != nil {
			return err
		}
		if _, err := home(tx, u.ID); fault.Is(err, fault.Forbidden) {
			return fault.Missing() // who may go nowhere gets no further by a link
		}
		words, err = wordsOf(tx, u)
		return err
	})
	return u, words, fault.Wrap("check link", err)
}

// ResetPassword replaces the password of the person whose link this is, and
// ends all their sessions, and the one that the browser had. It signs nobody
// in: the second factor is asked for as ever.
func (s *Sessions) ResetPassword(ctx context.Context, link, text string, b Browser) error {
	_, words, err := s.resetting(ctx, link)
	if err != nil {
		return err
	}
	hash, problem, err := newPassword(ctx, text, words)
	if err != nil || problem != nil {
		return fault.Wrap("reset password", orProblem(err, problem))
	}
	err = s.db.Do(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, u, err := user.ByReset(tx, link)
		if err != nil {
			return err
		}
		if err := user.UseLink(tx, l); err != nil {
			return err
		}
		if err := replacePassword(tx, u, hash, "", event.PasswordReset, b); err != nil {
			return err
		}
		if b.Secret != "" { // of somebody else, in the same browser
			if err := end(tx, user.HashToken(b.Secret)); err != nil {
				return err
			}
		}
		return forgive(tx, u, b)
	})
	return fault.Wrap("reset password", err)
}

// forgive forgets the failures with u's address, everywhere and in this browser.
func forgive(tx *db.Tx, u user.User, b Browser) error {
	here, err := counter(tx, u.Email, u.ID, b)
	if err != nil {
		return err
	}
	return tx.Everywhere(noAddress).Where("address_hash IN ?", []string{user.HashToken(u.EmailFold), here}).Delete(&attempt{}).Error
}

// KnownByLink is what others know of the person who has a link, to replace a
// password or to accept an invitation; nothing while it does not work.
func (s *Sessions) KnownByLink(ctx context.Context, purpose user.Purpose, link string) (words []string, err error) {
	if purpose == user.Invitation {
		words, err = s.invitedWords(ctx, link)
	} else {
		_, words, err = s.resetting(ctx, link)
	}
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return words, err
}
