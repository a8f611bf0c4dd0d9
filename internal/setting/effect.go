package setting

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Effect says what an act of the operator would do to one setting of managed
// accounts, before it is done.
type Effect struct {
	Held     int64             // accounts where the setting is not fixed
	Changed  int64             // accounts whose effective value changes
	First    []account.Account // the first of them, by name
	Own      int64             // own values that stop applying, or apply again
	Defaults int64             // partners whose default does
	Names    map[string]string // of the partners of First
}

// LockEffects are what a lock at On, one at Off, and lifting the lock that is
// there would do.
type LockEffects struct {
	Account       account.Account // where the lock lies
	Hold          Hold
	On, Off, Lift Effect
}

// PreviewLock says what locking a setting at an account, or lifting the lock,
// would do: exactly how many accounts change, and who is first among them.
func (s *Settings) PreviewLock(ctx context.Context, by access.Caller, acct string, name Name) (e LockEffects, err error) {
	if err := by.Must(access.LockSettings); err != nil {
		return e, err
	}
	set, ok := Find(name)
	if !ok {
		return e, fault.Missing()
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if e.Account, err = account.Find(tx, acct); err != nil {
			return err
		}
		at := e.Account
		stored, locks, err := rows(tx, Subject{ID: at.ID})
		if err != nil {
			return err
		}
		e.Hold = holdAt(set, at, stored, locks)
		if e.Hold.Never != "" && !e.Hold.Lock.Put() {
			return set.MayLock(at)
		}
		crowd, err := crowdAt(tx, set, at)
		if err != nil {
			return err
		}
		for _, c := range []struct {
			of  *Effect
			put []Lock
		}{
			{&e.On, []Lock{{AccountID: at.ID, ParentID: at.ParentID, Name: name, Value: word(true)}}},
			{&e.Off, []Lock{{AccountID: at.ID, ParentID: at.ParentID, Name: name, Value: word(false)}}},
			{&e.Lift, nil},
		} {
			if *c.of, err = crowd.effect(tx, func(ls []Lock) []Lock {
				return append(slices.DeleteFunc(slices.Clone(ls), func(l Lock) bool { return l.AccountID == at.ID }), c.put...)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return e, fault.Wrap("preview lock", err)
}

// group are the managed accounts of one partner that have the same support
// model and the same own value and lock of a setting, and so the same value.
type group struct {
	ParentID string
	Support  account.Support
	Held     string // the value of a lock on the account itself, or ""
	Own      string // the value stored at it, or ""
	N        int64
}

// crowd are the managed accounts at a place, in groups, with what is stored and
// locked above them.
type crowd struct {
	set    Setting
	at     account.Account
	groups []group
	stored map[string][]Stored // by partner
	locks  map[string][]Lock   // on the partner, and on the operator under ""
}

// crowdAt groups the managed accounts at a place.
func crowdAt(tx *db.Tx, s Setting, at account.Account) (c crowd, err error) {
	groups, err := grouped(members(tx, s, at))
	if err != nil {
		return c, err
	}
	return crowdOf(tx, s, at, groups)
}

// crowdOf adds to groups what is above them.
func crowdOf(tx *db.Tx, s Setting, at account.Account, groups []group) (c crowd, err error) {
	c = crowd{set: s, at: at, groups: groups, stored: map[string][]Stored{}, locks: map[string][]Lock{}}
	var stored []Stored
	var locks []Lock
	if err := above(tx, s, at).Find(&stored).Error; err != nil {
		return c, err
	}
	if err := above(tx, s, at).Find(&locks).Error; err != nil {
		return c, err
	}
	for _, r := range stored {
		c.stored[r.AccountID] = append(c.stored[r.AccountID], r)
	}
	for _, l := range locks {
		key := l.AccountID
		if l.AccountID == l.ParentID {
			key = ""
		}
		c.locks[key] = append(c.locks[key], l)
	}
	return c, nil
}

// grouped counts members by what their values are made of.
func grouped(q *gorm.DB) (gs []group, err error) {
	return gs, q.Select(`accounts.parent_id AS parent_id, accounts.support AS support,
		COALESCE(locks.value, '') AS held, COALESCE(settings.value, '') AS own, COUNT(*) AS n`).
		Group("accounts.parent_id, accounts.support, COALESCE(locks.value, ''), COALESCE(settings.value, '')").
		Order("accounts.parent_id").Find(&gs).Error
}

// members is a query over the managed accounts at a place, each with its own
// value and the lock that lies on it.
func members(tx *db.Tx, s Setting, at account.Account) *gorm.DB {
	q := tx.Reach().Model(&account.Account{}).
		Joins("LEFT JOIN locks ON locks.account_id = accounts.id AND locks.name = ?", s.Name).
		Joins("LEFT JOIN settings ON settings.account_id = accounts.id AND settings.name = ?", s.Name).
		Where("accounts.kind = ?", access.Managed)
	switch at.Kind {
	case access.Operator:
		return q
	case access.Partner:
		return q.Where("accounts.parent_id = ?", at.ID)
	}
	return q.Where("accounts.id = ?", at.ID)
}

// above is a query over what partners stored, or over what is locked at them
// and at the operator, as far as it concerns a place.
func above(tx *db.Tx, s Setting, at account.Account) *gorm.DB {
	q := tx.Children().Where("name = ?", s.Name)
	switch at.Kind {
	case access.Operator:
		return q
	case access.Partner:
		return q.Where("account_id IN ?", []string{at.ID, tx.By.Account})
	}
	return q.Where("account_id IN ?", []string{at.ParentID, tx.By.Account})
}

// anyone is the key of an account that stands for a group.
const anyone = "-"

// one is an account of a group, with all that its value is made of.
func (c crowd) one(g group) (who Subject, stored []Stored, locks []Lock) {
	who = Subject{ID: anyone, ParentID: g.ParentID, Kind: access.Managed, Support: g.Support}
	if c.at.Kind == access.Managed {
		who.ID = c.at.ID
	}
	stored = slices.Clone(c.stored[g.ParentID])
	if g.Own != "" {
		stored = append(stored, Stored{AccountID: who.ID, ParentID: who.ParentID, Name: c.set.Name, Value: g.Own})
	}
	locks = slices.Concat(c.locks[""], c.locks[g.ParentID])
	if g.Held != "" {
		locks = append(locks, Lock{AccountID: who.ID, ParentID: who.ParentID, Name: c.set.Name, Value: g.Held})
	}
	return who, stored, locks
}

// effect is what it does to the accounts when what is locked becomes turn of it.
func (c crowd) effect(tx *db.Tx, turn func([]Lock) []Lock) (e Effect, err error) {
	var changing []group
	partners := map[string]bool{}
	for _, g := range c.groups {
		who, stored, locks := c.one(g)
		was, now := Resolve(c.set, who, stored, locks), Resolve(c.set, who, stored, turn(locks))
		if was.Source == Fixed {
			continue
		}
		e.Held += g.N
		if was.On != now.On {
			e.Changed += g.N
			changing = append(changing, g)
		}
		if (was.Source == FromAccount) != (now.Source == FromAccount) {
			e.Own += g.N
		}
		bare := Bare(g.ParentID, g.Support)
		if !partners[g.ParentID] && c.at.Kind != access.Managed &&
			(Resolve(c.set, bare, stored, locks).Source == FromPartner) != (Resolve(c.set, bare, stored, turn(locks)).Source == FromPartner) {
			partners[g.ParentID] = true
			e.Defaults++
		}
	}
	if c.at.Kind == access.Managed {
		return e, nil
	}
	return e, e.name(tx, c, changing)
}

// name finds the first accounts of the groups that change: partner by partner,
// each in the order of its list.
func (e *Effect) name(tx *db.Tx, c crowd, changing []group) error {
	for len(changing) > 0 && len(e.First) < named {
		partner, alike := changing[0].ParentID, []string{}
		for len(changing) > 0 && changing[0].ParentID == partner {
			g := changing[0]
			alike, changing = append(alike, string(g.Support)+"/"+g.Held+"/"+g.Own), changing[1:]
		}
		var as []account.Account
		err := members(tx, c.set, c.at).Select("accounts.id", "accounts.name", "accounts.parent_id").Where("accounts.parent_id = ?", partner).
			Where("accounts.support || '/' || COALESCE(locks.value, '') || '/' || COALESCE(settings.value, '') IN ?", alike).
			Order("accounts.search, accounts.id").Limit(named - len(e.First)).Find(&as).Error
		if err != nil {
			return err
		}
		e.First = append(e.First, as...)
	}
	var partners []string
	for _, a := range e.First {
		partners = append(partners, a.ParentID)
	}
	var err error
	e.Names, err = account.NamesIn(tx, partners)
	return err
}
