package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "design-product", who: cast.Alice, show: to(route.NewService(cast.Acme))},
		face{name: "design-place", who: cast.Alice, show: to(route.NewServiceAt(cast.Acme, cast.Port, ""))},
		face{name: "design-place-partner", who: cast.Pia, show: to(route.NewServiceAt(cast.Northwind, cast.Port, ""))},
		face{name: "design-start", who: cast.Alice, show: to(route.NewServiceAt(cast.Acme, cast.VXC, ""))},
		face{name: "design-form", who: cast.Alice, show: to(route.NewServiceAt(cast.Acme, cast.Port, "syd1"))},
		face{name: "design-form-errors", who: cast.Alice, wrong: []string{"422 " + route.NewService(cast.Acme)}, show: func(b *tab) {
			b.open(route.NewServiceAt(cast.Acme, cast.Port, "syd1")).follow("Continue").sees("Choose a speed")
		}},
		face{name: "design-connections", who: cast.Alice, show: to(route.NewConnections(cast.Acme, "p-6d9h"))},
		face{name: "design-connection", who: cast.Alice, show: to(route.NewConnectionTo(cast.Acme, "p-6d9h", cast.VXC, "cloud.aws-syd"))},
		face{name: "design-review", who: cast.Alice, show: to(route.Review(cast.Acme, "p-6d9h"))},
		face{name: "design-review-refused", who: cast.Ben, show: to(route.Review(cast.Acme, "p-6d9h"))},
		face{name: "design-discard", who: cast.Alice, show: to(route.DesignRemoval(cast.Acme, "p-6d9h"))},
	)
}
