package services

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// EditPage changes what of a service changes at once.
type EditPage struct {
	layout.Shell
	Service  service.Service
	Draft    service.EditDraft
	Problems fault.Fields
	Refused  string           // why nothing can be changed, or ""
	Sent     approval.Request // the order of a design that waits, or the zero Request
}

// says is what happens when it is sent.
func (p EditPage) says() string {
	if p.Refused != "" {
		return ""
	}
	return "What is saved here changes at once."
}

// subject is the service with what decides what can be done about it.
func (p EditPage) subject() subject { return subject{by: p.By, s: p.Service, sent: p.Sent} }

// input is a product's field with what was typed.
func (p EditPage) input(f catalog.Field) ui.Input {
	in := ui.Input{
		Label: f.Label, Name: catalog.Typed(f.Key), Value: p.Draft.Details[f.Key], Hint: f.Hint, Error: p.Problems.At(catalog.Typed(f.Key)),
		Optional: !f.Required, Autocomplete: "off", Attrs: templ.Attributes{},
	}
	if f.Kind == catalog.NumberField {
		in.Inputmode, in.Width = "numeric", "short"
	}
	return in
}

// choice is a product's field that is one of a list.
func (p EditPage) choice(f catalog.Field) ui.Choice {
	is := p.Draft.Details[f.Key]
	c := ui.Choice{Label: f.Label, Name: catalog.Typed(f.Key), Hint: f.Hint, Error: p.Problems.At(catalog.Typed(f.Key)), Width: "half"}
	if !f.Required || !slices.Contains(f.Choices, is) {
		c.Options = append(c.Options, ui.Option{Label: "Choose", Chosen: is == ""})
	}
	for _, o := range f.Choices {
		c.Options = append(c.Options, ui.Option{Value: o, Label: o, Chosen: o == is})
	}
	return c
}

// box is a product's field that is on or off.
func (p EditPage) box(f catalog.Field) ui.Box {
	return ui.Box{Label: f.Label, Name: catalog.Typed(f.Key), Checked: p.Draft.Details[f.Key] == catalog.On, Hint: f.Hint, Error: p.Problems.At(catalog.Typed(f.Key))}
}

// renewing is the renewal of the term as a box to tick.
func (p EditPage) renewing() ui.Box {
	return ui.Box{Label: "Renew the term when it ends", Name: "renews", Checked: p.Draft.Renews, Hint: "Off: it runs from month to month afterwards.", Error: p.Problems.At("renews")}
}

// ChangePage gives a service another speed, or another term.
type ChangePage struct {
	layout.Shell
	Account  account.Account
	Choices  order.Choices
	Speeds   bool   // speeds, not terms
	Partner  string // that approves it first, or ""
	Draft    order.ChangeDraft
	Problems fault.Fields
	Problem  string // why what was sent was not carried out, or ""
}

// subject is the service with what decides what can be done about it.
func (p ChangePage) subject() subject { return subject{by: p.By, s: p.Choices.Service} }

// measure is what is had of a service, within a sentence.
func measure(s service.Service) string { return strings.ToLower(s.Product.Measure()) }

func (p ChangePage) title() string {
	if p.Speeds {
		return "Change the " + measure(p.Choices.Service)
	}
	return "Change the term"
}

// field is the name of what is chosen.
func (p ChangePage) field() string {
	if p.Speeds {
		return "speed"
	}
	return "term"
}

// now is what the service has.
func (p ChangePage) now() string {
	if p.Speeds {
		return p.Choices.Service.Rate()
	}
	return p.Choices.Service.Terms()
}

// word is a speed, or a term.
func (p ChangePage) word(o order.Possible) string {
	s := p.Choices.Service
	if p.Speeds {
		return service.Rate(s.Product, o.Speed)
	}
	s.Term = o.Term
	return s.Terms()
}

func (p ChangePage) value(o order.Possible) string {
	if p.Speeds {
		return strconv.FormatInt(o.Speed, 10)
	}
	return strconv.Itoa(o.Term)
}

func (p ChangePage) chosen(o order.Possible) bool {
	return p.Speeds && o.Speed == p.Draft.Speed || !p.Speeds && o.Term == p.Draft.Term
}

func (p ChangePage) current(o order.Possible) bool {
	s := p.Choices.Service
	return p.Speeds && o.Speed == s.Speed || !p.Speeds && o.Term == s.Term
}

// some reports whether anything can be chosen.
func (p ChangePage) some() bool {
	return slices.ContainsFunc(p.Choices.Each, func(o order.Possible) bool { return !p.current(o) && o.Problem == "" })
}

// hidden is what the form carries of the page.
func (p ChangePage) hidden() map[string]string {
	return map[string]string{
		"token": p.Draft.Token, "book": strconv.FormatInt(p.Choices.Book, 10), "version": strconv.FormatInt(p.Choices.Service.Version, 10),
	}
}

func (p ChangePage) button() ui.Press {
	if p.Partner != "" {
		return ui.Press{Label: "Send for Approval", Look: ui.Primary, Busy: "Sending…"}
	}
	return ui.Press{Label: p.title(), Look: ui.Primary, Busy: "Changing…"}
}

// says is what happens when it is sent.
func (p ChangePage) says() string {
	switch {
	case p.Choices.Open.ID != "" || p.Choices.Refused != nil:
		return ""
	case p.Partner != "" && p.Speeds:
		return p.Partner + " approves a change of the " + measure(p.Choices.Service) + " first. Until then nothing changes."
	case p.Partner != "":
		return p.Partner + " approves a change of the term first. The new term begins on the day of the approval."
	case p.Speeds:
		return "The " + measure(p.Choices.Service) + " changes at once. The term stays."
	}
	return "A new term begins today. A shorter one can be chosen in the last month of the term."
}

// action is where the form is sent.
func (p ChangePage) action() string {
	if p.Speeds {
		return route.ServiceSpeed(p.By.Account, p.Choices.Service.ID)
	}
	return route.ServiceTerm(p.By.Account, p.Choices.Service.ID)
}

func (p ChangePage) heading() string {
	if p.Speeds {
		return p.Choices.Service.Product.Measure()
	}
	return "Term"
}

// radio is the id of a choice. The first that can be chosen has that of the
// question, which the summary of problems leads to.
func (p ChangePage) radio(i int) string {
	first := slices.IndexFunc(p.Choices.Each, func(o order.Possible) bool { return !p.current(o) && o.Problem == "" })
	if i == first {
		return "field-" + p.field()
	}
	return "field-" + p.field() + "-" + strconv.Itoa(i+1)
}
