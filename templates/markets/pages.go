// Package markets is the face of billing markets: what people of managed
// accounts ask for, and what their partner answers.
package markets

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// AskPage is the billing markets of a managed account: its people ask for one.
type AskPage struct {
	layout.Shell
	Account  account.Account
	Partner  account.Account
	Markets  []catalog.Market // by name
	Requests []market.Request // of the account, newest first
	Older    string           // address, "" where there is none
	Draft    market.Draft
	Problems fault.Fields
	Answers  string // where somebody of the partner answers, or "" for the account's own people
}

// IndexPage is what the managed accounts of a partner ask for.
type IndexPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sides    []layout.Tab // markets, and these requests
	Home     market.Home
	Requests []market.Request
	Filter   market.Filter
	First    bool // nobody has ever asked
	Chips    []ui.Condition
	More     []ui.Choice // filters that can be added: state, market
	Keep     map[string]string
	Result   string
	Clear    string // address without filters
	Older    string
}

// ShowPage is one request, which somebody of the partner answers.
type ShowPage struct {
	layout.Shell
	Home     market.Home
	Request  market.Request
	Draft    market.AnswerDraft
	Problems fault.Fields
	Late     bool // somebody else closed the request before this answer
}
