package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "connections", who: cast.Pia, show: to(route.Connections(cast.Northwind))},
		face{name: "connections-all", who: cast.Pia, show: to(route.Connections(cast.Northwind) + "?state=any")},
		face{name: "connection", who: cast.Pia, show: func(b *tab) {
			b.open(route.Connections(cast.Northwind)).follow("Answer")
		}},
		face{name: "connection-errors", who: cast.Pia, wrong: []string{"422 " + route.Connections(cast.Northwind)}, show: func(b *tab) {
			b.open(route.Connections(cast.Northwind)).follow("Answer").fill("VLAN at your end", "9999").follow("Answer")
		}},
	)
}
