// Package settings is the face of what managed accounts see and may do: the
// settings of one account, the partner's defaults, where accounts differ from
// them, and what happened to a setting.
package settings

import (
	"time"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
)

// DisplayPage is what the people of a managed account see, and why.
type DisplayPage struct {
	layout.Shell
	Head     templ.Component // of the account's settings
	Account  account.Account
	Partner  account.Account
	Operator string // its name: who locks
	Values   setting.View
	Coming   []setting.ScheduledChange // of these settings, the next first
	Change   *Change                   // open under its row, or nil
	Refused  string                    // why nothing can be changed here, or ""
	Problem  string                    // why something was not saved, or ""
}

// Change is the change of one setting, for one account or for all: what it
// becomes, and who would change by it.
type Change struct {
	Value   setting.Value
	To      account.Own     // OwnNone clears a default
	Scope   setting.Scope   // for whom
	Account account.Account // on which it is changed; zero where the default is changed on its own
	Partner account.Account
	Preview *setting.Preview // of a change for all, or nil
	Page    string           // address of the page that it stands on, without its query
	Action  string           // address that saves it
	Back    string           // address without it
	Problem string           // why it was not saved, or ""
	One     bool             // whoever changes it enters some accounts only, and may change it for this one
}

// ChangePage is a change on a page of its own.
type ChangePage struct {
	layout.Shell
	Head   templ.Component
	Change Change
}

// DefaultsPage is the partner's defaults for its managed accounts, and what
// happens when a page is refreshed.
type DefaultsPage struct {
	layout.Shell
	Partner  account.Account
	Operator string
	Defaults []setting.Default
	Coming   []setting.ScheduledChange // of these defaults, the next first
	Refresh  setting.Refresh
	Change   *Change
	Problem  string
}

// AffectedPage lists who would change by a change of a default, or who would not.
type AffectedPage struct {
	layout.Shell
	Setting  setting.Setting
	To       account.Own
	Kept     bool // those that would not
	Accounts []setting.Kept
	Back     string // address of the change
	Next     string // address of the next page, or ""
}

// HistoryPage is what happened to a setting of an account, or to a default.
type HistoryPage struct {
	layout.Shell
	Account  account.Account // zero for a default
	Partner  account.Account
	Operator string
	Value    setting.Value // as it is now
	Ledger   record.Ledger
	Older    string  // address of older facts, or ""
	Revert   *Revert // asked about, or nil
	Problem  string  // why nothing was put back, or ""
}

// Revert is a value that is to be put back: what an account had before a fact.
type Revert struct {
	Fact string      // its id
	By   string      // who changed it then
	At   time.Time   // when
	To   account.Own // OwnNone follows the default again
}

// DifferentPage lists the own values of a setting over all accounts.
type DifferentPage struct {
	layout.Shell
	Partner account.Account
	Value   setting.Value     // the default
	Faces   []layout.Tab      // all settings that an account can have its own value of
	Find    string            // the name looked for
	Chips   []ui.Condition    // filters in force
	Own     ui.Choice         // filter by value
	Keep    map[string]string // the address's other parameters, for the forms on the page
	Heads   []ui.Head         // without the tick and the note
	Page    setting.DifferentPage
	Result  string // "3 accounts"
	Clear   string // address without filters
	Pages   ui.Pages
	Problem string // why nothing was changed, or ""
}

// InheritPage shows which accounts would use the inherited value, and then what
// became of each.
type InheritPage struct {
	layout.Shell
	Partner account.Account
	Value   setting.Value // the default
	Rows    []setting.Different
	Results []setting.Result // after it was done
	Back    string
}
