// Package activity is what people did: a company's people, or oneself.
package activity

import (
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the activity of a company, or one's own.
type IndexPage struct {
	layout.Shell
	Heading string // of the page
	Scope   string // whose activity it is
	Room    string // "Company", or "Your account"
	Faces   []layout.Tab
	Own     bool   // it is one's own: nobody else's acts stand in it
	Several bool   // it is of several accounts, and can be narrowed to one
	Shown   string // how far back the company shows it: "the last 90 days", or "" for all of it
	Rules   string // address where that is chosen, or "" for who may not

	List    string            // address of the page
	Export  string            // address of the file with the same filters
	Find    string            // the person looked for, as typed
	Keep    map[string]string // what the search form sends on
	Chips   []ui.Condition    // filters in force
	Kinds   []Kinds           // to choose from
	Account string            // as typed, or a key
	From    string            // first day, 2006-01-02
	To      string            // last day
	Hold    map[string]string // what the filter form sends on
	Clear   string            // address without filters
	Result  string            // "50 entries, back to 3 Nov 2026"
	Note    string            // what a search left out, or ""

	Ledger  record.Ledger
	Later   string // address of the newer facts, or ""
	Earlier string // address of the older ones, or ""
	Cut     bool   // the search was given up; it goes on at Earlier, or at Later
}

// Kinds is a group of kinds of facts to choose from.
type Kinds struct {
	Label   string
	Options []ui.Option
}

// narrow reports whether anything is filtered.
func (p IndexPage) narrow() bool { return p.Find != "" || len(p.Chips) > 0 }

// earlier is the word of the button that leads to older facts.
func (p IndexPage) earlier() string {
	if p.Cut && p.Earlier != "" {
		return "Look further back"
	}
	return "Earlier"
}

// later is the word of the button that leads to newer facts.
func (p IndexPage) later() string {
	if p.Cut && p.Earlier == "" {
		return "Look further on"
	}
	return "Later"
}

// nothing says that nothing was found.
func (p IndexPage) nothing() string {
	if p.Cut {
		return "Nothing found so far"
	}
	return ui.NoMatch("entry", p.Find, p.Chips)
}

// soFar says why the search stopped.
func (p IndexPage) soFar() string {
	if p.Cut {
		return "A million entries were looked through. There are others."
	}
	return ""
}

// first is what stands on a page that has nothing to show.
func (p IndexPage) first() string {
	if p.Own {
		return "What you do in any account will stand here: when, and what changed."
	}
	return "What people do will stand here: who did it, when, and what changed."
}
