package mail

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// writers have the words of each kind.
var writers = map[outbox.Kind]func(Writer, outbox.Letter) Page{
	outbox.Invitation:      invitation,
	outbox.Reset:           reset,
	outbox.AddressCode:     addressCode,
	outbox.AddressAsked:    addressAsked,
	outbox.AddressTaken:    addressTaken,
	outbox.AddressChanged:  addressChanged,
	outbox.NewDevice:       newDevice,
	outbox.PasswordChanged: passwordChanged,
	outbox.FactorChanged:   factorChanged,
	outbox.Locked:          locked,
	outbox.MarketAsked:     marketAsked,
	outbox.MarketEnabled:   marketEnabled,
	outbox.MarketDeclined:  marketDeclined,
	outbox.SupportAsked:    supportAsked,
	outbox.SupportCopied:   supportCopied,
	outbox.PeopleChanged:   peopleChanged,
	outbox.AccountChanged:  accountChanged,
	outbox.OwnChanged:      ownChanged,
	outbox.RequestSent:     requestSent,
	outbox.RequestOverdue:  requestOverdue,
	outbox.RequestApproved: requestApproved,
	outbox.RequestRejected: requestRejected,
	outbox.RequestExpired:  requestExpired,
	outbox.RequestFailed:   requestFailed,
	outbox.TermsEnd:        termsEnd,
	outbox.TermsRunOut:     termsRunOut,

	outbox.ConnectionAsked:    connectionAsked,
	outbox.ConnectionAccepted: connectionAccepted,
	outbox.ConnectionDenied:   connectionDenied,
	outbox.ConnectionEnds:     connectionEnds,
	outbox.ConnectionStays:    connectionStays,
	outbox.ConnectionEnded:    connectionEnded,

	outbox.AccessAsked:    accessAsked,
	outbox.AccessGranted:  accessGranted,
	outbox.AccessRefused:  accessRefused,
	outbox.GlassAsked:     glassAsked,
	outbox.VisitStarted:   visitStarted,
	outbox.VisitEnded:     visitEnded,
	outbox.GlassBroken:    glassBroken,
	outbox.ConsentChanged: consentChanged,

	outbox.EntryEnds:   entryEnds,
	outbox.EntryEndsOf: entryEndsOf,
}

// The reasons for which somebody gets a letter.
const (
	signsIn = "you sign in with this address. Letters about how you sign in cannot be switched off."
	entered = "it was entered in the portal as a new address."
)

func invitation(w Writer, l outbox.Letter) Page {
	f := l.Facts
	by := or(f.By, "Somebody")
	to := "the portal"
	if f.Account != "" {
		to = f.Account
	}
	lead := by + " invites you to the account of " + to + ", in the portal of " + f.Partner + "."
	if f.Partner == "" || f.Partner == f.Account {
		lead = by + " invites you to the portal of " + to + "."
	}
	p := Page{
		Subject: by + " invites you to " + to,
		Preview: "Accept the invitation within seven days.",
		Lead:    []string{lead},
		Button:  Button{"Accept the invitation", w.Public + route.Invitation(f.Secret)},
		Facts:   facts("Account", f.Account, "Reference", f.Reference, "Your role", f.Role, "Works until", moment(l.CreatedAt.Add(l.Kind.Lifetime()))),
		After:   []string{"If you don’t expect this, do nothing. The link works once, and stops working by itself."},
		Sent:    by + " entered this address.",
	}
	if does := access.Role(f.Role).Sentence(); does != "" {
		p.Lead = append(p.Lead, "Your role is "+f.Role+". Somebody with this role "+lower(does))
	}
	return p
}

func reset(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Choose a new password",
		Preview: "The link works once, for half an hour.",
		Lead:    []string{"Somebody asked for a new password for " + l.ToAddress + ". If it was you, choose one now. Your second factor, if you have one, is asked for as before."},
		Button:  Button{"Choose a new password", w.Public + route.Reset(l.Facts.Secret)},
		Facts:   append(circumstances(l.Facts), facts("Works until", moment(l.CreatedAt.Add(l.Kind.Lifetime())))...),
		After:   []string{"If it was not you, do nothing. Your password stays as it is."},
		Sent:    "it was entered on the sign-in page.",
	}
}

func addressCode(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "The code for your new e-mail address",
		Preview: "Type it where you asked for it.",
		Lead:    []string{"You asked to sign in with " + or(l.Facts.What, l.ToAddress) + " from now on. Type this code where you asked for it, under Your account:"},
		Code:    l.Facts.Secret,
		Facts:   append(circumstances(l.Facts), facts("Works until", moment(l.CreatedAt.Add(l.Kind.Lifetime())))...),
		After:   []string{"If it was not you, do nothing. Without the code nothing changes."},
		Sent:    entered,
	}
}

