package catalog

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// Product is one product, and how much of it there is.
func (s *Catalogue) Product(ctx context.Context, by access.Caller, id string) (p Product, u Use, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if p, err = one[Product](tx, id); err == nil {
			u, err = p.use(tx)
		}
		return err
	})
	return p, u, err
}

// Market is one market, and how much there is in it.
func (s *Catalogue) Market(ctx context.Context, by access.Caller, id string) (m Market, u Use, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if m, err = one[Market](tx, id); err == nil {
			u, err = m.use(tx)
		}
		return err
	})
	return m, u, err
}

// Location is one location, and how much there is at it.
func (s *Catalogue) Location(ctx context.Context, by access.Caller, id string) (l Location, u Use, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if l, err = one[Location](tx, id); err == nil {
			u, err = l.use(tx)
		}
		return err
	})
	return l, u, err
}

// Cloud is one cloud, and how many connections there are to it.
func (s *Catalogue) Cloud(ctx context.Context, by access.Caller, id string) (c Cloud, u Use, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if c, err = one[Cloud](tx, id); err == nil {
			u, err = c.use(tx)
		}
		return err
	})
	return c, u, err
}

// MostOffers is how many locations are offered while one types a code.
const MostOffers = 500

// Places are the locations that are offered while somebody types the code of
// one, by city.
func (s *Catalogue) Places(ctx context.Context, by access.Caller) (ls []Location, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		return tx.Everywhere(common).Where("offered = ?", true).Order("city, id").Limit(MostOffers).Find(&ls).Error
	})
	return ls, err
}
