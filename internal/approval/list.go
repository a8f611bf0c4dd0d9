package approval

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PageSize is how many requests a page has.
const PageSize = 50

// Column is a column that the queue can be sorted by.
type Column string

// The closed list of columns to sort by.
const (
	ByWaiting Column = "waiting" // since when, the oldest first
	ByAccount Column = "account"
	ByKind    Column = "kind"
	ByChange  Column = "change" // of what is paid a month, each currency for itself
)

// Columns lists them.
var Columns = []Column{ByWaiting, ByAccount, ByKind, ByChange}

// Filter narrows and sorts the requests that somebody sees; its zero value is
// all of them, the oldest first.
type Filter struct {
	State   State
	Kind    Kind
	Account string // key of the managed account
	Asker   string // name of who asked
	Find    string // part of a number, a service, who asked, or the name or reference of an account
	Sort    Column
	Desc    bool
	After   string // id of the request that the page follows
	Before  string // id of the request that the page ends before

	few  bool     // accounts have the text that is looked for in their names:
	keys []string // these
}

// settle looks for the accounts that are called like what is looked for.
func (f *Filter) settle(tx *db.Tx) (err error) {
	f.Find = account.Bare(f.Find)
	if f.Find != "" && tx.By.Kind == access.Partner {
		f.keys, f.few, err = account.Few(tx, f.Find)
	}
	return err
}

// Narrow reports whether the filter leaves out any request of a state.
func (f Filter) Narrow() bool {
	return f.Kind != "" || f.Account != "" || f.Asker != "" || f.Find != ""
}

// Count is how many requests there are in a state, counted up to a bound.
type Count struct {
	Number int64
	More   bool // there are more than Number
}

// Page is a page of the queue.
type Page struct {
	Requests []Request
	Counts   map[State]Count // of each state, with the rest of the filter
	Earlier  bool
	Later    bool

	Accounts int64      // that have a pending request
	Soonest  *time.Time // when the first of the pending ones expires
}

// sorts are the expressions by which rows are sorted, before their ids.
var sorts = map[Column][]string{
	ByAccount: {"accounts.search"},
	ByKind:    {"approval_requests.kind"},
	ByChange:  {"approval_requests.currency", "COALESCE(approval_requests.cost_then, 0) - COALESCE(approval_requests.cost_now, 0)"},
}

// retail is what those who don't see costs sort a change by.
var retail = []string{"approval_requests.currency", "COALESCE(approval_requests.retail_then, 0) - COALESCE(approval_requests.retail_now, 0)"}

// order are the expressions that a list is sorted by. By prices that the caller
// may not see nothing is sorted: the order would tell them.
func (f Filter) order(by access.Caller) []string {
	es := sorts[f.Sort]
	if f.Sort == ByChange && !(Request{}).CostNow.Shown(by) {
		es = retail
		if !(Request{}).RetailNow.Shown(by) {
			es = nil
		}
	}
	return append(slices.Clone(es), "approval_requests.id")
}

const withAccounts = "JOIN accounts ON accounts.id = approval_requests.account_id"

// mayList is nil for who sees the requests of the account, or at a partner those
// of all its managed accounts. Whoever enters some only sees those there.
func mayList(by access.Caller) error {
	if err := by.Must(access.ViewRequests); err != nil {
		return err
	}
	return by.Whole("The approval queue")
}

// List is a page of the requests that the caller may see.
func (s *Requests) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := mayList(by); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := f.settle(tx); err != nil {
			return err
		}
		if p, err = page(tx, f, PageSize); err != nil {
			return err
		}
		if err := p.count(tx, f); err != nil {
			return err
		}
		return p.glance(tx)
	})
	return p, fault.Wrap("list requests", err)
}

// page finds the requests of one page, with the names of their accounts.
func page(tx *db.Tx, f Filter, size int) (p Page, err error) {
	key, back := f.After, false
	if f.Before != "" {
		key, back = f.Before, true
	}
	q, es := narrowed(tx, f).Select("approval_requests.*"), f.order(tx.By)
	if key != "" {
		if _, err := one(seen(tx), key); err != nil {
			key, back = "", false
			if !fault.Is(err, fault.NotFound) {
				return p, err
			}
		}
	}
	down := f.Desc != back
	if key != "" {
		q = q.Where(past(es, key, down))
		if f.Sort == ByAccount { // the same of the first expression, for the index
			q = q.Where(past(es[:1], key, down, "="))
		}
	}
	for _, e := range es {
		q = q.Order(clause.OrderByColumn{Column: clause.Column{Name: e, Raw: true}, Desc: down})
	}
	if err := q.Limit(size + 1).Find(&p.Requests).Error; err != nil {
		return p, err
	}
	more := len(p.Requests) > size
	p.Requests = p.Requests[:min(size, len(p.Requests))]
	p.Earlier, p.Later = key != "", more
	if back {
		slices.Reverse(p.Requests)
		p.Earlier, p.Later = more, true
	}
	return p, name(tx, p.Requests)
}

