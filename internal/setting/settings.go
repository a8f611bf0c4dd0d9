package setting

import (
	"cmp"
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Settings are all stored settings of the installation.
type Settings struct{ db *db.DB }

// New is the settings in a database.
func New(d *db.DB) *Settings { return &Settings{d} }

// Scope says for whom a change is meant.
type Scope string

// The closed list of scopes.
const (
	ThisAccount Scope = "account" // stores the account's own value
	AllAccounts Scope = "all"     // stores the partner's default; the account it was changed on follows it
)

// Draft is a change of one setting.
type Draft struct {
	On    bool   `form:"on"`
	Scope Scope  `form:"scope"` // "" is this account for a feature, and all for another setting
	Seen  string `form:"seen"`  // Value.Seen of what was shown, or "" to change whatever is there
}

// Of are the effective settings of a managed account below the caller's partner.
func (s *Settings) Of(ctx context.Context, by access.Caller, acct string) (v View, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		a, err := account.Child(tx, acct)
		if err == nil {
			v, err = Of(tx, About(a))
		}
		return err
	})
	return v, fault.Wrap("resolve settings", err)
}

// Defaults are the partner's defaults for its managed accounts: what an account
// without own values has that has the partner's support model, or the other one
// where the setting can be set only with that; see Setting.Models.
func (s *Settings) Defaults(ctx context.Context, by access.Caller) (v View, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err == nil {
			v, err = defaults(tx, here)
		}
		return err
	})
	return v, fault.Wrap("resolve defaults", err)
}

// InheritedFrom is what the list of accounts compares own values with.
func InheritedFrom(defaults View) (i account.Inherited) {
	for _, v := range defaults {
		if v.set != nil {
			v.set(&i, account.BaseOf(v.On, v.Source == Locked))
		}
	}
	return i
}

// Outcome is what a change did.
type Outcome struct {
	Value    Value  // the setting of the account as it is now
	Changed  int64  // accounts whose effective value changed
	Recorded string // id of the fact that Undo takes back, or "" when nothing changed
}

// change runs a change of one setting in one transaction.
func (s *Settings) change(ctx context.Context, by access.Caller, op string, name Name, fn func(*db.Tx, Setting) (Outcome, error)) (out Outcome, err error) {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return out, err
	}
	set, ok := Find(name)
	if !ok {
		return out, fault.Missing()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		out, err = fn(tx, set)
		return err
	})
	return out, fault.Wrap(op, err)
}

// scope is for whom a change of a setting is meant.
func (in Draft) scope(set Setting) (Scope, error) {
	if s := cmp.Or(in.Scope, set.UsualScope()); s == ThisAccount || s == AllAccounts {
		return s, nil
	}
	return "", fault.Fields{{Field: "scope", Text: "Choose for which accounts it changes"}}.Err()
}

// Change sets a setting of a managed account: its own value, or the default of
// all the partner's managed accounts. A change of something other than what
// was shown is refused with Conflict, and one of what is fixed or locked with
// Forbidden.
func (s *Settings) Change(ctx context.Context, by access.Caller, acct string, name Name, in Draft) (Outcome, error) {
	return s.change(ctx, by, "change setting", name, func(tx *db.Tx, set Setting) (out Outcome, err error) {
		if in.Scope, err = in.scope(set); err != nil {
			return out, err
		}
		if in.Scope == AllAccounts {
			return changeAll(tx, set, acct, in)
		}
		a, was, err := settableAt(tx, set, acct, in)
		if err == nil {
			out.Changed, err = changeOwn(tx, a, was, in.On)
		}
		if err != nil {
			return out, err
		}
		out.Value, err = one(tx, set, About(a))
		return out, err
	})
}

// changeAll sets the default from the page of an account, which follows it.
func changeAll(tx *db.Tx, set Setting, acct string, in Draft) (out Outcome, err error) {
	if err := tx.By.Whole(ofMany); err != nil {
		return out, err
	}
	if err := hold(tx); err != nil {
		return out, err
	}
	a, _, err := settableAt(tx, set, acct, in)
	if err != nil {
		return out, err
	}
	if out.Changed, out.Recorded, err = changeDefault(tx, set, &a, in.On); err != nil {
		return out, err
	}
	out.Value, err = one(tx, set, About(a))
	return out, err
}

// ofMany begins the refusal of what is about all accounts.
const ofMany = "What is set for many accounts at once"

// mayListAll is nil for who may see what is set for all accounts.
func mayListAll(by access.Caller) error {
	if err := by.Must(access.ListAccounts); err != nil {
		return err
	}
	return by.Whole(ofMany)
}

// mayConfigureAll is nil for who may change all accounts.
func mayConfigureAll(by access.Caller) error {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return err
	}
	return by.Whole(ofMany)
}

// ChangesMany is nil for who may change many accounts at once. That goes on when
// a visit is over, in the name of who began it: nobody begins it for another.
func ChangesMany(by access.Caller) error {
	if err := mayConfigureAll(by); err != nil {
		return err
	}
	return by.InPerson("Changing many accounts at once")
}

// ChangeDefault sets the default of the partner's managed accounts, without
// touching any account's own value.
func (s *Settings) ChangeDefault(ctx context.Context, by access.Caller, name Name, in Draft) (Outcome, error) {
	return s.change(ctx, by, "change default", name, func(tx *db.Tx, set Setting) (Outcome, error) {
		return setDefault(tx, set, account.OwnOf(in.On), in)
	})
}

// ClearDefault takes the default of the partner's managed accounts away, so
// that those without an own value have what the system says. Of the draft only
// what was shown matters.
func (s *Settings) ClearDefault(ctx context.Context, by access.Caller, name Name, in Draft) (Outcome, error) {
	return s.change(ctx, by, "clear default", name, func(tx *db.Tx, set Setting) (Outcome, error) {
		return setDefault(tx, set, account.OwnNone, in)
	})
}

