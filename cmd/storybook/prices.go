package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/prices"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func priceStories() []story {
	return []story{
		{"prices", route.Prices("{key}"), prices.Books(priceBooks())},
		{"price-book", route.PriceBook("{key}", "{market}"), prices.Book(priceBook(cast.Olive))},
		{"price-book-read", "", prices.Book(priceBook(cast.Sam))},
		{"price-sheet", route.PriceSheet("{key}", "{market}", "{product}"), prices.Sheet(priceSheet())},
		{"price-sheet-errors", "", prices.Sheet(wrongSheet())},
		{"price-copy", route.PriceCopy("{key}", "{market}"), prices.Copy(priceCopy(false))},
		{"price-copy-shown", "", prices.Copy(priceCopy(true))},
		{"price-import", route.PriceImport("{key}", "{market}"), prices.Import(prices.ImportPage{Shell: priceShell(cast.Olive, "Import prices of Australia"), Market: australia()})},
		{"price-import-shown", "", prices.Import(prices.ImportPage{Shell: priceShell(cast.Olive, "Import prices of Australia"), Market: australia(), Shown: true, Preview: pricePreview()})},
		{"price-import-errors", "", prices.Import(wrongPriceFile())},
		{"price-discounts", route.Discounts("{key}"), prices.Discounts(priceDiscounts(cast.Olive))},
		{"price-discounts-read", "", prices.Discounts(priceDiscounts(cast.Sam))},
		{"price-codes", route.Codes("{key}"), prices.Codes(priceCodes(promotions()...))},
		{"price-codes-first", "", prices.Codes(priceCodes())},
		{"price-code-new", route.NewCode("{key}"), prices.Code(prices.CodePage{Shell: priceShell(cast.Olive, "New code"), Markets: cast.Markets, Products: cast.Products, Draft: pricing.CodeDraft{Begins: "2026-11-22"}})},
		{"price-code", route.Code("{key}", "{code}"), prices.Code(priceCode(cast.Olive, nil))},
		{"price-code-errors", "", prices.Code(priceCode(cast.Olive, fault.Fields{{Field: "percent", Text: "Enter a whole number from 1 to 100"}, {Field: "ends", Text: "The last day is before the first"}}))},
		{"price-code-read", "", prices.Code(priceCode(cast.Sam, nil))},
		{"account-prices", route.AccountPrices("{key}"), prices.Specials(accountPrices(specials()...))},
		{"account-prices-first", "", prices.Specials(accountPrices())},
		{"account-price-new", route.NewAccountPrice("{key}"), prices.Special(accountPrice(nil))},
		{"account-price-errors", "", prices.Special(accountPrice(fault.Fields{{Field: "company", Text: "There is no partner or direct account with this name"}, {Field: "percent", Text: "Enter a percentage, or a price"}}))},
	}
}

// priceShell is the frame of a page of the operator's Catalogue room.
func priceShell(who cast.Person, title string) layout.Shell {
	s := shell(who, catalogueRoom, title)
	s.By.Prices = access.AllPrices
	return s
}

// priceFaces are the faces of prices, the current one marked.
func priceFaces(current string) []layout.Tab {
	return []layout.Tab{
		{Label: "Prices", Href: route.Prices(cast.Meridian), Current: current == "Prices"},
		{Label: "Codes", Href: route.Codes(cast.Meridian), Current: current == "Codes"},
		{Label: "Account prices", Href: route.AccountPrices(cast.Meridian), Current: current == "Account prices"},
	}
}

func australia() catalog.Market {
	for _, m := range cast.Markets {
		if m.ID == "AU" {
			return m
		}
	}
	return catalog.Market{}
}

func priceBooks() prices.BooksPage {
	p := prices.BooksPage{Shell: priceShell(cast.Olive, "Prices"), Faces: priceFaces("Prices")}
	for i, m := range cast.Markets {
		m.Prices = int64(24 * min(1, i))
		p.Books = append(p.Books, m)
	}
	return p
}

