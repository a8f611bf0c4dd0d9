package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "billing-markets", who: cast.Pia, show: to(route.Markets(cast.Northwind))},
		face{name: "billing-markets-distributor", who: cast.Dina, show: to(route.Markets(cast.Harbour))},
		face{name: "billing-markets-referred", who: cast.Leo, wrong: []string{"403 " + route.Markets(cast.Lakeside)}, show: to(route.Markets(cast.Lakeside))},
		face{name: "billing-market-enable", who: cast.Sol, show: to(route.Market(cast.Solo, "DE"))},
		face{name: "billing-market-errors", who: cast.Sol, wrong: []string{"422 " + route.Markets(cast.Solo)}, show: func(b *tab) {
			b.open(route.Market(cast.Solo, "SG")).fill("Company legal name", "").fill("Tax number", "1").follow("Enable Singapore")
		}},
		face{name: "billing-market", who: cast.Pia, show: to(route.Market(cast.Northwind, "AU"))},
		face{name: "billing-market-kept", who: cast.Pia, show: to(route.MarketDeactivation(cast.Northwind, "AU"))},
		face{name: "billing-market-deactivate", who: cast.Dina, show: to(route.MarketDeactivation(cast.Harbour, "GB"))},
	)
}
