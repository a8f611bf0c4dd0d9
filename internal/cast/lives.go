package cast

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
)

// orderers are the people who order for each account: a partner's at once for
// its customers.
var orderers = map[string]Person{Northwind: Tariq, Cascade: Cara, Lakeside: Leo, Meridian: Sol}

// How long before a service was live what led to it happened.
const (
	drawnBefore    = 21 * time.Hour
	orderedBefore  = 20 * time.Hour
	acceptedBefore = 17 * time.Hour
	builtBefore    = 5 * time.Hour
)

// lead gives a service the days and the people of one that was drawn by one and
// ordered by another through the portal, seen from a moment. CreatedAt is when
// it went live, or would have: what is on its way was ordered a few days ago.
func lead(s service.Service, drew, ordered Person, now time.Time) service.Service {
	live := s.CreatedAt
	if live.After(now) {
		live = now
	}
	s.CreatedByName, s.Version, s.EndReason = drew.Name, 1, ""
	if s.Status == service.Design {
		s.CreatedAt = now.Add(-lately(s.ID)).Truncate(time.Minute)
		return s
	}
	if onItsWay(s) {
		live = now.Add(orderedBefore - lately(s.ID)).Truncate(time.Minute)
	} else {
		s.LiveAt = &live
	}
	at := live.Add(-orderedBefore)
	s.CreatedAt, s.OrderedAt, s.OrderedByName = live.Add(-drawnBefore), &at, ordered.Name
	s.Version = int64(1 + slices.Index(service.Statuses, s.Status))
	if s.Status == service.Configured || s.LiveAt != nil {
		s.Circuit = fmt.Sprintf("MN-%06d", mixed(s.ID)%1_000_000)
	}
	for s.TermBeginsOn = service.AddMonths(s.TermEndsOn, -s.Term); !s.TermEndsOn.After(service.Midnight(now)); {
		s.TermEndsOn = s.NextEnd()
	}
	if s.Status == service.Cancelled {
		ends := s.TermEndsOn
		s.EndsOn, s.EndReason = &ends, "The project has ended"
	}
	return s
}

// onItsWay reports whether somebody still builds a service.
func onItsWay(s service.Service) bool {
	return slices.Contains([]service.Status{service.Ordered, service.Deployable, service.Configured}, s.Status)
}

// lately is some time between two and eight days that is always the same for an id.
func lately(id string) time.Duration {
	return 48*time.Hour + time.Duration(mixed(id)%(6*24*60))*time.Minute
}

// mixed is a number that follows from an id.
func mixed(id string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return h.Sum32()
}

// sold is the lowest speed of a product that is not below another one.
func sold(product string, speed int64) int64 {
	speeds := productOf(product).Speeds
	i := slices.IndexFunc(speeds, func(s int64) bool { return s >= speed })
	if i < 0 {
		return speeds[len(speeds)-1]
	}
	return speeds[i]
}

func productOf(id string) catalog.Product {
	return Products[slices.IndexFunc(Products, func(p catalog.Product) bool { return p.ID == id })]
}

// detailed fills in the fields of a product; n tells connections under one
// service apart.
func detailed(s service.Service, n int) service.Service {
	switch s.ProductID {
	case Port:
		s.Details = map[string]string{"interface": "LR"}
	case IX:
		s.Details = map[string]string{"asn": fmt.Sprint(65000 + mixed(s.ID)%500)}
	case MVE:
		s.Details = map[string]string{"vendor": "Fortinet", "size": "4 vCPU, 16 GB"}
	case VXC:
		s.Details = map[string]string{"vlan": fmt.Sprint(1200 + n)}
	}
	return s
}

// portal is who carries on what was ordered.
var portal = access.Caller{User: "portal", Name: "The portal", Account: Meridian, Kind: access.Operator, Seat: Meridian, SeatKind: access.Operator, Origin: access.Origin{Request: "cast"}}

// fact is one fact in the life of a service.
type fact struct {
	kind event.Kind
	by   access.Caller
	at   time.Time
	what []event.Change
}

