package main

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func catalogueStories() []story {
	return []story{
		{"catalogue-products", route.Products("{key}"), catalogue.Products(catalogueProducts())},
		{"catalogue-products-first", "", catalogue.Products(catalogue.ProductsPage{Shell: shell(cast.Olive, catalogueRoom, "Products"), Faces: catalogueFaces("Products")})},
		{"catalogue-product-new", route.NewProduct("{key}"), catalogue.Product(newProduct())},
		{"catalogue-product", route.Product("{key}", "{product}"), catalogue.Product(catalogueProduct(cast.Olive))},
		{"catalogue-product-errors", "", catalogue.Product(wrongProduct())},
		{"catalogue-product-late", "", catalogue.Product(lateProduct())},
		{"catalogue-product-read", "", catalogue.Product(catalogueProduct(cast.Sam))},
		{"catalogue-locations", route.Locations("{key}"), catalogue.Locations(catalogueLocations(cast.Locations[:50]))},
		{"catalogue-locations-none", "", catalogue.Locations(catalogueLocations(nil))},
		{"catalogue-location", route.Location("{key}", "{location}"), catalogue.Location(catalogueLocation(cast.Olive))},
		{"catalogue-location-new", route.NewLocation("{key}"), catalogue.Location(catalogue.LocationPage{Entry: newEntry("Locations", route.Locations(cast.Meridian), "Add a location"), Markets: cast.Markets})},
		{"catalogue-markets", route.CatalogueMarkets("{key}"), catalogue.Markets(catalogue.MarketsPage{Shell: shell(cast.Olive, catalogueRoom, "Markets"), Faces: catalogueFaces("Markets"), Markets: cast.Markets, Live: map[string]int64{"AU": 311, "US": 120}})},
		{"catalogue-market", route.CatalogueMarket("{key}", "{market}"), catalogue.Market(catalogueMarket())},
		{"catalogue-market-new", route.NewCatalogueMarket("{key}"), catalogue.Market(catalogue.MarketPage{Entry: newEntry("Markets", route.CatalogueMarkets(cast.Meridian), "Add a market")})},
		{"catalogue-clouds", route.Clouds("{key}"), catalogue.Clouds(catalogueClouds())},
		{"catalogue-cloud", route.Cloud("{key}", "{cloud}"), catalogue.Cloud(catalogueCloud())},
		{"catalogue-cloud-new", route.NewCloud("{key}"), catalogue.Cloud(catalogue.CloudPage{Entry: newEntry("Clouds", route.Clouds(cast.Meridian), "Add a cloud"), Places: cast.Locations})},
	}
}

// catalogueFaces are the faces of the Catalogue room that are about what is sold.
func catalogueFaces(current string) (ts []layout.Tab) {
	for _, t := range []layout.Tab{
		{Label: "Products", Href: route.Products(cast.Meridian)}, {Label: "Locations", Href: route.Locations(cast.Meridian)},
		{Label: "Markets", Href: route.CatalogueMarkets(cast.Meridian)}, {Label: "Clouds", Href: route.Clouds(cast.Meridian)},
	} {
		t.Current = t.Label == current
		ts = append(ts, t)
	}
	return append(ts, priceFaces("")...)
}

func catalogueProducts() catalogue.ProductsPage {
	return catalogue.ProductsPage{
		Shell: shell(cast.Olive, catalogueRoom, "Products"), Faces: catalogueFaces("Products"), Products: cast.Products,
		Live: map[string]int64{cast.Port: 184, cast.VXC: 392, cast.MCR: 41, cast.MVE: 17},
	}
}

func newEntry(list, href, title string) catalogue.Entry {
	return catalogue.Entry{Shell: shell(cast.Olive, catalogueRoom, title), List: ui.Crumb{Label: list, Href: href}, Action: href, Rows: href + "/new"}
}

func storedEntry(who cast.Person, list, href, name, code string, live int64, told []catalog.Told) catalogue.Entry {
	e := newEntry(list, href, name)
	e.Shell = shell(who, catalogueRoom, name)
	e.Name, e.Code, e.Offered, e.Use, e.Told = name, code, true, catalog.Use{Live: live, Ever: live > 0}, told
	e.Action, e.Rows, e.Sale = href+"/"+code, href+"/"+code+"/rows", href+"/"+code+"/sale"
	return e
}

