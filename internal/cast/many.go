package cast

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
)

// crowd is a batch of managed accounts and what belongs to them.
type crowd struct {
	accounts []account.Account
	lineage  []account.Lineage
	services []service.Service
	settings []setting.Stored
	tally    account.Tally
	counted  service.Sums

	accountTexts, serviceTexts []db.Text
}

// batch is how many accounts are written at a time.
const batch = 2000

// loaded is the part of the work, in tenths, that is done when all rows are
// written and their indexes are not built yet.
const loaded = 7

// Many adds n managed accounts with services to Northwind, all of them or
// none, the same ones for the same n on a database in the same state.
// progress hears now and then how far the work has come, as a number of accounts.
func Many(ctx context.Context, d *db.DB, n int, progress func(done, total int)) error {
	if n <= 0 {
		return nil
	}
	p, err := newPopulation(ctx, d, n)
	if err != nil {
		return fmt.Errorf("add many accounts: %w", err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // what is thrown away is little, and often
	ctx, cancel := context.WithCancel(ctx)
	crowds := make(chan crowd, 2)
	defer func() {
		cancel()
		for range crowds { // lets the other goroutine end
		}
	}()
	go func() {
		defer close(crowds)
		for at := 0; at < n; at += batch {
			select {
			case crowds <- p.next(min(batch, n-at)):
			case <-ctx.Done():
				return
			}
		}
	}()
	indexed := func(done, of int) { progress(n*loaded/10+n*(10-loaded)/10*done/of, n) }
	err = d.Load(ctx, []string{"accounts", "services"}, indexed, func(b *db.Bulk) error {
		done, tally, below := 0, account.Tally{}, service.NewSums()
		for c := range crowds {
			if err := c.write(b, below); err != nil {
				return err
			}
			done, tally = done+len(c.accounts), tally.Plus(c.tally)
			progress(done*loaded/10, n)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.Sum(below.Lists(service.Below), "number"); err != nil {
			return err
		}
		if err := b.Sum(below.Months(service.Below), "number"); err != nil {
			return err
		}
		return b.Raise(Northwind, account.TallyColumns, tally.Numbers())
	})
	if err != nil {
		return fmt.Errorf("add many accounts: %w", err)
	}
	progress(n, n)
	return nil
}

// write writes the crowd, and adds what its partner counts of it to below.
func (c crowd) write(b *db.Bulk, below service.Sums) error {
	below.Plus(c.counted, service.Below)
	for _, rows := range []any{c.accounts, c.lineage, c.services, c.counted.Lists(service.Own), c.counted.Months(service.Own), c.settings} {
		if err := b.Add(rows); err != nil {
			return err
		}
	}
	if err := b.Findable(c.accountTexts); err != nil {
		return err
	}
	return b.FindableServices(c.serviceTexts)
}

// population invents accounts in the order of their keys.
type population struct {
	r     *rand.Rand
	now   time.Time
	first int64 // managed accounts that were there before
	made  int64
	width int64 // of the keys among which each account has its own
	taken map[string]bool
	at    map[string]catalog.Location
}

func newPopulation(ctx context.Context, d *db.DB, n int) (*population, error) {
	p := &population{now: d.Now(), width: db.Keys / int64(n), taken: map[string]bool{}, at: map[string]catalog.Location{}}
	for _, l := range Locations {
		p.at[l.ID] = l
	}
	err := d.Read(ctx, Pia.Caller(), func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		keys, err := account.Keys(tx)
		for _, k := range keys {
			p.taken[k] = true
		}
		p.first = here.Managed
		return err
	})
	p.r = rand.New(rand.NewPCG(2026, uint64(p.first)))
	return p, err
}

func (p *population) next(n int) (c crowd) {
	c.counted = service.NewSums()
	for range n {
		p.one(&c)
	}
	return c
}

// one adds one account to the crowd.
func (p *population) one(c *crowd) {
	a := p.account()
	ss := newMaker(a.ID, Northwind, a.CreatedAt, p.now).make(p.services(a.Status))
	for i := range ss {
		ss[i].Location, ss[i].ParentID = p.at[ss[i].LocationID], Northwind
		ss[i].Describe()
		c.counted.Count(ss[i], true, 1)
		c.serviceTexts = append(c.serviceTexts, db.Text{Parent: Northwind, ID: ss[i].ID, Text: ss[i].Search})
	}
	a.Services = int64(len(ss))
	a.Describe()
	c.tally = c.tally.Plus(a.Counts())
	c.accounts, c.services = append(c.accounts, a), append(c.services, ss...)
	c.settings = append(c.settings, ownValues(a, Pia)...)
	c.accountTexts = append(c.accountTexts, db.Text{Parent: Northwind, ID: a.ID, Text: a.Search})
	for depth, above := range []string{a.ID, Northwind, Meridian} {
		c.lineage = append(c.lineage, account.Lineage{AncestorID: above, AccountID: a.ID, Depth: depth})
	}
	p.made++
}

func (p *population) account() account.Account {
	n := p.first + p.made
	created := p.now.Add(-time.Duration(1+p.r.IntN(3*365*24*60)) * time.Minute).Truncate(time.Millisecond)
	a := account.Account{
		ID: p.key(), Kind: access.Managed, ParentID: Northwind, Name: companyName(n), Reference: p.reference(n, created),
		Support: account.ByPartner, Status: account.Active, SupportPhone: lines[0].phones[p.r.IntN(3)], SupportEmail: "noc@northwind.example",
		CreatedAt: created, CreatedBy: Pia.Name,
	}
	switch i := p.r.IntN(100); {
	case i == 0:
		a.Status = account.Closed
	case i <= 2:
		a.Status = account.Suspended
	}
	switch p.r.IntN(40) {
	case 0:
		a.SupportPhone = ""
	case 1:
		a.SupportEmail = ""
	}
	switch p.r.IntN(40) {
	case 0:
		a.RenewalOwn = account.OwnOff
	case 1:
		a.ApprovalOwn = account.OwnOff
	case 2:
		a.PricingOwn = account.OwnOn
	case 3:
		a.RenewalOwn, a.ApprovalOwn, a.PricingOwn = account.OwnOn, account.OwnOff, account.OwnOn
	}
	return a
}

// key is a free key among the account's own part of all keys.
func (p *population) key() string {
	for {
		k := db.KeyAt(p.made*p.width + p.r.Int64N(p.width))
		if !p.taken[k] {
			return k
		}
	}
}

// reference is unlike every other: customers are numbered by several systems.
func (p *population) reference(n int64, created time.Time) string {
	switch n % 4 {
	case 0:
		return fmt.Sprintf("CRM-%d", 100000+n)
	case 1:
		return fmt.Sprintf("NW/%d/%06d", created.Year(), n)
	case 2:
		return fmt.Sprintf("K%07d", n)
	}
	return fmt.Sprintf("cust_%x", 0x10000+n)
}

// services is how many services an account has; a closed one has none.
func (p *population) services(s account.Status) int {
	n := []int{0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4}[p.r.IntN(12)]
	if s == account.Closed {
		return 0
	}
	return n
}
