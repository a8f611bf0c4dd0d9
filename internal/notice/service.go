package notice

import (
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// acts are what people of a managed account do to services that their partner
// is told of, and the words for it; see seed 002.
var acts = map[event.Kind]string{
	event.ServiceOrdered: "ordered", event.ServiceChanged: "changed", event.ServiceCancelled: "scheduled the end of", event.ServiceEnded: "ended",
}

// customers reports whether people of the account did it, or somebody else than
// the partner's own in the place of one.
func customers(e event.Event) bool {
	return e.SeatID == e.AccountID || e.AsID != "" && e.SeatID != e.ParentID
}

// tellOfServices writes to those of a partner who are told about its managed
// accounts what people of one did to services themselves: all of one
// transaction in one letter. What the partner's own people did, or approved, it
// knows.
func tellOfServices(tx *db.Tx, es []event.Event) error {
	es = slices.DeleteFunc(slices.Clone(es), func(e event.Event) bool { return acts[e.Kind] == "" || !customers(e) })
	if len(es) == 0 {
		return nil
	}
	e := es[0]
	here, err := find(tx, e.AccountID)
	if err != nil || here.Kind != access.Managed {
		return err
	}
	above, err := find(tx, here.ParentID)
	if err != nil {
		return err
	}
	operator, err := find(tx, above.ParentID)
	if err != nil {
		return err
	}
	readers, err := toldOf(tx, above, []string{here.ID})
	if err != nil {
		return err
	}
	var seats []user.Seat
	for _, r := range readers {
		seats = append(seats, r.Seat)
	}
	f := outbox.Facts{
		Account: here.Name, Reference: here.Reference, Partner: operator.Name, By: e.Signature(), Key: above.ID, Below: here.ID,
		What: e.Signature() + " of " + here.Name + " " + acts[e.Kind] + " " + e.SubjectName,
	}
	switch more := len(es) - 1; {
	case more == 1:
		f.What += " and 1 other service"
	case more > 1:
		f.What += " and " + strconv.Itoa(more) + " other services"
	}
	return put(tx, above.ID, outbox.AccountChanged, seats, e, f)
}
