package event

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Filter narrows activity. The zero Filter is all of it, newest first, a page
// of PageSize.
type Filter struct {
	Users    []string // ids of those who did it; empty narrows nothing, as everywhere here
	Accounts []string // keys of those it happened to: the caller's own, or directly below it
	Kinds    []Kind
	Visit    string    // id of the visit during which it was done; a company looks at all of it, however far back it shows activity
	From     time.Time // this moment and later
	To       time.Time // before this moment

	Before string // id that the page is older than
	After  string // id that the page is newer than
	Size   int    // 0 means PageSize
}

// Page is one page of activity, newest first.
type Page struct {
	Events  []Event
	Later   string // After of the page of newer facts, or ""
	Earlier string // Before of the page of older facts, or ""
	Cut     bool   // the search was given up where the neighbour page goes on; it may find more there
}

// Patience bounds one search through the record.
const Patience = 3 * time.Second

// Tests make these smaller.
var (
	// window is how many facts a search passes over in one step.
	window = 100_000
	// steps is how many steps a search takes for one page.
	steps = 10
)

// mostExported is how many facts a file has at most.
const mostExported = 100_000

// exportPage is how many facts an export reads at a time.
const exportPage = 1000

// Mine is what the caller did, in every account.
func (s *Events) Mine(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if by.User == "" {
		return p, fault.New(fault.Forbidden, "Sign in to see what you did.")
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		f.Users, f.Accounts = nil, nil
		p, err = (&search{tx: tx, f: f, span: f.span(""), walks: []walk{mine(tx)}}).page()
		return err
	})
	return p, fault.Wrap("list own activity", err)
}

// Company is what happened in the account that the caller acts in and, for a
// partner or the operator, in those directly below it, as far back as the
// company shows it.
func (s *Events) Company(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ViewActivity); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := companyOf(tx)
		if err != nil {
			return err
		}
		walks, err := walksOf(tx, f)
		if err != nil {
			return err
		}
		floor := here.floor(tx.Now)
		if f.Visit != "" {
			floor = ""
		}
		if p, err = (&search{tx: tx, f: f, span: f.span(floor), walks: walks}).page(); err != nil {
			return err
		}
		p.Events, err = shown(tx, p.Events)
		return err
	})
	return p, fault.Wrap("list company activity", err)
}

// Export calls each with every fact that a filter leaves, newest first, as list
// answers them page by page, at most 100,000. list is Mine or Company.
func Export(ctx context.Context, by access.Caller, f Filter, list func(context.Context, access.Caller, Filter) (Page, error), each func([]Event) error) error {
	f.Size, f.Before, f.After = exportPage, "", ""
	for n := 0; n < mostExported; {
		p, err := list(ctx, by, f)
		if err != nil {
			return err
		}
		es := p.Events[:min(len(p.Events), mostExported-n)]
		if err := each(es); err != nil {
			return err
		}
		if p.Earlier == "" {
			return nil
		}
		n, f.Before = n+len(es), p.Earlier
	}
	return nil
}

// Person is somebody who appears in the record, by the name of their last act.
type Person struct{ ID, Name string }

// mostPeople is how many people are looked through at most.
const mostPeople = 2000

// People are those who acted in what Company shows, the latest first: those
// among the last hundred thousand facts.
func (s *Events) People(ctx context.Context, by access.Caller) (ps []Person, err error) {
	if err := by.Must(access.ViewActivity); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := companyOf(tx)
		if err != nil {
			return err
		}
		var last []Event
		for _, w := range companyWalks(tx) {
			es, err := w.people(tx, span{lo: here.floor(tx.Now)})
			if err != nil {
				return err
			}
			last = append(last, es...)
		}
		slices.SortFunc(last, newestFirst)
		seen := map[string]bool{}
		for _, e := range last {
			if !seen[e.UserID] {
				seen[e.UserID] = true
				ps = append(ps, Person{e.UserID, e.UserName})
			}
		}
		return nil
	})
	return ps, fault.Wrap("list people of the record", err)
}

// company is what the record needs to know of an account.
type company struct {
	ID           string
	ParentID     string
	ActivityDays int64
	CreatedAt    time.Time
}

