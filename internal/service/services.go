package service

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// Services are all services of the installation.
type Services struct{ db *db.DB }

// New is the services in a database.
func New(d *db.DB) *Services { return &Services{d} }

// Column is a column that services can be sorted by.
type Column string

// The closed list of sortable columns.
const (
	ByName     Column = "name"
	ByProduct  Column = "product"
	ByStatus   Column = "status"
	ByLocation Column = "location"
	BySpeed    Column = "speed"
	ByTerm     Column = "term"
)

// Columns lists the sortable columns from left to right.
var Columns = []Column{ByName, ByProduct, ByStatus, ByLocation, BySpeed, ByTerm}

var stored = map[Column]string{
	ByProduct: "product_id", ByStatus: "status", ByLocation: "location_id", BySpeed: "speed", ByTerm: "term_ends_on",
}

// Filter narrows and sorts an account's services. The zero Filter is all by name.
type Filter struct {
	Find    string // part of the name, the id, the location or the far end
	Status  Status
	Product string // id of a product
	Tag     string // "name", or "name=value", of a tag that the caller's people put there
	Sort    Column
	Desc    bool
	After   string // id of the service that the page follows
	Before  string // id of the service that the page ends before
}

// Narrow reports whether the filter leaves out any service.
func (f Filter) Narrow() bool {
	return f.Find != "" || f.Status != "" || f.Product != "" || f.Tag != ""
}

// Group is a port, router or other top service, with what hangs under it.
type Group struct {
	Service
	Under []Service
}

// Page is one page of an account's services.
type Page struct {
	Groups    []Group
	Matching  int64 // services that match the filter, counted up to account.Glanced where it is not kept
	More      bool  // there are more than Matching
	All       int64 // services of the account
	Locations int64 // places they are at

	// What is paid a month for those that match, in each currency, as far as the
	// caller may see it.
	Retail []price.Retail
	Cost   []price.Cost
	Unpaid map[Status]int64 // services that match and are in no sum

	Unsummed bool // there are too many to be added up for a list

	Earlier bool
	Later   bool
}

// groupsPerPage is how many top services a page shows, and underPerPage how
// many services hang under them at most.
const (
	groupsPerPage = 50
	underPerPage  = 1000
)

// List is a page of the services of the caller's account, each top service
// with what hangs under it. A filter keeps a top service when it or anything
// under it matches.
func (s *Services) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ViewServices); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = list(tx, f)
		return err
	})
	return p, fault.Wrap("list services", err)
}

// Products lists what a service can be, for the filter.
func (s *Services) Products(ctx context.Context, by access.Caller) (ps []catalog.Product, err error) {
	if err := by.Must(access.ViewServices); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		ps, err = catalog.Products(tx)
		return err
	})
	return ps, fault.Wrap("list products", err)
}
