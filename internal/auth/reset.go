package auth

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/allowance"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

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
	err := s.db.Do(ctx, access.Caller{Origin: b.origin()}, func(tx *db.Tx) error {
		ok, err := allowance.Spend(tx, "reset from "+network(b.Address), mostAsked, time.Hour)
		if err != nil {
			return err
		}
		few, err := allowance.Spend(tx, "reset of "+user.FoldEmail(address), mostResets, time.Hour)
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
	return tx.Everywhere(noAddress).Where("address_hash IN ?", []string{user.HashToken(u.EmailFold), here}).Delete(&Attempt{}).Error
}
