// Package record draws facts of the record as people read them: who did what,
// when, and what changed. The history of an account, the activity of a company
// and one's own activity all show the same row.
package record

import (
	"slices"
	"strings"

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
	event.AccessAsked:        "Asked to be let in",
	event.AccessWithdrawn:    "Withdrew the request to be let in",
	event.GlassBroken:        "Broke the glass",
	event.ConsentChanged:     "Changed who may act in the account",
	event.InvitationAccepted: "Accepted the invitation",
	event.SecurityChanged:    "Changed the sign-in rules",
}

// verbs are what is done to a person, whose name follows.
var verbs = map[event.Kind]string{
	event.UserInvited:         "Invited",
	event.UserDeactivated:     "Deactivated",
	event.UserReactivated:     "Reactivated",
	event.InvitationWithdrawn: "Withdrew the invitation of",
	event.VisitStarted:        "Began to act as",
	event.VisitOpened:         "Allowed changes while acting as",
	event.VisitExtended:       "Extended acting as",
	event.AccessGranted:       "Let in",
	event.AccessRefused:       "Refused to let in",
	event.AccessExpired:       "Nobody answered in time the request of",
	event.AccessTakenBack:     "Took back the access of",
	event.DelegationChanged:   "Changed which accounts are entered by",
	event.FactorReset:         "Reset the second factor of",
	event.ResetOffered:        "Ended the password of",
	event.MarketRequested:     "Asked for the billing market",
	event.MarketWithdrawn:     "Withdrew the request for the billing market",
	event.MarketTurnedOn:      "Enabled the billing market",
	event.MarketTurnedOff:     "Deactivated the billing market",
	event.SupportAsked:        "Asked for help:",
	event.RequestSent:         "Sent for approval",
	event.RequestRejected:     "Rejected",
	event.RequestWithdrawn:    "Withdrew",
	event.RequestExpired:      "Nobody decided in time:",
	event.RequestFailed:       "Could not carry out:",
	event.QueueChanged:        "Changed",
	event.CatalogueChanged:    "Changed the catalogue:",
	event.PricesChanged:       "Changed the",
	event.ViewSaved:           "Saved the view",
	event.ViewRemoved:         "Removed the view",
	event.KeyMade:             "Made the service key",
	event.KeyChanged:          "Changed the service key",
	event.ConnectionAsked:     "Asked for a connection:",
	event.ConnectionAccepted:  "Accepted the connection:",
	event.ConnectionDenied:    "Denied the connection:",
	event.ConnectionEnds:      "Scheduled the end of what it leads to:",
	event.ConnectionStays:     "Took the end of what it leads to back:",
	event.ServiceDesigned:     "Designed the service",
	event.ServiceDiscarded:    "Discarded the design",
	event.ServiceOrdered:      "Ordered the service",
	event.ServiceAccepted:     "Accepted the order of",
	event.ServiceBuilt:        "Built",
	event.ServiceLive:         "Put into use",
	event.ServiceFailed:       "Could not build",
	event.ServiceRetried:      "Began again with",
	event.ServiceChanged:      "Changed the service",
	event.ServiceTagged:       "Changed the tags of",
	event.ServiceLocked:       "Locked the service",
	event.ServiceUnlocked:     "Unlocked the service",
	event.ServiceCancelled:    "Scheduled the termination of",
	event.ServiceKept:         "Took back the termination of",
	event.ServiceEnded:        "Terminated the service",
	event.ServiceRenewed:      "Renewed the term of",
	event.ServiceRanOut:       "Ended the term of",
}

