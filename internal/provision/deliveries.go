package provision

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Deliveries are the services of all accounts that are to be built.
type Deliveries struct{ db *db.DB }

// New is the deliveries of a database.
func New(d *db.DB) *Deliveries { return &Deliveries{d} }

// Accept says that an ordered service will be built.
func (d *Deliveries) Accept(ctx context.Context, by access.Caller, id string) (service.Service, error) {
	return d.step(ctx, by, id, service.Accept, "")
}

// Build says that a service is built.
func (d *Deliveries) Build(ctx context.Context, by access.Caller, id string) (service.Service, error) {
	return d.step(ctx, by, id, service.Build, "")
}

// Light puts a service that is built into use. Its term begins on this day. A
// connection waits for the company at its far end and for the service that it
// hangs under.
func (d *Deliveries) Light(ctx context.Context, by access.Caller, id string) (service.Service, error) {
	return d.step(ctx, by, id, service.Light, "")
}

// Retry begins again with a service that could not be built.
func (d *Deliveries) Retry(ctx context.Context, by access.Caller, id string) (service.Service, error) {
	return d.step(ctx, by, id, service.Retry, "")
}

// Fail gives a service up. The customer reads why.
func (d *Deliveries) Fail(ctx context.Context, by access.Caller, id string, in Failure) (s service.Service, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return s, err
	}
	if err := in.check(); err != nil {
		return s, err
	}
	return d.step(ctx, by, id, service.Fail, in.Problem)
}

// step takes a step by hand. The built-in carrier, where it is at work, goes on
// from there.
func (d *Deliveries) step(ctx context.Context, by access.Caller, id string, step service.Step, problem string) (s service.Service, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return s, err
	}
	err = d.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := lock(tx, id)
		if err != nil {
			return err
		}
		s, err = take(tx, was, step, tx.Now.Add(time.Second), problem)
		return err
	})
	return s.Bare(), fault.Wrap("carry out an order", err)
}

// Identify says how whoever builds a service calls it; "" takes the name away.
func (d *Deliveries) Identify(ctx context.Context, by access.Caller, id string, in Naming) (s service.Service, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return s, err
	}
	if err := in.check(); err != nil {
		return s, err
	}
	err = d.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := lock(tx, id)
		if err != nil {
			return err
		}
		if was.Gone() {
			return fault.New(fault.Conflict, "%s has ended.", was.Name)
		}
		s = was
		if s.Circuit == in.Circuit {
			return nil
		}
		s.Circuit = in.Circuit
		if err := service.Write(tx, was, &s); err != nil {
			return err
		}
		return event.Record(tx, event.ServiceChanged, s.AccountID, s.Subject(), event.Change{Field: "Circuit", Was: was.Circuit, Now: s.Circuit})
	})
	return s.Bare(), fault.Wrap("name a circuit", err)
}

// lock is a service that was ordered, held. A design is nobody's to build.
func lock(tx *db.Tx, id string) (service.Service, error) {
	s, err := service.LockOne(tx, id)
	if err == nil && s.Status == service.Design {
		return s, fault.Missing()
	}
	return s, err
}
