// Package outbox keeps the letters that must leave. A letter is written in the
// transaction of what causes it, so that neither happens without the other;
// it is drawn and sent afterwards, and tried again until it is gone or given up.
package outbox

import (
	"time"

	"github.com/tenantry/tenantry/internal/db"
)

// Kind is what a letter says.
type Kind string

// The closed list of kinds.
const (
	Invitation      Kind = "invitation"       // to a seat
	Reset           Kind = "reset"            // a link to choose a new password
	AddressCode     Kind = "address_code"     // the code that proves a new e-mail address
	AddressChanged  Kind = "address_changed"  // to the old address
	NewDevice       Kind = "new_device"       // somebody signed in from a browser not seen before
	PasswordChanged Kind = "password_changed" //
	FactorChanged   Kind = "factor_changed"   // a second factor came, went or was reset
	Locked          Kind = "locked"           // five wrong codes
)

// Kinds lists every kind.
var Kinds = []Kind{Invitation, Reset, AddressCode, AddressChanged, NewDevice, PasswordChanged, FactorChanged, Locked}

// Status is how far a letter has come.
type Status string

// The closed list of statuses.
const (
	Waiting Status = "waiting"
	Sent    Status = "sent"
	Failed  Status = "failed" // given up
)

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
	Device    string    `json:"device,omitempty"`    // browser and system, in words
	Place     string    `json:"place,omitempty"`     // network address
	At        time.Time `json:"at,omitzero"`         // when it happened
	Secret    string    `json:"secret,omitempty"`    // of the link or the code; forgotten once the letter is sent
}

// Letter is one letter.
type Letter struct {
	ID        string
	AccountID string // whose letter it is
	Kind      Kind
	ToName    string
	ToAddress string
	Facts     Facts `gorm:"serializer:json"`
	Status    Status
	Tries     int64
	DueAt     time.Time
	LeasedTo  *time.Time // until when a sender has it in hand
	Problem   string     // what the last try met, or ""
	SentAt    *time.Time
	CreatedAt time.Time
}

// Owner is the account of the letter.
func (l Letter) Owner() string { return l.AccountID }

// Put writes a letter that leaves soon after the transaction.
func Put(tx *db.Tx, account string, kind Kind, to Reader, facts Facts) error {
	if facts.At.IsZero() {
		facts.At = tx.Now
	}
	return tx.Put("a letter may go to somebody who is not signed in", &Letter{
		ID: db.NewID(tx.Now), AccountID: account, Kind: kind, ToName: to.Name, ToAddress: to.Address, Facts: facts,
		Status: Waiting, DueAt: tx.Now, CreatedAt: tx.Now,
	})
}

// Outbox are all letters of the installation.
type Outbox struct{ db *db.DB }

// New is the letters in a database.
func New(d *db.DB) *Outbox { return &Outbox{d} }
