package consent

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// mostTold is how many admins of an account get a letter.
const mostTold = 20

// tellAdmins writes to the Company Admins of an account, but for one person or "".
func tellAdmins(tx *db.Tx, to account.Account, kind outbox.Kind, but string, facts outbox.Facts) error {
	partner, err := account.Above(tx, to)
	if err != nil {
		return err
	}
	admins, err := user.AdminsOf(tx, to.ID, to.Kind, mostTold)
	if err != nil {
		return err
	}
	var told []user.Seat
	for _, a := range admins {
		if a.UserID == nil || *a.UserID != but {
			told = append(told, a)
		}
	}
	facts.Account, facts.Reference, facts.Partner = to.Name, to.Reference, partner.Name
	return tell(tx, told, to.ID, kind, facts)
}

// tell writes to people of an account.
func tell(tx *db.Tx, to []user.Seat, account string, kind outbox.Kind, facts outbox.Facts) error {
	for _, a := range to {
		if err := outbox.Put(tx, account, kind, outbox.Reader{Name: a.Name, Address: a.Email}, facts); err != nil {
			return err
		}
	}
	return nil
}

// tellAsker writes to whoever asked what became of it, if they are still there.
func tellAsker(tx *db.Tx, r Request, here, from account.Account, kind outbox.Kind) error {
	asker, ok, err := user.SeatedIn(tx, r.SeatID, r.UserID)
	if err != nil || !ok {
		return err
	}
	facts := outbox.Facts{Account: here.Name, Reference: here.Reference, Partner: from.Name, By: r.AnsweredBy, Note: r.AnswerWhy, Key: from.ID, Below: here.ID}
	if r.Until != nil {
		facts.Until = *r.Until
	}
	return tell(tx, []user.Seat{asker}, from.ID, kind, facts)
}
