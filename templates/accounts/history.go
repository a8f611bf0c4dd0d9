package accounts

import (
	"strings"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/event"
)

// words say what happened where the kind alone says it.
var words = map[event.Kind]string{
	event.OperatorCreated:    "Created the account",
	event.PartnerCreated:     "Created the account",
	event.DistributorCreated: "Created the account",
	event.AccountCreated:     "Created the account",
	event.AccountSuspended:   "Suspended the account",
	event.AccountReactivated: "Reactivated the account",
	event.AccountClosed:      "Closed the account",
	event.AccountLeft:        "Left the account",
	event.PasswordSet:        "Set a password",
	event.SignedIn:           "Signed in",
	event.SignedOut:          "Signed out",
}

var icons = map[event.Kind]string{
	event.AccountCreated:     "plus",
	event.AccountSuspended:   "circle-pause",
	event.AccountReactivated: "play",
	event.AccountClosed:      "ban",
	event.AccountEntered:     "eye",
	event.AccountLeft:        "arrow-left",
	event.AddressConfirmed:   "check",
	event.SettingChanged:     "settings-2",
	event.SettingInherited:   "undo-2",
	event.DefaultChanged:     "settings-2",
	event.InvitationSent:     "link",
	event.PasswordSet:        "key-round",
	event.SignedOut:          "log-out",
}

// reasons say how a visit ended.
var reasons = map[string]string{
	string(auth.Returned):  "Returned to the partner",
	string(auth.Refreshed): "The page was refreshed",
	string(auth.SignedOut): "Signed out",
}

func icon(e event.Event) string {
	if name := icons[e.Kind]; name != "" {
		return name
	}
	return "pencil"
}

// from is the company in whose name it was done.
func (p HistoryPage) from(e event.Event) string {
	switch e.SeatID {
	case p.Partner.ID:
		return p.Partner.Name
	case p.Account.ID:
		return p.Account.Name
	}
	return ""
}

// what says what was done, in plain words.
func (p HistoryPage) what(e event.Event) string {
	if text, ok := words[e.Kind]; ok {
		return text
	}
	switch first := change(e); e.Kind {
	case event.AccountEntered:
		if first.Now != "" {
			return "Entered the account as " + first.Now
		}
		return "Entered the account"
	case event.AccountEdited:
		return "Changed " + fieldsOf(e)
	case event.SettingChanged:
		return "Changed " + first.Field + from(first.Was) + " to " + first.Now
	case event.SettingInherited:
		return "Let " + first.Field + " follow the default again"
	case event.DefaultChanged:
		return "Changed the default of " + first.Field + from(first.Was) + " to " + first.Now
	case event.AddressConfirmed:
		return "Confirmed that " + first.Now + " belongs to the support team"
	case event.UserInvited:
		return "Invited " + e.SubjectName
	case event.InvitationSent:
		return "Invited " + e.SubjectName + " again"
	case event.ViewSaved:
		return "Saved the view " + e.SubjectName
	case event.ViewRemoved:
		return "Removed the view " + e.SubjectName
	}
	return string(e.Kind)
}

func from(was string) string {
	if was == "" {
		return ""
	}
	return " from " + was
}

// change is the first thing that an act changed.
func change(e event.Event) event.Change {
	if len(e.Changes) == 0 {
		return event.Change{}
	}
	return e.Changes[0]
}

// fieldsOf names what an edit changed.
func fieldsOf(e event.Event) string {
	var names []string
	for _, c := range e.Changes {
		names = append(names, c.Field)
	}
	if len(names) == 0 {
		return "the details"
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// line is one thing that changed, before and after.
type line struct{ field, was, now string }

// details are the changes that the sentence does not tell already.
func details(e event.Event) (lines []line) {
	switch e.Kind {
	case event.AccountCreated, event.AccountEdited, event.SettingInherited:
		for _, c := range e.Changes {
			lines = append(lines, line{c.Field, c.Was, orNone(c.Now)})
		}
	case event.AccountLeft:
		if why := change(e).Now; reasons[why] != "" {
			lines = append(lines, line{"", "", reasons[why]})
		}
	}
	return lines
}

func orNone(s string) string {
	if s == "" {
		return "None"
	}
	return s
}
