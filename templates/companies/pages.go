// Package companies is the face of a company: its profile, and how its people sign in.
package companies

import (
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// SecurityPage is the sign-in rules of an account.
type SecurityPage struct {
	layout.Shell
	Account  account.Account
	Faces    []layout.Tab
	Draft    account.SecurityDraft
	Bare     user.Bare
	Problems fault.Fields
}

// ContactsPage is where the operator is asked for help.
type ContactsPage struct {
	layout.Shell
	Account  account.Account
	Faces    []layout.Tab
	Draft    account.ContactsDraft
	Problems fault.Fields
}

func (p ContactsPage) scope() string {
	return "Where " + p.Account.Name + " is asked for help by those whom it supports."
}

// phoneHint shows how a number is given.
func (p ContactsPage) phoneHint() string {
	return "Example: " + account.ExamplePhone(p.Account.Country)
}

// guard says whether the form holds what was never saved from the moment it is shown.
func (p ContactsPage) guard() string { return guard(p.Problems) }

func (p SecurityPage) scope() string {
	return "How the people of " + p.Account.Name + " sign in, and how long what they did is shown."
}

// factors are the two answers to whether a second factor is needed.
func (p SecurityPage) factors() []ui.Option {
	return []ui.Option{
		{Value: account.FactorOptional, Label: "Optional", Hint: "Each person decides.", Chosen: p.Draft.Factor == account.FactorOptional},
		{Value: account.FactorRequired, Label: "Required", Hint: p.consequence(), Chosen: p.Draft.Factor == account.FactorRequired},
	}
}

// consequence says what requiring a second factor means, or what it means now.
func (p SecurityPage) consequence() string {
	people := ui.Counted(p.Bare.Active, "active person")
	if p.Bare.Active != 1 {
		people = ui.Figure(int(p.Bare.Active)) + " active people"
	}
	switch {
	case p.Bare.Total == 0:
		return "Nobody signs in without one. All of the " + people + " have one already."
	case p.Bare.Total == p.Bare.Active && p.Bare.Active == 1:
		return "Nobody signs in without one. The " + people + " has none, and is asked to set one up at the next sign-in."
	case p.Bare.Total == 1:
		return "Nobody signs in without one. 1 of " + people + " has none, and is asked to set one up at the next sign-in."
	}
	return "Nobody signs in without one. " + ui.Figure(int(p.Bare.Total)) + " of " + people + " have none, and are asked to set one up at their next sign-in."
}

// without names those who have no second factor.
func (p SecurityPage) without() string {
	names := strings.Join(p.Bare.Names, ", ")
	if more := int(p.Bare.Total) - len(p.Bare.Names); more > 0 {
		return names + " and " + ui.Figure(more) + " more."
	}
	return names + "."
}

// days are how long activity may be shown.
func (p SecurityPage) days() (os []ui.Option) {
	for _, d := range account.ActivityDays {
		label := account.DaysWord(d)
		if d > 0 {
			label = "The last " + label
		}
		value := strconv.FormatInt(d, 10)
		os = append(os, ui.Option{Value: value, Label: label, Chosen: value == p.Draft.Days})
	}
	return os
}

// guard says whether the form holds what was never saved from the moment it is shown.
func (p SecurityPage) guard() string { return guard(p.Problems) }
