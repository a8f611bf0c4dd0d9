package account

import (
	"database/sql"
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// startOf is the account that the page starts from, if it is still below the
// caller's, and whether the page runs backwards.
func startOf(tx *db.Tx, f Filter) (start *Account, back bool, err error) {
	key, back := f.After, false
	if f.Before != "" {
		key, back = f.Before, true
	}
	if key == "" {
		return nil, false, nil
	}
	var a Account
	err = tx.Children().Where("id = ?", key).Take(&a).Error
	if db.Missing(err) {
		return nil, false, nil
	}
	return &a, back, err
}

// lister finds one page.
type lister struct {
	tx    *db.Tx
	f     Filter
	start *Account
	back  bool

	found []Account
	total int64
	about bool // total is only what was seen
}

// page finds the accounts of the page, and one more to know whether others
// follow. A filter costs little whatever it matches: a common one fills the
// page from a short walk along the sorted index, a rare one is looked up and
// its few accounts are sorted, and only what is neither walks on.
func (l *lister) page() error {
	here, err := kept(l.tx)
	if err != nil {
		return err
	}
	narrowed := l.tx.By.Narrowed()
	if !l.f.Narrow() && !narrowed {
		l.total = here.Managed
		return l.walk()
	}
	if here.Managed <= int64(window) {
		if err := l.count(); err != nil {
			return err
		}
		return l.walk()
	}
	if !narrowed { // what somebody enters may be few: the next rows tell nothing
		if filled, err := l.glance(); filled || err != nil {
			return err
		}
	}
	if few, err := l.lookUp(); few || err != nil {
		return err
	}
	l.about = true
	return l.walk()
}

// keys are the sorted columns with the start's values.
func (l *lister) keys() []db.Key {
	a := l.start
	if a == nil {
		a = &Account{}
	}
	keys := []db.Key{{Column: "search", Value: a.Search}, {Column: "id", Value: a.ID}}
	values := map[Column]any{
		ByReference: a.ReferenceFold, BySupport: a.Support, ByServices: a.Services, ByPricing: a.PricingOwn,
		ByApproval: a.ApprovalOwn, ByRenewal: a.RenewalOwn, ByStatus: a.Status, ByCreated: a.CreatedAt,
	}
	if column, ok := stored[l.f.Sort]; ok {
		keys = append([]db.Key{{Column: column, Value: values[l.f.Sort]}}, keys...)
	}
	return keys
}

// descending is the direction of the walk, which a backward page turns round.
func (l *lister) descending() bool { return l.f.Desc != l.back }

// order puts q into the walk's order.
func (l *lister) order(q *gorm.DB) *gorm.DB {
	for _, k := range l.keys() {
		if l.descending() {
			q = q.Order(k.Column + " DESC")
		} else {
			q = q.Order(k.Column)
		}
	}
	return q
}

// sorted is a query over the accounts beyond the start, in the walk's order.
func (l *lister) sorted() *gorm.DB {
	q := l.tx.Children()
	if l.start != nil {
		q = db.Past(q, l.keys(), l.descending())
	}
	return l.order(q)
}

// walk takes the page from the sorted index.
func (l *lister) walk() (err error) {
	l.found, err = rows(narrow(l.tx, l.sorted(), l.f).Limit(l.f.Size + 1))
	return err
}

// covered are the columns that every sorted index carries.
var covered = []string{"id", "search", "status", "support", "contact", "renewal_own", "approval_own", "pricing_own", "parent_id"}

// glance looks for the page among the next rows of the sorted index, and reports whether it was filled. In a list by name these are
// already rows that meet one condition of the filter: each condition has an
// index by name of its own.
func (l *lister) glance() (bool, error) {
	columns := covered
	if column, ok := stored[l.f.Sort]; ok && !slices.Contains(covered, column) {
		columns = append(slices.Clone(covered), column)
	}
	inner := l.sorted().Model(&Account{}).Select(columns).Limit(window)
	if _, other := stored[l.f.Sort]; !other {
		inner = narrow(l.tx, inner, l.f.lead())
	}
	var keys []string
	if err := l.order(narrow(l.tx, l.tx.Window(inner), l.f)).Limit(l.f.Size+1).Pluck("id", &keys).Error; err != nil {
		return false, err
	}
	if len(keys) <= l.f.Size {
		return false, nil
	}
	l.total, l.about = int64(len(keys)), true
	return true, l.fetch(keys)
}

// fetch reads the accounts with these keys, in their order.
func (l *lister) fetch(keys []string) (err error) {
	if l.found, err = rows(l.tx.Named(keys)); err != nil {
		return err
	}
	place := make(map[string]int, len(keys))
	for i, k := range keys {
		place[k] = i
	}
	slices.SortFunc(l.found, func(a, b Account) int { return place[a.ID] - place[b.ID] })
	return nil
}

// lookUp takes the page from the accounts that the most telling part of the
// filter leaves, if these are few, and reports whether they were.
func (l *lister) lookUp() (bool, error) {
	keys, few, err := l.candidates()
	if err != nil || !few {
		return false, err
	}
	if len(keys) == 0 {
		return true, nil
	}
	matching := func() *gorm.DB { return narrow(l.tx, l.tx.Named(keys), l.f) }
	if l.start == nil {
		l.found, l.total, err = counted(l.order(matching()).Limit(l.f.Size + 1))
		return true, err
	}
	if err := matching().Model(&Account{}).Count(&l.total).Error; err != nil {
		return false, err
	}
	l.found, err = rows(l.order(db.Past(matching(), l.keys(), l.descending())).Limit(l.f.Size + 1))
	return true, err
}

// candidates are the accounts that one part of the filter leaves, when they
// are few.
func (l *lister) candidates() (keys []string, few bool, err error) {
	if l.tx.By.Narrowed() {
		keys, err := l.tx.Keys(l.tx.Entered().Model(&Account{}).Limit(selective+1), "id")
		if err != nil || len(keys) <= selective {
			return keys, err == nil, err
		}
	}
	if l.f.Find != "" {
		keys, ok, err := l.tx.Findable(l.f.Find, selective+1)
		if err != nil || ok && len(keys) <= selective {
			return keys, ok, err
		}
	}
	for _, part := range l.f.parts() {
		q, column := narrow(l.tx, l.tx.Children().Model(&Account{}), part), "id"
		if part.Tag != "" {
			q, column = l.tx.Children().Model(&Tag{}).Where("tag_fold = ?", Fold(part.Tag)), "account_id"
		}
		keys, err := l.tx.Keys(q.Limit(selective+1), column)
		if err != nil || len(keys) <= selective {
			return keys, err == nil, err
		}
	}
	return nil, false, nil
}

// count counts all accounts that match; the list is short.
func (l *lister) count() error {
	return narrow(l.tx, l.tx.Children().Model(&Account{}), l.f).Count(&l.total).Error
}

// kept is the caller's account with no more than the numbers that it keeps.
func kept(tx *db.Tx) (a Account, err error) {
	return a, missing(tx.Own().Select("managed").Take(&a).Error)
}

// answer makes the page of what was found.
func (l *lister) answer() Page {
	if l.about {
		l.total = max(l.total, int64(len(l.found)))
	}
	more := len(l.found) > l.f.Size
	if more {
		l.found = l.found[:l.f.Size]
	}
	p := Page{Accounts: l.found, Total: l.total, AtLeast: l.about, Earlier: l.start != nil, Later: more}
	if l.about && !more && l.start == nil {
		p.Total, p.AtLeast = int64(len(l.found)), false
	}
	if l.back {
		slices.Reverse(p.Accounts)
		p.Earlier, p.Later = more, true
	}
	return p
}

// shown are the columns that a row of the list, or of its file, draws.
var shown = []string{
	"id", "name", "reference", "support", "status", "support_phone", "support_email",
	"renewal_own", "approval_own", "pricing_own", "services", "created_at",
}

// rows reads accounts as far as they are shown.
func rows(q *gorm.DB) (as []Account, err error) {
	return as, eachRow(q, shown, func(found *sql.Rows) error {
		as = append(as, Account{})
		return found.Scan(as[len(as)-1].shown()...)
	})
}

// counted is rows, and how many there are without the limit.
func counted(q *gorm.DB) (as []Account, total int64, err error) {
	return as, total, eachRow(q, append(slices.Clone(shown), "COUNT(*) OVER () AS total"), func(found *sql.Rows) error {
		as = append(as, Account{})
		return found.Scan(append(as[len(as)-1].shown(), &total)...)
	})
}

// shown are the places of the columns shown.
func (a *Account) shown() []any {
	return []any{&a.ID, &a.Name, &a.Reference, &a.Support, &a.Status, &a.SupportPhone, &a.SupportEmail,
		&a.RenewalOwn, &a.ApprovalOwn, &a.PricingOwn, &a.Services, &a.CreatedAt}
}

// eachRow calls read for each row of q. GORM's own reading costs more than the
// query: a page has many rows and is asked for often.
func eachRow(q *gorm.DB, columns []string, read func(*sql.Rows) error) error {
	found, err := q.Model(&Account{}).Select(columns).Rows()
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		if err := read(found); err != nil {
			return err
		}
	}
	return found.Err()
}
