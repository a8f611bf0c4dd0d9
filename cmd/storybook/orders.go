package main

import (
	"slices"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	ordering "github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/orders"
	"github.com/tenantry/tenantry/web/route"
)

func orderStories() []story {
	return []story{
		{"order-product", route.NewService("{key}"), orders.Product(orders.ProductPage{Shell: shell(cast.Alice, servicesRoom, "New service"), Account: acme, Products: cast.Products})},
		{"order-place", "", orders.Place(placesOf(cast.Alice))},
		{"order-place-partner", "", orders.Place(placesOf(cast.Pia))},
		{"order-form", "", orders.Form(designForm(nil))},
		{"order-form-errors", "", orders.Form(designForm(fault.Fields{{Field: "name", Text: "Enter the name"}, {Field: "speed", Text: "Choose a speed"}}))},
		{"order-connections", "", orders.Connections(orders.EndsPage{Shell: shell(cast.Alice, servicesRoom, "Connections"), Account: acme, Ends: ends()})},
		{"order-review", "", orders.Review(review(cast.Alice))},
		{"order-review-refused", "", orders.Review(review(cast.Ben))},
		{"order-review-no-market", "", orders.Review(reviewWithoutMarket())},
		{"order-discard", "", orders.Removal(orders.RemovalPage{Shell: shell(cast.Alice, servicesRoom, "Discard"), Account: acme, Design: designed(), Under: 2})},
	}
}

// port is the first of the products.
func port() catalog.Product { return cast.Products[0] }

func placesOf(who cast.Person) orders.PlacePage {
	p := orders.PlacePage{
		Shell: shell(who, servicesRoom, "Choose a location"), Account: acme, Result: "11 locations", Clear: "/order-place",
		Places: ordering.Places{Product: port(), Locations: cast.Locations, Markets: cast.Markets, Range: ordering.Range{Open: []string{"AU"}}, Above: northwind},
	}
	if who.Account == cast.Northwind {
		p.Account, p.Places.Range.All, p.Places.Range.Ours = northwind, true, true
		return p
	}
	p.Places.Locations = slices.DeleteFunc(slices.Clone(cast.Locations), func(l catalog.Location) bool { return l.Market != "AU" })
	return p
}

func designForm(problems fault.Fields) orders.FormPage {
	b := ordering.Board{Account: acme, Product: port(), Location: designed().Location, Renews: true}
	p := orders.FormPage{Shell: shell(cast.Alice, servicesRoom, "Port details"), Account: acme, Board: b, Draft: b.First(), Problems: problems}
	p.Invalid = problems != nil
	return p
}

// designed is a design of Acme's.
func designed() (d service.Service) {
	for _, g := range cast.Services(cast.Acme) {
		if g.Status == service.Design {
			return g.Service
		}
	}
	return d
}

func ends() ordering.Ends {
	e := ordering.Ends{Top: designed(), Product: cast.Products[1]}
	for _, g := range cast.Services(cast.Acme) {
		if g.Product.Carries && g.Status == service.Live {
			e.Services = append(e.Services, g.Service)
		}
	}
	return e
}

func review(who cast.Person) orders.ReviewPage {
	p := orders.ReviewPage{Shell: shell(who, servicesRoom, "Review"), Account: acme}
	d := designed()
	q := pricing.Quote{MonthlyRetail: d.MonthlyRetail.For(p.By), OnceRetail: d.OnceRetail.For(p.By)}
	p.Review = ordering.Review{Account: acme, Above: northwind, Market: cast.Markets[0], Top: d, Items: []ordering.Item{{Service: d, Quote: q}}, Total: q, Queued: true, Expires: 30}
	return p
}

func reviewWithoutMarket() orders.ReviewPage {
	p := review(cast.Alice)
	p.Review.Needs = []ordering.Need{ordering.NeedsMarket}
	return p
}
