// Package outbox keeps the letters that must leave. A letter is written in the
// transaction of what causes it, so that neither happens without the other;
// it is drawn and sent afterwards, and tried again until it is gone or given up.
package outbox

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Kind is what a letter says.
type Kind string

// The closed list of kinds.
const (
	Invitation      Kind = "invitation"       // to a seat
	Reset           Kind = "reset"            // a link to choose a new password
	AddressCode     Kind = "address_code"     // the code that proves a new e-mail address
	AddressAsked    Kind = "address_asked"    // to the old address: a change was asked for
	AddressTaken    Kind = "address_taken"    // to a new address that somebody has already
	AddressChanged  Kind = "address_changed"  // to the old address: it is done
	NewDevice       Kind = "new_device"       // somebody signed in from a browser not seen before
	PasswordChanged Kind = "password_changed" //
	FactorChanged   Kind = "factor_changed"   // a second factor came, went or was reset
	Locked          Kind = "locked"           // five wrong codes
	MarketAsked     Kind = "market_asked"     // to the partner: a managed account asks for a billing market
	MarketEnabled   Kind = "market_enabled"   // to whoever asked
	MarketDeclined  Kind = "market_declined"  // to whoever asked
	SupportAsked    Kind = "support_asked"    // to those who support an account: somebody asks for help
	SupportCopied   Kind = "support_copied"   // to whoever asked
	PeopleChanged   Kind = "people_changed"   // to the admins: somebody joined, left or got another role
	AccountChanged  Kind = "account_changed"  // to people of the partner: about its managed accounts
	OwnChanged      Kind = "own_changed"      // to people of a managed account, about it
	TermsEnd        Kind = "terms_end"        // to who pays: terms of services end within a month
	TermsRunOut     Kind = "terms_run_out"    // to the same: some run out within a week, and prices change

	RequestSent     Kind = "request_sent"     // to those of the partner who decide: a managed account asks
	RequestOverdue  Kind = "request_overdue"  // to the same: it waits for too long
	RequestApproved Kind = "request_approved" // to whoever asked
	RequestRejected Kind = "request_rejected" // to whoever asked
	RequestExpired  Kind = "request_expired"  // to whoever asked: nobody decided in time
	RequestFailed   Kind = "request_failed"   // to whoever asked: approved, and could not be carried out

	ConnectionAsked    Kind = "connection_asked"    // to a company of the marketplace: another one asks to connect
	ConnectionAccepted Kind = "connection_accepted" // to whoever asked
	ConnectionDenied   Kind = "connection_denied"   // to whoever asked
	ConnectionEnds     Kind = "connection_ends"     // to who has a connection: what it leads to ends on a day
	ConnectionStays    Kind = "connection_stays"    // to the same: it stays after all
	ConnectionEnded    Kind = "connection_ended"    // to the same: it has ended, and the connection with it

	AccessAsked    Kind = "access_asked"    // to the Company Admins of an account: somebody of another company asks to be let in
	AccessGranted  Kind = "access_granted"  // to whoever asked
	AccessRefused  Kind = "access_refused"  // to whoever asked
	GlassAsked     Kind = "glass_asked"     // to the other Operator Admins: one of them has to agree
	VisitStarted   Kind = "visit_started"   // to the person in whose place somebody acts, and the Company Admins
	VisitEnded     Kind = "visit_ended"     // to the same, with what was changed
	GlassBroken    Kind = "glass_broken"    // to the Company Admins of an account: somebody was let in against its word
	ConsentChanged Kind = "consent_changed" // to the other Company Admins of an account: one of them changed who may step in

	EntryEnds   Kind = "entry_ends"    // to a partner's person: they enter some managed accounts for a week more
	EntryEndsOf Kind = "entry_ends_of" // to the Company Admins of the partner: the same of a colleague
)

