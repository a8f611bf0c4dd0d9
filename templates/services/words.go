package services

import (
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// Word is a status as people read it.
func Word(s service.Status) string { return s.Word() }

// priced reports whether the caller sees what services cost a month.
func priced(by access.Caller) bool { return price.Retail{}.Shown(by) }

// monthlyWord is what a price a month is called: by name where another one
// stands beside it.
func monthlyWord(by access.Caller) string {
	if costed(by) {
		return "Retail a month"
	}
	return "A month"
}

// onceWord is what a price that is paid once is called.
func onceWord(by access.Caller) string {
	if costed(by) {
		return "Retail once"
	}
	return "Once"
}

// costed reports whether the caller sees what the partner pays a month.
func costed(by access.Caller) bool { return price.Cost{}.Shown(by) }

// texts are the prices that the caller may see, as people read them.
func texts[P interface{ Text(access.Caller) string }](by access.Caller, ps []P) (out []string) {
	for _, p := range ps {
		if t := p.Text(by); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// dated reports whether the end of a term is known: that of a design is not,
// until it is ordered.
func dated(s service.Service) bool { return !s.TermEndsOn.IsZero() && s.Status != service.Design }

// review is where a design is priced, for who may open it, or "".
func review(by access.Caller, s service.Service) string {
	if s.Status != service.Design || !by.May(access.DesignServices) {
		return ""
	}
	return route.Review(s.AccountID, s.ID)
}

// leftOut says how many services are not in the sums, or "".
func leftOut(p IndexPage) string {
	if p.Page.Unsummed {
		return "These are too many to add up. Narrow the list to see what they cost a month."
	}
	if len(texts(p.By, p.Page.Retail)) == 0 {
		return ""
	}
	var whys []string
	for _, w := range []struct {
		why   string
		among []service.Status
	}{
		{"not ordered yet", []service.Status{service.Design}},
		{"not priced yet", []service.Status{service.Ordered, service.Deployable, service.Configured, service.Live, service.Cancelled}},
		{"that could not be built", []service.Status{service.Failed}},
		{"ended", []service.Status{service.Decommissioned}},
	} {
		var n int64
		for _, s := range w.among {
			n += p.Page.Unpaid[s]
		}
		if n > 0 {
			number := ui.Figure(int(n))
			if len(whys) == 0 {
				number = ui.Counted(n, "service")
			}
			whys = append(whys, number+" "+w.why)
		}
	}
	if len(whys) == 0 {
		return ""
	}
	return "Not in the sum: " + strings.Join(whys, ", ") + "."
}

// scope says how much the list covers.
func scope(p IndexPage) string {
	if p.Page.All == 0 {
		return p.Account.Name + " has none yet."
	}
	return ui.Counted(p.Page.All, "service") + " of " + p.Account.Name + " at " + ui.Counted(p.Page.Locations, "location") + "."
}

// keepFor is what the filters that can be added keep of the address.
func keepFor(p IndexPage) map[string]string {
	names := []string{"tag"}
	for _, c := range p.More {
		names = append(names, c.Name)
	}
	out := ui.Without(p.Keep, names...)
	if p.Filter.Find != "" {
		out["q"] = p.Filter.Find
	}
	return out
}

// taggedHref is the list of an account's services with a tag.
func taggedHref(account, tag string) string {
	return route.With(route.Services(account), url.Values{"tag": {tag}})
}
