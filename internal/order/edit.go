package order

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Edit changes the name, the reference, the fields, the renewal and, for
// partners and direct accounts, whether the marketplace shows a service.
// changed is false when all of it was like this already.
func (s *Orders) Edit(ctx context.Context, by access.Caller, id string, in service.EditDraft) (now service.Service, changed bool, err error) {
	if err := by.Must(access.ChangeServices); err != nil {
		return now, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx) // so that no VLAN is given away twice
		if err != nil {
			return err
		}
		was, err := service.LockAt(tx, id)
		if err != nil {
			return err
		}
		if err := was.Editable(by); err != nil {
			return err
		}
		if in.Version != was.Version {
			return fault.New(fault.Conflict, "%s was changed meanwhile. Look at what it is now, then save again.", was.Name)
		}
		if now, err = was.Edited(in, by, tx.Now); err != nil {
			return err
		}
		if err := rewire(tx, here, was, &now); err != nil {
			return err
		}
		cs := service.Changes(was, now)
		if changed = len(cs) > 0; changed {
			if err := service.Write(tx, was, &now); err != nil {
				return err
			}
			if err := record(tx, event.ServiceChanged, now, cs...); err != nil {
				return err
			}
		}
		now, err = service.At(tx, id)
		return err
	})
	return now, changed, fault.Wrap("edit a service", err)
}

// rewire is nil when the VLANs that an edited connection has now, and had not
// before, are free at its ends. Where one was emptied it is the next free one.
func rewire(tx *db.Tx, here account.Account, was service.Service, now *service.Service) error {
	near, far := was.Details[nearVLAN] != now.Details[nearVLAN], was.Details[farVLAN] != now.Details[farVLAN]
	if was.PortID == nil || !near && !far {
		return nil
	}
	port, err := service.At(tx, *was.PortID)
	if err != nil {
		return err
	}
	b := Board{Account: here, Product: was.Product, Port: port, Far: Far{Kind: was.FarKind, ID: was.FarID, Name: was.FarEnd}}
	if err := b.take(tx, was.ID); err != nil {
		return err
	}
	var fs fault.Fields
	if near {
		b.vlan(nearVLAN, port.Name, b.Near, now, &fs)
	}
	if far {
		b.vlan(farVLAN, was.FarEnd, b.Beyond, now, &fs)
	}
	return fs.Err()
}
