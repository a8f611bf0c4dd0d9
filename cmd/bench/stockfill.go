package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// What a world of services has beside them: a direct account with as many
// services as all managed accounts of a partner together, a tenth as many
// requests in its queue and prices of single accounts, and as many prices.
const (
	holders  = 1000 // managed accounts of the partner
	perRow   = 10   // services for each request, and for each account price
	invented = 20   // products that have prices and nothing else
	tagName  = "bench"
	everyTag = 50 // services, of which one has a tag
)

// stockroom invents what is sold, always the same for the same size.
type stockroom struct {
	n     int
	made  int
	r     *rand.Rand
	today time.Time
	by    map[shelf]pricing.Price // of any term
	count service.Sums
}

// shelf is where a price of any term stands.
type shelf struct {
	market, product string
	speed           int64
}

// fillStock writes a world of n services.
func fillStock(ctx context.Context, d *db.DB, n int) error {
	s := &stockroom{n: n, r: rand.New(rand.NewPCG(2026, 5)), today: d.Now().Truncate(24 * time.Hour), by: map[shelf]pricing.Price{}, count: service.NewSums()}
	var book []pricing.Price
	err := d.Do(ctx, cast.Olive.Caller(), func(tx *db.Tx) error {
		ps := s.products()
		if err := tx.Put("products that have prices and nothing else", &ps); err != nil {
			return err
		}
		return tx.Everywhere("every price of the cast").Limit(100_000).Find(&book).Error
	})
	if err != nil {
		return err
	}
	for _, p := range book {
		s.by[shelf{p.MarketID, p.ProductID, p.Speed}] = p
	}
	return d.Load(ctx, []string{"accounts", "services", "approval_requests", "price_overrides"}, func(int, int) {}, func(b *db.Bulk) error {
		as := s.accounts()
		if err := s.writeAccounts(b, as); err != nil {
			return err
		}
		if err := s.writeServices(b, []account.Account{{ID: cast.Solo, ParentID: cast.Meridian}}, false); err != nil {
			return err
		}
		if err := s.writeServices(b, as, true); err != nil {
			return err
		}
		if err := b.Sum(s.count.Lists(service.Own, service.Below), "number"); err != nil {
			return err
		}
		if err := b.Sum(s.count.Months(service.Own, service.Below), "number"); err != nil {
			return err
		}
		if err := s.writePrices(b, book); err != nil {
			return err
		}
		return b.Add(s.overrides(as))
	})
}

// accounts are the managed accounts that have the services, in the order of their keys.
func (s *stockroom) accounts() (as []account.Account) {
	for i := range holders {
		a := account.Account{
			ID: db.KeyAt(int64(i+1) * 7_919_000), Kind: access.Managed, ParentID: cast.Northwind, Name: fmt.Sprintf("Bench Holder %04d", i), Reference: fmt.Sprintf("B-%04d", i),
			Support: account.ByPartner, Status: account.Active, SupportPhone: "+61293744000", SupportEmail: "noc@northwind.example",
			CreatedAt: s.today.AddDate(0, -6, 0), CreatedBy: cast.Pia.Name, Services: int64(s.n / holders),
		}
		a.Describe()
		as = append(as, a)
	}
	return as
}

func (s *stockroom) writeAccounts(b *db.Bulk, as []account.Account) error {
	var tally account.Tally
	var ls []account.Lineage
	var ts []db.Text
	for _, a := range as {
		tally = tally.Plus(a.Counts())
		for depth, above := range []string{a.ID, cast.Northwind, cast.Meridian} {
			ls = append(ls, account.Lineage{AncestorID: above, AccountID: a.ID, Depth: depth})
		}
		ts = append(ts, db.Text{Parent: cast.Northwind, ID: a.ID, Text: a.Search})
	}
	if err := b.Add(as); err != nil {
		return err
	}
	if err := b.Add(ls); err != nil {
		return err
	}
	if err := b.Raise(cast.Northwind, account.TallyColumns, tally.Numbers()); err != nil {
		return err
	}
	if err := b.Raise(cast.Solo, []string{"services"}, []int64{int64(s.n)}); err != nil {
		return err
	}
	return b.Findable(ts)
}

