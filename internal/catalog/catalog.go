// Package catalog knows what is sold and where: products with their fields,
// speeds, terms and fees, the locations of billing markets, and the clouds that
// connections lead to. All of it is data, so that an installation can sell
// something else without a change of the program: what the program brings is
// read into an empty catalogue, and is the operator's to edit from then on.
package catalog

import (
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
)

// Product is one kind of service.
type Product struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Short      string  `json:"short"`                         // how lists call it
	Place      int     `json:"place"`                         // order in lists
	Sentence   string  `json:"sentence"`                      // what it is, for who chooses one
	Top        bool    `json:"top"`                           // stands by itself at a location; otherwise it is a connection and hangs under one that carries
	Carries    bool    `json:"carries"`                       // connections can hang under it
	Unit       string  `json:"unit"`                          // what a speed counts: Mbps, or seats, or devices
	Speeds     []int64 `gorm:"serializer:json" json:"speeds"` // that are sold, the slowest first
	Terms      []int   `gorm:"serializer:json" json:"terms"`  // months, the shortest first; 1 is from month to month
	FeePercent int     `json:"fee_percent"`                   // of what is left of a term, that ending inside it costs; see reference: modify and terminate
	Fields     []Field `gorm:"serializer:json" json:"fields"` // what else is asked when it is ordered
	Offered    bool    `json:"offered"`                       // can be ordered now
	Version    int64   `json:"version"`
}

// Mbps is the unit of a network's speeds; other units count something else.
const Mbps = "Mbps"

// Network reports whether what is sold are speeds of a network.
func (p Product) Network() bool { return p.Unit == "" || p.Unit == Mbps }

// Measure is what people call how much of it is had: a speed, or of what is no
// network a quantity.
func (p Product) Measure() string {
	if p.Network() {
		return "Speed"
	}
	return "Quantity"
}

// TermLengths are the terms that there can be, in months; product.md 6.
var TermLengths = []int{1, 12, 24, 36, 48, 60}

// Market is where one bill is written, in one currency.
type Market struct {
	ID       string         `json:"id"` // two letters, mostly those of a country
	Name     string         `json:"name"`
	Currency price.Currency `json:"currency"`
	Supplier string         `json:"supplier"` // the company that writes the bill
	TaxName  string         `json:"tax_name"` // how the number is called by which the tax office knows a customer, as ABN; "" where none is asked
	TaxNote  string         `json:"tax_note"` // what bills say about tax
	Offered  bool           `json:"offered"`  // can be enabled now
	Book     int64          `json:"book"`     // counts the changes of its prices
	Prices   int64          `json:"-"`        // how many its book has; only package pricing changes it
	Version  int64          `json:"version"`
}

// Location is a place where services are delivered.
type Location struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	City    string `json:"city"`
	Country string `json:"country"` // two letters
	Market  string `json:"market"`  // id of the billing market
	Address string `json:"address"`
	Zones   []Zone `gorm:"serializer:json" json:"zones"` // each fails without the others; none where that means nothing
	Search  string `json:"-"`                            // what it is found by, folded
	Offered bool   `json:"offered"`                      // can be ordered at now
	Version int64  `json:"version"`

	Currency price.Currency `gorm:"-" json:"-"` // of the market; filled in by LocationsAt
}

// Zone is a part of a location that fails without the others.
type Zone struct {
	Name   string  `json:"name"`   // red, blue
	Speeds []int64 `json:"speeds"` // of ports that can be had there
}

// Has reports whether the location has a zone with a speed of a product. Without
// a name any zone will do. A location without zones has every speed that is sold,
// and so has every location where the product is no network: zones name the
// speeds of ports.
func (l Location) Has(p Product, zone string, speed int64) bool {
	if len(l.Zones) == 0 || !p.Network() {
		return zone == ""
	}
	return slices.ContainsFunc(l.Zones, func(z Zone) bool {
		return (zone == "" || z.Name == zone) && slices.Contains(z.Speeds, speed)
	})
}

// describe fills in what a location is found by.
func (l *Location) describe() {
	l.Search = account.Bare(l.Name + "\n" + l.City + "\n" + account.CountryName(l.Country) + "\n" + l.ID)
}

// Cloud is a provider's place that connections lead to, reached at a location.
type Cloud struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Location string `json:"location"` // id
	Offered  bool   `json:"offered"`
	Version  int64  `json:"version"`
}

const common = "the catalogue is the same for everybody"

// Limits of the catalogue.
const (
	MostProducts  = 200
	MostMarkets   = 200
	MostLocations = 5000
	MostClouds    = 1000
)

// Products lists what is or was sold, in the order of the lists.
func Products(tx *db.Tx) (ps []Product, err error) {
	return ps, tx.Everywhere(common).Order("place, id").Limit(MostProducts).Find(&ps).Error
}

// ProductOf is the product with an id; the zero Product when there is none.
func ProductOf(tx *db.Tx, id string) (p Product, err error) {
	return p, tx.Everywhere(common).Where("id = ?", id).Limit(1).Find(&p).Error
}

// Markets lists the billing markets by name.
func Markets(tx *db.Tx) (ms []Market, err error) {
	return ms, tx.Everywhere(common).Order("name, id").Limit(MostMarkets).Find(&ms).Error
}

// MarketOf is the market with an id; the zero Market when there is none.
func MarketOf(tx *db.Tx, id string) (m Market, err error) {
	return m, tx.Everywhere(common).Where("id = ?", id).Limit(1).Find(&m).Error
}

// LocationsAt are the locations with these ids, with their currencies.
func LocationsAt(tx *db.Tx, ids []string) (ls []Location, err error) {
	if err := tx.Everywhere(common).Where("id IN ?", ids).Find(&ls).Error; err != nil {
		return nil, err
	}
	return ls, addCurrencies(tx, ls)
}

// LocationAt is the location with an id, with its currency; the zero Location
// when there is none.
func LocationAt(tx *db.Tx, id string) (Location, error) {
	ls, err := LocationsAt(tx, []string{id})
	if err != nil || len(ls) == 0 {
		return Location{}, err
	}
	return ls[0], nil
}

// addCurrencies gives locations the currencies of their markets.
func addCurrencies(tx *db.Tx, ls []Location) error {
	ms, err := Markets(tx)
	for i := range ls {
		if at := slices.IndexFunc(ms, func(m Market) bool { return m.ID == ls[i].Market }); at >= 0 {
			ls[i].Currency = ms[at].Currency
		}
	}
	return err
}
