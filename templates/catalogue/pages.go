// Package catalogue is the operator's face of what the installation sells:
// products, locations, markets and clouds.
package catalogue

import (
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// Entry is what the page of anything in the catalogue has.
type Entry struct {
	layout.Shell
	List     ui.Crumb // the list that it stands in
	Name     string   // as it is stored; "" for a new one
	Code     string
	Offered  bool
	Use      catalog.Use
	Told     []catalog.Told // for who may not change it
	Problems fault.Fields
	Late     string // why nothing was saved: somebody else was first
	Action   string // where the form is sent
	Rows     string // where its rows are changed
	Sale     string // where it is offered or withdrawn
	Added    int    // the row that was added a moment ago and takes the focus, counted from one; 0 is none
}

// New reports whether it is not in the catalogue yet.
func (e Entry) New() bool { return e.Name == "" }

// ProductsPage is the list of products.
type ProductsPage struct {
	layout.Shell
	Faces    []layout.Tab
	Products []catalog.Product
	Live     map[string]int64 // services by product
}

// ProductPage is one product.
type ProductPage struct {
	Entry
	Draft catalog.ProductDraft
}

// LocationsPage is the list of locations.
type LocationsPage struct {
	layout.Shell
	Faces     []layout.Tab
	Locations []catalog.Location
	Live      map[string]int64 // services by location
	Find      string
	Heads     []ui.Head // of the columns that sort
	Chips     []ui.Condition
	More      []ui.Choice // filters that can be added
	Keep      map[string]string
	Result    string
	Clear     string
	Next      string
}

// LocationPage is one location.
type LocationPage struct {
	Entry
	Draft   catalog.LocationDraft
	Markets []catalog.Market
}

// MarketsPage is the list of markets.
type MarketsPage struct {
	layout.Shell
	Faces   []layout.Tab
	Markets []catalog.Market
	Live    map[string]int64 // services by market
}

// MarketPage is one market.
type MarketPage struct {
	Entry
	Draft catalog.MarketDraft
}

// CloudsPage is the list of clouds.
type CloudsPage struct {
	layout.Shell
	Faces  []layout.Tab
	Clouds []catalog.Cloud
	At     map[string]catalog.Location // by id
	Live   map[string]int64            // connections by cloud
	Find   string
	Result string
	Next   string
}

// CloudPage is one cloud.
type CloudPage struct {
	Entry
	Draft  catalog.CloudDraft
	Places []catalog.Location // offered while one types
}
