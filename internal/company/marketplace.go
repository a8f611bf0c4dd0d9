package company

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// PageSize is how many companies a page of the marketplace has.
const PageSize = 24

// Filter narrows the marketplace; its zero value narrows nothing.
type Filter struct {
	Find   string // part of a name, of what is offered, or of a place
	After  string // id of the listing that the page follows
	Before string // or goes before
}

// Page is one page of the marketplace, by name.
type Page struct {
	Listings []Listing
	Earlier  bool  // there is a page before this one
	Later    bool  // there is a page after this one
	Total    int64 // companies that match
}

// Marketplace is a page of the companies that are listed, for everybody who has
// services. Suspended and closed companies are not shown.
func (s *Companies) Marketplace(ctx context.Context, by access.Caller, f Filter) (p Page, err error) {
	if err := by.Must(access.BrowseMarketplace); err != nil {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = browse(tx, f)
		return err
	})
	return p, fault.Wrap("browse marketplace", err)
}

// Listing is one company of the marketplace.
func (s *Companies) Listing(ctx context.Context, by access.Caller, id string) (l Listing, err error) {
	if err := by.Must(access.BrowseMarketplace); err != nil {
		return l, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		err := listed(tx).Select("listings.*").Where("listings.id = ?", id).Take(&l).Error
		if db.Missing(err) {
			return fault.Missing()
		}
		return err
	})
	return l, fault.Wrap("find company", err)
}

func browse(tx *db.Tx, f Filter) (p Page, err error) {
	find := account.Bare(f.Find)
	matching := func() *gorm.DB {
		q := listed(tx)
		if find != "" {
			q = q.Where(tx.Contains("listings.search", find))
		}
		return q
	}
	if err := matching().Count(&p.Total).Error; err != nil {
		return p, err
	}
	start, back, err := startOf(tx, f)
	if err != nil {
		return p, err
	}
	q := matching().Order("listings.sort, listings.id")
	if back {
		q = matching().Order("listings.sort DESC, listings.id DESC")
	}
	if start != nil {
		q = db.Past(q, []db.Key{{Column: "listings.sort", Value: start.Sort}, {Column: "listings.id", Value: start.ID}}, back)
	}
	if err := q.Limit(PageSize + 1).Select("listings.*").Find(&p.Listings).Error; err != nil {
		return p, err
	}
	more := len(p.Listings) > PageSize
	p.Listings = p.Listings[:min(len(p.Listings), PageSize)]
	p.Earlier, p.Later = start != nil, more
	if back {
		slices.Reverse(p.Listings)
		p.Earlier, p.Later = more, true
	}
	return p, nil
}

// startOf is the listing that a page begins behind, or, going back, before; nil
// on the first page.
func startOf(tx *db.Tx, f Filter) (start *Listing, back bool, err error) {
	id := f.After
	if id == "" {
		id, back = f.Before, true
	}
	if id == "" {
		return nil, false, nil
	}
	var l Listing
	err = tx.Everywhere(common).Select("id", "sort").Where("id = ? AND listed = TRUE", id).Take(&l).Error
	if db.Missing(err) {
		return nil, false, nil
	}
	return &l, back, err
}

const common = "the marketplace is the same for everybody"

// listed is a query over the listings that everybody sees.
func listed(tx *db.Tx) *gorm.DB {
	return tx.Everywhere(common).Model(&Listing{}).
		Joins("JOIN accounts ON accounts.id = listings.account_id AND accounts.status = ? AND accounts.kind IN ?", account.Active, []access.Kind{access.Partner, access.Direct}).
		Where("listings.listed = TRUE")
}

// Listed are companies of the marketplace, by name: those whose name, offers or
// place have find in them, n of them at most.
func Listed(tx *db.Tx, find string, n int) (ls []Listing, err error) {
	q := listed(tx).Select("listings.*").Order("listings.sort, listings.id").Limit(n)
	if find = account.Bare(find); find != "" {
		q = q.Where(tx.Contains("listings.search", find))
	}
	return ls, q.Find(&ls).Error
}

// ListedOf is the listing of one company, or missing when the marketplace does
// not show it.
func ListedOf(tx *db.Tx, owner string) (l Listing, err error) {
	err = listed(tx).Select("listings.*").Where("listings.account_id = ?", owner).Take(&l).Error
	if db.Missing(err) {
		return l, fault.Missing()
	}
	return l, err
}
