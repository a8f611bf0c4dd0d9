package consent

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

// How long requests wait, and how long broken glass lets somebody in.
const (
	Patience      = 7 * 24 * time.Hour // for an answer of the account
	GlassPatience = 24 * time.Hour     // for that of a second person: who breaks the glass is in a hurry
	GlassLength   = time.Hour
)

// MostADay is how many requests one person makes to an account within a day.
// Each is a letter to its Company Admins.
const MostADay = 8

// Longest is how many characters an answer has at most.
const Longest = 300

// Span is a time for which somebody is let in.
type Span struct {
	Name string // in forms
	Text string
	For  time.Duration
}

// Spans are those that an account chooses from, the shortest first.
var Spans = []Span{{"hour", "1 hour", time.Hour}, {"hours", "4 hours", 4 * time.Hour}, {"day", "A day", 24 * time.Hour}, {"week", "A week", 7 * 24 * time.Hour}}

// Inherit is what a form sends in the place of an Answer by which an account
// goes back to what it inherits.
const Inherit Answer = "inherit"

// SetDraft is what somebody chooses for one side.
type SetDraft struct {
	Side    Side   `form:"side"`
	Answer  Answer `form:"answer"`
	Version int64  `form:"version"` // of what stood on the page
}

// check reads the draft, of an account or a default that may answer for these sides.
func (d SetDraft) check(sides []Side, inherits bool) error {
	if !slices.Contains(sides, d.Side) {
		return fault.Missing()
	}
	if !slices.Contains(Answers, d.Answer) && !(inherits && d.Answer == Inherit) {
		return fault.Fields{{Field: "answer", Text: "Choose one of the answers"}}.Err()
	}
	return nil
}

// AskDraft is what somebody says who wants to be let in.
type AskDraft struct {
	Reason string `form:"reason"`
	Ticket string `form:"ticket"`
}

// check reads the draft, which it trims; whoever breaks the glass names a ticket.
func (d *AskDraft) check(glass bool) error {
	var fs fault.Fields
	if p := visit.CheckReason(&d.Reason); p != "" {
		fs.Add("reason", "%s", p)
	}
	d.Ticket = account.Tidy(d.Ticket)
	if d.Ticket == "" && glass {
		fs.Add("ticket", "Enter the number of the ticket. Nobody breaks the glass without one")
	} else if p := visit.CheckTicket(d.Ticket); p != "" {
		fs.Add("ticket", "%s", p)
	}
	return fs.Err()
}

// Refuse is what a form sends in the place of a Span by which nobody is let in.
const Refuse = "refuse"

// AnswerDraft is what somebody answers to a request.
type AnswerDraft struct {
	For  string `form:"for"` // name of a Span, or Refuse
	Note string `form:"note"`
}

// check reads the draft: what the request becomes, and for how long.
func (d *AnswerDraft) check(spans []Span) (to State, of Span, err error) {
	var fs fault.Fields
	i := slices.IndexFunc(spans, func(s Span) bool { return s.Name == d.For })
	to = Refused
	switch {
	case i >= 0:
		to, of = Granted, spans[i]
	case d.For != Refuse:
		fs.Add("for", "Choose for how long, or refuse")
	}
	if d.Note = account.Prose(d.Note); d.For == Refuse && d.Note == "" {
		fs.Add("note", "Say why in a word or two. Whoever asked reads it")
	} else if p := account.CheckProse("The answer", d.Note, Longest); p != "" {
		fs.Add("note", "%s", p)
	}
	return to, of, fs.Err()
}
