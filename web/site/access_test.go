package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// renamed is Sam acting in Alice's place, who has renamed a service of Acme.
func renamed(t *testing.T, a *apptest.App) *apptest.Browser {
	t.Helper()
	b := a.Acting(cast.Sam, cast.Alice).Click("Make changes").Press("Make changes", "reason", "Rename the port as asked")
	return b.Open(route.ServiceEdit(cast.Acme, "p-7f2k")).Press("Save", "name", "Renamed").Answers(http.StatusOK).Sees("Renamed")
}

func TestAnAccountReadsWhoWasThereAndWhy(t *testing.T) {
	a := welcoming(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Post(route.Preview(cast.Acme), url.Values{"role": {"Read Only"}})
	a.Clock.Advance(time.Minute)
	sam := renamed(t, a)
	alice := a.Browser(cast.Alice).Open(route.Activity(cast.Acme)).Click("Access").At(route.Access(cast.Acme)).Sees("2 visits are under way.")
	alice.Sees("Sam Reyes").Sees("Meridian Networks").Sees("Acts as Alice Novak").Sees("making changes").Sees("Port flapping since 09:00").Sees("Ticket 4711").
		Sees("To make changes: Rename the port as asked").Sees("Pia Larsen").Sees("Views the account").Sees("previewed Read Only").Sees("Own work, no reason asked").Sees("None so far")
	one := alice.Tab().Open(route.Access(cast.Acme)).Click("1 change of Sam Reyes").Sees("Visit: Sam Reyes, ").Sees("Sam Reyes as Alice Novak").Sees("Renamed").SeesNo("Pia Larsen")
	one.Sees("Began to act as Alice Novak").Sees("Allowed changes while acting as Alice Novak").Sees("192.0.2.1")
	alice.Open(route.Access(cast.Acme)).Press("End now").At(route.Access(cast.Acme)).Sees("The visit is ended.").Sees("ended by Alice Novak").Sees("with changes").Sees("One visit is under way.")
	sam.Open(route.Services(cast.Acme)).Answers(http.StatusConflict)
	pia.Open(route.Services(cast.Acme)).Post(route.PreviewEnd(cast.Acme), url.Values{}).Post(route.Exit(cast.Acme), url.Values{})
	alice.Open(route.Access(cast.Acme)).Sees("Nobody is here now.").Sees("Viewed the account").Sees("previewed Read Only")
	rows := file(t, alice.Open(route.AccessExport(cast.Acme)).Answers(http.StatusOK).Body)
	if len(rows) != 3 || rows[1][2] != "Sam Reyes" || rows[1][4] != "Acted as Alice Novak" || rows[1][7] != "4711" || rows[1][10] != "1" || rows[2][2] != "Pia Larsen" {
		t.Errorf("%q", rows)
	}
	if rows := file(t, alice.Open(route.AccessExport(cast.Acme)+"?how=view").Body); len(rows) != 2 {
		t.Errorf("%q", rows)
	}
	all := file(t, alice.Open(route.ActivityExport(cast.Acme)+"?kind=services").Body)
	if len(all) < 2 || all[1][1] != "Sam Reyes" || all[1][8] != "Alice Novak" || all[1][9] == "" || all[1][10] == "" {
		t.Errorf("%q", all[1])
	}
}

func TestVisitsAreNarrowedAndTurned(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Access(cast.Acme)).Sees("Nobody from another company was here yet")
	for i := range 120 {
		at := apptest.Start.Add(time.Duration(i) * time.Hour).Format("2006-01-02 15:04:05")
		who, seat, as := cast.Pia.ID, cast.Northwind, ", '', '', '', NULL"
		if i%10 == 0 {
			who, seat, as = cast.Sam.ID, cast.Meridian, ", '"+cast.Alice.ID+"', 's', 'reason "+fmt.Sprint(i)+".', '"+at+"'"
		}
		_, err := a.Raw().Exec(fmt.Sprintf(`INSERT INTO visits (id, session_hash, user_id, account_id, seat_id, entered_at, left_at, left_why, as_id, as_seat, reason, ends_at)
			VALUES ('%024d', 'x', '%s', '%s', '%s', '%s', '%s', 'returned'%s)`, i, who, cast.Acme, seat, at, at, as))
		if err != nil {
			t.Fatal(err)
		}
	}
	alice.Open(route.Access(cast.Acme)).Sees("The latest 50 visits").Sees("reason 110.").Sees("reason 70.").SeesNo("reason 60.")
	alice.Click("Earlier").Sees("reason 60.").Sees("reason 20.").SeesNo("reason 70.").SeesNo("reason 10.").Click("Earlier").Sees("reason 0.").SeesNo("reason 20.")
	alice.Click("Later").Sees("reason 20.").Sees("reason 60.").Click("Later").Sees("reason 110.").Click("Later").Sees("reason 110.")
	alice.Press("Apply", "how", "act", "company", "").Sees("How: Acted as somebody").Sees("12 visits").Sees("reason 0.").SeesNo("Pia Larsen")
	alice.Open(route.Access(cast.Acme) + "?company=partner").Sees("From: The partner").SeesNo("Sam Reyes")
	alice.Open(route.Access(cast.Acme) + "?company=operator&how=view").Sees("0 visits").Click("Clear filters").Sees("The latest 50 visits")
	alice.Open(route.Access(cast.Acme) + "?how=preview").Sees("0 visits")
	day := apptest.Start.AddDate(0, 0, 2).Format(time.DateOnly)
	alice.Open(route.Access(cast.Acme) + "?from=" + day + "&to=" + day).Sees("24 visits")
	alice.Open(route.Access(cast.Acme) + "?how=x&from=yesterday&to=2026-13-99&before=%25&after=x&company=direct").Answers(http.StatusOK).Sees("The latest 50 visits")
	if rows := file(t, alice.Open(route.AccessExport(cast.Acme)).Body); len(rows) != 121 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestWhoWasInAnAccountIsTheBusinessOfItsAdminsAlone(t *testing.T) {
	a := welcoming(t)
	a.Acting(cast.Sam, cast.Alice)
	id := query[string](t, a, "SELECT id FROM visits WHERE as_id <> ''")
	ben := a.Browser(cast.Ben)
	ben.Open(route.Access(cast.Acme)).Answers(http.StatusForbidden)
	ben.Post(route.VisitEnd(cast.Acme, id), url.Values{}).Answers(http.StatusForbidden)
	cara := a.Browser(cast.Cara)
	cara.Open(route.Access(cast.Acme)).Answers(http.StatusNotFound)
	cara.Open(route.ActivityIn(cast.Cascade, id)).Answers(http.StatusOK).SeesNo("Sam Reyes").SeesNo("Acme")
	for _, key := range []string{cast.Cascade, cast.Acme} {
		cara.Post(route.VisitEnd(key, id), url.Values{}).Answers(http.StatusNotFound)
	}
	cara.Post(route.VisitEnd(cast.Cascade, "nothing"), url.Values{}).Answers(http.StatusNotFound)
	pia := a.Browser(cast.Pia)
	pia.Post(route.VisitEnd(cast.Northwind, id), url.Values{}).Answers(http.StatusNotFound)
	pia.Open(route.ActivityIn(cast.Northwind, id)).Sees("Sam Reyes as Alice Novak")
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(route.Access(cast.Acme)).Answers(http.StatusOK).Sees("Acts as Alice Novak")
	pia.Post(route.VisitEnd(cast.Acme, id), url.Values{}).Answers(http.StatusForbidden)
	pia.Open(route.Visits(cast.Northwind)).Answers(http.StatusForbidden)
	a.Browser(cast.Sam).Post(route.VisitsEnd(cast.Meridian), url.Values{}).Answers(http.StatusForbidden)
	if n := query[int](t, a, "SELECT COUNT(*) FROM visits WHERE as_id <> '' AND left_at IS NULL"); n != 1 {
		t.Error("somebody ended the visit")
	}
}

func TestTheOperatorWatchesAndEndsVisits(t *testing.T) {
	a := welcoming(t)
	sam, pia := a.Acting(cast.Sam, cast.Alice), a.Acting(cast.Pia, cast.Ben)
	olive := a.Browser(cast.Olive).Open(route.Partners(cast.Meridian)).Click("Visits").At(route.Visits(cast.Meridian))
	olive.Sees("Now 2 visits").Sees("Alice Novak, Acme Robotics").Sees("Ben Osei, Acme Robotics").Sees("Northwind Partners").Sees("Ticket 4711").Sees("2 visits")
	if b := a.Browser(cast.Sam).Open(route.Visits(cast.Meridian)).Sees("Now 2 visits"); b.Count("form[action*='/end']") != 0 {
		t.Error("an agent is offered to end visits")
	}
	olive.Press("End now the visit of Sam Reyes").Sees("The visit is ended.").Sees("Now 1 visit")
	olive.Press("End all").Sees("1 visit ended.").Sees("Nobody acts in somebody’s place")
	olive.Post(route.VisitsEnd(cast.Meridian), url.Values{}).Sees("Nobody acts in somebody’s place.")
	for _, b := range []*apptest.Browser{sam, pia} {
		b.Open(route.Services(cast.Acme)).Answers(http.StatusConflict)
	}
	a.Clock.Advance(29 * 24 * time.Hour)
	if text := a.Browser(cast.Olive).Open(route.Visits(cast.Meridian)).Text(".figures"); !strings.Contains(text, "2") {
		t.Errorf("the days have %q", text)
	}
	a.Clock.Advance(24 * time.Hour)
	a.Browser(cast.Olive).Open(route.Visits(cast.Meridian)).Sees("No visit began on any of these days.")
	a.Browser(cast.Alice).Open(route.Access(cast.Acme)).Sees("ended by Olive Okafor")
}
