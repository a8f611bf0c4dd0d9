package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
	"github.com/tenantry/tenantry/templates/acting"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func actingStories() []story {
	errors := startPage(consent.Always)
	errors.Invalid = true
	errors.Problems = fault.Fields{{Field: "seat", Text: "Choose in whose place you act"}, {Field: "reason", Text: "Say why. The customer reads it"}}
	nobody := startPage(consent.Always)
	nobody.Asked.People = nil
	step := acting.StepPage{Shell: inPlaceOf(false), Act: anAct(), Account: acme}
	step.Title = "Make changes as Alice?"
	step.Bar.Acting.Changes = ""
	more := step
	more.Shell, more.More, more.Problems = inPlaceOf(true), true, fault.Fields{{Field: "reason", Text: "Say why. The customer reads it"}}
	more.Bar.Acting.Extend = ""
	more.Title, more.Invalid = "Half an hour more?", true
	elsewhere := acting.ElsewherePage{Shell: inPlaceOf(false), Act: anAct()}
	elsewhere.Title = "You are acting as Alice Novak"
	elsewhere.Mishap = mishap("409", elsewhere.Title, "In Acme Robotics, and nowhere else. Everything else opens in your own name again when you stop.")
	elsewhere.Mishap.Ways = []ui.Way{{Label: "Back to Acme Robotics", Text: "Go on where you act as Alice Novak", Href: route.Account(acme.ID)}}
	over := mishap("409", "You do not act as Alice Novak any more", "Its time was over. What you see now is in your own name.")
	over.Ways = []ui.Way{{Label: "Acme Robotics", Text: "The page from which you began", Href: route.PartnerAccount(meridian.ID, northwind.ID, acme.ID)}}
	refused := mishap("403", "Nothing was changed", "You act as Alice Novak and can read. Making changes is a second step, in the bar above.")
	return []story{
		{"acting-start", route.Acting("{key}", "{account}"), acting.Start(startPage(consent.Always))},
		{"acting-start-errors", "", acting.Start(errors)},
		{"acting-start-ask", "", acting.Start(startPage(consent.Ask))},
		{"acting-start-never", "", acting.Start(startPage(consent.Never))},
		{"acting-start-nobody", "", acting.Start(nobody)},
		{"acting-reading", "", services.Index(servicesOf(acme, inPlaceOf(false)))},
		{"acting-changing", "", services.Index(servicesOf(acme, inPlaceOf(true)))},
		{"acting-changes", route.ActingChanges("{key}"), acting.Step(step)},
		{"acting-extension-errors", route.ActingExtension("{key}"), acting.Step(more)},
		{"acting-elsewhere", "", acting.Elsewhere(elsewhere)},
		{"acting-refused", "", failed(retitled(inPlaceOf(false), refused.Title), refused)},
		{"acting-over", "", failed(known(cast.Sam, over.Title), over)},
	}
}

// startPage is where Sam begins to act in Acme, which says this to it.
func startPage(answer consent.Answer) acting.StartPage {
	p := acting.StartPage{
		Shell: shell(cast.Sam, partnersRoom, "Act as somebody of "+acme.Name), Back: route.PartnerAccount(meridian.ID, northwind.ID, acme.ID),
		Asked: auth.Asked{Account: acme, From: meridian, People: []user.Seat{seatIn(cast.Alice), seatIn(cast.Ben)}},
		Way:   consent.Way{Account: acme, From: meridian, Open: answer == consent.Always},
	}
	p.Way.InForce.Answer = answer
	return p
}

// anAct is Sam in Alice's place, for half an hour from six minutes ago.
func anAct() auth.Act {
	ends := now.Add(24 * time.Minute)
	return auth.Act{
		Visit: visit.Visit{ID: "0visit", AccountID: acme.ID, AsID: cast.Alice.ID, Reason: "Port flapping since 09:00", Ticket: "4711", EnteredAt: now.Add(-6 * time.Minute), EndsAt: &ends},
		As:    seatIn(cast.Alice), Account: acme, From: meridian,
	}
}

// inPlaceOf is the frame of Acme's services as Sam sees them in Alice's place.
func inPlaceOf(changes bool) layout.Shell {
	s := shell(cast.Alice, servicesRoom, "")
	s.By.User, s.By.Name, s.By.As, s.By.AsName, s.By.Home, s.By.Acting = cast.Sam.ID, cast.Sam.Name, cast.Alice.ID, cast.Alice.Name, meridian.ID, access.Reading
	act := anAct()
	b := &layout.Acting{
		Who: cast.Sam.Name, From: meridian.Name, As: cast.Alice.Name, First: "Alice", Reason: act.Reason, Ticket: act.Ticket, Until: *act.EndsAt, Left: 24 * 60,
		Changes: route.ActingChanges(acme.ID), Extend: route.ActingExtension(acme.ID), Stop: layout.Act{Label: "Stop acting as Alice", Post: route.ActingEnd(acme.ID)},
	}
	if changes {
		s.By.Acting, b.Changing, b.Changes = access.Changing, true, ""
		b.Reading = &layout.Act{Label: "Back to read-only", Post: route.ActingReading(acme.ID)}
	}
	s.Person.Email = ""
	s.Tabs = tabs(s.By, servicesRoom)
	s.Bar = &layout.Bar{Account: acme.Name, Role: string(cast.Alice.Role), Since: act.EnteredAt, Acting: b}
	return s
}
