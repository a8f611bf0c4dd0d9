package catalog

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Places narrows the locations that can be ordered at; its zero value narrows
// nothing.
type Places struct {
	Find    string // part of the name, the city, the id or the country
	Country string // two letters
	City    string
	Markets []string // ids of those that count, or nil for all
	After   string   // id of the location that the page follows
}

// PlacesPerPage is how many locations a page has.
const PlacesPerPage = 100

// LocationsOffered lists the locations that can be ordered at, by country and
// city, with their currencies, and says whether more follow.
func LocationsOffered(tx *db.Tx, f Places) (ls []Location, more bool, err error) {
	q := offered(tx, f).Order("country, city, name, id").Limit(PlacesPerPage + 1)
	if f.After != "" {
		at, err := LocationAt(tx, f.After)
		if err != nil {
			return nil, false, err
		}
		q = db.Past(q, []db.Key{{Column: "country", Value: at.Country}, {Column: "city", Value: at.City}, {Column: "name", Value: at.Name}, {Column: "id", Value: at.ID}}, false)
	}
	if err := q.Find(&ls).Error; err != nil {
		return nil, false, err
	}
	if more = len(ls) > PlacesPerPage; more {
		ls = ls[:PlacesPerPage]
	}
	return ls, more, addCurrencies(tx, ls)
}

// offered is a query over the locations that are offered and match.
func offered(tx *db.Tx, f Places) *gorm.DB {
	q := tx.Everywhere(common).Where("offered = ?", true)
	if f.Markets != nil {
		q = q.Where("market IN ?", f.Markets)
	}
	if f.Country != "" {
		q = q.Where("country = ?", f.Country)
	}
	if f.City != "" {
		q = q.Where("city = ?", f.City)
	}
	if find := account.Bare(f.Find); find != "" {
		q = q.Where(clause.Or(tx.Contains("search", find), clause.IN{Column: "country", Values: countriesNamed(find)}))
	}
	return q
}

// countriesNamed are the countries whose names have a part.
func countriesNamed(part string) (codes []any) {
	for _, code := range account.World() {
		if strings.Contains(account.Bare(account.CountryName(code)), part) {
			codes = append(codes, code)
		}
	}
	return codes
}

// Metro is a city with locations.
type Metro struct{ Country, City string }

// Metros lists the cities of the locations that can be ordered at in some
// markets, or in all of them when markets is nil.
func Metros(tx *db.Tx, markets []string) (ms []Metro, err error) {
	return ms, offered(tx, Places{Markets: markets}).Model(&Location{}).Distinct("country", "city").Order("country, city").Limit(MostLocations).Find(&ms).Error
}

// CloudsOffered lists the clouds that can be connected to, by name; find is part
// of the name.
func CloudsOffered(tx *db.Tx, find string) (cs []Cloud, err error) {
	if err := tx.Everywhere(common).Where("offered = ?", true).Order("name, id").Limit(MostClouds).Find(&cs).Error; err != nil {
		return nil, err
	}
	find = account.Bare(find)
	return slices.DeleteFunc(cs, func(c Cloud) bool { return !strings.Contains(account.Bare(c.Name), find) }), nil
}

// CloudAt is the cloud with an id; the zero Cloud when there is none.
func CloudAt(tx *db.Tx, id string) (c Cloud, err error) {
	return c, tx.Everywhere(common).Where("id = ?", id).Limit(1).Find(&c).Error
}
