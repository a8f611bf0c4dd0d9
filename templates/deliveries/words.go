package deliveries

import (
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// parts say how many services there are of each status.
var parts = map[service.Status]string{
	service.Ordered: "ordered", service.Deployable: "being built", service.Configured: "built and waiting for light", service.Failed: "that could not be built",
}

// scope says how much is to be built.
func (p IndexPage) scope() string {
	if p.Page.Total() == 0 {
		return "Everything that was ordered is live."
	}
	var each []string
	for _, st := range provision.Open {
		if n := p.Page.Numbers[st]; n > 0 {
			each = append(each, ui.Figure(int(n))+" "+parts[st])
		}
	}
	return "What was ordered in all accounts and is not live yet: " + strings.Join(each, ", ") + "."
}

// whose is the account of a service, in a word where it has no reference.
func whose(a account.Account) string {
	if a.Reference != "" {
		return a.Reference
	}
	return a.ID
}

// under says which company the account belongs to.
func under(d provision.Delivery) string {
	if d.Account.Kind == access.Managed {
		return d.Partner.Name
	}
	return kinds[d.Account.Kind]
}

var kinds = map[access.Kind]string{access.Partner: "Partner", access.Direct: "Direct account"}

// act is a step that somebody takes by pressing a button.
type act struct {
	step        service.Step
	label, busy string
	text        string // what it means
	to          func(key, id string) string
}

// acts are the steps in the order of a service's life.
var acts = []act{
	{service.Accept, "Accept the order", "Accepting…", "Accepting says that it will be built. The customer sees it as provisioning.", route.DeliveryAcceptance},
	{service.Build, "It is built", "Saving…", "Once it is built the customer sees it as configured.", route.DeliveryCompletion},
	{service.Light, "Put into use", "Putting into use…", "It carries traffic from now on, and its term begins today.", route.DeliveryUse},
	{service.Retry, "Try again", "Saving…", "It goes back to the orders, and begins anew.", route.DeliveryRepetition},
}

// next is the step that comes next; ok is false when there is none.
func (p ShowPage) next() (a act, ok bool) {
	for _, a := range acts {
		if _, can := p.Delivery.Status.After(a.step); can {
			return a, true
		}
	}
	return act{}, false
}

// over says why nothing is left to do.
func (p ShowPage) over() string {
	switch p.Delivery.Status {
	case service.Live:
		return "It is live. Nothing is left to do."
	case service.Cancelled:
		return "Its termination is scheduled. It ends by itself on its day."
	}
	return "It has ended."
}

// may reports whether the caller carries orders out.
func (p ShowPage) may() bool { return p.By.May(access.BuildServices) }

// fails reports whether it can be given up.
func (p ShowPage) fails() bool { return p.may() && p.Delivery.MayTake(service.Fail) }

func guard(p ShowPage) string {
	if p.Problems != nil {
		return "changed"
	}
	return ""
}
