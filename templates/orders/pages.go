// Package orders is the face of designing and ordering services, step by step:
// product, location, details, connections, review.
package orders

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// ProductPage asks what to order.
type ProductPage struct {
	layout.Shell
	Account  account.Account
	Products []catalog.Product
}

// PlacePage asks where it is to be.
type PlacePage struct {
	layout.Shell
	Account account.Account
	Places  order.Places
	Filter  catalog.Places
	Result  string // "20 locations"
	Clear   string // the list without a filter
	Later   string // the page that follows, or ""
	Problem string // why the location that was asked for can't be had, or ""
	Wanted  string // the market of that location, where it is not enabled, or ""
}

// StartPage asks which service a connection starts at.
type StartPage struct {
	layout.Shell
	Account account.Account
	Starts  order.Starts
	Find    string
}

// FormPage asks for the details of a design.
type FormPage struct {
	layout.Shell
	Account  account.Account
	Board    order.Board
	Draft    order.Draft
	Problems fault.Fields
	Design   service.Service // that is changed; the zero Service while it is new
}

// EndsPage is the connections that are drawn under a service, and what another
// one could lead to.
type EndsPage struct {
	layout.Shell
	Account account.Account
	Ends    order.Ends
	Find    string
	Code    string // a service key that was refused, or ""

	Problems fault.Fields
}

// ReviewPage is what a design costs and what happens when it is ordered.
type ReviewPage struct {
	layout.Shell
	Account  account.Account
	Review   order.Review
	Confirm  order.Confirm
	Problems fault.Fields
	Request  string // address of the request that waits, or ""
}

// RemovalPage asks before a design is discarded.
type RemovalPage struct {
	layout.Shell
	Account account.Account
	Design  service.Service
	Under   int // connections that go with it
}

// step is one of the steps to an order.
type step struct {
	label string
	href  string // "" where one can't go back to
	now   bool
	done  bool // it lies behind
}

// path are the steps, those before the present one done.
func path(all []step) []step {
	for i := range all {
		if all[i].now {
			break
		}
		all[i].done = true
	}
	return all
}

// crumbs lead back to the services.
func crumbs(services, title string) []ui.Crumb {
	return []ui.Crumb{{Label: "Services", Href: services}, {Label: title}}
}
