package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	start := route.Acting(cast.Meridian, cast.Acme)
	faces = append(faces,
		face{name: "acting-start", who: cast.Sam, fresh: true, show: func(b *tab) {
			b.portal.Says(cast.Acme, consent.OfOperator, consent.Always)
			b.open(start)
		}},
		face{name: "acting-start-errors", who: cast.Sam, fresh: true, wrong: []string{"422 " + start}, show: func(b *tab) {
			b.portal.Says(cast.Acme, consent.OfOperator, consent.Always)
			b.open(start).follow("Start acting")
		}},
		face{name: "acting-ask", who: cast.Sam, show: to(route.Acting(cast.Meridian, cast.Cobalt))},
		face{name: "acting-reading", who: cast.Sam, fresh: true, show: func(b *tab) { b.acts() }},
		face{name: "acting-changing", who: cast.Sam, fresh: true, show: func(b *tab) { b.acts().changes() }},
		face{name: "acting-masked", who: cast.Sam, fresh: true, show: func(b *tab) {
			b.actsAs(cast.Pia).changes().open(route.Managed(cast.Northwind, cast.Acme)).sees("Masked while you act as Pia Larsen")
		}},
		face{name: "acting-step", who: cast.Sam, fresh: true, wrong: []string{"422 " + route.ActingExtension(cast.Acme)}, show: func(b *tab) { b.acts().follow("Extend").follow("Extend").sees("Say why") }},
		face{name: "acting-elsewhere", who: cast.Sam, fresh: true, wrong: []string{"409 " + route.Me}, show: func(b *tab) { b.acts().open(route.Me) }},
	)
}
