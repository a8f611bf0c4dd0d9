package account

import (
	"context"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Column is a column that Managed Accounts can be sorted by.
type Column string

// The closed list of sortable columns.
const (
	ByName      Column = "name"
	ByReference Column = "reference"
	BySupport   Column = "support"
	ByServices  Column = "services"
	ByPricing   Column = "pricing"
	ByApproval  Column = "approval"
	ByRenewal   Column = "renewal"
	ByStatus    Column = "status"
	ByCreated   Column = "created"
)

// stored is the table's column behind a sortable one. Sorting by name is
// sorting by the search text, which begins with it.
var stored = map[Column]string{
	ByReference: "reference_fold", BySupport: "support", ByServices: "services", ByPricing: "pricing_own",
	ByApproval: "approval_own", ByRenewal: "renewal_own", ByStatus: "status", ByCreated: "created_at",
}

// Columns lists the sortable columns from left to right.
var Columns = []Column{ByName, ByReference, BySupport, ByServices, ByPricing, ByApproval, ByRenewal, ByStatus, ByCreated}

// Choice narrows a list by a feature's effective value.
type Choice string

// The closed list of choices; the zero Choice narrows nothing.
const (
	Either Choice = ""
	On     Choice = "on"
	Off    Choice = "off"
)

// Inherited is what an account has without own values: the partner's defaults
// or the system's.
type Inherited struct{ Renewal, Approval, Pricing bool }

// Filter narrows and sorts Managed Accounts. The zero Filter is all accounts
// by name, a page of fifty.
type Filter struct {
	Find      string // part of the name, the reference or the key
	Status    Status
	Support   Support
	Renewal   Choice
	Approval  Choice
	Pricing   Choice
	Tag       string
	NoContact bool // a support contact is missing

	Sort   Column
	Desc   bool
	Size   int    // 0 means 50
	After  string // key of the account that the page follows
	Before string // key of the account that the page ends before

	Inherited Inherited // what Renewal, Approval and Pricing are compared with
}

// Narrow reports whether the filter leaves out any account.
func (f Filter) Narrow() bool {
	return f.Find != "" || f.Status != "" || f.Support != "" || f.Renewal != "" || f.Approval != "" || f.Pricing != "" || f.Tag != "" || f.NoContact
}

// Page is one page of Managed Accounts.
type Page struct {
	Accounts []Account
	Total    int64 // accounts that match
	AtLeast  bool  // there are more than Total; counting them all would take too long
	Earlier  bool  // there is a page before this one
	Later    bool  // there is a page after this one
}

const (
	pageSize = 50
	// patience bounds a walk through a whole list.
	patience = 3 * time.Second
)

// Tests make these smaller.
var (
	// window is how many rows a filtered page walks along the sorted index
	// before it looks for another way.
	window = 4000
	// selective is how many accounts at most are fetched and sorted at once.
	selective = 2000
)

// List is a page of the managed accounts below the caller's partner.
func (s *Accounts) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = list(tx, f)
		return err
	})
	return p, fault.Wrap("list accounts", err)
}

// Matching are the keys of at most most accounts that a filter leaves, in its
// order, for an act on all of them.
func (s *Accounts) Matching(ctx context.Context, by access.Caller, f Filter, most int) (keys []string, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	f.Size, f.After, f.Before = most, "", ""
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err := list(tx, f)
		for _, a := range p.Accounts {
			keys = append(keys, a.ID)
		}
		return err
	})
	return keys, fault.Wrap("match accounts", err)
}

// shown are the columns that a row of the list, or of its file, draws.
var shown = []string{
	"id", "name", "reference", "support", "status", "support_phone", "support_email",
	"renewal_own", "approval_own", "pricing_own", "services", "created_at",
}

// rows reads accounts as far as they are shown. GORM's own reading costs more
// than the query: a page has many rows and is asked for often.
func rows(q *gorm.DB) (as []Account, err error) {
	found, err := q.Model(&Account{}).Select(shown).Rows()
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var renewal, approval, pricing int64
	for found.Next() {
		var a Account
		err := found.Scan(&a.ID, &a.Name, &a.Reference, (*string)(&a.Support), (*string)(&a.Status), &a.SupportPhone, &a.SupportEmail,
			&renewal, &approval, &pricing, &a.Services, &a.CreatedAt)
		if err != nil {
			return nil, err
		}
		a.RenewalOwn, a.ApprovalOwn, a.PricingOwn = Own(renewal), Own(approval), Own(pricing)
		as = append(as, a)
	}
	return as, found.Err()
}

