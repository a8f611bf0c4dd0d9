package site

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func locations(r *Request) ui.Crumb {
	return ui.Crumb{Label: "Locations", Href: route.Locations(r.here())}
}

// listLocations is where services are delivered.
func (s *Site) listLocations(r *Request) error {
	ms, _, err := s.Catalogue.Markets(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, raw := readLocations(r.query(), ms)
	ls, live, total, more, err := s.Catalogue.Locations(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	for i := range ls {
		if at := slices.IndexFunc(ms, func(m catalog.Market) bool { return m.ID == ls[i].Market }); at >= 0 {
			ls[i].Currency = ms[at].Currency
		}
	}
	list := route.Locations(r.here())
	p := catalogue.LocationsPage{
		Shell: s.shell(r, "Locations"), Faces: catalogueFaces(r), Locations: ls, Live: live, Find: f.Find, Keep: map[string]string{},
		Clear: list, Result: ui.Counted(total, "location"),
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.Heads = heads(locationColumns, f.Sort, f.Desc, func(sort string) string { return route.With(list, replaced(raw, "sort", sort)) })
	p.Heads[0], p.Heads[1] = p.Heads[1], p.Heads[0]
	p.More, p.Chips = locationFilters(list, raw, ms)
	if more {
		p.Next = route.With(list, replaced(raw, "after", ls[len(ls)-1].ID))
	}
	return r.page(http.StatusOK, catalogue.Locations(p))
}

// locationColumns are the columns that locations are sorted by, the usual one first.
var locationColumns = []column{{key: "city", label: "City"}, {key: "name", label: "Location"}, {key: "market", label: "Market"}}

// readLocations reads the query of the list of locations. What is not
// understood is left out.
func readLocations(q url.Values, ms []catalog.Market) (f catalog.LocationFilter, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Market = take(q, raw, "market", func(v string) bool {
		return slices.ContainsFunc(ms, func(m catalog.Market) bool { return m.ID == v })
	})
	f.Country = take(q, raw, "country", account.IsCountry)
	f.Sale = catalog.Sale(take(q, raw, "sale", in(string(catalog.OnSale), string(catalog.Withdrawn))))
	sort := take(q, raw, "sort", func(v string) bool { return slices.Contains(catalog.LocationSorts, strings.TrimPrefix(v, "-")) })
	f.Sort, f.Desc = strings.TrimPrefix(sort, "-"), strings.HasPrefix(sort, "-")
	f.After = q.Get("after")
	return f, raw
}

// locationFilters are the filters to choose from, and those in force.
func locationFilters(list string, raw url.Values, ms []catalog.Market) (more []ui.Choice, chips []ui.Condition) {
	market := ui.Choice{Label: "Market", Name: "market", Options: []ui.Option{{Label: "Any"}}}
	for _, m := range ms {
		market.Options = append(market.Options, ui.Option{Value: m.ID, Label: m.Name})
	}
	country := ui.Choice{Label: "Country", Name: "country", Options: []ui.Option{{Label: "Any"}}}
	for _, c := range account.World() {
		country.Options = append(country.Options, ui.Option{Value: c, Label: account.CountryName(c)})
	}
	sale := ui.Choice{Label: "Status", Name: "sale", Options: []ui.Option{
		{Label: "Any"}, {Value: string(catalog.OnSale), Label: "Offered"}, {Value: string(catalog.Withdrawn), Label: "Withdrawn"},
	}}
	return chosen(list, raw, market, country, sale)
}

// located gives the page of a location the markets to choose from.
func (s *Site) located(r *Request, e catalogue.Entry, in catalog.LocationDraft) (p catalogue.LocationPage, err error) {
	p = catalogue.LocationPage{Entry: e, Draft: in}
	p.Markets, _, err = s.Catalogue.Markets(r.ctx(), r.By)
	return p, err
}

func (s *Site) newLocationPage(r *Request, in catalog.LocationDraft) (p catalogue.LocationPage, err error) {
	e, err := s.newEntry(r, locations(r), "Add a location")
	if err != nil {
		return p, err
	}
	return s.located(r, e, in)
}

// newLocation is the form that adds one.
func (s *Site) newLocation(r *Request) error {
	p, err := s.newLocationPage(r, catalog.LocationDraft{Token: db.NewToken()})
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Location(p))
}

// createLocation adds a location.
func (s *Site) createLocation(r *Request) error {
	p, err := s.newLocationPage(r, catalog.LocationDraft{})
	if err != nil {
		return err
	}
	var made catalog.Location
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.CreateLocation(r.ctx(), r.By, p.Draft)
	}
	if err != nil {
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Location(p) })
	}
	return s.saved(r, route.Location(r.here(), made.ID), made.Name)
}

// changeNewZones shows the form that adds a location with its zones changed.
func (s *Site) changeNewZones(r *Request) error {
	p, err := s.newLocationPage(r, catalog.LocationDraft{})
	if err != nil {
		return err
	}
	return s.zoneRows(r, p)
}

func (s *Site) zoneRows(r *Request, p catalogue.LocationPage) error {
	var press rowPress
	if err := errors.Join(r.decode(&press), r.decode(&p.Draft)); err != nil {
		return err
	}
	p.Draft.Zones, p.Added = pressed(press, p.Draft.Zones, catalog.MostZones, catalog.ZoneDraft{})
	return r.page(http.StatusOK, catalogue.Location(p))
}

// storedLocation is the page of the location that the address names.
func (s *Site) storedLocation(r *Request) (p catalogue.LocationPage, err error) {
	l, use, err := s.Catalogue.Location(r.ctx(), r.By, r.Param("location"))
	if err != nil {
		return p, err
	}
	return s.located(r, s.entry(r, locations(r), l.Name, l.ID, l.Offered, use, l.Told()), l.Draft())
}

// showLocation is one location.
func (s *Site) showLocation(r *Request) error {
	p, err := s.storedLocation(r)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Location(p))
}

// editLocation changes one.
func (s *Site) editLocation(r *Request) error {
	p, err := editing(r, s.storedLocation)
	if err != nil {
		return err
	}
	version, made := p.Draft.Version, catalog.Location{}
	p.Draft = catalog.LocationDraft{}
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.EditLocation(r.ctx(), r.By, p.Code, p.Draft)
	}
	if err != nil {
		p.Draft.Version = version
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Location(p) })
	}
	return s.saved(r, route.Location(r.here(), made.ID), made.Name)
}

// changeZones shows its form with its zones changed.
func (s *Site) changeZones(r *Request) error {
	p, err := editing(r, s.storedLocation)
	if err != nil {
		return err
	}
	p.Draft = catalog.LocationDraft{}
	return s.zoneRows(r, p)
}

// sellLocation opens it to new services or closes it to them.
func (s *Site) sellLocation(r *Request) error {
	var in saleForm
	if err := r.decode(&in); err != nil {
		return err
	}
	l, err := s.Catalogue.OfferLocation(r.ctx(), r.By, r.Param("location"), in.Offered)
	if err != nil {
		return err
	}
	return s.sold(r, route.Location(r.here(), l.ID), l.Name, l.Offered)
}
