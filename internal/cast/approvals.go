package cast

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// servicesOf are those that the cast has in an account, with their products and
// places.
func servicesOf(key string) (ss []service.Service) {
	if key == Acme {
		ss = acmeServices(present)
	}
	for _, l := range lines {
		for _, m := range l.of {
			if k := m.keyIn(l); k == key && k != Acme {
				ss = newMaker(k, l.partner, day(m.on), present).make(m.services)
			}
		}
	}
	for i := range ss {
		ss[i].Product = Products[slices.IndexFunc(Products, func(p catalog.Product) bool { return p.ID == ss[i].ProductID })]
		ss[i].Location = Locations[slices.IndexFunc(Locations, func(l catalog.Location) bool { return l.ID == ss[i].LocationID })]
	}
	return ss
}

// live is the nth live service of an account that stands by itself and has no
// top speed yet.
func live(key string, n int) service.Service {
	ss := slices.DeleteFunc(servicesOf(key), func(s service.Service) bool {
		return s.PortID != nil || s.Status != service.Live || s.Speed >= s.Product.Speeds[len(s.Product.Speeds)-1]
	})
	return ss[n%len(ss)]
}

// faster is the next speed that the product of a service is sold with.
func faster(s service.Service) int64 {
	i := slices.IndexFunc(s.Product.Speeds, func(speed int64) bool { return speed > s.Speed })
	return s.Product.Speeds[i]
}

// longer is a term that a service does not have.
func longer(s service.Service) int64 {
	if s.Term < 36 {
		return 36
	}
	return 60
}

// shorter is a service with the term that it had before a longer one was agreed.
func shorter(s service.Service) service.Service {
	if s.Term > 12 {
		s.Term = 12
	} else {
		s.Term = 1
	}
	return s
}

// agreedOn reports whether a service has its term by a request that was approved.
func agreedOn(s service.Service, rs []approval.Request) bool {
	return slices.ContainsFunc(rs, func(r approval.Request) bool {
		return r.ServiceID == s.ID && r.Kind == approval.TermChange && r.State == approval.Approved
	})
}

// Approvals are what people of managed accounts have sent for approval, seen
// from a moment.
func Approvals(now time.Time) (rs []approval.Request) {
	number := map[string]int64{Northwind: 2032, Cascade: 1000}
	const hour, days = time.Hour, 24 * time.Hour
	add := func(by Person, ago time.Duration, s service.Service, kind approval.Kind, to int64, comment string) *approval.Request {
		a := Account(by.Account)
		number[a.ParentID]++
		at := now.Add(-ago).Truncate(time.Millisecond)
		r := approval.Request{
			ID: db.FirstID(at), Number: number[a.ParentID], AccountID: a.ID, ParentID: a.ParentID, Kind: kind, State: approval.Pending,
			ServiceID: s.ID, ServiceName: s.Name, Currency: currencies[s.LocationID],
			AskedBy: by.ID, AskedByName: by.Name, AskedAt: at, Comment: comment, DueAt: at.Add(2 * days), ExpiresAt: at.Add(30 * days), Version: 1,
			AccountName: a.Name, Reference: a.Reference,
		}
		changed(&r, s, to)
		if ago > 2*days {
			r.RemindedAt = &r.DueAt
		}
		r.Search = account.Bare(r.Name() + "\n" + r.ServiceName + "\n" + r.ServiceID + "\n" + r.AskedByName)
		rs = append(rs, r)
		return &rs[len(rs)-1]
	}
	end := func(r *approval.Request, as approval.State, by Person, after time.Duration, answer string) {
		at := r.AskedAt.Add(after)
		r.State, r.DecidedBy, r.DecidedByName, r.DecidedAt, r.Answer, r.RemindedAt = as, by.ID, by.Name, &at, answer, nil
	}
	speed := func(by Person, ago time.Duration, n int, comment string) *approval.Request {
		s := live(by.Account, n)
		return add(by, ago, s, approval.SpeedChange, faster(s), comment)
	}
	term := func(by Person, ago time.Duration, n int, comment string) *approval.Request {
		s := live(by.Account, n)
		return add(by, ago, s, approval.TermChange, longer(s), comment)
	}
	agreed := func(by Person, ago time.Duration, n int, comment string) *approval.Request {
		s := live(by.Account, n)
		return add(by, ago, priced(shorter(s)), approval.TermChange, int64(max(s.Term, 12)), comment)
	}
	end(agreed(Ben, 61*days, 1, "The plant stays for years."), approval.Approved, Theo, 5*hour, "")
	end(speed(Alice, 43*days, 1, "The plant gets cameras."), approval.Rejected, Pia, 26*hour, "The plant’s line is used at a tenth of its speed. Call us when the cameras are ordered.")
	end(term(Cory, 40*days, 0, ""), approval.Expired, Person{Name: "The portal"}, 30*days, "")
	end(agreed(Bea, 21*days, 0, "We stay where we are."), approval.Approved, Tariq, 50*time.Minute, "Thank you. The price falls at once.")
	failed := speed(Bea, 16*days, 1, "For the new sorting hall.")
	end(failed, approval.Failed, Theo, 3*hour, "")
	failed.Problem = failed.ServiceName + " was locked by Bea Lindqvist. A Company Admin can change it, or unlock it."
	end(term(Alice, 9*days, 0, "Are three years cheaper?"), approval.Withdrawn, Alice, 40*time.Minute, "")
	speed(Cory, 74*hour, 1, "The imaging centre opens on the first of the month.")
	speed(Bea, 52*hour, 0, "Both sorting halls send through it now.")
	term(Dev, 29*hour, 0, "")
	speed(Ben, 28*hour, 2, "The backup window overruns since the second line opened. Please before Friday.")
	add(Cory, 6*hour, live(Cobalt, 2), approval.Termination, 0, "The clinic moved out.")
	term(Bea, 14*time.Minute, 1, "")
	return rs
}

