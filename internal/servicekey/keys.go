package servicekey

import (
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Keys are all service keys of the installation.
type Keys struct{ db *db.DB }

// New is the keys in a database.
func New(d *db.DB) *Keys { return &Keys{d} }

// PageSize is how many keys a page has.
const PageSize = 50

// MostADay is how many keys an account makes within a day: none is ever deleted.
const MostADay = 200

// Filter narrows a list of keys.
type Filter struct {
	Service string // id, or "" for all of the account
	State   State  // or "" for all; Used are those that were ever used
	After   string // id of the last key of the page before, or ""
}

// Page is one page of keys, newest first, at a moment.
type Page struct {
	Service service.Service // whose keys they are, or the zero Service
	Keys    []Key
	More    bool // older ones follow
	At      time.Time
}

// List are the keys of the account acted in, or of one of its services.
func (s *Keys) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.KeyServices); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p = Page{At: tx.Now}
		if f.Service != "" {
			var err error
			if p.Service, err = service.At(tx, f.Service); err != nil {
				return err
			}
			p.Service = p.Service.Bare()
		}
		if err := narrow(tx, f).Order("id DESC").Limit(PageSize + 1).Find(&p.Keys).Error; err != nil {
			return err
		}
		if p.More = len(p.Keys) > PageSize; p.More {
			p.Keys = p.Keys[:PageSize]
		}
		return name(tx, p.Keys)
	})
	return p, fault.Wrap("list service keys", err)
}

// Find is one of them.
func (s *Keys) Find(ctx context.Context, by access.Caller, id string) (k Key, now time.Time, err error) {
	if err := by.Must(access.KeyServices); err != nil {
		return k, now, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		now = tx.Now
		if k, err = one(tx.Own(), id); err != nil {
			return err
		}
		k.Service, err = service.At(tx, k.ServiceID)
		k.Service = k.Service.Bare()
		return err
	})
	return k, now, fault.Wrap("find a service key", err)
}

// Board is what a new key for a service of the account acted in has to fit.
func (s *Keys) Board(ctx context.Context, by access.Caller, id string) (b Board, err error) {
	if err := by.Must(access.KeyServices); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		b, err = boardOf(tx, id)
		return err
	})
	return b, fault.Wrap("look at a service for a key", err)
}

// boardOf finds what a new key for a service has to fit.
func boardOf(tx *db.Tx, id string) (b Board, err error) {
	if b.Service, err = service.At(tx, id); err != nil {
		return b, err
	}
	b.Service = b.Service.Bare()
	if err := Offers(b.Service); err != nil {
		return b, err
	}
	products, err := catalog.Products(tx)
	for _, p := range products {
		if !p.Top && p.Offered && p.Unit == b.Service.Product.Unit {
			b.Product = p
			b.Speeds = append(b.Speeds, p.Speeds...)
		}
	}
	slices.Sort(b.Speeds)
	b.Speeds = slices.DeleteFunc(slices.Compact(b.Speeds), func(n int64) bool { return n > b.Service.Speed })
	return b, err
}

// Make makes a key for a service of the account acted in. The same form sent
// again answers the key that it made.
func (s *Keys) Make(ctx context.Context, by access.Caller, id string, in Draft) (k Key, err error) {
	if err := by.Must(access.KeyServices); err != nil {
		return k, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx) // so that no VLAN is given away twice
		if err != nil {
			return err
		}
		if earlier, err := tx.Made(in.Token); err != nil || earlier != "" {
			if err == nil {
				k, err = one(tx.Own(), earlier)
			}
			return err
		}
		b, err := boardOf(tx, id)
		if err != nil {
			return err
		}
		if b.Taken, err = Taken(tx, here.ID, id, ""); err != nil {
			return err
		}
		var problems fault.Fields
		if k, problems = b.Make(in); k.EndsOn != nil && k.EndsOn.Before(service.Midnight(tx.Now)) && problems.At("ends") == "" {
			problems.Add("ends", "This day is over already")
		}
		if problems.Err() != nil {
			return problems.Err()
		}
		if err := room(tx); err != nil {
			return err
		}
		k.ID, k.Code, k.MadeByName, k.MadeAt = db.NewID(tx.Now), NewCode(), by.Name, tx.Now
		if err := tx.Insert(&k); err != nil {
			return err
		}
		if _, err := tx.Once(in.Token, k.ID); err != nil {
			return err
		}
		return event.Record(tx, event.KeyMade, k.AccountID, k.subject(),
			event.Change{Field: "Service", Now: b.Service.Name}, event.Change{Field: "Maximum speed", Now: service.Rate(b.Product, k.MostSpeed)})
	})
	return k, fault.Wrap("make a service key", err)
}

// room is nil when the caller's account may make one more key today.
func room(tx *db.Tx) error {
	var n int64
	err := tx.Own().Model(&Key{}).Where("id > ?", db.FirstID(tx.Now.Add(-24*time.Hour))).Count(&n).Error
	if err == nil && n >= MostADay {
		err = fault.New(fault.Conflict, "Your company has made %d keys within a day. Make more tomorrow.", n)
	}
	return err
}

// Change changes the label and the days of a key, and turns it on or off.
// changed is false when all of it was like this already.
func (s *Keys) Change(ctx context.Context, by access.Caller, id string, in Draft) (k Key, changed bool, err error) {
	if err := by.Must(access.KeyServices); err != nil {
		return k, false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one(tx.Lock(tx.Own()), id)
		if err != nil {
			return err
		}
		if k, err = was.Change(in); err != nil {
			return err
		}
		cs := Changes(was, k)
		if changed = len(cs) > 0; !changed {
			return nil
		}
		k.Version++
		if err := tx.Update(&k); err != nil {
			return err
		}
		return event.Record(tx, event.KeyChanged, k.AccountID, k.subject(), cs...)
	})
	return k, changed, fault.Wrap("change a service key", err)
}
