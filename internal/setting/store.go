package setting

import (
	"cmp"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// rows are the values stored at accounts and above them, and the locks put
// there: all that their effective values are made of, in two queries.
func rows(tx *db.Tx, who ...Subject) (stored []Stored, locks []Lock, err error) {
	keys := make([]string, len(who))
	for i, w := range who {
		keys[i] = cmp.Or(w.ID, w.ParentID)
	}
	most := (len(who) + 3) * (len(All) + 1) // with their partner, the operator, and a choice that is no setting
	if err := tx.Up(keys...).Limit(most).Find(&stored).Error; err != nil {
		return nil, nil, err
	}
	return stored, locks, tx.Up(keys...).Limit(most).Find(&locks).Error
}

// Of is what the people of an account see, for package auth, which knows that
// somebody is one of them. Only what a managed account sees is looked up.
func Of(tx *db.Tx, who Subject) (View, error) {
	vs, err := OfEach(tx, []Subject{who})
	if err != nil {
		return nil, err
	}
	return vs[0], nil
}

// OfEach is Of for some accounts of one partner, with the same two queries
// however many they are.
func OfEach(tx *db.Tx, who []Subject) ([]View, error) {
	var managed []Subject
	for _, w := range who {
		if w.Kind == access.Managed {
			managed = append(managed, w)
		}
	}
	var all shelf
	if len(managed) > 0 {
		stored, locks, err := rows(tx, managed...)
		if err != nil {
			return nil, err
		}
		all = shelve(stored, locks)
	}
	views := make([]View, len(who))
	for i, w := range who {
		views[i] = resolveAll(All, w, all.stored(w), all.locks(w))
	}
	return views, nil
}

// shelf are rows by the account that they lie at.
type shelf struct {
	values map[string][]Stored
	held   map[string][]Lock
	all    []Lock // that hold every managed account
}

func shelve(stored []Stored, locks []Lock) shelf {
	s := shelf{values: map[string][]Stored{}, held: map[string][]Lock{}}
	for _, r := range stored {
		s.values[r.AccountID] = append(s.values[r.AccountID], r)
	}
	for _, l := range locks {
		if l.AccountID == l.ParentID {
			s.all = append(s.all, l)
			continue
		}
		s.held[l.AccountID] = append(s.held[l.AccountID], l)
	}
	return s
}

// stored are the values that concern who.
func (s shelf) stored(who Subject) []Stored {
	return slices.Concat(s.values[who.ID], s.values[who.ParentID])
}

// locks are those that concern who.
func (s shelf) locks(who Subject) []Lock {
	return slices.Concat(s.held[who.ID], s.held[who.ParentID], s.all)
}

// one is one setting's effective value.
func one(tx *db.Tx, s Setting, who Subject) (Value, error) {
	stored, locks, err := rows(tx, who)
	return Resolve(s, who, stored, locks), err
}

// follows is who or, where the setting is fixed for its support model and not
// for the other, a managed account with that one.
func follows(s Setting, who Subject) Subject {
	if models := s.Models(); len(models) == 1 {
		who.Support = models[0]
	}
	return who
}

// defaults are a partner's, resolved for accounts without own values.
func defaults(tx *db.Tx, partner account.Account) (View, error) {
	stored, locks, err := rows(tx, Bare(partner.ID, partner.Support))
	return DefaultsAmong(partner, stored, locks), err
}

// DefaultsAmong are a partner's defaults among what is stored and locked, each
// for the support model whose accounts follow it.
func DefaultsAmong(partner account.Account, stored []Stored, locks []Lock) View {
	vs := make(View, len(All))
	for i, s := range All {
		vs[i] = Resolve(s, follows(s, Bare(partner.ID, partner.Support)), stored, locks)
	}
	return vs
}

// hold keeps the defaults of the caller's partner as they are for everybody
// else until the transaction ends, so that of two changes at once the second
// sees the first.
func hold(tx *db.Tx) error {
	_, err := account.LockHere(tx)
	return err
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

// settableAt is at, where the setting can be changed and is what was shown.
func settableAt(tx *db.Tx, s Setting, acct string, in Draft) (a account.Account, v Value, err error) {
	if a, v, err = at(tx, s, acct); err == nil {
		err = settable(v)
	}
	if err == nil {
		err = unseen(v, in)
	}
	return a, v, err
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
	return tx.Replace(&Stored{AccountID: acct, ParentID: parent, Name: name, Value: value, SetBy: tx.By.User, SetByName: tx.By.Signature(), SetAt: tx.Now})
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
