// Package renewals is the face of what ends when: terms of services, and
// services that were cancelled.
package renewals

import (
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the calendar of an account, or of a partner and all its accounts.
type IndexPage struct {
	layout.Shell
	Faces   []layout.Tab
	Page    renewal.Page
	Filter  renewal.Filter
	Whole   bool              // of a partner: rows name their accounts
	Links   map[string]string // of the months, by their first day
	Chips   []ui.Condition
	More    []ui.Choice
	Keep    map[string]string
	Result  string
	Clear   string // address without filters
	Export  string
	Earlier string // address of the months before, "" where there are none
	Later   string // address of the months after
	All     string // address of all months, where one is chosen
	Next    string // address of the ends that follow
}