func newProduct() catalogue.ProductPage {
	return catalogue.ProductPage{
		Entry: newEntry("Products", route.Products(cast.Meridian), "Add a product"),
		Draft: catalog.ProductDraft{
			ID: "devices", Name: "Monitored devices", Short: "Devices", Stands: catalog.StandsAlone, Unit: "devices", Speeds: "10, 50, 100",
			Terms: []string{"1", "12"}, FeePercent: "0", Place: "6", Fields: []catalog.FieldDraft{{Kind: string(catalog.TextField)}},
		},
	}
}

func catalogueProduct(who cast.Person) catalogue.ProductPage {
	p := cast.Products[1]
	return catalogue.ProductPage{Entry: storedEntry(who, "Products", route.Products(cast.Meridian), p.Name, p.ID, 392, p.Told()), Draft: p.Draft()}
}

func wrongProduct() catalogue.ProductPage {
	p := catalogueProduct(cast.Olive)
	p.Draft.Speeds, p.Draft.Terms = "50, fast", nil
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: "speeds", Text: "Enter whole numbers with commas between them, such as 50, 100, 1000"}, {Field: "terms", Text: "Choose at least one term"},
		{Field: "field.0.label", Text: "Another field is called VLAN at the far end"},
	}, true
	return p
}

func lateProduct() catalogue.ProductPage {
	p := catalogueProduct(cast.Olive)
	p.Offered, p.Use = false, catalog.Use{}
	p.Late = "Somebody has changed Cross Connect meanwhile. What you typed is still here: save again to put it in the place of theirs."
	return p
}

func catalogueLocations(ls []catalog.Location) catalogue.LocationsPage {
	list := route.Locations(cast.Meridian)
	p := catalogue.LocationsPage{
		Shell: shell(cast.Olive, catalogueRoom, "Locations"), Faces: catalogueFaces("Locations"), Locations: ls, Live: map[string]int64{"syd1": 96, "mel1": 40},
		Heads: []ui.Head{{Label: "Location", Href: list}, {Label: "City", Href: list, Sorted: "asc"}, {Label: "Market", Href: list}},
		More:  []ui.Choice{{Label: "Status", Name: "sale", Options: []ui.Option{{Label: "Any"}, {Label: "Offered"}}}},
		Clear: list, Result: ui.Counted(len(cast.Locations), "location"), Next: list,
	}
	if ls == nil {
		p.Find, p.Result, p.Next = "atlantis", "0 locations", ""
		p.Chips = []ui.Condition{{Label: "Country", Value: "Portugal", Remove: list}}
	}
	return p
}

func catalogueLocation(who cast.Person) catalogue.LocationPage {
	l := cast.Locations[0]
	return catalogue.LocationPage{Entry: storedEntry(who, "Locations", route.Locations(cast.Meridian), l.Name, l.ID, 96, l.Told()), Draft: l.Draft(), Markets: cast.Markets}
}

func catalogueMarket() catalogue.MarketPage {
	m := cast.Markets[0]
	return catalogue.MarketPage{Entry: storedEntry(cast.Olive, "Markets", route.CatalogueMarkets(cast.Meridian), m.Name, m.ID, 311, m.Told()), Draft: m.Draft()}
}

func catalogueClouds() catalogue.CloudsPage {
	b, _ := catalog.Bundled()
	at := map[string]catalog.Location{}
	for _, l := range cast.Locations {
		at[l.ID] = l
	}
	return catalogue.CloudsPage{
		Shell: shell(cast.Olive, catalogueRoom, "Clouds"), Faces: catalogueFaces("Clouds"), Clouds: b.Clouds[:30], At: at,
		Live: map[string]int64{"aws-syd": 31}, Result: ui.Counted(len(b.Clouds), "cloud"), Next: route.Clouds(cast.Meridian),
	}
}

func catalogueCloud() catalogue.CloudPage {
	c := catalog.Cloud{ID: "aws-syd", Name: "AWS ap-southeast-2", Location: "syd1", Offered: true, Version: 1}
	return catalogue.CloudPage{Entry: storedEntry(cast.Olive, "Clouds", route.Clouds(cast.Meridian), c.Name, c.ID, 31, c.Told()), Draft: c.Draft(), Places: cast.Locations}
}
