package main

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/web/route"
)

// The services of Acme that the pages are about.
const core, late, idle, waiting = "p-7f2k", "x-12rn", "p-6d9h", "x-20ce"

func oneServiceStories() []story {
	return []story{
		{"service", route.Service("{key}", "{service}"), services.Show(servicePage(cast.Alice, core))},
		{"service-partner", "", services.Show(servicePage(cast.Pia, core))},
		{"service-technical", "", services.Show(servicePage(cast.Ben, core))},
		{"service-no-prices", "", services.Show(pricelessService())},
		{"service-waits", "", services.Show(askedService())},
		{"service-locked", "", services.Show(lockedService())},
		{"service-failed", "", services.Show(failedService())},
		{"service-design", "", services.Show(servicePage(cast.Alice, idle))},
		{"service-cancelled", "", services.Show(servicePage(cast.Alice, late))},
		{"service-ended", "", services.Show(endedService())},
		{"service-tag-error", "", services.Show(wrongTag())},
		{"service-edit", route.ServiceEdit("{key}", "{service}"), services.Edit(editPage())},
		{"service-edit-errors", "", services.Edit(wrongEdit())},
		{"service-edit-refused", "", services.Edit(refusedEdit())},
		{"service-speed", route.ServiceSpeed("{key}", "{service}"), services.Change(changePage(cast.Alice, true))},
		{"service-speed-partner", "", services.Change(changePage(cast.Pia, true))},
		{"service-speed-errors", "", services.Change(wrongChange())},
		{"service-speed-late", "", services.Change(lateChange())},
		{"service-speed-waits", "", services.Change(waitingChange())},
		{"service-term", route.ServiceTerm("{key}", "{service}"), services.Change(changePage(cast.Alice, false))},
		{"service-end", route.ServiceEnd("{key}", "{service}"), services.End(endPage(cast.Alice, core))},
		{"service-end-partner", "", services.End(endPage(cast.Pia, core))},
		{"service-end-no-prices", "", services.End(pricelessEnd())},
		{"service-end-errors", "", services.End(wrongEnd())},
		{"service-end-refused", "", services.End(refusedEnd())},
		{"all-services", route.AllServices("{key}"), services.All(allPage())},
		{"all-services-no-match", "", services.All(noneOfAll())},
		{"all-services-empty", "", services.All(emptyAll())},
	}
}

// one is a service of Acme with the prices that a caller may see.
func one(id string, by access.Caller) service.Service {
	ss := acmes()
	s := ss[slices.IndexFunc(ss, func(s service.Service) bool { return s.ID == id })]
	return seen(s, by)
}

func seen(s service.Service, by access.Caller) service.Service {
	s.MonthlyRetail, s.MonthlyCost = s.MonthlyRetail.For(by), s.MonthlyCost.For(by)
	s.OnceRetail, s.OnceCost = s.OnceRetail.For(by), s.OnceCost.For(by)
	if s.Status != service.Design {
		at := s.CreatedAt
		live := at.AddDate(0, 0, 2)
		s.OrderedAt, s.OrderedByName = &at, cast.Alice.Name
		if s.Status != service.Ordered && s.Status != service.Deployable {
			s.LiveAt = &live
		}
	}
	if s.Status == service.Cancelled {
		s.EndsOn, s.EndReason, s.EndNote = &s.TermEndsOn, "It moves to a cloud-native solution", "The database moved in August."
	}
	return s
}

// frame is the frame of a page about a service of Acme, for who has it in sight.
func frame(who cast.Person, title string) layout.Shell {
	s := shell(who, servicesRoom, title)
	if who.Account == cast.Northwind {
		s = viewing(acme, who)
	}
	s.Title, s.Now = title, now
	return s
}

