package setting

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
)

// Subject is whose people a setting is resolved for.
type Subject struct {
	ID       string // the account's key; "" for a managed account without own values
	ParentID string // the account above it
	Kind     access.Kind
	Support  account.Support
	Referred bool // a partner below a distributor
}

// About is an account as the subject of settings.
func About(a account.Account) Subject {
	return Subject{ID: a.ID, ParentID: a.ParentID, Kind: a.Kind, Support: a.Support, Referred: a.ReferredBy != nil}
}

// Bare is a managed account of a partner that nobody set anything for, with a
// support model: what the partner's defaults are shown for.
func Bare(partner string, support account.Support) Subject {
	return Subject{ParentID: partner, Kind: access.Managed, Support: support}
}

// Rule is what holds for a subject where nobody set anything; the table of
// product.md 5.
type Rule struct {
	On    bool
	Never string // why it can't be changed, in a sentence; "" where it can
}

var on, off = Rule{On: true}, Rule{}

func never(why string) Rule { return Rule{Never: why} }

const unlisted = "Managed accounts are not listed in the marketplace."

// seen is a rule for what a company's own people see: everything, and in a
// managed account what its support model says.
func seen(byPartner, byOperator Rule) func(Subject) Rule {
	ofManaged := managed(byPartner, byOperator)
	return func(who Subject) Rule {
		if who.Kind == access.Managed {
			return ofManaged(who)
		}
		return on
	}
}

// managed is a rule for managed accounts, by their support model.
func managed(byPartner, byOperator Rule) func(Subject) Rule {
	return func(who Subject) Rule {
		if who.Support == account.ByOperator {
			return byOperator
		}
		return byPartner
	}
}

// chat is on for those who are to ask the operator: a managed account that it
// supports, and a partner that supports its customers itself.
func chat(who Subject) Rule {
	if who.Kind == access.Direct || (who.Kind == access.Managed) == (who.Support == account.ByOperator) {
		return on
	}
	return off
}

func notices(who Subject) Rule {
	return seen(never("Notifications about an account that its partner supports go to the partner."), on)(who)
}

func markets(who Subject) Rule {
	const partners = "Billing markets belong to the partner."
	if who.Referred {
		return never("The distributor that referred the partner has its billing markets and invoices.")
	}
	return seen(never(partners), never(partners))(who)
}

// Lock is a setting that the operator holds at a value: at its own account for
// all managed accounts of the installation, at a partner for all of that one's,
// or at one managed account.
type Lock struct {
	AccountID string `gorm:"primaryKey"`
	ParentID  string // the account above that one
	Name      Name   `gorm:"primaryKey"`
	Version   string // another one each time that it is put; versions sort by time
	Value     string
	Reason    string // shown to the partner, in a sentence
	SetBy     string
	SetByName string
	SetAt     time.Time
}

// TableName is locks.
func (Lock) TableName() string { return "locks" }

// Owner is the account that the lock is put on.
func (l Lock) Owner() string { return l.AccountID }

// On is the position that the setting is held at.
func (l Lock) On() bool { return l.Value == word(true) }

// Put reports whether there is a lock at all.
func (l Lock) Put() bool { return l.Name != "" }

// Resolve finds a setting's effective value for who among what is stored at the
// account and at the partner above it, and among the locks put on these and on
// the operator. Others' rows change nothing. The widest lock holds.
func Resolve(s Setting, who Subject, stored []Stored, locks []Lock) Value {
	rule := s.rule(who)
	v := Value{Setting: s, On: rule.On, Source: FromSystem}
	if rule.Never != "" {
		v.Source, v.Reason = Fixed, rule.Never
	}
	if who.Kind != access.Managed {
		v.Inherited, v.InheritedSource = v.On, v.Source
		return v // what a partner stores is for its managed accounts
	}
	own := Stored{}
	for _, r := range stored {
		switch {
		case r.Name != s.Name:
		case r.AccountID == who.ID:
			own = r
		case r.AccountID == who.ParentID && v.Source == FromSystem:
			v.On, v.Source, v.SetBy, v.SetAt = r.Value == word(true), FromPartner, r.SetByName, r.SetAt
		}
	}
	v.Inherited, v.InheritedSource = v.On, v.Source
	if own.Name != "" {
		v.Own = account.OwnOf(own.Value == word(true))
	}
	if v.Source == Fixed {
		return v
	}
	if v.Own != account.OwnNone {
		v.On, v.Source, v.SetBy, v.SetAt = own.Value == word(true), FromAccount, own.SetByName, own.SetAt
	}
	if l, ok := widest(s, who, locks); ok {
		v.On, v.Source, v.SetBy, v.SetAt, v.Reason = l.On(), Locked, l.SetByName, l.SetAt, l.Reason
	}
	return v
}

// widest is the lock that holds a setting for who: the operator's for all, then
// the one on the partner, then the one on the account itself.
func widest(s Setting, who Subject, locks []Lock) (widest Lock, ok bool) {
	width := func(l Lock) int {
		switch l.AccountID {
		case who.ID:
			return 1
		case who.ParentID:
			return 2
		case l.ParentID:
			return 3 // only the operator is above itself
		}
		return 0
	}
	for _, l := range locks {
		if l.Name == s.Name && width(l) > 0 && (!ok || width(l) > width(widest)) {
			widest, ok = l, true
		}
	}
	return widest, ok
}

// View is what the people of one account see, resolved once for a request.
type View []Value

// Sees reports whether a setting is on.
func (v View) Sees(name Name) bool {
	return v.value(name).On
}

// value is the one of a setting.
func (v View) value(name Name) Value {
	i := slices.IndexFunc(v, func(value Value) bool { return value.Name == name })
	if i < 0 {
		return Value{}
	}
	return v[i]
}

// Sights are what the account's pages show.
func (v View) Sights() (s access.Sight) {
	for _, value := range v {
		if value.On {
			s |= value.sight
		}
	}
	return s
}

// Features are the values of the Feature Configuration prompt, in its order.
func (v View) Features() View { return v.of(Features) }

// Displays are the values of the Display page, in its order.
func (v View) Displays() View { return v.of(Displays) }

func (v View) of(settings []Setting) (some View) {
	for _, s := range settings {
		for _, value := range v {
			if value.Name == s.Name {
				some = append(some, value)
			}
		}
	}
	return some
}

// resolveAll resolves settings for who.
func resolveAll(settings []Setting, who Subject, stored []Stored, locks []Lock) View {
	vs := make(View, len(settings))
	for i, s := range settings {
		vs[i] = Resolve(s, who, stored, locks)
	}
	return vs
}