// bookPrice is what a product costs at a speed, for a term.
func bookPrice(product string, speed int64, term int, retail, cost int64) pricing.Price {
	p := pricing.Price{
		MarketID: "AU", ProductID: product, Speed: speed, Term: term, MonthlyRetail: price.NewRetail("AUD", retail), MonthlyCost: price.NewCost("AUD", cost),
		ChangedByName: cast.Olive.Name, ChangedAt: now.AddDate(0, -3, 0),
	}
	if product == cast.Port {
		p.OnceRetail, p.OnceCost = price.NewRetail("AUD", 25000), price.NewCost("AUD", 0)
	}
	return p
}

func portSheet() pricing.Sheet {
	return pricing.Sheet{Product: cast.Products[0], Prices: []pricing.Price{
		bookPrice(cast.Port, 1000, 0, 39500, 32000), bookPrice(cast.Port, 10000, 0, 81500, 66000), bookPrice(cast.Port, 10000, 36, 69900, 60100), bookPrice(cast.Port, 100000, 0, 312000, 252700),
	}}
}

func priceBook(who cast.Person) prices.BookPage {
	b := pricing.Book{Market: australia(), Sheets: []pricing.Sheet{portSheet(), {Product: cast.Products[1], Prices: []pricing.Price{
		bookPrice(cast.VXC, 100, 0, 8200, 6300), bookPrice(cast.VXC, 500, 0, 24500, 18850), bookPrice(cast.VXC, 1000, 0, 43000, 33100), bookPrice(cast.VXC, 10000, 0, 1155000, 1119350),
	}}, {Product: cast.Products[2]}}}
	return prices.BookPage{Shell: priceShell(who, "Prices of Australia"), Book: b}
}

func priceSheet() prices.SheetPage {
	return prices.SheetPage{Shell: priceShell(cast.Olive, "Port in Australia"), Book: pricing.Book{Market: australia(), Sheets: []pricing.Sheet{portSheet()}}}
}

func wrongSheet() prices.SheetPage {
	p := priceSheet()
	p.Shell.Invalid, p.Typed = true, true
	p.Draft.Rows = []pricing.RowDraft{{Speed: 1000, Retail: "395.00", Cost: "402.00"}, {Speed: 10000, Retail: "eight hundred", Cost: "660.00"}, {Speed: 100000, Retail: "3120.00"}}
	p.Problems = fault.Fields{
		{Field: "price.1.retail", Text: "Enter an amount such as 395.00"}, {Field: "price.2.cost", Text: "Enter what the partner pays a month, or empty the whole row"},
		{Field: "below", Text: "One cost is above its retail price. Tick the box to save it so"},
	}
	return p
}

func pricePreview() pricing.Preview {
	s := portSheet()
	return pricing.Preview{
		Market: australia(), From: cast.Markets[0], Below: 1, Count: map[pricing.Effect]int{pricing.Changed: 2, pricing.Added: 1, pricing.Kept: 12},
		Lines: []pricing.Line{
			{Product: s.Product, Effect: pricing.Changed, Was: s.Prices[0], Now: bookPrice(cast.Port, 1000, 0, 42050, 43000)},
			{Product: s.Product, Effect: pricing.Changed, Was: s.Prices[1], Now: bookPrice(cast.Port, 10000, 0, 86750, 70250)},
			{Product: s.Product, Effect: pricing.Added, Now: bookPrice(cast.Port, 10000, 24, 79900, 66000)},
		},
	}
}

func priceCopy(shown bool) prices.CopyPage {
	p := prices.CopyPage{Shell: priceShell(cast.Olive, "Copy prices to Australia"), Market: australia(), Markets: cast.Markets, Draft: pricing.CopyDraft{Step: "50"}, Shown: shown}
	if shown {
		p.Preview, p.Draft.From, p.Draft.Factor = pricePreview(), cast.Markets[1].ID, "1.645"
	}
	return p
}

