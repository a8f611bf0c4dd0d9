package service

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Lock keeps a service from being changed or ended by anybody but a Company
// Admin, or lets go of it. changed is false when it was like this already.
func (s *Services) Lock(ctx context.Context, by access.Caller, id string, locked bool) (now Service, changed bool, err error) {
	if err := by.Must(access.LockServices); err != nil {
		return now, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := LockAt(tx, id)
		if err != nil {
			return err
		}
		if changed = was.Locked != locked; !changed {
			now, err = At(tx, id)
			return err
		}
		if err := was.Lockable(by); err != nil {
			return err
		}
		now = was
		kind := event.ServiceUnlocked
		now.Locked, now.LockedByName = locked, ""
		if locked {
			kind, now.LockedByName = event.ServiceLocked, by.Signature()
		}
		if err := Write(tx, was, &now); err != nil {
			return err
		}
		if err := event.Record(tx, kind, now.AccountID, now.Subject()); err != nil {
			return err
		}
		now, err = At(tx, id)
		return err
	})
	return now, changed, fault.Wrap("lock a service", err)
}