// Kinds lists every kind.
var Kinds = []Kind{Invitation, Reset, AddressCode, AddressAsked, AddressTaken, AddressChanged, NewDevice, PasswordChanged, FactorChanged, Locked, MarketAsked, MarketEnabled, MarketDeclined,
	SupportAsked, SupportCopied, PeopleChanged, AccountChanged, OwnChanged, TermsEnd, TermsRunOut,
	RequestSent, RequestOverdue, RequestApproved, RequestRejected, RequestExpired, RequestFailed, ConnectionAsked, ConnectionAccepted, ConnectionDenied,
	ConnectionEnds, ConnectionStays, ConnectionEnded,
	VisitStarted, VisitEnded, AccessAsked, AccessGranted, AccessRefused, GlassAsked, GlassBroken, ConsentChanged, EntryEnds, EntryEndsOf}

// renewals say, for the kinds that carry a secret, how to get another letter
// once the secret is forgotten or useless.
var renewals = map[Kind]string{
	Invitation:  "Send the person a new invitation instead.",
	Reset:       "The person can ask for a new link on the sign-in page.",
	AddressCode: "The person can ask for a new code under Your account.",
}

// week is how long a letter is worth sending, unless what it carries ends sooner.
const week = 7 * 24 * time.Hour

// lifetimes are those of the links and codes that letters carry.
var lifetimes = map[Kind]time.Duration{Reset: 30 * time.Minute, AddressCode: 24 * time.Hour}

// Lifetime is how long a letter of this kind is worth sending.
func (k Kind) Lifetime() time.Duration {
	if d, ok := lifetimes[k]; ok {
		return d
	}
	return week
}

// Status is how far a letter has come.
type Status string

// The closed list of statuses.
const (
	Waiting Status = "waiting"
	Sent    Status = "sent"
	Failed  Status = "failed" // given up
)

// Statuses lists every status.
var Statuses = []Status{Waiting, Sent, Failed}

// Reader is whom a letter is for.
type Reader struct{ Name, Address string }

// Facts are what a letter says. Which of them it needs depends on its kind.
type Facts struct {
	Account   string    `json:"account,omitempty"`   // name of the account
	Reference string    `json:"reference,omitempty"` // the account's
	Partner   string    `json:"partner,omitempty"`   // name of the account above
	By        string    `json:"by,omitempty"`        // who caused it
	Role      string    `json:"role,omitempty"`      //
	What      string    `json:"what,omitempty"`      // what changed, in words
	Note      string    `json:"note,omitempty"`      // what somebody wrote about it
	Service   string    `json:"service,omitempty"`   // name and id of the service that it is about
	Text      string    `json:"text,omitempty"`      // what somebody wrote, in several lines
	Reply     string    `json:"reply,omitempty"`     // address that an answer goes to
	Key       string    `json:"key,omitempty"`       // key of the account whose page the letter leads to
	Below     string    `json:"below,omitempty"`     // key of the managed account that it is about, below Key
	Request   string    `json:"request,omitempty"`   // id of the request that it is about
	Device    string    `json:"device,omitempty"`    // browser and system, in words
	Place     string    `json:"place,omitempty"`     // network address
	From      string    `json:"from,omitempty"`      // name of the account from which By comes
	Other     string    `json:"other,omitempty"`     // somebody else who had a part in it
	At        time.Time `json:"at,omitzero"`         // when it happened
	Until     time.Time `json:"until,omitzero"`      // until when it holds
	Secret    string    `json:"secret,omitempty"`    // of the link or the code; forgotten once the letter is sent
}

// Letter is one letter.
type Letter struct {
	ID        string
	AccountID string // whose letter it is
	Kind      Kind
	ToName    string
	ToAddress string
	Search    string // name and address, folded
	Facts     Facts  `gorm:"serializer:json"`
	Status    Status
	Tries     int64
	DueAt     time.Time
	LeasedTo  *time.Time // until when a sender has it in hand
	Problem   string     // what the last try met, or why it was given up, or ""
	SentAt    *time.Time
	Again     int64 // how often somebody sent it again
	CreatedAt time.Time
}

// Owner is the account of the letter.
func (l Letter) Owner() string { return l.AccountID }

// stale reports whether the letter is no longer worth sending.
func (l Letter) stale(now time.Time) bool { return !now.Before(l.CreatedAt.Add(l.Kind.Lifetime())) }

// forgotten reports whether the letter lacks the link or code that it was for.
func (l Letter) forgotten() bool { return renewals[l.Kind] != "" && l.Facts.Secret == "" }

