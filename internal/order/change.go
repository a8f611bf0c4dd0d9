package order

import (
	"slices"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// change is another speed or another term of a service that is there.
type change struct {
	account account.Account
	was     service.Service
	port    *service.Service  // that it hangs under, or nil
	under   []service.Service // what hangs under it
	speed   int64             // or 0
	term    int               // or 0
	quote   pricing.Quote
}

// changing checks and prices another speed, or another term, of a service that
// LockAt or holdWithPort answered. A new term begins on the day of the change.
// unlocks says that whoever asked for it may change what is locked, whoever the
// caller is.
func changing(tx *db.Tx, a account.Account, s service.Service, speed int64, term int, unlocks bool) (*change, error) {
	c, err := around(tx, a, s)
	if err != nil {
		return nil, err
	}
	c.speed, c.term = speed, term
	if err := s.Unlocked(tx.By); err != nil && !unlocks {
		return nil, err
	}
	if err := MayChange(s, c.port, c.under, speed, term, tx.Now); err != nil {
		return nil, err
	}
	if speed != 0 {
		p, err := beyond(tx, s, speed)
		if err == nil && p == "" {
			p, err = slower(tx, s, speed)
		}
		if err != nil {
			return nil, err
		}
		if p != "" {
			return nil, fault.Fields{{Field: "speed", Text: p}}.Err()
		}
	}
	if err := ready(tx, a, s.Location); err != nil {
		return nil, err
	}
	now := c.now(tx)
	if err := sold(now); err != nil {
		return nil, err
	}
	c.quote, err = quote(tx, a, now, "")
	return c, err
}

// around finds what a change of a service has to fit.
func around(tx *db.Tx, a account.Account, s service.Service) (*change, error) {
	c := &change{account: a, was: s}
	if s.PortID != nil {
		port, err := service.LockOne(tx, *s.PortID)
		if err != nil {
			return nil, err
		}
		c.port = &port
		return c, nil
	}
	var err error
	c.under, err = service.LockUnder(tx, s)
	return c, err
}

// holdWithPort holds a service for somebody who carries a request out, its port first.
func holdWithPort(tx *db.Tx, id string) (service.Service, error) {
	s, err := service.One(tx, id)
	if err == nil && s.PortID != nil {
		_, err = service.LockOne(tx, *s.PortID)
	}
	if err != nil {
		return s, err
	}
	return service.LockOne(tx, id)
}

// MayChange is nil when a service can get another speed, or another term; what
// stays as it is, is 0. port is what it hangs under, or nil, and under what hangs
// under it.
func MayChange(s service.Service, port *service.Service, under []service.Service, speed int64, term int, now time.Time) error {
	if err := changeable(s); err != nil {
		return err
	}
	switch {
	case speed != 0 && speed == s.Speed:
		return fault.Fields{{Field: "speed", Text: s.Name + " has " + s.Rate() + " already"}}.Err()
	case term != 0 && term == s.Term:
		return fault.Fields{{Field: "term", Text: s.Name + " has this term already"}}.Err()
	case term != 0 && term < s.Term && !lastMonth(s, now):
		return fault.Fields{{Field: "term", Text: "A shorter term can be chosen in the last month of the term"}}.Err()
	case speed != 0:
		if p := s.Fits(speed, port, under); p != "" {
			return fault.Fields{{Field: "speed", Text: p}}.Err()
		}
	}
	return nil
}

// changeable is nil for a service whose speed and term can change.
func changeable(s service.Service) error {
	switch s.Status {
	case service.Live, service.Configured:
		return nil
	case service.Cancelled:
		return fault.New(fault.Conflict, "%s is about to end, so its speed and term stay as they are.", s.Name)
	}
	return fault.New(fault.Conflict, "%s is not in use, so its speed and term stay as they are.", s.Name)
}

// lastMonth reports whether a term is over within a month, or is over; see
// reference: modify and terminate.
func lastMonth(s service.Service, now time.Time) bool {
	return !service.Midnight(now).Before(service.AddMonths(s.TermEndsOn, -1))
}

// now is the service as it becomes.
func (c *change) now(tx *db.Tx) service.Service {
	s := c.was
	if c.speed != 0 {
		s.Speed = c.speed
	}
	if c.term != 0 {
		s.Term = c.term
		s.Begin(tx.Now)
	}
	return s
}

func (c *change) products() []string { return []string{c.was.ProductID} }

func (c *change) request() approval.Request {
	r := approval.Request{
		Kind: approval.SpeedChange, ServiceID: c.was.ID, ServiceName: c.was.Name, Currency: c.was.Location.Currency,
		RetailNow: c.was.MonthlyRetail, CostNow: c.was.MonthlyCost, RetailThen: c.quote.MonthlyRetail, CostThen: c.quote.MonthlyCost,
		Asked: approval.Asked{Speed: c.speed, Term: c.term},
	}
	then := c.was
	if c.term != 0 {
		r.Kind, then.Term = approval.TermChange, c.term
		r.Summary = approval.NewTerm(c.was, then)
	} else {
		then.Speed = c.speed
		r.Summary = approval.NewSpeed(c.was, then)
	}
	r.Asked.Rows = compare(rowsOf(c.was), rowsOf(then))
	return r
}

// compare puts two lists of values with the same fields side by side.
func compare(was, now []approval.Row) []approval.Row {
	rows := slices.Clone(now)
	for i := range rows {
		rows[i].Was = was[i].Now
	}
	return rows
}

func (c *change) carry(tx *db.Tx) (service.Service, error) {
	now := c.now(tx)
	now.MonthlyRetail, now.MonthlyCost = c.quote.MonthlyRetail, c.quote.MonthlyCost
	if err := service.Write(tx, c.was, &now); err != nil {
		return now, err
	}
	what := event.Change{Field: now.Product.Measure(), Was: c.was.Rate(), Now: now.Rate()}
	if c.term != 0 {
		what = event.Change{Field: "Term", Was: c.was.Terms(), Now: now.Terms()}
	}
	if err := record(tx, event.ServiceChanged, now, what); err != nil {
		return now, err
	}
	return service.One(tx, now.ID)
}

// counted is a number of things in words.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
