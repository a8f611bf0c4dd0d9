package companies

import (
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// ProfilePage is the company profile of an account.
type ProfilePage struct {
	layout.Shell
	Faces    []layout.Tab
	View     company.View
	Draft    company.ProfileDraft
	Problems fault.Fields
	Details  string // address where the partner looks after a managed account, or ""
}

// managed reports whether the profile is what a partner wrote down about its customer.
func (p ProfilePage) managed() bool { return p.View.Account.Kind == access.Managed }

// scope says who sees the profile.
func (p ProfilePage) scope() string {
	return "What the people of " + p.View.Account.Name + " see about their company."
}

// caretaker says who changes the profile of a managed account.
func (p ProfilePage) caretaker() string {
	return p.View.Above.Name + " looks after this profile. It is changed there, and only read here."
}

// supporter says who helps the people of a managed account.
func (p ProfilePage) supporter() string {
	if p.View.Account.Support == account.ByOperator {
		return p.Product + " supports this account."
	}
	return p.View.Above.Name + " supports this account."
}

// fixed says why the reader can't change the profile, or "".
func (p ProfilePage) fixed() string {
	if err := p.By.Must(access.EditProfile); err != nil {
		return err.Error()
	}
	return ""
}

// guard says whether the form holds what was never saved from the moment it is shown.
func (p ProfilePage) guard() string { return guard(p.Problems) }

func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}

// countries are all countries as a list to choose from, one of them chosen.
func countries(chosen string) []ui.Option {
	os := []ui.Option{{Label: "Not given", Chosen: chosen == ""}}
	for _, code := range account.World() {
		os = append(os, ui.Option{Value: code, Label: account.CountryName(code), Chosen: code == chosen})
	}
	return os
}

// saved reports whether somebody changed the profile.
func (p ProfilePage) saved() bool { return p.View.Profile.Version > 0 }

// paragraphs are the parts of a longer text.
func paragraphs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n\n")
}

// way is one more page about the company.
type way struct{ label, href, text string }

// ways lead to what is said of the company elsewhere.
func (p ProfilePage) ways() (ws []way) {
	if p.By.May(access.ViewListing) {
		ws = append(ws, way{"Marketplace profile", route.Listing(p.View.Account.ID), "What other companies read about yours, if you want them to."})
	}
	switch {
	case !p.By.May(access.ViewMarkets):
	case p.By.Shows(access.SeesMarkets):
		ws = append(ws, way{"Billing markets", route.Markets(p.View.Account.ID), "Where bills are written, to whom, and in which currency."})
	default:
		ws = append(ws, way{"Market requests", route.MarketRequests(p.View.Account.ID), "What your managed accounts ask for."})
	}
	return ws
}

// placeFields are the fields of an address.
type placeFields struct {
	street, city, postcode string
	countries              []ui.Option
	problems               fault.Fields
}

const aboutHint = "At most 500 characters."

// bare is an address of the web as people read it, without what they don't type.
func bare(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

func version(n int64) string { return strconv.FormatInt(n, 10) }
