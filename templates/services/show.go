package services

import (
	"context"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// ShowPage is one service with all that is there to know of it, and what can be
// done about it.
type ShowPage struct {
	layout.Shell
	Account  account.Account
	Standing order.Standing
	Partner  string // that approves what the account's people change, or ""
	Ledger   record.Ledger
	Older    string // address of the facts before those, or ""
	Tag      service.TagDraft
	Problems fault.Fields
}

// subject is the service with what decides what can be done about it.
func (p ShowPage) subject() subject {
	return subject{by: p.By, s: p.service(), partner: p.Partner, sent: p.Standing.Sent, asked: p.Standing.Open, port: p.Standing.Port}
}

// leads says where a connection leads to.
func (p ShowPage) leads(s service.Service) string { return s.FarEnd }

// comes says what a connection hangs under.
func (p ShowPage) comes(s service.Service) string {
	if s.PortID == nil {
		return ""
	}
	return p.Standing.Starts[*s.PortID]
}

func (p ShowPage) service() service.Service { return p.Standing.Service }

// crumbs are the pages above one about a service.
func crumbs(account string, s service.Service, here string) []ui.Crumb {
	cs := []ui.Crumb{{Label: "Services", Href: route.Services(account)}, {Label: s.Name, Href: route.Service(account, s.ID)}}
	if here == "" {
		cs[1].Href = ""
		return cs
	}
	return append(cs, ui.Crumb{Label: here})
}

// what is a service in a line: what it is and how it is called.
func what(s service.Service) string { return s.Product.Name + ", " + s.ID }

// held are the product's fields with what the service holds of them.
func held(s service.Service) (fs []approval.Row) {
	for _, f := range s.Product.Fields {
		if v := service.Shows(f, s.Details); v != "" && (f.Kind != catalog.SwitchField || !s.Gone()) {
			fs = append(fs, approval.Row{Field: f.Label, Now: v})
		}
	}
	return fs
}

// at is the place of a service, with its zone.
func at(s service.Service) string {
	text := s.Location.Name + ", " + s.Location.City
	if s.Zone != "" {
		text += ", zone " + s.Zone
	}
	return text
}

// length is a term in words.
func length(s service.Service) string {
	s.Renews = false
	return s.Terms()
}

// runs is the term, with the day of its end.
func runs(ctx context.Context, s service.Service) string {
	if !dated(s) {
		return length(s)
	}
	return length(s) + ", until " + ui.Day(ctx, s.TermEndsOn)
}

// who is the end of a sentence that says by whom something was done.
func who(name string) string {
	if name == "" {
		return ""
	}
	return " by " + name
}

// after says what follows the term.
func after(s service.Service) string {
	switch {
	case s.Status == service.Cancelled || s.Gone():
		return ""
	case s.Term <= 1:
		return "Runs from month to month until it is ended"
	case s.Renews:
		return "Renews for another " + strconv.Itoa(s.Term) + " months when the term ends"
	}
	return "Runs from month to month when the term ends"
}

// far says what a far end is that has to accept, or "".
func far(s service.Service) string {
	switch s.FarState {
	case service.FarAsked:
		return "has not accepted yet"
	case service.FarAccepted:
		return "has accepted"
	case service.FarDenied:
		return "has denied the connection"
	}
	return ""
}

// asks is a request that waits, in a sentence.
func asks(r approval.Request, partner string) string {
	text := r.AskedByName + " asked for it"
	if partner != "" {
		text += ", and " + partner + " decides"
	}
	return text + ". " + r.Summary + "."
}

// underWay reports whether a service is being built, so that its status changes
// while somebody waits for it.
func underWay(s service.Service) bool {
	return s.Status == service.Ordered || s.Status == service.Deployable || s.Status == service.Configured
}

// because is why something is refused, or "".
func because(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Text
	}
	return ""
}

// inside is a text inside a sentence.
func inside(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// open are the requests about the service that wait: of a design under another
// service, the one by which it was sent with that.
func (p ShowPage) open() []approval.Request {
	if p.service().Status == service.Design && p.Standing.Sent.ID != "" {
		return []approval.Request{p.Standing.Sent}
	}
	return p.Standing.Open
}

// whose says whose the tags are.
func (p ShowPage) whose() string {
	switch {
	case p.By.Viewing():
		return "Yours, as the partner. People of " + p.Account.Name + " have their own and do not see these."
	case p.By.SeatKind == "managed":
		return "Seen by the people of " + p.Account.Name + " alone."
	}
	return "Words of your own, by which services are found."
}

// tagged is the list of the services with a tag.
func (p ShowPage) tagged(t service.Tag) string {
	return taggedHref(p.By.Account, t.Name)
}

// guard keeps what was typed from being lost when the page is left.
func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}
