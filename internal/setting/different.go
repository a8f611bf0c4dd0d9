package setting

import (
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// DifferentSort is what own values are sorted by.
type DifferentSort string

// The closed list; the zero DifferentSort is by name.
const (
	DifferentByName  DifferentSort = "name"
	DifferentByValue DifferentSort = "value"
	DifferentBySet   DifferentSort = "set" // when it was set
)

// DifferentSorts lists them.
var DifferentSorts = []DifferentSort{DifferentByName, DifferentByValue, DifferentBySet}

// DifferentFilter says which own values of a setting are listed, and which page.
type DifferentFilter struct {
	Name  Name           // the setting
	Value account.Choice // On, Off, or Either
	Find  string         // part of the account's name, reference or key
	Sort  DifferentSort
	Desc  bool

	After  string // key of the account that the page follows, or ""
	Before string // key of the account that the page ends before, or ""
}

// DifferentPage is one page of the accounts where a setting has an own value.
type DifferentPage struct {
	Rows    []Different
	Total   int64 // on all pages
	Earlier bool  // others come before
	Later   bool  // others follow
}

// Different is one account that has its own value of a setting.
type Different struct {
	Account account.Account
	On      bool // the own value
	SetBy   string
	SetAt   time.Time
	Now     Value // what the account has
}

// InForce reports whether the account has its own value; otherwise the setting
// is fixed or locked, and Now says why.
func (d Different) InForce() bool { return d.Now.Source == FromAccount }

// Same reports whether the own value is the inherited one.
func (d Different) Same() bool { return d.On == d.Now.Inherited }

// differentPage is how many own values a page has.
const differentPage = 50

// Different lists the own values of a setting over all the partner's managed
// accounts, whether they are in force or not.
func (s *Settings) Different(ctx context.Context, by access.Caller, f DifferentFilter) (p DifferentPage, err error) {
	if err := mayListAll(by); err != nil {
		return p, err
	}
	if _, ok := Find(f.Name); !ok {
		return p, fault.Missing()
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	f.Find = account.Bare(f.Find)
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := f.count(tx, &p.Total); err != nil {
			return err
		}
		p, err = f.page(tx, p)
		return err
	})
	return p, fault.Wrap("list own values", err)
}

// rows is a query over the own values that the filter leaves.
func (f DifferentFilter) rows(tx *db.Tx) *gorm.DB {
	q := tx.Children().Model(&Stored{}).Where("settings.name = ?", f.Name)
	if f.Value != account.Either {
		q = q.Where("settings.value = ?", word(f.Value == account.On))
	}
	return q
}

func (f DifferentFilter) count(tx *db.Tx, n *int64) error {
	q := f.rows(tx)
	if f.Find != "" {
		q = f.found(tx, q)
	}
	return q.Count(n).Error
}

// found adds the accounts, and narrows to those that are looked for.
func (f DifferentFilter) found(tx *db.Tx, q *gorm.DB) *gorm.DB {
	q = q.Joins("JOIN accounts ON accounts.id = settings.account_id")
	if f.Find != "" {
		q = q.Where(tx.Contains("search", f.Find))
	}
	return q
}

func (f DifferentFilter) page(tx *db.Tx, p DifferentPage) (DifferentPage, error) {
	q, back := f.found(tx, f.rows(tx)), f.Before != ""
	start, err := f.start(tx)
	if err != nil {
		return p, err
	}
	back = back && start != nil
	if start != nil {
		q = db.Past(q, start, f.Desc != back)
	}
	for _, k := range f.keys(Stored{}, account.Account{}) {
		if f.Desc != back {
			q = q.Order(k.Column + " DESC")
		} else {
			q = q.Order(k.Column)
		}
	}
	var found []Stored
	if err := q.Select("settings.*").Limit(differentPage + 1).Find(&found).Error; err != nil {
		return p, err
	}
	more := len(found) > differentPage
	found = found[:min(differentPage, len(found))]
	p.Earlier, p.Later = start != nil, more
	if back {
		slices.Reverse(found)
		p.Earlier, p.Later = more, true
	}
	p.Rows, err = f.describe(tx, found)
	return p, err
}

// keys are the sorted columns with the values of one row.
func (f DifferentFilter) keys(r Stored, a account.Account) []db.Key {
	keys := []db.Key{{Column: "accounts.search", Value: a.Search}, {Column: "accounts.id", Value: a.ID}}
	switch f.Sort {
	case DifferentByValue:
		return append([]db.Key{{Column: "settings.value", Value: r.Value}}, keys...)
	case DifferentBySet:
		return append([]db.Key{{Column: "settings.set_at", Value: r.SetAt}}, keys...)
	}
	return keys
}

// start are the keys of the row that the page starts from; nil when there is
// none, or when it is gone and the order does not tell where it was.
func (f DifferentFilter) start(tx *db.Tx) ([]db.Key, error) {
	key := f.After
	if f.Before != "" {
		key = f.Before
	}
	if key == "" {
		return nil, nil
	}
	a, err := account.Child(tx, key)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var r Stored
	err = tx.Children().Where("account_id = ? AND name = ?", a.ID, f.Name).Take(&r).Error
	if db.Missing(err) && (f.Sort == DifferentByValue || f.Sort == DifferentBySet) {
		return nil, nil
	}
	if err != nil && !db.Missing(err) {
		return nil, err
	}
	return f.keys(r, a), nil
}

// describe adds the accounts, and what they have.
func (f DifferentFilter) describe(tx *db.Tx, found []Stored) ([]Different, error) {
	keys := make([]string, len(found))
	for i, r := range found {
		keys[i] = r.AccountID
	}
	as, err := children(tx, keys)
	if err != nil {
		return nil, err
	}
	who := make([]Subject, len(found))
	for i, key := range keys {
		who[i] = About(as[key])
	}
	views, err := OfEach(tx, who)
	if err != nil {
		return nil, err
	}
	rows := make([]Different, len(found))
	for i, r := range found {
		rows[i] = Different{Account: as[r.AccountID], On: r.Value == word(true), SetBy: r.SetByName, SetAt: r.SetAt, Now: views[i].value(f.Name)}
	}
	return rows, nil
}

// children are those of the caller's managed accounts that have one of the keys.
func children(tx *db.Tx, keys []string) (map[string]account.Account, error) {
	byKey := make(map[string]account.Account, len(keys))
	if len(keys) == 0 {
		return byKey, nil
	}
	var as []account.Account
	if err := tx.Named(keys).Where("kind = ?", access.Managed).Find(&as).Error; err != nil {
		return nil, err
	}
	for _, a := range as {
		byKey[a.ID] = a
	}
	return byKey, nil
}
