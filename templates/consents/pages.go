// Package consents is the face of consent: who of other companies may act in an
// account, who asked to, and what became of it.
package consents

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// ShowPage is who may step into an account, and who asked to.
type ShowPage struct {
	layout.Shell
	Faces    []layout.Tab // of the room Company
	Sides    []layout.Tab // of Access
	View     consent.View
	After    bool   // the page shows older requests only
	Older    string // address, "" where there is none
	Side     consent.Side
	Problems fault.Fields // of what was chosen for Side
	Late     string       // why that was not saved, or ""
}

// RequestPage is one request, which somebody answers: a Company Admin of the
// account, or a second Operator Admin where the glass is to be broken.
type RequestPage struct {
	layout.Shell
	Request  consent.Request
	List     string // address of all requests
	Action   string // where the answer is sent
	End      string // where what was granted ends
	Mine     bool   // the reader asked for it
	Draft    consent.AnswerDraft
	Problems fault.Fields
	Late     string // why the answer was not saved, or ""
}

// DefaultsPage is what holds in the accounts that chose nothing.
type DefaultsPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sides    []layout.Tab
	Account  account.Account // who decides
	Operator string
	Defaults []consent.Default
	Side     consent.Side
	Problems fault.Fields
	Late     string
}

// AskPage is the way into an account: a form that asks, or what stands there instead.
type AskPage struct {
	layout.Shell
	Way      consent.Way
	Glass    bool   // the form breaks the glass
	Back     string // page of the account
	Draft    consent.AskDraft
	Problems fault.Fields
	Late     string
}

// AskedPage are the reader's own requests.
type AskedPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sides    []layout.Tab
	Requests []consent.Request
	Older    string
}

// GlassPage are all requests to break the glass.
type GlassPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sides    []layout.Tab
	Requests []consent.Request
	Older    string
}
