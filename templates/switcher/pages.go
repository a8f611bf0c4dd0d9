// Package switcher is the way from one account to another: the switcher as a
// page, and the question before an account is entered.
package switcher

import (
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// Page is the switcher without scripts, and what its field asks for with them.
type Page struct {
	layout.Shell
	Find   string
	From   string // address of the page that it came from
	Status string // how many accounts match, in words
	Groups []ui.MatchGroup
}

// ConfirmPage asks whether to enter a managed account that a link leads to.
type ConfirmPage struct {
	layout.Shell
	Account   string
	Reference string
	Partner   string
	Enter     string // address that enters it
	Next      string // address of the page that was asked for
	Back      string // address of the partner's first page
}
