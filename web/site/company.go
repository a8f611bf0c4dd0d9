package site

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	firm "github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// showCompanyProfile is the company profile of an account.
func (s *Site) showCompanyProfile(r *Request) error {
	return s.companyProfile(r, http.StatusOK, nil, nil)
}

// companyProfile is the page; typed is what was refused, or nil.
func (s *Site) companyProfile(r *Request, status int, typed *firm.ProfileDraft, problems fault.Fields) error {
	v, err := s.Companies.Profile(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Company profile")
	shell.Invalid = problems != nil
	p := companies.ProfilePage{Shell: shell, Faces: company(r), View: v, Draft: firm.DraftOf(v.Profile), Problems: problems}
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = v.Profile.Version
	}
	if r.By.Viewing() && r.By.Holds(access.ListAccounts) {
		p.Details = route.Managed(r.Visitor.Partner.ID, v.Account.ID)
	}
	return r.page(status, companies.Profile(p))
}

// editCompanyProfile changes it.
func (s *Site) editCompanyProfile(r *Request) error {
	var in firm.ProfileDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Companies.EditProfile(r.ctx(), r.By, in)
	}
	if problems, status := formProblems(err, "trading_name"); problems != nil {
		return s.companyProfile(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.CompanyProfile(r.here()), saved("Company profile", changed))
}

// formProblems are the problems of a form that was not carried out: what was typed
// wrong, or at a field that somebody else was faster. It is nil for any other
// failure.
func formProblems(err error, field string) (fault.Fields, int) {
	if fault.Is(err, fault.Conflict) {
		return fault.Fields{{Field: field, Text: trimStop(err.Error())}}, http.StatusConflict
	}
	return fault.FieldsOf(err), http.StatusUnprocessableEntity
}

// saved says that a form was carried out, or that it changed nothing.
func saved(what string, changed bool) layout.Notice {
	if !changed {
		was := " was"
		if strings.HasSuffix(what, "s") {
			was = " were"
		}
		return layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "The " + strings.ToLower(what) + was + " like this already."}
	}
	return layout.Notice{Tone: layout.Ok, Lead: what + " saved."}
}

// browseMarketplace is the companies that are listed.
func (s *Site) browseMarketplace(r *Request) error {
	q := r.query()
	raw := url.Values{}
	f := firm.Filter{Find: sought(q, raw, "q"), After: q.Get("after"), Before: q.Get("before")}
	page, err := s.Companies.Marketplace(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, companies.Marketplace(companies.MarketplacePage{
		Shell: s.shell(r, "Marketplace"), Page: page, Find: f.Find, Result: counted(page.Total),
		Pages: companyPages(route.Marketplace(r.here()), f, page, pageNumber(q)),
	}))
}

// counted is a number of companies.
func counted(n int64) string {
	if n == 1 {
		return "1 company"
	}
	return ui.Figure(int(n)) + " companies"
}

// companyPages say where a page of the marketplace stands and lead to its neighbours.
func companyPages(list string, f firm.Filter, p firm.Page, number int) (out ui.Pages) {
	if len(p.Listings) == 0 {
		return out
	}
	from := (number-1)*firm.PageSize + 1
	out.Text = ui.Figure(from) + " to " + ui.Figure(from+len(p.Listings)-1) + " of " + ui.Figure(int(p.Total))
	raw := url.Values{}
	if f.Find != "" {
		raw.Set("q", f.Find)
	}
	turned := func(direction, id string, n int) string {
		if n < 2 {
			return route.With(list, raw)
		}
		return route.With(list, replaced(replaced(raw, direction, id), "page", itoa(n)))
	}
	if p.Later {
		out.Next = turned("after", p.Listings[len(p.Listings)-1].ID, number+1)
	}
	if p.Earlier {
		out.Prev = turned("before", p.Listings[0].ID, number-1)
	}
	if p.Earlier || p.Later {
		out.Page = "Page " + ui.Figure(number) + " of " + ui.Figure((int(p.Total)+firm.PageSize-1)/firm.PageSize)
	}
	return out
}

// showCompany is one company of the marketplace.
func (s *Site) showCompany(r *Request) error {
	l, err := s.Companies.Listing(r.ctx(), r.By, r.Param("company"))
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, companies.Company(companies.CompanyPage{Shell: s.shell(r, l.Name), Listing: l}))
}

// showListing is the marketplace profile of one's own company.
func (s *Site) showListing(r *Request) error { return s.listing(r, http.StatusOK, nil, nil) }

// listing is the page; typed is what was refused, or nil.
func (s *Site) listing(r *Request, status int, typed *firm.ListingDraft, problems fault.Fields) error {
	here, l, err := s.Companies.OwnListing(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Marketplace profile")
	shell.Invalid = problems != nil
	p := companies.ListingPage{Shell: shell, Account: here, Listing: l, Draft: firm.ListingDraftOf(l), Problems: problems}
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = l.Version
	}
	return r.page(status, companies.OwnListing(p))
}

// editListing changes it.
func (s *Site) editListing(r *Request) error {
	var in firm.ListingDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		_, changed, err = s.Companies.EditListing(r.ctx(), r.By, in)
	}
	if problems, status := formProblems(err, "name"); problems != nil {
		return s.listing(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Listing(r.here()), saved("Marketplace profile", changed))
}
