package main

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
	face "github.com/tenantry/tenantry/templates/dashboard"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// dashboardRoom is the first room of most accounts.
const dashboardRoom = "Dashboard"

func dashboardStories() []story {
	ember := cast.Account(cast.Ember)
	empty, quiet := partnerDashboard(), partnerDashboard()
	empty.Dashboard = dashboard.Dashboard{At: now, Account: northwind, Days: 30, Services: dashboard.Services{}}
	empty.Dashboard.Account.Tally = account.Tally{}
	quiet.Shell, quiet.Needs, quiet.Activity, quiet.Ending = shell(cast.Rory, dashboardRoom, dashboardRoom), nil, nil, service.Ending{}
	return []story{
		{"dashboard", route.Dashboard("{key}"), face.Show(partnerDashboard())},
		{"dashboard-quiet", "", face.Show(quiet)},
		{"dashboard-first", "", face.Show(empty)},
		{"dashboard-managed", "", face.Show(managedDashboard(acme, allowed(cast.Alice)))},
		{"dashboard-managed-empty", "", face.Show(managedDashboard(ember, allowed(cast.Ben)))},
		{"dashboard-viewing", "", face.Show(managedDashboard(acme, viewingDashboard()))},
	}
}

// allowed is the frame of somebody of a managed account whose partner shows it the dashboard.
func allowed(who cast.Person) layout.Shell {
	s := shell(who, dashboardRoom, dashboardRoom)
	s.By.Sees |= access.SeesDashboard
	s.Tabs = tabs(s.By, dashboardRoom)
	return s
}

// viewingDashboard is the frame in which a partner's person sees it.
func viewingDashboard() layout.Shell {
	s := viewing(acme, cast.Pia)
	s.Title, s.Tabs = dashboardRoom, tabs(s.By, dashboardRoom)
	return s
}

// counted adds up the services of managed accounts, those of the first as one's own.
func counted(accounts ...account.Account) (s dashboard.Services) {
	s.Counts, s.All, s.Own = map[string]dashboard.Counts{}, dashboard.Counts{}, dashboard.Counts{}
	for i, a := range accounts {
		for _, g := range cast.Services(a.ID) {
			for _, one := range append(slices.Clone(g.Under), g.Service) {
				if one.Status == service.Decommissioned {
					continue
				}
				if s.Counts[one.ProductID] == nil {
					s.Counts[one.ProductID] = dashboard.Counts{}
				}
				s.Counts[one.ProductID][one.Status]++
				s.All[one.Status]++
				if i == 0 {
					s.Own[one.Status]++
				}
			}
		}
	}
	s.Products = slices.DeleteFunc(slices.Clone(cast.Products), func(p catalog.Product) bool { return s.Counts[p.ID] == nil })
	return s
}

// ending are the first terms of some accounts that end in the days to come.
func ending(days int, accounts ...account.Account) (e service.Ending) {
	for _, a := range accounts {
		for _, g := range cast.Services(a.ID) {
			for _, s := range append(slices.Clone(g.Under), g.Service) {
				if s.Term > 1 && s.Status == service.Live && s.TermEndsOn.After(now) && s.TermEndsOn.Before(now.AddDate(0, 0, days)) {
					e.Number++
					if s.Renews {
						e.Renewing++
					}
					e.First = append(e.First, s)
				}
			}
		}
	}
	slices.SortFunc(e.First, func(a, b service.Service) int { return a.TermEndsOn.Compare(b.TermEndsOn) })
	e.First = e.First[:min(len(e.First), 8)]
	return e
}

