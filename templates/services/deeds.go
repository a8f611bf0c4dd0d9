package services

import (
	"cmp"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// subject is a service with what decides what can be done about it.
type subject struct {
	by      access.Caller
	s       service.Service
	partner string           // that approves what is changed, or ""
	sent    approval.Request // the order of what is drawn there that waits, or the zero Request
	asked   []approval.Request
	port    service.Service // that it hangs under, or the zero Service
}

// deed is something that can be done about a service, or why it can't.
type deed struct {
	title, text, button, href string
	icon                      string
	look                      ui.Look
	post                      map[string]string // what a form sends, where it is done at once
	refused                   string
}

// deeds are what can be done about a service, in one place.
func (a subject) deeds() (ds []deed) {
	s, key := a.s, a.by.Account
	switch {
	case s.Gone():
		return nil
	case s.Status == service.Design && a.sent.ID != "":
		return a.decided()
	case s.Status == service.Design:
		return a.drawing()
	}
	ds = a.joining()
	changes := order.Changeable(s, a.by)
	ds = append(ds,
		deed{title: "Edit the details", text: "Name, reference, renewal and configuration change at once.", button: "Edit", icon: "pencil", href: route.ServiceEdit(key, s.ID), refused: because(s.Editable(a.by))},
		deed{title: "Change the " + measure(s), text: "It has " + s.Rate() + " now." + a.waits(), button: "Change " + measure(s), icon: "chevrons-up-down", href: route.ServiceSpeed(key, s.ID), refused: cmp.Or(because(changes), a.waiting(approval.SpeedChange))},
		deed{title: "Change the term", text: "It is " + inside(length(s)) + " now. A new term begins on the day of the change." + a.waits(), button: "Change term", icon: "calendar", href: route.ServiceTerm(key, s.ID), refused: cmp.Or(because(changes), a.waiting(approval.TermChange))},
		a.lock(),
	)
	if s.Status == service.Cancelled {
		return append(ds, deed{title: "Keep it", text: "Its scheduled end is taken back, and that of what was to end with it.", button: "Keep service", icon: "undo-2", href: route.ServiceKeeping(key, s.ID), post: map[string]string{}, refused: because(order.Keepable(s, a.port, a.by))})
	}
	return append(ds, deed{title: "End it", text: "The next page lists what ends with it and what that costs." + a.waits(), button: "End service…", icon: "trash-2", look: ui.Danger, href: route.ServiceEnd(key, s.ID), refused: cmp.Or(because(order.Endable(s, a.by)), a.waiting(approval.Termination))})
}

// waiting says that something of a kind was asked for already, or "".
func (a subject) waiting(kind approval.Kind) string {
	for _, r := range a.asked {
		if r.Kind == kind {
			return r.AskedByName + " asked for this already: " + r.Name() + " waits for approval."
		}
	}
	return ""
}

// decided leads from a design that was sent to where it is decided.
func (a subject) decided() []deed {
	if !a.by.May(access.ViewRequests) {
		return nil
	}
	return []deed{{title: "See the request", text: "It was sent for approval. To change it, withdraw " + a.sent.Name() + ".", button: "See " + a.sent.Name(), icon: "clock", href: route.Approval(a.by.Account, a.sent.ID)}}
}

// drawing leads on with a design that nobody sent.
func (a subject) drawing() []deed {
	if a.on() == "" {
		return nil
	}
	return []deed{{title: "Continue designing", text: "Nobody has ordered it yet. It can be changed, ordered or discarded.", button: "Continue", icon: "pencil", href: a.on()}}
}

// on is where a design is continued, or "" where it can't be.
func (a subject) on() string {
	if a.s.Status != service.Design || a.sent.ID != "" || !a.by.May(access.DesignServices) {
		return ""
	}
	return route.Design(a.by.Account, a.s.ID)
}

// joining are what lets others connect to a service.
func (a subject) joining() (ds []deed) {
	s, key := a.s, a.by.Account
	if a.by.May(access.DesignServices) && s.PortID == nil && s.Takes() {
		d := deed{title: "Add a connection", text: "To another service, to a cloud, or to another company.", button: "Add connection", icon: "plus", href: route.NewConnections(key, s.ID)}
		if a.sent.ID != "" {
			d.refused = a.sent.Name() + " waits for approval. Another connection can be added once it is decided."
		}
		ds = append(ds, d)
	}
	if s.PortID == nil && s.Product.Carries {
		ds = append(ds, deed{title: "Service keys", text: "A company that you give a key connects to it without asking first.", button: "Service keys", icon: "key-round", href: route.KeysOf(key, s.ID), refused: because(a.by.Must(access.KeyServices))})
	}
	return ds
}

func (a subject) lock() deed {
	s := a.s
	d := deed{title: "Lock it", text: "Only a Company Admin changes or ends a locked service.", button: "Lock", icon: "lock", href: route.ServiceLock(a.by.Account, s.ID), post: map[string]string{"locked": "on"}, refused: because(s.Lockable(a.by))}
	if s.Product.Carries {
		d.text += " Connections can still be added."
	}
	if s.Locked {
		d.title, d.button, d.icon, d.post = "Unlock it", "Unlock", "lock", map[string]string{"locked": "off"}
		d.text = "It is locked by " + s.LockedByName + ". Only a Company Admin changes or ends it."
	}
	return d
}

// waits says that the partner approves first, or nothing.
func (a subject) waits() string {
	if a.partner == "" {
		return ""
	}
	return " " + a.partner + " approves it first."
}

// open are the deeds that nothing refuses.
func (a subject) open() (ds []deed) {
	for _, d := range a.deeds() {
		if d.refused == "" {
			ds = append(ds, d)
		}
	}
	return ds
}

// asked are the requests about a service that wait: of a design, the one by
// which it was sent.
func (p IndexPage) asked(s service.Service) []approval.Request {
	if s.Status != service.Design {
		return p.Pending.Open[s.ID]
	}
	if r := p.Pending.Sent(s); r.ID != "" {
		return []approval.Request{r}
	}
	return nil
}

// subject is a service of the list with what decides what can be done about it.
func (p IndexPage) subject(s service.Service) subject {
	a := subject{by: p.By, s: s, partner: p.Partner, sent: p.Pending.Sent(s), asked: p.Pending.Open[s.ID]}
	for _, g := range p.Page.Groups {
		if s.PortID != nil && g.Service.ID == *s.PortID {
			a.port = g.Service
		}
	}
	return a
}
