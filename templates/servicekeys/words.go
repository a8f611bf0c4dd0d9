package servicekeys

import (
	"context"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// ofOne reports whether the page is about one service.
func (p IndexPage) ofOne() bool { return p.Page.Service.ID != "" }

func (p IndexPage) title() string {
	if p.ofOne() {
		return "Service keys of " + p.Page.Service.Name
	}
	return "Service keys"
}

// makes reports whether a key can be made here now.
func (p IndexPage) makes() bool { return p.ofOne() && p.Page.Service.Takes() }

func (p IndexPage) scope() string {
	if p.ofOne() && !p.makes() {
		return "No connection can be ordered to " + p.Page.Service.Name + " now, so its keys can’t be used."
	}
	return "Whoever you give a key connects to its service without asking first."
}

// crumbs are the pages above the keys of one service.
func (p IndexPage) crumbs() []ui.Crumb {
	if !p.ofOne() {
		return nil
	}
	return append(above(p.By.Account, p.Page.Service), ui.Crumb{Label: "Service keys"})
}

// above are the pages above what is about the keys of a service.
func above(key string, s service.Service) []ui.Crumb {
	return []ui.Crumb{{Label: "Services", Href: route.Services(key)}, {Label: s.Name, Href: route.Service(key, s.ID)}}
}

// none is what stands in the place of an empty list.
func (p IndexPage) none() (title, text string) {
	switch {
	case p.State == "" && p.makes():
		return "No service keys yet", "Make one, and give it to the company that is to connect to " + p.Page.Service.Name + "."
	case p.State == "":
		return "No service keys yet", "Keys are made on the page of a port or router under Services."
	case p.State == servicekey.Early:
		return "No service key waits for its first day", ""
	}
	return "No service key is " + string(p.State), ""
}

// usable reports whether it makes sense to hand the key out.
func usable(k servicekey.Key, now time.Time) bool {
	at := k.State(now)
	return at == servicekey.Active || at == servicekey.Early
}

// uses says how often a key can be used.
func uses(k servicekey.Key) string {
	if k.Single {
		return "Single use"
	}
	return "Multi use"
}

// used says how often it was.
func used(k servicekey.Key) string {
	switch k.Used {
	case 0:
		return "Not used"
	case 1:
		return "Once"
	}
	return strconv.FormatInt(k.Used, 10) + " times"
}

// quiet is the class of a number that is nothing.
func quiet(k servicekey.Key) string {
	if k.Used == 0 {
		return "soft"
	}
	return ""
}

// most is how fast a connection with the key can be.
func most(k servicekey.Key) string {
	return service.Rate(catalog.Product{Unit: k.Service.Product.Unit}, k.MostSpeed)
}

// vlan is the VLAN at the service, in words.
func vlan(k servicekey.Key) string {
	if k.VLAN == 0 {
		return "The next free one"
	}
	return strconv.FormatInt(k.VLAN, 10)
}

// valid are the days on which a key can be used.
func valid(ctx context.Context, k servicekey.Key) string {
	switch {
	case k.BeginsOn != nil && k.EndsOn != nil:
		return ui.Day(ctx, *k.BeginsOn) + " to " + ui.Day(ctx, *k.EndsOn)
	case k.BeginsOn != nil:
		return "From " + ui.Day(ctx, *k.BeginsOn)
	case k.EndsOn != nil:
		return "Until " + ui.Day(ctx, *k.EndsOn)
	}
	return "Always"
}

// speeds are the most that a key can allow.
func (p NewPage) speeds() ui.Choice {
	c := ui.Choice{Label: "Maximum speed", Name: "speed", Width: "half", Hint: p.Board.Service.Name + " has " + p.Board.Service.Rate() + ".", Error: p.Problems.At("speed"), Options: []ui.Option{{Label: "Choose", Chosen: p.Draft.Speed == ""}}}
	for _, n := range p.Board.Speeds {
		v := strconv.FormatInt(n, 10)
		c.Options = append(c.Options, ui.Option{Value: v, Label: service.Rate(p.Board.Product, n), Chosen: v == p.Draft.Speed})
	}
	return c
}

// often is how often the key can be used.
func (p NewPage) often() ui.Choice {
	return ui.Choice{Label: "Uses", Name: "uses", Error: p.Problems.At("uses"), Options: []ui.Option{
		{Value: string(servicekey.Once), Label: "Single use", Hint: "One connection. Ending it does not give the use back.", Chosen: p.Draft.Uses == servicekey.Once},
		{Value: string(servicekey.Many), Label: "Multi use", Hint: "As many connections as are ordered with it, until it is turned off or expires.", Chosen: p.Draft.Uses == servicekey.Many},
	}}
}

func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}
