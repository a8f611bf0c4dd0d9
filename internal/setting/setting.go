// Package setting knows what each account may see and do: a closed registry of
// settings, what is inherited, what an account or its partner set, and where
// an effective value comes from. The answer is the first that applies: the
// account's own value, the partner's default, the system's default.
package setting

import (
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
)

// Name is a setting's name in tables and addresses.
type Name string

// The features of a managed account, in the order of the Feature
// Configuration prompt; see seed 000.
const (
	MinimumTermRenewal   Name = "minimum_term_renewal"
	ServiceApprovalQueue Name = "service_approval_queue"
	ShowPricing          Name = "show_pricing"
)

// Feature is one switch of a managed account.
type Feature struct {
	Name   Name
	Label  string
	Effect string                 // what it means for the account when on, in one sentence
	System bool                   // value where nobody set one
	column string                 // where the list of accounts keeps own values
	set    func(*inherited, bool) // the feature's place among inherited values
}

type inherited = account.Inherited

// Features is the closed list, in the order in which they are shown.
var Features = []Feature{
	{
		Name: MinimumTermRenewal, Label: "Minimum Term Renewal", System: true, column: "renewal_own",
		Effect: "At the end of its term a service renews for the same length at the same price.",
		set:    func(i *inherited, on bool) { i.Renewal = on },
	},
	{
		Name: ServiceApprovalQueue, Label: "Service Approval Queue", System: false, column: "approval_own",
		Effect: "People of this account send orders to you for approval.",
		set:    func(i *inherited, on bool) { i.Approval = on },
	},
	{
		Name: ShowPricing, Label: "Show Pricing", System: false, column: "pricing_own",
		Effect: "People of this account see retail prices. What you pay is never shown to them.",
		set:    func(i *inherited, on bool) { i.Pricing = on },
	},
}

// FeatureOf is the feature with a name; ok is false when there is none.
func FeatureOf(name Name) (f Feature, ok bool) {
	for _, f := range Features {
		if f.Name == name {
			return f, true
		}
	}
	return Feature{}, false
}

// byLabel is the feature that the record calls so.
func byLabel(label string) (Feature, bool) {
	for _, f := range Features {
		if f.Label == label {
			return f, true
		}
	}
	return Feature{}, false
}

// OwnOf is an account's own value of the feature, as its row of the list has it.
func (f Feature) OwnOf(a account.Account) account.Own {
	switch f.Name {
	case MinimumTermRenewal:
		return a.RenewalOwn
	case ServiceApprovalQueue:
		return a.ApprovalOwn
	default:
		return a.PricingOwn
	}
}

// Source says where an effective value comes from.
type Source string

// The closed list of sources.
const (
	FromSystem  Source = "system"
	FromPartner Source = "partner"
	FromAccount Source = "account"
)

// Value is a feature's effective value for an account, and where it comes from.
type Value struct {
	Feature
	On     bool
	Source Source
	SetBy  string    // who set it; "" for the system's default
	SetAt  time.Time // zero for the system's default

	Inherited       bool   // the value without the account's own
	InheritedSource Source // where that comes from
}

// Seen names a value as it was shown, so that a change of something else is noticed.
func (v Value) Seen() string { return word(v.On) + " " + string(v.Source) }

// WasOn reports whether a value was on when it was shown as seen.
func WasOn(seen string) bool { return strings.HasPrefix(seen, word(true)+" ") }

// Stored is one stored setting: on a managed account its own value, on a
// partner the default of its managed accounts.
type Stored struct {
	AccountID string `gorm:"primaryKey"`
	Name      Name   `gorm:"primaryKey"`
	Value     string
	SetBy     string
	SetByName string
	SetAt     time.Time
}

// TableName is settings.
func (Stored) TableName() string { return "settings" }

// Owner is the account that the value is stored at.
func (s Stored) Owner() string { return s.AccountID }

// resolve finds a feature's effective value among the stored rows of an
// account and of the partner above it.
func resolve(f Feature, rows []Stored, acct string) Value {
	v := Value{Feature: f, On: f.System, Source: FromSystem}
	for _, r := range rows {
		if r.Name == f.Name && r.AccountID != acct {
			v.On, v.Source, v.SetBy, v.SetAt = r.Value == word(true), FromPartner, r.SetByName, r.SetAt
		}
	}
	v.Inherited, v.InheritedSource = v.On, v.Source
	for _, r := range rows {
		if r.Name == f.Name && r.AccountID == acct {
			v.On, v.Source, v.SetBy, v.SetAt = r.Value == word(true), FromAccount, r.SetByName, r.SetAt
		}
	}
	return v
}

// word is a switch position as it is stored and recorded.
func word(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}

// Refresh says what happens when a partner's person refreshes a page of a
// managed account; product.md 3.
type Refresh string

// The closed list; ReturnToPartner is the documented behaviour and the default.
const (
	ReturnToPartner Refresh = "return"
	StayInAccount   Refresh = "stay"
)

// onRefresh is the name under which a partner's choice is stored.
const onRefresh Name = "on_refresh"
