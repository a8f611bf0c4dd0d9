// Package partners is the operator's list of partners, distributors and direct
// accounts with the page of each and of a partner's managed accounts, and a distributor's list of the
// partners that it referred.
package partners

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage lists partners and distributors.
type IndexPage struct {
	layout.Shell
	Here     account.Account // the operator or the distributor
	Faces    []layout.Tab    // Partners, Locks; none for a distributor
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

// ShowPage is the details of a partner or a distributor.
type ShowPage struct {
	layout.Shell
	Partner  account.Account
	Referrer string              // name of the distributor that referred it, or ""
	Faces    []layout.Tab        // Details, Settings, Managed accounts; none of a distributor
	Others   account.SupportPlan // managed accounts with another support model than the partner's
}

// SettingsPage is what the managed accounts of a partner inherit, and what is
// locked for them.
type SettingsPage struct {
	layout.Shell
	Partner account.Account
	Faces   []layout.Tab
	Holds   []setting.Hold
}

// AccountsPage lists the managed accounts of a partner.
type AccountsPage struct {
	layout.Shell
	Partner  account.Account
	Faces    []layout.Tab
	Accounts []account.Account
	Find     string
	Next     string // address of the next page, or ""
}

// AccountPage is one managed account of a partner.
type AccountPage struct {
	layout.Shell
	Partner account.Account
	Account account.Account
	Phone   string // the support phone number as people write it
	Holds   []setting.Hold
}

// SupportPage is the change of a support model, with all that follows from it.
type SupportPage struct {
	layout.Shell
	Partner account.Account
	Account account.Account // zero when it is the partner's own
	To      account.Support
	All     bool // the managed accounts that are there already are to change as well
	Plan    account.SupportPlan
	Shifts  []setting.Shift
	Problem string // why it was not saved, or ""
}
