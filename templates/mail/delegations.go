package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// entryEnds tells somebody of a partner which managed accounts they enter for a
// few days more.
func entryEnds(w Writer, l outbox.Letter) Page {
	here := or(l.Facts.Account, "your company")
	p := Page{
		Subject: "What you may enter at " + here + " ends within a week",
		Preview: "See what, and on which day.",
		Lead:    []string{or(l.Facts.Account, "Your company") + " lets you enter some of its managed accounts. This ends within a week:"},
		After:   []string{"After that day these accounts are closed to you, unless something else lets you in. If you still need them, ask a Company Admin of your company."},
		Quote:   written(l.Facts.Text), Sent: "your company limits which managed accounts you enter.",
	}
	if l.Facts.Key != "" {
		p.Button = Button{"Open the portal", w.Public + route.Account(l.Facts.Key)}
	}
	return p
}

// entryEndsOf tells the Company Admins the same of a colleague.
func entryEndsOf(w Writer, l outbox.Letter) Page {
	who := or(l.Facts.By, "Somebody")
	p := Page{
		Subject: "What " + who + " may enter ends within a week",
		Preview: "Give it another end, or let it run out.",
		Lead:    []string{who + " enters some of the managed accounts of " + or(l.Facts.Account, "your company") + ". This ends within a week:"},
		After:   []string{"To let it go on, give it another end. Without that, these accounts are closed to them after that day."},
		Quote:   written(l.Facts.Text), Sent: "you say which managed accounts your colleagues enter.",
	}
	if l.Facts.Key != "" && l.Facts.Request != "" {
		p.Button = Button{"See what " + who + " enters", w.Public + route.Delegation(l.Facts.Key, l.Facts.Request)}
	}
	return p
}
