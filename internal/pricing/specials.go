package pricing

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Special is a price of an account with the names that it is read by.
type Special struct {
	Override Override
	Account  string // name
	Parent   string // name of the partner of a managed account, or ""
	Market   catalog.Market
	Product  catalog.Product
}

// OverrideFilter narrows the list of account prices. The zero one narrows nothing.
type OverrideFilter struct {
	Find     string // part of the name, reference or key of an account
	Market   string // id
	Product  string // id
	Standing Standing
	Before   string // id of the last one seen
}

// mostFound is how many accounts a text names at most where they are few.
const mostFound = 500

// Overrides lists the prices of accounts, the newest first.
func (s *Prices) Overrides(ctx context.Context, by access.Caller, f OverrideFilter) (ss []Special, more bool, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q, err := f.query(tx)
		if err != nil {
			return err
		}
		var os []Override
		if err := q.Order("price_overrides.id DESC").Limit(pageSize + 1).Find(&os).Error; err != nil {
			return err
		}
		if more = len(os) > pageSize; more {
			os = os[:pageSize]
		}
		ss, err = named(tx, os)
		return err
	})
	return ss, more, fault.Wrap("list account prices", err)
}

func (f OverrideFilter) query(tx *db.Tx) (*gorm.DB, error) {
	q, err := f.called(tx)
	if err != nil {
		return nil, err
	}
	if f.Market != "" {
		q = q.Where("market_id = ?", f.Market)
	}
	if f.Product != "" {
		q = q.Where("product_id = ?", f.Product)
	}
	switch day := dayOf(tx.Now); f.Standing {
	case InForce:
		q = q.Where("begins_on <= ? AND (ends_on IS NULL OR ends_on >= ?)", day, day)
	case ToCome:
		q = q.Where("begins_on > ? AND (ends_on IS NULL OR ends_on >= ?)", day, day)
	case Over:
		q = q.Where("ends_on < ?", day)
	}
	if f.Before != "" {
		q = q.Where("price_overrides.id < ?", f.Before)
	}
	return q, nil
}

// called leaves the prices of accounts that have a text in their name, reference
// or key, or whose parent has. Where few accounts have it they are looked for
// first; where many do, going through the prices soon finds a page of them.
func (f OverrideFilter) called(tx *db.Tx) (*gorm.DB, error) {
	find := account.Bare(f.Find)
	if find == "" {
		return tx.Reach(), nil
	}
	ids, err := tx.Keys(tx.Reach().Model(&account.Account{}).Where(tx.Contains("search", find)).Limit(mostFound+1), "id")
	if err != nil {
		return nil, err
	}
	if len(ids) <= mostFound {
		return tx.Reach().Where("price_overrides.account_id IN ? OR price_overrides.parent_id IN ?", ids, ids), nil
	}
	return tx.Reach().Joins("JOIN accounts a ON a.id = price_overrides.account_id JOIN accounts p ON p.id = price_overrides.parent_id").
		Where(clause.Or(tx.Contains("a.search", find), tx.Contains("p.search", find))), nil
}

// named gives overrides the names that they are read by, and their currencies.
func named(tx *db.Tx, os []Override) ([]Special, error) {
	var keys []string
	for _, o := range os {
		keys = append(keys, o.AccountID, o.ParentID)
	}
	names, err := account.NamesIn(tx, keys)
	if err != nil {
		return nil, err
	}
	ms, err := catalog.Markets(tx)
	if err != nil {
		return nil, err
	}
	ps, err := catalog.Products(tx)
	if err != nil {
		return nil, err
	}
	ss := make([]Special, len(os))
	for i, o := range os {
		ss[i] = Special{Account: names[o.AccountID]}
		if o.ParentID != tx.By.Account {
			ss[i].Parent = names[o.ParentID]
		}
		if at := slices.IndexFunc(ms, func(m catalog.Market) bool { return m.ID == o.MarketID }); at >= 0 {
			ss[i].Market = ms[at]
		}
		if at := slices.IndexFunc(ps, func(p catalog.Product) bool { return p.ID == o.ProductID }); at >= 0 {
			ss[i].Product = ps[at]
		}
		c := ss[i].Market.Currency
		o.MonthlyRetail, o.MonthlyCost = o.MonthlyRetail.In(c), o.MonthlyCost.In(c)
		ss[i].Override = o.Shown(tx.By)
	}
	return ss, nil
}

// Choices are the markets and products that codes and account prices are for.
func (s *Prices) Choices(ctx context.Context, by access.Caller) (ms []catalog.Market, ps []catalog.Product, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if ms, err = catalog.Markets(tx); err != nil {
			return err
		}
		ps, err = catalog.Products(tx)
		return err
	})
	return ms, ps, fault.Wrap("read the catalogue", err)
}
