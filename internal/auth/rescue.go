package auth

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// commandLine is who did it, in the record, when no person is signed in.
const commandLine = "command-line"

// CommandLine is the caller of the command line on the server, seated at the
// operator. Whoever can run it can read the database anyway.
func (s *Sessions) CommandLine(ctx context.Context) (by access.Caller, err error) {
	var a account.Account
	err = s.db.Read(ctx, by, func(tx *db.Tx) (err error) {
		a, err = account.Operator(tx)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return by, fault.New(fault.Conflict, "This portal has no operator yet. Set it up by the link that tenantry serve prints.")
	}
	if err != nil {
		return by, fault.Wrap("find operator", err)
	}
	by = caller(user.User{ID: commandLine, Name: "Command line"}, a, a, access.CommandLine, access.Origin{Request: db.NewID(s.db.Now())})
	by.Suspended = false
	return by, nil
}

// rescue does something for the person with an address, who is held meanwhile.
func (s *Sessions) rescue(ctx context.Context, by access.Caller, email string, do func(*db.Tx, user.User) error) (u user.User, err error) {
	if err := by.Must(access.RescueUsers); err != nil {
		return u, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		found, ok, err := user.ByEmail(tx, email)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.NotFound, "Nobody has the e-mail address %s. Who was invited and has not accepted has no password, factor or session yet.", email)
		}
		if u, err = user.Hold(tx, found.ID); err != nil {
			return err
		}
		return do(tx, u)
	})
	return u, err
}

// recordFor records what was done for a person, in the account of their first
// seat; in the operator's where they have none.
func recordFor(tx *db.Tx, u user.User, kind event.Kind, changes ...event.Change) error {
	homes, err := seated(tx, u.ID)
	if err != nil {
		return err
	}
	place := tx.By.Account
	if len(homes) > 0 {
		place = homes[0].ID
	}
	return event.Record(tx, kind, place, event.Subject{ID: u.ID, Name: u.Name}, changes...)
}

// Disable keeps a person out of the whole portal, and ends their sessions.
func (s *Sessions) Disable(ctx context.Context, by access.Caller, email string) (user.User, error) {
	u, err := s.rescue(ctx, by, email, func(tx *db.Tx, u user.User) error {
		if err := user.Bar(tx, u); err != nil {
			return err
		}
		if err := endAll(tx, u.ID, ""); err != nil {
			return err
		}
		return recordFor(tx, u, event.UserDeactivated, event.Change{Field: "Where", Now: "The whole portal"})
	})
	return u, fault.Wrap("disable person", err)
}

// Enable lets a person in again who was disabled, or locked by wrong codes.
func (s *Sessions) Enable(ctx context.Context, by access.Caller, email string) (user.User, error) {
	u, err := s.rescue(ctx, by, email, func(tx *db.Tx, u user.User) error {
		if err := user.Admit(tx, u); err != nil {
			return err
		}
		return recordFor(tx, u, event.UserReactivated, event.Change{Field: "Where", Now: "The whole portal"})
	})
	return u, fault.Wrap("enable person", err)
}

// outWord says why somebody can't sign in.
var outWord = map[user.Status]string{user.Locked: "locked", user.Deactivated: "disabled"}

// OfferReset ends a person's password and their sessions, and answers the
// secret of the link by which they choose another password. It does not go past
// a second factor.
func (s *Sessions) OfferReset(ctx context.Context, by access.Caller, email string) (u user.User, secret string, err error) {
	u, err = s.rescue(ctx, by, email, func(tx *db.Tx, u user.User) error {
		if u.Status != user.Active { // the link would not work
			return fault.New(fault.Conflict, "%s is %s. Enable them first.", u.Name, outWord[u.Status])
		}
		if secret, err = user.DropPassword(tx, u); err != nil {
			return err
		}
		if err := endAll(tx, u.ID, ""); err != nil {
			return err
		}
		return recordFor(tx, u, event.ResetOffered)
	})
	return u, secret, fault.Wrap("offer reset", err)
}

// DropFactors takes all second factors, passkeys and recovery codes from a
// person, ends their sessions, and tells them.
func (s *Sessions) DropFactors(ctx context.Context, by access.Caller, email string) (user.User, error) {
	u, err := s.rescue(ctx, by, email, func(tx *db.Tx, u user.User) error {
		if err := user.ForgetFactors(tx, u.ID); err != nil {
			return err
		}
		if err := endAll(tx, u.ID, ""); err != nil {
			return err
		}
		if err := recordFor(tx, u, event.FactorReset); err != nil {
			return err
		}
		return warn(tx, u)
	})
	return u, fault.Wrap("reset factors", err)
}

// SessionsOf are the live sessions of a person, the one used last first; with
// end they are over afterwards.
func (s *Sessions) SessionsOf(ctx context.Context, by access.Caller, email string, endThem bool) (u user.User, live []Session, err error) {
	u, err = s.rescue(ctx, by, email, func(tx *db.Tx, u user.User) error {
		live = nil
		err := tx.Everywhere(noSeat).
			Where("user_id = ? AND ended_at IS NULL AND created_at >= ? AND seen_at >= ?", u.ID, tx.Now.Add(-s.limits.Absolute), tx.Now.Add(-s.limits.Idle)).
			Order("seen_at DESC, id").Limit(MostSessions).Find(&live).Error
		if err != nil || !endThem || len(live) == 0 {
			return err
		}
		if err := endAll(tx, u.ID, ""); err != nil {
			return err
		}
		return recordFor(tx, u, event.SessionEnded, event.Change{Field: "Sessions", Was: plural(len(live), "session"), Now: "None"})
	})
	return u, live, fault.Wrap("list sessions", err)
}
