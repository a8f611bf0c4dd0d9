// Package ui is the small parts that pages are made of. A part knows no
// subject: it takes words, addresses and states, and draws them.
package ui

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

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

// Input is one line, or several, of text to fill in.
type Input struct {
	Label        string
	Name         string // its id is field-<name>
	Type         string // text if empty
	Value        string
	Hint         string
	Error        string // the sentence that the summary shows as well
	Linked       string // the last words of Error that lead to LinkHref
	LinkHref     string
	Optional     bool
	Prefix       string // a fact that stands before the input: "Australia +61"
	Autocomplete string
	Inputmode    string
	Width        string // "" full, "half" or "short"
	Rows         int    // more than none makes it several lines
	Attrs        templ.Attributes
}

// lead is the error without the words that are a link.
func (f Input) lead() string {
	if f.Linked == "" || f.LinkHref == "" || !strings.HasSuffix(f.Error, f.Linked) {
		return f.Error
	}
	return strings.TrimSuffix(f.Error, f.Linked)
}

func (f Input) attrs() templ.Attributes {
	a := described(f.Name, f.Hint, f.Error)
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", f.Autocomplete)
	set("inputmode", f.Inputmode)
	if f.Type == "email" || f.Type == "tel" || f.Type == "url" || f.Type == "password" {
		a["spellcheck"], a["autocapitalize"] = "false", "off"
	}
	maps.Copy(a, f.Attrs)
	return a
}

func (f Input) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// described ties an input to its hint and its error.
func described(name, hint, problem string) templ.Attributes {
	a := templ.Attributes{}
	var ids []string
	if hint != "" {
		ids = append(ids, "hint-"+name)
	}
	if problem != "" {
		ids = append(ids, "error-"+name)
		a["aria-invalid"] = "true"
	}
	if ids != nil {
		a["aria-describedby"] = strings.Join(ids, " ")
	}
	return a
}

// Option is one of several values to choose from.
type Option struct {
	Value  string
	Label  string
	Hint   string // one line of consequence, for radios
	Chosen bool
}

// Choice is a question with several answers, of which one is chosen.
type Choice struct {
	Label   string // or the legend of a group
	Hidden  bool   // the label is spoken only
	Name    string // of a list the id is field-<name>; of radios field-<name> is the first
	Hint    string
	Error   string
	Options []Option
	Width   string
	Small   bool
	Attrs   templ.Attributes
}

// Box is a check box with its label.
type Box struct {
	Label   string
	Name    string // its id is field-<name>
	Value   string // "on" if empty
	Checked bool
	Hint    string
	Error   string
	Attrs   templ.Attributes
}

func (b Box) value() string {
	if b.Value == "" {
		return "on"
	}
	return b.Value
}

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
	Words   string // "Inherited from Northwind's default"
	Inherit string // "Use inherited value (Off)", or "" when there is no own value
	Save    Save
}

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

// MatchGroup is some of the accounts that the switcher offers, under one heading.
type MatchGroup struct {
	Title   string
	Matches []Match
}

// Match is an account to go to: by Post when that is an act, otherwise by Href.
type Match struct {
	Name   string
	Note   string // its reference
	Path   string // what is above it
	Side   string // the role held there
	Status string // shown in place of Side when it is not the usual one
	Icon   string
	Here   bool
	Href   string
	Post   string
	Hidden map[string]string
}

// cut splits name around the first place where q occurs, whatever the case.
func cut(name, q string) (before, hit, after string) {
	i := strings.Index(strings.ToLower(name), strings.ToLower(q))
	if q == "" || i < 0 || i+len(q) > len(name) || len(strings.ToLower(name)) != len(name) {
		return name, "", ""
	}
	return name[:i], name[i : i+len(q)], name[i+len(q):]
}

// pair is a hidden input.
type pair struct{ name, value string }

// pairs orders hidden inputs by name, so that the same page is always the same text.
func pairs(m map[string]string) []pair {
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, pair{name, m[name]})
	}
	return out
}

// Date writes a day: 22 Nov 2026.
func Date(t time.Time) string { return t.UTC().Format("02 Jan 2006") }

// Moment writes a day and a time of day: 22 Nov 2026, 10:42.
func Moment(t time.Time) string { return t.UTC().Format("02 Jan 2006, 15:04") }

// Clock writes a time of day: 10:42.
func Clock(t time.Time) string { return t.UTC().Format("15:04") }

// Figure writes a whole number with commas between the thousands and a real minus.
func Figure(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "\u2212", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// inWords says small numbers as words, the first letter large.
func inWords(n int) string {
	words := []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// shape is the drawing of a status and its colour.
type shape struct{ form, tone string }

// shapes gives each state its shape; words that are not here get a plain ring.
var shapes = map[string]shape{
	"active":                {"disc", "ok"},
	"live":                  {"disc", "ok"},
	"suspended":             {"bars", "warn"},
	"closed":                {"square", "plain"},
	"design":                {"ring", "plain"},
	"ordered":               {"quarter", "info"},
	"provisioning":          {"half", "info"},
	"configured":            {"most", "info"},
	"termination scheduled": {"half", "warn"},
	"terminated":            {"square", "plain"},
	"pending":               {"triangle", "warn"},
	"waiting":               {"triangle", "warn"},
	"waiting for approval":  {"triangle", "warn"},
	"invited":               {"triangle", "warn"},
	"approved":              {"tick", "ok"},
	"rejected":              {"cross", "bad"},
	"withdrawn":             {"dash", "plain"},
	"expired":               {"hollow", "plain"},
	"failed":                {"cross", "bad"},
	"on":                    {"disc", "plain"},
	"off":                   {"ring", "plain"},
}

func shapeOf(word string) shape {
	if s, ok := shapes[strings.ToLower(word)]; ok {
		return s
	}
	return shape{"ring", "plain"}
}

// radioID is the id of an answer; the first one has the id of the question, which the summary links to.
func radioID(name string, i int) string {
	if i == 0 {
		return "field-" + name
	}
	return "field-" + name + "-" + strconv.Itoa(i+1)
}

func (s Setting) attrs() templ.Attributes {
	a := templ.Attributes{"aria-describedby": s.ID + "-about " + s.ID + "-source"}
	if s.Refused != "" {
		a["aria-disabled"] = "true"
	}
	return a
}

func (i Item) attrs() templ.Attributes {
	a := templ.Attributes{}
	if i.Current {
		a["aria-current"] = "true"
	}
	maps.Copy(a, i.Attrs)
	return a
}

func (m Match) attrs() templ.Attributes {
	if m.Here {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}
