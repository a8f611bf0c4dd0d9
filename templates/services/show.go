package services

import (
	"context"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
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
	Continue string // address where the design is continued, or ""
	Add      string // address where a connection is added, or ""
	Tag      service.TagDraft
	Problems fault.Fields
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
	if s.TermEndsOn.IsZero() || s.Status == service.Design {
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
	return text + ". " + r.Summary
}

// deed is something that can be done about a service, or why it can't.
type deed struct {
	title, text, button, href string
	look                      ui.Look
	post                      map[string]string // what a form sends, where it is done at once
	refused                   string
}

// underWay reports whether a service is being built, so that its status changes
// while somebody waits for it.
func underWay(s service.Service) bool {
	return s.Status == service.Ordered || s.Status == service.Deployable || s.Status == service.Configured
}

// deeds are what can be done about the service, in one place.
func (p ShowPage) deeds() (ds []deed) {
	s, key := p.service(), p.By.Account
	if s.Gone() {
		return nil
	}
	if s.Status == service.Design {
		if p.Continue == "" {
			return nil
		}
		return []deed{{title: "Continue designing", text: "Nobody has ordered it yet. It can be changed, ordered or discarded.", button: "Continue", href: p.Continue}}
	}
	if p.Add != "" {
		ds = append(ds, deed{title: "Add a connection", text: "To another service, to a cloud, or to another company.", button: "Add connection", href: p.Add})
	}
	if s.PortID == nil && s.Product.Carries {
		ds = append(ds, deed{title: "Service keys", text: "A company that you give a key connects to it without asking first.", button: "Service keys", href: route.KeysOf(key, s.ID), refused: because(p.By.Must(access.KeyServices))})
	}
	changes := order.Changeable(s, p.By)
	ds = append(ds,
		deed{title: "Edit the details", text: "Name, reference, renewal and configuration change at once.", button: "Edit", href: route.ServiceEdit(key, s.ID), refused: because(s.Editable(p.By))},
		deed{title: "Change the speed", text: "It has " + s.Rate() + " now." + p.waits(), button: "Change speed", href: route.ServiceSpeed(key, s.ID), refused: because(changes)},
		deed{title: "Change the term", text: "It is " + inside(length(s)) + " now. A new term begins on the day of the change." + p.waits(), button: "Change term", href: route.ServiceTerm(key, s.ID), refused: because(changes)},
		p.lock(s),
	)
	if s.Status == service.Cancelled {
		return append(ds, deed{title: "Keep it", text: "Its scheduled end is taken back, and that of what was to end with it.", button: "Keep service", href: route.ServiceKeeping(key, s.ID), post: map[string]string{}, refused: because(order.Keepable(s, p.By))})
	}
	return append(ds, deed{title: "End it", text: "The next page lists what ends with it and what that costs." + p.waits(), button: "End service…", look: ui.Danger, href: route.ServiceEnd(key, s.ID), refused: because(order.Endable(s, p.By))})
}

func (p ShowPage) lock(s service.Service) deed {
	d := deed{title: "Lock it", text: "Only a Company Admin changes or ends a locked service. Connections can still be added.", button: "Lock", href: route.ServiceLock(p.By.Account, s.ID), post: map[string]string{"locked": "on"}, refused: because(s.Lockable(p.By))}
	if s.Locked {
		d.title, d.button, d.post = "Unlock it", "Unlock", map[string]string{"locked": "off"}
		d.text = "It is locked by " + s.LockedByName + ". Only a Company Admin changes or ends it."
	}
	return d
}

// waits says that the partner approves first, or nothing.
func (p ShowPage) waits() string {
	if p.Partner == "" {
		return ""
	}
	return " " + p.Partner + " approves it first."
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
