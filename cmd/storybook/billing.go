package main

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/markets"
	"github.com/tenantry/tenantry/web/route"
)

func billingStories() []story {
	return []story{
		{"billing-markets", route.Markets("{key}"), markets.List(marketList(cast.Pia))},
		{"billing-markets-none", "", markets.List(noMarkets())},
		{"billing-markets-distributor", "", markets.List(marketList(cast.Dina))},
		{"billing-market-enable", "", markets.One(oneMarket(cast.Pia, "DE"))},
		{"billing-market-errors", "", markets.One(wrongMarket())},
		{"billing-market", route.Market("{key}", "{market}"), markets.One(oneMarket(cast.Pia, "AU"))},
		{"billing-market-distributor", "", markets.One(oneMarket(cast.Dina, "DE"))},
		{"billing-market-suspended", "", markets.One(heldMarket())},
		{"billing-market-deactivate", route.MarketDeactivation("{key}", "AU"), markets.Deactivation(leaving(nil))},
		{"billing-market-kept", "", markets.Deactivation(leaving(market.Uses{{Services: 61, Place: "SY1, Sydney"}, {Services: 9, Place: "ME2, Melbourne"}}))},
	}
}

// marketBook is the billing markets of somebody's account.
func marketBook(key string) market.Book {
	b := market.Book{Account: cast.Account(key)}
	if key == cast.Harbour {
		b.Users = []string{"Lakeside Cloud"}
	} else {
		b.Account.Managed, b.Waiting = 43, account.Glance{Number: 2}
	}
	bundle, err := catalog.Bundled()
	if err != nil {
		panic(err)
	}
	for _, m := range bundle.Markets {
		e := market.Entry{Sold: m}
		for _, has := range cast.BillingMarkets() {
			if has.AccountID == key && has.MarketID == m.ID {
				e.Billing = has
				e.Billing.Name = m.Name
			}
		}
		b.Entries = append(b.Entries, e)
	}
	return b
}

func marketList(who cast.Person) markets.ListPage {
	p := markets.ListPage{Shell: shell(who, companyRoom, "Billing markets"), Book: marketBook(who.Account)}
	if who.Account == cast.Northwind {
		p.Faces = companyFaces(p.By, "Billing markets")
		p.Sides = []layout.Tab{{Label: "Markets", Href: route.Markets(cast.Northwind), Current: true}, {Label: "Requests", Href: route.MarketRequests(cast.Northwind), Count: "2"}}
	}
	return p
}

func noMarkets() markets.ListPage {
	p := marketList(cast.Pia)
	for i := range p.Book.Entries {
		p.Book.Entries[i].Billing.Active = false
	}
	return p
}

func oneMarket(who cast.Person, id string) markets.MarketPage {
	p := markets.MarketPage{Shell: shell(who, companyRoom, "Billing market"), Book: marketBook(who.Account)}
	for _, e := range p.Book.Entries {
		if e.Sold.ID == id {
			p.Entry, p.Draft = e, market.DraftOf(e.Billing)
		}
	}
	if p.Entry.Billing.AccountID == "" {
		p.Draft = p.Book.First(who.Name)
	}
	return p
}

func wrongMarket() markets.MarketPage {
	p := oneMarket(cast.Pia, "DE")
	p.Draft.Country, p.Draft.TaxNumber, p.Draft.Emails = "DE", "DE136695977", "fiona"
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: "emails", Text: "“fiona”: That is not an e-mail address. Example: noc@northwind.example"},
		{Field: "tax_number", Text: "That is not a German VAT number: a digit in it is wrong. Example: DE136695976"},
	}, true
	return p
}

func heldMarket() markets.MarketPage {
	p := oneMarket(cast.Pia, "AU")
	p.Shell.By.Suspended = true
	return p
}

func leaving(uses market.Uses) markets.DeactivationPage {
	p := oneMarket(cast.Pia, "AU")
	return markets.DeactivationPage{Shell: p.Shell, Book: p.Book, Entry: p.Entry, Uses: uses}
}