// TableName is accounts.
func (company) TableName() string { return "accounts" }

// companyOf is the caller's own account.
func companyOf(tx *db.Tx) (c company, err error) {
	err = tx.Own().Select("id", "activity_days").Take(&c).Error
	if db.Missing(err) {
		return c, fault.Missing()
	}
	return c, err
}

// floor sorts before the ids of all facts that the company shows.
func (c company) floor(now time.Time) string {
	if c.ActivityDays == 0 {
		return ""
	}
	return db.FirstID(now.AddDate(0, 0, -int(c.ActivityDays)))
}

func newestFirst(a, b Event) int { return cmp.Compare(b.ID, a.ID) }

// walk is a query over the facts of one index of the record, which is walked by id.
type walk func() *gorm.DB

func mine(tx *db.Tx) walk {
	return func() *gorm.DB {
		return tx.Everywhere("one's own acts, in whatever account").Model(&Event{}).Where("user_id = ?", tx.By.User)
	}
}

// companyWalks are all facts of a company: those of its account, and for who
// stands above others, those of the accounts below. No fact is on two of them.
func companyWalks(tx *db.Tx) []walk {
	own := func() *gorm.DB { return tx.Own().Model(&Event{}) }
	below := func() *gorm.DB { return tx.Children().Model(&Event{}) }
	switch tx.By.Kind {
	case access.Operator: // which stands above itself, among its children
		return []walk{below}
	case access.Partner:
		if tx.By.Narrowed() { // what they enter may be a few of a million: they choose one
			return []walk{own}
		}
		return []walk{own, below}
	}
	return []walk{own}
}

// walksOf are the walks that find what a filter leaves of a company's activity.
func walksOf(tx *db.Tx, f Filter) (ws []walk, err error) {
	if f.Visit != "" {
		return []walk{visited(tx, f)}, nil
	}
	if len(f.Accounts) > 0 {
		return accountWalks(tx, f.Accounts)
	}
	ws = companyWalks(tx)
	if len(f.Users) == 0 {
		return ws, nil
	}
	var each []walk
	for _, w := range ws {
		for _, id := range f.Users {
			each = append(each, func() *gorm.DB { return w().Where("user_id = ?", id) })
		}
	}
	return each, nil
}

// visited are the facts of one visit, within reach. There are so few that the
// filter's people and accounts are looked up among them.
func visited(tx *db.Tx, f Filter) walk {
	return func() *gorm.DB {
		q := tx.Reach().Model(&Event{}).Where("visit_id = ? AND visit_id <> ''", f.Visit)
		if len(f.Users) > 0 {
			q = q.Where("user_id IN ?", f.Users)
		}
		if len(f.Accounts) > 0 {
			q = q.Where("account_id IN ?", f.Accounts)
		}
		return q
	}
}

// accountWalks are the facts of some accounts of a company. An account of
// others has none: it is left out before any fact of it is looked at, so that
// the time it takes tells nothing either.
func accountWalks(tx *db.Tx, keys []string) (ws []walk, err error) {
	if slices.Contains(keys, tx.By.Account) {
		ws = append(ws, func() *gorm.DB { return tx.Own().Model(&Event{}) })
	}
	if tx.By.Kind != access.Partner && tx.By.Kind != access.Operator {
		return ws, nil
	}
	var below []string
	if err := tx.Named(keys).Model(&company{}).Pluck("id", &below).Error; err != nil {
		return nil, err
	}
	for _, key := range below {
		ws = append(ws, func() *gorm.DB { return tx.Reach().Model(&Event{}).Where("account_id = ?", key) })
	}
	return ws, nil
}

// people are the last acts, within the last facts of the walk, of each person.
func (w walk) people(tx *db.Tx, s span) (es []Event, err error) {
	inner := s.of(w()).Select("id", "user_id").Order("id DESC").Limit(window)
	var ids []string
	err = tx.Window(inner).Group("user_id").Order("MAX(id) DESC").Limit(mostPeople).Pluck("MAX(id)", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return es, w().Select("id", "user_id", "user_name").Where("id IN ?", ids).Find(&es).Error
}
