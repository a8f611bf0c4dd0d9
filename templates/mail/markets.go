package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// marketAsked tells an admin of a partner that a customer asks for a market.
func marketAsked(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, what := or(f.By, "Somebody"), or(f.What, "a billing market")
	of := "one of your managed accounts"
	if f.Account != "" {
		of = f.Account
	}
	p := Page{
		Subject: who + " asks for the billing market " + what,
		Preview: "Answer it in the portal.",
		Lead:    []string{who + " of " + of + " asks you to enable the billing market " + what + ". Nobody in a managed account can add one: billing markets belong to the partner."},
		Facts:   facts("Market", f.What, "Asked by", f.By, "Account", f.Account, "Reference", f.Reference, "Note", f.Note, "When", moment(f.At)),
		After:   []string{"Your answer is sent to whoever asked. The request stays open until somebody of your company closes it."},
		Sent:    "you are a Company Admin of the partner.",
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"Answer the request", w.Public + route.MarketRequest(f.Key, f.Request)}
	}
	return p
}

// marketEnabled tells whoever asked that the partner enabled the market.
func marketEnabled(w Writer, l outbox.Letter) Page {
	what := or(l.Facts.What, "The billing market")
	return answered(w, l, what+" is enabled", or(l.Facts.Partner, "Your partner")+" enabled the billing market that you asked for.")
}

// marketDeclined tells whoever asked that the partner declined.
func marketDeclined(w Writer, l outbox.Letter) Page {
	what := or(l.Facts.What, "The billing market")
	return answered(w, l, what+" was declined", or(l.Facts.Partner, "Your partner")+" declined the billing market that you asked for.")
}

func answered(w Writer, l outbox.Letter, subject, lead string) Page {
	f := l.Facts
	p := Page{
		Subject: subject,
		Preview: or(f.Note, lead),
		Lead:    []string{lead},
		Facts:   facts("Market", f.What, "Answered by", f.By, "Answer", f.Note, "Account", f.Account, "When", moment(f.At)),
		Sent:    "you asked for the market.",
	}
	if f.Key != "" {
		p.Button = Button{"See your requests", w.Public + route.Markets(f.Key)}
	}
	return p
}
