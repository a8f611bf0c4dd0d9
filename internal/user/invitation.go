package user

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
)

// invite writes a new seat of a, with its invitation, and answers the
// invitation's secret. The seat has its names and its role already.
func invite(tx *db.Tx, a account.Account, seat Seat) (secret string, err error) {
	seat.Status, seat.InvitedBy, seat.InvitedAt, seat.CreatedAt, seat.Version = Invited, tx.By.Name, tx.Now, tx.Now, 1
	if err := tx.Insert(&seat); err != nil {
		return "", err
	}
	if secret, err = sendInvitation(tx, a, seat); err != nil {
		return "", err
	}
	return secret, event.Record(tx, event.UserInvited, a.ID, event.Subject{ID: seat.ID, Name: seat.Name},
		event.Change{Field: "E-mail", Now: seat.Email}, event.Change{Field: "Role", Now: string(seat.Role)})
}

// inviteAgain ends a seat's invitation and sends another.
func inviteAgain(tx *db.Tx, a account.Account, seat *Seat) (secret string, err error) {
	seat.InvitedBy, seat.InvitedAt = tx.By.Name, tx.Now
	seat.Version++
	if err := tx.Update(seat); err != nil {
		return "", err
	}
	if secret, err = sendInvitation(tx, a, *seat); err != nil {
		return "", err
	}
	return secret, event.Record(tx, event.InvitationSent, a.ID, event.Subject{ID: seat.ID, Name: seat.Name})
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

// SeatByLink is the invited seat that a link belongs to, and its account.
func SeatByLink(tx *db.Tx, secret string) (l Link, seat Seat, a account.Account, err error) {
	const why = "the link is the proof"
	if l, err = FindLink(tx, Invitation, secret); err != nil {
		return l, seat, a, err
	}
	err = tx.Lock(tx.Everywhere(why)).Where("id = ? AND status = ?", l.SubjectID, Invited).Take(&seat).Error
	if db.Missing(err) {
		return l, seat, a, fault.New(fault.NotFound, "This invitation was accepted or withdrawn. Ask whoever invited you for a new one.")
	}
	if err != nil {
		return l, seat, a, err
	}
	return l, seat, a, tx.Everywhere(why).Where("id = ?", seat.AccountID).Take(&a).Error
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
	return u, take(tx, seat, u)
}

// Join gives an invited seat to a person who is there already.
func Join(tx *db.Tx, l Link, seat Seat, u User) error {
	if err := UseLink(tx, l); err != nil {
		return err
	}
	return take(tx, seat, u)
}

// take seats u, whose words about themselves replace the inviter's.
func take(tx *db.Tx, seat Seat, u User) error {
	seat.UserID, seat.Status, seat.AcceptedAt = &u.ID, Seated, &tx.Now
	if u.Phone != "" {
		seat.Phone = u.Phone
	}
	seat.call(u.FirstName, u.LastName, u.Email)
	seat.Version++
	return tx.Everywhere("the link is the proof").Model(&seat).Where("id = ?", seat.ID).Select("*").Updates(&seat).Error
}
