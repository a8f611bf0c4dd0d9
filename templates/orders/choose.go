package orders

import (
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func (p ProductPage) steps() []step {
	return []step{{label: "Product", now: true}, {label: "Location"}, {label: "Details"}, {label: "Connections"}, {label: "Review"}}
}

func (p PlacePage) steps() []step {
	all := []step{{label: "Product", href: route.NewService(p.Account.ID)}, {label: "Location", now: true}, {label: "Details"}}
	return append(all, last(p.Places.Product)...)
}

// last are the steps after the details.
func last(p catalog.Product) []step {
	if p.Carries {
		return []step{{label: "Connections"}, {label: "Review"}}
	}
	return []step{{label: "Review"}}
}

func (p StartPage) steps() []step {
	return []step{{label: "Product", href: route.NewService(p.Account.ID)}, {label: "Start", now: true}, {label: "Destination"}, {label: "Details"}, {label: "Review"}}
}

// scope says what is listed.
func (p PlacePage) scope() string {
	text := "Where the " + p.Places.Product.Name + " is delivered."
	if !p.Places.Range.All {
		text += " These locations are in billing markets that are enabled for " + p.Account.Name + "."
	}
	return text
}

// country is the locations of one country.
type country struct {
	name      string
	locations []catalog.Location
}

// countries are the locations in groups, by the name of the country.
func (p PlacePage) countries() (all []country) {
	for _, l := range p.Places.Locations {
		name := account.CountryName(l.Country)
		if i := slices.IndexFunc(all, func(c country) bool { return c.name == name }); i >= 0 {
			all[i].locations = append(all[i].locations, l)
			continue
		}
		all = append(all, country{name, []catalog.Location{l}})
	}
	slices.SortFunc(all, func(a, b country) int { return strings.Compare(a.name, b.name) })
	return all
}

// has reports whether the product can be had at a location.
func (p PlacePage) has(l catalog.Location) bool { return p.fastest(l) > 0 }

func (p PlacePage) fastest(l catalog.Location) (most int64) {
	for _, s := range p.Places.Product.Speeds {
		if l.Has(p.Places.Product, "", s) {
			most = max(most, s)
		}
	}
	return most
}

// says is what is to know of a location on one line.
func (p PlacePage) says(l catalog.Location) string {
	text := l.City + ", up to " + service.Rate(p.Places.Product, p.fastest(l))
	if len(l.Zones) > 1 && p.Places.Product.Network() {
		text += ", " + ui.Counted(len(l.Zones), "diversity zone")
	}
	return text
}

// enabled reports whether something can be ordered at a location.
func (p PlacePage) enabled(l catalog.Location) bool {
	return slices.Contains(p.Places.Range.Open, l.Market)
}

// open reports whether something can be ordered anywhere in a country.
func (p PlacePage) open(c country) bool { return slices.ContainsFunc(c.locations, p.enabled) }

// enable is where a location's market is enabled, for who may.
func (p PlacePage) enable(l catalog.Location) string {
	if p.Places.Range.Ours && p.By.Holds(access.SetMarkets) {
		return enabling(p.By.Seat, l.Market)
	}
	return ""
}

// market is the name of a location's billing market.
func (p PlacePage) market(l catalog.Location) string { return p.named(l.Market) }

// named is the name of a billing market.
func (p PlacePage) named(id string) string {
	i := slices.IndexFunc(p.Places.Markets, func(m catalog.Market) bool { return m.ID == id })
	if i < 0 {
		return id
	}
	return p.Places.Markets[i].Name
}

// missing says why a location may not be listed, for who can't enable its
// market, or "".
func (p PlacePage) missing() string {
	if p.By.Kind != access.Managed || p.By.Viewing() {
		return ""
	}
	return "Locations are listed where " + p.Places.Above.Name + " has enabled the billing market. Only its people can enable another market."
}

// ask is the button that asks the partner for a market.
func (p PlacePage) ask() string { return "Ask " + p.Places.Above.Name + " to enable a market" }

// conditions are the filters in force.
func (p PlacePage) conditions() (cs []ui.Condition) {
	if p.Filter.Country != "" {
		cs = append(cs, ui.Condition{Label: "Country", Value: account.CountryName(p.Filter.Country)})
	}
	if p.Filter.City != "" {
		cs = append(cs, ui.Condition{Label: "Metro", Value: p.Filter.City})
	}
	return cs
}

// country are the countries to choose from.
func (p PlacePage) country() ui.Choice {
	c := ui.Choice{Label: "Country", Hidden: true, Name: "country", Small: true, Options: []ui.Option{{Label: "Any country"}}}
	for _, m := range p.Places.Metros {
		o := ui.Option{Value: m.Country, Label: account.CountryName(m.Country), Chosen: m.Country == p.Filter.Country}
		if !slices.Contains(c.Options, o) {
			c.Options = append(c.Options, o)
		}
	}
	slices.SortFunc(c.Options[1:], func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return c
}

// city are the metros to choose from, those of the chosen country alone.
func (p PlacePage) city() ui.Choice {
	c := ui.Choice{Label: "Metro", Hidden: true, Name: "city", Small: true, Options: []ui.Option{{Label: "Any metro"}}}
	for _, m := range p.Places.Metros {
		o := ui.Option{Value: m.City, Label: m.City, Chosen: m.City == p.Filter.City}
		if (p.Filter.Country == "" || m.Country == p.Filter.Country) && !slices.Contains(c.Options, o) {
			c.Options = append(c.Options, o)
		}
	}
	slices.SortFunc(c.Options[1:], func(a, b ui.Option) int { return strings.Compare(a.Label, b.Label) })
	return c
}

// asking is where people of a managed account ask for a billing market.
func asking(key, market string) string {
	return route.With(route.Markets(key), url.Values{"market": {market}})
}

// enabling is where a company enables a billing market.
func enabling(company, market string) string { return route.Market(company, market) }
