package market

import (
	"cmp"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// mostTold is how many admins of the partner get a letter about a request.
const mostTold = 20

// tellPartner writes to the partner's Company Admins that its customer asks.
func tellPartner(tx *db.Tx, here account.Account, r Request) error {
	partner, err := account.Above(tx, here)
	if err != nil {
		return err
	}
	above, err := account.Above(tx, partner)
	if err != nil {
		return err
	}
	admins, err := user.AdminsOf(tx, partner.ID, partner.Kind, mostTold)
	if err == nil {
		admins, err = delegation.Readers(tx, partner.ID, admins, here.ID)
	}
	if err != nil {
		return err
	}
	for _, a := range admins {
		err := outbox.Put(tx, partner.ID, outbox.MarketAsked, outbox.Reader{Name: a.Name, Address: a.Email}, outbox.Facts{
			Account: here.Name, Reference: here.Reference, Partner: above.Name, By: r.AskedByName, What: r.Name(), Note: r.Note, Key: partner.ID, Request: r.ID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellAsker writes to whoever asked what became of it, if they are still there.
func tellAsker(tx *db.Tx, r Request) error {
	asked, err := account.Find(tx, r.AccountID)
	if err != nil {
		return err
	}
	asker, ok, err := user.SeatedIn(tx, r.AccountID, cmp.Or(r.AskedAs, r.AskedBy))
	if err != nil || !ok {
		return err
	}
	partner, err := account.Here(tx)
	if err != nil {
		return err
	}
	kind := outbox.MarketEnabled
	if r.State == Declined {
		kind = outbox.MarketDeclined
	}
	return outbox.Put(tx, asked.ID, kind, outbox.Reader{Name: asker.Name, Address: asker.Email}, outbox.Facts{
		Account: asked.Name, Reference: asked.Reference, Partner: partner.Name, By: tx.By.Signature(), What: r.Name(), Note: r.Answer, Key: asked.ID,
	})
}