// changed fills in what a request asks of a service, and what that costs at the
// prices of the cast.
func changed(r *approval.Request, s service.Service, to int64) {
	then := s
	r.Asked.Products = []string{s.ProductID}
	switch r.Kind {
	case approval.SpeedChange:
		then.Speed, r.Asked.Speed = to, to
		r.Summary = approval.NewSpeed(s, then)
	case approval.TermChange:
		then.Term, r.Asked.Term = int(to), int(to)
		r.Summary = approval.NewTerm(s, then)
	default:
		r.Asked.EndsOn, r.Asked.On, r.Asked.Reason = "term", &s.TermEndsOn, "The project has ended"
		r.Summary = s.Product.Name + " “" + s.Name + "”, " + s.Terms()
	}
	r.RetailNow, r.CostNow = s.MonthlyRetail, s.MonthlyCost
	r.RetailThen, r.CostThen = quoted(then)
	if r.Kind == approval.Termination {
		r.RetailThen, r.CostThen = price.NewRetail(r.Currency, 0), price.NewCost(r.Currency, 0)
	}
	for i, row := range values(then) {
		r.Asked.Rows = append(r.Asked.Rows, approval.Row{Field: row.Field, Was: values(s)[i].Now, Now: row.Now})
	}
}

// values are those of a service, in words.
func values(s service.Service) []approval.Row {
	return []approval.Row{
		{Field: "Product", Now: s.Product.Name}, {Field: "Speed", Now: s.Rate()}, {Field: "Location", Now: s.Where()}, {Field: "Term", Now: s.Terms()},
	}
}

// Queues are how the partners of the cast have set their queues up.
func Queues() []approval.Policy {
	return []approval.Policy{
		{AccountID: Northwind, LastNumber: 2043, DueDays: 2, ExpiresDays: 30, Version: 1},
		{AccountID: Cascade, LastNumber: 1001, DueDays: 2, ExpiresDays: 30, Version: 1},
	}
}

// ApprovalRules are what Northwind lets pass without looking.
func ApprovalRules() []approval.Rule {
	return []approval.Rule{{
		ID: db.FirstID(founded), AccountID: Northwind, Name: "Small cross connects of Cobalt Health", Kind: approval.SpeedChange, ProductID: VXC, BelowID: Cobalt,
		Currency: "AUD", AtMost: price.NewCost("AUD", 20_000), Active: true, MadeByName: Pia.Name, MadeAt: founded, Version: 1,
	}}
}
