// Package event keeps the append-only record of facts: who did what, in whose
// place, in which account, to which thing, before and after. A fact is written
// in the same transaction as what it records. History pages, and later notices
// and webhooks, are its readers; adding one never touches a verb.
package event

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Kind says what happened: a noun and a past participle.
type Kind string

// The closed list of kinds.
const (
	OperatorCreated    Kind = "operator.created"
	PartnerCreated     Kind = "partner.created"
	DistributorCreated Kind = "distributor.created"

	UserInvited         Kind = "user.invited"
	UserEdited          Kind = "user.edited"
	UserDeactivated     Kind = "user.deactivated"
	UserReactivated     Kind = "user.reactivated"
	UserLocked          Kind = "user.locked"
	InvitationSent      Kind = "invitation.sent_again"
	InvitationWithdrawn Kind = "invitation.withdrawn"
	InvitationAccepted  Kind = "invitation.accepted"

	SignedIn      Kind = "session.started"
	SignedOut     Kind = "session.ended"
	SignInRefused Kind = "session.refused"
	SessionEnded  Kind = "session.revoked"

	PasswordSet     Kind = "password.set" // the first one
	PasswordChanged Kind = "password.changed"
	PasswordReset   Kind = "password.reset"
	ResetOffered    Kind = "password.reset_offered" // by the command line; the password before works no longer
	FactorAdded     Kind = "factor.added"
	FactorRemoved   Kind = "factor.removed"
	FactorRenamed   Kind = "factor.renamed"
	FactorRefused   Kind = "factor.refused" // a passkey that may have been copied
	FactorReset     Kind = "factor.reset"   // by an admin
	CodesMade       Kind = "recovery_codes.made"
	CodeUsed        Kind = "recovery_code.used"
	EmailChanged    Kind = "email.changed"
	ProfileEdited   Kind = "profile.edited"
	SecurityChanged Kind = "security.changed" // a company's rule

	LetterSentAgain Kind = "letter.sent_again"

	AccountCreated     Kind = "account.created"
	AccountEdited      Kind = "account.edited"
	AccountSuspended   Kind = "account.suspended"
	AccountReactivated Kind = "account.reactivated"
	AccountClosed      Kind = "account.closed"
	AccountEntered     Kind = "account.entered"
	AccountLeft        Kind = "account.left"
	PreviewStarted     Kind = "preview.started"
	PreviewEnded       Kind = "preview.ended"
	VisitStarted       Kind = "visit.started" // acting in somebody's place
	VisitOpened        Kind = "visit.opened"  // for changes, with a reason of its own
	VisitExtended      Kind = "visit.extended"
	VisitEnded         Kind = "visit.ended"
	VisitRefused       Kind = "visit.refused" // it did not begin, or something was refused in it
	AccessAsked        Kind = "access.asked"
	AccessGranted      Kind = "access.granted"
	AccessRefused      Kind = "access.refused"
	AccessWithdrawn    Kind = "access.withdrawn" // by who asked
	AccessExpired      Kind = "access.expired"   // by the portal
	AccessTakenBack    Kind = "access.taken_back"
	GlassBroken        Kind = "access.glass_broken"
	ConsentChanged     Kind = "consent.changed"
	DelegationChanged  Kind = "delegation.changed" // which managed accounts somebody enters
	AddressConfirmed   Kind = "support_email.confirmed"
	SupportChanged     Kind = "account.support_changed" // the support model, by the operator

	SettingChanged   Kind = "setting.changed"
	SettingInherited Kind = "setting.inherited"
	DefaultChanged   Kind = "default.changed"

	ChangeScheduled  Kind = "change.scheduled"
	ChangeCancelled  Kind = "change.cancelled"
	ChangeCarriedOut Kind = "change.carried_out" // by the portal, in the name of who scheduled it
	ChangeRefused    Kind = "change.refused"     // by the portal: it was scheduled, and could not be carried out
	BatchStarted     Kind = "batch.started"
	BatchFinished    Kind = "batch.finished"
	BatchReverted    Kind = "batch.reverted"
	LockPut          Kind = "lock.put" // by the operator; the account is the one that the lock lies on
	LockLifted       Kind = "lock.lifted"

	CompanyEdited   Kind = "company.profile_edited"
	ListingEdited   Kind = "marketplace.profile_edited"
	MarketRequested Kind = "market.requested"
	MarketAnswered  Kind = "market.answered"
	MarketWithdrawn Kind = "market.withdrawn"

	ServiceDesigned  Kind = "service.designed"
	ServiceDiscarded Kind = "service.discarded" // a design that nobody ordered
	ServiceOrdered   Kind = "service.ordered"
	ServiceAccepted  Kind = "service.accepted" // by whoever builds it
	ServiceBuilt     Kind = "service.built"
	ServiceLive      Kind = "service.live"
	ServiceFailed    Kind = "service.failed" // could not be built
	ServiceRetried   Kind = "service.retried"
	ServiceChanged   Kind = "service.changed"
	ServiceTagged    Kind = "service.tagged"
	ServiceLocked    Kind = "service.locked"
	ServiceUnlocked  Kind = "service.unlocked"
	ServiceCancelled Kind = "service.cancelled" // its end is scheduled
	ServiceKept      Kind = "service.kept"      // its end is taken back
	ServiceEnded     Kind = "service.ended"
	ServiceRenewed   Kind = "service.renewed" // by the portal, at the end of the term
	ServiceRanOut    Kind = "service.ran_out" // by the portal: from month to month from now on

	RequestSent      Kind = "request.sent"
	RequestApproved  Kind = "request.approved"
	RequestRejected  Kind = "request.rejected"
	RequestWithdrawn Kind = "request.withdrawn"
	RequestExpired   Kind = "request.expired" // by the portal
	RequestFailed    Kind = "request.failed"  // approved, and could not be carried out
	QueueChanged     Kind = "queue.changed"   // how the partner runs its queue, and its rules

	KeyMade            Kind = "service_key.made"
	KeyChanged         Kind = "service_key.changed"
	ConnectionAsked    Kind = "connection.asked"
	ConnectionAccepted Kind = "connection.accepted"
	ConnectionDenied   Kind = "connection.denied"
	ConnectionEnds     Kind = "connection.ends"  // what it leads to has a scheduled end
	ConnectionStays    Kind = "connection.stays" // that end is taken back

	MarketTurnedOn  Kind = "market.enabled" // a billing market
	MarketEdited    Kind = "market.edited"
	MarketTurnedOff Kind = "market.deactivated"

	CatalogueChanged Kind = "catalogue.changed"
	PricesChanged    Kind = "prices.changed" // without amounts

	NotificationsChanged Kind = "notifications.changed" // what somebody is told about by e-mail
	SupportAsked         Kind = "support.asked"         // somebody wrote to those who support the account

	ViewSaved   Kind = "view.saved"
	ViewRemoved Kind = "view.removed"
)

