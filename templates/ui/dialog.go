package ui

import (
	"maps"

	"github.com/a-h/templ"
)

// Frame is the outside of a dialog.
type Frame struct {
	ID     string
	Title  string
	Text   string // one sentence under the title
	Live   string // another one, true only where scripts run
	Close  string // address of the page under the dialog; closing leads there
	InPage bool   // drawn in the flow of a page, for reading without scripts
	Open   bool   // shown over the page as soon as it is loaded; without scripts it stands in the flow of the page
	Foot   templ.Component
}

func (f Frame) attrs() templ.Attributes {
	a := templ.Attributes{}
	if f.Open {
		a["open"], a["data-open"] = true, true
	}
	if f.Close != "" {
		a["data-close"] = f.Close
	}
	return a
}

// Item is a line of a menu.
type Item struct {
	Label   string
	Href    string
	Icon    string
	Note    string // at the end of the line: a count
	Current bool
	Attrs   templ.Attributes
}

func (i Item) attrs() templ.Attributes {
	a := templ.Attributes{}
	if i.Current {
		a["aria-current"] = "true"
	}
	maps.Copy(a, i.Attrs)
	return a
}
