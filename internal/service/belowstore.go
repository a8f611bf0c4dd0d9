package service

import (
	"cmp"
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// walk goes along the services of all managed accounts of a partner.
type walk struct {
	tx    *db.Tx
	f     BelowFilter
	start *from // nil at the beginning
	back  bool  // towards the beginning

	few bool     // that match, which are
	ids []string // these
}

// from is a service that a page begins after, with the account that has it.
type from struct {
	Service
	accountSearch string
}

// begin finds where the page begins.
func (w *walk) begin() (err error) {
	id := w.f.After
	if w.f.Before != "" {
		id, w.back = w.f.Before, true
	}
	if id == "" {
		return nil
	}
	if w.start, err = start(w.tx, id); w.start == nil {
		w.back = false
	}
	return err
}

// start is a service of a managed account, or nil when there is none.
func start(tx *db.Tx, id string) (*from, error) {
	var s from
	err := tx.Children().Where("id = ?", id).Take(&s.Service).Error
	if db.Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var a account.Account
	if err := tx.Children().Select("id", "search").Where("id = ?", s.AccountID).Limit(1).Find(&a).Error; err != nil {
		return nil, err
	}
	s.accountSearch = a.Search
	return &s, nil
}

// next are the next services along the way.
func (w *walk) next(n int) (ss []Service, err error) {
	descending := w.f.Desc != w.back
	keys := w.keys()
	q := w.query().Select("services.*")
	if w.f.Sort == BelowByAccount {
		q = q.Joins("JOIN accounts ON accounts.id = services.account_id").Where("accounts.parent_id = ?", w.tx.By.Account)
		if w.start == nil {
			q = q.Where("accounts.search > ''") // of every account, so that SQLite walks along the accounts
		} else {
			// The same as what follows says of the first key, for the index.
			q = db.Past(q, keys, descending)
			if descending {
				q = q.Where("accounts.search <= ?", w.start.accountSearch)
			} else {
				q = q.Where("accounts.search >= ?", w.start.accountSearch)
			}
		}
	} else if w.start != nil {
		q = db.Past(q, keys, descending)
	}
	for _, k := range keys {
		if descending {
			k.Column += " DESC"
		}
		q = q.Order(k.Column)
	}
	return ss, q.Limit(n).Find(&ss).Error
}

// query is over the services along the way. Those of an account are found by the
// account: by the partner whose it is as well, and SQLite would sort them all.
func (w *walk) query() *gorm.DB {
	switch {
	case w.few:
		return w.tx.Named(w.ids)
	case w.f.Sort == BelowByAccount:
		return w.along(w.tx.Reach())
	}
	return w.along(w.tx.Children())
}

// along leaves of a list what matches where that is much. Whether a service has
// the tag is asked on the way: the text that is added is empty, and keeps the
// database from fetching and sorting all that have it.
func (w *walk) along(q *gorm.DB) *gorm.DB {
	f := w.f
	if f.Tag != "" {
		q = q.Where("services.id || '' IN (?)", tagged(w.tx.Children(), PartnerTag, f.Tag))
		f.Tag = ""
	}
	return narrowBelow(w.tx, q, f)
}

// keys are the columns that the way goes along, with the values of where it starts.
func (w *walk) keys() []db.Key {
	s := w.start
	if s == nil {
		s = &from{}
	}
	keys := []db.Key{{Column: "services.name_fold", Value: s.NameFold}, {Column: "services.id", Value: s.ID}}
	switch w.f.Sort {
	case BelowByAccount:
		return append([]db.Key{{Column: "accounts.search", Value: s.accountSearch}, {Column: "accounts.id", Value: s.AccountID}}, keys...)
	case BelowByStatus:
		return append([]db.Key{{Column: "services.status", Value: s.Status}}, keys...)
	case BelowByTerm:
		return append([]db.Key{{Column: "services.term_ends_on", Value: s.TermEndsOn}}, keys...)
	}
	return keys
}

// narrowBelow adds the filter's conditions.
func narrowBelow(tx *db.Tx, q *gorm.DB, f BelowFilter) *gorm.DB {
	if f.Account != "" {
		q = q.Where("services.account_id = ?", f.Account)
	}
	if f.Product != "" {
		q = q.Where("services.product_id = ?", f.Product)
	}
	if f.Status != "" {
		q = q.Where("services.status = ?", f.Status)
	}
	if f.Location != "" {
		q = q.Where("services.location_id = ?", f.Location)
	}
	if f.Tag != "" {
		q = q.Where("services.id IN (?)", tagged(tx.Children(), PartnerTag, f.Tag))
	}
	if f.Find != "" {
		q = q.Where(tx.Contains("services.search", f.Find))
	}
	return q
}

// count says how many services there are, and how many match.
func (p *BelowPage) count(tx *db.Tx, w *walk) error {
	ts, err := Tallies(tx)
	if err != nil {
		return err
	}
	for _, t := range ts {
		if t.Scope != Below {
			continue
		}
		p.All += t.Number
		if (w.f.Product == "" || w.f.Product == t.ProductID) && (w.f.Status == "" || w.f.Status == t.Status) {
			p.Matching += t.Number
		}
	}
	if w.f.tallied() {
		return nil
	}
	err = w.find()
	p.Matching, p.More = min(int64(len(w.ids)), account.Glanced), !w.few
	return err
}

// find looks for the services that match. Where they are few the way goes along
// them only.
func (w *walk) find() error {
	if found, err := w.lookUp(); err != nil || found {
		return err
	}
	q, column := narrowBelow(w.tx, w.tx.Children().Model(&Service{}), w.f), "services.id"
	if w.only(BelowFilter{Tag: w.f.Tag}) {
		q, column = tagged(w.tx.Children(), PartnerTag, w.f.Tag), "service_id"
	}
	return w.those(q, column)
}

// only reports whether the filter is another, sorted and cut as it may be.
func (w *walk) only(other BelowFilter) bool {
	other.Sort, other.Desc, other.After, other.Before = w.f.Sort, w.f.Desc, w.f.After, w.f.Before
	return w.f == other
}

// lookUp looks for the services that match among those with the text, and reports
// whether that tells. An account's own are walked along at once.
func (w *walk) lookUp() (bool, error) {
	if w.f.Find == "" || w.f.Account != "" {
		return false, nil
	}
	ids, ok, err := w.tx.FindServices(w.f.Find, account.Glanced+1)
	if err != nil || !ok {
		return false, err
	}
	few := len(ids) <= account.Glanced
	if len(ids) == 0 || w.only(BelowFilter{Find: w.f.Find}) {
		w.ids, w.few = ids, few
		return true, nil
	}
	if !few {
		return false, nil
	}
	return true, w.those(narrowBelow(w.tx, w.tx.Named(ids).Model(&Service{}), w.f), "services.id")
}

// those are the services that match, in the order of their names where a text is
// looked for. Both queries have the limit: with one alone SQLite makes one of them,
// and walks in that order past a text that the index does not have.
func (w *walk) those(q *gorm.DB, column string) (err error) {
	q = q.Limit(account.Glanced + 1)
	if w.f.Find != "" {
		q, column = w.tx.Window(q.Select("services.id", "services.name_fold")).Order("name_fold, id").Limit(account.Glanced+1), "id"
	}
	w.ids, err = w.tx.Keys(q, column)
	w.few = err == nil && len(w.ids) <= account.Glanced
	return err
}

// near leaves of the few that match, and are in the order of their names, those
// that the page shows: a text is found along an index that has the names, and the
// rest of a thousand services is not looked up for fifty.
func (w *walk) near() {
	if !w.few || w.f.Find == "" || w.f.Sort != BelowByName && w.f.Sort != "" {
		return
	}
	ids, at := w.ids, -1
	if w.f.Desc != w.back {
		slices.Reverse(ids)
	}
	if w.start != nil {
		if at = slices.Index(ids, w.start.ID); at < 0 { // it does not match any more
			return
		}
	}
	w.ids = ids[at+1 : min(at+1+BelowSize+1, len(ids))]
}

// cut makes one page of what was found and says what lies around it.
func (p *BelowPage) cut(ss []Service, w walk) []Service {
	more := len(ss) > BelowSize
	if more {
		ss = ss[:BelowSize]
	}
	p.Earlier, p.Later = w.start != nil, more
	if w.back {
		slices.Reverse(ss)
		p.Earlier, p.Later = more, true
	}
	return ss
}

// placed are services with the accounts that have them, and the prices that the
// caller may see.
func placed(tx *db.Tx, ss []Service) (ps []Placed, err error) {
	if err := describe(tx, ss); err != nil {
		return nil, err
	}
	var keys []string
	for _, s := range ss {
		keys = append(keys, s.AccountID)
	}
	names, err := account.NamesIn(tx, slices.Compact(slices.Sorted(slices.Values(keys))))
	for _, s := range ss {
		ps = append(ps, Placed{Service: s, Account: account.Named{ID: s.AccountID, Account: s.AccountID, Name: names[s.AccountID]}})
	}
	return ps, err
}

// mostCalled is how many accounts are offered where no service was found.
const mostCalled = 5

// called are the accounts with services whose name, reference or key contains
// what was looked for.
func called(tx *db.Tx, find string) (out []account.Named, err error) {
	as, err := account.Some(tx, find, mostCalled)
	for _, a := range as {
		if a.Services > 0 {
			out = append(out, account.Named{ID: a.ID, Account: a.ID, Name: a.Name})
		}
	}
	return out, err
}

// places are the locations of services below the caller's account, by city. Each
// is one step along an index.
func places(tx *db.Tx) (ls []catalog.Location, err error) {
	below := func() *gorm.DB { return tx.Children().Model(&Service{}) }
	ids, err := tx.Distinct(below, "location_id", catalog.MostLocations)
	if err != nil {
		return nil, err
	}
	if ls, err = catalog.LocationsAt(tx, ids); err != nil {
		return nil, err
	}
	slices.SortFunc(ls, func(a, b catalog.Location) int {
		return cmp.Or(cmp.Compare(a.City, b.City), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return ls, nil
}