// past is what comes after a request, which the caller may see, or with "=" as
// well what is level with it.
func past(es []string, id string, down bool, level ...string) clause.Expr {
	sign := ">"
	if down {
		sign = "<"
	}
	sign += strings.Join(level, "")
	row := strings.Join(es, ", ")
	return clause.Expr{SQL: "(" + row + ") " + sign + " (SELECT " + row + " FROM approval_requests " + withAccounts + " WHERE approval_requests.id = ?)", Vars: []any{id}}
}

// narrowed is a query over the requests that match.
func narrowed(tx *db.Tx, f Filter) *gorm.DB {
	q := seen(tx).Model(&Request{})
	switch {
	case f.Sort == ByAccount && tx.By.Kind == access.Partner:
		// Of every account, and by the account only, so that SQLite walks along the accounts.
		q = tx.Reach().Model(&Request{}).Joins(withAccounts).Where("accounts.parent_id = ? AND accounts.search > ''", tx.By.Account)
	case f.Sort == ByAccount, f.Find != "" && !f.few:
		q = q.Joins(withAccounts)
	}
	switch f.State {
	case "":
	case Pending:
		// The index of what is pending is for this very text.
		q = q.Where("approval_requests.state = 'pending'")
	default:
		q = q.Where("approval_requests.state = ?", f.State)
	}
	if f.Kind != "" {
		q = q.Where("approval_requests.kind = ?", f.Kind)
	}
	if f.Account != "" {
		q = q.Where("approval_requests.account_id = ?", f.Account)
	}
	if f.Asker != "" {
		q = q.Where("approval_requests.asked_by_name = ?", f.Asker)
	}
	switch {
	case f.few:
		q = q.Where(clause.Or(tx.Contains("approval_requests.search", f.Find), clause.Expr{SQL: "approval_requests.account_id IN ?", Vars: []any{f.keys}}))
	case f.Find != "":
		q = q.Where(clause.Or(tx.Contains("approval_requests.search", f.Find), tx.Contains("accounts.search", f.Find)))
	}
	return q
}

// count counts the requests of each state that match.
func (p *Page) count(tx *db.Tx, f Filter) error {
	p.Counts = map[State]Count{}
	f.Sort = ""
	for _, st := range States {
		f.State = st
		var n int64
		if err := tx.Window(narrowed(tx, f).Select("approval_requests.id").Limit(account.Glanced + 1)).Count(&n).Error; err != nil {
			return err
		}
		p.Counts[st] = Count{Number: min(n, account.Glanced), More: n > account.Glanced}
	}
	return nil
}

// glance finds how many accounts wait, and when the first request expires.
func (p *Page) glance(tx *db.Tx) error {
	inner := seen(tx).Model(&Request{}).Where("state = 'pending'").Select("account_id").Limit(account.Glanced)
	if err := tx.Window(inner).Distinct("account_id").Count(&p.Accounts).Error; err != nil {
		return err
	}
	var first []Request
	err := seen(tx).Select("id", "expires_at").Where("state = 'pending'").Order("expires_at").Limit(1).Find(&first).Error
	for _, r := range first {
		p.Soonest = &r.ExpiresAt
	}
	return err
}

// name gives requests the names of their accounts, and takes away the prices
// that the caller may not see.
func name(tx *db.Tx, rs []Request) error {
	var keys []string
	for _, r := range rs {
		if !slices.Contains(keys, r.AccountID) {
			keys = append(keys, r.AccountID)
		}
	}
	var as []account.Account
	if err := tx.Reach().Select("id", "name", "reference").Where("id IN ?", keys).Find(&as).Error; err != nil {
		return err
	}
	for i := range rs {
		rs[i].showPrices(tx.By)
		for _, a := range as {
			if a.ID == rs[i].AccountID {
				rs[i].AccountName, rs[i].Reference = a.Name, a.Reference
			}
		}
	}
	return nil
}

const (
	perExport  = 500    // requests that are read at once
	mostExport = 50_000 // and written to one file
)

// Export hands the requests that a filter leaves to write, in its order.
func (s *Requests) Export(ctx context.Context, by access.Caller, f Filter, write func(Request) error) error {
	if err := mayList(by); err != nil {
		return err
	}
	f.After, f.Before = "", ""
	for n, more := 0, true; more && n < mostExport; n += perExport {
		var p Page
		err := s.db.Read(ctx, by, func(tx *db.Tx) (err error) {
			if err := f.settle(tx); err != nil {
				return err
			}
			p, err = page(tx, f, perExport)
			return err
		})
		if err != nil {
			return fault.Wrap("export requests", err)
		}
		for _, r := range p.Requests {
			if err := write(r); err != nil {
				return err
			}
			f.After = r.ID
		}
		more = p.Later
	}
	return nil
}
