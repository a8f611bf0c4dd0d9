package order

import (
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// EndsWhen says when a service ends.
type EndsWhen string

// The closed list.
const (
	AtOnce  EndsWhen = "now"
	AtTerms EndsWhen = "term" // on the day when its term ends
)

// EndReasons are why services end; see reference: modify and terminate.
var EndReasons = []string{
	"It moves to a cloud-native solution", "It moves to another data centre", "It was ordered by mistake, or is ordered anew", "It was a trial",
	"The project has ended", "Another provider takes over", "The price", "How well it works", "Another reason",
}

// LongestEndNote is how many characters a person writes about an end at most.
const LongestEndNote = 400

// ending is the end of a service, and of what hangs under it.
type ending struct {
	account   account.Account
	all       []service.Service // the service, then what hangs under it
	others    int               // connections of other companies that lead to it
	designs   []service.Service // drawn under it, and never ordered
	when      EndsWhen
	on        time.Time // the day
	reason    string
	note      string
	feeRetail price.Retail // for what is left of the terms
	feeCost   price.Cost
}

// ends checks the end of a service that LockOne answered, and reckons what it
// costs today. unlocks says that whoever asked for it may end what is locked,
// whoever the caller is.
func ends(tx *db.Tx, a account.Account, s service.Service, when EndsWhen, reason, note string, unlocks bool) (*ending, error) {
	under, err := service.LockUnder(tx, s)
	if err != nil {
		return nil, err
	}
	e := &ending{account: a, when: when, on: service.Midnight(tx.Now), reason: reason, note: note}
	e.all = []service.Service{s}
	for _, u := range under {
		if u.Status == service.Design {
			e.designs = append(e.designs, u)
			continue
		}
		e.all = append(e.all, u)
	}
	_, others, err := connection.Led(tx, s)
	if err != nil {
		return nil, err
	}
	e.others = len(others)
	if when == AtTerms && s.TermEndsOn.After(e.on) {
		e.on = s.TermEndsOn
	}
	if err := e.check(tx, unlocks); err != nil {
		return nil, err
	}
	e.fee()
	return e, nil
}

// check decides; it touches nothing but the services.
func (e *ending) check(tx *db.Tx, unlocks bool) error {
	s := e.all[0]
	step := service.End
	if e.scheduled(tx.Now) {
		step = service.Cancel
	}
	if _, ok := s.Status.After(step); !ok {
		return fault.New(fault.Conflict, "%s can’t be ended: its status is %s now.", s.Name, strings.ToLower(s.Status.Word()))
	}
	for _, each := range e.all {
		if err := each.Unlocked(tx.By); err != nil && !unlocks {
			return err
		}
	}
	return nil
}

// scheduled reports whether the end is still to come.
func (e *ending) scheduled(now time.Time) bool { return e.on.After(service.Midnight(now)) }

// fee adds up what is left of the terms, of each service what its product asks.
func (e *ending) fee() {
	for _, s := range e.all {
		d := DueFor(s, e.on)
		e.feeRetail, e.feeCost = e.feeRetail.Plus(d.Retail), e.feeCost.Plus(d.Cost)
	}
}

// Due is what ending a service inside its term costs.
type Due struct {
	Service service.Service
	Months  int64 // of the term that are still to be paid; 0 says that no fee is due
	Percent int64 // of each of them
	Retail  price.Retail
	Cost    price.Cost
}

// DueFor is what ending a service on a day costs. A term begins when the service
// is live, so that an order which is taken back before costs nothing.
func DueFor(s service.Service, on time.Time) Due {
	d := Due{Service: s, Months: s.MonthsLeft(on), Percent: int64(s.Product.FeePercent)}
	if !s.Paid() || s.LiveAt == nil || d.Percent == 0 {
		d.Months = 0
	}
	if d.Months > 0 {
		d.Retail, d.Cost = s.MonthlyRetail.Times(d.Months*d.Percent, 100), s.MonthlyCost.Times(d.Months*d.Percent, 100)
	}
	return d
}

func (e *ending) products() (ids []string) {
	for _, s := range e.all {
		ids = append(ids, s.ProductID)
	}
	return ids
}

func (e *ending) request() approval.Request {
	s := e.all[0]
	r := approval.Request{
		Kind: approval.Termination, ServiceID: s.ID, ServiceName: s.Name, Summary: s.Product.Name + " “" + s.Name + "”, " + s.Terms(), Currency: s.Location.Currency,
		FeeRetail: e.feeRetail, FeeCost: e.feeCost,
		Asked: approval.Asked{Reason: e.reason, Note: e.note, EndsOn: string(e.when), Under: len(e.all) - 1, Others: e.others, Rows: rowsOf(s)},
	}
	if e.when == AtTerms {
		r.Asked.On = &e.on
	}
	for i := range r.Asked.Rows {
		r.Asked.Rows[i].Was = r.Asked.Rows[i].Now
	}
	for _, each := range e.all {
		if each.Paid() {
			r.RetailNow, r.CostNow = r.RetailNow.Plus(each.MonthlyRetail), r.CostNow.Plus(each.MonthlyCost)
		}
	}
	r.RetailThen, r.CostThen = r.RetailNow.Times(0, 1), r.CostNow.Times(0, 1)
	return r
}

// carry ends all of it, or schedules that. What hangs under the service first,
// and of what was only drawn there nothing is left.
func (e *ending) carry(tx *db.Tx) (service.Service, error) {
	if !e.scheduled(tx.Now) {
		for _, d := range e.designs {
			if err := service.Discard(tx, d); err != nil {
				return d, err
			}
			if err := record(tx, event.ServiceDiscarded, d); err != nil {
				return d, err
			}
		}
	}
	each := e.now
	if e.scheduled(tx.Now) {
		each = e.later
	}
	for _, was := range slices.Backward(e.all) {
		if err := each(tx, was); err != nil {
			return was, err
		}
	}
	if err := e.tell(tx); err != nil {
		return e.all[0], err
	}
	return service.One(tx, e.all[0].ID)
}

// now ends one service of it.
func (e *ending) now(tx *db.Tx, was service.Service) error {
	now := was
	if err := now.Take(service.End); err != nil {
		return err
	}
	now.EndedAt, now.StepAt = &tx.Now, nil
	if err := e.write(tx, event.ServiceEnded, was, now); err != nil || now.FarState != service.FarAsked {
		return err
	}
	return connection.Forget(tx, now.ID)
}

// later schedules the end of one service of it, unless it ends by then anyway.
// What is still built goes on being built, so that all of it can be taken back.
func (e *ending) later(tx *db.Tx, was service.Service) error {
	if was.EndsOn != nil && !was.EndsOn.After(e.on) {
		return nil
	}
	now := was
	if _, ok := was.Status.After(service.Cancel); ok {
		if err := now.Take(service.Cancel); err != nil {
			return err
		}
		now.StepAt = nil
	}
	now.EndsOn = &e.on
	return e.write(tx, event.ServiceCancelled, was, now)
}

func (e *ending) write(tx *db.Tx, kind event.Kind, was, now service.Service) error {
	now.EndReason, now.EndNote = e.reason, e.note
	if err := service.Write(tx, was, &now); err != nil {
		return err
	}
	return record(tx, kind, now, event.Change{Field: "Reason", Now: e.reason})
}

// tell ends what is still asked about the services, and the connections of other
// companies that lead to the service, or tells these companies on which day they end.
func (e *ending) tell(tx *db.Tx) error {
	if !e.scheduled(tx.Now) {
		if err := approval.FailAbout(tx, e.all); err != nil {
			return err
		}
		return connection.End(tx, e.all[0])
	}
	if e.all[0].Status == service.Cancelled {
		return nil // they know
	}
	return connection.Warn(tx, e.all[0], e.on)
}
