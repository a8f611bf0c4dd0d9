package main

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	firm "github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/markets"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func companyStories() []story {
	return []story{
		{"company-profile", route.CompanyProfile("{key}"), companies.Profile(companyProfile(cast.Pia))},
		{"company-profile-errors", "", companies.Profile(wrongCompanyProfile())},
		{"company-profile-read", "", companies.Profile(companyProfile(cast.Rory))},
		{"company-profile-managed", "", companies.Profile(managedProfile(account.ByPartner))},
		{"company-profile-managed-viewed", "", companies.Profile(viewedProfile())},
		{"marketplace", route.Marketplace("{key}"), companies.Marketplace(marketplace(""))},
		{"marketplace-many", "", companies.Marketplace(fullMarketplace())},
		{"marketplace-no-match", "", companies.Marketplace(marketplace("zzzz"))},
		{"marketplace-empty", "", companies.Marketplace(companies.MarketplacePage{Shell: shell(cast.Alice, marketRoom, "Marketplace")})},
		{"marketplace-company", route.Company("{key}", "{company}"), companies.Company(oneCompany(cast.Alice))},
		{"marketplace-company-own", "", companies.Company(oneCompany(cast.Pia))},
		{"marketplace-profile", route.Listing("{key}"), companies.OwnListing(ownListing(cast.Pia))},
		{"marketplace-profile-errors", "", companies.OwnListing(wrongListing())},
		{"marketplace-profile-read", "", companies.OwnListing(ownListing(cast.Rory))},
		{"markets-ask", "", markets.Ask(askPage(cast.Alice))},
		{"markets-asked", "", markets.Ask(askedPage())},
		{"markets-ask-errors", "", markets.Ask(wrongAsk())},
		{"markets-ask-refused", "", markets.Ask(askPage(cast.Ben))},
		{"markets-ask-viewed", "", markets.Ask(viewedAsk())},
		{"markets", route.MarketRequests("{key}"), markets.Index(requestsPage(cast.Pia, market.Open))},
		{"markets-all", "", markets.Index(requestsPage(cast.Pia, ""))},
		{"markets-no-match", "", markets.Index(noRequests())},
		{"markets-first", "", markets.Index(markets.IndexPage{Shell: shell(cast.Pia, companyRoom, "Billing markets"), Faces: companyFaces(cast.Pia.Caller(), "Billing markets"), Home: market.Home{Partner: northwind}, First: true})},
		{"markets-referred", "", markets.Index(referredRequests())},
		{"market-request", route.MarketRequest("{key}", "{request}"), markets.Show(requestPage(0))},
		{"market-request-errors", "", markets.Show(wrongAnswer())},
		{"market-request-closed", "", markets.Show(requestPage(1))},
		{"market-request-late", "", markets.Show(lateAnswer())},
		{"market-request-suspended", "", markets.Show(heldAnswer())},
	}
}

func profileOf(key string) firm.Profile {
	for _, p := range cast.Profiles() {
		if p.AccountID == key {
			return p
		}
	}
	return firm.Profile{}
}

func listingOf(key string) firm.Listing {
	for _, l := range cast.Listings() {
		if l.AccountID == key {
			return l
		}
	}
	return firm.Listing{}
}

func companyProfile(who cast.Person) companies.ProfilePage {
	p := companies.ProfilePage{
		Shell: shell(who, companyRoom, "Company profile"), Faces: companyFaces(who.Caller(), "Profile"),
		View: firm.View{Account: northwind, Profile: profileOf(cast.Northwind)},
	}
	p.Draft = firm.DraftOf(p.View.Profile)
	return p
}

func wrongCompanyProfile() companies.ProfilePage {
	p := companyProfile(cast.Pia)
	p.Draft.TradingName, p.Draft.Website = "", "northwind"
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: "trading_name", Text: "Enter the trading name"},
		{Field: "website", Text: "That is not the address of a website. Example: https://www.northwind.example"},
	}, true
	return p
}

// shown is the frame of a page of Acme whose people see the company profile.
func shown(s layout.Shell) layout.Shell {
	s.By.Sees |= access.SeesProfile
	s.Tabs = tabs(s.By, companyRoom)
	return s
}

func managedProfile(support account.Support) companies.ProfilePage {
	p := companies.ProfilePage{Shell: shown(shell(cast.Ben, companyRoom, "Company profile")), View: firm.View{Account: acme, Above: northwind}}
	p.View.Account.Support = support
	p.Faces = companyFaces(p.By, "Profile")
	return p
}

func viewedProfile() companies.ProfilePage {
	p := managedProfile(account.ByPartner)
	p.Shell = shown(viewing(acme, cast.Pia))
	p.Shell.Title, p.Faces, p.Details = "Company profile", companyFaces(p.By, "Profile"), route.Managed(cast.Northwind, cast.Acme)
	return p
}

func marketplace(find string) companies.MarketplacePage {
	p := companies.MarketplacePage{Shell: shell(cast.Alice, marketRoom, "Marketplace"), Find: find, Result: "4 companies"}
	if find != "" {
		p.Result = "0 companies"
		return p
	}
	p.Page = firm.Page{Listings: cast.Listings(), Total: 4}
	p.Pages = ui.Pages{Text: "1 to 4 of 4"}
	return p
}

