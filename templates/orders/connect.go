package orders

import (
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// reviews reports whether there is something to review.
func (p EndsPage) reviews() bool {
	return p.Ends.Top.Status == service.Design || len(p.Ends.Drawn) > 0
}

// scope says what the service is, and what hangs under it.
func (p EndsPage) scope() string {
	t := p.Ends.Top
	text := t.Product.Name + ", " + t.Rate() + ", " + t.Where() + "."
	if t.Status == service.Design {
		return text + " Add what you need, or go on without."
	}
	if p.Ends.There > 0 {
		text += " It has " + ui.Counted(p.Ends.There, "connection") + "."
	}
	return text
}

func (p EndsPage) steps() []step {
	top := p.Ends.Top
	if top.Status != service.Design {
		return []step{{label: "Product", href: route.NewService(p.Account.ID)}, {label: "Start", href: route.NewServiceAt(p.Account.ID, p.Ends.Product.ID, "")}, {label: "Destination", now: true}, {label: "Details"}, {label: "Review"}}
	}
	return []step{{label: "Product"}, {label: "Location"}, {label: "Details", href: route.Design(p.Account.ID, top.ID)}, {label: "Connections", now: true}, {label: "Review", href: route.Review(p.Account.ID, top.ID)}}
}

// offered is a service of the marketplace with its city, which many a name ends in.
func offered(o connection.Offer) string {
	if strings.HasSuffix(o.Name, o.Location.City) {
		return o.Name
	}
	return o.Name + ", " + o.Location.City
}

// products are the connections to choose from.
func (p EndsPage) products() (ts []layout.Tab) {
	for _, each := range p.Ends.Products {
		ts = append(ts, layout.Tab{Label: each.Name, Href: route.NewConnectionsOf(p.Account.ID, p.Ends.Top.ID, each.ID), Current: each.ID == p.Ends.Product.ID})
	}
	return ts
}

// skies are clouds under one heading.
type skies struct {
	title  string
	clouds []catalog.Cloud
}

// clouds are those to choose from: in the country of the service, and elsewhere.
func (p EndsPage) clouds() (all []skies) {
	here, rest := p.Ends.Clouds[:p.Ends.Here], p.Ends.Clouds[p.Ends.Here:]
	if len(here) > 0 {
		all = append(all, skies{"Clouds in " + account.CountryName(p.Ends.Top.Location.Country), here})
	}
	switch {
	case len(here) == 0:
		all = append(all, skies{"Clouds", rest})
	case len(rest) > 0:
		all = append(all, skies{"Clouds elsewhere", rest})
	}
	return all
}

// none says that nothing can be connected to.
func (p EndsPage) none() string {
	if p.Find == "" {
		return "There is nothing to connect to yet"
	}
	return ui.NoMatch("service or cloud", p.Find, nil)
}