// writeServices writes n services, dealt out to some accounts, and for those of
// a partner what its queue holds.
func (s *stockroom) writeServices(b *db.Bulk, as []account.Account, managed bool) error {
	const batch = 5000
	each := s.n / len(as)
	var ss []service.Service
	var tags []service.Tag
	var rs []approval.Request
	var ts []db.Text
	flush := func() error {
		for _, rows := range []any{ss, tags, rs} {
			if err := b.Add(rows); err != nil {
				return err
			}
		}
		if err := b.FindableServices(ts); err != nil {
			return err
		}
		s.made += len(ss)
		ss, tags, rs, ts = ss[:0], tags[:0], rs[:0], ts[:0]
		fmt.Fprintf(os.Stderr, "\rmaking %d of %d services ", s.made, 2*s.n)
		return nil
	}
	n := 0
	for _, a := range as {
		top := service.Service{}
		for i := range each {
			one := s.service(a, i, top)
			if one.PortID == nil {
				top = one
			}
			s.count.Count(one, managed, 1)
			ss, ts = append(ss, one), append(ts, db.Text{Parent: one.ParentID, ID: one.ID, Text: one.Search})
			if n%everyTag == 0 {
				tags = append(tags, tagOn(one, managed))
			}
			if managed && n%perRow == 1 {
				rs = append(rs, s.request(a, one, n/perRow))
			}
			if n++; len(ss) >= batch {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

func tagOn(s service.Service, managed bool) service.Tag {
	t := service.Tag{ServiceID: s.ID, AccountID: s.AccountID, ParentID: s.ParentID, Scope: service.OwnTag, Name: tagName, NameFold: tagName, Value: "yes"}
	if managed {
		t.Scope = service.PartnerTag
	}
	return t
}

var (
	uses     = []string{"core", "head office", "warehouse", "plant", "branch", "backup", "lab", "campus", "depot", "harbour"}
	lengths  = []int{1, 12, 12, 24, 24, 36, 48, 60}
	statuses = []service.Status{
		service.Live, service.Live, service.Live, service.Live, service.Live, service.Live, service.Live, service.Live, service.Live, service.Live,
		service.Cancelled, service.Ordered, service.Configured, service.Design, service.Live, service.Decommissioned,
	}
)

// service is the nth of an account: every fourth stands by itself, and the others hang under it.
func (s *stockroom) service(a account.Account, n int, top service.Service) service.Service {
	at, product := cast.Locations[s.r.IntN(len(cast.Locations))], cast.Port
	one := service.Service{ID: fmt.Sprintf("p-%s%06d", a.ID, n), AccountID: a.ID, ParentID: a.ParentID}
	if n%4 != 0 {
		at, product = top.Location, cast.VXC
		one.ID, one.PortID, one.FarEnd = fmt.Sprintf("x-%s%06d", a.ID, n), &top.ID, "Bench cloud"
	}
	p := cast.Products[slices.IndexFunc(cast.Products, func(p catalog.Product) bool { return p.ID == product })]
	one.ProductID, one.Location, one.LocationID = product, at, at.ID
	one.Speed, one.Term = p.Speeds[s.r.IntN(len(p.Speeds))], lengths[s.r.IntN(len(lengths))]
	one.Name = at.City + " " + uses[s.r.IntN(len(uses))] + fmt.Sprintf(" %d", s.r.IntN(100_000))
	if n%1000 == 17 {
		one.Name += " " + fewPart
	}
	one.Renews, one.Status = s.r.IntN(4) > 0, statuses[s.r.IntN(len(statuses))]
	one.TermEndsOn = s.today.AddDate(0, 0, s.r.IntN(2*365))
	one.TermBeginsOn = service.AddMonths(one.TermEndsOn, -one.Term)
	one.CreatedAt, one.CreatedByName = s.today.AddDate(0, -3, 0), cast.Pia.Name
	if one.Status == service.Cancelled {
		ends := s.today.AddDate(0, 0, s.r.IntN(365))
		one.EndsOn = &ends
	}
	if one.Status != service.Design {
		price := s.by[shelf{at.Market, product, one.Speed}]
		one.MonthlyRetail, one.MonthlyCost, one.OrderedAt = price.MonthlyRetail, price.MonthlyCost, &one.CreatedAt
	}
	one.Version = 1
	one.Describe()
	return one
}

// request asks for another term of a service; three of four wait.
func (s *stockroom) request(a account.Account, on service.Service, n int) approval.Request {
	at := s.today.Add(-time.Duration(n) * 3 * time.Minute)
	r := approval.Request{
		ID: db.FirstID(at), Number: int64(1_000_000 + n), AccountID: a.ID, ParentID: a.ParentID, Kind: approval.Kinds[n%len(approval.Kinds)], State: approval.Pending,
		ServiceID: on.ID, ServiceName: on.Name, Summary: on.Name + ", 12 months to 36 months", Currency: "AUD", RetailNow: on.MonthlyRetail, CostNow: on.MonthlyCost,
		AskedBy: cast.Alice.ID, AskedByName: cast.Alice.Name, AskedAt: at, DueAt: at.AddDate(0, 0, 2), ExpiresAt: at.AddDate(0, 0, 30), Version: 1,
	}
	r.Search = account.Bare(r.Name() + "\n" + r.ServiceName + "\n" + r.ServiceID + "\n" + r.AskedByName)
	if n%4 == 3 {
		r.State, r.DecidedBy, r.DecidedByName, r.DecidedAt = approval.States[1+n/4%3], cast.Theo.ID, cast.Theo.Name, &r.DueAt
	}
	return r
}

// products are some that nobody can order, of which there are prices.
func (s *stockroom) products() (ps []catalog.Product) {
	for i := range invented {
		ps = append(ps, catalog.Product{
			ID: fmt.Sprintf("bench%02d", i), Name: fmt.Sprintf("Bench product %d", i), Short: "Bench", Place: 100 + i, Top: true, Unit: "Mbps",
			Speeds: []int64{1000}, Terms: catalog.TermLengths, Fields: []catalog.Field{}, Version: 1,
		})
	}
	return ps
}

// writePrices writes the prices, and how many each market has of them.
func (s *stockroom) writePrices(b *db.Bulk, book []pricing.Price) error {
	ps := s.prices(book)
	ms, of := slices.Clone(cast.Markets), pricing.Counted(ps)
	for i := range ms {
		ms[i].Prices = of[ms[i].ID]
	}
	if err := b.Sum(ms, "prices"); err != nil {
		return err
	}
	return b.Add(ps)
}

// prices are as many as make the books of all markets together n.
func (s *stockroom) prices(book []pricing.Price) (ps []pricing.Price) {
	rest := s.n - len(book)
	for speed := int64(1); rest > 0; speed++ {
		for _, m := range cast.Markets {
			for i := range invented {
				for _, term := range append([]int{pricing.AnyTerm}, catalog.TermLengths[1:]...) {
					if rest--; rest < 0 {
						return ps
					}
					p := book[0]
					p.MarketID, p.ProductID, p.Speed, p.Term = m.ID, fmt.Sprintf("bench%02d", i), speed, term
					ps = append(ps, p)
				}
			}
		}
	}
	return ps
}

// overrides are prices of single accounts, the half of them over.
func (s *stockroom) overrides(as []account.Account) (os []pricing.Override) {
	for n := range s.n / perRow {
		a, at := as[n%len(as)], s.today.Add(-time.Duration(n)*time.Minute)
		o := pricing.Override{
			ID: db.FirstID(at), AccountID: a.ID, ParentID: a.ParentID, MarketID: cast.Markets[n%len(cast.Markets)].ID, ProductID: cast.Port,
			Percent: 7, BeginsOn: s.today.AddDate(0, -1, 0), Reason: "Agreed", SetByName: cast.Olive.Name, SetAt: at, Version: 1,
		}
		if n%2 == 1 {
			over := s.today.AddDate(0, 0, -7)
			o.EndsOn = &over
		}
		os = append(os, o)
	}
	return os
}
