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
	PageSize = 50     // services of a page
	perSheet = 1_000  // services of one step of a file
	counts   = 20_000 // services of a month that are counted at most
	Months   = 12     // that it shows
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

	few  bool     // accounts have the text that is looked for in their names:
	keys []string // these
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
		p = Page{}
		today := service.Midnight(tx.Now)
		if err := f.settle(tx, today); err != nil {
			return err
		}
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
	if err := mayList(by); err != nil {
		return err
	}
	err := r.db.Read(ctx, by, func(tx *db.Tx) error {
		today := service.Midnight(tx.Now)
		if err := f.settle(tx, today); err != nil {
			return err
		}
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

// settle puts the months that the filter leaves open, and looks for the accounts
// that are called like what is looked for.
func (f *Filter) settle(tx *db.Tx, today time.Time) (err error) {
	f.months(today)
	f.Find = account.Bare(f.Find)
	if f.Find != "" && tx.By.Kind == access.Partner {
		f.keys, f.few, err = account.Few(tx, f.Find)
	}
	return err
}

// months puts the months that the filter leaves open.
func (f *Filter) months(today time.Time) {
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
	switch {
	case f.few:
		return q.Where(clause.Or(tx.Contains("services.search", f.Find), clause.Expr{SQL: "services.account_id IN ?", Vars: []any{f.keys}}))
	case f.Find != "":
		return q.Joins("LEFT JOIN accounts ON accounts.id = services.account_id").Where(clause.Or(tx.Contains("services.search", f.Find), tx.Contains("accounts.search", f.Find)))
	}
	return q
}

// sums counts what ends in each month.
func sums(tx *db.Tx, f Filter, today time.Time) (ms []Sum, err error) {
	for i := range Months {
		ms = append(ms, Sum{Month: f.From.AddDate(0, i, 0)})
	}
	for i := range ms {
		from, until := later(ms[i].Month, today), ms[i].Month.AddDate(0, 1, 0)
		for _, w := range walks(tx, f, from, until) {
			if err := ms[i].add(tx, w); err != nil {
				return nil, err
			}
		}
	}
	return ms, nil
}

// add counts what one walk finds.
func (m *Sum) add(tx *db.Tx, w walk) error {
	var found struct{ Number, Renewing int64 }
	q := tx.Window(w.query().Select("services.id", "services.renews").Limit(counts)).Select("COUNT(*) AS number", "COALESCE(SUM(CASE WHEN renews THEN 1 ELSE 0 END), 0) AS renewing")
	if w.column == "services.ends_on" { // which renews no more, and whose index does not say so
		q = tx.Window(w.query().Select("services.id").Limit(counts)).Select("COUNT(*) AS number", "0 AS renewing")
	}
	if err := q.Scan(&found).Error; err != nil {
		return err
	}
	m.Number, m.Renewing = m.Number+found.Number, m.Renewing+found.Renewing
	m.More = m.More || found.Number >= counts
	return nil
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
	from = later(from, today)
	if last != nil {
		from = later(from, last.On) // the same as what follows says of the day, for the index
	}
	var ss []service.Service
	for _, w := range walks(tx, f, from, until) {
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
