package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/visits"
	"github.com/tenantry/tenantry/web/route"
)

func visitStories() []story {
	filtered, none, empty, older := accessPage(), accessPage(), accessPage(), accessPage()
	filtered.Filter.Mode, filtered.Chips = visit.ActsAs, []ui.Condition{{Label: "How", Value: "Acted as somebody", Remove: filtered.Clear}}
	filtered.Page.Live, filtered.Page.Ended = filtered.Page.Live[:1], []visit.Entry{filtered.Page.Ended[0], filtered.Page.Ended[4]}
	filtered.Result = "3 visits"
	none.Filter, none.Chips, none.Page, none.Result = filtered.Filter, filtered.Chips, visit.Page{Here: 2}, "0 visits"
	empty.Page, empty.Result = visit.Page{}, "0 visits"
	older.Page.Live, older.Later, older.Older, older.Result = nil, older.Clear, older.Clear, "5 older visits"
	return []story{
		{"access", route.Access("{key}"), visits.Index(accessPage())},
		{"access-filtered", "", visits.Index(filtered)},
		{"access-no-match", "", visits.Index(none)},
		{"access-empty", "", visits.Index(empty)},
		{"access-older", "", visits.Index(older)},
		{"live-visits", route.Visits("{key}"), visits.Live(livePage(cast.Olive, visitsNow()...))},
		{"live-visits-agent", "", visits.Live(livePage(cast.Sam, visitsNow()...))},
		{"live-visits-none", "", visits.Live(livePage(cast.Olive))},
	}
}

// stay is a visit to Acme that began some time ago and took, in minutes; 0 is still under way.
func stay(who cast.Person, began time.Duration, minutes int) visit.Entry {
	from := cast.Account(who.Account)
	e := visit.Entry{Who: who.Name, Company: from.Name, CompanyKind: from.Kind, Account: acme.Name}
	e.ID, e.AccountID, e.EnteredAt, e.LeftWhy = "0visit", acme.ID, now.Add(-began), visit.Returned
	if minutes > 0 {
		left := e.EnteredAt.Add(time.Duration(minutes) * time.Minute)
		e.LeftAt = &left
	}
	return e
}

// inPlace makes a stay one in somebody's place.
func inPlace(e visit.Entry, as cast.Person, reason, ticket string) visit.Entry {
	ends := e.EnteredAt.Add(visit.Length)
	e.As, e.AsID, e.Reason, e.Ticket, e.EndsAt, e.LeftWhy = as.Name, as.ID, reason, ticket, &ends, visit.Exited
	return e
}

// accessPage is who was, and is, in Acme, as Alice reads it.
func accessPage() visits.IndexPage {
	s := shell(cast.Alice, companyRoom, "Access")
	const day = 24 * time.Hour
	changed := inPlace(stay(cast.Sam, 20*time.Hour, 17), cast.Ben, "Set the VLAN as asked on the phone", "MER-4797")
	changed.Changes, changed.WritesWhy = 2, "VLAN 318 instead of 381"
	looked := stay(cast.Pia, 8*day, 4)
	looked.Looked = []string{string(access.ReadOnly)}
	viewed := stay(cast.Tariq, 4*day, 25)
	viewed.Changes = 1
	stopped := inPlace(stay(cast.Sam, 20*day, 9), cast.Alice, "Cannot see the new router", "MER-4688")
	stopped.LeftWhy, stopped.EndedBy, stopped.ExtendedWhy = visit.Stopped, cast.Alice.Name, "The carrier has not answered yet"
	list := route.Access(cast.Acme)
	return visits.IndexPage{
		Shell: s, Faces: companyFaces(s.By, "Access"), Sides: accessSides(s.By, "Visits"), Clear: list, Export: route.AccessExport(cast.Acme), Result: "7 visits",
		More: []ui.Choice{{Label: "How", Name: "how", Options: []ui.Option{{Label: "Any"}, {Value: "act", Label: "Acted as somebody"}}}},
		Page: visit.Page{
			Here:  2,
			Live:  []visit.Entry{visitsNow()[0], stay(cast.Pia, 30*time.Minute, 0)},
			Ended: []visit.Entry{changed, viewed, looked, stay(cast.Pia, 9*day, 68), stopped},
		},
	}
}

// visitsNow are two that are under way.
func visitsNow() []visit.Entry {
	one := inPlace(stay(cast.Sam, 11*time.Minute, 0), cast.Alice, "Port flapping since 09:00", "MER-4821")
	two := inPlace(stay(cast.Pia, 4*time.Minute, 0), cast.Ben, "Show how a key is made", "")
	two.WritesAt, two.WritesWhy, two.Changes = ago(time.Minute), "Make the first key together", 1
	return []visit.Entry{one, two}
}

// livePage is who acts in somebody's place now, as the operator's people see it.
func livePage(who cast.Person, es ...visit.Entry) visits.LivePage {
	p := visits.LivePage{Shell: shell(who, visitsRoom, "Live visits"), Sides: accessSides(who.Caller(), "Live visits"), Watch: visit.Watch{Live: es, Total: int64(len(es))}}
	for i := range 31 {
		p.Days = append(p.Days, now.Truncate(24*time.Hour).AddDate(0, 0, i-29))
	}
	p.Watch.Began = make([]int64, 30)
	if len(es) > 0 {
		copy(p.Watch.Began, []int64{0, 2, 1, 0, 0, 3, 4, 2, 2, 1, 0, 0, 5, 3, 2, 4, 2, 0, 0, 1, 3, 7, 2, 1, 0, 0, 2, 3, 4, 2})
	}
	return p
}
