package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	sheet := route.PriceSheet(cast.Meridian, "AU", cast.Port)
	faces = append(faces,
		face{name: "prices", who: cast.Olive, show: to(route.Prices(cast.Meridian))},
		face{name: "price-book", who: cast.Olive, show: to(route.PriceBook(cast.Meridian, "AU"))},
		face{name: "price-book-read", who: cast.Sam, show: to(route.PriceBook(cast.Meridian, "AU"))},
		face{name: "price-sheet", who: cast.Olive, show: to(sheet)},
		face{name: "price-sheet-wrong", who: cast.Olive, wrong: []string{"422 " + sheet}, show: func(b *tab) {
			b.open(sheet).fill("Retail a month at 1 Gbps", "many").follow("Save prices")
		}},
		face{name: "price-copy", who: cast.Olive, show: to(route.PriceCopy(cast.Meridian, "AU"))},
		face{name: "price-import", who: cast.Olive, show: to(route.PriceImport(cast.Meridian, "AU"))},
		face{name: "price-discounts", who: cast.Olive, show: to(route.Discounts(cast.Meridian))},
		face{name: "price-codes", who: cast.Olive, show: to(route.Codes(cast.Meridian))},
		face{name: "price-code-new", who: cast.Olive, show: to(route.NewCode(cast.Meridian))},
		face{name: "account-prices", who: cast.Olive, show: to(route.AccountPrices(cast.Meridian))},
		face{name: "account-price-new", who: cast.Olive, show: to(route.NewAccountPrice(cast.Meridian))},
	)
}
