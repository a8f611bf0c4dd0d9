package delegation

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Person is somebody of a partner and what they enter.
type Person struct {
	Seat  user.Seat
	Rows  []Delegation
	Names map[string]string // of the managed accounts that are named
	Found []account.Account // that the search on the form found
	Tags  []string          // that may be named
	Own   bool              // it is the caller, for whom somebody else decides
}

// Limited reports whether they do not enter everything at a time.
func (p Person) Limited(now time.Time) bool { return Limited(p.Rows, now) }

// Find is one person of the caller's partner with what they enter, and the
// accounts whose name, reference or key contains what is looked for.
func (s *Delegations) Find(ctx context.Context, by access.Caller, seat, look string) (p Person, err error) {
	if err := by.Must(access.Delegate); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if p, err = find(tx, seat); err != nil {
			return err
		}
		p.Own = *p.Seat.UserID == by.User
		if p.Names, err = namesOf(tx, p.Rows); err != nil {
			return err
		}
		if look != "" {
			if p.Found, err = account.Some(tx, look, mostFound); err != nil {
				return err
			}
		}
		return tx.Children().Model(&account.Tag{}).Select("MIN(tag)").Group("tag_fold").Order("tag_fold").Limit(mostTags).Scan(&p.Tags).Error
	})
	return p, fault.Wrap("find what somebody enters", err)
}

const mostFound = 20

// find is a person of the caller's account, by their seat, with their rows.
func find(tx *db.Tx, seat string) (p Person, err error) {
	err = tx.Own().Where("id = ? AND status = ?", seat, user.Seated).Take(&p.Seat).Error
	if db.Missing(err) {
		return p, fault.Missing()
	}
	if err == nil {
		p.Rows, err = Of(tx, tx.By.Account, *p.Seat.UserID)
	}
	return p, err
}

// namesOf are the names of the managed accounts that delegations name.
func namesOf(tx *db.Tx, ds []Delegation) (map[string]string, error) {
	var keys []string
	for _, d := range ds {
		if d.ManagedID != "" {
			keys = append(keys, d.ManagedID)
		}
	}
	return account.NamesIn(tx, keys)
}

// PageSize is how many people a page of the list has.
const PageSize = 50

// Filter narrows the list of people. The zero Filter is all of them.
type Filter struct {
	Find    string
	Limited bool   // those with a delegation
	After   string // seat of the last person of the page before
}

// Page is one page of a partner's people, with what each enters, and what runs
// out soon.
type Page struct {
	People []Person
	Names  map[string]string
	More   bool
	Soon   []Due
	Cut    bool // more runs out than Soon shows
}

// Due is a delegation that runs out, and whose it is.
type Due struct {
	Delegation
	SeatID string
	Name   string
}

// Ahead is how many days ahead is shown what runs out.
const Ahead = 92

// mostDue is how many of those are shown.
const mostDue = 100

// List is a page of the people of the caller's partner, by name, and what of all
// of them runs out soon.
func (s *Delegations) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.Delegate); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := p.people(tx, f); err != nil {
			return err
		}
		err := tx.Own().Model(&Delegation{}).Select("delegations.*, seats.id AS seat_id, seats.name AS name").
			Joins("JOIN seats ON seats.account_id = delegations.account_id AND seats.user_id = delegations.user_id AND seats.status = ?", user.Seated).
			Where("delegations.until > ? AND delegations.until <= ?", tx.Now, tx.Now.AddDate(0, 0, Ahead)).
			Order("delegations.until, delegations.id").Limit(mostDue + 1).Find(&p.Soon).Error
		if err != nil {
			return err
		}
		p.Cut = len(p.Soon) > mostDue
		p.Soon = p.Soon[:min(len(p.Soon), mostDue)]
		var all []Delegation
		for _, one := range p.People {
			all = append(all, one.Rows...)
		}
		for _, one := range p.Soon {
			all = append(all, one.Delegation)
		}
		p.Names, err = namesOf(tx, all)
		return err
	})
	return p, fault.Wrap("list who enters what", err)
}

// people reads the people of the page and their delegations.
func (p *Page) people(tx *db.Tx, f Filter) error {
	q := tx.Own().Where("status = ?", user.Seated).Order("search, id").Limit(PageSize + 1)
	if find := account.Bare(f.Find); find != "" {
		q = q.Where(tx.Contains("search", find))
	}
	if f.Limited {
		q = q.Where("EXISTS (SELECT 1 FROM delegations d WHERE d.account_id = seats.account_id AND d.user_id = seats.user_id)")
	}
	if f.After != "" {
		var last []user.Seat
		if err := tx.Own().Where("id = ?", f.After).Limit(1).Find(&last).Error; err != nil {
			return err
		}
		for _, s := range last {
			q = db.Past(q, []db.Key{{Column: "search", Value: s.Search}, {Column: "id", Value: s.ID}}, false)
		}
	}
	var seats []user.Seat
	if err := q.Find(&seats).Error; err != nil {
		return err
	}
	p.More = len(seats) > PageSize
	seats = seats[:min(len(seats), PageSize)]
	var users []string
	for _, s := range seats {
		users = append(users, *s.UserID)
	}
	var rows []Delegation
	if err := tx.Own().Where("user_id IN ?", users).Order("id").Limit(PageSize * Most).Find(&rows).Error; err != nil {
		return err
	}
	of := map[string][]Delegation{}
	for _, d := range rows {
		of[d.UserID] = append(of[d.UserID], d)
	}
	for _, s := range seats {
		p.People = append(p.People, Person{Seat: s, Rows: of[*s.UserID], Own: *s.UserID == tx.By.User})
	}
	return nil
}
