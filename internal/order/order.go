// Package order draws services, orders what is drawn, changes and ends what
// there is, and carries out what was approved. In a managed account whose
// Service Approval Queue is on, what its people order, change and end is sent to
// the partner instead; its partner's people order at once. Both ways end in the
// same check and the same writing.
package order

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
)

// Orders carries out what is ordered.
type Orders struct{ db *db.DB }

// New is the orders in a database.
func New(d *db.DB) *Orders { return &Orders{d} }

// Outcome is what became of an order, a change or an end.
type Outcome struct {
	Request approval.Request // that waits for the partner, or was let pass by a rule; the zero Request when none was needed
	Service service.Service  // as it is now
	Name    string           // of what was ordered; "" for a change or an end
	Several bool             // the name is that of several connections
}

// Waits reports whether the partner has to decide first.
func (o Outcome) Waits() bool { return o.Request.State == approval.Pending }

// Queued reports whether what the caller orders in their account waits for the
// partner: they are the account's own people and its Service Approval Queue is on.
func Queued(tx *db.Tx, here account.Account) (bool, error) {
	if tx.By.SeatKind != access.Managed {
		return false, nil
	}
	view, err := setting.Of(tx, setting.About(here))
	return view.Sees(setting.ServiceApprovalQueue), err
}

// work is something that was asked for and checked, and can be carried out.
type work interface {
	// request is what the partner is asked, with what was shown.
	request() approval.Request
	// products are those of all services that it is about.
	products() []string
	// carry writes it. Nothing has been written before.
	carry(tx *db.Tx) (service.Service, error)
}

// do asks the partner for checked work, or carries it out.
func do(tx *db.Tx, here account.Account, w work, comment string) (out Outcome, err error) {
	queued, err := Queued(tx, here)
	if err != nil {
		return out, err
	}
	if queued {
		r := w.request()
		r.Comment = comment
		if err := unasked(tx, r); err != nil {
			return out, err
		}
		if out.Request, err = approval.Ask(tx, here, r, w.products()); err != nil {
			return out, err
		}
		if out.Request.State == approval.Pending {
			out.Service, err = service.One(tx, r.ServiceID)
			return out, err
		}
	}
	out.Service, err = w.carry(tx)
	return out, err
}

// unasked is a Conflict when a request of the same kind about the same service
// is open.
func unasked(tx *db.Tx, r approval.Request) error {
	open, err := approval.OpenOf(tx, r.ServiceID)
	for _, o := range open {
		if o.Kind == r.Kind {
			return fault.New(fault.Conflict, "%s asked for this already: %s waits for approval.", o.AskedByName, o.Name())
		}
	}
	return err
}

// record writes a fact about a service in its account's record.
func record(tx *db.Tx, kind event.Kind, s service.Service, changes ...event.Change) error {
	return event.Record(tx, kind, s.AccountID, s.Subject(), changes...)
}
