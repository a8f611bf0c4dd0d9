package attack_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestI10ActingEndsByItsTimeAndWhenItLiesIdle(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	for range 3 {
		a.Clock.Advance(9 * time.Minute)
		b.Open(home(cast.Alice)).Answers(http.StatusOK)
	}
	a.Clock.Advance(3 * time.Minute)
	b.Open(home(cast.Alice)).Answers(http.StatusConflict).Sees("Its time was over.")
	b = a.Acting(cast.Sam, cast.Alice)
	a.Clock.Advance(11 * time.Minute)
	b.Open(home(cast.Alice)).Answers(http.StatusConflict).Sees("Nothing was asked for in ten minutes.")
	a.Acting(cast.Pia, cast.Alice)
	a.Clock.Advance(31 * time.Minute)
	if n, err := a.Sessions.CloseActs(t.Context()); n != 1 || err != nil || live(t, a) != 0 {
		t.Errorf("%d were closed: %v", n, err)
	}
	if n := query[int](t, a, "SELECT COUNT(*) FROM events WHERE kind = 'visit.ended' AND account_id = '"+cast.Acme+"'"); n != 3 {
		t.Errorf("%d ends are facts", n)
	}
}

func TestI11TheBarIsOnEveryPage(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	for address, status := range map[string]int{
		home(cast.Alice): 200, route.Dashboard(cast.Acme): 0, route.Role(cast.Acme): 200, route.ActingChanges(cast.Acme): 200, route.Users(cast.Acme): 200,
		route.Service(cast.Acme, "none"): 404, "/none": 404, route.Me: 409, route.Services(cast.Cobalt): 409, route.NewUser(route.Users(cast.Acme)): 0, "/a/none": 409,
	} {
		b.Open(address)
		if status != 0 && b.Status != status {
			t.Errorf("%s answers %d", address, b.Status)
		}
		if b.Count(".bar.acting.changing") != 1 || !strings.Contains(b.Text(".bar"), "Sam Reyes (Meridian Networks) acting as Alice Novak, Acme Robotics") || !strings.HasPrefix(b.Text("title"), "Acting as Alice: ") ||
			b.Count(".bar form[action='"+route.ActingEnd(cast.Acme)+"']") != 1 {
			t.Errorf("%s: %q under the title %q", address, b.Text(".bar"), b.Text("title"))
		}
	}
	b.Post(route.ActingExtension(cast.Acme), url.Values{"acting": {b.Value("acting")}, "reason": {""}}).Answers(http.StatusUnprocessableEntity)
	if b.Count(".bar.acting") != 1 {
		t.Error("a page with problems has no bar")
	}
}

func TestI12StoppingAlwaysWorks(t *testing.T) {
	for name, change := range map[string]string{
		"the role of who acts is gone":        "UPDATE seats SET role = 'Read Only' WHERE user_id = '" + cast.Sam.ID + "'",
		"the person must set up a factor":     "UPDATE accounts SET factor_required = TRUE WHERE id = '" + cast.Acme + "'",
		"the person is locked":                "UPDATE users SET status = 'locked' WHERE id = '" + cast.Alice.ID + "'",
		"the account is suspended":            "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Acme + "'",
		"the account is closed":               "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'",
		"consent was withdrawn":               "UPDATE consents SET answer = 'never'",
		"somebody else ended it a moment ago": "UPDATE visits SET left_at = entered_at, left_why = 'stopped' WHERE as_id <> ''",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := welcoming(t)
			b := a.Acting(cast.Sam, cast.Alice)
			run(t, a, change)
			b.Post(route.ActingEnd(cast.Acme), url.Values{}) // without a mark, as from any page
			if live(t, a) != 0 || b.Count(".bar.acting") != 0 {
				t.Errorf("it goes on: %d %s", b.Status, b.Text("main"))
			}
		})
	}
}

func TestI13StoppingLeadsBackToOnesOwnSessionUnderAnotherSecret(t *testing.T) {
	a := welcoming(t)
	b := a.Browser(cast.Sam)
	before := b.Thief()
	b.Act(cast.Sam, cast.Alice, a.Seat(cast.Alice))
	during := b.Thief()
	b.Press("Stop").Answers(http.StatusOK)
	for name, thief := range map[string]*apptest.Browser{"before it": before, "during it": during} {
		out(t, thief, route.Partners(cast.Meridian))
		out(t, thief, home(cast.Alice))
		thief.Post(route.ActingEnd(cast.Acme), url.Values{})
		if live(t, a) != 0 {
			t.Errorf("the cookie from %s brings it back", name)
		}
	}
	told := texts(t, a, "SELECT CAST(changes AS TEXT) FROM events WHERE kind = 'visit.refused' AND account_id = '"+cast.Acme+"' AND user_id = '"+cast.Sam.ID+"' AND as_id = '' AND visit_id <> '' AND address <> ''")
	if len(told) != 1 || !strings.Contains(told[0], "A cookie from before acting began, went on or ended was sent again.") { // the same within a minute is one
		t.Errorf("the record says %q", told)
	}
	in(t, b, route.Partners(cast.Meridian))
	a.Clock.Advance(9 * time.Minute)
	b.Act(cast.Sam, cast.Alice, a.Seat(cast.Alice)).Press("Stop")
	a.Clock.Advance(2 * time.Minute)
	b.Post(route.Acting(cast.Meridian, cast.Acme), start(t, a, cast.Alice)).Answers(http.StatusForbidden).Sees("Confirm that it is you") // neither beginning nor stopping is a proof
	b.Press("Confirm", "proof", cast.Password).Sees("acting as Alice Novak")
	a.Clock.Advance(31 * time.Minute)
	b.Post(route.ActingEnd(cast.Acme), url.Values{})
	if !strings.HasPrefix(b.Address, route.SignIn) {
		t.Errorf("without a session of one's own it leads to %s", b.Address)
	}
}

