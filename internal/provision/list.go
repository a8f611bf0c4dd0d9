package provision

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PageSize is how many deliveries a page has.
const PageSize = 50

// counted is how many services are counted at most.
const counted = 10_000

// Filter narrows what is to be built; its zero value narrows nothing.
type Filter struct {
	Find     string // part of the name, id, reference or place of a service, or of the name, reference or key of its account
	Status   service.Status
	Product  string // id
	Location string // id
	After    string // id of the last service of the page before
}

// Narrow reports whether the filter leaves anything out.
func (f Filter) Narrow() bool {
	return f.Find != "" || f.Status != "" || f.Product != "" || f.Location != ""
}

// Page is some of what is to be built, the oldest order first.
type Page struct {
	Deliveries []Delivery
	Numbers    map[service.Status]int64 // of all that is to be built, up to 10,000
	More       bool                     // newer ones follow
}

// Total is how many services are to be built.
func (p Page) Total() (n int64) {
	for _, some := range p.Numbers {
		n += some
	}
	return n
}

// List is a page of what was ordered in all accounts and is not live yet.
func (d *Deliveries) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = d.db.Read(ctx, by, func(tx *db.Tx) error {
		p = Page{Numbers: map[service.Status]int64{}}
		var ns []struct {
			Status service.Status
			Number int64
		}
		if err := tx.Window(open(tx).Select("status").Order("ordered_at, id").Limit(counted)).Select("status, COUNT(*) AS number").Group("status").Scan(&ns).Error; err != nil {
			return err
		}
		for _, n := range ns {
			p.Numbers[n.Status] = n.Number
		}
		q, err := narrowed(tx, f)
		if err != nil {
			return err
		}
		var ss []service.Service
		if err := q.Select("services.*").Order("services.ordered_at, services.id").Limit(PageSize + 1).Find(&ss).Error; err != nil {
			return err
		}
		p.More = len(ss) > PageSize
		p.Deliveries, err = deliveries(tx, ss[:min(len(ss), PageSize)])
		return err
	})
	return p, fault.Wrap("list deliveries", err)
}

// open is a query over what is to be built. The index services_to_build has
// the same words.
func open(tx *db.Tx) *gorm.DB {
	return tx.Reach().Model(&service.Service{}).Where("services.status IN ('ordered', 'deployable', 'configured', 'failed') AND services.ordered_at IS NOT NULL")
}

// narrowed is a query over what is to be built and matches. The text that is
// added to products and locations is empty, and keeps the walk in the order of
// the page.
func narrowed(tx *db.Tx, f Filter) (*gorm.DB, error) {
	q := open(tx)
	if f.Status != "" {
		q = q.Where("services.status = ?", f.Status)
	}
	if f.Product != "" {
		q = q.Where("services.product_id || '' = ?", f.Product)
	}
	if f.Location != "" {
		q = q.Where("services.location_id || '' = ?", f.Location)
	}
	if find := account.Bare(f.Find); find != "" {
		q = q.Joins("LEFT JOIN accounts ON accounts.id = services.account_id").Where(clause.Or(tx.Contains("services.search", find), tx.Contains("accounts.search", find)))
	}
	if f.After == "" {
		return q, nil
	}
	var last []service.Service
	err := tx.Reach().Where("id = ? AND ordered_at IS NOT NULL", f.After).Limit(1).Find(&last).Error
	if len(last) == 1 {
		q = db.Past(q, []db.Key{{Column: "services.ordered_at", Value: last[0].OrderedAt}, {Column: "services.id", Value: last[0].ID}}, false)
	}
	return q, err
}

const builders = "whoever builds a service sees whose it is"

// deliveries gives services their products, places and accounts.
func deliveries(tx *db.Tx, ss []service.Service) ([]Delivery, error) {
	if err := service.Complete(tx, ss); err != nil {
		return nil, err
	}
	var keys []string
	for _, s := range ss {
		keys = append(keys, s.AccountID, s.ParentID)
	}
	var as []account.Account
	if err := tx.Reach().Where("id IN ?", keys).Find(&as).Error; err != nil {
		return nil, err
	}
	of := map[string]account.Account{}
	for _, a := range as {
		of[a.ID] = a
	}
	ds := make([]Delivery, len(ss))
	for i, s := range ss {
		ds[i] = Delivery{Service: s.Bare(), Account: of[s.AccountID], Partner: of[s.ParentID]}
	}
	return ds, nil
}

// Find is one service that was ordered, with what it hangs under and what hangs
// under it.
func (d *Deliveries) Find(ctx context.Context, by access.Caller, id string) (one Delivery, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return one, err
	}
	err = d.db.Read(ctx, by, func(tx *db.Tx) error {
		s, err := lock(tx, id)
		if err != nil {
			return err
		}
		ds, err := deliveries(tx, []service.Service{s})
		if err != nil {
			return err
		}
		one = ds[0]
		if one.Port, err = portOf(tx, s); err != nil {
			return err
		}
		under, err := service.LockUnder(tx, s)
		for _, u := range under {
			one.Under = append(one.Under, u.Bare())
		}
		return err
	})
	return one, fault.Wrap("find delivery", err)
}

// Choices are what the list can be narrowed to.
type Choices struct {
	Products  []catalog.Product
	Locations []catalog.Location
}

// mostLocations is how many locations there are to choose from.
const mostLocations = 500

// Choices are the products and locations of the catalogue.
func (d *Deliveries) Choices(ctx context.Context, by access.Caller) (c Choices, err error) {
	if err := by.Must(access.BuildServices); err != nil {
		return c, err
	}
	err = d.db.Read(ctx, by, func(tx *db.Tx) error {
		if c.Products, err = catalog.Products(tx); err != nil {
			return err
		}
		return tx.Everywhere(builders).Order("name, id").Limit(mostLocations).Find(&c.Locations).Error
	})
	return c, fault.Wrap("read the catalogue", err)
}
