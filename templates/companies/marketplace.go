package companies

import (
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// MarketplacePage is the companies that are listed.
type MarketplacePage struct {
	layout.Shell
	Page   company.Page
	Find   string
	Result string // "2 companies"
	Pages  ui.Pages
}

// CompanyPage is one company of the marketplace.
type CompanyPage struct {
	layout.Shell
	Listing company.Listing
}

// ListingPage is the marketplace profile of one's own company.
type ListingPage struct {
	layout.Shell
	Account  account.Account
	Listing  company.Listing // as it was saved
	Draft    company.ListingDraft
	Problems fault.Fields
}

// own reports whether the company is the reader's.
func (p CompanyPage) own() bool { return p.Listing.AccountID == p.By.Account }

// where is a company's city and country.
func where(l company.Listing) string {
	switch name := l.CountryName(); {
	case l.City == "":
		return name
	case name == "":
		return l.City
	default:
		return l.City + ", " + name
	}
}

// pages are a company's places on the web.
func pages(l company.Listing) (ws []way) {
	for _, w := range []way{{label: "LinkedIn", href: l.LinkedIn}, {label: "X", href: l.X}, {label: "Another page", href: l.Other}} {
		if w.href != "" {
			ws = append(ws, w)
		}
	}
	return ws
}

// called is a telephone number as it is dialled from anywhere.
func called(l company.Listing) string { return account.ReadPhone(l.Phone, "") }

// scope says who sees the listing.
func (p ListingPage) scope() string {
	switch {
	case p.Listing.Listed:
		return "Everybody in the marketplace reads this about " + p.Listing.Name + "."
	case p.Listing.Version == 0:
		return "The marketplace says nothing about " + p.Account.Name + " yet."
	}
	return "Only the people of " + p.Account.Name + " see this."
}

// fixed says why the reader can't change the listing, or "".
func (p ListingPage) fixed() string {
	if err := p.By.Must(access.EditListing); err != nil {
		return err.Error()
	}
	return ""
}

// visible are the two answers to who sees a listing.
func (p ListingPage) visible() []ui.Option {
	if p.Listing.Masked {
		return []ui.Option{{Value: company.Private, Label: "Private", Hint: company.Publishable(p.By).Error(), Chosen: true}}
	}
	return []ui.Option{
		{Value: company.Public, Label: "Public", Hint: "Everybody who has services here finds the company.", Chosen: p.Draft.Visible == company.Public},
		{Value: company.Private, Label: "Private", Hint: "Only your own people see the profile.", Chosen: p.Draft.Visible == company.Private},
	}
}

// words says how many words the bio has.
func (p ListingPage) words() string {
	return strconv.Itoa(company.Words(p.Draft.Bio)) + " of " + strconv.Itoa(company.MostWords) + " words"
}

// status is who sees the listing, in a word.
func status(l company.Listing) string {
	if l.Listed {
		return "Public"
	}
	return "Private"
}

// counted are the attributes by which the words of a text are counted while it is typed.
func counted() map[string]any {
	return map[string]any{"data-words": "words-bio", "data-most": strconv.Itoa(company.MostWords)}
}

// clear is the marketplace without what was looked for.
func (p MarketplacePage) clear() string { return route.Marketplace(p.By.Account) }
