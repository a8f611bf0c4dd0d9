package site

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listAllServices is the services of all managed accounts of a partner.
func (s *Site) listAllServices(r *Request) error {
	f, raw := readAll(r.query())
	page, err := s.Services.Below(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.AllServices(r.here())
	p := services.AllPage{
		Shell: s.shell(r, "Services of all accounts"), Faces: serviceFaces(r), Account: r.Visitor.Account, Page: page, Filter: f, Keep: map[string]string{},
		Heads: heads(allColumns, string(f.Sort), f.Desc, func(sort string) string { return route.With(list, replaced(raw, "sort", sort)) }),
		Clear: route.With(list, only(raw, "sort")), Result: allResult(page, f), Pages: allPages(list, raw, pageNumber(r.query()), page),
		Export: route.With(route.AllServicesExport(r.here()), raw),
	}
	for i := range p.Heads {
		if allColumns[i].key == "" {
			p.Heads[i].Href = ""
		}
	}
	for name := range raw {
		if name != "q" {
			p.Keep[name] = raw.Get(name)
		}
	}
	if err := s.allFilters(r, &p, raw); err != nil {
		return err
	}
	return r.page(http.StatusOK, services.All(p))
}

// readAll reads the query of the list of all services. What is not understood is
// left out.
func readAll(q url.Values) (f service.BelowFilter, raw url.Values) {
	raw = url.Values{}
	f.Find, f.Account, f.Product = sought(q, raw, "q"), sought(q, raw, "account"), sought(q, raw, "product")
	f.Location, f.Tag = sought(q, raw, "location"), take(q, raw, "tag", longTag)
	f.Status = service.Status(take(q, raw, "status", func(v string) bool { return slices.Contains(service.Statuses, service.Status(v)) }))
	sort := take(q, raw, "sort", func(v string) bool {
		return slices.Contains(service.BelowColumns, service.BelowColumn(strings.TrimPrefix(v, "-")))
	})
	f.Sort, f.Desc = service.BelowColumn(strings.TrimPrefix(sort, "-")), strings.HasPrefix(sort, "-")
	f.After, f.Before = q.Get("after"), q.Get("before")
	return f, raw
}

// longTag reports whether a text can be a tag to filter by.
func longTag(v string) bool { return len(v) <= 4*(service.LongestTagName+service.LongestTagValue) }

// allColumns are the list's, from left to right. Those without a key are not
// sorted by.
var allColumns = []column{
	{key: string(service.BelowByName), label: "Service"},
	{key: string(service.BelowByAccount), label: "Account"},
	{label: "Product"},
	{key: string(service.BelowByStatus), label: "Status"},
	{label: "Location"},
	{label: "Speed", numeric: true},
	{key: string(service.BelowByTerm), label: "Term ends"},
}

// allResult says how many services match.
func allResult(p service.BelowPage, f service.BelowFilter) string {
	all := ui.Counted(p.All, "service")
	if !f.Narrow() {
		return all
	}
	return matching(p.Matching, p.More) + " of " + all
}

// matching says how many match, or that it is more than were counted.
func matching(n int64, more bool) string {
	if more {
		return "Over " + ui.Figure(int(n))
	}
	return ui.Figure(int(n))
}

// allPages lead to the page's neighbours; number is its own, for showing.
func allPages(list string, raw url.Values, number int, p service.BelowPage) (out ui.Pages) {
	if !p.Earlier && !p.Later || len(p.Services) == 0 {
		return out
	}
	turned := func(direction, id string, n int) string {
		return route.With(list, replaced(replaced(raw, direction, id), "page", itoa(n)))
	}
	out.Page = "Page " + ui.Figure(number)
	if p.Later {
		out.Next = turned("after", p.Services[len(p.Services)-1].ID, number+1)
	}
	if p.Earlier {
		out.Prev = turned("before", p.Services[0].ID, max(1, number-1))
	}
	return out
}

// allFilters are the filters to choose from, and those in force.
func (s *Site) allFilters(r *Request, p *services.AllPage, raw url.Values) error {
	products, err := s.Services.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	places, err := s.Services.Places(r.ctx(), r.By)
	if err != nil {
		return err
	}
	list := route.AllServices(r.here())
	p.More, p.Chips = serviceFilters(list, raw, products)
	place := ui.Choice{Label: "Location", Name: "location", Options: []ui.Option{{Label: "Any"}}}
	for _, l := range places {
		place.Options = append(place.Options, ui.Option{Value: l.ID, Label: placeName(l), Chosen: l.ID == raw.Get("location")})
		if l.ID == raw.Get("location") {
			p.Chips = append(p.Chips, ui.Condition{Label: place.Label, Value: placeName(l), Remove: route.With(list, replaced(raw, "location", ""))})
		}
	}
	p.More = append(p.More, place)
	if key := p.Filter.Account; key != "" {
		names, err := s.Accounts.Names(r.ctx(), r.By, []string{key})
		if err != nil {
			return err
		}
		p.Chips = append(p.Chips, ui.Condition{Label: "Account", Value: names[key], Remove: route.With(list, replaced(raw, "account", ""))})
	}
	return nil
}

func placeName(l catalog.Location) string { return l.City + ", " + l.Name }

// exportAllServices is the list, with its filters, as a CSV file.
func (s *Site) exportAllServices(r *Request) error {
	f, _ := readAll(r.query())
	return s.sendFile(r, "services.csv", func(w *csv.Writer) error {
		if err := w.Write(services.FileHead(r.By)); err != nil {
			return err
		}
		return s.Services.Export(r.ctx(), r.By, f, func(one service.Placed) error { return w.Write(services.FileRow(r.By, one)) })
	})
}

// tagChip is the filter of a tag in force.
func tagChip(list string, raw url.Values) (cs []ui.Condition) {
	if tag := raw.Get("tag"); tag != "" {
		cs = append(cs, ui.Condition{Label: "Tag", Value: account.Tidy(tag), Remove: route.With(list, replaced(raw, "tag", ""))})
	}
	return cs
}