func list(tx *db.Tx, f Filter) (p Page, err error) {
	f.Find = Bare(f.Find)
	if f.Size <= 0 {
		f.Size = pageSize
	}
	start, back, err := startOf(tx, f)
	if err != nil {
		return p, err
	}
	l := lister{tx: tx, f: f, start: start, back: back}
	if err := l.page(); err != nil {
		return p, err
	}
	return l.answer(), nil
}

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
	if !l.f.Narrow() {
		l.total = here.Managed
		return l.walk()
	}
	if here.Managed <= int64(window) {
		if err := l.count(); err != nil {
			return err
		}
		return l.walk()
	}
	if filled, err := l.glance(); filled || err != nil {
		return err
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

// glance looks for the page among the next few thousand rows of the sorted
// index, and reports whether it was filled. In a list by name these are
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
	if err := matching().Model(&Account{}).Count(&l.total).Error; err != nil {
		return false, err
	}
	q := matching()
	if l.start != nil {
		q = db.Past(q, l.keys(), l.descending())
	}
	l.found, err = rows(l.order(q).Limit(l.f.Size + 1))
	return true, err
}

// candidates are the accounts that one part of the filter leaves, when they
// are few.
func (l *lister) candidates() (keys []string, few bool, err error) {
	if l.f.Find != "" {
		keys, ok, err := l.tx.Findable(l.f.Find, selective+1)
		if err != nil || ok && len(keys) <= selective {
			return keys, ok, err
		}
	}
	for _, part := range l.f.parts() {
		keys = nil
		q := narrow(l.tx, l.tx.Children().Model(&Account{}), part).Limit(selective + 1)
		if part.Tag != "" {
			q = l.tx.Children().Model(&Tag{}).Where("tag_fold = ?", Fold(part.Tag)).Limit(selective + 1)
		}
		column := "id"
		if part.Tag != "" {
			column = "account_id"
		}
		if err := q.Pluck(column, &keys).Error; err != nil || len(keys) <= selective {
			return keys, err == nil, err
		}
	}
	return nil, false, nil
}

// parts are the filter's conditions one by one, each with an index of its own,
// those that leave the fewest accounts most often first.
func (f Filter) parts() (ps []Filter) {
	all := []Filter{
		{Tag: f.Tag}, {Status: f.Status}, {NoContact: f.NoContact}, {Pricing: f.Pricing}, {Approval: f.Approval},
		{Renewal: f.Renewal}, {Support: f.Support},
	}
	if f.Status == Active {
		all = append(all[:1], append(all[2:], all[1])...)
	}
	for _, p := range all {
		if p.Narrow() {
			p.Inherited = f.Inherited
			ps = append(ps, p)
		}
	}
	return ps
}

// lead is the part whose index by name is worth walking: the first that is
// kept in the account itself and compares with one value.
func (f Filter) lead() Filter {
	for _, p := range f.parts() {
		single := p.Pricing == "" && p.Approval == "" && p.Renewal == "" ||
			p.Pricing == On && !f.Inherited.Pricing || p.Pricing == Off && f.Inherited.Pricing ||
			p.Approval == On && !f.Inherited.Approval || p.Approval == Off && f.Inherited.Approval ||
			p.Renewal == On && !f.Inherited.Renewal || p.Renewal == Off && f.Inherited.Renewal
		if p.Tag == "" && single {
			return p
		}
	}
	return Filter{}
}

// count counts all accounts that match; the list is short.
func (l *lister) count() error {
	return narrow(l.tx, l.tx.Children().Model(&Account{}), l.f).Count(&l.total).Error
}

// kept is the caller's account with no more than the numbers that it keeps.
func kept(tx *db.Tx) (a Account, err error) {
	return a, missing(tx.Own().Select("managed").Take(&a).Error)
}

// narrow adds the filter's conditions. They read only columns that every
// sorted index carries.
func narrow(tx *db.Tx, q *gorm.DB, f Filter) *gorm.DB {
	if f.Find != "" {
		q = q.Where(tx.Contains("search", f.Find))
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Support != "" {
		q = q.Where("support = ?", f.Support)
	}
	q = narrowOwn(q, "renewal_own", f.Renewal, f.Inherited.Renewal)
	q = narrowOwn(q, "approval_own", f.Approval, f.Inherited.Approval)
	q = narrowOwn(q, "pricing_own", f.Pricing, f.Inherited.Pricing)
	if f.NoContact {
		q = q.Where("contact = ?", false)
	}
	if f.Tag != "" {
		q = q.Where("EXISTS (SELECT 1 FROM tags t WHERE t.account_id = ? AND t.tag_fold = ?)",
			clause.Column{Table: clause.CurrentTable, Name: "id"}, Fold(f.Tag))
	}
	return q
}

// narrowOwn keeps the accounts whose effective value is the chosen one.
func narrowOwn(q *gorm.DB, column string, c Choice, inherited bool) *gorm.DB {
	switch {
	case c == On && inherited:
		return q.Where(column+" >= ?", OwnNone)
	case c == On:
		return q.Where(column+" = ?", OwnOn)
	case c == Off && inherited:
		return q.Where(column+" = ?", OwnOff)
	case c == Off:
		return q.Where(column+" <= ?", OwnNone)
	}
	return q
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

// Some are at most most managed accounts below the caller's whose name,
// reference or key contains find, by name. It asks no permission: who may
// enter accounts may find them.
func Some(tx *db.Tx, find string, most int) ([]Account, error) {
	p, err := list(tx, Filter{Find: find, Size: most})
	return p.Accounts, err
}
