package ui

import (
	"github.com/a-h/templ"
)

// Save is how far the saving of a change has come.
type Save struct {
	State SaveState
	Text  string // "Saved 10:42", "Not saved: the server did not answer."
}

// SaveState is the colour and icon of a Save.
type SaveState string

// The closed list of save states; the zero one shows nothing.
const (
	Untouched SaveState = ""
	Saved     SaveState = "ok"
	Failed    SaveState = "bad"
)

// Source is where the effective value of a setting comes from.
type Source string

// The closed list of sources.
const (
	FromSystem  Source = "system"
	FromPartner Source = "partner"
	FromAccount Source = "account"
	Locked      Source = "locked"
	Fixed       Source = "fixed"
)

// Setting is a feature with a switch that saves itself: it sends seen, and
// value=on or no value at all, or inherit=1 when the inherited value is asked
// for. In a form without scripts the switch has the feature's name.
type Setting struct {
	ID      string // of the row, which an answer replaces: "setting-show_pricing"
	Name    string // of the feature
	Action  string // address that saves this feature alone
	Seen    string // what is shown, so that a change of something else is noticed
	Label   string
	About   string // the consequence in one sentence
	On      bool
	Refused string // why it can't be changed, or ""
	Source  Source
	Words   string // "Inherited from Northwind’s default"
	Inherit string // "Use inherited value (Off)", or "" when there is no own value
	Save    Save
}

func (s Setting) attrs() templ.Attributes {
	a := templ.Attributes{"aria-describedby": s.ID + "-about " + s.ID + "-source"}
	if s.Refused != "" {
		a["aria-disabled"] = "true"
	}
	return a
}
