package orders

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// connects reports whether the form is that of a connection.
func (p FormPage) connects() bool { return p.Board.Port.ID != "" }

// changes reports whether there is a design already.
func (p FormPage) changes() bool { return p.Design.ID != "" }

func (p FormPage) title() string {
	if p.changes() {
		return p.Design.Name
	}
	return p.Board.Product.Name + " details"
}

// scope says between what the service is.
func (p FormPage) scope() string {
	if p.connects() {
		return p.Board.Product.Name + " from " + p.Board.Port.Name + " to " + p.Board.Far.Name + "."
	}
	return p.Board.Product.Name + " at " + p.Board.Location.Name + ", " + p.Board.Location.City + "."
}

func (p FormPage) steps() []step {
	key := p.Account.ID
	if p.connects() && p.Board.Port.Status == service.Design {
		top := p.Board.Port.ID
		return []step{{label: "Product"}, {label: "Location"}, {label: "Details", href: route.Design(key, top)}, {label: "Connections", now: true}, {label: "Review", href: route.Review(key, top)}}
	}
	if p.connects() {
		return []step{{label: "Product", href: route.NewService(key)}, {label: "Start"}, {label: "Destination", href: route.NewConnectionsOf(key, p.Board.Port.ID, p.Board.Product.ID)}, {label: "Details", now: true}, {label: "Review", href: p.reviewed()}}
	}
	all := append([]step{{label: "Product"}, {label: "Location"}, {label: "Details", now: true}}, last(p.Board.Product)...)
	if !p.changes() {
		all[0].href, all[1].href = route.NewService(key), p.other()
		return all
	}
	if p.Board.Product.Carries {
		all[3].href = route.NewConnections(key, p.Design.ID)
	}
	all[len(all)-1].href = p.reviewed()
	return all
}

// reviewed is where a design's review is, or "" while there is none.
func (p FormPage) reviewed() string {
	if !p.changes() {
		return ""
	}
	return route.Review(p.Account.ID, p.Design.ID)
}

func (p FormPage) action() string {
	switch {
	case p.changes():
		return route.Design(p.Account.ID, p.Design.ID)
	case p.connects():
		return route.NewConnections(p.Account.ID, p.Board.Port.ID)
	}
	return route.NewService(p.Account.ID)
}

// hidden are the values that nobody fills in here.
func (p FormPage) hidden() map[string]string {
	switch {
	case p.changes():
		return map[string]string{"version": strconv.FormatInt(p.Draft.Version, 10)}
	case p.connects():
		return map[string]string{"token": p.Draft.Token, "far": p.Draft.Far, "product": p.Board.Product.ID}
	}
	return map[string]string{"token": p.Draft.Token, "product": p.Board.Product.ID, "location": p.Board.Location.ID}
}

func (p FormPage) guard() string {
	if p.Problems != nil {
		return "changed"
	}
	return ""
}

func (p FormPage) button() string {
	switch {
	case p.changes():
		return "Save design"
	case p.connects():
		return "Add " + p.Board.Product.Name
	}
	return "Continue"
}

// back is where the form leads that is not sent.
func (p FormPage) back() string {
	switch {
	case p.changes():
		return route.Review(p.Account.ID, p.Design.ID)
	case p.connects():
		return route.NewConnectionsOf(p.Account.ID, p.Board.Port.ID, p.Board.Product.ID)
	}
	return route.Services(p.Account.ID)
}

// other is where another place is chosen for what is new.
func (p FormPage) other() string {
	switch {
	case p.changes():
		return ""
	case p.connects():
		return route.NewConnectionsOf(p.Account.ID, p.Board.Port.ID, p.Board.Product.ID)
	}
	return route.NewServiceAt(p.Account.ID, p.Board.Product.ID, "")
}

func (p FormPage) place() string {
	if p.connects() {
		return p.Board.Far.Name
	}
	return p.Board.Location.Name
}

