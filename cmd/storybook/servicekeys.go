package main

import (
	"slices"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/orders"
	"github.com/tenantry/tenantry/templates/servicekeys"
	"github.com/tenantry/tenantry/web/route"
)

func keyStories() []story {
	return []story{
		{"keys", route.ServiceKeys("{key}"), servicekeys.Index(keysPage(false, ""))},
		{"keys-service", route.KeysOf("{key}", "{service}"), servicekeys.Index(keysPage(true, ""))},
		{"keys-empty", "", servicekeys.Index(noKeys())},
		{"keys-expired", "", servicekeys.Index(keysPage(true, servicekey.Expired))},
		{"key", route.ServiceKey("{key}", "{servicekey}"), servicekeys.Show(keyPage(0))},
		{"key-used", "", servicekeys.Show(keyPage(3))},
		{"key-errors", "", servicekeys.Show(wrongKey())},
		{"key-new", route.NewKey("{key}", "{service}"), servicekeys.New(newKeyPage(nil))},
		{"key-new-errors", "", servicekeys.New(newKeyPage(fault.Fields{{Field: "label", Text: "Enter the label"}, {Field: "uses", Text: "Choose how often it can be used"}, {Field: "vlan", Text: "VLAN 910 of Sydney core is taken by the service key Dock cameras of Northside"}}))},
		{"order-connections-key", "", orders.Connections(refusedKey())},
	}
}

// sydneyCore is the port of Acme's that the cast has keys for.
func sydneyCore() service.Service {
	gs := cast.Services(cast.Acme)
	return gs[slices.IndexFunc(gs, func(g service.Group) bool { return g.Service.ID == "p-7f2k" })].Service
}

func keysPage(one bool, state servicekey.State) servicekeys.IndexPage {
	p := servicekeys.IndexPage{Shell: shell(cast.Alice, servicesRoom, "Service keys"), State: state, Page: servicekey.Page{At: now}, Faces: []layout.Tab{
		{Label: "Services", Href: route.Services(cast.Acme)}, {Label: "Renewals", Href: route.Renewals(cast.Acme)}, {Label: "Service keys", Href: route.ServiceKeys(cast.Acme), Current: true},
	}}
	for _, word := range []string{"All", "Active", "Used", "Expired", "Inactive"} {
		p.States = append(p.States, layout.Tab{Label: word, Href: route.ServiceKeys(cast.Acme), Current: word == "All" && state == "" || word == state.Word() && state != ""})
	}
	if one {
		p.Page.Service = sydneyCore()
	}
	for _, k := range cast.Keys(now) {
		k.Service = sydneyCore()
		if state == "" || state == k.State(now) {
			p.Page.Keys = append(p.Page.Keys, k)
		}
	}
	return p
}

func noKeys() servicekeys.IndexPage {
	p := keysPage(true, "")
	p.Page.Keys = nil
	return p
}

func keyPage(i int) servicekeys.ShowPage {
	k := cast.Keys(now)[i]
	k.Service = sydneyCore()
	return servicekeys.ShowPage{Shell: shell(cast.Alice, servicesRoom, k.Label), Key: k, At: now, Draft: servicekey.DraftOf(k)}
}

func wrongKey() servicekeys.ShowPage {
	p := keyPage(0)
	p.Draft.Ends = "2026-01-31"
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "ends", Text: "The last day is before the first"}}, true
	return p
}

func newKeyPage(problems fault.Fields) servicekeys.NewPage {
	vxc := cast.Products[slices.IndexFunc(cast.Products, func(p catalog.Product) bool { return p.ID == cast.VXC })]
	p := servicekeys.NewPage{Shell: shell(cast.Alice, servicesRoom, "New key"), Problems: problems, Board: servicekey.Board{Service: sydneyCore(), Product: vxc, Speeds: vxc.Speeds[:5]}, Draft: servicekey.Draft{Active: true}}
	p.Shell.Invalid = problems != nil
	if problems != nil {
		p.Draft.VLAN = "910"
	}
	return p
}

func refusedKey() orders.EndsPage {
	p := orders.EndsPage{Shell: shell(cast.Alice, servicesRoom, "Connections"), Account: acme, Ends: ends(), Code: "6f0b1a52-6c1f-4a0e", Problems: fault.Fields{{Field: "code", Text: servicekey.Refused}}}
	p.Shell.Invalid = true
	return p
}
