package site

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listServices is the services of the account, connections under their ports.
func (s *Site) listServices(r *Request) error {
	products, err := s.Services.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, raw := readServices(r.query(), products)
	page, err := s.Services.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.Services(r.here())
	p := services.IndexPage{
		Shell: s.shell(r, "Services"), Faces: serviceFaces(r), Account: r.Visitor.Account, Page: page, Filter: f,
		Heads: heads(serviceColumns, string(f.Sort), f.Desc, func(sort string) string { return route.With(list, replaced(raw, "sort", sort)) }),
		Clear: route.With(list, only(raw, "sort")), Result: ui.Counted(page.All, "service"),
		Pages: servicePages(list, raw, pageNumber(r.query()), page), Keep: map[string]string{},
	}
	if f.Narrow() {
		p.Result = matching(page.Matching, page.More) + " of " + p.Result
	}
	for name := range raw {
		if name != "q" {
			p.Keep[name] = raw.Get(name)
		}
	}
	if r.By.May(access.RequestMarkets) {
		home, err := s.Markets.Home(r.ctx(), r.By)
		if err != nil {
			return err
		}
		p.Ask = home.Partner.Name
	}
	if err := s.pending(r, &p); err != nil {
		return err
	}
	p.More, p.Chips = serviceFilters(list, raw, products)
	return r.page(http.StatusOK, services.Index(p))
}

// pending fills in what waits for the partner among the services of a page.
func (s *Site) pending(r *Request, p *services.IndexPage) (err error) {
	var ids []string
	for _, g := range p.Page.Groups {
		ids = append(ids, g.ID)
		for _, u := range g.Under {
			ids = append(ids, u.ID)
		}
	}
	if p.Pending, err = s.Orders.Pending(r.ctx(), r.By, ids); err != nil {
		return err
	}
	p.Partner, err = s.approver(r, p.Pending.Queued)
	return err
}

// readServices reads the query of the services page. What is not understood is left out.
func readServices(q url.Values, products []catalog.Product) (f service.Filter, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Status = service.Status(take(q, raw, "status", func(v string) bool { return slices.Contains(service.Statuses, service.Status(v)) }))
	f.Product = take(q, raw, "product", func(v string) bool {
		return slices.ContainsFunc(products, func(p catalog.Product) bool { return p.ID == v })
	})
	f.Tag = take(q, raw, "tag", longTag)
	sort := take(q, raw, "sort", func(v string) bool {
		return slices.Contains(service.Columns, service.Column(strings.TrimPrefix(v, "-")))
	})
	f.Sort, f.Desc = service.Column(strings.TrimPrefix(sort, "-")), strings.HasPrefix(sort, "-")
	f.After, f.Before = q.Get("after"), q.Get("before")
	return f, raw
}

func serviceFilters(list string, raw url.Values, products []catalog.Product) (more []ui.Choice, chips []ui.Condition) {
	product := ui.Choice{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}}}
	for _, p := range products {
		product.Options = append(product.Options, ui.Option{Value: p.ID, Label: p.Name})
	}
	status := ui.Choice{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}}}
	for _, st := range service.Statuses {
		status.Options = append(status.Options, ui.Option{Value: string(st), Label: services.Word(st)})
	}
	for _, c := range []ui.Choice{product, status} {
		for i := range c.Options {
			o := &c.Options[i]
			o.Chosen = o.Value == raw.Get(c.Name)
			if o.Chosen && o.Value != "" {
				chips = append(chips, ui.Condition{Label: c.Label, Value: o.Label, Remove: route.With(list, replaced(raw, c.Name, ""))})
			}
		}
		more = append(more, c)
	}
	return more, append(chips, tagChip(list, raw)...)
}

// serviceColumns are the list's, from left to right.
var serviceColumns = []column{
	{key: string(service.ByName), label: "Service"},
	{key: string(service.ByProduct), label: "Product"},
	{key: string(service.ByStatus), label: "Status"},
	{key: string(service.ByLocation), label: "Location"},
	{key: string(service.BySpeed), label: "Speed", numeric: true},
	{key: string(service.ByTerm), label: "Term ends"},
}

// servicePages lead to the page's neighbours; number is its own, for showing.
func servicePages(list string, raw url.Values, number int, p service.Page) (out ui.Pages) {
	if !p.Earlier && !p.Later || len(p.Groups) == 0 {
		return out
	}
	turned := func(direction, id string, n int) string {
		return route.With(list, replaced(replaced(raw, direction, id), "page", itoa(n)))
	}
	out.Page = "Page " + itoa(number)
	if p.Later {
		out.Next = turned("after", p.Groups[len(p.Groups)-1].ID, number+1)
	}
	if p.Earlier {
		out.Prev = turned("before", p.Groups[0].ID, max(1, number-1))
	}
	return out
}
