// Package record draws facts of the record as people read them: who did what,
// when, and what changed. The history of an account, the activity of a company
// and one's own activity all show the same row.
package record

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
	event.InvitationAccepted: "Accepted the invitation",
	event.SecurityChanged:    "Changed the sign-in rules",
}

// verbs are what is done to a person, whose name follows.
var verbs = map[event.Kind]string{
	event.UserInvited:         "Invited",
	event.UserDeactivated:     "Deactivated",
	event.UserReactivated:     "Reactivated",
	event.InvitationWithdrawn: "Withdrew the invitation of",
	event.FactorReset:         "Reset the second factor of",
	event.ResetOffered:        "Ended the password of",
	event.ViewSaved:           "Saved the view",
	event.ViewRemoved:         "Removed the view",
}

// deeds are what people do about themselves, and now and then others for them.
var deeds = map[event.Kind]string{
	event.SignedIn:        "Signed in",
	event.SignedOut:       "Signed out",
	event.SessionEnded:    "Ended a session",
	event.PasswordSet:     "Set a password",
	event.PasswordChanged: "Changed the password",
	event.PasswordReset:   "Set a new password by a link",
	event.FactorAdded:     "Added a second factor",
	event.FactorRemoved:   "Removed a second factor",
	event.FactorRenamed:   "Renamed a passkey",
	event.FactorRefused:   "Was refused with a passkey that may have been copied",
	event.CodesMade:       "Made new recovery codes",
	event.CodeUsed:        "Used a recovery code",
	event.EmailChanged:    "Changed the e-mail address",
	event.ProfileEdited:   "Changed the profile",
}

// names are the kinds as people choose from them.
var names = map[event.Kind]string{
	event.OperatorCreated:     "Operator created",
	event.PartnerCreated:      "Partner created",
	event.DistributorCreated:  "Distributor created",
	event.UserInvited:         "User invited",
	event.UserEdited:          "User edited",
	event.UserDeactivated:     "User deactivated",
	event.UserReactivated:     "User reactivated",
	event.UserLocked:          "User locked",
	event.InvitationSent:      "Invitation sent again",
	event.InvitationWithdrawn: "Invitation withdrawn",
	event.InvitationAccepted:  "Invitation accepted",
	event.SignedIn:            "Signed in",
	event.SignedOut:           "Signed out",
	event.SignInRefused:       "Sign-in refused",
	event.SessionEnded:        "Session ended by hand",
	event.PasswordSet:         "Password set",
	event.PasswordChanged:     "Password changed",
	event.PasswordReset:       "Password reset",
	event.FactorAdded:         "Second factor added",
	event.FactorRemoved:       "Second factor removed",
	event.FactorRenamed:       "Passkey renamed",
	event.FactorRefused:       "Passkey refused",
	event.FactorReset:         "Second factor reset",
	event.ResetOffered:        "Reset link made",
	event.CodesMade:           "Recovery codes made",
	event.CodeUsed:            "Recovery code used",
	event.EmailChanged:        "E-mail address changed",
	event.ProfileEdited:       "Profile changed",
	event.SecurityChanged:     "Sign-in rules changed",
	event.LetterSentAgain:     "Letter sent again",
	event.AccountCreated:      "Account created",
	event.AccountEdited:       "Account edited",
	event.AccountSuspended:    "Account suspended",
	event.AccountReactivated:  "Account reactivated",
	event.AccountClosed:       "Account closed",
	event.AccountEntered:      "Account entered",
	event.AccountLeft:         "Account left",
	event.AddressConfirmed:    "Support address confirmed",
	event.SettingChanged:      "Setting changed",
	event.SettingInherited:    "Setting inherited again",
	event.DefaultChanged:      "Default changed",
	event.ViewSaved:           "View saved",
	event.ViewRemoved:         "View removed",
}

// groups are the groups of kinds as people choose from them.
var groups = map[string]string{"sign-in": "Sign-in", "people": "People", "accounts": "Accounts", "settings": "Settings"}

// KindName is a kind as people choose it from a list.
func KindName(k event.Kind) string {
	if name, ok := names[k]; ok {
		return name
	}
	return string(k)
}

// GroupName is a group of kinds as people choose it from a list.
func GroupName(name string) string {
	if word, ok := groups[name]; ok {
		return word
	}
	return name
}

