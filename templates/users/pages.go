// Package users draws the people of an account: the list, the form that
// invites, and the page of each seat.
package users

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// Room is whose people a page is about, and where it stands.
type Room struct {
	Company user.Company
	Users   string     // address of the list
	Crumbs  []ui.Crumb // the pages above those of one seat, the list last
}

// IndexPage is the people of an account.
type IndexPage struct {
	layout.Shell
	Room   Room
	Head   templ.Component // of a managed account's settings, or nil in one's own account
	Faces  []layout.Tab    // of the company, in one's own account
	List   user.SeatPage
	Filter user.SeatFilter
	Chips  []ui.Condition // filters in force
	More   []ui.Choice    // filters that can be added
	Pages  ui.Pages
	Result string // "3 of 14 users"
	Clear  string // address without filters
	Fixed  string // why nothing can be changed, or ""
}

// NewPage is the form that invites people.
type NewPage struct {
	layout.Shell
	Room     Room
	Draft    user.InviteDraft
	Problems fault.Fields
	Country  string // "Australia +61", or "" for numbers with the country code
	Added    int    // the row that was added a moment ago and takes the focus, counted from one; 0 is none
}

// ShowPage is one seat.
type ShowPage struct {
	layout.Shell
	Room     Room
	Holder   user.Holder
	Draft    user.SeatDraft
	Problems fault.Fields
	Country  string
	Phone    string // as people write it
	Fixed    string // why nothing can be changed, or ""
}

// ResetPage asks before the second factors of a person are taken.
type ResetPage struct {
	layout.Shell
	Room   Room
	Holder user.Holder
}
