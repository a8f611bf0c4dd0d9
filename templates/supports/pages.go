// Package supports is the face of support: whom to ask for help, and a form
// that writes to them.
package supports

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// ShowPage is the contact card of an account and the form.
type ShowPage struct {
	layout.Shell
	Card     support.Card
	Services []service.Service // to ask about
	More     bool              // there are others
	Draft    support.Draft
	Problems fault.Fields
}

// scope says who asks whom.
func (p ShowPage) scope() string {
	if p.By.Viewing() {
		return "You ask " + p.Card.Helper.Name + " about " + p.Card.Here.Name + ". Its own people may be told to ask somebody else."
	}
	return p.Card.Helper.Name + " helps the people of " + p.Card.Here.Name + "."
}

// phone is the number as people read it.
func (p ShowPage) phone() string { return account.ReadPhone(p.Card.Phone, "") }

// where says where the letter goes.
func (p ShowPage) where() string {
	to := "This writes to " + p.Card.Helper.Name + "."
	if p.Card.Email != "" {
		to = "This writes to " + p.Card.Email + "."
	}
	return to + " You get a copy, and the answer comes to your own e-mail address."
}

// services are all that can be asked about.
func (p ShowPage) services() []ui.Option {
	os := []ui.Option{{Label: "None in particular", Chosen: p.Draft.Service == ""}}
	for _, s := range p.Services {
		os = append(os, ui.Option{Value: s.ID, Label: s.Name, Chosen: s.ID == p.Draft.Service})
	}
	return os
}

// serviceHint says what is not in the list.
func (p ShowPage) serviceHint() string {
	if p.More {
		return "The first " + ui.Figure(service.MostNamed) + " by name. Name any other one in your text."
	}
	return ""
}

// guard says whether the form holds what was never sent from the moment it is shown.
func (p ShowPage) guard() string {
	if p.Problems != nil {
		return "changed"
	}
	return ""
}
