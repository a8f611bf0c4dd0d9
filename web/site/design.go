package site

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/orders"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// newService asks for the product, then for the location, then for the rest.
func (s *Site) newService(r *Request) error {
	products, err := s.Orders.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	q := r.query()
	i := slices.IndexFunc(products, func(p catalog.Product) bool { return p.ID == q.Get("product") })
	switch {
	case i < 0:
		return r.page(http.StatusOK, orders.Product(orders.ProductPage{Shell: s.shell(r, "New service"), Account: r.Visitor.Account, Products: products}))
	case !products[i].Top:
		return s.chooseStart(r, products[i].ID)
	case q.Get("location") == "":
		return s.choosePlace(r, http.StatusOK, products[i].ID, "", "")
	}
	b, err := s.Orders.Board(r.ctx(), r.By, products[i].ID, q.Get("location"))
	if problem := fault.FieldsOf(err).At("location"); problem != "" {
		return s.choosePlace(r, http.StatusUnprocessableEntity, products[i].ID, b.Location.Market, problem)
	}
	if err != nil {
		return err
	}
	return s.designForm(r, http.StatusOK, b, first(b), nil)
}

// first is what a new design's form begins with.
func first(b order.Board) order.Draft {
	d := b.First()
	d.Token = db.NewToken()
	return d
}

// choosePlace asks where it is to be; problem says why the one that was asked
// for can't be had, and market is that of its location.
func (s *Site) choosePlace(r *Request, status int, product, market, problem string) error {
	f, raw := readPlaces(r.query())
	places, err := s.Orders.Places(r.ctx(), r.By, product, f)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Choose a location")
	shell.Invalid = problem != ""
	raw.Set("product", product)
	list := route.NewService(r.here())
	p := orders.PlacePage{
		Shell: shell, Account: r.Visitor.Account, Places: places, Filter: f, Problem: problem, Result: ui.Counted(len(places.Locations), "location"),
		Clear: route.NewServiceAt(r.here(), product, ""),
	}
	if !places.Range.Has(market) {
		p.Wanted = market
	}
	if places.More {
		p.Result = "More than " + p.Result
		p.Later = route.With(list, replaced(raw, "after", places.Locations[len(places.Locations)-1].ID))
	}
	return r.page(status, orders.Place(p))
}

// readPlaces reads the filter of locations. What is not understood is left out.
func readPlaces(q url.Values) (f catalog.Places, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Country = take(q, raw, "country", func(v string) bool { return slices.Contains(account.World(), v) })
	f.City = sought(q, raw, "city")
	f.After = q.Get("after")
	return f, raw
}

// chooseStart asks which service a connection starts at.
func (s *Site) chooseStart(r *Request, product string) error {
	find := sought(r.query(), url.Values{}, "q")
	starts, err := s.Orders.Starts(r.ctx(), r.By, product, find)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, orders.Start(orders.StartPage{
		Shell: s.shell(r, "Where the "+starts.Product.Name+" starts"), Account: r.Visitor.Account, Starts: starts, Find: find,
	}))
}

// designForm is the form of what is new.
func (s *Site) designForm(r *Request, status int, b order.Board, in order.Draft, problems fault.Fields) error {
	shell := s.shell(r, b.Product.Name+" details")
	shell.Invalid = problems != nil
	return r.page(status, orders.Form(orders.FormPage{Shell: shell, Account: r.Visitor.Account, Board: b, Draft: in, Problems: problems}))
}

// design draws what was typed.
func (s *Site) design(r *Request) error {
	var in order.Draft
	var d service.Service
	err := r.decode(&in)
	if err == nil {
		d, err = s.Orders.Design(r.ctx(), r.By, in)
	}
	if problems, status := formProblems(err, "name"); problems != nil {
		return s.designAgain(r, status, unspent(in, err), problems)
	}
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: d.Name + " is saved as a design.", Text: "It stands under Services until it is ordered or discarded."}
	if d.Product.Carries {
		return s.done(r, route.NewConnections(r.here(), d.ID), n)
	}
	return s.done(r, route.Review(r.here(), d.ID), n)
}

// unspent is what was typed, as a form that can be sent once more: what it drew
// may be gone.
func unspent(in order.Draft, err error) order.Draft {
	if errors.Is(err, order.ErrDiscarded) {
		in.Token = db.NewToken()
	}
	return in
}

// designAgain shows the form with what was typed, or the step whose choice is
// the problem.
func (s *Site) designAgain(r *Request, status int, in order.Draft, problems fault.Fields) error {
	b, err := s.Orders.Board(r.ctx(), r.By, in.Product, in.Location)
	if problem := problems.At("location"); problem != "" {
		return s.choosePlace(r, http.StatusUnprocessableEntity, in.Product, b.Location.Market, problem)
	}
	if err != nil {
		return err
	}
	return s.designForm(r, status, b, in, problems)
}

// showDesign is a design as its form.
func (s *Site) showDesign(r *Request) error { return s.designOf(r, http.StatusOK, nil, nil) }

// designOf is the form of a design; typed is what was refused, or nil.
func (s *Site) designOf(r *Request, status int, typed *order.Draft, problems fault.Fields) error {
	b, d, err := s.Orders.Drawn(r.ctx(), r.By, r.Param("service"))
	if gone := fault.FieldsOf(err).At("far"); gone != "" {
		return s.chooseFar(r, status, farChoice{top: b.Port.ID, product: d.ProductID}, fault.Fields{{Field: "far", Text: gone}})
	}
	if err != nil {
		return err
	}
	shell := s.shell(r, d.Name)
	shell.Invalid = problems != nil
	p := orders.FormPage{Shell: shell, Account: r.Visitor.Account, Board: b, Draft: order.DraftOf(d), Problems: problems, Design: d}
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = d.Version
	}
	return r.page(status, orders.Form(p))
}

// redesign changes a design.
func (s *Site) redesign(r *Request) error {
	var in order.Draft
	var d service.Service
	err := r.decode(&in)
	if err == nil {
		d, err = s.Orders.Redesign(r.ctx(), r.By, r.Param("service"), in)
	}
	if problems, status := formProblems(err, "name"); problems != nil {
		return s.designOf(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Review(r.here(), d.ID), layout.Notice{Tone: layout.Ok, Lead: d.Name + " saved."})
}

// copyDesign draws a service anew.
func (s *Site) copyDesign(r *Request) error {
	d, err := s.Orders.Copy(r.ctx(), r.By, r.Param("service"), r.FormValue("token"))
	if err != nil {
		return err
	}
	return s.done(r, route.Design(r.here(), d.ID), layout.Notice{Tone: layout.Ok, Lead: d.Name + " is a new design."})
}
