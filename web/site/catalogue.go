package site

import (
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// catalogueFaces are the faces of the Catalogue room that the caller may see.
func catalogueFaces(r *Request) (ts []layout.Tab) {
	key := r.here()
	for _, t := range []struct {
		label, href string
		roots       []string
	}{
		{"Products", route.Products(key), []string{route.Products(":key")}},
		{"Locations", route.Locations(key), []string{route.Locations(":key")}},
		{"Markets", route.CatalogueMarkets(key), []string{route.CatalogueMarkets(":key")}},
		{"Clouds", route.Clouds(key), []string{route.Clouds(":key")}},
		{"Prices", route.Prices(key), []string{route.Prices(":key"), route.PriceBook(":key", ""), route.Discounts(":key")}},
		{"Codes", route.Codes(key), []string{route.Codes(":key")}},
		{"Account prices", route.AccountPrices(key), []string{route.AccountPrices(":key")}},
	} {
		if !r.By.May(access.ViewCatalogue) {
			continue
		}
		current := false
		for _, root := range t.roots {
			current = current || r.Path() == root || root != route.Prices(":key") && strings.HasPrefix(r.Path(), root)
		}
		ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: current})
	}
	return ts
}
