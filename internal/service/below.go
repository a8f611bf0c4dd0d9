package service

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// BelowColumn is a column that the services of all accounts can be sorted by.
type BelowColumn string

// The closed list of columns.
const (
	BelowByName    BelowColumn = "name"
	BelowByAccount BelowColumn = "account"
	BelowByStatus  BelowColumn = "status"
	BelowByTerm    BelowColumn = "term"
)

// BelowColumns lists them from left to right.
var BelowColumns = []BelowColumn{BelowByName, BelowByAccount, BelowByStatus, BelowByTerm}

// BelowFilter narrows and sorts the services of all managed accounts of a
// partner. The zero BelowFilter is all by name.
type BelowFilter struct {
	Find     string // part of the name, the id, the location, the far end, the reference or the circuit
	Account  string // key of a managed account
	Product  string // id
	Status   Status
	Location string // id
	Tag      string // "name", or "name=value", of a tag that the partner's people put there
	Sort     BelowColumn
	Desc     bool
	After    string // id of the service that the page follows
	Before   string // id of the service that the page ends before
}

// Narrow reports whether the filter leaves out any service.
func (f BelowFilter) Narrow() bool { return !f.tallied() || f.Product != "" || f.Status != "" }

// tallied reports whether the number of services that match is kept.
func (f BelowFilter) tallied() bool {
	return f.Find == "" && f.Account == "" && f.Location == "" && f.Tag == ""
}

// Placed is a service with the account that has it.
type Placed struct {
	Service
	Account account.Named
}

// BelowPage is one page of the services of all managed accounts of a partner.
type BelowPage struct {
	Services []Placed
	Accounts []account.Named // that are called like what was looked for, and found no service
	Matching int64           // services that match, counted up to account.Glanced where it is not kept
	More     bool            // there are more than Matching
	All      int64
	Earlier  bool
	Later    bool
}

// BelowSize is how many services a page shows.
const BelowSize = 50

// Below is a page of the services of all managed accounts of the caller's
// partner.
func (s *Services) Below(ctx context.Context, by access.Caller, f BelowFilter) (p BelowPage, err error) {
	if err := mayBelow(by); err != nil {
		return p, err
	}
	f.Find = account.Bare(f.Find)
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p = BelowPage{}
		w := walk{tx: tx, f: f}
		if err := p.count(tx, &w); err != nil {
			return err
		}
		if err := w.begin(); err != nil {
			return err
		}
		w.near()
		ss, err := w.next(BelowSize + 1)
		if err != nil {
			return err
		}
		ss = p.cut(ss, w)
		if p.Services, err = placed(tx, ss); err != nil || len(ss) > 0 || f.Find == "" || f.Account != "" {
			return err
		}
		p.Accounts, err = called(tx, f.Find)
		return err
	})
	return p, fault.Wrap("list the services of all accounts", err)
}

// MostExported is how many services a file has at most.
const MostExported = 100_000

// Export hands each service that a filter leaves to a function, in the order of
// the list, MostExported at most.
func (s *Services) Export(ctx context.Context, by access.Caller, f BelowFilter, each func(Placed) error) error {
	if err := mayBelow(by); err != nil {
		return err
	}
	f.Find, f.After, f.Before = account.Bare(f.Find), "", ""
	err := s.db.Read(ctx, by, func(tx *db.Tx) error {
		w := walk{tx: tx, f: f}
		for n := 0; n < MostExported; {
			ss, err := w.next(min(exported, MostExported-n))
			if err != nil || len(ss) == 0 {
				return err
			}
			ps, err := placed(tx, ss)
			if err != nil {
				return err
			}
			for _, one := range ps {
				if err := each(one); err != nil {
					return err
				}
			}
			n += len(ss)
			if w.start, err = start(tx, ss[len(ss)-1].ID); err != nil || w.start == nil {
				return err
			}
		}
		return nil
	})
	return fault.Wrap("export services", err)
}

// exported is how many services are read at once for a file.
const exported = 500

// Places are the locations at which the managed accounts of the caller's partner
// have services.
func (s *Services) Places(ctx context.Context, by access.Caller) (ls []catalog.Location, err error) {
	if err := mayBelow(by); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		ls, err = places(tx)
		return err
	})
	return ls, fault.Wrap("list locations of services", err)
}

// mayBelow is nil for who may enter the accounts whose services are listed.
func mayBelow(by access.Caller) error {
	if err := by.Must(access.ViewServices); err != nil {
		return err
	}
	if err := by.Must(access.EnterAccounts); err != nil {
		return err
	}
	return by.Whole("The list of all accounts’ services")
}
