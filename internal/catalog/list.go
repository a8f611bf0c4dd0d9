package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// PageSize is how many locations or clouds a page of the operator has.
const PageSize = 50

// Sale narrows a list to what is offered, or to what is withdrawn.
type Sale string

// The closed list of them. The zero Sale narrows nothing.
const (
	OnSale    Sale = "offered"
	Withdrawn Sale = "withdrawn"
)

// LocationFilter narrows and sorts the operator's list of locations.
type LocationFilter struct {
	Find    string // part of the name, the city, the country or the code
	Market  string // id
	Country string // two letters
	Sale    Sale
	Sort    string // "city", "name" or "market"; "" is by city
	Desc    bool
	After   string // id of the last location of the page before
}

// LocationSorts are the columns that locations are sorted by.
var LocationSorts = []string{"city", "name", "market"}

// read runs fn for somebody who may see the catalogue.
func (s *Catalogue) read(ctx context.Context, by access.Caller, fn func(*db.Tx) error) error {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	return fault.Wrap("read the catalogue", s.db.Read(ctx, by, fn))
}

// Products lists all products with the number of services that are live of each.
func (s *Catalogue) Products(ctx context.Context, by access.Caller) (ps []Product, of map[string]int64, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if ps, err = Products(tx); err != nil {
			return err
		}
		of, err = live(services(tx).Select("product_id AS id, COUNT(*) AS n").Group("product_id"))
		return err
	})
	return ps, of, err
}

// Markets lists all markets with the number of services that are live in each.
func (s *Catalogue) Markets(ctx context.Context, by access.Caller) (ms []Market, of map[string]int64, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if ms, err = Markets(tx); err != nil {
			return err
		}
		of, err = live(inMarkets(tx).Select("locations.market AS id, COUNT(*) AS n").Group("locations.market"))
		return err
	})
	return ms, of, err
}

// Locations lists the locations that match, a page at a time, with the number
// of services that are live at each. total is how many match.
func (s *Catalogue) Locations(ctx context.Context, by access.Caller, f LocationFilter) (ls []Location, of map[string]int64, total int64, more bool, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		if err := f.narrow(tx).Model(&Location{}).Count(&total).Error; err != nil {
			return err
		}
		if ls, err = f.page(tx); err != nil {
			return err
		}
		more = len(ls) > PageSize
		ls = ls[:min(len(ls), PageSize)]
		ids := make([]string, len(ls))
		for i, l := range ls {
			ids[i] = l.ID
		}
		of, err = live(services(tx).Where("location_id IN ?", ids).Select("location_id AS id, COUNT(*) AS n").Group("location_id"))
		return err
	})
	return ls, of, total, more, err
}

// narrow is a query over the locations that match.
func (f LocationFilter) narrow(tx *db.Tx) *gorm.DB {
	q := tx.Everywhere(common)
	if find := account.Bare(f.Find); find != "" {
		q = q.Where(tx.Contains("search", find))
	}
	if f.Market != "" {
		q = q.Where("market = ?", f.Market)
	}
	if f.Country != "" {
		q = q.Where("country = ?", f.Country)
	}
	switch f.Sale {
	case OnSale:
		q = q.Where("offered = ?", true)
	case Withdrawn:
		q = q.Where("offered = ?", false)
	}
	return q
}

// page is one page, and one location more.
func (f LocationFilter) page(tx *db.Tx) (ls []Location, err error) {
	q := f.narrow(tx)
	if f.After != "" {
		last, err := LocationAt(tx, f.After)
		if err != nil {
			return nil, err
		}
		q = db.Past(q, f.keys(last), f.Desc)
	}
	for _, k := range f.keys(Location{}) {
		column := k.Column
		if f.Desc {
			column += " DESC"
		}
		q = q.Order(column)
	}
	return ls, q.Limit(PageSize + 1).Find(&ls).Error
}

// keys are the columns that the list is sorted by, with those of a location.
func (f LocationFilter) keys(l Location) []db.Key {
	city, name, id := db.Key{Column: "city", Value: l.City}, db.Key{Column: "name", Value: l.Name}, db.Key{Column: "id", Value: l.ID}
	switch f.Sort {
	case "name":
		return []db.Key{name, id}
	case "market":
		return []db.Key{{Column: "market", Value: l.Market}, city, name, id}
	}
	return []db.Key{city, name, id}
}

// CloudFilter narrows the operator's list of clouds.
type CloudFilter struct {
	Find  string // part of the name, or of the code or city of its location
	Sale  Sale
	After string // id of the last cloud of the page before
}

// Clouds lists the clouds that match by name, a page at a time, with their
// locations and the number of connections that are live to each.
func (s *Catalogue) Clouds(ctx context.Context, by access.Caller, f CloudFilter) (cs []Cloud, at map[string]Location, of map[string]int64, total int64, more bool, err error) {
	err = s.read(ctx, by, func(tx *db.Tx) error {
		var all []Cloud
		if err := tx.Everywhere(common).Order("name, id").Limit(MostClouds).Find(&all).Error; err != nil {
			return err
		}
		if at, err = locationsOf(tx, all); err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(c Cloud) bool { return !f.has(c, at[c.Location]) })
		total = int64(len(all))
		first := slices.IndexFunc(all, func(c Cloud) bool { return c.ID == f.After }) + 1
		cs = all[first:min(len(all), first+PageSize)]
		more = first+PageSize < len(all)
		ids := make([]string, len(cs))
		for i, c := range cs {
			ids[i] = c.ID
		}
		of, err = live(services(tx).Where("far_kind = 'cloud' AND far_id IN ?", ids).Select("far_id AS id, COUNT(*) AS n").Group("far_id"))
		return err
	})
	return cs, at, of, total, more, err
}

func (f CloudFilter) has(c Cloud, at Location) bool {
	text := account.Bare(c.Name + "\n" + c.ID + "\n" + at.ID + "\n" + at.Name + "\n" + at.City)
	return strings.Contains(text, account.Bare(f.Find)) && (f.Sale == "" || c.Offered == (f.Sale == OnSale))
}

func locationsOf(tx *db.Tx, cs []Cloud) (of map[string]Location, err error) {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.Location
	}
	slices.Sort(ids)
	ls, err := LocationsAt(tx, slices.Compact(ids))
	of = map[string]Location{}
	for _, l := range ls {
		of[l.ID] = l
	}
	return of, err
}
