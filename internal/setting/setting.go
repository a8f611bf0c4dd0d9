// Package setting knows what each account may see and do: a closed registry of
// settings, what is inherited, what an account or its partner set, and where
// an effective value comes from. The answer is the first that applies: fixed by
// the kind of account and its support model, locked by the operator, the
// account's own value, the partner's default, the system's default.
package setting

import (
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
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

// What an account sees, in the order of the documents; see seed 002. Show
// Pricing is a feature and a display setting, and is stored once.
const (
	CompanyProfile     Name = "company_profile"
	Dashboard          Name = "dashboard"
	MarketplaceProfile Name = "marketplace_profile"
	BillingMarkets     Name = "billing_markets"
	SupportChat        Name = "support_chat"
	Notifications      Name = "notifications"
)

// Setting is one switch: what the people of an account see, or what they may do.
type Setting struct {
	Name   Name
	Label  string
	Effect string                 // what it means for the account when on, in one sentence
	rule   func(Subject) Rule     // what holds where nobody set anything
	sight  access.Sight           // what it shows when on, or 0
	column string                 // where the list of accounts keeps own values; "" for what it does not show
	set    func(*inherited, base) // its place among what the list compares own values with
}

type (
	inherited = account.Inherited
	base      = account.Base
)

// Features is the closed list of what the Feature Configuration prompt shows.
var Features = []Setting{
	{
		Name: MinimumTermRenewal, Label: "Minimum Term Renewal", rule: managed(on, on), column: "renewal_own",
		Effect: "At the end of its term a service renews for the same length at the same price.",
		set:    func(i *inherited, b base) { i.Renewal = b },
	},
	{
		Name: ServiceApprovalQueue, Label: "Service Approval Queue", rule: managed(off, off), column: "approval_own", sight: access.SeesQueue,
		Effect: "People of this account send orders to you for approval.",
		set:    func(i *inherited, b base) { i.Approval = b },
	},
	{
		Name: ShowPricing, Label: "Show Pricing", rule: seen(off, off), column: "pricing_own",
		Effect: "People of this account see retail prices. What you pay is never shown to them.",
		set:    func(i *inherited, b base) { i.Pricing = b },
	},
}

// Displays is the closed list of what the Display page shows.
var Displays = []Setting{
	{
		Name: CompanyProfile, Label: "Company profile", rule: seen(off, off), sight: access.SeesProfile,
		Effect: "People of this account see its company profile, and can’t change it.",
	},
	{
		Name: Dashboard, Label: "Dashboard", rule: seen(off, off), sight: access.SeesDashboard,
		Effect: "People of this account start on the dashboard until they have a service, and find it in the menu.",
	},
	Features[2],
	{
		Name: SupportChat, Label: "Support chat", rule: chat, sight: access.SeesSupport,
		Effect: "People of this account see whom to ask for help, and write to them from here.",
	},
	{
		Name: Notifications, Label: "Notifications", rule: notices, sight: access.SeesNotifications,
		Effect: "People of this account choose what they are told about by e-mail.",
	},
	{
		Name: MarketplaceProfile, Label: "Marketplace profile", rule: seen(never(unlisted), never(unlisted)), sight: access.SeesListing,
		Effect: "The account is listed in the marketplace.",
	},
	{
		Name: BillingMarkets, Label: "Billing markets", rule: markets, sight: access.SeesMarkets,
		Effect: "People of this account see billing markets and invoices.",
	},
}

// All is the closed list of settings, each once: the features, then what is
// only displayed.
var All = slices.Concat(Features, slices.DeleteFunc(slices.Clone(Displays), func(s Setting) bool { return s.Name == ShowPricing }))

// Find is the setting with a name; ok is false when there is none.
func Find(name Name) (s Setting, ok bool) {
	i := slices.IndexFunc(All, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return Setting{}, false
	}
	return All[i], true
}

// Feature reports whether the setting is one of the Feature Configuration
// prompt. A change of a feature is meant for one account unless somebody says
// otherwise; a change of another setting for all of a partner's; product.md 5.
func (s Setting) Feature() bool {
	return slices.ContainsFunc(Features, func(f Setting) bool { return f.Name == s.Name })
}

// Models are the support models with which the setting can be set for a managed
// account at all.
func (s Setting) Models() (of []account.Support) {
	for _, support := range []account.Support{account.ByPartner, account.ByOperator} {
		if s.rule(Bare("", support)).Never == "" {
			of = append(of, support)
		}
	}
	return of
}

// OwnOf is an account's own value of a feature, as its row of the list has it.
func (s Setting) OwnOf(a account.Account) account.Own {
	switch s.Name {
	case MinimumTermRenewal:
		return a.RenewalOwn
	case ServiceApprovalQueue:
		return a.ApprovalOwn
	case ShowPricing:
		return a.PricingOwn
	}
	return account.OwnNone
}

// Source says where an effective value comes from.
type Source string

// The closed list of sources, the strongest first.
const (
	Fixed       Source = "fixed"   // by the kind of account and its support model; nobody changes it
	Locked      Source = "locked"  // by the operator
	FromAccount Source = "account" // the account's own value
	FromPartner Source = "partner" // the partner's default
	FromSystem  Source = "system"  // nobody set anything
)

// Value is a setting's effective value for an account, and where it comes from.
type Value struct {
	Setting
	On     bool
	Source Source
	SetBy  string    // who set or locked it; "" where nobody did
	SetAt  time.Time // zero where nobody did
	Reason string    // why it is fixed or locked, in a sentence; "" otherwise

	Own             account.Own // what is stored at the account itself, in force or not
	Inherited       bool        // what the account would have without its own value and without locks
	InheritedSource Source      // where that comes from
}

// Settable reports whether a partner may change the value.
func (v Value) Settable() bool { return v.Source != Fixed && v.Source != Locked }

// under stands in Seen between an account's own value and the inherited one.
const under = " over "

// Seen names a value as it was shown, so that a change of something else is
// noticed: of what an account would inherit, too.
func (v Value) Seen() string {
	seen := word(v.On) + " " + string(v.Source)
	if v.Source == FromAccount {
		seen += under + word(v.Inherited) + " " + string(v.InheritedSource)
	}
	return seen
}

// WasOn reports whether a value was on when it was shown as seen.
func WasOn(seen string) bool { return strings.HasPrefix(seen, word(true)+" ") }

// Stored is one stored setting: on a managed account its own value, on a
// partner the default of its managed accounts.
type Stored struct {
	AccountID string `gorm:"primaryKey"`
	ParentID  string // the account above that one
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
