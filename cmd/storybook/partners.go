package main

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/partners"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func partnerStories() []story {
	return []story{
		{"partners", route.Partners("{key}"), partners.Index(partnersPage())},
		{"partners-referred", "", partners.Index(referred())},
		{"partners-empty", "", partners.Index(partners.IndexPage{Shell: shell(cast.Olive, partnersRoom, "Partners"), Here: meridian})},
		{"partner-new", route.NewPartner("{key}"), partners.New(newPartner())},
		{"partner-new-errors", "", partners.New(wrongPartner())},
		{"partner-link", "", partners.Link(partners.LinkPage{
			Shell: shell(cast.Olive, partnersRoom, "Link for "+ida.FullName()), Account: tideline, Admin: ida.FullName(),
			Link: "https://portal.meridian.example" + route.Invitation("4f8e1c0b9a7d6e5f4c3b2a1908f7e6d5c4b3a2918f7e6d5c4b3a29180f7e6d5c"),
		})},
	}
}

// A partner that was created a moment ago, and its admin, who has set no password yet.
var (
	tideline = account.Account{ID: "tdekne5k", Kind: access.Partner, Name: "Tideline Networks", Support: account.ByPartner, Status: account.Active, CreatedAt: now}
	ida      = user.PersonDraft{FirstName: "Ida", LastName: "Holm", Email: "ida@tideline.example"}
)

func partnersPage() partners.IndexPage {
	harbour := cast.Account(cast.Harbour)
	return partners.IndexPage{
		Shell: shell(cast.Olive, partnersRoom, "Partners"), Here: meridian, Faces: partnersFaces("Partners"),
		Accounts: []account.Account{cast.Account(cast.Cascade), harbour, cast.Account(cast.Lakeside), northwind, tideline},
		Referrer: map[string]string{cast.Lakeside: harbour.Name},
		Waiting:  map[string]string{tideline.ID: ida.FullName()},
	}
}

// referred is a distributor's list.
func referred() partners.IndexPage {
	return partners.IndexPage{
		Shell: shell(cast.Dina, partnersRoom, "Partners"), Here: cast.Account(cast.Harbour), Accounts: []account.Account{cast.Account(cast.Lakeside)},
	}
}

func newPartner() partners.NewPage {
	p := partners.NewPage{
		Shell: shell(cast.Olive, partnersRoom, "Create account"), Draft: account.PartnerDraft{Kind: access.Partner, Support: account.ByPartner},
		Countries:    []ui.Option{{Label: "None yet"}},
		Distributors: []ui.Option{{Label: "Nobody"}, {Value: cast.Harbour, Label: cast.Account(cast.Harbour).Name}},
	}
	for _, code := range account.Countries {
		p.Countries = append(p.Countries, ui.Option{Value: code, Label: account.CountryName(code)})
	}
	return p
}

func wrongPartner() partners.NewPage {
	p := newPartner()
	p.Draft.Support, p.Admin, p.Shell.Invalid = "", user.PersonDraft{FirstName: "Pia", LastName: "Larsen", Email: cast.Pia.Email}, true
	p.Problems = fault.Fields{
		{Field: "name", Text: account.CheckLine("Name", "")},
		{Field: "support", Text: "Choose who supports the customers"},
		{Field: "email", Text: "Somebody has this e-mail address already. One address is one person"},
	}
	return p
}
