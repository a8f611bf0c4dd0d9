package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// now is the moment at which the pages are drawn.
var now = time.Date(2026, 11, 22, 10, 42, 0, 0, time.UTC)

// The accounts that most pages are about.
var (
	meridian  = cast.Account(cast.Meridian)
	northwind = cast.Account(cast.Northwind)
	acme      = cast.Account(cast.Acme)
)

// The rooms of an account.
const (
	partnersRoom  = "Partners"
	servicesRoom  = "Services"
	marketRoom    = "Marketplace"
	adminRoom     = "Partner Admin"
	companyRoom   = "Company"
	catalogueRoom = "Catalogue"
	supportRoom   = "Support"
)

// shell is the frame of a page in a room of a person's own account.
func shell(who cast.Person, room, title string) layout.Shell {
	s := known(who, title)
	s.By, s.Person.Role, s.Switch = who.Caller(), string(who.Role), who.Kind == access.Partner
	s.Here = place(cast.Account(who.Account))
	s.Tabs, s.Path = tabs(s.By, room), s.Here.Href
	return s
}

// viewing is the frame of the services of a managed account that a person of its partner has entered.
func viewing(a account.Account, who cast.Person) layout.Shell {
	s := shell(who, "", servicesRoom)
	above := s.Here
	s.By.Account, s.By.Kind = a.ID, a.Kind
	s.Above, s.Here = &above, place(a)
	s.Tabs, s.Path = tabs(s.By, servicesRoom), s.Here.Href
	s.Bar = &layout.Bar{Account: a.Name, Partner: above.Name, Role: s.Person.Role, Since: now.Add(-30 * time.Minute), Leave: route.Exit(a.ID)}
	return s
}

// known is the frame of a page outside accounts.
func known(who cast.Person, title string) layout.Shell {
	s := stranger(title)
	s.Person, s.Path = layout.Person{Name: who.Name, Email: who.Email}, ""
	return s
}

// stranger is the frame of a page for somebody who is not signed in.
func stranger(title string) layout.Shell {
	return layout.Shell{Title: title, Product: meridian.Name, Path: route.SignIn, Now: now}
}

// place is an account as the header names it.
func place(a account.Account) layout.Place {
	p := layout.Place{Name: a.Name}
	switch a.Kind {
	case access.Operator:
		p.Kind, p.Href = "Operator", route.Partners(a.ID)
	case access.Distributor:
		p.Kind, p.Href = "Distributor", route.Partners(a.ID)
	case access.Partner:
		p.Kind, p.Href = "Partner", route.Accounts(a.ID)
	case access.Managed:
		p.Kind, p.Href = "Managed account", route.Services(a.ID)
	case access.Direct:
		p.Kind, p.Href = "Direct account", route.Services(a.ID)
	}
	return p
}

// tabs are the rooms that a caller may enter.
func tabs(by access.Caller, current string) (ts []layout.Tab) {
	for _, r := range []struct {
		label, href string
		may         access.Permission
	}{
		{dashboardRoom, route.Dashboard(by.Account), access.ViewDashboard},
		{partnersRoom, route.Partners(by.Account), access.ListPartners},
		{servicesRoom, route.Services(by.Account), access.ViewServices},
		{approvalsRoom, route.Approvals(by.Account), access.ViewRequests},
		{marketRoom, route.Marketplace(by.Account), access.BrowseMarketplace},
		{adminRoom, route.Accounts(by.Account), access.ListAccounts},
		{deliveriesRoom, route.Deliveries(by.Account), access.BuildServices},
		{visitsRoom, route.Visits(by.Account), access.WatchVisits},
		{catalogueRoom, route.Products(by.Account), access.ViewCatalogue},
	} {
		if by.May(r.may) {
			ts = append(ts, layout.Tab{Label: r.label, Href: r.href, Current: r.label == current})
		}
	}
	if faces := companyFaces(by, ""); len(faces) > 0 {
		ts = append(ts, layout.Tab{Label: companyRoom, Href: faces[0].Href, Current: current == companyRoom})
	}
	if by.May(access.AskSupport) {
		ts = append(ts, layout.Tab{Label: supportRoom, Href: route.Support(by.Account), Current: current == supportRoom})
	}
	return ts
}

// admin is the frame of a page of Partner Admin of Northwind.
func admin(title string) layout.Shell { return shell(cast.Pia, adminRoom, title) }

// companyFaces are the faces of the Company room that a caller may see.
func companyFaces(by access.Caller, current string) (ts []layout.Tab) {
	for _, f := range []struct {
		label, href string
		may         access.Permission
	}{
		{"Profile", route.CompanyProfile(by.Account), access.ViewProfile},
		{"Users", route.Users(by.Account), access.ViewUsers},
		{"Activity", route.Activity(by.Account), access.ViewActivity},
		{"Access", route.Access(by.Account), access.ViewAccess},
		{"Sign-in rules", route.CompanySecurity(by.Account), access.SecureCompany},
		{"Support contacts", route.Contacts(by.Account), access.EditContacts},
		{"Billing markets", route.Markets(by.Account), access.AnswerMarkets},
		{"Letters", route.Letters(by.Account), access.ViewLetters},
	} {
		if by.May(f.may) {
			ts = append(ts, layout.Tab{Label: f.label, Href: f.href, Current: f.label == current})
		}
	}
	return ts
}