// profiles are what is edited field by field.
var profiles = map[event.Kind]string{
	event.CompanyEdited: " in the company profile",
	event.ListingEdited: " in the marketplace profile",
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
	case event.PreviewStarted:
		return "Previewed the account as " + view(e)
	case event.PreviewEnded:
		return "Ended the preview as " + view(e)
	case event.VisitEnded:
		if e.AsID == "" {
			return "Ended a visit as " + e.SubjectName
		}
		return "Stopped acting as " + e.SubjectName
	case event.VisitRefused:
		return refusedWhat(e)
	case event.AccountEdited:
		return "Changed " + fieldsOf(e)
	case event.CompanyEdited, event.ListingEdited:
		return "Changed " + fieldsOf(e) + profiles[e.Kind]
	case event.MarketEdited:
		return "Changed " + fieldsOf(e) + " of the billing market " + e.SubjectName
	case event.MarketAnswered:
		return "Answered the request for the billing market " + e.SubjectName
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
		return "Let " + first.Field + " follow the default again" + from(first.Was) + " to " + lower(first.Now)
	case event.DefaultChanged:
		return changedDefault(first)
	case event.ChangeScheduled:
		return "Scheduled " + e.SubjectName + when(e)
	case event.ChangeRefused:
		return "Could not carry out " + e.SubjectName
	case event.NotificationsChanged:
		return "Changed what is told by e-mail" + ofAnother(e)
	case event.ChangeCancelled:
		return "Cancelled the scheduled change " + e.SubjectName
	case event.ChangeCarriedOut:
		return "The scheduled change " + e.SubjectName + " was carried out in their name"
	case event.BatchStarted:
		return "Started changing " + e.SubjectName
	case event.BatchFinished:
		return "Finished changing " + e.SubjectName
	case event.BatchReverted:
		return "Reverted the change of " + e.SubjectName
	case event.LockPut:
		return "Locked " + first.Field + " at " + first.Now
	case event.LockLifted:
		return "Lifted the lock of " + first.Field + " at " + first.Was
	case event.SupportChanged:
		return "Changed the support model" + from(first.Was) + " to " + first.Now
	case event.AddressConfirmed:
		return "Confirmed that " + first.Now + " belongs to the support team"
	case event.InvitationSent:
		return "Invited " + e.SubjectName + " again"
	case event.RequestApproved:
		if i := slices.IndexFunc(e.Changes, func(c event.Change) bool { return c.Field == "Rule" }); i >= 0 {
			return "Approved by the rule “" + e.Changes[i].Now + "”: " + e.SubjectName
		}
		return "Approved " + e.SubjectName
	case event.LetterSentAgain:
		return "Sent the letter to " + e.SubjectName + " again"
	}
	return string(e.Kind)
}

// when is the moment from which a scheduled change holds.
func when(e event.Event) string {
	if len(e.Changes) == 0 {
		return ""
	}
	return " from " + change(e).Now
}

// view is the role, or the person with the role, whose view was looked at.
func view(e event.Event) string {
	role := change(e).Now
	if len(e.Changes) > 1 {
		return e.Changes[1].Now + ", " + role + ", sees it"
	}
	return role
}

// Default says how a default changed that an account follows.
func Default(e event.Event) string {
	switch first := change(e); {
	case first.Was == notSet:
		return "The default of " + first.Field + " was set to " + first.Now
	case first.Now == notSet:
		return "The default of " + first.Field + " was cleared, and had been " + first.Was
	default:
		return "The default of " + first.Field + " changed" + from(first.Was) + " to " + first.Now
	}
}

// notSet is a default that nobody set, as the record says it.
const notSet = "Not set"

func changedDefault(c event.Change) string {
	switch {
	case c.Was == notSet:
		return "Set the default of " + c.Field + " to " + c.Now
	case c.Now == notSet:
		return "Cleared the default of " + c.Field + ", which was " + c.Was
	}
	return "Changed the default of " + c.Field + from(c.Was) + " to " + c.Now
}

// lower begins a text with a small letter.
func lower(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// another is the name of the person whom an act is about, when it is not the one who did it.
func another(e event.Event) string {
	if e.SubjectID != "" && e.SubjectID == e.UserID || e.SubjectName == e.UserName {
		return ""
	}
	return e.SubjectName
}

// refusedWhat says what was refused: to act, something in a visit or after it, or
// what concerns all of them.
func refusedWhat(e event.Event) string {
	switch {
	case e.AsID != "":
		return "Was refused something while acting as " + e.AsName
	case e.VisitID != "":
		return "Was refused something after acting as " + e.SubjectName
	case e.Topic == event.Starting:
		return "Was refused to act as somebody else"
	}
	return "Was refused something that concerns acting"
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