func wrongPriceFile() prices.ImportPage {
	return prices.ImportPage{Shell: priceShell(cast.Olive, "Import prices of Australia"), Market: australia(), Shown: true, Bad: []pricing.FileRow{
		{Line: 3, Product: "port", Speed: "5000", Term: "any", Problems: fault.Fields{{Field: "speed", Text: "Port is not sold at this speed"}}},
		{Line: 9, Product: "router", Speed: "1000", Term: "12", Problems: fault.Fields{{Field: "product", Text: "There is no product with this name"}}},
	}}
}

func priceDiscounts(who cast.Person) prices.DiscountsPage {
	return prices.DiscountsPage{Shell: priceShell(who, "Term discounts"), Now: pricing.Discounted{Products: cast.Products, Books: 24}}
}

func promotions() []pricing.Promotion {
	end, over := now.AddDate(0, 2, 0).Truncate(24*time.Hour), now.AddDate(0, -1, 0).Truncate(24*time.Hour)
	return []pricing.Promotion{
		{ID: "c1", Code: "SYDNEY-27", Sentence: "Ports in Australia, ordered before the year ends.", MarketID: "AU", ProductID: cast.Port, Percent: 15, BeginsOn: now, EndsOn: &end, Most: 200, Used: 38, MadeByName: cast.Olive.Name, MadeAt: now, Version: 1},
		{ID: "c2", Code: "WELCOME", Sentence: "For the first services of a new partner.", Percent: 10, BeginsOn: now.AddDate(0, -6, 0), Used: 1204, MadeByName: cast.Olive.Name, MadeAt: now, Version: 1},
		{ID: "c3", Code: "AUTUMN-26", Sentence: "Everything in Germany.", MarketID: "DE", Percent: 5, BeginsOn: now.AddDate(0, -4, 0), EndsOn: &over, Most: 50, Used: 50, MadeByName: cast.Olive.Name, MadeAt: now, Version: 2},
	}
}

func priceCodes(cs ...pricing.Promotion) prices.CodesPage {
	return prices.CodesPage{Shell: priceShell(cast.Olive, "Promotional codes"), Faces: priceFaces("Codes"), Codes: cs, Markets: cast.Markets, Products: cast.Products, First: len(cs) == 0}
}

func priceCode(who cast.Person, problems fault.Fields) prices.CodePage {
	c := promotions()[0]
	p := prices.CodePage{Shell: priceShell(who, c.Code), Code: c, Markets: cast.Markets, Products: cast.Products, Draft: pricing.CodeDraftOf(c), Problems: problems}
	p.Shell.Invalid = problems != nil
	return p
}

func specials() []pricing.Special {
	end := now.AddDate(1, 0, 0)
	own := pricing.Override{ID: "o1", Speed: 10000, MonthlyRetail: price.NewRetail("AUD", 74000), MonthlyCost: price.NewCost("AUD", 59900), BeginsOn: now.AddDate(0, -1, 0), EndsOn: &end, Reason: "Won against a tender, ticket 4471", SetByName: cast.Olive.Name}
	all := pricing.Override{ID: "o2", Percent: 7, BeginsOn: now.AddDate(0, 1, 0), Reason: "Volume contract of 2027", SetByName: cast.Olive.Name}
	return []pricing.Special{
		{Override: own, Account: acme.Name, Parent: northwind.Name, Market: australia(), Product: cast.Products[0]},
		{Override: all, Account: northwind.Name, Market: australia(), Product: cast.Products[1]},
	}
}

func accountPrices(xs ...pricing.Special) prices.SpecialsPage {
	return prices.SpecialsPage{Shell: priceShell(cast.Olive, "Account prices"), Faces: priceFaces("Account prices"), Specials: xs, First: len(xs) == 0, Clear: route.AccountPrices(cast.Meridian)}
}

func accountPrice(problems fault.Fields) prices.SpecialPage {
	p := prices.SpecialPage{
		Shell: priceShell(cast.Olive, "Set a price"), Companies: []ui.Option{{Value: northwind.Name}}, Markets: cast.Markets, Products: cast.Products,
		Draft: pricing.OverrideDraft{Company: northwind.Name, Begins: "2026-11-22"}, Problems: problems,
	}
	p.Shell.Invalid = problems != nil
	return p
}
