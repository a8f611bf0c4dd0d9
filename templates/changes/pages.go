// Package changes is the face of changes of one setting for many managed
// accounts: what one would do, how far it has come, what became of each
// account, and those that are scheduled.
package changes

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage lists a partner's changes.
type IndexPage struct {
	layout.Shell
	Partner account.Account
	Open    []setting.Batch // under way or to come, the next first
	Ended   []setting.Batch // newest first
	Older   string          // address of the older ones, or ""
	Later   bool            // this is no first page
}

// NewPage shows what a change would do, and begins it.
type NewPage struct {
	layout.Shell
	Partner account.Account
	Whom    setting.Whom
	Filter  account.Filter // of the accounts that match
	First   string         // the first of the chosen accounts by name, and how many more
	Count   int64          // accounts it is for
	TooMany bool           // more than can be changed at once

	Settings []ui.Option       // which one
	Values   []ui.Option       // what it becomes
	Keep     map[string]string // the address's other parameters, but for the chosen accounts
	Keys     []string          // these
	Problems fault.Fields
	Stale    string // why what was shown is shown anew, or ""

	Plan    *setting.Plan // for many accounts, once a setting and a value are chosen
	Lines   []setting.Line
	Pages   ui.Pages
	File    string           // address of the whole as a file
	Default *setting.Preview // for the default, once they are chosen
	Setting setting.Setting  // that was chosen
	To      setting.Target

	Hidden map[string]string // of the form that begins it
	Later  bool              // it is to be carried out later
	Day    string
	Clock  string
	Typed  string
	Zone   string // in which the day and the time are read
}

// ShowPage is one change.
type ShowPage struct {
	layout.Shell
	Partner account.Account
	Batch   setting.Batch
	Rows    []setting.Row
	Faces   []layout.Tab // accounts by what became of them
	Status  setting.ItemStatus
	More    string // address of the next rows, or ""
	First   bool   // the rows are the first ones
	File    string // address of the whole as a file
	Refusal string // why nothing can be done here by the visitor, or ""
}
