// Package delegations draws which managed accounts each person of a partner
// enters.
package delegations

import (
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the people of a partner, and what of them runs out soon.
type IndexPage struct {
	layout.Shell
	Faces   []layout.Tab // of Company
	Sides   []layout.Tab // of Access
	Partner account.Account
	List    delegation.Page
	Filter  delegation.Filter
	Keep    map[string]string // of the query, for forms that narrow the list further
	Chips   []ui.Condition
	More    []ui.Choice
	Clear   string // address of the list without filters
	Result  string
	Older   string // address of the next page, or ""
}

// ShowPage is one person.
type ShowPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sides    []layout.Tab
	Partner  account.Account
	Person   delegation.Person
	Find     string // what of the accounts is looked for
	Draft    delegation.Draft
	Problems fault.Fields
	Late     string // why it was not carried out, or ""
	Today    time.Time
}
