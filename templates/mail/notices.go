package mail

import (
	"strings"

	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// peopleChanged tells the admins of an account who joined, left or has another role.
func peopleChanged(w Writer, l outbox.Letter) Page {
	f := l.Facts
	what := or(f.What, "The people changed")
	p := Page{
		Subject: what,
		Preview: "In the account of " + or(f.Account, "your company") + ".",
		Lead:    []string{what + ", in the account of " + or(f.Account, "your company") + "."},
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Done by", f.By, "When", moment(f.At)),
		After:   []string{"If you don’t expect this, look at the people of the account now."},
		Sent:    "you are an admin of the account. Letters about its people cannot be switched off.",
	}
	if f.Key != "" {
		p.Button = Button{"See the people", w.Public + route.Users(f.Key)}
	}
	return p
}

// accountChanged tells people of a partner what happened to its managed accounts.
func accountChanged(w Writer, l outbox.Letter) Page {
	f := l.Facts
	what := or(f.What, "A managed account changed")
	p := Page{
		Subject: what,
		Preview: "Done by " + or(f.By, "the portal") + ".",
		Lead:    []string{sentence(what)},
		Quote:   written(strings.TrimSpace(f.Text)),
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Reason", f.Note, "Done by", f.By, "When", moment(f.At)),
		Sent:    "you are told about managed accounts. Under your name in the portal, Notifications, you choose that.",
	}
	switch {
	case f.Below != "" && f.Key != "":
		p.Button = Button{"Open the account", w.Public + route.Managed(f.Key, f.Below)}
	case f.Key != "":
		p.Button = Button{"Open the portal", w.Public + route.Account(f.Key)}
	}
	return p
}

// ownChanged tells people of a managed account what happened to it.
func ownChanged(w Writer, l outbox.Letter) Page {
	f := l.Facts
	what := or(f.What, "Your account changed")
	p := Page{
		Subject: what,
		Preview: "Your partner is " + or(f.Partner, "named in the portal") + ".",
		Lead:    []string{sentence(what), "While an account is suspended its people can sign in and read, and nothing in it can be changed."},
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Partner", f.Partner, "When", moment(f.At)),
		Sent:    "you chose to be told about your account. Under your name in the portal, Notifications, you choose that.",
	}
	if f.Key != "" {
		p.Button = Button{"Open the portal", w.Public + route.Account(f.Key)}
	}
	return p
}
