package orders

import (
	"cmp"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func (p ReviewPage) scope() string {
	first := p.Review.Items[0]
	text := first.Name
	if n := len(p.Review.Items) - 1; n > 0 {
		text += " and " + ui.Counted(n, "connection")
	}
	return text + " for " + p.Account.Name + ". Nothing is ordered yet."
}

func (p ReviewPage) steps() []step {
	top := p.Review.Top
	design, connections := route.Design(p.Account.ID, top.ID), route.NewConnections(p.Account.ID, top.ID)
	if p.Review.Waiting.ID != "" {
		design, connections = "", ""
	}
	switch {
	case top.Status != service.Design:
		return []step{{label: "Product"}, {label: "Start"}, {label: "Destination", href: connections}, {label: "Details"}, {label: "Review", now: true}}
	case !top.Product.Carries:
		return []step{{label: "Product"}, {label: "Location"}, {label: "Details", href: design}, {label: "Review", now: true}}
	}
	return []step{{label: "Product"}, {label: "Location"}, {label: "Details", href: design}, {label: "Connections", href: connections}, {label: "Review", now: true}}
}

// nested reports whether connections are shown under what they hang under.
func (p ReviewPage) nested() bool { return p.Review.Top.Status == service.Design }

func (p ReviewPage) retails() bool { return price.Retail{}.Shown(p.By) }

// retail is what a price is called that is the only one the reader sees, or
// stands beside what the partner pays.
func (p ReviewPage) retail() string {
	if p.costs() {
		return "Retail"
	}
	return "Price"
}

func (p ReviewPage) costs() bool { return price.Cost{}.Shown(p.By) }

// or is a price, or a dash where there is none.
func or(text string) string { return cmp.Or(text, "–") }

// details are what a service's fields hold, on lines of their own.
func details(s service.Service) (lines []string) {
	var all []string
	if s.Zone != "" {
		all = append(all, "Diversity zone "+s.Zone)
	}
	for _, f := range s.Product.Fields {
		v := s.Details[f.Key]
		switch {
		case v == "":
		case f.Kind == catalog.SwitchField:
			all = append(all, f.Label)
		default:
			all = append(all, f.Label+" "+v)
		}
	}
	if s.Reference != "" {
		all = append(all, "Reference "+s.Reference)
	}
	if len(all) == 0 {
		return nil
	}
	return []string{strings.Join(all, ", ")}
}

// need is something that the order lacks, and where it is seen to.
type need struct{ lead, text, link, href string }

func (p ReviewPage) needs() (ns []need) {
	r := p.Review
	if r.Account.Status != account.Active {
		ns = append(ns, need{lead: r.Account.Name + " is " + string(r.Account.Status) + ".", text: "Nothing can be ordered for it."})
	}
	for _, n := range r.Needs {
		switch n {
		case order.NeedsMarket:
			ns = append(ns, p.needsMarket())
		case order.NeedsContact:
			ns = append(ns, p.needsContact())
		}
	}
	return ns
}

func (p ReviewPage) needsMarket() need {
	r := p.Review
	n := need{lead: "The billing market " + r.Market.Name + " is not enabled.", text: "It can be ordered as soon as it is."}
	switch {
	case r.Ours && p.By.Holds(access.SetMarkets):
		n.link, n.href = "Enable "+r.Market.Name, enabling(p.By.Seat, r.Market.ID)
	case r.Ours:
		n.text = "A Company Admin or somebody of Finance enables it. Then it can be ordered."
	case p.By.SeatKind == access.Managed:
		n.text = r.Above.Name + " can enable it. Then it can be ordered."
		n.link, n.href = "Ask "+r.Above.Name+" to enable "+r.Market.Name, asking(p.Account.ID, r.Market.ID)
	default:
		n.text = "The distributor that has your billing markets can enable it."
	}
	return n
}

func (p ReviewPage) needsContact() need {
	r := p.Review
	n := need{lead: r.Account.Name + " has no technical support contact yet.", text: r.Above.Name + " can enter one in the account’s details. Then it can be ordered."}
	if p.By.Viewing() && p.By.Holds(access.EditAccounts) {
		n.text, n.link, n.href = "Then it can be ordered.", "Enter a contact", route.Managed(r.Above.ID, r.Account.ID)
	}
	return n
}

// sent says who sent the design and when nobody may change it.
func (p ReviewPage) sent() string {
	w := p.Review.Waiting
	return w.AskedByName + " sent it to " + p.Review.Above.Name + " as " + w.Name() + ". It can’t be changed meanwhile. Withdraw the request to change it."
}

// promised is what the operator says of the code in use, or "".
func (p ReviewPage) promised() string {
	for _, i := range p.Review.Items {
		if i.Quote.Promotion.ID != "" {
			return i.Quote.Promotion.Sentence
		}
	}
	return ""
}

// coded reports whether a promotional code is asked for: of partners' own people.
func (p ReviewPage) coded() bool {
	return p.By.SeatKind == access.Partner && p.Review.Waiting.ID == "" && p.By.May(access.OrderServices)
}

func (p ReviewPage) button() string {
	if p.Review.Queued {
		return "Send for Approval"
	}
	return "Order Now"
}

func (p ReviewPage) busy() string {
	if p.Review.Queued {
		return "Sending…"
	}
	return "Ordering…"
}

// refused says why the reader can't order it now, or "".
func (p ReviewPage) refused() string {
	if err := p.By.Must(access.OrderServices); err != nil {
		return err.Error() + " The design is saved. Somebody with one of these roles finds it under Services and can order it."
	}
	for _, i := range p.Review.Items {
		if i.Problem != "" {
			return i.Problem
		}
	}
	if len(p.needs()) > 0 {
		return "It can’t be ordered yet: " + p.needs()[0].lead
	}
	return ""
}

// told says how the reader learns of a decision: by a letter where the account's
// settings let its people have some.
func told(by access.Caller) string {
	if by.Shows(access.SeesNotifications) {
		return "A letter tells you."
	}
	return "You read it under Approvals."
}

// next says what ordering it leads to.
func (p ReviewPage) next() []string {
	r := p.Review
	switch {
	case r.Waiting.ID != "":
		return []string{r.Above.Name + " approves or rejects it. " + told(p.By), "When it is approved, it is ordered at once."}
	case r.Queued:
		return []string{
			r.Above.Name + " approves or rejects it. " + told(p.By), "When it is approved, it is ordered at once.",
			"Without a decision the request expires after " + ui.Counted(r.Expires, "day") + ". Until then you can withdraw it.",
		}
	}
	return []string{"It is ordered at once.", "It is built, and its term begins when it is live."}
}

// priceNote says what the prices are, or whom to ask where none are shown.
func (p ReviewPage) priceNote() string {
	switch {
	case !p.retails() && p.Review.Account.Kind == access.Managed:
		return "Ask " + p.Review.Above.Name + " what it costs."
	case !p.retails():
		return ""
	case p.Review.Queued:
		return "These are today’s prices. If they change before it is approved, " + p.Review.Above.Name + " sees both."
	}
	return "These are today’s prices, without tax."
}
