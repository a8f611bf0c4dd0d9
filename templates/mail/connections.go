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
