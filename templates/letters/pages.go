// Package letters is the operator's list of letters: what left, what waits and
// what was given up. It also shows the letters of the demonstration to
// everybody.
package letters

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage lists letters, newest first.
type IndexPage struct {
	layout.Shell
	Faces   []layout.Tab // of the company
	Letters []outbox.Letter
	Filter  outbox.Filter
	Chips   []ui.Condition // filters in force
	More    []ui.Choice    // filters that can be added
	Keep    map[string]string
	Result  string // "12 letters"
	Clear   string // address without filters
	Older   string // address of the next page, or ""
	Waits   bool   // no mail server is set up
}

// ShowPage is one letter.
type ShowPage struct {
	layout.Shell
	Letter  outbox.Letter
	Subject string
	Text    string // without its secret
	Refusal string // why it cannot be sent again, or ""
	Waits   bool
}

// Entry is a letter of the demonstration's list.
type Entry struct {
	Letter  outbox.Letter
	Subject string
}

// DemoIndexPage lists the newest letters of the demonstration.
type DemoIndexPage struct {
	layout.Shell
	Entries []Entry
}

// DemoShowPage is one letter of the demonstration: its text, cut at the link
// that works.
type DemoShowPage struct {
	layout.Shell
	Letter        outbox.Letter
	Subject       string
	Before, After string
	Link          string // the whole address, or ""
}
