// Package partners is the operator's list of partners and distributors, and a
// distributor's list of the partners that it referred.
package partners

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage lists partners and distributors.
type IndexPage struct {
	layout.Shell
	Here     account.Account // the operator or the distributor
	Accounts []account.Account
	Referrer map[string]string // name of the distributor of a referred partner, by its key
	Waiting  map[string]string // name of the admin who has set no password yet, by account
	Find     string
	Next     string // address of the next page, or ""
}

// NewPage is the form that creates a partner or a distributor.
type NewPage struct {
	layout.Shell
	Draft        account.PartnerDraft
	Admin        user.PersonDraft
	Problems     fault.Fields
	Countries    []ui.Option
	Distributors []ui.Option
}

// LinkPage shows, once, the link by which a new partner's first admin sets a password.
type LinkPage struct {
	layout.Shell
	Account account.Account
	Admin   string // name
	Link    string // the whole address
}
