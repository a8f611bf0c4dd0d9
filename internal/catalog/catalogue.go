package catalog

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Catalogue is what the installation sells, as the operator keeps it. Nothing
// of it is ever deleted: what is not sold any more is withdrawn, and can be
// offered again.
type Catalogue struct{ db *db.DB }

// New is the catalogue in a database.
func New(d *db.DB) *Catalogue { return &Catalogue{d} }

// row is something of the catalogue, by the way to it.
type row[T any] interface {
	*T
	key() string
	called() string // its name
	noun() string   // what it is
	Told() []Told   // what the record says of it
	offer(on bool)
	next() int64 // counts a change, and answers the version before
}

// Told is something of a row in words.
type Told struct{ Field, Text string }

func (p *Product) key() string  { return p.ID }
func (m *Market) key() string   { return m.ID }
func (l *Location) key() string { return l.ID }
func (c *Cloud) key() string    { return c.ID }

func (p *Product) called() string  { return p.Name }
func (m *Market) called() string   { return m.Name }
func (l *Location) called() string { return l.Name }
func (c *Cloud) called() string    { return c.Name }

func (*Product) noun() string  { return "Product" }
func (*Market) noun() string   { return "Market" }
func (*Location) noun() string { return "Location" }
func (*Cloud) noun() string    { return "Cloud" }

func (p *Product) offer(on bool)  { p.Offered = on }
func (m *Market) offer(on bool)   { m.Offered = on }
func (l *Location) offer(on bool) { l.Offered = on }
func (c *Cloud) offer(on bool)    { c.Offered = on }

func (p *Product) next() int64  { p.Version++; return p.Version - 1 }
func (m *Market) next() int64   { m.Version++; return m.Version - 1 }
func (l *Location) next() int64 { l.Version++; return l.Version - 1 }
func (c *Cloud) next() int64    { c.Version++; return c.Version - 1 }

// one is the row with an id, held until the transaction ends.
func one[T any](tx *db.Tx, id string) (t T, err error) {
	err = tx.Lock(tx.Everywhere(common)).Where("id = ?", id).Take(&t).Error
	if db.Missing(err) {
		return t, fault.Missing()
	}
	return t, err
}

// LockMarket is the market with an id, held until the transaction ends, so that
// its currency stays what it is; missing when there is none.
func LockMarket(tx *db.Tx, id string) (Market, error) { return one[Market](tx, id) }

// free is nil while an id is not taken, and there is room for one more.
func free[T any, P row[T]](tx *db.Tx, t T, most int64) error {
	var n int64
	if err := tx.Everywhere(common).Model(&t).Count(&n).Error; err != nil {
		return err
	}
	if n >= most {
		return fault.New(fault.Conflict, "The catalogue is full. Change something that is withdrawn instead.")
	}
	var there []T
	if err := tx.Everywhere(common).Where("id = ?", P(&t).key()).Limit(1).Find(&there).Error; err != nil || len(there) == 0 {
		return err
	}
	return fault.Fields{{Field: "id", Text: P(&there[0]).called() + " has the code " + P(&t).key() + " already"}}.Err()
}

// add writes a new row, once for each form.
func add[T any, P row[T]](tx *db.Tx, token string, t T, most int64) (T, error) {
	earlier, err := tx.Once(token, P(&t).key())
	if err != nil {
		return t, err
	}
	if earlier != "" {
		return one[T](tx, earlier)
	}
	if err := free[T, P](tx, t, most); err != nil {
		return t, err
	}
	if err := tx.Put(common, &t); err != nil {
		return t, err
	}
	return t, record[T, P](tx, t, append([]event.Change{{Field: P(&t).noun(), Now: "Added"}}, changes(nil, P(&t).Told())...))
}

// change writes what a row has become. One that is as it was stays so.
func change[T any, P row[T]](tx *db.Tx, was, now T) (T, error) {
	cs := changes(P(&was).Told(), P(&now).Told())
	if len(cs) == 0 {
		return was, nil
	}
	P(&now).next()
	if err := tx.Everywhere(common).Model(&now).Select("*").Updates(&now).Error; err != nil {
		return now, err
	}
	return now, record[T, P](tx, now, cs)
}

func record[T any, P row[T]](tx *db.Tx, t T, cs []event.Change) error {
	return event.Record(tx, event.CatalogueChanged, tx.By.Account, event.Subject{ID: P(&t).key(), Name: P(&t).called()}, cs...)
}

// changes are what differs between what was told and what is.
func changes(was, now []Told) (cs []event.Change) {
	for i, n := range now {
		before := ""
		if was != nil {
			before = was[i].Text
		}
		if before != n.Text {
			cs = append(cs, event.Change{Field: n.Field, Was: before, Now: n.Text})
		}
	}
	return cs
}

// sell offers something, or withdraws it from sale.
func sell[T any, P row[T]](ctx context.Context, s *Catalogue, by access.Caller, id string, on bool) (t T, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return t, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one[T](tx, id)
		if err != nil {
			return err
		}
		now := was
		P(&now).offer(on)
		t, err = change[T, P](tx, was, now)
		return err
	})
	return t, fault.Wrap("offer or withdraw", err)
}

// seen is nil when a form shows the row as it is.
func seen(name string, shown, is int64) error {
	if shown != is {
		return fault.New(fault.Conflict, "Somebody has changed %s meanwhile. What you typed is still here: save again to put it in the place of theirs.", name)
	}
	return nil
}

// OfferProduct offers a product, or withdraws it from sale.
func (s *Catalogue) OfferProduct(ctx context.Context, by access.Caller, id string, on bool) (Product, error) {
	return sell[Product](ctx, s, by, id, on)
}

// OfferMarket lets a market be enabled, or not any more.
func (s *Catalogue) OfferMarket(ctx context.Context, by access.Caller, id string, on bool) (Market, error) {
	return sell[Market](ctx, s, by, id, on)
}

// OfferLocation opens a location to new services, or closes it to them.
func (s *Catalogue) OfferLocation(ctx context.Context, by access.Caller, id string, on bool) (Location, error) {
	return sell[Location](ctx, s, by, id, on)
}

// OfferCloud opens a cloud to new connections, or closes it to them.
func (s *Catalogue) OfferCloud(ctx context.Context, by access.Caller, id string, on bool) (Cloud, error) {
	return sell[Cloud](ctx, s, by, id, on)
}
