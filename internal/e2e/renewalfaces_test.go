package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	one := route.Delivery(cast.Meridian, "x-20ce")
	faces = append(faces,
		face{name: "renewals", who: cast.Pia, show: to(route.Renewals(cast.Northwind))},
		face{name: "renewals-month", who: cast.Pia, show: to(route.Renewals(cast.Northwind) + "?month=2027-01")},
		face{name: "renewals-none", who: cast.Pia, show: to(route.Renewals(cast.Northwind) + "?q=nothing+of+that+name")},
		face{name: "renewals-managed", who: cast.Alice, show: to(route.Renewals(cast.Acme))},
		face{name: "deliveries", who: cast.Olive, show: to(route.Deliveries(cast.Meridian))},
		face{name: "deliveries-none", who: cast.Sam, show: to(route.Deliveries(cast.Meridian) + "?q=nothing+of+that+name")},
		face{name: "delivery", who: cast.Sam, show: to(one)},
		face{name: "delivery-errors", who: cast.Olive, wrong: []string{"422 " + route.DeliveryFailure(cast.Meridian, "x-20ce")}, show: func(b *tab) {
			b.open(one).follow("Mark as failed")
		}},
	)
}
