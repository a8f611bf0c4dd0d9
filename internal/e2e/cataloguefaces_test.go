package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	product, list := route.Product(cast.Meridian, cast.VXC), route.Products(cast.Meridian)
	faces = append(faces,
		face{name: "catalogue-products", who: cast.Olive, show: to(list)},
		face{name: "catalogue-product", who: cast.Olive, show: to(product)},
		face{name: "catalogue-product-wrong", who: cast.Olive, wrong: []string{"422 " + product}, show: func(b *tab) {
			b.open(product).fill("Speeds or sizes", "fast").follow("Save product")
		}},
		face{name: "catalogue-product-new", who: cast.Olive, show: to(route.NewProduct(cast.Meridian))},
		face{name: "catalogue-product-read", who: cast.Sam, show: to(product)},
		face{name: "catalogue-locations", who: cast.Olive, show: to(route.Locations(cast.Meridian))},
		face{name: "catalogue-locations-none", who: cast.Olive, show: to(route.Locations(cast.Meridian) + "?q=atlantis&sale=withdrawn")},
		face{name: "catalogue-location", who: cast.Olive, show: to(route.Location(cast.Meridian, "syd1"))},
		face{name: "catalogue-location-new", who: cast.Olive, show: to(route.NewLocation(cast.Meridian))},
		face{name: "catalogue-markets", who: cast.Olive, show: to(route.CatalogueMarkets(cast.Meridian))},
		face{name: "catalogue-market", who: cast.Olive, show: to(route.CatalogueMarket(cast.Meridian, "AU"))},
		face{name: "catalogue-market-new", who: cast.Olive, show: to(route.NewCatalogueMarket(cast.Meridian))},
		face{name: "catalogue-clouds", who: cast.Olive, show: to(route.Clouds(cast.Meridian))},
		face{name: "catalogue-cloud", who: cast.Olive, show: to(route.Cloud(cast.Meridian, "aws-syd"))},
		face{name: "catalogue-cloud-new", who: cast.Olive, show: to(route.NewCloud(cast.Meridian))},
	)
}
