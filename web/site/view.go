package site

import (
	"net/url"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// listViews are the saved views, and the name of the one that is open.
func listViews(list, query string, views []account.View, user string) (links []accounts.ViewLink, name string) {
	if query == "" {
		name = "All accounts"
	}
	for _, v := range views {
		current := v.Query == query && query != ""
		if current && name == "" {
			name = v.Name
		}
		links = append(links, accounts.ViewLink{View: v, Href: list + "?" + v.Query, Current: current, Mine: v.UserID == user})
	}
	if name == "" {
		name = "Not saved"
	}
	return links, name
}

// saveView keeps the list's filters, sorting and columns under a name.
func (s *Site) saveView(r *Request) error {
	var in account.ViewDraft
	if err := r.decode(&in); err != nil {
		return err
	}
	q, err := url.ParseQuery(in.Query)
	if err != nil {
		q = url.Values{}
	}
	in.Query = readListing(q).raw.Encode()
	v, err := s.Views.Save(r.ctx(), r.By, in)
	if problems := fault.FieldsOf(err); problems != nil {
		return s.done(r, route.With(route.Accounts(r.here()), readListing(q).raw), layout.Notice{
			Tone: layout.Bad, Lead: "The view was not saved.", Text: problems[0].Text + ".",
		})
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Accounts(r.here())+"?"+v.Query, layout.Notice{Tone: layout.Ok, Lead: "View " + v.Name + " saved."})
}

// removeView forgets one of the caller's saved views.
func (s *Site) removeView(r *Request) error {
	v, err := s.Views.Remove(r.ctx(), r.By, r.Param("view"))
	if err != nil {
		return err
	}
	return s.done(r, route.Accounts(r.here()), layout.Notice{Tone: layout.Ok, Lead: "View " + v.Name + " removed."})
}
