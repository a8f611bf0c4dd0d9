package main

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/supports"
	"github.com/tenantry/tenantry/web/route"
)

func supportStories() []story {
	return []story{
		{"support", route.Support("{key}"), supports.Show(supportPage())},
		{"support-errors", "", supports.Show(wrongSupport())},
		{"support-bare", "", supports.Show(bareSupport())},
		{"support-partner", "", supports.Show(ofOperator(shell(cast.Pia, supportRoom, "Support"), northwind))},
		{"support-contacts", route.Contacts("{key}"), companies.Contacts(contactsPage(account.ContactsDraft{Phone: "+44 20 7946 0991", Email: "help@meridian.example"}, nil))},
		{"support-contacts-errors", "", companies.Contacts(contactsPage(account.ContactsDraft{Phone: "call us", Email: "help"}, fault.Fields{
			{Field: "phone", Text: "That is not an international phone number. Example: +61 2 9374 4000"}, {Field: "email", Text: "That is not an e-mail address. Example: noc@northwind.example"},
		}))},
		{"support-viewed", "", supports.Show(viewedSupport())},
	}
}

// supportPage is what people of Acme see once their partner turned support on.
func supportPage() supports.ShowPage {
	p := supports.ShowPage{Shell: helped(shell(cast.Alice, supportRoom, "Support")), Card: support.Card{Here: acme, Helper: northwind, Phone: acme.SupportPhone, Email: acme.SupportEmail}}
	for _, g := range cast.Services(cast.Acme) {
		p.Services = append(p.Services, service.Service{ID: g.ID, Name: g.Name})
	}
	return p
}

// helped is the frame of a page of an account whose people see whom to ask.
func helped(s layout.Shell) layout.Shell {
	s.By.Sees |= access.SeesSupport
	s.Tabs = tabs(s.By, supportRoom)
	return s
}

func wrongSupport() supports.ShowPage {
	p := supportPage()
	p.Draft = support.Draft{Text: "Since 9:40 this morning two of our three routers in Sydney drop a packet in ten.\n\nNothing was changed on our side."}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "subject", Text: "Enter the subject"}}, true
	return p
}

// bareSupport has no contacts, and more services than are listed.
func bareSupport() supports.ShowPage {
	p := supportPage()
	p.Card.Phone, p.Card.Email, p.More = "", "", true
	return p
}

func ofOperator(s layout.Shell, here account.Account) supports.ShowPage {
	return supports.ShowPage{Shell: s, Card: support.Card{Here: here, Helper: meridian, Phone: meridian.SupportPhone, Email: meridian.SupportEmail}}
}

func contactsPage(in account.ContactsDraft, problems fault.Fields) companies.ContactsPage {
	s := shell(cast.Olive, companyRoom, "Support contacts")
	s.Invalid = problems != nil
	return companies.ContactsPage{Shell: s, Account: meridian, Faces: companyFaces(s.By, "Support contacts"), Draft: in, Problems: problems}
}

func viewedSupport() supports.ShowPage {
	s := helped(viewing(acme, cast.Pia))
	s.Title = "Support"
	p := ofOperator(s, acme)
	p.Services = supportPage().Services
	return p
}
