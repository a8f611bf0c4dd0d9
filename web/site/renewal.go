package site

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/templates/renewals"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listRenewals is the calendar of what ends when.
func (s *Site) listRenewals(r *Request) error {
	products, err := s.Services.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, raw := readRenewals(r.query(), products)
	page, err := s.Renewals.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.Renewals(r.here())
	p := renewals.IndexPage{
		Shell: s.shell(r, "Renewals"), Faces: serviceFaces(r), Page: page, Filter: f, Whole: r.By.Kind == access.Partner,
		Clear: list, Result: renewals.Counted(page, f.Month), Keep: map[string]string{}, Export: route.With(route.RenewalsExport(r.here()), raw),
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = renewalFilters(list, f, raw, products)
	p.Links = turnRenewals(&p, list, raw, s.now())
	if page.More {
		p.Next = route.With(list, replaced(raw, "after", page.Entries[len(page.Entries)-1].ID))
	}
	return r.page(http.StatusOK, renewals.Index(p))
}

// month is how a month is written in addresses.
const month = "2006-01"

// lastYear is the year after which nothing is looked for.
const lastYear = 2100

// readRenewals reads the query of the calendar. What is not understood is left out.
func readRenewals(q url.Values, products []catalog.Product) (f renewal.Filter, raw url.Values) {
	raw = url.Values{}
	day := func(name string) (at time.Time) {
		take(q, raw, name, func(v string) bool {
			var err error
			at, err = time.Parse(month, v)
			return err == nil && at.Year() < lastYear
		})
		return at
	}
	f.Find = sought(q, raw, "q")
	f.What = renewal.What(take(q, raw, "what", in(string(renewal.Renewing), string(renewal.Running), string(renewal.Ending))))
	f.Product = take(q, raw, "product", func(v string) bool {
		return slices.ContainsFunc(products, func(p catalog.Product) bool { return p.ID == v })
	})
	if f.From = day("from"); raw.Get("from") == "" {
		f.From = time.Time{}
	}
	if f.Month = day("month"); raw.Get("month") == "" {
		f.Month = time.Time{}
	}
	f.After = q.Get("after")
	return f, raw
}

// renewalFilters are the filters to choose from, and those in force.
func renewalFilters(list string, f renewal.Filter, raw url.Values, products []catalog.Product) (more []ui.Choice, chips []ui.Condition) {
	what := ui.Choice{Label: "What follows", Name: "what", Options: []ui.Option{
		{Label: "Any"}, {Value: string(renewal.Renewing), Label: "It renews"}, {Value: string(renewal.Running), Label: "From month to month"}, {Value: string(renewal.Ending), Label: "It ends"},
	}}
	product := ui.Choice{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}}}
	for _, p := range products {
		product.Options = append(product.Options, ui.Option{Value: p.ID, Label: p.Name})
	}
	more, chips = chosen(list, raw, what, product)
	if !f.Month.IsZero() {
		chips = append(chips, ui.Condition{Label: "Month", Value: f.Month.Format("January 2006"), Remove: route.With(list, replaced(raw, "month", ""))})
	}
	return more, chips
}

// turnRenewals fills in the ways to other months, and answers those to each of
// the months that are shown.
func turnRenewals(p *renewals.IndexPage, list string, raw url.Values, now time.Time) map[string]string {
	links := map[string]string{}
	for _, sum := range p.Page.Sums {
		links[sum.Month.Format(month)] = route.With(list, replaced(raw, "month", sum.Month.Format(month)))
	}
	turned := func(months int) string {
		return route.With(list, replaced(replaced(raw, "month", ""), "from", p.Page.From.AddDate(0, months, 0).Format(month)))
	}
	p.Later = turned(renewal.Months)
	if p.Page.From.After(now) {
		p.Earlier = turned(-renewal.Months)
	}
	if !p.Filter.Month.IsZero() {
		p.All = route.With(list, replaced(raw, "month", ""))
	}
	return links
}

// renewalColumns are the columns of a file of what ends when.
var renewalColumns = []string{"ends_on", "service", "name", "account", "account_key", "reference", "product", "speed", "location", "term", "renews", "status", "what_follows"}

// exportRenewals is the calendar, with its filters, as a CSV file.
func (s *Site) exportRenewals(r *Request) error {
	products, err := s.Services.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, _ := readRenewals(r.query(), products)
	return s.sendFile(r, "renewals.csv", func(w *csv.Writer) error {
		if err := w.Write(renewalColumns); err != nil {
			return err
		}
		return s.Renewals.Export(r.ctx(), r.By, f, func(es []renewal.Entry) error {
			for _, e := range es {
				if err := w.Write(renewalRow(e)); err != nil {
					return err
				}
			}
			w.Flush()
			return w.Error()
		})
	})
}

// renewalRow is an end under renewalColumns.
func renewalRow(e renewal.Entry) []string {
	renews := "no"
	if e.Renews {
		renews = "yes"
	}
	row := []string{
		e.On.UTC().Format(time.DateOnly), e.ID, e.Name, e.Account.Name, e.AccountID, e.Account.Reference, e.Product.Name, e.Rate(), e.Where(), itoa(e.Term), renews,
		e.Status.Word(), renewal.Follows(e.Service, func(day time.Time) string { return day.UTC().Format(time.DateOnly) }),
	}
	for i := range row {
		row[i] = account.Cell(row[i])
	}
	return row
}
