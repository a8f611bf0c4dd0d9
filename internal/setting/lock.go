package setting

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// LongestReason is how many characters the reason of a lock has at most.
const LongestReason = 200

// LockDraft is a lock as the operator types it.
type LockDraft struct {
	Value  string `form:"value"` // on or off
	Reason string `form:"reason"`
	Seen   string `form:"seen"` // Version of the lock that was shown, or "" where there was none
}

// check reads the draft and answers its problems.
func (d *LockDraft) check() (fs fault.Fields) {
	d.Reason = strings.TrimSpace(d.Reason)
	if d.Value != "on" && d.Value != "off" {
		fs.Add("value", "Choose On or Off")
	}
	if p := account.CheckText("Reason", d.Reason, LongestReason); p != "" {
		fs.Add("reason", "%s", p)
	}
	d.Reason = account.Tidy(d.Reason)
	return fs
}

// Lockable reports whether the operator can lock the setting anywhere: it is
// not fixed for every managed account.
func (s Setting) Lockable() bool {
	return s.rule(Bare("", account.ByPartner)).Never == "" || s.rule(Bare("", account.ByOperator)).Never == ""
}

// MayLock is nil where the operator can lock the setting at an account: its own
// stands for all managed accounts, a partner's for all of that one's.
func (s Setting) MayLock(at account.Account) error {
	who := About(at)
	switch at.Kind {
	case access.Operator, access.Partner:
		who = Bare(at.ID, account.ByPartner)
		if s.Lockable() {
			return open(at)
		}
	case access.Managed:
	default:
		return fault.Missing()
	}
	if never := s.rule(who).Never; never != "" {
		return fault.New(fault.Forbidden, "%s cannot be locked. %s", s.Label, never)
	}
	return open(at)
}

func open(at account.Account) error {
	if at.Status == account.Closed {
		return fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", at.Name)
	}
	return nil
}

// notLocked is what the record says where there is no lock.
const notLocked = "Not locked"

// Lock holds a setting at a value, whatever accounts and partners set: on the
// operator's own account for all managed accounts, on a partner for all of its
// own, or on one managed account. A lock other than the one that was shown is
// not overwritten: that is a Conflict. What is so already changes nothing.
func (s *Settings) Lock(ctx context.Context, by access.Caller, acct string, name Name, in LockDraft) (now Lock, err error) {
	if err := by.Must(access.LockSettings); err != nil {
		return now, err
	}
	set, ok := Find(name)
	if !ok {
		return now, fault.Missing()
	}
	if err := in.check().Err(); err != nil {
		return now, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		at, was, err := lockAt(tx, set, acct)
		if err == nil {
			err = set.MayLock(at)
		}
		if err == nil {
			err = was.unseen(set, in.Seen)
		}
		if err != nil {
			return err
		}
		now, err = putLock(tx, set, at, was, in)
		return err
	})
	return now, fault.Wrap("lock setting", err)
}

// putLock writes a lock in the place of the one that was there.
func putLock(tx *db.Tx, set Setting, at account.Account, was Lock, in LockDraft) (Lock, error) {
	on := in.Value == "on"
	if was.Put() && was.On() == on && was.Reason == in.Reason {
		return was, nil
	}
	now := Lock{
		AccountID: at.ID, ParentID: at.ParentID, Name: set.Name, Version: db.NewID(tx.Now), Value: word(on), Reason: in.Reason,
		SetBy: tx.By.User, SetByName: tx.By.Name, SetAt: tx.Now,
	}
	if err := tx.Replace(&now); err != nil {
		return now, err
	}
	if err := enlist(tx, set, at, account.OwnOf(on)); err != nil {
		return now, err
	}
	reason := event.Change{Field: "Reason", Now: now.Reason}
	if was.Reason != now.Reason {
		reason.Was = was.Reason
	}
	return now, event.Record(tx, event.LockPut, at.ID, set.of(at),
		event.Change{Field: set.Label, Was: was.said(), Now: now.said()}, reason)
}

// Lift takes a lock away: own values and defaults that are stored apply again.
// It answers the lock that was there. A lock other than the one that was shown
// stays: that is a Conflict.
func (s *Settings) Lift(ctx context.Context, by access.Caller, acct string, name Name, seen string) (was Lock, err error) {
	if err := by.Must(access.LockSettings); err != nil {
		return was, err
	}
	set, ok := Find(name)
	if !ok {
		return was, fault.Missing()
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		var at account.Account
		if at, was, err = lockAt(tx, set, acct); err != nil {
			return err
		}
		if !was.Put() {
			return fault.New(fault.Conflict, "%s is not locked here any more.", set.Label)
		}
		if err := was.unseen(set, seen); err != nil {
			return err
		}
		if err := tx.Reach().Where("account_id = ? AND name = ?", at.ID, set.Name).Delete(&Lock{}).Error; err != nil {
			return err
		}
		own, err := storedAt(tx, set, at.ID)
		if err != nil {
			return err
		}
		if err := enlist(tx, set, at, own); err != nil {
			return err
		}
		return event.Record(tx, event.LockLifted, at.ID, set.of(at),
			event.Change{Field: set.Label, Was: was.said(), Now: notLocked})
	})
	return was, fault.Wrap("lift lock", err)
}

// said is a lock in the words of the record.
func (l Lock) said() string {
	if !l.Put() {
		return notLocked
	}
	return l.Value
}

// unseen refuses a change of a lock other than the one that was shown.
func (l Lock) unseen(s Setting, seen string) error {
	switch {
	case l.Version == seen:
		return nil
	case !l.Put():
		return fault.New(fault.Conflict, "The lock of %s was lifted meanwhile.", s.Label)
	}
	return fault.New(fault.Conflict, "%s locked %s meanwhile: it is held at %s now.", l.SetByName, s.Label, l.Value)
}

// lockAt is an account at which a setting can be locked, held, and the lock
// that lies there.
func lockAt(tx *db.Tx, s Setting, acct string) (at account.Account, l Lock, err error) {
	if at, err = account.LockIn(tx, acct); err != nil {
		return at, l, err
	}
	if at.Kind != access.Operator && at.Kind != access.Partner && at.Kind != access.Managed {
		return at, l, fault.Missing()
	}
	var ls []Lock
	err = tx.Reach().Where("account_id = ? AND name = ?", at.ID, s.Name).Limit(1).Find(&ls).Error
	for _, l := range ls {
		return at, l, err
	}
	return at, l, err
}

// storedAt is what is stored at an account itself, in force or not.
func storedAt(tx *db.Tx, s Setting, acct string) (account.Own, error) {
	var rows []Stored
	err := tx.Reach().Where("account_id = ? AND name = ?", acct, s.Name).Limit(1).Find(&rows).Error
	for _, r := range rows {
		return account.OwnOf(r.Value == word(true)), err
	}
	return account.OwnNone, err
}

// enlist keeps what the list of accounts shows of a feature of one account: a
// lock that lies there while there is one, and then what is stored.
func enlist(tx *db.Tx, s Setting, at account.Account, own account.Own) error {
	if s.column == "" || at.Kind != access.Managed {
		return nil
	}
	return account.SetOwn(tx, at.ID, s.column, own)
}
