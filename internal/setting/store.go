package setting

import (
	"cmp"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// rows are the values stored at an account and above it, and the locks put
// there: all that its effective values are made of, in two queries.
func rows(tx *db.Tx, who Subject) (stored []Stored, locks []Lock, err error) {
	key, most := cmp.Or(who.ID, who.ParentID), 4*len(All)
	if err := tx.Up(key).Limit(most).Find(&stored).Error; err != nil {
		return nil, nil, err
	}
	return stored, locks, tx.Up(key).Limit(most).Find(&locks).Error
}

// Of is what the people of an account see, for package auth, which knows that
// somebody is one of them. Only what a managed account sees is looked up.
func Of(tx *db.Tx, who Subject) (View, error) {
	if who.Kind != access.Managed {
		return resolveAll(All, who, nil, nil), nil
	}
	stored, locks, err := rows(tx, who)
	return resolveAll(All, who, stored, locks), err
}

// one is one setting's effective value.
func one(tx *db.Tx, s Setting, who Subject) (Value, error) {
	stored, locks, err := rows(tx, who)
	return Resolve(s, who, stored, locks), err
}

// bare is a managed account of the caller's partner without own values.
func bare(tx *db.Tx) (Subject, error) {
	here, err := account.Here(tx)
	return Bare(here.ID, here.Support), err
}

// hold keeps the defaults of the caller's partner as they are for everybody
// else until the transaction ends, so that of two changes at once the second
// sees the first.
func hold(tx *db.Tx) error {
	return tx.Lock(tx.Own()).Select("id").Take(&account.Account{}).Error
}

// at is a managed account that may be configured, held, and the setting's value there.
func at(tx *db.Tx, s Setting, acct string) (a account.Account, v Value, err error) {
	if a, err = account.LockChild(tx, acct); err != nil {
		return a, v, err
	}
	if a.Status == account.Closed {
		return a, v, fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", a.Name)
	}
	v, err = one(tx, s, About(a))
	return a, v, err
}

// settable refuses a change of what is fixed or locked.
func settable(v Value) error {
	switch v.Source {
	case Fixed:
		return fault.New(fault.Forbidden, "%s", v.Reason)
	case Locked:
		return fault.New(fault.Forbidden, "%s is locked by the operator. %s", v.Label, v.Reason)
	}
	return nil
}

// store writes an own value or a default, and own values of features to the
// list of accounts as well.
func store(tx *db.Tx, s Setting, acct string, on bool) error {
	if err := put(tx, acct, s.Name, word(on)); err != nil {
		return err
	}
	return relist(tx, s, acct, account.OwnOf(on))
}

func put(tx *db.Tx, acct string, name Name, value string) error {
	parent, err := tx.Parent(acct)
	if err != nil {
		return err
	}
	return tx.Replace(&Stored{AccountID: acct, ParentID: parent, Name: name, Value: value, SetBy: tx.By.User, SetByName: tx.By.Name, SetAt: tx.Now})
}

func remove(tx *db.Tx, s Setting, acct string) error {
	if err := tx.Reach().Where("account_id = ? AND name = ?", acct, s.Name).Delete(&Stored{}).Error; err != nil {
		return err
	}
	return relist(tx, s, acct, account.OwnNone)
}

// relist keeps what the list of accounts shows of a feature.
func relist(tx *db.Tx, s Setting, acct string, own account.Own) error {
	if s.column == "" || acct == tx.By.Account {
		return nil
	}
	return account.SetOwn(tx, acct, s.column, own)
}

// refreshIn is the choice of the partner at or above the caller's account.
func refreshIn(tx *db.Tx) (Refresh, error) {
	var rows []Stored
	err := tx.Above().Where("name = ?", onRefresh).Limit(4).Find(&rows).Error
	for _, row := range rows {
		return Refresh(row.Value), err
	}
	return ReturnToPartner, err
}

// notSet is a default that nobody set, in the words of the record.
const notSet = "Not set"

// changeDefault stores the partner's default, which is held. The account it was changed on,
// if any, follows it: its own value goes.
func changeDefault(tx *db.Tx, s Setting, a *account.Account, on bool) (changed int64, recorded string, err error) {
	who, err := bare(tx)
	if err != nil {
		return 0, "", err
	}
	stored, locks, err := rows(tx, who)
	if err != nil {
		return 0, "", err
	}
	p, err := preview(tx, s, a, on)
	if err != nil {
		return 0, "", err
	}
	was := saidDefault(s, who, stored)
	changes := event.Changes{{Field: s.Label, Was: was, Now: word(on)}}
	if err := defaultable(s, who, stored, locks); err != nil {
		return 0, "", err
	}
	if was != word(on) {
		if err := store(tx, s, tx.By.Account, on); err != nil {
			return 0, "", err
		}
	}
	if a != nil {
		own, err := one(tx, s, About(*a))
		if err != nil {
			return 0, "", err
		}
		if own.Source == FromAccount {
			changes = append(changes, event.Change{Field: "Own value of " + a.Name, Was: word(own.On), Now: notSet, Ref: a.ID})
		}
		if err := inherit(tx, *a, own); err != nil {
			return 0, "", err
		}
	}
	if was == word(on) && len(changes) == 1 {
		return 0, "", nil
	}
	recorded, err = recordDefault(tx, changes)
	return p.Changed, recorded, err
}

// defaultable refuses a default that no account of the partner would follow.
func defaultable(s Setting, who Subject, stored []Stored, locks []Lock) (err error) {
	for _, who.Support = range []account.Support{account.ByOperator, account.ByPartner} {
		if err = settable(Resolve(s, who, stored, locks)); err == nil {
			return nil
		}
	}
	return err
}

// saidDefault is the partner's default in the words of the record.
func saidDefault(s Setting, who Subject, stored []Stored) string {
	for _, r := range stored {
		if r.Name == s.Name && r.AccountID == who.ParentID {
			return r.Value
		}
	}
	return notSet
}

func recordDefault(tx *db.Tx, changes event.Changes) (string, error) {
	here, err := account.Here(tx)
	if err != nil {
		return "", err
	}
	return event.RecordID(tx, event.DefaultChanged, here.ID, event.Subject{ID: here.ID, Name: here.Name}, changes...)
}