// facts are what the record has of the life of a service so far; rs are what was
// asked for.
func facts(s service.Service, rs []approval.Request, now time.Time) []fact {
	s.Product, s.Location = productOf(s.ProductID), Locations[slices.IndexFunc(Locations, func(l catalog.Location) bool { return l.ID == s.LocationID })]
	drawn := event.Change{Field: s.Product.Name, Now: s.Rate() + ", " + s.Where()}
	fs := []fact{{event.ServiceDesigned, named(s.CreatedByName).in(s.AccountID), s.CreatedAt, []event.Change{drawn}}}
	if s.Status == service.Design {
		return fs
	}
	if agreedOn(s, rs) {
		s = shorter(s)
	}
	orderer, live := named(s.OrderedByName).in(s.AccountID), s.OrderedAt.Add(orderedBefore)
	fs = append(fs,
		fact{event.ServiceOrdered, orderer, *s.OrderedAt, []event.Change{drawn, {Field: "Term", Now: s.Terms()}}},
		fact{event.ServiceAccepted, portal, live.Add(-acceptedBefore), nil},
		fact{event.ServiceBuilt, portal, live.Add(-builtBefore), []event.Change{{Field: "Circuit", Now: s.Circuit}}},
		fact{event.ServiceLive, portal, live, []event.Change{{Field: "Term", Now: s.Terms()}, {Field: "Term ends", Now: service.AddMonths(s.TermBeginsOn, s.Term).Format("2 Jan 2006")}}},
	)
	switch s.Status {
	case service.Ordered, service.Deployable, service.Configured:
		return fs[:1+slices.Index(service.Statuses, s.Status)]
	case service.Cancelled:
		return append(fs, fact{event.ServiceCancelled, orderer, now.Add(-lately(s.ID)), []event.Change{{Field: "Reason", Now: s.EndReason}}})
	case service.Decommissioned:
		return append(fs, fact{event.ServiceEnded, orderer, *s.EndedAt, []event.Change{{Field: "Reason", Now: s.EndReason}}})
	}
	return fs
}

// named is somebody of the cast by their name.
func named(name string) Person {
	all := Everyone()
	return all[slices.IndexFunc(all, func(p Person) bool { return p.Name == name })]
}

// in is the person acting in an account: their own, or one that they view.
func (p Person) in(key string) access.Caller {
	by := p.Caller()
	if key != p.Account {
		by.Account, by.Kind = key, access.Managed
	}
	return by
}

// outcomes are the facts of requests that ended.
var outcomes = map[approval.State]event.Kind{
	approval.Approved: event.RequestApproved, approval.Rejected: event.RequestRejected, approval.Withdrawn: event.RequestWithdrawn,
	approval.Expired: event.RequestExpired, approval.Failed: event.RequestFailed,
}

// recordServices writes down the lives of all services, and what was asked for.
func recordServices(tx *db.Tx, ss []service.Service) error {
	by, now := tx.By, tx.Now
	defer func() { tx.By, tx.Now = by, now }()
	rs := Approvals(now)
	for _, s := range ss {
		for _, f := range facts(s, rs, now) {
			tx.By, tx.Now = f.by, f.at
			if err := event.Record(tx, f.kind, s.AccountID, s.Subject(), f.what...); err != nil {
				return err
			}
		}
	}
	for _, r := range rs {
		asked := event.Change{Field: r.Kind.Word(), Now: r.Summary}
		tx.By, tx.Now = person(r.AskedBy).Caller(), r.AskedAt
		if err := event.Record(tx, event.RequestSent, r.AccountID, r.Subject(), asked); err != nil {
			return err
		}
		if r.DecidedAt == nil {
			continue
		}
		tx.By, tx.Now = portal, *r.DecidedAt
		if r.DecidedBy != "" {
			tx.By = person(r.DecidedBy).Caller()
		}
		what := []event.Change{asked}
		if r.Answer != "" {
			what = append(what, event.Change{Field: "Comment", Now: r.Answer})
		}
		if r.Problem != "" {
			what = append(what, event.Change{Field: "Why", Now: r.Problem})
		}
		if err := event.Record(tx, outcomes[r.State], r.AccountID, r.Subject(), what...); err != nil {
			return err
		}
	}
	return nil
}

// priced gives a service the prices of the book. A design has none yet.
func priced(s service.Service) service.Service {
	if s.Status == service.Design {
		return s
	}
	c := currencies[s.LocationID]
	s.MonthlyRetail, s.MonthlyCost = quoted(s)
	retail, cost := once(s.ProductID, c)
	s.OnceRetail, s.OnceCost = price.NewRetail(c, retail), price.NewCost(c, cost)
	return s
}
