package account

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Status is what may still happen in an account.
type Status string

// The closed list of statuses.
const (
	Active    Status = "active"
	Suspended Status = "suspended" // can be read; nothing can be ordered or changed
	Closed    Status = "closed"    // nobody signs in; kept for the record
)

// Word is the status as people read it.
func (s Status) Word() string {
	switch s {
	case Suspended:
		return "Suspended"
	case Closed:
		return "Closed"
	}
	return "Active"
}

// Suspend decides; it touches nothing but the account.
func (a *Account) Suspend() error {
	switch a.Status {
	case Suspended:
		return fault.New(fault.Conflict, "%s is already suspended.", a.Name)
	case Closed:
		return fault.New(fault.Conflict, "%s is closed and cannot be suspended.", a.Name)
	}
	a.Status = Suspended
	return nil
}

// Reactivate decides; it touches nothing but the account.
func (a *Account) Reactivate() error {
	switch a.Status {
	case Active:
		return fault.New(fault.Conflict, "%s is already active.", a.Name)
	case Closed:
		return fault.New(fault.Conflict, "%s is closed. A closed account stays closed.", a.Name)
	}
	a.Status = Active
	return nil
}

// MayClose is nil when the account can be closed. An account with live
// services is not.
func (a Account) MayClose() error {
	switch {
	case a.Status == Closed:
		return fault.New(fault.Conflict, "%s is already closed.", a.Name)
	case a.Services == 1:
		return fault.New(fault.Conflict, "%s still has 1 service. An account is closed after its last service has ended.", a.Name)
	case a.Services > 1:
		return fault.New(fault.Conflict, "%s still has %d services. An account is closed after its last service has ended.", a.Name, a.Services)
	}
	return nil
}

// Close decides; it touches nothing but the account.
func (a *Account) Close() error {
	if err := a.MayClose(); err != nil {
		return err
	}
	a.Status = Closed
	return nil
}

// Suspend lets people of the account sign in and read, and nothing be ordered or changed.
func (s *Accounts) Suspend(ctx context.Context, by access.Caller, id string) (Account, error) {
	return s.turn(ctx, by, id, event.AccountSuspended, (*Account).Suspend)
}

// Reactivate ends a suspension.
func (s *Accounts) Reactivate(ctx context.Context, by access.Caller, id string) (Account, error) {
	return s.turn(ctx, by, id, event.AccountReactivated, (*Account).Reactivate)
}

// Close ends an account for good: nobody signs in to it, and it is kept for the record.
func (s *Accounts) Close(ctx context.Context, by access.Caller, id string) (Account, error) {
	return s.turn(ctx, by, id, event.AccountClosed, (*Account).Close)
}

// turn gives a managed account another status.
func (s *Accounts) turn(ctx context.Context, by access.Caller, id string, kind event.Kind, decide func(*Account) error) (a Account, err error) {
	if err := by.Must(access.SuspendAccounts); err != nil {
		return a, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = lockChild(tx, id); err != nil {
			return err
		}
		was := a
		if err := decide(&a); err != nil {
			return err
		}
		if err := save(tx, &a); err != nil {
			return err
		}
		if err := recount(tx, was.Counts(), a.Counts()); err != nil {
			return err
		}
		return event.Record(tx, kind, a.ID, event.Subject{ID: a.ID, Name: a.Name},
			event.Change{Field: "Status", Was: string(was.Status), Now: string(a.Status)})
	})
	return a, fault.Wrap("change status", err)
}

func closed(a Account) error {
	return fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", a.Name)
}
