package auth

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// Me is the visitor with everything that is known of them, and the new
// address that they have asked for; the zero one when none waits for its code.
func (s *Sessions) Me(ctx context.Context, v Visitor) (u user.User, asked user.AddressChange, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		if u, err = user.Find(tx, v.User.ID); err != nil {
			return err
		}
		if asked, err = user.FindAddressChange(tx, u.ID); err != nil || !asked.Waiting(tx.Now) {
			asked = user.AddressChange{}
		}
		return err
	})
	return u, asked, fault.Wrap("find person", err)
}

// EditProfile gives the visitor what they typed about themselves.
func (s *Sessions) EditProfile(ctx context.Context, v Visitor, in user.ProfileDraft) error {
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		u, changes, err := user.EditProfile(tx, v.User.ID, in)
		if err != nil || len(changes) == 0 {
			return err
		}
		return recordAtHome(tx, u, event.ProfileEdited, v.Caller.Origin, changes...)
	})
	return fault.Wrap("edit profile", err)
}

// AskAddress begins a change of the visitor's e-mail address: a code goes to
// the new one, a notice to the old. Whether somebody has the new one already
// cannot be told from the answer. It takes a fresh proof.
func (s *Sessions) AskAddress(ctx context.Context, v Visitor, email string, b Browser) error {
	if !s.Fresh(v) {
		return notFresh()
	}
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		if _, err := held(tx, v); err != nil {
			return err
		}
		h, err := home(tx, v.User.ID)
		if err != nil {
			return err
		}
		above, err := account.Above(tx, h.Account)
		if err != nil {
			return err
		}
		return user.AskAddress(tx, v.User.ID, h.ID, email, outbox.Facts{
			Account: h.Name, Reference: h.Reference, Partner: above.Name, By: v.User.Name, Device: b.device(), Place: b.Address,
		})
	})
	return fault.Wrap("ask for another address", err)
}

func notFresh() error {
	return fault.New(fault.Forbidden, "That takes a fresh proof that it is you. Enter your password again.")
}

// DropAddress ends the code of the new address that the visitor asked for.
func (s *Sessions) DropAddress(ctx context.Context, v Visitor) error {
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error { return user.DropAddressChange(tx, v.User.ID) })
	return fault.Wrap("drop address", err)
}

// ProveAddress gives the visitor the new address whose code they typed, and
// ends all their sessions, this one too: they sign in again with it. A wrong
// code is counted.
func (s *Sessions) ProveAddress(ctx context.Context, v Visitor, code string, b Browser) error {
	var refused error
	err := s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		if _, err := held(tx, v); err != nil {
			return err
		}
		var p user.Proved
		var err error
		if p, refused, err = user.ProveAddress(tx, v.User.ID, code); err != nil || refused != nil {
			return err
		}
		if err := endAll(tx, p.User.ID, ""); err != nil {
			return err
		}
		if err := recordAtHome(tx, p.User, event.EmailChanged, v.Caller.Origin, event.Change{Field: "E-mail", Was: p.Was, Now: p.User.Email}); err != nil {
			return err
		}
		if err := recordEnded(tx, p, v.Caller.Origin); err != nil {
			return err
		}
		to := p.User
		to.Email = p.Was
		return tell(tx, to, outbox.AddressChanged, p.User.Email, b)
	})
	return fault.Wrap("prove address", errors.Join(err, refused))
}

// recordEnded records in each account that had invited a person's new address,
// and has the person already, that the invitation is over.
func recordEnded(tx *db.Tx, p user.Proved, of access.Origin) error {
	for _, seat := range p.Ended {
		var a account.Account
		if err := tx.Everywhere("the person has a seat there").Where("id = ?", seat.AccountID).Take(&a).Error; err != nil {
			return err
		}
		tx.By = caller(p.User, a, a, "", of)
		about := event.Subject{ID: seat.ID, Name: seat.Name}
		if err := event.Record(tx, event.InvitationWithdrawn, a.ID, about, event.Change{Field: "E-mail", Was: seat.Email}); err != nil {
			return err
		}
	}
	return nil
}

// MostSessions is how many sessions a person is shown, those used last.
const MostSessions = 50

// Live are the visitor's live sessions, the one used last first; one more than
// MostSessions when there are more.
func (s *Sessions) Live(ctx context.Context, v Visitor) (ss []Session, err error) {
	err = s.db.Read(ctx, v.Caller, func(tx *db.Tx) error {
		return tx.Everywhere(noSeat).
			Where("user_id = ? AND ended_at IS NULL AND whole = ? AND created_at >= ? AND seen_at >= ?",
				v.User.ID, true, tx.Now.Add(-s.limits.Absolute), tx.Now.Add(-s.limits.Idle)).
			Order("seen_at DESC, id").Limit(MostSessions + 1).Find(&ss).Error
	})
	return ss, fault.Wrap("find sessions", err)
}

// EndSession ends one of the visitor's own sessions; anybody else's is
// missing. Ending it again changes nothing more.
func (s *Sessions) EndSession(ctx context.Context, v Visitor, id string) (ended Session, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		err := tx.Lock(tx.Everywhere(noSeat)).Where("user_id = ? AND id = ?", v.User.ID, id).Take(&ended).Error
		if db.Missing(err) {
			return fault.Missing()
		}
		if err != nil || ended.EndedAt != nil {
			return err
		}
		if err := end(tx, ended.Hash); err != nil {
			return err
		}
		return recordAtHome(tx, v.User, event.SessionEnded, v.Caller.Origin, event.Change{Field: "Session", Was: ended.words()})
	})
	return ended, fault.Wrap("end session", err)
}

// words is a session as the record names it.
func (s Session) words() string { return s.Device() + ", " + s.Address }

// EndOthers ends all of the visitor's sessions but this one, and answers how
// many were live.
func (s *Sessions) EndOthers(ctx context.Context, v Visitor) (n int, err error) {
	err = s.db.Do(ctx, v.Caller, func(tx *db.Tx) error {
		if _, err := held(tx, v); err != nil {
			return err
		}
		var live int64
		err := tx.Everywhere(noSeat).Model(&Session{}).
			Where("user_id = ? AND hash <> ? AND ended_at IS NULL AND whole = ? AND created_at >= ? AND seen_at >= ?",
				v.User.ID, v.Session.Hash, true, tx.Now.Add(-s.limits.Absolute), tx.Now.Add(-s.limits.Idle)).
			Count(&live).Error
		if err != nil {
			return err
		}
		if err := endAll(tx, v.User.ID, v.Session.Hash); err != nil || live == 0 {
			n = 0
			return err
		}
		n = int(live)
		return recordAtHome(tx, v.User, event.SessionEnded, v.Caller.Origin, event.Change{Field: "Sessions", Was: plural(n, "other session")})
	})
	return n, fault.Wrap("end other sessions", err)
}