// Change is one thing that an act changed, before and after, in words.
type Change struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Now   string `json:"now"`
	Ref   string `json:"ref,omitempty"` // key of the account that the field is about, when it is another one
}

// Event is one recorded fact.
type Event struct {
	ID          string
	AccountID   string // the account it happened to
	ParentID    string // the account above that one
	Kind        Kind
	UserID      string // whose hands
	UserName    string
	AsID        string // in whose place, or ""
	AsName      string
	VisitID     string // during which visit, or ""
	SeatID      string // the account that the person comes from
	SubjectID   string
	SubjectName string
	Topic       string  // which of several things of the account it is about: the name of a setting, or ""
	Changes     Changes `gorm:"serializer:json"`
	RequestID   string
	Address     string // network address that it was done from, or ""
	Device      string // browser and system, in words, or ""
	At          time.Time
	Place       int64  // in the account's chain, from 1
	Hash        string // over the fact and the hash of the one before it
}

// Who did it: the name of the person whose hands it was, and in whose place.
func (e Event) Who() string {
	if e.AsName == "" {
		return e.UserName
	}
	return e.UserName + " as " + e.AsName
}

// Signature is who did it, as letters say it.
func (e Event) Signature() string {
	if e.AsID == "" {
		return e.UserName
	}
	return access.OnBehalf(e.UserName, e.AsName)
}

// Changes are the things that an act changed.
type Changes []Change

// Owner is the account that the fact belongs to.
func (e Event) Owner() string { return e.AccountID }

// Subject is the thing that an event is about.
type Subject struct {
	ID    string
	Name  string
	Topic string // what about it, where its facts are looked for by that; or ""
}

// Record writes down that the caller of tx did kind in account to subject. Facts
// are written at the end of the transaction; see chain.
func Record(tx *db.Tx, kind Kind, account string, about Subject, changes ...Change) error {
	_, err := RecordID(tx, kind, account, about, changes...)
	return err
}

