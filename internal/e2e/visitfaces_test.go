package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "access", who: cast.Pia, show: func(b *tab) {
			b.enter(cast.Northwind, cast.Acme).open(route.Access(cast.Acme)).sees("Views the account")
		}},
		face{name: "access-empty", who: cast.Sol, show: to(route.Access(cast.Solo))},
		face{name: "access-filtered", who: cast.Alice, show: to(route.Access(cast.Acme) + "?how=act&from=2026-11-01")},
		face{name: "live-visits", who: cast.Olive, show: to(route.Visits(cast.Meridian))},
	)
}
