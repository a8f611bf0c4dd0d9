package renewal

import (
	"cmp"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// calendar looks for what ends when.
type calendar struct {
	Filter
	tx    *db.Tx
	today time.Time
	few   bool                 // few accounts are called like what is looked for:
	keys  []string             // these
	kept  []service.MonthTally // of its months and what follows, all products of the filter together
}

// settle puts the months that the filter leaves open, looks for the accounts
// that are called like what is looked for, and reads what is counted already.
func (c *calendar) settle() (err error) {
	c.today = service.Midnight(c.tx.Now)
	c.months()
	c.Find = account.Bare(c.Find)
	if c.Find != "" && c.tx.By.Kind == access.Partner {
		if c.keys, c.few, err = account.Few(c.tx, c.Find); err != nil {
			return err
		}
	}
	c.kept, err = c.tallies()
	return err
}

// months puts the months that the filter leaves open.
func (c *calendar) months() {
	if this := service.FirstOf(c.today); c.From.Before(this) {
		c.From = this
	}
	c.From = service.FirstOf(c.From)
	if c.Month.Before(c.From) || !c.Month.Before(c.until()) {
		c.Month = time.Time{}
	}
}

// until is the day after the last of its months.
func (c *calendar) until() time.Time { return c.From.AddDate(0, Months, 0) }

// tallies are what accounts keep of its months.
func (c *calendar) tallies() (kept []service.MonthTally, err error) {
	scopes := []service.Scope{service.Own}
	if c.tx.By.Kind == access.Partner {
		scopes = append(scopes, service.Below)
	}
	q := c.tx.Own().Model(&service.MonthTally{}).Where("scope IN ? AND month >= ? AND month < ? AND number > 0", scopes, c.From, c.until())
	if c.What != "" {
		q = q.Where("follows = ?", c.What)
	}
	if c.Product != "" {
		q = q.Where("product_id = ?", c.Product)
	}
	return kept, q.Select("scope, month, follows, CAST(SUM(number) AS BIGINT) AS number").Group("scope, month, follows").Find(&kept).Error
}

// walk is one walk along an index, in the order of the days of a column.
type walk struct {
	scope  service.Scope
	column string
	query  func() *gorm.DB
}

// The columns with the days on which terms end, and services.
const (
	termEnds = "services.term_ends_on"
	ends     = "services.ends_on"
)

// walks are those that together are everything which ends between two days: the
// terms, and the services that were cancelled, of the account itself and of
// those below it, without those on which nothing is met. The conditions have the
// words of the indexes services_ending and services_scheduled.
func (c *calendar) walks(from, until time.Time) (ws []walk) {
	for _, scope := range []service.Scope{service.Own, service.Below} {
		of := c.tx.Own
		if scope == service.Below {
			of = c.tx.Children
		}
		for _, w := range []walk{
			{scope, termEnds, func() *gorm.DB {
				q := of().Model(&service.Service{}).Where("services.term > 1 AND services.status IN ('ordered', 'deployable', 'configured', 'live')").
					Where("services.term_ends_on >= ? AND services.term_ends_on < ?", from, until)
				if c.What != "" {
					q = q.Where("renews = ?", c.What == Renewing)
				}
				return c.narrow(q).Order("services.term_ends_on, services.id")
			}},
			{scope, ends, func() *gorm.DB {
				q := of().Model(&service.Service{}).Where("services.status = 'cancelled' AND services.ends_on >= ? AND services.ends_on < ?", from, until)
				return c.narrow(q).Order("services.ends_on, services.id")
			}},
		} {
			if slices.ContainsFunc(c.kept, func(t service.MonthTally) bool { return w.meets(t, from, until) }) {
				ws = append(ws, w)
			}
		}
	}
	return ws
}

// meets reports whether a walk between two days comes by what is counted.
func (w walk) meets(t service.MonthTally, from, until time.Time) bool {
	return t.Scope == w.scope && (t.Follows == Ending) == (w.column == ends) && t.Month.Before(until) && t.Month.AddDate(0, 1, 0).After(from)
}

func (c *calendar) narrow(q *gorm.DB) *gorm.DB {
	if c.Product != "" {
		q = q.Where("services.product_id || '' = ?", c.Product) // the text is empty, and keeps the walk in the order of days
	}
	switch {
	case c.few && len(c.keys) == 0:
		return q.Where(c.tx.Contains("services.search", c.Find))
	case c.few:
		return q.Where(clause.Or(c.tx.Contains("services.search", c.Find), clause.Expr{SQL: "services.account_id IN ?", Vars: []any{c.keys}}))
	case c.Find != "":
		return q.Joins("LEFT JOIN accounts ON accounts.id = services.account_id").Where(clause.Or(c.tx.Contains("services.search", c.Find), c.tx.Contains("accounts.search", c.Find)))
	}
	return q
}

// blank are the months without any ends.
func (c *calendar) blank() (ms []Sum) {
	for i := range Months {
		ms = append(ms, Sum{Month: c.From.AddDate(0, i, 0)})
	}
	return ms
}

// in is the place of a day among the months.
func (c *calendar) in(day time.Time) int {
	day = day.UTC()
	return 12*(day.Year()-c.From.Year()) + int(day.Month()-c.From.Month())
}

// tallied is how much ends in each month, as it is kept. Of this month what has
// ended by today is taken off: little, because the daily jobs see to it.
func (c *calendar) tallied() ([]Sum, error) {
	ms := c.blank()
	for _, t := range c.kept {
		m := &ms[c.in(t.Month)]
		m.Number += t.Number
		if t.Follows == Renewing {
			m.Renewing += t.Number
		}
	}
	for _, w := range c.walks(c.From, later(c.From, c.today)) {
		var over Sum
		if err := over.add(c.tx, w, 0); err != nil {
			return nil, err
		}
		ms[0].Number, ms[0].Renewing = max(ms[0].Number-over.Number, 0), max(ms[0].Renewing-over.Renewing, 0)
	}
	return ms, nil
}

// add counts what one walk finds, up to a number if there is one.
func (m *Sum) add(tx *db.Tx, w walk, most int) error {
	var found struct{ Number, Renewing int64 }
	columns, renewing := []string{"services.id", "services.renews"}, "COALESCE(SUM(CASE WHEN renews THEN 1 ELSE 0 END), 0) AS renewing"
	if w.column == ends { // which renews no more, and whose index does not say so
		columns, renewing = columns[:1], "0 AS renewing"
	}
	q := w.query().Select(columns)
	if most > 0 {
		q = q.Limit(most)
	}
	if err := tx.Window(q).Select("COUNT(*) AS number", renewing).Scan(&found).Error; err != nil {
		return err
	}
	m.Number, m.Renewing = m.Number+found.Number, m.Renewing+found.Renewing
	m.More = m.More || most > 0 && found.Number >= int64(most)
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// shown are the days between which entries are shown.
func (c *calendar) shown() (from, until time.Time) {
	from, until = c.From, c.until()
	if !c.Month.IsZero() {
		from, until = c.Month, c.Month.AddDate(0, 1, 0)
	}
	return later(from, c.today), until
}

// entries are the next n ends.
func (c *calendar) entries(n int) (es []Entry, more bool, err error) {
	from, until := c.shown()
	last, err := after(c.tx, c.After)
	if err != nil {
		return nil, false, err
	}
	if last != nil {
		from = later(from, last.On) // the same as what follows says of the day, for the index
	}
	var ss []service.Service
	for _, w := range c.walks(from, until) {
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
	return page(c.tx, ss, n)
}

// page makes the entries of a page of what was found, in the order of the days.
func page(tx *db.Tx, ss []service.Service, n int) (es []Entry, more bool, err error) {
	slices.SortFunc(ss, func(a, b service.Service) int { return cmp.Or(on(a).Compare(on(b)), cmp.Compare(a.ID, b.ID)) })
	more = len(ss) > n
	es, err = named(tx, ss[:min(len(ss), n)])
	return es, more, err
}
