package ui

import (
	"maps"

	"github.com/a-h/templ"
)

// Look is the weight of a button.
type Look string

// The closed list of looks. The zero Look is Secondary.
const (
	Secondary Look = ""
	Primary   Look = "primary" // at most one in a view
	Quiet     Look = "quiet"
	Danger    Look = "danger"
	Solid     Look = "solid" // danger, inside a confirmation only
	Bare      Look = "bare"  // an icon alone; its label is spoken only
)

// Press is something to press: a button, or a link that looks like one.
type Press struct {
	Label   string
	LabelID string // of the label alone, where an answer replaces it while the button stays
	About   string // spoken after the label: "of Acme Robotics"
	Look    Look
	Icon    string
	Small   bool
	Href    string // of LinkButton
	Name    string // of a button that says which one was pressed
	Value   string
	Form    string // id of the form a button outside of it belongs to
	Action  string // address that this button sends its form to, if not the form's own
	Busy    string // word shown while the form is under way: "Creating…"
	Refused string // id of the text that says why it can't be pressed now
	Attrs   templ.Attributes
}

func (p Press) classes() string {
	c := "button"
	if p.Look != Secondary {
		c += " " + string(p.Look)
	}
	if p.Small {
		c += " small"
	}
	return c
}

func (p Press) attrs() templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("name", p.Name)
	set("form", p.Form)
	set("formaction", p.Action)
	set("data-busy", p.Busy)
	if p.Name != "" {
		a["value"] = p.Value
	}
	if p.Refused != "" {
		a["aria-disabled"], a["aria-describedby"] = "true", p.Refused
	}
	maps.Copy(a, p.Attrs)
	return a
}

func (p Press) word() templ.Attributes {
	if p.LabelID == "" {
		return nil
	}
	return templ.Attributes{"id": p.LabelID}
}