func servicePage(who cast.Person, id string) services.ShowPage {
	p := services.ShowPage{Account: acme}
	p.Shell = frame(who, "")
	s := one(id, p.By)
	p.Title = s.Name
	p.Standing.Service = s
	for _, g := range cast.Services(cast.Acme) {
		for _, u := range g.Under {
			switch {
			case g.ID == id:
				p.Standing.Under = append(p.Standing.Under, seen(u, p.By))
			case u.FarID == id && u.Status != service.Design:
				p.Standing.Leading = append(p.Standing.Leading, seen(u, p.By))
				p.Standing.Starts = map[string]string{g.ID: g.Name}
			case u.ID == id:
				p.Standing.Port = g.Service
			}
		}
	}
	p.Ledger = record.Ledger{Caption: "History of " + s.Name + ", newest first", People: true, Facts: factsOf(s)}
	if who.Account == cast.Acme {
		p.Partner, p.Standing.Queued = northwind.Name, true
		p.Standing.Tags = []service.Tag{{Name: "Cost centre", Value: "4410"}, {Name: "production"}}
	}
	return p
}

// factsOf is what was done to a service, newest first.
func factsOf(s service.Service) (fs []record.Fact) {
	at := now
	did := func(who cast.Person, kind event.Kind, changes ...event.Change) {
		at = at.Add(-50 * time.Hour)
		fs = append(fs, record.Fact{
			Event: event.Event{Kind: kind, UserName: who.Name, SubjectName: s.Name, Changes: changes, At: at},
			From:  cast.Account(who.Account).Name,
		})
	}
	if s.Status != service.Design {
		did(cast.Alice, event.ServiceTagged, event.Change{Field: "Tag", Now: "Cost centre: 4410"})
		did(cast.Alice, event.ServiceChanged, event.Change{Field: "Speed", Was: "1 Gbps", Now: s.Rate()})
		did(cast.Sam, event.ServiceLive)
		did(cast.Theo, event.ServiceOrdered)
	}
	did(cast.Ben, event.ServiceDesigned)
	return fs
}

// pricelessService is one of an account whose people see no prices.
func pricelessService() services.ShowPage {
	p := services.ShowPage{Shell: shell(cast.Bea, servicesRoom, ""), Account: cast.Account(cast.BlueBottle), Partner: northwind.Name}
	s := seen(cast.Services(cast.BlueBottle)[0].Service, p.By)
	p.Title, p.Standing.Service = s.Name, s
	p.Ledger = record.Ledger{Caption: "History of " + s.Name, People: true, Facts: factsOf(s)[:2]}
	return p
}

// request is what waits for approval of one kind.
func request(kind approval.Kind) approval.Request {
	return approval.Request{ID: "1", Number: 2041, Kind: kind, State: approval.Pending, AccountID: cast.Acme, ParentID: cast.Northwind, AskedByName: cast.Ben.Name, Summary: "Sydney core, 10 Gbps to 100 Gbps"}
}

func askedService() services.ShowPage {
	p := servicePage(cast.Alice, core)
	p.Standing.Open = []approval.Request{request(approval.SpeedChange)}
	return p
}

func lockedService() services.ShowPage {
	p := servicePage(cast.Ben, core)
	p.Standing.Service.Locked, p.Standing.Service.LockedByName = true, cast.Alice.Name
	return p
}

func failedService() services.ShowPage {
	p := servicePage(cast.Alice, waiting)
	p.Standing.Service.Problem = "The cross connect was refused at the other end: the VLAN 410 is taken."
	return p
}

func endedService() services.ShowPage {
	p := servicePage(cast.Alice, late)
	s := &p.Standing.Service
	s.Status, s.EndedAt = service.Decommissioned, s.EndsOn
	return p
}

func wrongTag() services.ShowPage {
	p := servicePage(cast.Alice, core)
	p.Tag = service.TagDraft{Name: "site=sydney"}
	p.Problems, p.Invalid = fault.Fields{{Field: "name", Text: "Leave = out of the name"}}, true
	return p
}
