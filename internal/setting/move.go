package setting

import (
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// move is a new default of a partner, before it is stored, and all that it
// follows from.
type move struct {
	tx     *db.Tx
	here   account.Account // the partner
	set    Setting
	to     account.Own      // OwnNone takes the default away
	stored []Stored         // at the partner
	locks  []Lock           // that hold accounts without own values
	edited *account.Account // on which the default is changed, or nil
	own    Value            // of that one, as it is

	changing  []account.Support // support models whose accounts without own values change
	following []account.Support // those whose accounts follow the default at all
}

// moving is refused where no account would follow the default.
func moving(tx *db.Tx, here account.Account, set Setting, to account.Own, edited *account.Account) (m move, err error) {
	m = move{tx: tx, here: here, set: set, to: to, edited: edited}
	if m.stored, m.locks, err = rows(tx, Bare(here.ID, here.Support)); err != nil {
		return m, err
	}
	if edited != nil {
		if m.own, err = one(tx, set, About(*edited)); err != nil {
			return m, err
		}
	}
	for _, support := range []account.Support{account.ByPartner, account.ByOperator} {
		who := Bare(here.ID, support)
		was := Resolve(set, who, m.stored, m.locks)
		if !was.Settable() {
			continue
		}
		m.following = append(m.following, support)
		if Resolve(set, who, m.after(), m.locks).On != was.On {
			m.changing = append(m.changing, support)
		}
	}
	if len(m.following) == 0 {
		return m, settable(m.value())
	}
	return m, nil
}

// follower is whom the default is shown for.
func (m move) follower() Subject { return follows(m.set, Bare(m.here.ID, m.here.Support)) }

// value is the default as it is shown.
func (m move) value() Value { return Resolve(m.set, m.follower(), m.stored, m.locks) }

// after is what the partner stores when the default is changed.
func (m move) after() []Stored {
	rest := slices.DeleteFunc(slices.Clone(m.stored), m.isDefault)
	if m.to == account.OwnNone {
		return rest
	}
	return append(rest, Stored{AccountID: m.here.ID, Name: m.set.Name, Value: word(m.to == account.OwnOn)})
}

func (m move) isDefault(r Stored) bool { return r.Name == m.set.Name && r.AccountID == m.here.ID }

// row is the default that is stored; ok is false where there is none.
func (m move) row() (r Stored, ok bool) {
	i := slices.IndexFunc(m.stored, m.isDefault)
	if i < 0 {
		return r, false
	}
	return m.stored[i], true
}

// notSet is a default that nobody set, in the words of the record.
const notSet = "Not set"

// saidDefault is a partner's default as it is stored, in the words of the record.
func saidDefault(s Setting, who Subject, stored []Stored) string {
	for _, r := range stored {
		if r.Name == s.Name && r.AccountID == who.ParentID {
			return r.Value
		}
	}
	return notSet
}

// was is the default as it is stored, in the words of the record.
func (m move) was() string { return saidDefault(m.set, m.follower(), m.stored) }

// now is the default as it becomes, in the words of the record.
func (m move) now() string {
	if m.to == account.OwnNone {
		return notSet
	}
	return word(m.to == account.OwnOn)
}

// givesUp reports whether the account on which the default is changed has an
// own value, which goes.
func (m move) givesUp() bool { return m.edited != nil && m.own.Source == FromAccount }

// count is how many accounts change, and how many keep what they have. The
// number of accounts is kept with the partner, and only own values and locks
// are counted.
func (m move) count() (changed, kept int64, err error) {
	if kept, err = m.keepers(m.following); err != nil {
		return 0, 0, err
	}
	if len(m.changing) > 0 {
		still := kept
		if !slices.Equal(m.changing, m.following) {
			if still, err = m.keepers(m.changing); err != nil {
				return 0, 0, err
			}
		}
		changed = m.here.With(m.changing) - still
	}
	if m.givesUp() {
		kept--
		if m.own.On != m.followed().On {
			changed++
		}
	}
	return changed, kept, nil
}

// followed is what the account on which the default is changed has then.
func (m move) followed() Value {
	who := About(*m.edited)
	who.ID = "" // without its own value
	return Resolve(m.set, who, m.after(), m.locks)
}

// keepers is how many accounts with one of the support models have an own
// value, or one that the operator locked there.
func (m move) keepers(of []account.Support) (n int64, err error) {
	own := m.tx.Children().Model(&Stored{}).Where("settings.name = ?", m.set.Name)
	held := m.tx.Children().Model(&Lock{}).Where("locks.name = ?", m.set.Name).
		Where("NOT EXISTS (SELECT 1 FROM settings s WHERE s.account_id = locks.account_id AND s.name = locks.name)")
	if len(of) == 1 {
		own = own.Joins("JOIN accounts ON accounts.id = settings.account_id").Where("accounts.support = ?", of[0])
		held = held.Joins("JOIN accounts ON accounts.id = locks.account_id").Where("accounts.support = ?", of[0])
	}
	var locked int64
	if err := own.Count(&n).Error; err != nil {
		return 0, err
	}
	err = held.Count(&locked).Error
	return n + locked, err
}

// changeDefault stores the partner's default, which is held. The account it was
// changed on, if any, follows it: its own value goes.
func changeDefault(tx *db.Tx, set Setting, edited *account.Account, on bool) (changed int64, recorded string, err error) {
	here, err := account.Here(tx)
	if err != nil {
		return 0, "", err
	}
	m, err := moving(tx, here, set, account.OwnOf(on), edited)
	if err != nil {
		return 0, "", err
	}
	return m.carryOut()
}

// carryOut stores the default, and takes the own value of the account on which
// it is changed. What is so already changes nothing, and is not recorded.
func (m move) carryOut() (changed int64, recorded string, err error) {
	was, now := m.was(), m.now()
	if was == now && !m.givesUp() {
		return 0, "", nil
	}
	if changed, _, err = m.count(); err != nil {
		return 0, "", err
	}
	if was != now {
		if err := m.write(); err != nil {
			return 0, "", err
		}
	}
	changes := event.Changes{{Field: m.set.Label, Was: was, Now: now}}
	if m.givesUp() {
		changes = append(changes, event.Change{Field: "Own value of " + m.edited.Name, Was: word(m.own.On), Now: notSet, Ref: m.edited.ID})
		m.own.Inherited = m.followed().On
		if err := inherit(m.tx, *m.edited, m.own); err != nil {
			return 0, "", err
		}
	}
	recorded, err = event.RecordID(m.tx, event.DefaultChanged, m.here.ID, m.set.of(m.here), changes...)
	return changed, recorded, err
}

// write stores the default, or takes it away.
func (m move) write() error {
	if m.to == account.OwnNone {
		return remove(m.tx, m.set, m.here.ID)
	}
	return store(m.tx, m.set, m.here.ID, m.to == account.OwnOn)
}

// few is how many accounts are looked up and sorted at most; more are met soon
// enough on a walk by name.
const few = 1000

// reach is how many accounts a walk by name passes over at most: where those
// looked for are so rare, a preview names fewer of them.
const reach = 10_000

// walk is a query over the first accounts by name with one of the support models.
func (m move) walk(of []account.Support) (*gorm.DB, error) {
	q := m.tx.Children().Where("support IN ?", of).Order("search, id")
	if m.here.Managed <= reach {
		return q, nil
	}
	var edge account.Account
	err := m.tx.Children().Select("search", "id").Order("search, id").Offset(reach).Limit(1).Find(&edge).Error
	return db.Past(q, []db.Key{{Column: "search", Value: edge.Search}, {Column: "id", Value: edge.ID}}, true), err
}

// followers are the first accounts that change.
func (m move) followers(n int64) (as []account.Account, err error) {
	if n == 0 || len(m.changing) == 0 {
		return nil, nil
	}
	q, err := m.walk(m.changing)
	if err != nil {
		return nil, err
	}
	return as, q.Where("NOT ?", m.keep()).Limit(named).Find(&as).Error
}

// keep is the condition that an account keeps what it has: it has an own value,
// or one that the operator locked there.
func (m move) keep() clause.Expr {
	return clause.Expr{
		SQL: `(EXISTS (SELECT 1 FROM settings s WHERE s.parent_id = ? AND s.name = ? AND s.account_id = accounts.id)
			OR EXISTS (SELECT 1 FROM locks l WHERE l.parent_id = ? AND l.name = ? AND l.account_id = accounts.id))`,
		Vars: []any{m.here.ID, m.set.Name, m.here.ID, m.set.Name},
	}
}

// holders are the first of n accounts that keep what they have.
func (m move) holders(n int64) (as []account.Account, err error) {
	if n == 0 {
		return nil, nil
	}
	if n <= few {
		keys, err := m.keys()
		if err != nil {
			return nil, err
		}
		return as, m.tx.Named(keys).Where("support IN ?", m.following).Order("search, id").Limit(named + 1).Find(&as).Error
	}
	q, err := m.walk(m.following)
	if err != nil {
		return nil, err
	}
	return as, q.Where(m.keep()).Limit(named + 1).Find(&as).Error
}

// keys are those of the accounts with an own value, or one locked there.
func (m move) keys() ([]string, error) {
	own, err := m.tx.Keys(m.tx.Children().Model(&Stored{}).Where("name = ?", m.set.Name).Limit(2*few), "account_id")
	if err != nil {
		return nil, err
	}
	held, err := m.tx.Keys(m.tx.Children().Model(&Lock{}).Where("name = ?", m.set.Name).Limit(2*few), "account_id")
	return append(own, held...), err
}
