// Package acting is the face of acting in somebody's place: choosing the person
// and saying why, the second step, and what is answered when it is over.
package acting

import (
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// StartPage asks in whose place, and why.
type StartPage struct {
	layout.Shell
	Asked    auth.Asked
	Way      consent.Way // what the account says to it
	Back     string      // the page of the account
	Find     string      // part of a name or an address
	Draft    visit.Draft
	Problems fault.Fields
}

// open reports whether the account lets the visitor in now, and somebody is there.
func (p StartPage) open() bool { return p.Way.Open && len(p.Asked.People) > 0 }

// people are those who are offered.
func (p StartPage) people() []user.Seat {
	return p.Asked.People[:min(len(p.Asked.People), user.MostViewers)]
}

// more reports whether there are others.
func (p StartPage) more() bool { return len(p.Asked.People) > user.MostViewers }

// searchable reports whether the people are too many to be offered at once.
func (p StartPage) searchable() bool { return p.more() || p.Find != "" }

// choice are the people as answers. Who may do as much as the visitor, or more, is none.
func (p StartPage) choice() ui.Choice {
	c := ui.Choice{Label: "In whose place", Name: "seat", Error: p.Problems.At("seat")}
	for _, s := range p.people() {
		if !p.Asked.Barred[s.ID] {
			c.Options = append(c.Options, ui.Option{Value: s.ID, Label: s.Name, Hint: string(s.Role) + " of " + p.Asked.Account.Name, Chosen: s.ID == p.Draft.Seat})
		}
	}
	return c
}

// barred are the names of those in whose place nobody of the company acts.
func (p StartPage) barred() string {
	var names []string
	for _, s := range p.people() {
		if p.Asked.Barred[s.ID] {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, ", ")
}

// nobody says that there is nobody to act for.
func (p StartPage) nobody() string {
	if p.Find != "" {
		return "Nobody in " + p.Asked.Account.Name + " matches “" + p.Find + "”."
	}
	return "Nobody signs in to " + p.Asked.Account.Name + " yet."
}

// ask is where somebody asks to be let in, or "" where that is of no use.
func (p StartPage) ask() ui.Press {
	switch {
	case p.Way.Glass:
		return ui.Press{Label: "Break the glass…", Look: ui.Danger, Href: route.BreakGlass(p.By.Account, p.Asked.Account.ID)}
	case p.Way.Asks():
		return ui.Press{Label: "Ask to be let in", Look: ui.Primary, Href: route.AskAccess(p.By.Account, p.Asked.Account.ID)}
	}
	return ui.Press{}
}

// head is what stands in the way, or lets in, in a sentence.
func (p StartPage) head() string { lead, _ := p.Way.Says(); return lead }

// rest is what can be done about it.
func (p StartPage) rest() string { _, text := p.Way.Says(); return text }

// told says who hears of it.
func (p StartPage) told() string {
	who := p.By.Name + " of " + p.Asked.From.Name
	return "They and the Company Admins of " + p.Asked.Account.Name + " get a letter now: " + who + ", and the reason that you give. Another one says what was changed when you are done."
}

// StepPage asks for the reason of a second step: changes, or more time.
type StepPage struct {
	layout.Shell
	Act      auth.Act
	Account  account.Account
	More     bool // time, and not changes
	Reason   string
	Problems fault.Fields
}

// action is where the step is taken.
func (p StepPage) action() string {
	if p.More {
		return route.ActingExtension(p.Account.ID)
	}
	return route.ActingChanges(p.Account.ID)
}

// scope says what the step does.
func (p StepPage) scope() string {
	if p.More {
		return "Half an hour is added, once."
	}
	return "For a quarter of an hour, what you send is carried out."
}

// submit is the button of the step.
func (p StepPage) submit() ui.Press {
	if p.More {
		return ui.Press{Label: "Extend", Look: ui.Primary, Busy: "Extending…"}
	}
	return ui.Press{Label: "Make changes", Look: ui.Primary, Busy: "One moment…"}
}

// ElsewherePage is the answer to everything outside the account in which
// somebody acts.
type ElsewherePage struct {
	layout.Shell
	Act    auth.Act
	Mishap ui.Mishap
}
