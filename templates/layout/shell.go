// Package layout is the frame that every page stands in: header, account
// switcher, tabs, context bar, notice, footer.
package layout

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/access"
)

// Shell is what the frame needs to know; every page embeds one.
type Shell struct {
	Title         string // name of the page: its h1 and the first part of the document's title
	Product       string // name at the mark: the brand
	Invalid       bool   // the page repeats a form with problems; the document's title says so
	By            access.Caller
	Person        Person
	Here          Place  // the account whose page this is; zero on pages outside accounts
	Switch        bool   // the person may stand in more than one account
	Above         *Place // the partner one came from, while viewing a managed account
	Tabs          []Tab
	Role          string // address of what the person may do in this account, "" outside accounts
	Notifications string // address of what the person is told about in this account, "" where nothing is theirs to choose
	Bar           *Bar
	Notice        *Notice
	Path          string // address of this page with its query, for forms that come back here
	Origin        string // where people reach the portal: what stands before Path on paper
	Now           time.Time
}

// SignedIn reports whether somebody is signed in.
func (s Shell) SignedIn() bool { return s.Person.Name != "" }

// Person is who is signed in.
type Person struct {
	Name  string
	Email string
	Role  string // the role in the account of the page, "" outside accounts
}

// Initials are the first letters of the first and the last name.
func (p Person) Initials() string { return initials(p.Name) }

// Place is an account as the header names it.
type Place struct {
	Name string
	Kind string // Partner, Managed account, Distributor, Operator, Direct account
	Href string // its first page
}

// Tab is one room of an account, or one face of a page.
type Tab struct {
	Label   string
	Href    string
	Current bool
	Count   string // "" shows none
}

// Bar says that somebody stands in an account that is not theirs: a partner's
// person who views it, or somebody who acts in another's place.
type Bar struct {
	Account string // name of the account
	Partner string // name of the partner
	Role    string
	Since   time.Time
	Leave   string // address that ends the context

	Ask     *Act     // shows the page as somebody of the account sees it, or nil
	Preview *Preview // the page is what others see, and nothing can be changed; or nil
	Acting  *Acting  // somebody acts in another's place; or nil
}

// Acting says in the bar who acts in whose place, how far that goes, and until when.
type Acting struct {
	Who      string    // name of the person whose hands these are
	From     string    // name of the company that they come from
	As       string    // name of the person in whose place
	First    string    // first name of that person
	Reason   string    // why
	Ticket   string    // number of the ticket, or ""
	Changing bool      // what is sent is carried out; otherwise nothing can be changed
	Allowed  time.Time // until when it is, while Changing
	Until    time.Time
	Left     int    // seconds until then
	Changes  string // address of the second step, or "" while it is taken
	Reading  *Act   // back to reading, or nil
	Extend   string // address that adds time, or "" when it was added
	Stop     Act
}

// acts reports whether the page is of somebody who acts in another's place.
func (s Shell) acts() bool { return s.Bar != nil && s.Bar.Acting != nil }

// line is who acts in whose place, for a dialog, which covers the bar.
func (a *Acting) line() string { return a.Who + " (" + a.From + ") acting as " + a.As }

// why is the reason that was given, and the ticket.
func (a *Acting) why() string {
	if a.Ticket == "" {
		return "Reason given: “" + a.Reason + "”."
	}
	return "Reason given: “" + a.Reason + "”, ticket " + a.Ticket + "."
}

// Line is who acts in whose place on a page of this frame, and how far that
// goes; "" in one's own name.
func (s Shell) Line() string {
	if !s.acts() {
		return ""
	}
	if s.Bar.Acting.Changing {
		return s.Bar.Acting.line() + ". Changes are allowed."
	}
	return s.Bar.Acting.line() + ". Read-only."
}

// Preview says in the bar whose view a page is; the bar's role is theirs.
type Preview struct {
	Person string // whose view it is, or "" when it is that of a role
	Other  string // address where another role or person is chosen
	End    Act
}

// Tone is the colour and icon of a notice.
type Tone string

// The closed list of tones.
const (
	Info Tone = "info"
	Ok   Tone = "ok"
	Warn Tone = "warn"
	Bad  Tone = "bad"
)

// Notice is one message above a page's content: what happened, what to do next.
type Notice struct {
	Tone Tone
	Lead string // first sentence, bold
	Text string // the rest
	Act  *Act   // one press: go back, undo
}

// Act is a one-press form inside a notice.
type Act struct {
	Label  string
	Post   string            // address
	Fields map[string]string // hidden inputs
}

// initials are the first letters of the first and the last word.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(first)
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string(first) + string(last)
}
