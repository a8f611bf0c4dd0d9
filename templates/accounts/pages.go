// Package accounts is the face of Partner Admin: the Managed Accounts list,
// the form that creates one, the Feature Configuration prompt, and the
// settings of each account.
package accounts

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is Managed Accounts.
type IndexPage struct {
	layout.Shell
	Partner   account.Account // with its tally
	Page      account.Page
	Filter    account.Filter
	Inherited account.Inherited // what an account without own values has

	Waiting map[string]int64 // requests that wait for approval, by account; none is not there

	Faces  []layout.Tab      // All, No support contact, Suspended
	Chips  []ui.Condition    // filters in force
	More   []ui.Choice       // filters that can be added, as lists
	Keep   map[string]string // the address's other parameters, for the forms on the page
	Heads  []ui.Head         // of the columns that are shown, in order, without the tick and the actions
	Hidden map[account.Column]bool
	Choose []ui.Box // the columns that can be hidden
	Pages  ui.Pages
	Result string // "44 of 46 accounts"
	Clear  string // address without filters
	Near   string // a near match's name when nothing matched, or ""
	Export string // address of the file with the same filters

	Views    []ViewLink
	ViewName string // of the view that is open, "All accounts" when none is
	Query    string // the address's query without the page, for saving as a view
	Fresh    string // key of an account that was just created, to be highlighted
}

// ViewLink is a saved view in the menu.
type ViewLink struct {
	account.View
	Href    string
	Current bool
	Mine    bool
}

// NewPage is the form that creates a managed account.
type NewPage struct {
	layout.Shell
	Partner   account.Account
	Draft     account.Draft
	Problems  fault.Fields
	AskTick   bool   // the address is of another domain; ask whether it belongs to the support team
	Country   string // "Australia +61" beside the phone number, or "" for E.164
	ExampleOf string // an example of a phone number
}

// Required reports whether the support contacts are required: the operator
// supports the account.
func (p NewPage) Required() bool { return p.Partner.Support == account.ByOperator }

// ShowPage is a managed account's details, as its partner sees and edits them.
type ShowPage struct {
	layout.Shell
	Account  account.Account
	Partner  account.Account
	Tags     []string
	Faces    []layout.Tab // Details, Features, History
	Draft    account.Draft
	Problems fault.Fields
	AskTick  bool
	Country  string
	Phone    string        // the support phone number as people write it
	Prompt   *FeaturesPage // the Feature Configuration prompt over the details, or nil
}

// FeaturesPage is a managed account's three features.
type FeaturesPage struct {
	layout.Shell
	Account account.Account
	Partner account.Account
	Faces   []layout.Tab
	Rows    []ui.Setting    // each saves itself, for this account only
	Values  []setting.Value // the same features, for "Change for all"
}

// may reports whether the features can be changed.
func (p FeaturesPage) may() bool {
	return p.By.May(access.ConfigureAccounts) && p.Account.Status != account.Closed
}

// HistoryPage is what happened to a managed account.
type HistoryPage struct {
	layout.Shell
	Account account.Account
	Partner account.Account
	Faces   []layout.Tab
	Events  []event.Event
	Older   string // address of the older facts, or ""
}

// ClosurePage asks before an account is closed for good.
type ClosurePage struct {
	layout.Shell
	Account account.Account
	Problem string // why it can't be closed now, or ""
}

// ImportPage takes a CSV file and shows what it would do.
type ImportPage struct {
	layout.Shell
	Partner  account.Account
	Problems fault.Fields
	Text     string // the file's text, kept between the dry run and the import
	Rows     []account.Row
	Fresh    int  // rows that become accounts
	Known    int  // rows that are there already
	Wrong    int  // rows with problems
	Done     bool // the accounts were created
}

// BulkPage shows what a change of many accounts would do, and then what it did.
type BulkPage struct {
	layout.Shell
	Partner  account.Account
	Act      string            // tag, suspend or reactivate
	Title    string            // "Tag 5 accounts"
	Accounts []account.Account // those it is for
	Keys     []string
	Tag      string
	How      string // for tag: "tag", which is chosen when empty, or "untag"
	Problems fault.Fields
	Button   string       // "Suspend 5 accounts"
	Results  []BulkResult // after it was done
}

// BulkResult is what became of one account.
type BulkResult struct {
	Account account.Account
	Problem string // why nothing was changed, or ""
}
