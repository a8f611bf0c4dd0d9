package connection

import (
	"cmp"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/user"
)

const between = "a connection has two ends, of two companies that don't reach each other"

// mostTold is how many admins of the company at the far end get a letter.
const mostTold = 20

// Asker is who asks for a connection, whoever let it go ahead.
type Asker struct {
	ID   string // of the person whose hands it was
	Name string
	As   string // id of the person in whose place they asked, or ""
}

// AskerOf is the caller as one who asks.
func AskerOf(by access.Caller) Asker { return Asker{ID: by.User, Name: by.Signature(), As: by.Place()} }

// Ask asks the company at the far end of a connection that was just ordered to
// take it. s leads to the offer, and waits for the answer; note is what was
// written to the company.
func Ask(tx *db.Tx, s service.Service, o Offer, by Asker, note string) error {
	from, err := account.Find(tx, s.AccountID)
	if err != nil {
		return err
	}
	r := Request{
		ID: db.NewID(tx.Now), AccountID: o.AccountID, ServiceID: o.ID, ServiceName: o.Name,
		FromAccountID: from.ID, FromName: from.Name, FromServiceID: s.ID, Speed: s.Speed, Note: note, State: Asked,
		AskedBy: by.ID, AskedByName: by.Name, AskedAs: by.As, AskedAt: tx.Now, Version: 1,
	}
	if err := tx.Put(between, &[]Request{r}); err != nil {
		return err
	}
	if err := tellCompany(tx, r, s); err != nil {
		return err
	}
	return event.Record(tx, event.ConnectionAsked, from.ID, s.Subject(), event.Change{Field: "Far end", Now: o.Company + ", " + o.Name})
}

// Forget withdraws what a connection still asks, which is ended.
func Forget(tx *db.Tx, service string) error {
	return tx.Everywhere(between).Model(&Request{}).Where("from_service_id = ? AND state = 'asked'", service).
		Updates(map[string]any{"state": Withdrawn, "answered_at": tx.Now}).Error
}

// of is an account at the other end.
func of(tx *db.Tx, key string) (a account.Account, err error) {
	return a, tx.Everywhere(between).Where("id = ?", key).Take(&a).Error
}

// tellCompany writes to the admins of the company that answers.
func tellCompany(tx *db.Tx, r Request, s service.Service) error {
	here, err := of(tx, r.AccountID)
	if err != nil {
		return err
	}
	above, err := of(tx, here.ParentID)
	if err != nil {
		return err
	}
	admins, err := user.AdminsOf(tx, here.ID, here.Kind, mostTold)
	for _, a := range admins {
		err := outbox.Put(tx, here.ID, outbox.ConnectionAsked, outbox.Reader{Name: a.Name, Address: a.Email}, outbox.Facts{
			Account: here.Name, Partner: above.Name, By: r.FromName, What: service.Rate(s.Product, s.Speed), Service: r.ServiceName, Note: r.Note, Key: here.ID, Request: r.ID,
		})
		if err != nil {
			return err
		}
	}
	return err
}

// tellAsker writes to whoever asked what became of it, if they are still there
// and their account is one that gets such letters: not one that its partner
// supports, whose people read it on the service's page.
func tellAsker(tx *db.Tx, r Request) error {
	from, err := of(tx, r.FromAccountID)
	if err != nil || from.Kind == access.Managed && from.Support == account.ByPartner {
		return err
	}
	above, err := of(tx, from.ParentID)
	if err != nil {
		return err
	}
	asker, ok, err := user.SeatedIn(tx, from.ID, cmp.Or(r.AskedAs, r.AskedBy))
	if err != nil || !ok {
		return err
	}
	kind := outbox.ConnectionAccepted
	if r.State == Denied {
		kind = outbox.ConnectionDenied
	}
	return outbox.Put(tx, from.ID, kind, outbox.Reader{Name: asker.Name, Address: asker.Email}, outbox.Facts{
		Account: from.Name, Reference: from.Reference, Partner: above.Name, Service: r.ServiceName, Note: r.Answer, Key: from.ID, Request: r.FromServiceID,
	})
}
