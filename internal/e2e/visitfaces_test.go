package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "access", who: cast.Pia, show: func(b *tab) {
			b.enter(cast.Northwind, cast.Acme).open(route.Access(cast.Acme)).sees("Views the account")
		}},
		face{name: "access-empty", who: cast.Sol, show: to(route.Access(cast.Solo))},
		face{name: "access-filtered", who: cast.Alice, show: to(route.Access(cast.Acme) + "?how=act&from=2026-11-01")},
		face{name: "access-now", who: cast.Alice, fresh: true, show: whileSamActs(route.Access(cast.Acme), "End now")},
		face{name: "live-visits", who: cast.Olive, show: to(route.Visits(cast.Meridian))},
		face{name: "live-visits-now", who: cast.Olive, fresh: true, show: whileSamActs(route.Visits(cast.Meridian), "somebody’s place now")},
	)
}

// whileSamActs shows a page with a visit under way, which says so.
func whileSamActs(address, says string) func(*tab) {
	return func(b *tab) {
		b.portal.Says(cast.Acme, consent.OfOperator, consent.Always)
		b.portal.Acting(cast.Sam, cast.Alice)
		b.open(address).sees(says)
	}
}