func partnerDashboard() face.ShowPage {
	accounts := cast.Accounts(cast.Northwind)
	one := func(a account.Account, id, name string) account.Named {
		return account.Named{ID: id, Name: name, Account: a.ID}
	}
	cobalt, ember := cast.Account(cast.Cobalt), cast.Account(cast.Ember)
	d := dashboard.Dashboard{
		At: now, Account: northwind, New: account.Glance{Number: 3}, Services: counted(accounts...), Days: 30, Ending: ending(30, accounts...),
		Needs: []dashboard.Need{
			{What: dashboard.LockedOut, Glance: account.Glance{Number: 1, First: []account.Named{one(northwind, "s-1", cast.Theo.Name)}}},
			{What: dashboard.Entry, Glance: account.Glance{Number: 1, First: []account.Named{one(northwind, "q-1", cast.Sam.Name)}}},
			{What: dashboard.Unreachable, Glance: account.Glance{Number: 7, First: []account.Named{one(ember, ember.ID, ember.Name), one(cobalt, cobalt.ID, cobalt.Name), one(acme, acme.ID, acme.Name)}}},
			{What: dashboard.Invitations, Glance: account.Glance{Number: 2, First: []account.Named{one(acme, "s-2", "Nora Field"), one(northwind, "s-3", "Jonas Brink")}}},
			{What: dashboard.Requests, Glance: account.Glance{Number: 1, First: []account.Named{one(cobalt, "r-1", cobalt.Name)}}},
			{What: dashboard.Vacant, Glance: account.Glance{Number: 1, First: []account.Named{one(ember, ember.ID, ember.Name)}}},
			{What: dashboard.Designs, Glance: account.Glance{Number: 1}},
		},
		Names: map[string]string{},
	}
	for _, a := range append(accounts, northwind) {
		d.Names[a.ID] = a.Name
	}
	at := now
	did := func(who cast.Person, a account.Account, kind event.Kind, subject string, changes ...event.Change) {
		at = at.Add(-71 * time.Minute)
		d.Activity = append(d.Activity, event.Event{Kind: kind, AccountID: a.ID, UserName: who.Name, SubjectName: subject, Changes: changes, At: at})
	}
	did(cast.Pia, acme, event.AccountEntered, acme.Name, event.Change{Field: "As", Now: northwind.Name})
	did(cast.Pia, northwind, event.SignedIn, cast.Pia.Name)
	did(cast.Theo, northwind, event.SignInRefused, cast.Theo.Name)
	did(cast.Pia, acme, event.UserInvited, "Nora Field")
	did(cast.Alice, acme, event.FactorAdded, cast.Alice.Name)
	did(cast.Pia, cobalt, event.SettingChanged, cobalt.Name, event.Change{Field: "Show Pricing", Was: "Inherited (Off)", Now: "On"})
	did(cast.Tariq, cobalt, event.AccountLeft, cobalt.Name)
	did(cast.Pia, northwind, event.DefaultChanged, northwind.Name, event.Change{Field: "Service Approval Queue", Was: "Not set", Now: "On"})
	did(cast.Pia, ember, event.AccountCreated, ember.Name)
	did(cast.Pia, ember, event.UserInvited, "Hugo Ember")
	return face.ShowPage{Shell: shell(cast.Pia, dashboardRoom, dashboardRoom), Dashboard: d}
}

// managedDashboard is what people of a managed account see, or their partner's.
func managedDashboard(a account.Account, frame layout.Shell) face.ShowPage {
	s := counted(a)
	d := dashboard.Dashboard{At: now, Account: a, Services: s, Days: 90, Ending: ending(90, a)}
	for what, statuses := range map[dashboard.What][]service.Status{
		dashboard.Designs: {service.Design}, dashboard.Unlit: {service.Configured}, dashboard.Awaited: {service.Ordered, service.Deployable},
	} {
		if n := s.Own.Sum(statuses...); n > 0 {
			d.Needs = append(d.Needs, dashboard.Need{What: what, Glance: account.Glance{Number: n}})
		}
	}
	slices.SortFunc(d.Needs, func(a, b dashboard.Need) int { return slices.Index(order, a.What) - slices.Index(order, b.What) })
	if frame.By.Role == cast.Alice.Role {
		for _, e := range partnerDashboard().Activity {
			if e.AccountID == a.ID {
				d.Activity = append(d.Activity, e)
			}
		}
	}
	return face.ShowPage{Shell: frame, Dashboard: d}
}

var order = []dashboard.What{dashboard.Designs, dashboard.Unlit, dashboard.Awaited}
