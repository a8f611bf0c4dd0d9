package consent

import (
	"context"

	"gorm.io/gorm"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// PageSize is how many requests a page has.
const PageSize = 50

// Row is what an account says to people of one side.
type Row struct {
	Side      Side
	Company   string  // whose people they are
	InForce   InForce // what holds
	Inherited InForce // what would, if the account had chosen nothing
	Decider   string  // name of the account that it inherits from
	Version   int64   // of its own answer; 0 where it inherits
}

// View is who may step into an account.
type View struct {
	Account account.Account
	Rows    []Row
	Waiting []Request // the oldest first
	LetIn   []Request // now
	Past    []Request // the newest first, PageSize at a time
	More    bool      // older ones follow
}

// View is who may step into the caller's account, and who asked to; after is
// the id of the last past request of the page before, or "".
func (s *Consents) View(ctx context.Context, by access.Caller, after string) (v View, err error) {
	if err := by.Must(access.ViewAccess); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if v.Account, err = account.Here(tx); err != nil {
			return err
		}
		if v.Rows, err = rows(tx, v.Account); err != nil {
			return err
		}
		var open []Request
		if err := tx.Own().Where("state IN ('pending', 'granted')").Order("id").Limit(2 * PageSize).Find(&open).Error; err != nil {
			return err
		}
		for _, r := range open {
			switch {
			case !r.Open(tx.Now):
			case r.State == Granted:
				v.LetIn = append(v.LetIn, r)
			case !r.Glass:
				v.Waiting = append(v.Waiting, r)
			}
		}
		v.Past, v.More, err = page(tx.Own().Where("state NOT IN ('pending', 'granted')"), after)
		for _, rs := range [][]Request{v.Waiting, v.LetIn, v.Past} {
			if err == nil {
				err = name(tx, rs)
			}
		}
		return err
	})
	return v, fault.Wrap("show who may step in", err)
}

// rows are what an account says to each side.
func rows(tx *db.Tx, here account.Account) (out []Row, err error) {
	operator, err := account.Operator(tx)
	if err != nil {
		return nil, err
	}
	for _, side := range Sides(here.Kind) {
		of, err := company(tx, here, side)
		if err != nil {
			return nil, err
		}
		r := Row{Side: side, Company: of.Name, Decider: operator.Name}
		if Decider(here, operator.ID) != operator.ID {
			partner, err := account.Above(tx, here)
			if err != nil {
				return nil, err
			}
			r.Decider = partner.Name
		}
		if r.InForce, err = Of(tx, here, side); err != nil {
			return nil, err
		}
		if r.Inherited, err = inherited(tx, here, operator.ID, side); err != nil {
			return nil, err
		}
		if r.InForce.Source == Chosen {
			r.Version = r.InForce.By.Version
		}
		out = append(out, r)
	}
	return out, nil
}

// inherited is what would hold if an account had chosen nothing.
func inherited(tx *db.Tx, here account.Account, operator string, side Side) (InForce, error) {
	var c Consent
	err := tx.Everywhere("what holds for an account is said by itself, or by who supports it").
		Where("side = ? AND account_id = ? AND own = ?", side, Decider(here, operator), false).Limit(1).Find(&c).Error
	if c.Answer == "" {
		return Resolve(nil, nil), err
	}
	return Resolve(nil, &c), err
}

// Waiting are the requests to be let into the caller's account that wait for an
// answer, the oldest first, named by who asks.
func Waiting(tx *db.Tx) (g account.Glance, err error) {
	q := func() *gorm.DB {
		return tx.Own().Model(&Request{}).Where("state = 'pending' AND NOT glass AND expires_at > ?", tx.Now).Order("id")
	}
	if g, err = account.Count(tx, q()); err != nil || g.Number == 0 {
		return g, err
	}
	return g, q().Select("id", "user_name AS name", "account_id AS account").Limit(account.NamedFirst).Scan(&g.First).Error
}

// page is a page of requests, the newest first.
func page(q *gorm.DB, after string) (rs []Request, more bool, err error) {
	if after != "" {
		q = q.Where("id < ?", after)
	}
	err = q.Order("id DESC").Limit(PageSize + 1).Find(&rs).Error
	return rs[:min(len(rs), PageSize)], len(rs) > PageSize, err
}

// one is one request.
func one(q *gorm.DB, id string) (r Request, err error) {
	err = q.Where("id = ?", id).Take(&r).Error
	if db.Missing(err) {
		return r, fault.Missing()
	}
	return r, err
}

// above is an account by its key, whose name people know who are asked from there.
func above(tx *db.Tx, key string) (a account.Account, err error) {
	return a, tx.Everywhere("whoever is asked reads from which company").Where("id = ?", key).Take(&a).Error
}

