package user

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// Invite gives people seats in an account and sends each an invitation: all of
// them or nobody. The same form sent again invites nobody, and answers none.
// Whether an address is known elsewhere makes no difference that could be seen.
func (s *Users) Invite(ctx context.Context, by access.Caller, id string, in InviteDraft) (seats []Seat, err error) {
	if err := by.Must(access.ManageUsers); err != nil {
		return nil, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		seats, err = inviteAll(tx, id, in)
		return err
	})
	return seats, fault.Wrap("invite people", err)
}

func inviteAll(tx *db.Tx, id string, in InviteDraft) ([]Seat, error) {
	c, err := hold(tx, id)
	if err != nil {
		return nil, err
	}
	if earlier, err := tx.Once(in.Token, c.ID); err != nil || earlier != "" {
		return nil, err
	}
	seats, rows, problems := in.Seats(tx.By, c)
	for i, seat := range seats {
		at := InviteField(rows[i], "email")
		if problems.At(at) != "" {
			continue
		}
		problem, err := taken(tx, c, seat)
		if err != nil {
			return nil, err
		}
		if problem != "" {
			problems.Add(at, "%s", problem)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	for i := range seats {
		seats[i].ID, seats[i].AccountID = db.NewID(tx.Now), c.ID
		if _, err := invite(tx, c.Account, seats[i]); err != nil {
			return nil, err
		}
	}
	return seats, nil
}

// taken says why a seat's address can't be invited to an account, or "".
func taken(tx *db.Tx, c Company, seat Seat) (problem string, err error) {
	var other Seat
	err = tx.Reach().Where("account_id = ? AND email_fold = ? AND id <> ?", c.ID, seat.EmailFold, seat.ID).Take(&other).Error
	if db.Missing(err) {
		return "", nil
	}
	switch other.Status {
	case Invited:
		return other.Name + " is invited with this address already. Send that invitation again instead", err
	case Unseated:
		return other.Name + " has this address, and is deactivated. Reactivate them instead", err
	}
	return other.Name + " has this address, and is here already", err
}

// patience is how long an invitation is waited for before it is sent again.
const patience = time.Minute

// InviteAgain ends an invitation and sends another.
func (s *Users) InviteAgain(ctx context.Context, by access.Caller, id, seat string) (Holder, error) {
	return s.change(ctx, by, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		if h.Status != Invited {
			return fault.New(fault.Conflict, "%s has accepted the invitation already.", h.Name)
		}
		if tx.Now.Sub(h.InvitedAt) < patience {
			return fault.New(fault.Conflict, "The invitation of %s was sent a moment ago. Wait a minute before it is sent again.", h.Name)
		}
		_, err := inviteAgain(tx, c.Account, &h.Seat)
		return err
	})
}

// Withdraw ends an invitation that was not accepted, and the seat with it.
func (s *Users) Withdraw(ctx context.Context, by access.Caller, id, seat string) (Holder, error) {
	return s.change(ctx, by, id, seat, func(tx *db.Tx, c Company, h *Holder) error {
		if h.Status != Invited {
			return fault.New(fault.Conflict, "%s has accepted the invitation already. Deactivate them instead.", h.Name)
		}
		if err := unlink(tx, h.Seat); err != nil {
			return err
		}
		if err := tx.Reach().Where("id = ? AND status = ?", h.ID, Invited).Delete(&Seat{}).Error; err != nil {
			return err
		}
		if err := outbox.Stop(tx, c.ID, outbox.Invitation, h.Email); err != nil {
			return err
		}
		return event.Record(tx, event.InvitationWithdrawn, c.ID, h.subject(), event.Change{Field: "E-mail", Was: h.Email})
	})
}

// invite writes a new seat of a, with its invitation, and answers the
// invitation's secret. The seat has its names and its role already.
func invite(tx *db.Tx, a account.Account, seat Seat) (secret string, err error) {
	seat.ParentID = a.ParentID
	seat.Status, seat.InvitedBy, seat.InvitedAt, seat.CreatedAt, seat.Version = Invited, tx.By.Name, tx.Now, tx.Now, 1
	if err := tx.Insert(&seat); err != nil {
		return "", err
	}
	if secret, err = sendInvitation(tx, a, seat); err != nil {
		return "", err
	}
	changes := append([]event.Change{{Field: "E-mail", Now: seat.Email}}, roleChanges(Seat{}, seat)...)
	return secret, event.Record(tx, event.UserInvited, a.ID, seat.subject(), changes...)
}

// inviteAgain ends a seat's invitation and sends another; changes are what else
// became different with it.
func inviteAgain(tx *db.Tx, a account.Account, seat *Seat, changes ...event.Change) (secret string, err error) {
	seat.InvitedBy, seat.InvitedAt = tx.By.Name, tx.Now
	seat.Version++
	if err := tx.Update(seat); err != nil {
		return "", err
	}
	if secret, err = sendInvitation(tx, a, *seat); err != nil {
		return "", err
	}
	return secret, event.Record(tx, event.InvitationSent, a.ID, seat.subject(), append([]event.Change{{Field: "E-mail", Now: seat.Email}}, changes...)...)
}

// sendInvitation makes the link of an invitation and the letter that carries it.
func sendInvitation(tx *db.Tx, a account.Account, seat Seat) (secret string, err error) {
	if secret, err = NewLink(tx, Invitation, seat.ID); err != nil {
		return "", err
	}
	above, err := account.Above(tx, a)
	if err != nil {
		return "", err
	}
	return secret, outbox.Put(tx, a.ID, outbox.Invitation, outbox.Reader{Name: seat.Name, Address: seat.Email}, outbox.Facts{
		Account: a.Name, Reference: a.Reference, Partner: above.Name, By: tx.By.Name, Role: string(seat.Role), Secret: secret,
	})
}

// SeatByLink is the invited seat that a link belongs to, and its account. A
// link that was used, withdrawn or is too old, or that leads into a closed
// account, is over like one that never was.
func SeatByLink(tx *db.Tx, secret string) (l Link, seat Seat, a account.Account, err error) {
	const why = "the link is the proof"
	if l, err = FindLink(tx, Invitation, secret); err != nil {
		return l, seat, a, err
	}
	err = tx.Lock(tx.Everywhere(why)).Where("id = ? AND status = ?", l.SubjectID, Invited).Take(&seat).Error
	if err == nil {
		err = tx.Everywhere(why).Where("id = ?", seat.AccountID).Take(&a).Error
	}
	if db.Missing(err) || err == nil && a.Status == account.Closed {
		return l, seat, a, linkOver()
	}
	return l, seat, a, err
}

// Accept makes a person and gives them an invited seat. The link must have
// been found by SeatByLink in the same transaction.
func Accept(tx *db.Tx, l Link, seat Seat, in PersonDraft, hash string) (u User, err error) {
	if err := UseLink(tx, l); err != nil {
		return u, err
	}
	in.Email = seat.Email
	if u, err = add(tx, in, hash); err != nil {
		return u, err
	}
	if seat.Phone != "" {
		u.Phone = seat.Phone
		if err := Change(tx, u.ID, map[string]any{"phone": u.Phone}); err != nil {
			return u, err
		}
	}
	return u, take(tx, seat, u)
}

// Join gives an invited seat to a person who is there already, and whose
// address was invited. The link must have been found by SeatByLink in the same
// transaction.
func Join(tx *db.Tx, l Link, seat Seat, u User) error {
	if u.EmailFold != seat.EmailFold {
		return fault.New(fault.Forbidden, "This invitation is for somebody else. Sign in as the person who was invited.")
	}
	if err := UseLink(tx, l); err != nil {
		return err
	}
	return take(tx, seat, u)
}

// take seats u, whose words about themselves replace the inviter's.
func take(tx *db.Tx, seat Seat, u User) error {
	seat.UserID, seat.Status, seat.AcceptedAt = &u.ID, Seated, &tx.Now
	seat.Phone = u.Phone
	seat.call(u.FirstName, u.LastName, u.Email)
	seat.Version++
	return tx.Everywhere("the link is the proof").Model(&seat).Where("id = ?", seat.ID).Select("*").Updates(&seat).Error
}

// Until is when an invitation stops working.
func (s Seat) Until() time.Time { return s.InvitedAt.Add(lifetimes[Invitation]) }

// subject is the seat as the record names it.
func (s Seat) subject() event.Subject { return event.Subject{ID: s.ID, Name: s.Name} }
