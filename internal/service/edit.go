package service

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// LongestName is how many characters a service's name or reference has at most.
const LongestName = 64

// EditDraft is what of a service changes at once, as a person types it.
type EditDraft struct {
	Name      string            `form:"name"`
	Reference string            `form:"reference"`
	Renews    bool              `form:"renews"`
	Open      bool              `form:"open"`
	Version   int64             `form:"version"` // of the service that was shown
	Details   map[string]string // what was typed for the product's fields, by their keys
}

// DraftOf is a service as its form shows it.
func DraftOf(s Service) EditDraft {
	return EditDraft{Name: s.Name, Reference: s.Reference, Renews: s.Renews, Open: s.Open, Version: s.Version, Details: s.Details}
}

// Edited decides: the service as it becomes, or what is wrong with what was
// typed. It touches nothing else.
func (s Service) Edited(in EditDraft, by access.Caller, now time.Time) (Service, error) {
	var fs fault.Fields
	in.Name, in.Reference = account.Tidy(in.Name), account.Tidy(in.Reference)
	if p := account.CheckText("Name", in.Name, LongestName); p != "" && in.Name != s.Name { // one from before was longer
		fs.Add("name", "%s", p)
	}
	if in.Reference != "" && in.Reference != s.Reference {
		if p := account.CheckText("Reference", in.Reference, LongestName); p != "" {
			fs.Add("reference", "%s", p)
		}
	}
	details, wrong := s.keeping().Check(in.Details)
	if s.FarKind == FarKey || s.FarKind == FarCompany { // the other company says in which one
		delete(details, FarVLAN)
		if v, has := s.Details[FarVLAN]; has {
			details[FarVLAN] = v
		}
	}
	fs = append(fs, wrong...)
	for key, v := range details {
		if p := account.CheckText(fieldNamed(s.Product, key).Label, v, account.Longest); p != "" {
			fs.Add(catalog.Typed(key), "%s", p)
		}
	}
	if in.Renews != s.Renews && !s.Turnable(now) {
		fs.Add("renews", "The term is over, so renewal stays as it is")
	}
	if in.Open && !s.Open && !s.Listable(by) {
		fs.Add("open", "This service cannot be shown in the marketplace")
	}
	if err := fs.Err(); err != nil {
		return s, err
	}
	s.Name, s.Reference, s.Details, s.Renews = in.Name, in.Reference, details, in.Renews
	if s.Listable(by) {
		s.Open = in.Open
	}
	return s, nil
}

// keeping is the product of a service, whose choices have what the service holds:
// what is not to be chosen any more stays where it was chosen.
func (s Service) keeping() catalog.Product {
	p := s.Product
	p.Fields = slices.Clone(p.Fields)
	for i, f := range p.Fields {
		if held := s.Details[f.Key]; f.Kind == catalog.ChoiceField && held != "" && !slices.Contains(f.Choices, held) {
			p.Fields[i].Choices = append(slices.Clone(f.Choices), held)
		}
	}
	return p
}

// Asks are the fields that whoever edits the service chooses, with what it holds
// among their choices.
func (s Service) Asks() []catalog.Field { return Asked(s.keeping(), s.FarKind) }

// Turnable reports whether renewal can be turned on or off: at any time before
// the term is over, unless the service ends anyway.
func (s Service) Turnable(now time.Time) bool {
	return s.Status != Cancelled && (s.TermEndsOn.IsZero() || Midnight(now).Before(s.TermEndsOn))
}

// Listable reports whether the marketplace can show the service: what
// connections lead to, of partners and direct accounts; see reference: ordering.
func (s Service) Listable(by access.Caller) bool {
	return s.Product.Carries && (by.Kind == access.Partner || by.Kind == access.Direct)
}

// Changes are what differs between a service before and after, in words.
func Changes(was, now Service) (cs []event.Change) {
	add := func(field, before, after string) {
		if before != after {
			cs = append(cs, event.Change{Field: field, Was: before, Now: after})
		}
	}
	add("Name", was.Name, now.Name)
	add("Reference", was.Reference, now.Reference)
	for _, f := range now.Product.Fields {
		add(f.Label, Shows(f, was.Details), Shows(f, now.Details))
	}
	add("Renewal", onOff(was.Renews), onOff(now.Renews))
	add("Shown in the marketplace", onOff(was.Open), onOff(now.Open))
	return cs
}

// Shows is what a field holds, as people read it.
func Shows(f catalog.Field, details map[string]string) string {
	if f.Kind == catalog.SwitchField {
		return onOff(details[f.Key] == catalog.On)
	}
	return details[f.Key]
}

func onOff(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}