// name fills in what the accounts of requests are called.
func name(tx *db.Tx, rs []Request) error {
	known := map[string]account.Account{}
	for i, r := range rs {
		for _, key := range []string{r.AccountID, r.SeatID} {
			if _, ok := known[key]; ok {
				continue
			}
			a, err := above(tx, key)
			if err != nil {
				return err
			}
			known[key] = a
		}
		rs[i].AccountName, rs[i].Reference, rs[i].FromName = known[r.AccountID].Name, known[r.AccountID].Reference, known[r.SeatID].Name
	}
	return nil
}

// Find is one request to the caller's account.
func (s *Consents) Find(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.ViewAccess); err != nil {
		return r, err
	}
	return s.find(ctx, by, id, func(tx *db.Tx) *gorm.DB { return tx.Own() })
}

// Asked are the caller's own requests from their account, the newest first.
func (s *Consents) Asked(ctx context.Context, by access.Caller, after string) (rs []Request, more bool, err error) {
	if err := by.Must(access.ActAs); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if rs, more, err = page(tx.Reach().Where("user_id = ? AND seat_id = ?", by.User, by.Account), after); err != nil {
			return err
		}
		return name(tx, rs)
	})
	return rs, more, fault.Wrap("list requests", err)
}

// Glass are all requests of the caller's company to break the glass, the newest first.
func (s *Consents) Glass(ctx context.Context, by access.Caller, after string) (rs []Request, more bool, err error) {
	if err := by.Must(access.WatchVisits); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if rs, more, err = page(tx.Reach().Where("glass"), after); err != nil {
			return err
		}
		return name(tx, rs)
	})
	return rs, more, fault.Wrap("list requests", err)
}

// FindGlass is one of them.
func (s *Consents) FindGlass(ctx context.Context, by access.Caller, id string) (r Request, err error) {
	if err := by.Must(access.WatchVisits); err != nil {
		return r, err
	}
	return s.find(ctx, by, id, func(tx *db.Tx) *gorm.DB { return tx.Reach().Where("glass") })
}

func (s *Consents) find(ctx context.Context, by access.Caller, id string, q func(*db.Tx) *gorm.DB) (r Request, err error) {
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if r, err = one(q(tx), id); err != nil {
			return err
		}
		rs := []Request{r}
		err = name(tx, rs)
		r = rs[0]
		return err
	})
	return r, fault.Wrap("find a request", err)
}

// Default is what holds for the accounts that chose nothing for one side.
type Default struct {
	Side     Side
	InForce  InForce
	Version  int64
	Accounts int64 // for how many accounts it is decided
	Chosen   int64 // how many of these chose for themselves and keep that
}

// Defaults are those of the caller's company.
func (s *Consents) Defaults(ctx context.Context, by access.Caller) (ds []Default, err error) {
	if err := by.Must(access.DefaultAccess); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		ds = nil
		for _, side := range []Side{OfPartner, OfOperator} {
			d := Default{Side: side}
			row, err := stored(tx, side, false)
			if err != nil {
				return err
			}
			d.InForce, err = inForce(tx, here, side, false)
			if err != nil {
				return err
			}
			d.Version = row.Version
			if d.Accounts, err = decides(tx, here, side); err != nil {
				return err
			}
			if err := choosers(tx, here, side).Count(&d.Chosen).Error; err != nil {
				return err
			}
			ds = append(ds, d)
		}
		return nil
	})
	return ds, fault.Wrap("list defaults", err)
}

// choosers are the accounts below one that it decides for, and that chose
// themselves for a side.
func choosers(tx *db.Tx, here account.Account, side Side) *gorm.DB {
	q := tx.Reach().Model(&Consent{}).Joins("JOIN accounts ON accounts.id = consents.account_id").
		Where("consents.own = ? AND consents.side = ? AND accounts.id <> ?", true, side, here.ID)
	if here.Kind == access.Partner {
		return q.Where("accounts.support = ?", account.ByPartner)
	}
	return q.Where("accounts.kind <> ? OR accounts.support = ?", access.Managed, account.ByOperator)
}

// decides is for how many accounts the caller's company decides: a partner for
// those of its managed accounts that it supports itself, the operator for the
// others. People of a partner come into managed accounts alone.
func decides(tx *db.Tx, here account.Account, side Side) (n int64, err error) {
	if here.Kind == access.Partner {
		return here.With([]account.Support{account.ByPartner}), nil
	}
	q := tx.Children().Model(&account.Account{}).Where("id <> ?", here.ID)
	if side == OfPartner {
		err = q.Select("COALESCE(SUM(managed_by_operator), 0)").Scan(&n).Error
		return n, err
	}
	err = q.Select("COUNT(*) + COALESCE(SUM(managed_by_operator), 0)").Scan(&n).Error
	return n, err
}
