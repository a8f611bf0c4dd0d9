package mail

import (
	"strings"

	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/web/route"
)

// visitStarted tells the person in whose place somebody acts, and the Company
// Admins, that it began.
func visitStarted(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, whose := of(f.By, f.From), inWhosePlace(l)
	p := Page{
		Subject: who + " acts in " + whose,
		Preview: or(f.Note, "They gave a reason."),
		Lead: []string{
			who + " sees the portal as " + or(f.Other, "one of your people") + " does, in " + or(f.Account, "your account") + ", until " + or(moment(f.Until), "the end of the visit") + " at the latest.",
			"They read at first. Changing something takes a second step with a reason of its own. Passwords, second factors, people and keys stay out of their reach.",
		},
		Facts: facts("Who", f.By, "Company", f.From, "In the place of", f.Other, "Why", f.Note, "Ticket", f.What, "When", moment(f.At)),
		After: []string{"If you don’t expect this, a Company Admin ends it at once: under Company, Access."},
		Sent:  yourVisits + " This letter cannot be switched off.",
	}
	if f.Key != "" {
		p.Button = Button{"See who is in your account", w.Public + route.Access(f.Key)}
	}
	return p
}

const yourVisits = "somebody of another company acts in your account."

// inWhosePlace is the place of the reader, or of somebody else.
func inWhosePlace(l outbox.Letter) string {
	if l.Facts.Other == l.ToName {
		return "your place"
	}
	return "the place of " + or(l.Facts.Other, "one of your people")
}

// visitEnded tells the same people that it is over, and what was changed.
func visitEnded(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who := of(f.By, f.From)
	p := Page{
		Subject: who + " does not act in " + inWhosePlace(l) + " any more",
		Preview: "Nothing was changed.",
		Lead:    []string{"Nothing was changed."},
		Facts:   facts("Who", f.By, "Company", f.From, "In the place of", f.Other, "Why", f.Note, "Ticket", f.What, "Until", moment(f.At)),
		After:   []string{"Everything stands in your record under both names."},
		Sent:    "somebody of another company acted in your account. A Company Admin turns this letter off under Company, Access, Who may step in.",
	}
	if f.Text != "" {
		p.Preview, p.Lead, p.Quote = "This was changed.", []string{"This was changed:"}, changed(f.Text)
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"See what was done", w.Public + route.ActivityIn(f.Key, f.Request)}
	}
	return p
}

// changed are the lines of what was done, in words.
func changed(text string) (lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		kind, about, ok := strings.Cut(line, "\t")
		if !ok {
			lines = append(lines, "and more")
			continue
		}
		lines = append(lines, record.What(event.Event{Kind: event.Kind(kind), SubjectName: about}))
	}
	return lines
}
