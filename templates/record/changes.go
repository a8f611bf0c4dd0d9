package record

import (
	"strings"

	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/visit"
)

// line is one thing that changed, before and after.
type line struct{ field, was, now string }

// told are the kinds whose sentence tells their changes already.
var told = map[event.Kind]bool{
	event.OperatorCreated: true, event.PartnerCreated: true, event.DistributorCreated: true,
	event.AccountSuspended: true, event.AccountReactivated: true, event.AccountClosed: true, event.AccountEntered: true,
	event.AddressConfirmed: true, event.SettingChanged: true, event.SettingInherited: true, event.ViewSaved: true, event.ViewRemoved: true,
	event.LetterSentAgain: true,
	event.LockLifted:      true,
}

// reasons say how a visit ended.
var reasons = map[string]string{
	string(visit.Returned):  "Returned to the partner",
	string(visit.Refreshed): "The page was refreshed",
	string(visit.SignedOut): "Signed out",
	string(visit.Unseated):  "They may not enter it any more",
	string(visit.Acted):     "Acting began",
	string(visit.Exited):    "They exited",
	string(visit.TimeOver):  "The time was over",
	string(visit.LayIdle):   "Ten minutes without a request",
	string(visit.Stopped):   "Somebody else ended it",
	string(visit.Withdrawn): "The account allows it no longer",
	string(visit.Changed):   "One of the two people, or the account, is not what it was",
}

// details are the changes that the sentence does not tell already.
func details(e event.Event) (lines []line) {
	if told[e.Kind] {
		return nil
	}
	changes := e.Changes
	switch e.Kind {
	case event.AccountLeft, event.VisitEnded:
		if why := change(e).Now; reasons[why] != "" {
			return []line{{"", "", reasons[why]}}
		}
		return nil
	case event.DefaultChanged, event.LockPut, event.SupportChanged:
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
