package market

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"gorm.io/gorm"
)

// Entry is a market of the catalogue, with what an account has of it.
type Entry struct {
	Sold    catalog.Market
	Billing Market // the zero Market where it was never enabled
}

// Enabled reports whether the account is billed there.
func (e Entry) Enabled() bool { return e.Billing.Active }

// Book is the billing markets of an account, and whom they serve.
type Book struct {
	Account account.Account
	Entries []Entry        // by name
	Users   []string       // names of the partners that a distributor referred, the first MostUsers
	More    bool           // others follow
	Waiting account.Glance // requests of managed accounts that are open
}

// MostUsers is how many partners of a distributor are named.
const MostUsers = 50

// Book is all markets of the catalogue, with what the caller's account has of them.
func (s *Markets) Book(ctx context.Context, by access.Caller) (b Book, err error) {
	if err := s.reads(ctx, by); err != nil {
		return b, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		b, err = bookOf(tx)
		return err
	})
	return b, fault.Wrap("list billing markets", err)
}

func bookOf(tx *db.Tx) (b Book, err error) {
	if b.Account, err = account.Here(tx); err != nil {
		return b, err
	}
	sold, err := catalog.Markets(tx)
	if err != nil {
		return b, err
	}
	var own []Market
	if err := tx.Own().Order("market_id").Limit(MostMarkets).Find(&own).Error; err != nil {
		return b, err
	}
	for _, m := range sold {
		e := Entry{Sold: m}
		if at := slices.IndexFunc(own, func(o Market) bool { return o.MarketID == m.ID }); at >= 0 {
			e.Billing = own[at]
			e.Billing.Name = m.Name
			e.Billing.mask(tx.By)
		}
		b.Entries = append(b.Entries, e)
	}
	if b.Account.Kind == access.Distributor {
		b.Users, b.More, err = account.ReferredNames(tx, MostUsers)
		return b, err
	}
	if b.Account.Kind == access.Partner {
		b.Waiting, err = Waiting(tx)
	}
	return b, err
}

// Find is one market of the caller's account, in its book, and what keeps it
// from being deactivated.
func (s *Markets) Find(ctx context.Context, by access.Caller, id string) (b Book, e Entry, uses Uses, err error) {
	if err := s.reads(ctx, by); err != nil {
		return b, e, nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		if b, err = bookOf(tx); err != nil {
			return err
		}
		at := slices.IndexFunc(b.Entries, func(e Entry) bool { return e.Sold.ID == id })
		if at < 0 {
			return fault.Missing()
		}
		if e = b.Entries[at]; !e.Enabled() {
			return nil
		}
		uses, err = usesOf(tx, id)
		return err
	})
	return b, e, uses, fault.Wrap("find a billing market", err)
}

// lockOne is a market of the caller's account and that of the catalogue, both
// held until the transaction ends: the currency that is fixed stays that of the
// catalogue, and nobody asks for what is enabled at this moment. The zero Market
// where it was never enabled.
func lockOne(tx *db.Tx, id string) (m Market, sold catalog.Market, err error) {
	if sold, err = catalog.LockMarket(tx, id); err != nil {
		return m, sold, err
	}
	err = tx.Lock(tx.Own()).Where("market_id = ?", id).Limit(1).Find(&m).Error
	m.Name = sold.Name
	return m, sold, err
}

// Use is a place of a market in which services are paid for.
type Use struct {
	LocationID string
	Services   int64

	Place string `gorm:"-"` // its name and city
}

// Uses are the places of a market in which services are paid for, most first.
type Uses []Use

// named is how many places a sentence names.
const named = 3

// Sentence says how many services there are, and where.
func (us Uses) Sentence() string {
	n := us.Services()
	var places []string
	for _, u := range us[:min(len(us), named)] {
		places = append(places, u.Place+" ("+strconv.FormatInt(u.Services, 10)+")")
	}
	text := strconv.FormatInt(n, 10) + " services there are paid for, in " + strings.Join(places, ", ")
	if n == 1 {
		text = "1 service there is paid for, in " + us[0].Place
	}
	if more := len(us) - named; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return text + "."
}

// Services is how many services there are in all places together.
func (us Uses) Services() (n int64) {
	for _, u := range us {
		n += u.Services
	}
	return n
}

// unpaid are the statuses in which nothing is paid for a service.
var unpaid = slices.DeleteFunc(slices.Clone(service.Statuses), func(s service.Status) bool { return service.Service{Status: s}.Paid() })

// usesOf are the places of a market in which the caller's account pays for
// services: its own and those of its managed accounts or, of a distributor,
// those of the partners that it referred.
func usesOf(tx *db.Tx, id string) (us Uses, err error) {
	places := tx.Everywhere("the catalogue is the same for everybody").Model(&catalog.Location{}).Select("id").Where("market = ?", id)
	found := map[string]int64{}
	for _, q := range payable(tx) {
		var some []Use
		err := q.Select("location_id, COUNT(*) AS services").Where("location_id IN (?) AND status NOT IN ?", places, unpaid).Group("location_id").Find(&some).Error
		if err != nil {
			return nil, err
		}
		for _, u := range some {
			found[u.LocationID] += u.Services
		}
	}
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	at, err := catalog.LocationsAt(tx, ids)
	for _, l := range at {
		us = append(us, Use{LocationID: l.ID, Services: found[l.ID], Place: l.Name + ", " + l.City})
	}
	slices.SortFunc(us, func(a, b Use) int {
		if a.Services != b.Services {
			return int(b.Services - a.Services)
		}
		return strings.Compare(a.LocationID, b.LocationID)
	})
	return us, err
}

// payable are queries over the services that the caller's account pays for.
func payable(tx *db.Tx) []*gorm.DB {
	if tx.By.Kind != access.Distributor {
		return []*gorm.DB{tx.Own().Model(&service.Service{}), tx.Children().Model(&service.Service{})}
	}
	const why = "a distributor pays for the services of its partners, and learns how many there are in a place"
	partners := tx.Everywhere(why).Model(&account.Account{}).Select("id").Where("referred_by = ?", tx.By.Account)
	return []*gorm.DB{
		tx.Everywhere(why).Model(&service.Service{}).Where("account_id IN (?)", partners),
		tx.Everywhere(why).Model(&service.Service{}).Where("parent_id IN (?)", partners),
	}
}
