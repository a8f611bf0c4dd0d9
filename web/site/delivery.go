package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/deliveries"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listDeliveries is what was ordered in all accounts and is not live yet.
func (s *Site) listDeliveries(r *Request) error {
	choices, err := s.Deliveries.Choices(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, raw := readDeliveries(r.query(), choices)
	page, err := s.Deliveries.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.Deliveries(r.here())
	p := deliveries.IndexPage{
		Shell: s.shell(r, "Deliveries"), Page: page, Filter: f, Builtin: s.Builtin, Keep: map[string]string{}, Clear: list, Result: ui.Counted(len(page.Deliveries), "service"),
	}
	switch {
	case f.After != "":
		p.Result = ui.Counted(len(page.Deliveries), "newer service")
	case page.More:
		p.Result = "The oldest " + p.Result
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = deliveryFilters(list, f, raw, choices)
	if page.More {
		p.Newer = route.With(list, replaced(raw, "after", page.Deliveries[len(page.Deliveries)-1].ID))
	}
	return r.page(http.StatusOK, deliveries.Index(p))
}

// readDeliveries reads the query of the list. What is not understood is left out.
func readDeliveries(q url.Values, c provision.Choices) (f provision.Filter, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Status = service.Status(take(q, raw, "status", func(v string) bool { return slices.Contains(provision.Open, service.Status(v)) }))
	f.Product = take(q, raw, "product", func(v string) bool {
		return slices.ContainsFunc(c.Products, func(p catalog.Product) bool { return p.ID == v })
	})
	f.Location = take(q, raw, "location", func(v string) bool {
		return slices.ContainsFunc(c.Locations, func(l catalog.Location) bool { return l.ID == v })
	})
	f.After = q.Get("after")
	return f, raw
}

// deliveryFilters are the filters to choose from, and those in force.
func deliveryFilters(list string, f provision.Filter, raw url.Values, c provision.Choices) (more []ui.Choice, chips []ui.Condition) {
	status := ui.Choice{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}}}
	for _, st := range provision.Open {
		status.Options = append(status.Options, ui.Option{Value: string(st), Label: st.Word()})
	}
	product := ui.Choice{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}}}
	for _, p := range c.Products {
		product.Options = append(product.Options, ui.Option{Value: p.ID, Label: p.Name})
	}
	location := ui.Choice{Label: "Location", Name: "location", Options: []ui.Option{{Label: "Any"}}}
	for _, l := range c.Locations {
		location.Options = append(location.Options, ui.Option{Value: l.ID, Label: l.Name + ", " + l.City})
	}
	return chosen(list, raw, status, product, location)
}

// chosen marks what a query chooses among some choices, and answers it as
// conditions that can be taken away as well.
func chosen(list string, raw url.Values, choices ...ui.Choice) (more []ui.Choice, chips []ui.Condition) {
	for _, c := range choices {
		c.Options = slices.Clone(c.Options)
		for i := range c.Options {
			o := &c.Options[i]
			o.Chosen = o.Value == raw.Get(c.Name)
			if o.Chosen && o.Value != "" {
				chips = append(chips, ui.Condition{Label: c.Label, Value: o.Label, Remove: route.With(list, replaced(raw, c.Name, ""))})
			}
		}
		more = append(more, c)
	}
	return more, chips
}

// showDelivery is one service that was ordered.
func (s *Site) showDelivery(r *Request) error {
	return s.delivery(r, http.StatusOK, deliveries.ShowPage{})
}

// delivery draws the page of one, with what was sent from it in p.
func (s *Site) delivery(r *Request, status int, p deliveries.ShowPage) error {
	d, err := s.Deliveries.Find(r.ctx(), r.By, r.Param("service"))
	if err != nil {
		return err
	}
	p.Shell, p.Delivery, p.Builtin = s.shell(r, d.Name), d, s.Builtin
	p.Shell.Path, p.Shell.Invalid = route.Delivery(r.here(), d.ID), p.Problems != nil
	if p.Problems.At("circuit") == "" {
		p.Naming.Circuit = d.Circuit
	}
	return r.page(status, deliveries.Show(p))
}

// deliver takes a step with a service by hand.
func (s *Site) deliver(step func(context.Context, access.Caller, string) (service.Service, error), did string) handler {
	return func(r *Request) error {
		now, err := step(r.ctx(), r.By, r.Param("service"))
		return s.delivered(r, now, did, deliveries.ShowPage{}, err)
	}
}

// failDelivery gives a service up.
func (s *Site) failDelivery(r *Request) error {
	var p deliveries.ShowPage
	var now service.Service
	err := r.decode(&p.Failure)
	if err == nil {
		now, err = s.Deliveries.Fail(r.ctx(), r.By, r.Param("service"), p.Failure)
	}
	return s.delivered(r, now, " could not be built. The customer can read why.", p, err)
}

// nameDelivery says how whoever builds a service calls it.
func (s *Site) nameDelivery(r *Request) error {
	var p deliveries.ShowPage
	var now service.Service
	err := r.decode(&p.Naming)
	if err == nil {
		now, err = s.Deliveries.Identify(r.ctx(), r.By, r.Param("service"), p.Naming)
	}
	return s.delivered(r, now, ": the circuit is saved.", p, err)
}

// delivered answers what was done with a service, or why it was not.
func (s *Site) delivered(r *Request, now service.Service, did string, p deliveries.ShowPage, err error) error {
	if p.Problems = fault.FieldsOf(err); p.Problems != nil {
		return s.delivery(r, http.StatusUnprocessableEntity, p)
	}
	if f := fault.Of(err); f != nil && fault.Is(err, fault.Conflict) {
		p.Late = f.Text
		return s.delivery(r, http.StatusConflict, p)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Delivery(r.here(), now.ID), layout.Notice{Tone: layout.Ok, Lead: now.Name + did})
}
