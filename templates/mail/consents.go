package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// accessAsked tells a Company Admin that somebody of another company asks to be let in.
func accessAsked(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, here := of(f.By, f.From), or(f.Account, "your company")
	p := Page{
		Subject: who + " asks to be let in",
		Preview: "You decide: for an hour, for a week, or not at all.",
		Lead: []string{
			who + " wants to work in " + here + " in the place of one of your people. Your company wants to be asked before, so nobody comes in unless you or another Company Admin says yes.",
		},
		Facts: facts("Asked by", f.By, "Company", f.From, "Why", f.Note, "Ticket", f.What, "When", moment(f.At)),
		After: []string{"Whoever comes in can read what that person reads, and changes something only after a second step with a reason of its own. You can end it at any time, and everything stands in your record under both names.", "Nobody is let in if you do nothing. The request ends after seven days."},
		Sent:  yourAccess,
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"Answer the request", w.Public + route.ConsentRequest(f.Key, f.Request)}
	}
	return p
}

// yourAccess is why Company Admins get letters about who comes in.
const yourAccess = "you are a Company Admin. Letters about who may come into your account cannot be switched off."

// of is a person of a company.
func of(name, company string) string {
	if company == "" {
		return or(name, "Somebody")
	}
	return or(name, "Somebody") + " of " + company
}

// accessGranted tells whoever asked that they are let in.
func accessGranted(w Writer, l outbox.Letter) Page {
	f := l.Facts
	lead := or(f.By, "Somebody") + " lets you into " + or(f.Account, "the account") + "."
	if until := moment(f.Until); until != "" {
		lead = or(f.By, "Somebody") + " lets you into " + or(f.Account, "the account") + " until " + until + "."
	}
	return letIn(w, l, or(f.Account, "The account")+" lets you in", lead, "Go on to the account")
}

// accessRefused tells whoever asked that they are not.
func accessRefused(w Writer, l outbox.Letter) Page {
	f := l.Facts
	return letIn(w, l, or(f.Account, "The account")+" does not let you in", or(f.By, "Somebody")+" refused your request to be let into "+or(f.Account, "the account")+".", "See what you asked")
}

func letIn(w Writer, l outbox.Letter, subject, lead, label string) Page {
	f := l.Facts
	p := Page{
		Subject: subject,
		Preview: or(f.Note, lead),
		Lead:    []string{lead},
		Facts:   facts("Account", f.Account, "Answered by", f.By, "Answer", f.Note, "Until", moment(f.Until), "When", moment(f.At)),
		Sent:    "you asked to be let in.",
	}
	if f.Key != "" && f.Below != "" {
		p.Button = Button{label, w.Public + route.AskAccess(f.Key, f.Below)}
	}
	return p
}

// glassAsked tells an Operator Admin that another one wants to break the glass.
func glassAsked(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, where := or(f.By, "Somebody"), or(f.Account, "an account")
	p := Page{
		Subject: who + " asks to break the glass of " + where,
		Preview: "It takes your word as well.",
		Lead: []string{
			where + " lets nobody in. " + who + " says that it is an emergency and wants to come in all the same. That takes the word of a second Operator Admin: yours.",
		},
		Facts: facts("Account", f.Account, "Asked by", f.By, "Why", f.Note, "Ticket", f.What, "When", moment(f.At)),
		After: []string{"If you agree, the Company Admins of the account are told at once, with both your names. If nobody answers within a day, the request ends."},
		Sent:  "you are an Operator Admin. Letters about breaking the glass cannot be switched off.",
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"Answer the request", w.Public + route.GlassRequest(f.Key, f.Request)}
	}
	return p
}

// glassBroken tells a Company Admin that somebody is let in against their word.
func glassBroken(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who := of(f.By, f.From)
	lead := "Your account lets nobody in. " + who + " may come in now all the same, because of an emergency"
	if until := moment(f.Until); until != "" {
		lead += ", until " + until
	}
	p := Page{
		Subject: who + " comes into your account in an emergency",
		Preview: "Two people decided it, and you are told at once.",
		Lead:    []string{lead + ". This takes two people: one who asks and another who agrees."},
		Facts:   facts("Account", f.Account, "Asked by", f.By, "Agreed by", f.Other, "Company", f.From, "Why", f.Note, "Ticket", f.What, "Until", moment(f.Until), "When", moment(f.At)),
		After:   []string{"What they do there stands in your record, and you can end a visit that is under way. If you do not know of an emergency, ask them."},
		Sent:    yourAccess,
	}
	if f.Key != "" {
		p.Button = Button{"See who was in your account", w.Public + route.Access(f.Key)}
	}
	return p
}

// consentChanged tells the other Company Admins that one of them changed who may step in.
func consentChanged(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, from := or(f.By, "Somebody"), or(f.From, "another company")
	now := map[string]string{
		"Always": "People of " + from + " may act in your account from now on, without being asked each time.",
		"Ask me": "People of " + from + " have to ask from now on before they act in your account.",
		"Never":  "Nobody of " + from + " may act in your account any more.",
	}
	p := Page{
		Subject: who + " changed who may act in " + or(f.Account, "your account"),
		Preview: or(now[f.What], "See what holds now."),
		Lead:    []string{or(now[f.What], "It says now what people of "+from+" may do.")},
		Facts:   facts("Account", f.Account, "People of", f.From, "Now", f.What, "Changed by", f.By, "When", moment(f.At)),
		After:   []string{"If this should not be so, change it back, or ask " + or(f.By, "whoever did it") + "."},
		Sent:    yourAccess,
	}
	if f.Key != "" {
		p.Button = Button{"See who may step in", w.Public + route.Consent(f.Key)}
	}
	return p
}
