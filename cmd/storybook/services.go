package main

import (
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func serviceStories() []story {
	ember := cast.Account(cast.Ember)
	return []story{
		{"services", route.Services("{key}"), services.Index(servicesOf(acme, viewing(acme, cast.Pia)))},
		{"services-own", "", services.Index(servicesOf(acme, shell(cast.Alice, servicesRoom, "Services")))},
		{"services-no-prices", "", services.Index(servicesOf(cast.Account(cast.BlueBottle), shell(cast.Bea, servicesRoom, "Services")))},
		{"services-no-match", "", services.Index(noService())},
		{"services-empty", "", services.Index(servicesOf(ember, viewing(ember, cast.Pia)))},
	}
}

func servicesOf(a account.Account, frame layout.Shell) services.IndexPage {
	address := route.Services(a.ID)
	p := services.IndexPage{
		Shell: frame, Account: a, Page: pageOf(cast.Services(a.ID), frame.By), Clear: address, More: []ui.Choice{{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}}}, {Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}}}},
		Result: strconv.Itoa(int(a.Services)) + " services",
	}
	for _, product := range cast.Products {
		p.More[0].Options = append(p.More[0].Options, ui.Option{Value: product.ID, Label: product.Name})
	}
	for _, s := range service.Statuses {
		p.More[1].Options = append(p.More[1].Options, ui.Option{Value: string(s), Label: services.Word(s)})
	}
	for _, label := range []string{"Service", "Product", "Status", "Location", "Speed", "Term ends"} {
		p.Heads = append(p.Heads, ui.Head{Label: label, Href: address, Numeric: label == "Speed"})
	}
	p.Heads[0].Sorted = "asc"
	if frame.By.May(access.RequestMarkets) {
		p.Ask = northwind.Name
	}
	return p
}

// pageOf is a page of all of an account's services, with the prices that a
// caller may see.
func pageOf(gs []service.Group, by access.Caller) service.Page {
	p := service.Page{Groups: gs, Unpaid: map[service.Status]int64{}}
	var at []string
	var retail []price.Retail
	var cost []price.Cost
	for _, g := range gs {
		for _, s := range append(slices.Clone(g.Under), g.Service) {
			p.All++
			at = append(at, s.LocationID)
			if s.Status == service.Design {
				p.Unpaid[s.Status]++
			}
			retail, cost = append(retail, s.MonthlyRetail.For(by)), append(cost, s.MonthlyCost.For(by))
		}
	}
	p.Retail, p.Cost = price.Sum(retail...), price.Sum(cost...)
	slices.Sort(at)
	p.Matching, p.Locations = p.All, int64(len(slices.Compact(at)))
	return p
}

func noService() services.IndexPage {
	p := servicesOf(acme, viewing(acme, cast.Pia))
	p.Page.Groups, p.Page.Matching = nil, 0
	p.Filter = service.Filter{Find: "perth", Product: cast.Port, Status: service.Live}
	p.Chips = []ui.Condition{{Label: "Product", Value: cast.Products[0].Name, Remove: p.Clear}, {Label: "Status", Value: services.Word(service.Live), Remove: p.Clear}}
	p.Result = "0 of " + p.Result
	return p
}
