package visit

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Visits reads the stays of people in accounts where they have no seat. They
// begin and end with sessions, in package auth.
type Visits struct{ db *db.DB }

// New is the visits in a database.
func New(d *db.DB) *Visits { return &Visits{d} }

// Mode is how somebody is in an account.
type Mode string

// The closed list of modes. Whoever previews a role views the account, too.
const (
	Views    Mode = "view"
	Previews Mode = "preview"
	ActsAs   Mode = "act"
)

// Modes are all of them, in reading order.
var Modes = []Mode{Views, Previews, ActsAs}

// Entry is a visit as an account reads it.
type Entry struct {
	Visit
	Who         string // name of the person
	Company     string // from which they come
	CompanyKind access.Kind
	As          string   // name of the person in whose place, or ""
	Account     string   // name of the account that was visited
	Changes     int      `gorm:"-"` // how many facts besides those of the visit itself
	Looked      []string `gorm:"-"` // at whose view, in words: roles, or people with their roles
}

// How long the visit took, to now where it goes on.
func (e Entry) Lasted(now time.Time) time.Duration {
	if e.LeftAt != nil {
		now = *e.LeftAt
	}
	return now.Sub(e.EnteredAt)
}

// Filter narrows the visits to an account. The zero Filter is all of them.
type Filter struct {
	From  access.Kind // of the company from which people come: the operator, or a partner
	Mode  Mode
	Since time.Time // entered at this moment, or later
	Until time.Time // entered before this moment

	Before string // id that the page is older than
	After  string // id that the page is newer than
}

// Narrow reports whether the filter leaves anything out.
func (f Filter) Narrow() bool { return f != Filter{Before: f.Before, After: f.After} }

// Page is a page of the visits to an account, newest first. Those under way
// stand on the first page, before all others.
type Page struct {
	Live    []Entry
	Ended   []Entry
	Here    int64 // how many visits are under way, filter or not
	Earlier bool  // older ones follow
	Later   bool  // newer ones come before
}

// PageSize is how many ended visits a page shows.
const PageSize = 50

// MostLive is how many visits under way are shown at most.
const MostLive = 100

// List is who was, and is, in the account that the caller acts in.
func (s *Visits) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ViewAccess); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := tx.Own().Model(&Visit{}).Where("left_at IS NULL").Count(&p.Here).Error; err != nil {
			return err
		}
		if f.Before == "" && f.After == "" {
			if err := f.of(tx.Own()).Where("visits.left_at IS NULL").Order("visits.id DESC").Limit(MostLive).Find(&p.Live).Error; err != nil {
				return err
			}
		}
		if p.Ended, err = f.ended(tx, PageSize+1); err != nil {
			return err
		}
		p.cut(f)
		return tell(tx, p.Live, p.Ended)
	})
	return p, fault.Wrap("list visits", err)
}

// cut takes away what only shows that there is more.
func (p *Page) cut(f Filter) {
	more := len(p.Ended) > PageSize
	switch {
	case f.After != "" && more:
		p.Ended, p.Later = p.Ended[1:], true
	case more:
		p.Ended, p.Earlier = p.Ended[:PageSize], true
	}
	p.Earlier = p.Earlier || f.After != ""
	p.Later = p.Later || f.Before != ""
}

// ended are the next ended visits in the caller's account, newest first.
func (f Filter) ended(tx *db.Tx, size int) (es []Entry, err error) {
	q := f.of(tx.Own()).Where("visits.left_at IS NOT NULL").Limit(size)
	if f.After != "" {
		err = q.Where("visits.id > ?", f.After).Order("visits.id").Find(&es).Error
		for i, j := 0, len(es)-1; i < j; i, j = i+1, j-1 {
			es[i], es[j] = es[j], es[i]
		}
		return es, err
	}
	if f.Before != "" {
		q = q.Where("visits.id < ?", f.Before)
	}
	return es, q.Order("visits.id DESC").Find(&es).Error
}

// of are the visits that the filter leaves of q, with the names in them.
func (f Filter) of(q *gorm.DB) *gorm.DB {
	q = named(q)
	if f.From != "" {
		q = q.Where("companies.kind = ?", f.From)
	}
	if !f.Since.IsZero() {
		q = q.Where("visits.entered_at >= ?", f.Since)
	}
	if !f.Until.IsZero() {
		q = q.Where("visits.entered_at < ?", f.Until)
	}
	switch f.Mode {
	case ActsAs:
		q = q.Where("visits.as_id <> ''")
	case Views:
		q = q.Where("visits.as_id = ''")
	case Previews:
		q = q.Where("EXISTS (SELECT 1 FROM events e WHERE e.visit_id = visits.id AND e.visit_id <> '' AND e.kind = 'preview.started')")
	}
	return q
}

