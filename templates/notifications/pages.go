// Package notifications is the face of what somebody is told about by e-mail.
package notifications

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/templates/layout"
)

// ShowPage is what somebody is told about in an account.
type ShowPage struct {
	layout.Shell
	Choices notice.Choices
	Problem string // why what was chosen was not kept, or ""
}

// row is one category of letters.
type row struct {
	label string
	tells string // what happened
	whom  string // whom it concerns
	state string // on or off, where nothing is to choose
	why   string // why it is not
}

func (p ShowPage) scope() string {
	return "What you are told about by e-mail, in the account of " + p.Choices.Here.Name + "."
}

// fixed are the categories in which nothing is to choose.
func (p ShowPage) fixed() []row {
	here := p.Choices.Here
	people := row{"People", "Somebody joins " + here.Name + ", gets another role there, or is deactivated.", "Company Admins of " + here.Name, always, "Who gets in concerns everybody who answers for it."}
	if p.Choices.Role != access.CompanyAdmin {
		people.state, people.why = "Off", "Only Company Admins are told."
	}
	answers := row{"Questions and answers", "Your copy of what you write to support.", "Whoever asked", always, "You asked for it."}
	switch here.Kind {
	case access.Managed:
		answers.tells = "Your copy of what you write to support, and what " + p.Choices.Above.Name + " answers when you ask for a billing market."
	case access.Partner:
		answers.tells = "Your copy of what you write to support. Company Admins are also told when somebody of a managed account asks for a billing market."
		answers.why = "Somebody waits for an answer."
	}
	return []row{
		{"Security", "A sign-in from a new browser; a change of your password, second factor or address; a lock after wrong codes.", "You", always, "They tell you when somebody else signs in as you."},
		people, answers,
	}
}

const always = "Always on"

// accounts is the category that can be chosen.
func (p ShowPage) accounts() row {
	if p.Choices.Here.Kind == access.Managed {
		return row{label: "Your account", tells: p.Choices.Here.Name + " is suspended, or reactivated.", whom: "Whoever chooses it"}
	}
	r := row{
		label: "Managed accounts", whom: "Whoever chooses it; Company Admins unless they turn it off",
		tells: "One of your managed accounts is suspended, reactivated or closed. " + p.Choices.Above.Name + " changes its support model, or locks a setting. A scheduled change is carried out or refused.",
	}
	if p.Choices.Last {
		r.why = p.Choices.Keeps()
	}
	return r
}

// ordering is the category of what waits for approval.
func (p ShowPage) ordering() row {
	if p.Choices.Here.Kind == access.Managed {
		return row{label: "Ordering", tells: "What became of what you sent to " + p.Choices.Above.Name + " for approval.", whom: "Whoever asked, if they turn it on"}
	}
	return row{
		label: "Ordering", whom: "Whoever decides, unless they turn it off; Company Admins where all did",
		tells: "Somebody of a managed account sends an order, a change or an end for approval, or still waits when it is due.",
	}
}

// chooses reports whether there is anything to choose.
func (p ShowPage) chooses() bool { return p.Choices.Offered && (!p.Choices.Last || p.Choices.Orders) }

// yours says that letters about one's own acts are left out.
func (p ShowPage) yours() string { return "You get no letter about what you do yourself." }