// carries names what the letter is for.
func (l Letter) carries() string {
	if l.Kind == AddressCode {
		return "code"
	}
	return "link"
}

// inHand reports whether a sender is at work on the letter.
func (l Letter) inHand(now time.Time) bool { return l.LeasedTo != nil && now.Before(*l.LeasedTo) }

// Refusal is why the letter cannot be sent again, or "".
func (l Letter) Refusal(now time.Time) string {
	switch {
	case l.forgotten():
		return "The " + l.carries() + " in this letter is no longer known here. " + renewals[l.Kind]
	case l.stale(now) && renewals[l.Kind] != "":
		return "The " + l.carries() + " in this letter has stopped working. " + renewals[l.Kind]
	case l.stale(now):
		return "This letter is older than seven days. What it tells is out of date."
	}
	return ""
}

// sendAgain makes the letter wait for a sender as if it were new, and reports
// whether it did not already.
func (l *Letter) sendAgain(now time.Time) (bool, error) {
	if l.Status == Waiting && (l.inHand(now) || !l.DueAt.After(now)) {
		return false, nil
	}
	if why := l.Refusal(now); why != "" {
		return false, fault.New(fault.Conflict, "%s", why)
	}
	l.Status, l.Tries, l.DueAt, l.LeasedTo, l.Problem, l.SentAt = Waiting, 0, now, nil, "", nil
	l.Again++
	return true, nil
}

// Put writes a letter that leaves soon after the transaction. A letter with a
// link or a code takes the place of those like it that still wait, since what
// they carry works no more.
func Put(tx *db.Tx, account string, kind Kind, to Reader, facts Facts) error {
	if facts.At.IsZero() {
		facts.At = tx.Now
	}
	if facts.Secret != "" {
		if err := end(tx, account, kind, to.Address, "A newer letter took its place."); err != nil {
			return err
		}
	}
	return tx.Put(stranger, &Letter{
		ID: db.NewID(tx.Now), AccountID: account, Kind: kind, ToName: to.Name, ToAddress: to.Address, Search: fold(to.Name + " " + to.Address), Facts: facts,
		Status: Waiting, DueAt: tx.Now, CreatedAt: tx.Now,
	})
}

const stranger = "a letter may go to somebody who is not signed in"

// Stop keeps letters of a kind to an address from leaving, because the link or
// the code that they carry was withdrawn.
func Stop(tx *db.Tx, account string, kind Kind, address string) error {
	return end(tx, account, kind, address, "It was withdrawn before it left.")
}

// end gives up the letters that have not left, and forgets what they carry.
// Why one had failed before stays.
func end(tx *db.Tx, account string, kind Kind, address, problem string) error {
	var old []Letter
	err := tx.Lock(tx.Everywhere(stranger)).Where("account_id = ? AND kind = ? AND to_address = ? AND status <> ? AND problem <> ?", account, kind, address, Sent, problem).
		Order("id DESC").Limit(20).Find(&old).Error
	if err != nil {
		return err
	}
	for _, l := range old {
		if l.Status == Waiting {
			l.Problem = problem
		}
		l.Status, l.Facts.Secret, l.LeasedTo = Failed, "", nil
		if err := tx.Everywhere(stranger).Model(&Letter{}).Where("id = ?", l.ID).Select("*").Updates(&l).Error; err != nil {
			return err
		}
	}
	return nil
}

// fold is a text as it is searched: without case, NFC.
func fold(s string) string { return norm.NFC.String(strings.ToLower(s)) }

// Outbox are all letters of the installation.
type Outbox struct {
	db     *db.DB
	doubts map[Kind]Doubt
}

// New is the letters in a database.
func New(d *db.DB) *Outbox { return &Outbox{d, map[Kind]Doubt{}} }

// Doubt says why a letter is no longer wanted, or "".
type Doubt func(tx *db.Tx, l Letter) (why string, err error)

// Doubt lets fn look at letters of some kinds each time that one is about to
// leave: between writing and leaving hours may pass. Those who build the portal
// say so before it is used.
func (s *Outbox) Doubt(fn Doubt, kinds ...Kind) {
	for _, k := range kinds {
		s.doubts[k] = fn
	}
}