var icons = map[event.Kind]string{
	event.OperatorCreated:     "plus",
	event.PartnerCreated:      "plus",
	event.DistributorCreated:  "plus",
	event.AccountCreated:      "plus",
	event.AccountSuspended:    "circle-pause",
	event.AccountReactivated:  "play",
	event.AccountClosed:       "ban",
	event.AccountEntered:      "eye",
	event.AccountLeft:         "arrow-left",
	event.AddressConfirmed:    "check",
	event.SettingChanged:      "settings-2",
	event.SettingInherited:    "undo-2",
	event.DefaultChanged:      "settings-2",
	event.SecurityChanged:     "shield-check",
	event.UserInvited:         "mail",
	event.UserEdited:          "user-cog",
	event.UserDeactivated:     "ban",
	event.UserReactivated:     "play",
	event.UserLocked:          "lock",
	event.InvitationSent:      "mail",
	event.InvitationWithdrawn: "undo-2",
	event.InvitationAccepted:  "check",
	event.SignedIn:            "user",
	event.SignedOut:           "log-out",
	event.SignInRefused:       "shield-alert",
	event.SessionEnded:        "log-out",
	event.PasswordSet:         "key-round",
	event.PasswordChanged:     "key-round",
	event.PasswordReset:       "key-round",
	event.FactorAdded:         "shield-check",
	event.FactorRemoved:       "shield-alert",
	event.FactorRenamed:       "pencil",
	event.FactorRefused:       "shield-alert",
	event.FactorReset:         "shield-alert",
	event.ResetOffered:        "key-round",
	event.CodesMade:           "key-round",
	event.CodeUsed:            "key-round",
	event.EmailChanged:        "mail",
	event.ProfileEdited:       "user-cog",
	event.LetterSentAgain:     "mail",
	event.ViewSaved:           "bookmark",
	event.ViewRemoved:         "trash-2",
}

func icon(e event.Event) string {
	if name := icons[e.Kind]; name != "" {
		return name
	}
	return "pencil"
}

// reasons say how a visit ended.
var reasons = map[string]string{
	string(auth.Returned):  "Returned to the partner",
	string(auth.Refreshed): "The page was refreshed",
	string(auth.SignedOut): "Signed out",
}

// What says what was done, in plain words.
func What(e event.Event) string {
	if text, ok := words[e.Kind]; ok {
		return text
	}
	if verb, ok := verbs[e.Kind]; ok {
		return strings.TrimSpace(verb + " " + e.SubjectName)
	}
	if deed, ok := deeds[e.Kind]; ok {
		return deed + ofAnother(e)
	}
	switch first := change(e); e.Kind {
	case event.AccountEntered:
		if first.Now != "" {
			return "Entered the account as " + first.Now
		}
		return "Entered the account"
	case event.AccountEdited:
		return "Changed " + fieldsOf(e)
	case event.UserEdited:
		return "Changed " + fieldsOf(e) + ofAnother(e)
	case event.UserLocked:
		if other := another(e); other != "" {
			return "Locked " + other
		}
		return "Was locked after five wrong codes"
	case event.SignInRefused:
		return "Was refused to sign in"
	case event.SettingChanged:
		return "Changed " + first.Field + from(first.Was) + " to " + first.Now
	case event.SettingInherited:
		return "Let " + first.Field + " follow the default again"
	case event.DefaultChanged:
		return "Changed the default of " + first.Field + from(first.Was) + " to " + first.Now
	case event.AddressConfirmed:
		return "Confirmed that " + first.Now + " belongs to the support team"
	case event.InvitationSent:
		return "Invited " + e.SubjectName + " again"
	case event.LetterSentAgain:
		return "Sent the letter to " + e.SubjectName + " again"
	}
	return string(e.Kind)
}

// Default says how a default changed that an account follows.
func Default(e event.Event) string {
	first := change(e)
	return "The default of " + first.Field + " changed" + from(first.Was) + " to " + first.Now
}

// another is the name of the person whom an act is about, when it is not the one who did it.
func another(e event.Event) string {
	if e.SubjectID != "" && e.SubjectID == e.UserID || e.SubjectName == e.UserName {
		return ""
	}
	return e.SubjectName
}

func ofAnother(e event.Event) string {
	if other := another(e); other != "" {
		return " of " + other
	}
	return ""
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
	var fields []string
	for _, c := range e.Changes {
		fields = append(fields, c.Field)
	}
	if len(fields) == 0 {
		return "the details"
	}
	if len(fields) == 1 {
		return fields[0]
	}
	return strings.Join(fields[:len(fields)-1], ", ") + " and " + fields[len(fields)-1]
}

// line is one thing that changed, before and after.
type line struct{ field, was, now string }

// told are the kinds whose sentence tells their changes already.
var told = map[event.Kind]bool{
	event.OperatorCreated: true, event.PartnerCreated: true, event.DistributorCreated: true,
	event.AccountSuspended: true, event.AccountReactivated: true, event.AccountClosed: true, event.AccountEntered: true,
	event.AddressConfirmed: true, event.SettingChanged: true, event.ViewSaved: true, event.ViewRemoved: true,
	event.LetterSentAgain: true,
}

// details are the changes that the sentence does not tell already.
func details(e event.Event) (lines []line) {
	if told[e.Kind] {
		return nil
	}
	changes := e.Changes
	switch e.Kind {
	case event.AccountLeft:
		if why := change(e).Now; reasons[why] != "" {
			return []line{{"", "", reasons[why]}}
		}
		return nil
	case event.DefaultChanged:
		changes = changes[min(1, len(changes)):]
	}
	for _, c := range changes {
		lines = append(lines, line{c.Field, c.Was, orNone(c.Now)})
	}
	return lines
}

// Changes are the details of a fact in one line of text, for a file.
func Changes(e event.Event) string {
	var parts []string
	for _, l := range details(e) {
		text := l.now
		if l.was != "" {
			text = l.was + " → " + l.now
		}
		if l.field != "" {
			text = l.field + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func orNone(s string) string {
	if s == "" {
		return "None"
	}
	return s
}