func named(q *gorm.DB) *gorm.DB {
	return q.Model(&Visit{}).
		Select("visits.*, users.name AS who, companies.name AS company, companies.kind AS company_kind, others.name AS \"as\", hosts.name AS account").
		Joins("JOIN users ON users.id = visits.user_id").
		Joins("JOIN accounts companies ON companies.id = visits.seat_id").
		Joins("JOIN accounts hosts ON hosts.id = visits.account_id").
		Joins("LEFT JOIN users others ON others.id = visits.as_id AND visits.as_id <> ''")
}

// tell says what was changed during visits, and whose view was looked at.
func tell(tx *db.Tx, lists ...[]Entry) error {
	var ids []string
	for _, es := range lists {
		for _, e := range es {
			ids = append(ids, e.ID)
		}
	}
	n, err := event.During(tx, ids)
	if err != nil {
		return err
	}
	looks, err := event.Steps(tx, ids, event.PreviewStarted)
	seen := map[string][]string{}
	for _, e := range looks {
		text := ""
		for _, c := range e.Changes {
			if text != "" {
				text += ", "
			}
			text += c.Now
		}
		seen[e.VisitID] = append(seen[e.VisitID], text)
	}
	for _, es := range lists {
		for i := range es {
			es[i].Changes, es[i].Looked = n[es[i].ID], seen[es[i].ID]
		}
	}
	return err
}

// Find is one visit within the caller's reach.
func (s *Visits) Find(ctx context.Context, by access.Caller, id string) (e Entry, err error) {
	if err := by.Must(access.ViewActivity); err != nil {
		return e, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		return named(tx.Reach()).Where("visits.id = ?", id).Take(&e).Error
	})
	if db.Missing(err) {
		return e, fault.Missing()
	}
	return e, fault.Wrap("find a visit", err)
}

// mostExported is how many visits a file has at most.
const mostExported = 100_000

// Export hands over all that the filter leaves, those under way first, then
// newest first, at most a hundred thousand.
func (s *Visits) Export(ctx context.Context, by access.Caller, f Filter, each func([]Entry) error) error {
	f.Before, f.After = "", ""
	for n := 0; n < mostExported; {
		p, err := s.List(ctx, by, f)
		if err != nil {
			return err
		}
		if err := each(append(p.Live, p.Ended...)); err != nil {
			return err
		}
		if !p.Earlier {
			return nil
		}
		n, f.Before = n+len(p.Ended), p.Ended[len(p.Ended)-1].ID
	}
	return nil
}

// Watch is what the operator watches: who acts in somebody's place now, the
// latest first, MostLive at most, of how many, and how many began to between
// each two of some moments.
type Watch struct {
	Live  []Entry
	Total int64
	Began []int64
}

// Watch looks at all accounts.
func (s *Visits) Watch(ctx context.Context, by access.Caller, moments []time.Time) (w Watch, err error) {
	if err := by.Must(access.WatchVisits); err != nil {
		return w, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		live := named(tx.Reach()).Where("visits.left_at IS NULL AND visits.as_id <> ''")
		if err := live.Order("visits.id DESC").Limit(MostLive).Find(&w.Live).Error; err != nil {
			return err
		}
		if w.Total, err = acting(tx); err != nil {
			return err
		}
		for i := 0; i+1 < len(moments); i++ {
			var n int64
			err := tx.Reach().Model(&Visit{}).Where("as_id <> '' AND id > ? AND id < ?", db.FirstID(moments[i]), db.FirstID(moments[i+1])).Count(&n).Error
			if err != nil {
				return err
			}
			w.Began = append(w.Began, n)
		}
		return tell(tx, w.Live)
	})
	return w, fault.Wrap("watch visits", err)
}

// Volume is how much acting in somebody's place there is, within a caller's reach.
type Volume struct {
	Now int64 // people who do
	Day int64 // visits that began within twenty-four hours
}

// Volume counts.
func (s *Visits) Volume(ctx context.Context, by access.Caller) (v Volume, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if v.Now, err = acting(tx); err != nil {
			return err
		}
		return tx.Reach().Model(&Visit{}).Where("as_id <> '' AND id > ?", db.FirstID(tx.Now.AddDate(0, 0, -1))).Count(&v.Day).Error
	})
	return v, fault.Wrap("count visits", err)
}

func acting(tx *db.Tx) (n int64, err error) {
	return n, tx.Reach().Model(&Visit{}).Where("left_at IS NULL AND as_id <> ''").Count(&n).Error
}
