package renewal

import (
	"cmp"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/service"
)

// end is one end, as far as it takes to count it and to find its place.
type end struct {
	ID     string
	At     time.Time // the day
	Renews bool
}

func (e end) compare(o end) int { return cmp.Or(e.At.Compare(o.At), cmp.Compare(e.ID, o.ID)) }

// search fills a page with what matches a text. It is looked for once: where it
// is little, months and page are made of what was found. Where it is much, a
// page is soon full, and no month is counted further than account.Glanced.
func (c *calendar) search(p *Page) error {
	found, few, err := c.find()
	if err != nil {
		return err
	}
	p.Sums = c.blank()
	if few {
		for _, e := range found {
			m := &p.Sums[c.in(e.At)]
			m.Number++
			if e.Renews {
				m.Renewing++
			}
		}
		p.Entries, p.More, err = c.of(found)
		return err
	}
	for i := range p.Sums {
		m := &p.Sums[i]
		for _, w := range c.walks(later(m.Month, c.today), m.Month.AddDate(0, 1, 0)) {
			if err := m.add(c.tx, w, account.Glanced); err != nil {
				return err
			}
		}
	}
	p.Entries, p.More, err = c.entries(PageSize)
	return err
}

// find looks for what matches; few is false where there is more than was found.
func (c *calendar) find() (found []end, few bool, err error) {
	for _, w := range c.walks(later(c.From, c.today), c.until()) {
		columns := []string{"services.id", w.column + " AS at", "services.renews"}
		if w.column == ends { // which renews no more, and whose index does not say so
			columns = columns[:2]
		}
		var some []end
		if err := w.query().Select(columns).Limit(account.Glanced + 1 - len(found)).Scan(&some).Error; err != nil {
			return nil, false, err
		}
		if found = append(found, some...); len(found) > account.Glanced {
			return nil, false, nil
		}
	}
	slices.SortFunc(found, end.compare)
	return found, true, nil
}

// of is a page of what was found.
func (c *calendar) of(found []end) (es []Entry, more bool, err error) {
	last, err := after(c.tx, c.After)
	if err != nil {
		return nil, false, err
	}
	from, until := c.shown()
	var ids []string
	for _, e := range found {
		passed := last != nil && e.compare(end{ID: last.ID, At: last.On}) <= 0
		if !passed && !e.At.Before(from) && e.At.Before(until) && len(ids) <= PageSize {
			ids = append(ids, e.ID)
		}
	}
	var ss []service.Service
	if len(ids) > 0 {
		if err := c.tx.Reach().Where("services.id IN ?", ids).Limit(len(ids)).Find(&ss).Error; err != nil {
			return nil, false, err
		}
	}
	return page(c.tx, ss, PageSize)
}
