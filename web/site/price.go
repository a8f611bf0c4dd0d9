package site

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/prices"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listBooks is the price books of all markets.
func (s *Site) listBooks(r *Request) error {
	books, err := s.Prices.Books(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, prices.Books(prices.BooksPage{Shell: s.shell(r, "Prices"), Faces: catalogueFaces(r), Books: books}))
}

// showBook is the price book of a market.
func (s *Site) showBook(r *Request) error {
	b, err := s.Prices.Book(r.ctx(), r.By, r.Param("market"), r.query().Get("after"))
	if err != nil {
		return err
	}
	p := prices.BookPage{Shell: s.shell(r, "Prices of "+b.Market.Name), Book: b}
	if b.Later {
		p.After = route.With(route.PriceBook(r.here(), b.Market.ID), url.Values{"after": {b.Sheets[len(b.Sheets)-1].Product.ID}})
	}
	return r.page(http.StatusOK, prices.Book(p))
}

// askSheet is the form of what a product costs in a market.
func (s *Site) askSheet(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	term, _ := strconv.Atoi(r.query().Get("term"))
	return s.sheet(r, http.StatusOK, pricing.SheetDraft{Term: term}, nil)
}

// sheet is the form; problems are those of a draft that was refused.
func (s *Site) sheet(r *Request, status int, in pricing.SheetDraft, problems fault.Fields) error {
	b, err := s.Prices.Sheet(r.ctx(), r.By, r.Param("market"), r.Param("product"))
	if err != nil {
		return err
	}
	shell := s.shell(r, b.Sheets[0].Product.Name+" in "+b.Market.Name)
	shell.Invalid = problems != nil
	return r.page(status, prices.Sheet(prices.SheetPage{Shell: shell, Book: b, Draft: in, Typed: problems != nil, Problems: problems}))
}

// editSheet sets what a product costs in a market.
func (s *Site) editSheet(r *Request) error {
	var in pricing.SheetDraft
	n := 0
	err := r.decode(&in)
	if err == nil {
		n, err = s.Prices.Edit(r.ctx(), r.By, r.Param("market"), r.Param("product"), in)
	}
	if problems, status := formProblems(err, "term"); problems != nil {
		return s.sheet(r, status, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.PriceBook(r.here(), r.Param("market")), pricesSaved(n))
}

// pricesSaved says how many prices changed.
func pricesSaved(n int) layout.Notice {
	if n == 0 {
		return layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "The prices were like this already."}
	}
	return layout.Notice{Tone: layout.Ok, Lead: ui.Counted(n, "price") + " saved.", Text: "They hold for what is ordered from now on."}
}

// askDiscounts is what terms take from prices.
func (s *Site) askDiscounts(r *Request) error {
	return s.discounts(r, http.StatusOK, pricing.DiscountDraft{}, nil)
}

// discounts is the page; problems are those of a draft that was refused.
func (s *Site) discounts(r *Request, status int, in pricing.DiscountDraft, problems fault.Fields) error {
	now, err := s.Prices.Discounts(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Term discounts")
	shell.Invalid = problems != nil
	return r.page(status, prices.Discounts(prices.DiscountsPage{Shell: shell, Now: now, Draft: in, Typed: problems != nil, Problems: problems}))
}

// editDiscounts sets what terms take.
func (s *Site) editDiscounts(r *Request) error {
	var in pricing.DiscountDraft
	n := 0
	err := r.decode(&in)
	if err == nil {
		n, err = s.Prices.EditDiscounts(r.ctx(), r.By, in)
	}
	if problems, status := formProblems(err, "discount.0.percent"); problems != nil {
		return s.discounts(r, status, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Discounts(r.here()), saved("Discounts", n > 0))
}
