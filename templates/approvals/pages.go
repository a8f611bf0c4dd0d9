// Package approvals is the face of the Service Approval Queue: what people of
// managed accounts ask for, and what their partner decides.
package approvals

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the queue: at a partner what all its managed accounts ask for, in
// a managed account what its own people do.
type IndexPage struct {
	layout.Shell
	Account account.Account
	Page    approval.Page
	Filter  approval.Filter
	Faces   []layout.Tab // one for each state
	Heads   []ui.Head
	Chips   []ui.Condition
	More    []ui.Choice
	Keep    map[string]string
	Result  string
	Clear   string // address without filters
	Export  string
	Pages   ui.Pages
}

// ShowPage is one request.
type ShowPage struct {
	layout.Shell
	View     approval.View
	Now      order.Now // what it comes to today, for the partner's people while it is pending
	Draft    order.Decision
	Problems fault.Fields
	Late     string // why what was decided was not carried out, or ""
	Decide   string // address of the same request in the partner's queue, for its people who view the account; or ""
	Service  string // address of the service that it is about, where the caller has one
}

// RulesPage is how a partner has set its queue up.
type RulesPage struct {
	layout.Shell
	Setup    approval.Setup
	Policy   approval.PolicyDraft
	Problems fault.Fields
	Late     string // why what was sent was not kept, or ""
}

// RulePage is the form of one rule.
type RulePage struct {
	layout.Shell
	Setup    approval.Setup
	ID       string // of the rule, or "" for a new one
	Draft    approval.RuleDraft
	Active   bool
	Trial    *approval.Trial // what it would have let pass, once asked for
	Problems fault.Fields
	Late     string // why what was sent was not kept, or ""
}
