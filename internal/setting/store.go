package setting

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// of are the effective features of an account below the caller's partner, or,
// when acct is "", what an account without own values has.
func of(tx *db.Tx, acct string) ([]Value, error) {
	var rows []Stored
	if err := tx.Reach().Where("account_id IN ?", []string{tx.By.Account, acct}).Limit(4 * len(Features)).Find(&rows).Error; err != nil {
		return nil, err
	}
	vs := make([]Value, len(Features))
	for i, f := range Features {
		vs[i] = resolve(f, rows, acct)
	}
	return vs, nil
}

// one is one feature's effective value.
func one(tx *db.Tx, f Feature, acct string) (Value, error) {
	vs, err := of(tx, acct)
	for _, v := range vs {
		if v.Name == f.Name {
			return v, err
		}
	}
	return Value{}, err
}

// hold keeps the defaults of the caller's partner as they are for everybody
// else until the transaction ends, so that of two changes at once the second
// sees the first.
func hold(tx *db.Tx) error {
	return tx.Lock(tx.Own()).Select("id").Take(&account.Account{}).Error
}

// at is a managed account that may be configured, held, and the feature's value there.
func at(tx *db.Tx, f Feature, acct string) (a account.Account, v Value, err error) {
	if a, err = account.LockChild(tx, acct); err != nil {
		return a, v, err
	}
	if a.Status == account.Closed {
		return a, v, fault.New(fault.Conflict, "%s is closed. Nothing in it can be changed.", a.Name)
	}
	v, err = one(tx, f, acct)
	return a, v, err
}

func store(tx *db.Tx, f Feature, acct string, on bool) error { return put(tx, acct, f.Name, word(on)) }

func put(tx *db.Tx, acct string, name Name, value string) error {
	return tx.Replace(&Stored{AccountID: acct, Name: name, Value: value, SetBy: tx.By.User, SetByName: tx.By.Name, SetAt: tx.Now})
}

func remove(tx *db.Tx, f Feature, acct string) error {
	return tx.Reach().Where("account_id = ? AND name = ?", acct, f.Name).Delete(&Stored{}).Error
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
func changeDefault(tx *db.Tx, f Feature, a *account.Account, on bool) (changed int64, recorded string, err error) {
	was, err := one(tx, f, "")
	if err != nil {
		return 0, "", err
	}
	p, err := preview(tx, f, a, on)
	if err != nil {
		return 0, "", err
	}
	changes := event.Changes{{Field: f.Label, Was: saidDefault(was), Now: word(on)}}
	if was.Source != FromPartner || was.On != on {
		if err := store(tx, f, tx.By.Account, on); err != nil {
			return 0, "", err
		}
	}
	if a != nil {
		own, err := one(tx, f, a.ID)
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
	if was.Source == FromPartner && was.On == on && len(changes) == 1 {
		return 0, "", nil
	}
	recorded, err = recordDefault(tx, changes)
	return p.Changed, recorded, err
}

func saidDefault(v Value) string {
	if v.Source == FromPartner {
		return word(v.On)
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