// lines say where the place is.
func (p FormPage) lines() []string {
	if p.connects() {
		lines := []string{"From " + p.Board.Port.Name + ", " + p.Board.Port.Rate() + ", at " + p.Board.Location.Name + "."}
		if p.Board.Far.Kind == service.FarKey && p.Board.Far.Speed > 0 {
			lines = append(lines, "Your service key allows "+service.Rate(p.Board.Product, p.Board.Far.Speed)+" at most.")
		}
		return lines
	}
	at := p.Board.Location.City
	if p.Board.Location.Address != "" {
		at = p.Board.Location.Address + ", " + at
	}
	return []string{at + "."}
}

// next says what follows the form.
func (p FormPage) next() string {
	switch {
	case p.changes():
		return "You see what it costs now. Nothing is ordered yet."
	case p.connects() || !p.Board.Product.Carries:
		return "The design is saved, and you see what it costs. Nothing is ordered yet."
	}
	return "The design is saved. Then you can add connections, and see what it costs. Nothing is ordered yet."
}

func (p FormPage) speeds() ui.Choice {
	c := ui.Choice{Label: p.Board.Product.Measure(), Name: "speed", Error: p.Problems.At("speed")}
	for _, s := range p.Board.Speeds() {
		v := strconv.FormatInt(s, 10)
		c.Options = append(c.Options, ui.Option{Value: v, Label: service.Rate(p.Board.Product, s), Chosen: v == p.Draft.Speed})
	}
	return c
}

func (p FormPage) zones() ui.Choice {
	c := ui.Choice{Label: "Diversity zone", Name: "zone", Error: p.Problems.At("zone"), Options: []ui.Option{{Label: "Any", Chosen: p.Draft.Zone == ""}}}
	for _, z := range p.Board.Zones() {
		c.Options = append(c.Options, ui.Option{Value: z.Name, Label: z.Name, Chosen: z.Name == p.Draft.Zone})
	}
	return c
}

func (p FormPage) terms() ui.Choice {
	c := ui.Choice{Label: "Minimum term", Name: "term", Error: p.Problems.At("term")}
	for _, t := range p.Board.Product.Terms {
		v := strconv.Itoa(t)
		label := v + " months"
		if t == 1 {
			label = "Month to month"
		}
		c.Options = append(c.Options, ui.Option{Value: v, Label: label, Chosen: v == p.Draft.Term})
	}
	return c
}

// choice is a field of the product that is one of a list.
func (p FormPage) choice(f catalog.Field) ui.Choice {
	c := ui.Choice{Label: f.Label, Name: catalog.Typed(f.Key), Hint: f.Hint, Width: "half", Error: p.Problems.At(catalog.Typed(f.Key)), Options: []ui.Option{{Label: "Choose", Chosen: p.Draft.Details[f.Key] == ""}}}
	if !f.Required {
		c.Options[0].Label = "None"
	}
	for _, v := range f.Choices {
		c.Options = append(c.Options, ui.Option{Value: v, Label: v, Chosen: v == p.Draft.Details[f.Key]})
	}
	return c
}

// input is a field of the product that is typed.
func (p FormPage) input(f catalog.Field) ui.Input {
	in := ui.Input{
		Label: f.Label, Name: catalog.Typed(f.Key), Value: p.Draft.Details[f.Key], Hint: f.Hint, Optional: !f.Required,
		Error: p.Problems.At(catalog.Typed(f.Key)), Width: "half", Autocomplete: "off", Attrs: templ.Attributes{},
	}
	if f.Kind == catalog.NumberField {
		in.Width, in.Inputmode = "short", "numeric"
	}
	return in
}

// crumbs lead back to the design.
func (p RemovalPage) crumbs() []ui.Crumb {
	return []ui.Crumb{{Label: "Services", Href: route.Services(p.Account.ID)}, {Label: p.Design.Name, Href: route.Service(p.Account.ID, p.Design.ID)}, {Label: "Discard"}}
}

// scope says what goes with a design.
func (p RemovalPage) scope() string {
	if p.Under == 0 {
		return "The design is thrown away. Nothing of it was ordered."
	}
	return "The design is thrown away, with " + ui.Counted(p.Under, "connection") + " drawn under it. Nothing of it was ordered."
}
