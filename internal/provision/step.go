package provision

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/service"
)

// facts are what the record says of each step.
var facts = map[service.Step]event.Kind{
	service.Accept: event.ServiceAccepted, service.Build: event.ServiceBuilt, service.Light: event.ServiceLive,
	service.Fail: event.ServiceFailed, service.Retry: event.ServiceRetried,
}

// take takes a step with a service that LockOne answered: it is decided,
// written and recorded. then is when the built-in carrier goes on; problem is
// for Fail.
func take(tx *db.Tx, was service.Service, step service.Step, then time.Time, problem string) (service.Service, error) {
	now := was
	if err := now.Take(step); err != nil {
		return was, err
	}
	var what []event.Change
	now.StepAt, now.Problem = &then, ""
	switch step {
	case service.Retry: // it is paid for again
		a, err := account.Find(tx, was.AccountID)
		if err != nil {
			return was, err
		}
		open, err := market.OpenTo(tx, a)
		if err != nil {
			return was, err
		}
		if !slices.Contains(open, was.Location.Market) {
			return was, fault.New(fault.Conflict, "The billing market of %s is not enabled any more.", was.Location.Name)
		}
	case service.Light:
		why, err := waiting(tx, was)
		if err != nil {
			return was, err
		}
		if why != "" {
			return was, fault.New(fault.Conflict, "%s", why)
		}
		now.Begin(tx.Now)
		now.LiveAt, now.StepAt = &tx.Now, nil
		what = append(what, event.Change{Field: "Term", Now: now.Terms()}, event.Change{Field: "Term ends", Now: now.TermEndsOn.Format(date)})
	case service.Fail:
		now.Problem, now.StepAt = problem, nil
		what = append(what, event.Change{Field: "Why", Now: problem})
	case service.Build:
		if now.Circuit != "" {
			what = append(what, event.Change{Field: "Circuit", Now: now.Circuit})
		}
	}
	if err := service.Write(tx, was, &now); err != nil {
		return was, err
	}
	return now, event.Record(tx, facts[step], now.AccountID, now.Subject(), what...)
}

// date is a day as the record writes it.
const date = "2 Jan 2006"

// waiting says what keeps a service from being put into use, or "".
func waiting(tx *db.Tx, s service.Service) (string, error) {
	port, err := portOf(tx, s)
	return waits(s, port), err
}

// portOf is the service that another hangs under, or nil.
func portOf(tx *db.Tx, s service.Service) (*service.Service, error) {
	if s.PortID == nil {
		return nil, nil
	}
	port, err := service.One(tx, *s.PortID)
	port = port.Bare()
	return &port, err
}
