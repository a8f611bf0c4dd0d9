// Package servicekey keeps service keys: secrets that a company makes for one
// of its services and hands to another one, by which that one connects to the
// service without being asked who it is. A key is never deleted.
package servicekey

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
)

// Key is one service key. Its code is the secret: whoever has it connects.
type Key struct {
	ID         string
	Code       string
	AccountID  string
	ParentID   string
	ServiceID  string
	Label      string
	Single     bool       // it is used up by one connection
	MostSpeed  int64      // of a connection, Mbps
	VLAN       int64      `gorm:"column:vlan"` // at the service; 0 for the next free one
	BeginsOn   *time.Time // the first day on which it is valid, in UTC, or nil
	EndsOn     *time.Time // the last one, or nil
	Active     bool
	Used       int64 // how many connections were ordered with it
	MadeByName string
	MadeAt     time.Time
	Version    int64

	Service service.Service `gorm:"-"` // filled in by lists; without prices
}

// TableName is service_keys.
func (Key) TableName() string { return "service_keys" }

// Owner is the account that made the key.
func (k Key) Owner() string { return k.AccountID }

// subject is the key as the record knows it: without its code.
func (k Key) subject() event.Subject {
	return event.Subject{ID: k.ID, Name: k.Label, Topic: "service " + k.ServiceID}
}

// State is whether a key can be used.
type State string

// The closed list of states.
const (
	Active   State = "active"
	Early    State = "early"    // its first day is still to come
	Expired  State = "expired"  // its last day is over
	Used     State = "used"     // its single use is used up
	Inactive State = "inactive" // somebody turned it off
)

// State is whether the key can be used at a moment.
func (k Key) State(now time.Time) State {
	today := service.Midnight(now)
	switch {
	case k.Single && k.Used > 0:
		return Used
	case k.EndsOn != nil && k.EndsOn.Before(today):
		return Expired
	case !k.Active:
		return Inactive
	case k.BeginsOn != nil && today.Before(*k.BeginsOn):
		return Early
	}
	return Active
}

// Word is the state as people read it.
func (s State) Word() string {
	switch s {
	case Early:
		return "Not yet valid"
	case Expired:
		return "Expired"
	case Used:
		return "Used up"
	case Inactive:
		return "Inactive"
	}
	return "Active"
}

// NewCode is a random UUID: 122 bits that nobody guesses.
func NewCode() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// codeLength is how many characters a code has.
const codeLength = 36

// TidyCode is a code as it is stored, whatever was pasted around it; "" for a text
// that is none.
func TidyCode(code string) string {
	code = strings.ToLower(strings.TrimSpace(code))
	if len(code) != codeLength {
		return ""
	}
	return code
}

// Proof shows that an account was given the code of a key, and tells nobody the
// code: it stands in the addresses of that account's forms.
func (k Key) Proof(account string) string {
	sum := sha256.Sum256([]byte("service key\n" + k.Code + "\n" + account))
	return hex.EncodeToString(sum[:16])
}

// Proves reports whether a proof is that of an account.
func (k Key) Proves(proof, account string) bool {
	return subtle.ConstantTimeCompare([]byte(proof), []byte(k.Proof(account))) == 1
}