func TestI14EveryFactCarriesBothAndTheVisit(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	b.Open(route.ServiceEdit(cast.Acme, "p-7f2k")).Press("Save", "name", "Renamed by support").Answers(http.StatusOK)
	b.Press("Stop")
	for _, kind := range []string{"visit.started", "visit.opened", "service.changed", "visit.ended"} {
		n := query[int](t, a, "SELECT COUNT(*) FROM events WHERE kind = '"+kind+"' AND account_id = '"+cast.Acme+"' AND user_id = '"+cast.Sam.ID+"' AND user_name = 'Sam Reyes' AND as_id = '"+cast.Alice.ID+
			"' AND as_name = 'Alice Novak' AND visit_id = (SELECT id FROM visits WHERE as_id <> '') AND request_id <> '' AND address <> '' AND seat_id <> ''")
		if n != 1 {
			t.Errorf("%d facts %s name both", n, kind)
		}
	}
	_, err := a.Raw().Exec("INSERT INTO events (id, account_id, parent_id, kind, user_id, user_name, as_id, as_name, visit_id, seat_id, subject_id, subject_name, changes, request_id, address, device, at, place, hash) " +
		"SELECT 'x', account_id, parent_id, kind, user_id, user_name, 'somebody', '', '', seat_id, subject_id, subject_name, changes, request_id, address, device, at, place + 1000, hash FROM events WHERE kind = 'service.changed'")
	if err == nil {
		t.Error("the database takes a fact in somebody's place without the visit")
	}
}

func TestI15WhatIsSentMeanwhileSaysWhoSentIt(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	b.Open(route.Markets(cast.Acme)).Post(route.Markets(cast.Acme), url.Values{"acting": {b.Value("acting")}, "market": {"DE"}, "note": {"An office in Frankfurt"}})
	facts := query[string](t, a, "SELECT facts FROM letters WHERE kind = 'market_asked' ORDER BY id DESC")
	if !strings.Contains(facts, "Sam Reyes") || !strings.Contains(facts, "Alice Novak") {
		t.Error(facts)
	}
}

func TestI16TheCustomerIsToldAtOnce(t *testing.T) {
	a := welcoming(t)
	a.Acting(cast.Sam, cast.Ben)
	for _, p := range []cast.Person{cast.Alice, cast.Ben} {
		facts := query[string](t, a, "SELECT facts FROM letters WHERE kind = 'visit_started' AND to_address = '"+p.Email+"'")
		for _, want := range []string{"Sam Reyes", "Meridian Networks", "Port flapping since 09:00", "4711", "Ben Osei"} {
			if !strings.Contains(facts, want) {
				t.Errorf("the letter to %s does not say %s: %s", p.Name, want, facts)
			}
		}
	}
	a.Browser(cast.Alice).Open(route.Access(cast.Acme)).Answers(http.StatusOK).Sees("Sam Reyes").Sees("Ben Osei").Sees("Port flapping since 09:00").Sees("4711")
	a.Browser(cast.Alice).Open(route.Activity(cast.Acme)).Sees("Sam Reyes").Sees("Ben Osei")
}

func TestI17NothingOfThePersonsOwnChanges(t *testing.T) {
	a := welcoming(t)
	a.Browser(cast.Alice)
	look := func() string {
		return query[string](t, a, "SELECT CAST(signed_in_at AS TEXT) || status || name || email FROM users WHERE id = '"+cast.Alice.ID+"'") +
			query[string](t, a, "SELECT COUNT(*) || '' FROM sessions WHERE user_id = '"+cast.Alice.ID+"'") + query[string](t, a, "SELECT COUNT(*) || '' FROM events WHERE user_id = '"+cast.Alice.ID+"'") +
			query[string](t, a, "SELECT COUNT(*) || '' FROM devices WHERE user_id = '"+cast.Alice.ID+"'")
	}
	was := look()
	a.Clock.Advance(time.Hour)
	b := changing(t, a)
	b.Open(route.Dashboard(cast.Acme))
	b.Open(route.ServiceEdit(cast.Acme, "p-7f2k")).Press("Save", "name", "Renamed by support")
	b.Press("Stop")
	if now := look(); now != was {
		t.Errorf("%s became %s", was, now)
	}
	a.Browser(cast.Alice).Open(route.MyActivity).SeesNo("Renamed by support")
}

func TestI18AKillSwitchEndsAll(t *testing.T) {
	a := welcoming(t)
	sam, pia := changing(t, a), a.Acting(cast.Pia, cast.Ben)
	began := time.Now()
	a.Browser(cast.Olive).Post(route.VisitsEnd(cast.Meridian), url.Values{}).Answers(http.StatusOK)
	sam.Open(home(cast.Alice)).Answers(http.StatusConflict).Sees("You do not act as Alice Novak any more").Sees("Olive Okafor ended it.")
	pia.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), url.Values{"acting": {pia.Value("acting")}, "name": {"x"}}).Answers(http.StatusConflict).Sees("Olive Okafor ended it.")
	if took := time.Since(began); took > 5*time.Second || live(t, a) != 0 {
		t.Errorf("it took %v, %d act", took, live(t, a))
	}
}
