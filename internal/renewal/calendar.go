package renewal

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Limits of the calendar.
const (
	PageSize = 50    // services of a page
	perSheet = 1_000 // services of one step of a file
	Months   = 12    // that it shows
)

// What follows the end of a term, as it can be looked for; the zero What is all.
type What = service.Follow

// The closed list.
const (
	Renewing = service.NextTerm
	Running  = service.Monthly
	Ending   = service.Nothing
)

// Filter narrows the calendar; its zero value is the next twelve months.
type Filter struct {
	Find    string    // part of the name, id or place of a service, or of the name, reference or key of its account
	What    What      //
	Product string    // id
	From    time.Time // the first of a month
	Month   time.Time // that month alone, by its first day; zero is all of them
	After   string    // id of the last service of the page before
}

// Narrow reports whether the filter leaves anything out of its months.
func (f Filter) Narrow() bool { return f.Find != "" || f.What != "" || f.Product != "" }

// Entry is one end: of a term, or of a service.
type Entry struct {
	service.Service
	Account account.Account // whose service it is
	On      time.Time       // the day
}

// Sum is how many ends a month has.
type Sum struct {
	Month    time.Time // its first day
	Number   int64
	Renewing int64 // of Number
	More     bool  // no more were counted
}

// Page is the calendar.
type Page struct {
	From    time.Time // the first of its months
	Sums    []Sum     // of each of its months
	Entries []Entry   // the soonest first
	More    bool      // later ones follow
}

// Total is how many ends its months have together, or one of them alone; more
// says that no more were counted.
func (p Page) Total(month time.Time) (n int64, more bool) {
	for _, s := range p.Sums {
		if month.IsZero() || s.Month.Equal(month) {
			n, more = n+s.Number, more || s.More
		}
	}
	return n, more
}

// mayList is nil for who sees the services of the account, and of all those
// below it.
func mayList(by access.Caller) error {
	if err := by.Must(access.ViewServices); err != nil {
		return err
	}
	return by.Whole("The calendar of renewals")
}

// List is what ends when in the caller's account, and for a partner in all its
// managed accounts.
func (r *Renewals) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := mayList(by); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = r.db.Read(ctx, by, func(tx *db.Tx) error {
		c := calendar{tx: tx, Filter: f}
		if err := c.settle(); err != nil {
			return err
		}
		p = Page{From: c.From}
		if c.Find != "" {
			return c.search(&p)
		}
		if p.Sums, err = c.tallied(); err != nil {
			return err
		}
		p.Entries, p.More, err = c.entries(PageSize)
		return err
	})
	return p, fault.Wrap("list renewals", err)
}

// Export hands out what List answers, all pages of it, some at a time.
func (r *Renewals) Export(ctx context.Context, by access.Caller, f Filter, each func([]Entry) error) error {
	if err := mayList(by); err != nil {
		return err
	}
	err := r.db.Read(ctx, by, func(tx *db.Tx) error {
		c := calendar{tx: tx, Filter: f}
		if err := c.settle(); err != nil {
			return err
		}
		for more := true; more; {
			var es []Entry
			var err error
			if es, more, err = c.entries(perSheet); err != nil {
				return err
			}
			if err := each(es); err != nil {
				return err
			}
			if more {
				c.After = es[len(es)-1].ID
			}
		}
		return nil
	})
	return fault.Wrap("export renewals", err)
}
