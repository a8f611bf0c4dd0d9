package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	speed, end, edit := route.ServiceSpeed(cast.Acme, "p-7f2k"), route.ServiceEnd(cast.Acme, "p-7f2k"), route.ServiceEdit(cast.Acme, "p-7f2k")
	faces = append(faces,
		face{name: "service", who: cast.Alice, show: to(route.Service(cast.Acme, "p-7f2k"))},
		face{name: "service-technical", who: cast.Ben, show: to(route.Service(cast.Acme, "p-7f2k"))},
		face{name: "service-design", who: cast.Alice, show: to(route.Service(cast.Acme, "p-6d9h"))},
		face{name: "service-cancelled", who: cast.Alice, show: to(route.Service(cast.Acme, "x-12rn"))},
		face{name: "service-viewing", who: cast.Pia, fresh: true, show: func(b *tab) {
			b.enter(cast.Northwind, cast.Acme).open(route.Service(cast.Acme, "p-7f2k")).sees("Cost to you")
		}},
		face{name: "service-changed", who: cast.Alice, fresh: true, show: func(b *tab) {
			b.open(route.Service(cast.Acme, "p-3c8w")).fill("Name", "Cost centre").fill("Value", "4410").follow("Save tag").sees("Cost centre")
			b.follow("Lock").sees("is locked")
		}},
		face{name: "service-tag-errors", who: cast.Alice, wrong: []string{"422 " + route.ServiceTags(cast.Acme, "p-7f2k")}, show: func(b *tab) {
			b.open(route.Service(cast.Acme, "p-7f2k")).fill("Name", "a=b").follow("Save tag")
		}},
		face{name: "service-edit", who: cast.Alice, show: to(edit)},
		face{name: "service-edit-errors", who: cast.Alice, wrong: []string{"422 " + edit}, show: func(b *tab) {
			b.open(edit).fill("Name", "").follow("Save")
		}},
		face{name: "service-edit-refused", who: cast.Alice, show: to(route.ServiceEdit(cast.Acme, "p-6d9h"))},
		face{name: "service-speed", who: cast.Alice, show: to(speed)},
		face{name: "service-speed-errors", who: cast.Alice, wrong: []string{"422 " + speed}, show: func(b *tab) {
			b.open(speed).fill("Comment", "For the second line.").follow("Send for Approval")
		}},
		face{name: "service-speed-waits", who: cast.Alice, show: to(route.ServiceSpeed(cast.Acme, "m-18qz"))},
		face{name: "service-term", who: cast.Alice, show: to(route.ServiceTerm(cast.Acme, "p-7f2k"))},
		face{name: "service-term-refused", who: cast.Alice, show: to(route.ServiceTerm(cast.Acme, "x-12rn"))},
		face{name: "service-end", who: cast.Alice, show: to(end)},
		face{name: "service-end-errors", who: cast.Alice, wrong: []string{"422 " + end}, show: func(b *tab) {
			b.open(end).follow("Send termination for approval")
		}},
		face{name: "all-services", who: cast.Pia, show: to(route.AllServices(cast.Northwind))},
		face{name: "all-services-filtered", who: cast.Pia, show: to(route.AllServices(cast.Northwind) + "?q=sydney&status=live&product=port&sort=-account")},
		face{name: "all-services-filter", who: cast.Pia, show: menu(route.AllServices(cast.Northwind)+"?q=acme", "Add filter", "more")},
		face{name: "all-services-no-match", who: cast.Pia, show: to(route.AllServices(cast.Northwind) + "?q=zzzz")},
		face{name: "all-services-called", who: cast.Pia, show: to(route.AllServices(cast.Northwind) + "?q=acme")},
	)
}
