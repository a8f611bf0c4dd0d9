package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Pages is where a list stands, and the way to its neighbours.
type Pages struct {
	Text string // "1 to 16 of 44"
	Page string // "Page 1 of 3", "" when there is only one
	Prev string // address, "" on the first page
	Next string // address, "" on the last page
	Rows *Rows
}

// Rows is the choice of how many rows a page has.
type Rows struct {
	Action  string            // address of the list
	Name    string            // of the parameter
	Keep    map[string]string // the other parameters
	Options []Option
}

// Head is the head of a column.
type Head struct {
	Label   string
	Href    string // sorts by this column, or turns the order round; "" makes it a plain head
	Unit    string // in the second line: "AUD a month"
	Sorted  string // "asc", "desc" or ""
	Numeric bool
	Class   string // the class that the cells below have, such as "drop"
	Hidden  bool   // the label is spoken only
}

// Line is the head on one line, for where the rows of a table are blocks.
func (h Head) Line() string {
	if h.Unit == "" {
		return h.Label
	}
	return h.Label + ", " + h.Unit
}

func (h Head) classes() string {
	if h.Numeric {
		return strings.TrimSpace("num " + h.Class)
	}
	return h.Class
}

func (h Head) attrs() templ.Attributes {
	a := templ.Attributes{}
	if h.Class != "" || h.Numeric {
		a["class"] = h.classes()
	}
	switch h.Sorted {
	case "asc":
		a["aria-sort"] = "ascending"
	case "desc":
		a["aria-sort"] = "descending"
	}
	return a
}

// Crumb is a page above this one.
type Crumb struct {
	Label string
	Href  string // "" for the page itself
}

// Way is one of the ways on from a page that failed.
type Way struct {
	Label string
	Text  string
	Href  string
}

// Mishap is a page that could not be shown.
type Mishap struct {
	Code      string // 404
	Title     string // what happened
	Text      string
	Ways      []Way
	Reference string // for support, or ""
}
