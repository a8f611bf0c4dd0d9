package account

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
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

// Waiting is the column of how many requests wait for approval. They are counted
// for the page alone, so nothing is sorted by it.
const Waiting Column = "waiting"

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
// or the system's, or whatever its own values are, what the operator locked.
type Inherited struct{ Renewal, Approval, Pricing Base }

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

// held reports whether the list is sorted by a feature that the operator holds
// at one value for all its accounts, so that the order is that of the names.
func (f Filter) held() bool {
	switch f.Sort {
	case ByPricing:
		return f.Inherited.Pricing.Held()
	case ByApproval:
		return f.Inherited.Approval.Held()
	case ByRenewal:
		return f.Inherited.Renewal.Held()
	}
	return false
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
	// Patience bounds a walk through a whole list.
	Patience = 3 * time.Second
)

// Tests make these smaller.
var (
	// window is how many rows a filtered page walks along the sorted index
	// before it looks for another way. A list that is no longer is walked and
	// counted whole.
	window = 4000
	// selective is how many accounts at most are fetched and sorted at once.
	selective = 2000
)

// List is a page of the managed accounts below the caller's partner.
func (s *Accounts) List(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = list(tx, f)
		for i := range p.Accounts {
			p.Accounts[i].mask(by)
		}
		return err
	})
	return p, fault.Wrap("list accounts", err)
}

// Reached is the caller's account with the numbers of what they may enter below
// it.
func (s *Accounts) Reached(ctx context.Context, by access.Caller) (a Account, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return a, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		a, err = Reached(tx)
		return err
	})
	return a, fault.Wrap("count accounts", err)
}

// Reached is the account of the transaction's caller with the numbers of the
// accounts below it: those that it keeps, and for who enters some of them only,
// theirs, counted.
func Reached(tx *db.Tx) (a Account, err error) {
	if a, err = Here(tx); err != nil || !tx.By.Narrowed() {
		return a, err
	}
	a.Tally = Tally{}
	return a, tx.Entered().Model(&Account{}).Select(`COUNT(*) AS managed,
		COALESCE(SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END), 0) AS managed_active,
		COALESCE(SUM(CASE WHEN status = 'suspended' THEN 1 ELSE 0 END), 0) AS managed_suspended,
		COALESCE(SUM(CASE WHEN contact = FALSE THEN 1 ELSE 0 END), 0) AS managed_bare,
		COALESCE(SUM(CASE WHEN support = 'operator' THEN 1 ELSE 0 END), 0) AS managed_by_operator`).Scan(&a.Tally).Error
}

// Matching are the keys of at most most accounts that a filter leaves, in its
// order, for an act on all of them.
func (s *Accounts) Matching(ctx context.Context, by access.Caller, f Filter, most int) (keys []string, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		keys, err = Match(tx, f, most)
		return err
	})
	return keys, fault.Wrap("match accounts", err)
}

// Match is Matching for what is done to all of them at another time.
func Match(tx *db.Tx, f Filter, most int) (keys []string, err error) {
	f.Size, f.After, f.Before = most, "", ""
	p, err := list(tx, f)
	for _, a := range p.Accounts {
		keys = append(keys, a.ID)
	}
	return keys[:min(most, len(keys))], err
}

// Fits reports whether a filter leaves one account below the caller's.
func Fits(tx *db.Tx, f Filter, key string) (bool, error) {
	var n int64
	f.Find = Bare(f.Find)
	err := narrow(tx, tx.Named([]string{key}).Model(&Account{}).Where("kind = ?", access.Managed), f).Count(&n).Error
	return n > 0, err
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
	if f.held() {
		f.Sort = ByName
	}
	l := lister{tx: tx, f: f, start: start, back: back}
	if err := l.page(); err != nil {
		return p, err
	}
	return l.answer(), nil
}

// Some are at most most managed accounts below the caller's whose name,
// reference or key contains find, by name. It asks no permission: who may
// enter accounts may find them.
func Some(tx *db.Tx, find string, most int) ([]Account, error) {
	p, err := list(tx, Filter{Find: find, Size: most})
	return p.Accounts, err
}
