package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/deliveries"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/renewals"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// deliveriesRoom is the operator's room of what is to be built.
const deliveriesRoom = "Deliveries"

func renewalStories() []story {
	return []story{
		{"renewals", route.Renewals("{key}"), renewals.Index(renewalsPage())},
		{"renewals-none", "", renewals.Index(noRenewals())},
		{"deliveries", route.Deliveries("{key}"), deliveries.Index(deliveriesPage())},
		{"deliveries-none", "", deliveries.Index(deliveries.IndexPage{Shell: shell(cast.Sam, deliveriesRoom, "Deliveries"), Builtin: true})},
		{"delivery", route.Delivery("{key}", "{service}"), deliveries.Show(deliveryPage())},
		{"delivery-errors", "", deliveries.Show(wrongDelivery())},
		{"delivery-late", "", deliveries.Show(lateDelivery())},
	}
}

// renewalsPage is what ends at Acme and what is in Northwind's own account, as Northwind sees it.
func renewalsPage() renewals.IndexPage {
	from := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	p := renewals.IndexPage{
		Shell: shell(cast.Pia, servicesRoom, "Renewals"), Whole: true, Links: map[string]string{}, Keep: map[string]string{},
		Faces: []layout.Tab{{Label: "Services", Href: "/services"}, {Label: "Renewals", Href: "/renewals", Current: true}},
		Later: "/renewals", Export: "/renewals", Clear: "/renewals",
	}
	p.Page.From = from
	for i := range renewal.Months {
		p.Page.Sums = append(p.Page.Sums, renewal.Sum{Month: from.AddDate(0, i, 0)})
		p.Links[from.AddDate(0, i, 0).Format("2006-01")] = "/renewals"
	}
	for _, s := range endings() {
		p.Page.Entries = append(p.Page.Entries, renewal.Entry{Service: s, Account: acme, On: s.TermEndsOn})
		sum := &p.Page.Sums[(s.TermEndsOn.Year()-from.Year())*12+int(s.TermEndsOn.Month()-from.Month())]
		if sum.Number++; s.Renews {
			sum.Renewing++
		}
	}
	p.Result = renewals.Counted(p.Page, p.Filter.Month)
	return p
}

// endings are services of Acme by the day on which their terms end.
func endings() (ss []service.Service) {
	for _, day := range []string{"2026-11-30", "2027-01-31", "2027-06-30", "2027-08-14"} {
		for _, s := range acmes() {
			if s.Status != service.Design && s.TermEndsOn.Format(time.DateOnly) == day {
				ss = append(ss, s)
			}
		}
	}
	return ss
}

func noRenewals() renewals.IndexPage {
	p := renewalsPage()
	p.Page.Entries = nil
	for i := range p.Page.Sums {
		p.Page.Sums[i].Number, p.Page.Sums[i].Renewing = 0, 0
	}
	p.Result = ui.Counted(0, "end")
	return p
}

// acmes are all services of Acme.
func acmes() (ss []service.Service) {
	for _, g := range cast.Services(cast.Acme) {
		ss = append(append(ss, g.Service), g.Under...)
	}
	return ss
}

// toBuild are the services of Acme that are not live yet.
func toBuild() (ds []provision.Delivery) {
	for _, s := range acmes() {
		if s.Status == service.Ordered || s.Status == service.Deployable || s.Status == service.Configured {
			at := s.CreatedAt
			s.OrderedAt, s.OrderedByName = &at, cast.Alice.Name
			ds = append(ds, provision.Delivery{Service: s, Account: acme, Partner: northwind})
		}
	}
	return ds
}

func deliveriesPage() deliveries.IndexPage {
	ds := toBuild()
	numbers := map[service.Status]int64{}
	for _, d := range ds {
		numbers[d.Status]++
	}
	return deliveries.IndexPage{
		Shell: shell(cast.Olive, deliveriesRoom, "Deliveries"), Page: provision.Page{Deliveries: ds, Numbers: numbers}, Keep: map[string]string{},
		Result: ui.Counted(len(ds), "service"), Clear: "/deliveries",
	}
}

func deliveryPage() deliveries.ShowPage {
	d := toBuild()[0]
	return deliveries.ShowPage{Shell: shell(cast.Sam, deliveriesRoom, d.Name), Delivery: d}
}

func wrongDelivery() deliveries.ShowPage {
	p := deliveryPage()
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "problem", Text: "Say why it could not be built"}}, true
	return p
}

func lateDelivery() deliveries.ShowPage {
	p := deliveryPage()
	p.Late = p.Delivery.Name + " can’t be accepted: its status is provisioning now."
	return p
}
