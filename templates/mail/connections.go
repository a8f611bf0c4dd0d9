package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// connectionAsked tells an admin of a company that another one asks to connect.
func connectionAsked(w Writer, l outbox.Letter) Page {
	f := l.Facts
	who, to := or(f.By, "Another company"), or(f.Service, "one of your services")
	p := Page{
		Subject: who + " asks to connect to " + to,
		Preview: "Accept or deny it in the portal.",
		Lead:    []string{who + " ordered a connection to " + to + ", which you show in the marketplace. It carries nothing until you accept it."},
		Facts:   facts("Service", f.Service, "Speed", f.What, "Asked by", f.By, "Note", f.Note, "When", moment(f.At)),
		Sent:    "you are a Company Admin of " + or(f.Account, "the company") + ".",
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"Answer", w.Public + route.Connection(f.Key, f.Request)}
	}
	return p
}

// connectionAccepted tells whoever asked that the company accepts.
func connectionAccepted(w Writer, l outbox.Letter) Page {
	to := or(l.Facts.Service, "the service")
	return connected(w, l, "Your connection to "+to+" was accepted", "The company at the far end accepted your connection to "+to+". It is put into use as soon as it is built.")
}

// connectionDenied tells whoever asked that the company denies.
func connectionDenied(w Writer, l outbox.Letter) Page {
	to := or(l.Facts.Service, "the service")
	return connected(w, l, "Your connection to "+to+" was denied", "The company at the far end denied your connection to "+to+". It is not built, and nothing is paid for it.")
}

func connected(w Writer, l outbox.Letter, subject, lead string) Page {
	f := l.Facts
	p := Page{
		Subject: subject,
		Preview: or(f.Note, lead),
		Lead:    []string{lead},
		Facts:   facts("Service", f.Service, "Message", f.Note, "Account", f.Account, "Reference", f.Reference, "When", moment(f.At)),
		Sent:    "you ordered the connection.",
	}
	if f.Key != "" {
		p.Button = Button{"See your services", w.Public + route.Services(f.Key)}
	}
	return p
}

// connectionEnds tells who looks after a connection that what it leads to ends.
func connectionEnds(w Writer, l outbox.Letter) Page {
	name, far, on := or(l.Facts.Service, "Your connection"), or(l.Facts.By, "its far end"), or(l.Facts.What, "a day soon")
	return led(w, l, name+" ends on "+on, name+" leads to "+far+", which ends on "+on+". The connection ends with it on that day, and nothing is due for what is left of its term.",
		"What has to go on needs another connection before that day.")
}

// connectionStays tells them that it stays.
func connectionStays(w Writer, l outbox.Letter) Page {
	name, far := or(l.Facts.Service, "Your connection"), or(l.Facts.By, "its far end")
	return led(w, l, name+" stays", name+" leads to "+far+", whose end was taken back. The connection stays as it is.", "")
}

// connectionEnded tells them that it has ended.
func connectionEnded(w Writer, l outbox.Letter) Page {
	name, far := or(l.Facts.Service, "Your connection"), or(l.Facts.By, "its far end")
	return led(w, l, name+" has ended", name+" led to "+far+", which has ended. The connection has ended with it, and nothing is due for what was left of its term.", "")
}

func led(w Writer, l outbox.Letter, subject, lead, after string) Page {
	f := l.Facts
	p := Page{
		Subject: subject, Preview: lead, Lead: []string{lead},
		Facts: facts("Connection", f.Service, "Leads to", f.By, "Account", f.Account, "Reference", f.Reference, "When", moment(f.At)),
		Sent:  "you look after the services of " + or(f.Account, "the company") + ".",
	}
	if after != "" {
		p.After = []string{after}
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"See the connection", w.Public + route.Service(f.Key, f.Request)}
	}
	return p
}
