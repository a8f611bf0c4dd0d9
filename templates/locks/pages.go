// Package locks is the settings that the operator holds at a value: all of
// them, and the forms that put one, change it and lift it.
package locks

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage lists the locks of the installation.
type IndexPage struct {
	layout.Shell
	Operator account.Account
	Faces    []layout.Tab   // Partners, Locks
	Holds    []setting.Hold // for all managed accounts; nil on the pages that follow
	Locks    []setting.Held
	More     []ui.Choice       // filters to choose from
	Chips    []ui.Condition    // those in force
	Keep     map[string]string // the address's parameters that no list of More sets
	Result   string            // "3 locks"
	Clear    string            // address without filters
	Next     string            // address of the next page, or ""
}

// LockPage is the form that puts or changes a lock, with what it would do.
type LockPage struct {
	layout.Shell
	Effects  setting.LockEffects
	Partner  account.Account // above a managed account
	Draft    setting.LockDraft
	Problems fault.Fields
	Problem  string // why it was not saved, when that is nothing in the form
	Back     string // address to go back to
}

// LiftPage asks before a lock is lifted, and says what that would do.
type LiftPage struct {
	layout.Shell
	Effects setting.LockEffects
	Partner account.Account
	Problem string
	Back    string
}