// RecordID is Record, and answers the id of the fact.
func RecordID(tx *db.Tx, kind Kind, account string, about Subject, changes ...Change) (string, error) {
	e := newEvent(tx.By, tx.Now, kind, account, about, changes)
	if err := tx.MustReach(account); err != nil {
		return "", fmt.Errorf("record %s: %w", kind, err)
	}
	var err error
	if e.ParentID, err = tx.Parent(account); err != nil {
		return "", fmt.Errorf("record %s: %w", kind, err)
	}
	say(tx, e)
	return e.ID, nil
}

// eachBatch is how many facts, and ends of chains, one statement takes.
const eachBatch = 500

// RecordEach is Record of the same act in many accounts directly below parent,
// which the caller of tx has found within its reach. Each is its own subject.
func RecordEach(tx *db.Tx, kind Kind, parent string, accounts []Subject, changes ...Change) {
	for _, a := range accounts {
		e := newEvent(tx.By, tx.Now, kind, a.ID, a, changes)
		e.ParentID = parent
		say(tx, e)
	}
}

// say tells the readers a fact, which the last word of the transaction writes.
func say(tx *db.Tx, e Event) {
	tx.Say(e)
	tx.Last(chain)
}

// Hear makes fn a reader of the facts of each transaction, at its end and inside
// it: what they set off happens together with what they record, or not at all.
func Hear(d *db.DB, fn func(*db.Tx, []Event) error) {
	d.Hear(func(tx *db.Tx, said []any) error {
		var es []Event
		for _, what := range said {
			if e, ok := what.(Event); ok {
				es = append(es, e)
			}
		}
		return fn(tx, es)
	})
}

func newEvent(by access.Caller, now time.Time, kind Kind, account string, about Subject, changes Changes) Event {
	if changes == nil {
		changes = Changes{}
	}
	return Event{
		ID: db.NewID(now), AccountID: account, Kind: kind,
		UserID: by.User, UserName: by.Name, AsID: by.As, AsName: by.AsName, VisitID: by.Visit, SeatID: by.From(),
		SubjectID: about.ID, SubjectName: about.Name, Topic: about.Topic, Changes: changes, RequestID: by.Request,
		Address: by.Address, Device: by.Device, At: now,
	}
}

// Events reads the record.
type Events struct{ db *db.DB }

// New is the record in a database.
func New(d *db.DB) *Events { return &Events{d} }

// PageSize is how many facts a page of history shows.
const PageSize = 50

// History lists the facts of one account, newest first, PageSize at a time,
// as far back as the caller's company shows them; before is the id of the last
// one seen, or "". more says that older ones follow. The account must be
// within the caller's reach. Between the facts of a managed account stand the
// changes of its partner's defaults, which it follows unless it has values of
// its own.
func (s *Events) History(ctx context.Context, by access.Caller, account, before string) (es []Event, more bool, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := companyOf(tx)
		if err != nil {
			return err
		}
		part := span{lo: here.floor(tx.Now), hi: before}
		if es, err = history(tx, account, part); err != nil {
			return err
		}
		defaults, err := defaultsOver(tx, account, part)
		if err != nil {
			return err
		}
		es = append(es, defaults...)
		slices.SortFunc(es, newestFirst)
		more = len(es) > PageSize
		es, err = shown(tx, es[:min(PageSize, len(es))])
		return err
	})
	return es, more, fault.Wrap("list history", err)
}

func history(tx *db.Tx, account string, part span) (es []Event, err error) {
	return es, part.of(tx.Reach().Where("account_id = ?", account)).Order("id DESC").Limit(PageSize + 1).Find(&es).Error
}

// defaultsOver are the changes of the caller's defaults since it has the
// managed account.
func defaultsOver(tx *db.Tx, account string, part span) (es []Event, err error) {
	var c company
	err = tx.Children().Select("id", "parent_id", "created_at").Where("id = ? AND kind = ?", account, access.Managed).Take(&c).Error
	if db.Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	part.lo = max(part.lo, db.FirstID(c.CreatedAt))
	return es, part.of(tx.Own().Where("kind = 'default.changed'")).Order("id DESC").Limit(PageSize + 1).Find(&es).Error
}

// Find is one fact within reach of the transaction's caller.
func Find(tx *db.Tx, id string) (e Event, err error) {
	return e, tx.Reach().Where("id = ?", id).Take(&e).Error
}
