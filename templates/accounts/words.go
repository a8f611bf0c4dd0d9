package accounts

import (
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// scope says how much the list covers.
func scope(p IndexPage) string {
	all, active := p.Partner.Managed, p.Partner.ManagedActive
	under := ui.Counted(all, "account") + " under " + p.Partner.Name
	if p.By.Narrowed() {
		under = "You enter " + ui.Counted(all, "account") + " of " + p.Partner.Name
	}
	switch {
	case all == 0 && p.By.Narrowed():
		return "You enter none of the accounts of " + p.Partner.Name + " now."
	case all == 0:
		return "No accounts yet."
	case all == 1 && active == 1:
		return under + ", active."
	case all == 1:
		return under + ", not active."
	case active == all:
		return under + ", all of them active."
	case active == 0:
		return under + ", none of them active."
	}
	return under + ", " + ui.Figure(int(active)) + " of them active."
}

// refusal says why the caller may not do something.
func refusal(by access.Caller, p access.Permission) string {
	if err := by.Must(p); err != nil {
		return err.Error()
	}
	return ""
}

// inheritedWords says what an account without own values has.
func inheritedWords(i account.Inherited) string {
	pricing, approval := "hidden", "off"
	if i.Pricing.On() {
		pricing = "shown"
	}
	if i.Approval.On() {
		approval = "on"
	}
	return "Pricing is " + pricing + " and approval is " + approval + " until you say otherwise."
}

// lockedFor says which columns the operator holds at one value for all accounts, or "".
func lockedFor(p IndexPage) string {
	var parts []string
	for _, c := range []struct {
		column account.Column
		label  string
		base   account.Base
	}{{account.ByPricing, "Pricing", p.Inherited.Pricing}, {account.ByApproval, "Approval queue", p.Inherited.Approval}, {account.ByRenewal, "Renewal", p.Inherited.Renewal}} {
		if c.base.Held() && !p.Hidden[c.column] {
			parts = append(parts, c.label+" is "+ui.OnOffWord(c.base.On()))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Locked by " + p.Product + " for all accounts: " + strings.Join(parts, ", ") + "."
}

// bulk reports whether rows can be ticked.
func bulk(p IndexPage) bool {
	return setting.ChangesMany(p.By) == nil || p.By.May(access.EditAccounts) || p.By.May(access.SuspendAccounts)
}

// matching is how many accounts the filters leave, in figures.
func matching(p IndexPage) string {
	if p.Page.AtLeast {
		return "more than " + ui.Figure(int(p.Page.Total))
	}
	return ui.Figure(int(p.Page.Total))
}

func viewName(p IndexPage) string {
	if p.ViewName == "" {
		return "All accounts"
	}
	return p.ViewName
}

// viewsKept is the id of the text that says whose views they are.
const viewsKept = "views-kept"

// viewer is whose views stand below those of everybody.
func (p IndexPage) viewer() string {
	if p.By.InPerson("") != nil {
		return p.By.AsName
	}
	return "you"
}

// keeping says why views can't be saved and removed now, or "".
func (p IndexPage) keeping() string {
	if err := p.By.InPerson("Keeping views"); err != nil {
		return err.Error()
	}
	return ""
}

// refused is the id of that text, or "".
func (p IndexPage) refused() string {
	if p.keeping() == "" {
		return ""
	}
	return viewsKept
}

// own reports whether any of the views is the reader's alone.
func own(views []ViewLink) bool {
	return slices.ContainsFunc(views, func(v ViewLink) bool { return !v.Shared })
}

// keepBut is what a form beside the filter field keeps of the address.
func keepBut(p IndexPage, names ...string) map[string]string {
	out := ui.Without(p.Keep, names...)
	if p.Filter.Find != "" {
		out["q"] = p.Filter.Find
	}
	return out
}

func keepFor(p IndexPage, choices []ui.Choice) map[string]string {
	names := []string{"tag"}
	for _, c := range choices {
		names = append(names, c.Name)
	}
	return keepBut(p, names...)
}

func boxNames(boxes []ui.Box) []string {
	names := make([]string, len(boxes))
	for i, b := range boxes {
		names[i] = b.Name
	}
	return names
}

func boxValue(b ui.Box) string {
	if b.Value == "" {
		return "on"
	}
	return b.Value
}

// found is the list with one name looked for.
func found(key, name string) string {
	return route.With(route.Accounts(key), url.Values{"q": {name}})
}

// held is the words of a problem that name the account it is about, to be made a link to it.
func held(p fault.Problem) string {
	if p.About == "" {
		return ""
	}
	if _, name, ok := strings.Cut(p.Text, " is already the reference of "); ok {
		return name
	}
	if strings.HasSuffix(p.Text, "another account") {
		return "another account"
	}
	return ""
}