// fullMarketplace is a page among several, seen by somebody who is listed.
func fullMarketplace() companies.MarketplacePage {
	p := marketplace("")
	p.Shell = shell(cast.Pia, marketRoom, "Marketplace")
	for len(p.Page.Listings) < firm.PageSize {
		p.Page.Listings = append(p.Page.Listings, cast.Listings()...)
	}
	p.Page.Listings[1].Name = "Queensland Regional Libraries and Community Archives Network Services Cooperative"
	p.Page.Total, p.Result = 61, "61 companies"
	p.Pages = ui.Pages{Text: "25 to 48 of 61", Page: "Page 2 of 3", Prev: route.Marketplace(cast.Northwind), Next: route.Marketplace(cast.Northwind)}
	return p
}

func oneCompany(who cast.Person) companies.CompanyPage {
	return companies.CompanyPage{Shell: shell(who, marketRoom, "Northwind Partners"), Listing: listingOf(cast.Northwind)}
}

func ownListing(who cast.Person) companies.ListingPage {
	l := listingOf(cast.Northwind)
	return companies.ListingPage{Shell: shell(who, marketRoom, "Marketplace profile"), Account: northwind, Listing: l, Draft: firm.ListingDraftOf(l)}
}

func wrongListing() companies.ListingPage {
	p := ownListing(cast.Pia)
	p.Draft.Phone, p.Draft.X = "call us", "http://example.com/us"
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: "phone", Text: "That is not an international phone number. Example: +61 2 9374 4000"},
		{Field: "x", Text: "That is not a page of X. Example: https://x.com/northwind"},
	}, true
	return p
}

func askPage(who cast.Person) markets.AskPage {
	return markets.AskPage{Shell: shell(who, "", "Billing markets"), Account: acme, Partner: northwind, Markets: cast.Markets}
}

// askedPage is the page of somebody who asked before.
func askedPage() markets.AskPage {
	p := askPage(cast.Alice)
	p.Requests = cast.Requests()
	p.Requests[1].AskedByName, p.Requests[0].AskedByName = cast.Alice.Name, cast.Alice.Name
	at := p.Requests[1].AskedAt.AddDate(0, 0, 1)
	p.Requests[1].State, p.Requests[1].AnsweredByName, p.Requests[1].AnsweredAt = market.Withdrawn, cast.Alice.Name, &at
	return p
}

func wrongAsk() markets.AskPage {
	p := askedPage()
	p.Draft = market.Draft{Market: "SG", Note: "A hospital in Singapore joins us in January."}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "market", Text: "Alice Novak has asked for Singapore already. The request is open"}}, true
	return p
}

func viewedAsk() markets.AskPage {
	p := askedPage()
	p.Shell = viewing(acme, cast.Pia)
	p.Shell.Title, p.Answers = "Billing markets", route.MarketRequests(cast.Northwind)
	return p
}

func requestsPage(who cast.Person, state market.State) markets.IndexPage {
	list := route.MarketRequests(cast.Northwind)
	p := markets.IndexPage{
		Shell: shell(who, companyRoom, "Billing markets"), Faces: companyFaces(who.Caller(), "Billing markets"), Home: market.Home{Partner: northwind},
		Filter: market.Filter{State: state}, Clear: list, Result: "1 request",
		More: []ui.Choice{
			{Label: "State", Name: "state", Options: []ui.Option{{Label: "Any"}, {Label: "Open", Chosen: state == market.Open}}},
			{Label: "Market", Name: "market", Options: []ui.Option{{Label: "Any"}, {Label: cast.Markets[0].Name}}},
		},
	}
	if state == "" {
		p.Result = "3 requests"
	} else {
		p.Chips = []ui.Condition{{Label: "State", Value: state.Word(), Remove: list}}
	}
	for _, r := range cast.Requests() {
		if r.ParentID == cast.Northwind && (state == "" || r.State == state) {
			p.Requests = append(p.Requests, r)
		}
	}
	return p
}

func noRequests() markets.IndexPage {
	p := requestsPage(cast.Pia, market.Open)
	p.Requests, p.Result, p.Filter.Find = nil, "0 requests", "acme"
	return p
}

func referredRequests() markets.IndexPage {
	p := requestsPage(cast.Leo, market.Open)
	p.Home = market.Home{Partner: cast.Account(cast.Lakeside), Distributor: "Harbour Distribution"}
	p.Requests[0].AccountName, p.Requests[0].Reference = "Clearlake Diagnostics", "LS-001"
	return p
}

func requestPage(i int) markets.ShowPage {
	r := requestsPage(cast.Pia, "").Requests[i]
	return markets.ShowPage{Shell: shell(cast.Pia, companyRoom, r.Name()+" for "+r.AccountName), Home: market.Home{Partner: northwind}, Request: r}
}

func wrongAnswer() markets.ShowPage {
	p := requestPage(0)
	p.Request.EnabledNow = true
	p.Draft.Answer = "We are looking into it."
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "state", Text: "Choose whether the market is enabled or declined"}}, true
	return p
}

func lateAnswer() markets.ShowPage {
	p := requestPage(1)
	p.Late, p.Draft = true, market.AnswerDraft{State: market.Declined, Answer: "Not before next year."}
	return p
}

func heldAnswer() markets.ShowPage {
	p := requestPage(0)
	p.Shell.By.Suspended = true
	return p
}
