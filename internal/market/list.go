package market

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// PageSize is how many requests a page has.
const PageSize = 50

// Home is whose markets an account uses.
type Home struct {
	Partner     account.Account // to whom the markets belong: the account itself, or the one above
	Distributor string          // name of the distributor that looks after them for a referred partner, or ""
}

// Home says whom the people of the caller's account ask for a market, or, in a
// partner's own account, who looks after its markets.
func (s *Requests) Home(ctx context.Context, by access.Caller) (h Home, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return h, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if h.Partner, err = account.Here(tx); err != nil {
			return err
		}
		if h.Partner.Kind == access.Managed {
			h.Partner, err = account.Above(tx, h.Partner)
			return err
		}
		h.Distributor, err = account.ReferrerName(tx, h.Partner)
		return err
	})
	return h, fault.Wrap("find whose markets they are", err)
}

// Choices are the markets of the catalogue by name: those that can be asked
// for are offered, the others may stand in requests of the past.
func (s *Requests) Choices(ctx context.Context, by access.Caller) (ms []catalog.Market, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		ms, err = catalog.Markets(tx)
		return err
	})
	return ms, fault.Wrap("list markets", err)
}

// Askable are the markets that the people of the caller's managed account can ask
// for: offered, not enabled, and not asked for already.
func (s *Requests) Askable(ctx context.Context, by access.Caller) (ms []catalog.Market, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if ms, err = catalog.Markets(tx); err != nil {
			return err
		}
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		open, err := OpenTo(tx, here)
		if err != nil {
			return err
		}
		var asked []string
		if err := tx.Own().Model(&Request{}).Where("state = 'open'").Limit(MostMarkets).Pluck("market", &asked).Error; err != nil {
			return err
		}
		ms = slices.DeleteFunc(ms, func(m catalog.Market) bool {
			return !m.Offered || slices.Contains(open, m.ID) || slices.Contains(asked, m.ID)
		})
		return nil
	})
	return ms, fault.Wrap("list markets", err)
}

// Filter narrows the requests that a partner sees; its zero value narrows nothing.
type Filter struct {
	State  State
	Market string // id
	Find   string // part of the name, reference or key of an account
	After  string // id of the last request of the page before
}

// Mine are the requests of the caller's managed account, newest first, PageSize
// at a time. more says that older ones follow.
func (s *Requests) Mine(ctx context.Context, by access.Caller, after string) (rs []Request, more bool, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := tx.Own().Order("id DESC").Limit(PageSize + 1)
		if after != "" {
			q = q.Where("id < ?", after)
		}
		if err := q.Find(&rs).Error; err != nil {
			return err
		}
		return nameMarkets(tx, rs)
	})
	return rs[:min(len(rs), PageSize)], len(rs) > PageSize, fault.Wrap("list requests", err)
}

// List are the requests of all managed accounts of the caller's partner, newest
// first, PageSize at a time. more says that older ones follow.
func (s *Requests) List(ctx context.Context, by access.Caller, f Filter) (rs []Request, more bool, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return nil, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, account.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if err := narrowed(tx, f).Select("market_requests.*").Order("market_requests.id DESC").Limit(PageSize + 1).Find(&rs).Error; err != nil {
			return err
		}
		more = len(rs) > PageSize
		rs = rs[:min(len(rs), PageSize)]
		return name(tx, rs)
	})
	return rs, more, fault.Wrap("list requests", err)
}

// narrowed is a query over the requests that match.
func narrowed(tx *db.Tx, f Filter) *gorm.DB {
	q := tx.Children().Model(&Request{})
	switch f.State {
	case "":
	case Open:
		// The index of what is open is for this very text.
		q = q.Where("market_requests.state = 'open'")
	default:
		q = q.Where("market_requests.state = ?", f.State)
	}
	if f.Market != "" {
		q = q.Where("market_requests.market = ?", f.Market)
	}
	if find := account.Bare(f.Find); find != "" {
		q = q.Joins("JOIN accounts ON accounts.id = market_requests.account_id").Where(tx.Contains("accounts.search", find))
	}
	if f.After != "" {
		q = q.Where("market_requests.id < ?", f.After)
	}
	return q
}

// nameMarkets gives requests the names of their markets.
func nameMarkets(tx *db.Tx, rs []Request) error {
	ms, err := catalog.Markets(tx)
	for i := range rs {
		if at := slices.IndexFunc(ms, func(m catalog.Market) bool { return m.ID == rs[i].Market }); at >= 0 {
			rs[i].MarketName = ms[at].Name
		}
	}
	return err
}

// name gives the requests of a partner's managed accounts the names of their
// markets and accounts, and says which of these markets are enabled now.
func name(tx *db.Tx, rs []Request) error {
	if err := nameMarkets(tx, rs); err != nil {
		return err
	}
	here, err := account.Here(tx)
	if err != nil {
		return err
	}
	open, err := OpenTo(tx, here)
	if err != nil {
		return err
	}
	for i := range rs {
		rs[i].EnabledNow = slices.Contains(open, rs[i].Market)
	}
	keys := make([]string, len(rs))
	for i, r := range rs {
		keys[i] = r.AccountID
	}
	var as []account.Account
	if err := tx.Children().Select("id", "parent_id", "name", "reference").Where("id IN ?", keys).Find(&as).Error; err != nil {
		return err
	}
	for i := range rs {
		for _, a := range as {
			if a.ID == rs[i].AccountID {
				rs[i].AccountName, rs[i].Reference = a.Name, a.Reference
			}
		}
	}
	return nil
}

// Find is one request of a managed account of the caller's partner.
func (s *Requests) Find(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.ViewMarkets); err != nil {
		return r, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if r, err = one(tx, tx.Children(), id); err != nil {
			return err
		}
		rs := []Request{r}
		err = name(tx, rs)
		r = rs[0]
		return err
	})
	return r, fault.Wrap("find request", err)
}

// Waiting are the requests of managed accounts that wait for an answer of the
// caller's partner, the oldest first, named by their accounts.
func Waiting(tx *db.Tx) (g account.Glance, err error) {
	q := func() *gorm.DB { return tx.Children().Model(&Request{}).Where("state = 'open'").Order("id") }
	if g, err = account.Count(tx, q()); err != nil || g.Number == 0 {
		return g, err
	}
	var first []Request
	if err := q().Limit(account.NamedFirst).Find(&first).Error; err != nil {
		return g, err
	}
	ids := make([]string, len(first))
	for i, r := range first {
		ids[i] = r.AccountID
	}
	names, err := account.NamesIn(tx, ids)
	for _, r := range first {
		g.First = append(g.First, account.Named{ID: r.ID, Name: names[r.AccountID], Account: r.AccountID})
	}
	return g, err
}

func one(tx *db.Tx, q *gorm.DB, id string) (r Request, err error) {
	err = q.Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	if err != nil {
		return r, err
	}
	rs := []Request{r}
	err = nameMarkets(tx, rs)
	return rs[0], err
}
