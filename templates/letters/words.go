package letters

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/templates/ui"
)

var kindWords = map[outbox.Kind]string{
	outbox.Invitation:      "Invitation",
	outbox.Reset:           "New password",
	outbox.AddressCode:     "Code for a new address",
	outbox.AddressAsked:    "New address asked for",
	outbox.AddressTaken:    "Address is taken",
	outbox.AddressChanged:  "Address changed",
	outbox.NewDevice:       "New browser",
	outbox.PasswordChanged: "Password changed",
	outbox.FactorChanged:   "Second factor changed",
	outbox.Locked:          "Locked",
	outbox.MarketAsked:     "Market asked for",
	outbox.TermsEnd:        "Terms end",
	outbox.TermsRunOut:     "Terms run out",
	outbox.MarketEnabled:   "Market enabled",
	outbox.MarketDeclined:  "Market declined",
	outbox.SupportAsked:    "Support asked",
	outbox.SupportCopied:   "Copy of a question to support",
	outbox.PeopleChanged:   "People changed",
	outbox.AccountChanged:  "Managed account changed",
	outbox.OwnChanged:      "Account changed",
	outbox.RequestSent:     "Approval asked for",
	outbox.RequestOverdue:  "Request overdue",
	outbox.RequestApproved: "Request approved",
	outbox.RequestRejected: "Request rejected",
	outbox.RequestExpired:  "Request expired",
	outbox.RequestFailed:   "Request failed",

	outbox.EntryEnds:   "Entry to accounts ends",
	outbox.EntryEndsOf: "A colleague’s entry ends",

	outbox.ConnectionAsked:    "Connection asked for",
	outbox.ConnectionAccepted: "Connection accepted",
	outbox.ConnectionDenied:   "Connection denied",
	outbox.ConnectionEnds:     "Far end to end",
	outbox.ConnectionStays:    "Far end stays",
	outbox.ConnectionEnded:    "Connection ended",

	outbox.VisitStarted:   "Somebody acts",
	outbox.VisitEnded:     "Somebody acted",
	outbox.AccessAsked:    "Access asked for",
	outbox.AccessGranted:  "Access granted",
	outbox.AccessRefused:  "Access refused",
	outbox.GlassAsked:     "Emergency access to answer",
	outbox.GlassBroken:    "Emergency access given",
	outbox.ConsentChanged: "Who may step in changed",
}

// Word names a kind of letter.
func Word(k outbox.Kind) string { return kindWords[k] }

var statusWords = map[outbox.Status]string{outbox.Waiting: "Waiting", outbox.Sent: "Sent", outbox.Failed: "Failed"}

// StatusWord names a status.
func StatusWord(s outbox.Status) string { return statusWords[s] }

// happened says in a few words what became of a letter.
func happened(ctx context.Context, l outbox.Letter, waits bool) string {
	switch {
	case l.Status == outbox.Sent && l.SentAt != nil:
		return "Left " + ui.Moment(ctx, *l.SentAt)
	case l.Status == outbox.Failed:
		return l.Problem
	case waits:
		return "Waits for a mail server"
	case l.Tries == 0:
		return "Leaves in a moment"
	}
	return l.Problem
}

// next says when a letter is tried again, or "".
func next(ctx context.Context, l outbox.Letter) string {
	if l.Status != outbox.Waiting || l.Tries == 0 {
		return ""
	}
	return "Next try " + ui.Moment(ctx, l.DueAt)
}

// refusal is why the visitor cannot send the letter again, or "".
func (p ShowPage) refusal() string {
	if err := p.By.Must(access.SendLetters); err != nil {
		return err.Error()
	}
	return p.Refusal
}

// again is the button's word.
func again(l outbox.Letter) string {
	if l.Status == outbox.Waiting {
		return "Send now"
	}
	return "Send again"
}

// about names the letter to those who hear its button.
func about(l outbox.Letter) string { return "to " + l.ToName }

// counted says how often somebody sent a letter again.
func counted(n int64) string {
	if n == 1 {
		return "Once"
	}
	return ui.Figure(int(n)) + " times"
}
