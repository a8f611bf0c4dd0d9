package connection

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/internal/user"
)

// Led are the connections that lead to a service because the marketplace shows
// it, or by its keys, held until the transaction ends: ours are those of the
// account that has the service. The others are of companies that may not reach it.
func Led(tx *db.Tx, to service.Service) (ours, others []service.Service, err error) {
	if !to.Product.Carries {
		return nil, nil, nil
	}
	ids, err := service.ByOffer(tx, to.ID)
	if err != nil {
		return nil, nil, err
	}
	keyed, err := servicekey.ByKeys(tx, to.ID)
	if err != nil {
		return nil, nil, err
	}
	all, err := service.LockElsewhere(tx, append(ids, keyed...)...)
	for _, s := range all {
		if s.AccountID == to.AccountID {
			ours = append(ours, s)
		} else {
			others = append(others, s)
		}
	}
	return ours, others, err
}

// End ends the connections of other companies to a service that has ended, and
// tells these companies. What they still ask is denied. No fee is due: they
// ended nothing.
func End(tx *db.Tx, to service.Service) error {
	_, others, err := Led(tx, to)
	if err != nil {
		return err
	}
	for _, s := range others {
		reason := "Its far end has ended: " + s.FarEnd
		if err := service.EndElsewhere(tx, s, reason); err != nil {
			return err
		}
		if err := tellOwner(tx, s, event.ServiceEnded, outbox.ConnectionEnded, event.Change{Field: "Reason", Now: reason}); err != nil {
			return err
		}
	}
	return tx.Everywhere(between).Model(&Request{}).Where("service_id = ? AND state = 'asked'", to.ID).
		Updates(map[string]any{"state": Denied, "answered_by_name": tx.By.Signature(), "answered_at": tx.Now, "answer": to.Name + " has ended."}).Error
}

// Warn tells the companies whose connections lead to a service that it ends on a
// day, and their connections with it.
func Warn(tx *db.Tx, to service.Service, on time.Time) error {
	return tellOwners(tx, to, event.ConnectionEnds, outbox.ConnectionEnds, event.Change{Field: "On", Now: on.Format(date)})
}

// Reassure tells them that it stays after all.
func Reassure(tx *db.Tx, to service.Service) error {
	return tellOwners(tx, to, event.ConnectionStays, outbox.ConnectionStays)
}

// date is a day as the record and letters write it.
const date = "2 Jan 2006"

func tellOwners(tx *db.Tx, to service.Service, kind event.Kind, letter outbox.Kind, what ...event.Change) error {
	_, others, err := Led(tx, to)
	if err != nil {
		return err
	}
	for _, s := range others {
		if err := tellOwner(tx, s, kind, letter, what...); err != nil {
			return err
		}
	}
	return nil
}

// tellOwner says what becomes of a connection in the record of the company that
// has it, and in a letter to whoever looks after it: its admins, or those of the
// partner that supports it.
func tellOwner(tx *db.Tx, s service.Service, kind event.Kind, letter outbox.Kind, what ...event.Change) error {
	about := event.Subject{ID: s.AccountID, Name: s.Name, Topic: s.Subject().Topic}
	event.RecordEach(tx, kind, s.ParentID, []event.Subject{about}, what...)
	owner, err := of(tx, s.AccountID)
	if err != nil {
		return err
	}
	above, err := of(tx, owner.ParentID)
	if err != nil {
		return err
	}
	reader := owner
	if owner.Kind == access.Managed && owner.Support == account.ByPartner {
		reader = above
	}
	f := outbox.Facts{Account: owner.Name, Reference: owner.Reference, Partner: above.Name, Service: s.Name, By: s.FarEnd, Key: owner.ID, Request: s.ID}
	for _, c := range what {
		f.What = c.Now
	}
	admins, err := user.AdminsOf(tx, reader.ID, reader.Kind, mostTold)
	if err == nil && reader.ID != owner.ID {
		admins, err = delegation.Readers(tx, reader.ID, admins, owner.ID)
	}
	for _, a := range admins {
		if err := outbox.Put(tx, reader.ID, letter, outbox.Reader{Name: a.Name, Address: a.Email}, f); err != nil {
			return err
		}
	}
	return err
}
