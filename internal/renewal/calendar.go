package renewal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Limits of the calendar.
const (
	PageSize = 50      // services of a page
	perSheet = 1_000   // services of one step of a file
	counts   = 100_000 // services that are counted at most, the soonest
	Months   = 12      // that it shows
)

// What follows the end of a term, as it can be looked for.
type What string

// The closed list; the zero What is all of them.
const (
	Renewing What = "renews"
	Running  What = "runs-out" // from month to month
	Ending   What = "ends"     // it was cancelled
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
	More     bool  // there are more than Number
}

// Page is the calendar.
type Page struct {
	From    time.Time // the first of its months
	Sums    []Sum     // of each of its months
	Entries []Entry   // the soonest first
	More    bool      // later ones follow
}

// Total is how many ends its months have together.
func (p Page) Total() (n int64) {
	for _, s := range p.Sums {
		n += s.Number
	}
	return n
}

// List is what ends when in the caller's account, and for a partner in all its
// managed accounts.
func (r *Renewals) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ViewServices); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = r.db.Read(ctx, by, func(tx *db.Tx) error {
		p = Page{}
		today := service.Midnight(tx.Now)
		f.settle(today)
		p.From = f.From
		if p.Sums, err = sums(tx, f, today); err != nil {
			return err
		}
		p.Entries, p.More, err = entries(tx, f, today, PageSize)
		return err
	})
	return p, fault.Wrap("list renewals", err)
}

// Export hands out what List answers, all pages of it, some at a time.
func (r *Renewals) Export(ctx context.Context, by access.Caller, f Filter, each func([]Entry) error) error {
	if err := by.Must(access.ViewServices); err != nil {
		return err
	}
	err := r.db.Read(ctx, by, func(tx *db.Tx) error {
		today := service.Midnight(tx.Now)
		f.settle(today)
		for more := true; more; {
			var es []Entry
			var err error
			if es, more, err = entries(tx, f, today, perSheet); err != nil {
				return err
			}
			if err := each(es); err != nil {
				return err
			}
			if more {
				f.After = es[len(es)-1].ID
			}
		}
		return nil
	})
	return fault.Wrap("export renewals", err)
}

// first is the first day of the month of a day.
func first(day time.Time) time.Time { return day.AddDate(0, 0, 1-day.Day()) }

// settle puts the months that the filter leaves open.
func (f *Filter) settle(today time.Time) {
	if f.From.Before(first(today)) {
		f.From = first(today)
	}
	f.From = first(service.Midnight(f.From))
	if f.Month.Before(f.From) || !f.Month.Before(f.From.AddDate(0, Months, 0)) {
		f.Month = time.Time{}
	}
}

// walk is one walk along an index, in the order of the days of a column.
type walk struct {
	column string
	query  func() *gorm.DB
}

// walks are those that together are everything which ends between two days: the
// terms, and the services that were cancelled, of the account itself and of
// those below it. The conditions have the words of the indexes services_ending
// and services_scheduled.
func walks(tx *db.Tx, f Filter, from, until time.Time) (ws []walk) {
	scopes := []func() *gorm.DB{tx.Own}
	if tx.By.Kind == access.Partner {
		scopes = append(scopes, tx.Children)
	}
	for _, scope := range scopes {
		if f.What != Ending {
			ws = append(ws, walk{"services.term_ends_on", func() *gorm.DB {
				q := scope().Model(&service.Service{}).Where("services.term > 1 AND services.status IN ('ordered', 'deployable', 'configured', 'live')").
					Where("services.term_ends_on >= ? AND services.term_ends_on < ?", from, until)
				if f.What != "" {
					q = q.Where("renews = ?", f.What == Renewing)
				}
				return f.narrow(tx, q).Order("services.term_ends_on, services.id")
			}})
		}
		if f.What == "" || f.What == Ending {
			ws = append(ws, walk{"services.ends_on", func() *gorm.DB {
				q := scope().Model(&service.Service{}).Where("services.status = 'cancelled' AND services.ends_on >= ? AND services.ends_on < ?", from, until)
				return f.narrow(tx, q).Order("services.ends_on, services.id")
			}})
		}
	}
	return ws
}

func (f Filter) narrow(tx *db.Tx, q *gorm.DB) *gorm.DB {
	if f.Product != "" {
		q = q.Where("services.product_id || '' = ?", f.Product) // the text is empty, and keeps the walk in the order of days
	}
	if find := account.Bare(f.Find); find != "" {
		q = q.Joins("LEFT JOIN accounts ON accounts.id = services.account_id").Where(clause.Or(tx.Contains("services.search", find), tx.Contains("accounts.search", find)))
	}
	return q
}

// sums counts what ends in each month.
func sums(tx *db.Tx, f Filter, today time.Time) (ms []Sum, err error) {
	for i := range Months {
		ms = append(ms, Sum{Month: f.From.AddDate(0, i, 0)})
	}
	for _, w := range walks(tx, f, later(f.From, today), f.From.AddDate(0, Months, 0)) {
		var days []struct {
			Day      time.Time
			Number   int64
			Renewing int64
		}
		// One by one: which column it is may not be put together from text.
		q := tx.Window(w.query().Select("services.term_ends_on AS day", "services.renews", "services.id").Limit(counts))
		again := "COALESCE(SUM(CASE WHEN renews THEN 1 ELSE 0 END), 0) AS renewing"
		if w.column == "services.ends_on" {
			q, again = tx.Window(w.query().Select("services.ends_on AS day", "services.id").Limit(counts)), "0 AS renewing"
		}
		if err := q.Select("day", "COUNT(*) AS number", again).Group("day").Order("day").Scan(&days).Error; err != nil {
			return nil, err
		}
		n := int64(0)
		for _, d := range days {
			m := &ms[months(f.From, d.Day)]
			m.Number, m.Renewing = m.Number+d.Number, m.Renewing+d.Renewing
			n += d.Number
		}
		for i := range ms {
			ms[i].More = ms[i].More || n >= counts && !ms[i].Month.Before(first(days[len(days)-1].Day))
		}
	}
	return ms, nil
}

// months is how many months lie between the first of one and a day.
func months(from, day time.Time) int {
	return (day.Year()-from.Year())*12 + int(day.Month()) - int(from.Month())
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// entries are the next n ends.
func entries(tx *db.Tx, f Filter, today time.Time, n int) (es []Entry, more bool, err error) {
	from, until := f.From, f.From.AddDate(0, Months, 0)
	if !f.Month.IsZero() {
		from, until = f.Month, f.Month.AddDate(0, 1, 0)
	}
	last, err := after(tx, f.After)
	if err != nil {
		return nil, false, err
	}
	var ss []service.Service
	for _, w := range walks(tx, f, later(from, today), until) {
		q := w.query()
		if last != nil {
			q = db.Past(q, []db.Key{{Column: w.column, Value: last.On}, {Column: "services.id", Value: last.ID}}, false)
		}
		var some []service.Service
		if err := q.Select("services.*").Limit(n + 1).Find(&some).Error; err != nil {
			return nil, false, err
		}
		ss = append(ss, some...)
	}
	slices.SortFunc(ss, func(a, b service.Service) int { return cmp.Or(on(a).Compare(on(b)), cmp.Compare(a.ID, b.ID)) })
	more = len(ss) > n
	es, err = named(tx, ss[:min(len(ss), n)])
	return es, more, err
}
