package order

import (
	"cmp"
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Standing is a service with all that is there to know of it.
type Standing struct {
	Service service.Service
	Port    service.Service // that it hangs under, or the zero Service
	Under   []service.Service
	Leading []service.Service // that lead to it
	Starts  map[string]string // names of what those hang under, by its id
	Tags    []service.Tag     // of the caller's people
	Open    []approval.Request
	Sent    approval.Request // the order of what is drawn here that waits, or the zero Request
	Queued  bool             // what the caller changes, the partner has to approve
	History []event.Event
	Older   bool // there are facts before those
}

// Look is a service of the account acted in, with the prices that the caller may
// see. before is the id of the last fact of its history that was seen, or "".
func (s *Orders) Look(ctx context.Context, by access.Caller, id, before string) (st Standing, err error) {
	if err := by.Must(access.ViewServices); err != nil {
		return st, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		st, err = look(tx, id, before)
		return err
	})
	return st, fault.Wrap("look at a service", err)
}

func look(tx *db.Tx, id, before string) (st Standing, err error) {
	if st.Service, err = service.At(tx, id); err != nil {
		return st, err
	}
	if st.Service.PortID != nil {
		if st.Port, err = service.At(tx, *st.Service.PortID); err != nil {
			return st, err
		}
	}
	if st.Under, err = service.Under(tx, st.Service); err != nil {
		return st, err
	}
	if st.Leading, err = leading(tx, st.Service); err != nil {
		return st, err
	}
	if st.Starts, err = service.Starts(tx, st.Leading); err != nil {
		return st, err
	}
	if st.Tags, err = service.TagsOf(tx, st.Service); err != nil {
		return st, err
	}
	if st.Open, err = approval.OpenOf(tx, id); err != nil {
		return st, err
	}
	if st.Sent, err = waiting(tx, cmp.Or(st.Port.ID, id)); err != nil {
		return st, err
	}
	here, err := account.Here(tx)
	if err != nil {
		return st, err
	}
	if st.Queued, err = Queued(tx, here); err != nil {
		return st, err
	}
	topics := []event.Topic{{Account: st.Service.AccountID, Name: st.Service.Subject().Topic}}
	st.History, st.Older, err = event.About(tx, st.Service.AccountID, topics, st.Service.CreatedAt.Add(-time.Minute), before) // databases round moments
	return st, err
}

// Pending is what waits for the partner among some services.
type Pending struct {
	Queued bool                          // what the caller changes, the partner has to approve
	Open   map[string][]approval.Request // by the id of the service
}

// Sent is the order of what is drawn at or under a service that waits, or the
// zero Request.
func (p Pending) Sent(s service.Service) approval.Request {
	top := s.ID
	if s.PortID != nil {
		top = *s.PortID
	}
	for _, r := range p.Open[top] {
		if r.Kind == approval.NewOrder {
			return r
		}
	}
	return approval.Request{}
}

// Pending is what waits for the partner among services of the account acted in.
func (s *Orders) Pending(ctx context.Context, by access.Caller, ids []string) (p Pending, err error) {
	if err := by.Must(access.ViewServices); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		if p.Queued, err = Queued(tx, here); err != nil {
			return err
		}
		p.Open, err = approval.OpenAmong(tx, ids)
		return err
	})
	return p, fault.Wrap("look for requests", err)
}

// leading are the connections of an account that lead to one of its services
// from elsewhere: directly, or as other companies do.
func leading(tx *db.Tx, to service.Service) ([]service.Service, error) {
	ss, err := service.Leading(tx, to)
	if err != nil {
		return nil, err
	}
	ours, _, err := connection.Led(tx, to)
	return append(ss, ours...), err
}
