package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	list := route.Delegations(cast.Northwind)
	theo := func(b *tab) { b.open(list).follow("Theo Brandt") }
	faces = append(faces,
		face{name: "delegations", who: cast.Pia, show: to(list)},
		face{name: "delegations-filter", who: cast.Pia, show: menu(list, "Add filter", "more")},
		face{name: "delegations-no-match", who: cast.Pia, show: to(list + "?q=zzzz")},
		face{name: "delegation", who: cast.Pia, show: theo},
		face{name: "delegation-own", who: cast.Pia, show: func(b *tab) { b.open(list).follow("Pia Larsen") }},
		face{name: "delegation-errors", who: cast.Pia, wrong: []string{"422 " + list}, show: func(b *tab) {
			theo(b)
			b.follow("Add").sees("Find the accounts, and choose one or more of them")
		}},
		face{name: "delegation-found", who: cast.Pia, show: func(b *tab) {
			theo(b)
			b.fill("Find accounts", "health").follow("Find").sees("Cobalt Health")
		}},
	)
}