func setDefault(tx *db.Tx, set Setting, to account.Own, in Draft) (out Outcome, err error) {
	if err := tx.By.Whole(ofMany); err != nil {
		return out, err
	}
	here, err := account.LockHere(tx)
	if err != nil {
		return out, err
	}
	m, err := moving(tx, here, set, to, nil)
	if err == nil {
		err = unseen(m.value(), Draft{Seen: in.Seen})
	}
	if err != nil {
		return out, err
	}
	if out.Changed, out.Recorded, err = m.carryOut(); err != nil {
		return out, err
	}
	out.Value, err = one(tx, set, m.follower())
	return out, err
}

// settable refuses a change of what is fixed or locked.
func settable(v Value) error {
	switch v.Source {
	case Fixed:
		return fault.New(fault.Forbidden, "%s cannot be changed. %s", v.Label, v.Reason)
	case Locked:
		return fault.New(fault.Forbidden, "%s is locked at %s by the operator. %s", v.Label, word(v.On), v.Reason)
	}
	return nil
}

// unseen refuses a change of something other than what was shown. What lies
// under an account's own value does not matter to a change of that value.
func unseen(was Value, in Draft) error {
	shown, _, _ := strings.Cut(in.Seen, under)
	now, _, _ := strings.Cut(was.Seen(), under)
	switch {
	case in.Seen == "" || in.Seen == was.Seen():
		return nil
	case shown != now:
		return fault.New(fault.Conflict, "%s changed %s meanwhile: it is %s now.", cmp.Or(was.SetBy, "Somebody"), was.Label, word(was.On))
	case in.Scope == ThisAccount:
		return nil
	}
	return fault.New(fault.Conflict, "The default of %s changed meanwhile: it is %s now.", was.Label, word(was.Inherited))
}

// changeOwn stores an account's own value, and answers how many effective
// values changed by it.
func changeOwn(tx *db.Tx, a account.Account, was Value, on bool) (changed int64, err error) {
	if was.Source == FromAccount && was.On == on {
		return 0, nil
	}
	if err := store(tx, was.Setting, a.ID, on); err != nil {
		return 0, err
	}
	if was.On != on {
		changed = 1
	}
	return changed, event.Record(tx, event.SettingChanged, a.ID, was.of(a), event.Change{Field: was.Label, Was: said(was), Now: word(on)})
}

// of is the setting of an account as the record's subject.
func (s Setting) of(a account.Account) event.Subject {
	return event.Subject{ID: a.ID, Name: a.Name, Topic: string(s.Name)}
}

// Inherit removes an account's own value, so that it follows the partner's
// default or the system's. seen is as in Draft.
func (s *Settings) Inherit(ctx context.Context, by access.Caller, acct string, name Name, seen string) (Outcome, error) {
	return s.change(ctx, by, "inherit setting", name, inheritAt(acct, seen))
}

// inheritAt removes the own value of one account.
func inheritAt(acct, seen string) func(*db.Tx, Setting) (Outcome, error) {
	return func(tx *db.Tx, set Setting) (out Outcome, err error) {
		a, was, err := settableAt(tx, set, acct, Draft{Seen: seen})
		if err == nil {
			err = inherit(tx, a, was)
		}
		if err != nil {
			return out, err
		}
		if was.On != was.Inherited {
			out.Changed = 1
		}
		out.Value, err = one(tx, set, About(a))
		return out, err
	}
}

func inherit(tx *db.Tx, a account.Account, was Value) error {
	if was.Source != FromAccount {
		return nil
	}
	if err := remove(tx, was.Setting, a.ID); err != nil {
		return err
	}
	return event.Record(tx, event.SettingInherited, a.ID, was.of(a),
		event.Change{Field: was.Label, Was: word(was.On), Now: inheritedWords + word(was.Inherited) + ")"})
}

// inheritedWords begin what the record says of a value that was not the account's own.
const inheritedWords = "Inherited ("

// said is a value in the words of the record.
func said(v Value) string {
	if v.Source == FromAccount {
		return word(v.On)
	}
	return inheritedWords + word(v.On) + ")"
}

// OnRefresh is what happens when a page is refreshed in the account the caller
// acts in, as the partner above it or itself chose.
func (s *Settings) OnRefresh(ctx context.Context, by access.Caller) (r Refresh, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		r, err = refreshIn(tx)
		return err
	})
	return r, fault.Wrap("read refresh setting", err)
}

// ChooseRefresh sets what happens when the caller's people refresh a page of a
// managed account.
func (s *Settings) ChooseRefresh(ctx context.Context, by access.Caller, r Refresh) error {
	if err := mayConfigureAll(by); err != nil {
		return err
	}
	if r != ReturnToPartner && r != StayInAccount {
		return fault.Fields{{Field: "refresh", Text: "Choose what happens when a page is refreshed"}}.Err()
	}
	err := s.db.Do(ctx, by, func(tx *db.Tx) error {
		here, err := account.LockHere(tx)
		if err != nil {
			return err
		}
		was, err := refreshIn(tx)
		if err != nil || was == r {
			return err
		}
		if err := put(tx, here.ID, onRefresh, string(r)); err != nil {
			return err
		}
		return event.Record(tx, event.SettingChanged, here.ID, event.Subject{ID: here.ID, Name: here.Name},
			event.Change{Field: "When a page is refreshed", Was: refreshWords[was], Now: refreshWords[r]})
	})
	return fault.Wrap("choose refresh", err)
}

var refreshWords = map[Refresh]string{ReturnToPartner: "Return to the partner account", StayInAccount: "Stay in the managed account"}
