// Package deliveries is the face of what the operator is to build: the services
// that were ordered in all accounts, and each of them.
package deliveries

import (
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is what is to be built, the oldest order first.
type IndexPage struct {
	layout.Shell
	Page    provision.Page
	Filter  provision.Filter
	Builtin bool // the built-in carrier is at work
	Chips   []ui.Condition
	More    []ui.Choice // filters that can be added
	Keep    map[string]string
	Result  string
	Clear   string // address without filters
	Newer   string // address of what was ordered later, "" where there is none
}

// ShowPage is one service that was ordered, with what can be done about it.
type ShowPage struct {
	layout.Shell
	Delivery provision.Delivery
	Builtin  bool
	Naming   provision.Naming
	Failure  provision.Failure
	Problems fault.Fields
	Late     string // why what was sent was not done, or ""
}
