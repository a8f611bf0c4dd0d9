// Package account keeps the tree: the operator, its distributors and partners,
// and the managed accounts of each partner. It creates, edits, suspends and
// closes them, and finds them among many.
package account

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
)

// Support says who supports the customer: the support model.
type Support string

// The closed list of support models.
const (
	ByPartner  Support = "partner"
	ByOperator Support = "operator"
)

// Word is the support model as people read it.
func (s Support) Word() string {
	if s == ByOperator {
		return "Operator"
	}
	return "Partner"
}

// Own is an account's own value of a feature: the three states in the order
// off, none, on. Whatever an account without a value of its own inherits, this
// order is also the order of the effective values, so a list sorted by Own is
// sorted by what the account really has.
type Own int8

// The closed list of own values.
const (
	OwnOff  Own = -1
	OwnNone Own = 0
	OwnOn   Own = 1
)

// OwnOf is the own value for a switch position.
func OwnOf(on bool) Own {
	if on {
		return OwnOn
	}
	return OwnOff
}

// Base is what an own value is compared with: a switch position that accounts
// without one inherit, or one at which the operator holds them all.
type Base int8

// The closed list of bases.
const (
	BaseOff Base = iota
	BaseOn
	HeldOff // whatever the account's own value is
	HeldOn
)

// BaseOf is the base for a switch position, held or only inherited.
func BaseOf(on, held bool) Base {
	switch {
	case held && on:
		return HeldOn
	case held:
		return HeldOff
	case on:
		return BaseOn
	}
	return BaseOff
}

// On is what an account without an own value has.
func (b Base) On() bool { return b == BaseOn || b == HeldOn }

// Held reports whether the operator holds all accounts at it.
func (b Base) Held() bool { return b == HeldOff || b == HeldOn }

// Else is the effective value, given what is inherited or held.
func (o Own) Else(b Base) bool {
	return b == HeldOn || b != HeldOff && (o == OwnOn || o == OwnNone && b == BaseOn)
}

// Account is one row of the tree.
type Account struct {
	ID             string // the account's key, eight characters
	Kind           access.Kind
	ParentID       string  // the account above; the operator is its own parent
	ReferredBy     *string // the distributor that referred this partner
	Name           string
	NameFold       string
	Reference      string
	ReferenceFold  string
	Search         string
	Support        Support
	Status         Status
	Country        string // partner: country of its billing contact, two letters, or ""
	Domain         string // partner: domain of the e-mail address it signed up with
	SupportPhone   string // E.164, or ""
	SupportEmail   string
	Contact        bool  // both support contacts are known
	FactorRequired bool  // its people need a second factor to sign in
	ActivityDays   int64 // how many days Company Activity shows; 0 means all
	VisitsQuiet    bool  // no letter says what was changed when somebody who acted there leaves
	RenewalOwn     Own
	ApprovalOwn    Own
	PricingOwn     Own
	Services       int64 // services that are not decommissioned
	Tally                // partner: its managed accounts
	CreatedAt      time.Time
	CreatedBy      string // name of the person
	Version        int64
}

// Tally are the numbers that a partner keeps of its managed accounts, changed
// in the transaction that changes one of these.
type Tally struct {
	Managed           int64 // all of them
	ManagedActive     int64
	ManagedSuspended  int64
	ManagedBare       int64 // without a support contact
	ManagedByOperator int64 // supported by the operator
}

// TallyColumns are the columns of a tally, in the order of Numbers.
var TallyColumns = []string{"managed", "managed_active", "managed_suspended", "managed_bare", "managed_by_operator"}

// Numbers are the tally as a list.
func (t Tally) Numbers() []int64 {
	return []int64{t.Managed, t.ManagedActive, t.ManagedSuspended, t.ManagedBare, t.ManagedByOperator}
}

// With is how many managed accounts have one of the support models.
func (t Tally) With(of []Support) (n int64) {
	for _, s := range of {
		switch s {
		case ByOperator:
			n += t.ManagedByOperator
		case ByPartner:
			n += t.Managed - t.ManagedByOperator
		}
	}
	return n
}

// Plus is the sum of two tallies.
func (t Tally) Plus(o Tally) Tally {
	return Tally{
		t.Managed + o.Managed, t.ManagedActive + o.ManagedActive, t.ManagedSuspended + o.ManagedSuspended, t.ManagedBare + o.ManagedBare,
		t.ManagedByOperator + o.ManagedByOperator,
	}
}

// Counts is what the account adds to its parent's tally.
func (a Account) Counts() (t Tally) {
	if a.Kind != access.Managed {
		return t
	}
	t.Managed = 1
	switch a.Status {
	case Active:
		t.ManagedActive = 1
	case Suspended:
		t.ManagedSuspended = 1
	}
	if !a.Contact {
		t.ManagedBare = 1
	}
	if a.Support == ByOperator {
		t.ManagedByOperator = 1
	}
	return t
}

// Owner is the account that a new account is created under.
func (a Account) Owner() string { return a.ParentID }

// Referred reports whether a distributor referred this partner.
func (a Account) Referred() bool { return a.ReferredBy != nil }

// Numbers is the country whose phone numbers an account below this one gives:
// that of the partner's billing contact, or "" for a referred or market-less
// partner, which gives numbers in E.164.
func (a Account) Numbers() string {
	if a.Referred() {
		return ""
	}
	return a.Country
}

// rename gives the account a name and a reference and what is derived from them.
func (a *Account) rename(name, reference string) {
	a.Name, a.NameFold = name, Fold(name)
	a.Reference, a.ReferenceFold = reference, Fold(reference)
	a.Search = SearchText(a.Name, a.Reference, a.ID)
}

// reach sets the support contacts.
func (a *Account) reach(phone, email string) {
	a.SupportPhone, a.SupportEmail = phone, email
	a.Contact = phone != "" && email != ""
}