func addressAsked(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Another e-mail address was asked for",
		Preview: "Nothing has changed yet.",
		Lead:    []string{"Somebody who is signed in as you asked to sign in with " + or(l.Facts.What, "another address") + " from now on. A code was sent there. Until it is typed nothing changes."},
		Button:  Button{"See how you sign in", w.Public + route.MySecurity},
		Facts:   circumstances(l.Facts),
		After:   []string{"If it was not you, change your password and end all other sessions now."},
		Sent:    signsIn,
	}
}

func addressTaken(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Somebody asked for your e-mail address",
		Preview: "Nothing has changed.",
		Lead:    []string{"Somebody who is signed in asked to use " + l.ToAddress + " from now on. It is yours already, and one address is one person. So nothing has changed."},
		After:   []string{"There is nothing that you need to do. If it was you, sign in with this address as you always do."},
		Sent:    entered,
	}
}

func addressChanged(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Your e-mail address was changed",
		Preview: "You no longer sign in with this one.",
		Lead:    []string{"You now sign in with " + or(l.Facts.What, "another address") + ", and letters go there. All your sessions have ended. This is the last letter to the old address."},
		Facts:   circumstances(l.Facts),
		After:   []string{"If it was not you, somebody else can sign in as you now. Tell " + helpers(l.Facts) + " at once."},
		Sent:    "you signed in with this address until now. Letters about how you sign in cannot be switched off.",
	}
}

func newDevice(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "A sign-in from a new browser",
		Preview: "Was it you?",
		Lead:    []string{"Somebody signed in as you from a browser that was not seen before."},
		Button:  Button{"See your sessions", w.Public + route.MySessions},
		Facts:   circumstances(l.Facts),
		After:   []string{"If it was you, do nothing. If it was not, end that session and change your password now."},
		Sent:    signsIn,
	}
}

func passwordChanged(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Your password was changed",
		Preview: "All your other sessions have ended.",
		Lead:    []string{sentence(or(l.Facts.What, "Your password was changed")) + " All your other sessions have ended."},
		Button:  Button{"Choose another password", w.Public + route.Forgotten},
		Facts:   circumstances(l.Facts),
		After:   []string{"If it was you, do nothing. If it was not, choose another password now, and tell " + helpers(l.Facts) + "."},
		Sent:    signsIn,
	}
}

func factorChanged(w Writer, l outbox.Letter) Page {
	p := Page{
		Subject: "Your second factor was changed",
		Preview: sentence(or(l.Facts.What, "A second factor was changed")),
		Lead:    []string{sentence(or(l.Facts.What, "A second factor was changed"))},
		Button:  Button{"See how you sign in", w.Public + route.MySecurity},
		Facts:   circumstances(l.Facts),
		After:   []string{"If you don’t expect this, change your password now, and tell " + helpers(l.Facts) + "."},
		Sent:    signsIn,
	}
	if by := l.Facts.By; by != "" && by != l.ToName {
		p.Facts = append(facts("Done by", by), p.Facts...)
	}
	return p
}

func locked(w Writer, l outbox.Letter) Page {
	return Page{
		Subject: "Nobody can sign in as you now",
		Preview: "Five wrong codes were typed.",
		Lead: []string{
			"After your password, five wrong codes were typed in a row. Nobody can sign in as you until you are reactivated.",
			"Ask " + helpers(l.Facts) + " to do so.",
		},
		Facts: circumstances(l.Facts),
		After: []string{"If it was not you, somebody knows your password. Choose another one as soon as you are back."},
		Sent:  signsIn,
	}
}

// circumstances are when, with what and from where something was done.
func circumstances(f outbox.Facts) []Fact {
	return facts("When", moment(f.At), "Browser", f.Device, "Network address", f.Place, "Account", f.Account)
}

// facts pairs labels and values, and leaves out those without a value.
func facts(pairs ...string) (fs []Fact) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fs = append(fs, Fact{pairs[i], pairs[i+1]})
		}
	}
	return fs
}

// helpers are those who can help a person who cannot sign in.
func helpers(f outbox.Facts) string {
	switch {
	case f.Account == "":
		return "whoever invited you"
	case f.Partner == "" || f.Partner == f.Account:
		return "an admin of " + f.Account
	}
	return "an admin of " + f.Account + " or of " + f.Partner
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// sentence is a text with a full stop.
func sentence(s string) string { return strings.TrimRight(s, ".") + "." }

// lower is a text whose first letter is small.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// moment writes a day and a time: letters are read anywhere, so it says which time.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 January 2006, 15:04") + " UTC"
}

// initial is the letter in the mark.
func (p Page) initial() string {
	r, _ := utf8.DecodeRuneInString(p.Brand)
	return string(unicode.ToUpper(r))
}
