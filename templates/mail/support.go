package mail

import (
	"strings"

	"github.com/tenantry/tenantry/internal/outbox"
)

// supportAsked tells those who support an account that somebody asks for help.
func supportAsked(_ Writer, l outbox.Letter) Page {
	f := l.Facts
	who := or(f.By, "Somebody")
	p := Page{
		Subject: or(f.What, "A question"),
		Preview: who + " of " + or(f.Account, "an account") + " asks for help.",
		Lead:    []string{who + " asks for help, in the portal, for the account of " + or(f.Account, "a customer") + ":"},
		Quote:   written(f.Text),
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Service", f.Service, "Asked by", f.By, "Role", f.Role, "E-mail", f.Reply, "When", moment(f.At)),
		Sent:    "it is where this account is told to ask for help.",
	}
	if f.Reply != "" {
		p.After = []string{"Answer to this letter: your answer goes to " + f.Reply + ". A copy of this letter went there, too."}
	}
	return p
}

// supportCopied repeats to whoever asked what they wrote.
func supportCopied(_ Writer, l outbox.Letter) Page {
	f := l.Facts
	helper := or(f.Partner, "support")
	p := Page{
		Subject: "You wrote to " + helper + ": " + or(f.What, "a question"),
		Preview: "This is your copy.",
		Lead:    []string{"This is what you wrote to " + helper + ", which answers to " + l.ToAddress + ":"},
		Quote:   written(f.Text),
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Service", f.Service, "Asked by", f.By, "When", moment(f.At)),
		Sent:    "you asked for help in the portal.",
	}
	var ways []string
	if f.Note != "" {
		ways = append(ways, "call "+f.Note)
	}
	if f.Reply != "" {
		ways = append(ways, "write to "+f.Reply)
	}
	if len(ways) > 0 {
		p.After = []string{"If it can’t wait, " + strings.Join(ways, " or ") + "."}
	}
	return p
}

// written are the lines of a text that somebody wrote.
func written(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
