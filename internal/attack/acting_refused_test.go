package attack_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// refusedIn are what the record of an account says was refused, the oldest first.
func refusedIn(t *testing.T, a *apptest.App, account string) []string {
	t.Helper()
	return texts(t, a, "SELECT user_name || ' at ' || topic || ': ' || CAST(changes AS TEXT) FROM events WHERE kind = 'visit.refused' AND account_id = '"+account+"' ORDER BY place")
}

// tells demands that facts are as many as these words, and say them in their order.
func tells(t *testing.T, facts []string, words ...string) {
	t.Helper()
	if len(facts) != len(words) {
		t.Errorf("%d facts say so, not %d: %q", len(facts), len(words), facts)
		return
	}
	for i, w := range words {
		if !strings.Contains(facts[i], w) {
			t.Errorf("the record says %q, not %q", facts[i], w)
		}
	}
}

func TestAFormSentToAVisitThatIsOverIsAFact(t *testing.T) {
	never := "UPDATE consents SET answer = 'never' WHERE account_id = '" + cast.Acme + "'"
	for name, end := range map[string]func(*testing.T, *apptest.App){
		"the account withdrew": func(t *testing.T, a *apptest.App) { run(t, a, never) },
		"the role is gone": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE seats SET role = 'Read Only' WHERE user_id = '"+cast.Sam.ID+"'")
		},
		"the person is gone": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = '"+cast.Alice.ID+"'")
		},
		"it lay idle": func(_ *testing.T, a *apptest.App) { a.Clock.Advance(11 * time.Minute) },
		"its time was over": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE visits SET ends_at = entered_at WHERE as_id <> ''")
		},
		"somebody else ends it": func(_ *testing.T, a *apptest.App) {
			a.Browser(cast.Olive).Post(route.VisitsEnd(cast.Meridian), url.Values{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := welcoming(t)
			b := changing(t, a)
			form := url.Values{"acting": {b.Value("acting")}, "name": {"Too late"}}
			end(t, a)
			b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form).Answers(http.StatusConflict).Sees("What you sent was not carried out.")
			tells(t, refusedIn(t, a, cast.Acme), "Alice Novak’s place was left")
			b.Open(home(cast.Alice))
			tells(t, refusedIn(t, a, cast.Acme), "Alice Novak’s place was left") // looking is no try
		})
	}
}

// meanwhile changes the database while a form is under way: whoever sends it was
// looked at before, and what it writes waits for the change.
func meanwhile(t *testing.T, a *apptest.App, changes []string, send func()) {
	t.Helper()
	tx, err := a.Raw().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, change := range changes {
		if _, err := tx.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan struct{})
	go func() { defer close(done); send() }()
	time.Sleep(300 * time.Millisecond)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	<-done
}

func TestWhatIsUnderWayWhenAVisitEndsIsAFact(t *testing.T) {
	over := "UPDATE visits SET left_at = entered_at, left_why = 'stopped' WHERE as_id <> ''"
	tab := "UPDATE sessions SET hash = 'that of another secret' WHERE visit_id <> ''"
	for name, address := range map[string]string{"a change": route.ServiceEdit(cast.Acme, "p-7f2k"), "a step": route.ActingExtension(cast.Acme)} {
		for who, end := range map[string][]string{"somebody else": {over}, "another tab": {over, tab}} {
			t.Run(name+", ended by "+who, func(t *testing.T) {
				t.Parallel()
				a := welcoming(t)
				b := changing(t, a)
				b.Open(route.ServiceEdit(cast.Acme, "p-7f2k"))
				form := url.Values{"acting": {b.Value("acting")}, "name": {"Too late"}, "version": {b.Value("version")}, "reason": {"Waiting for the carrier"}}
				meanwhile(t, a, end, func() { b.Post(address, form) })
				if b.Status != http.StatusForbidden && b.Status != http.StatusConflict {
					t.Fatalf("%d %s", b.Status, b.Text("main"))
				}
				facts := refusedIn(t, a, cast.Acme)
				if tells(t, facts, "any more"); len(facts) == 1 && !strings.Contains(facts[0], "POST "+address) {
					t.Error(facts)
				}
			})
		}
	}
}

func TestWhatIsRefusedIsOneFactForEachThing(t *testing.T) {
	a := welcoming(t)
	users := route.Users(cast.Acme)
	ben, alice := route.UserDeactivation(users, a.Seat(cast.Ben)), route.UserDeactivation(users, a.Seat(cast.Alice))
	b := changing(t, a)
	for _, address := range []string{ben, alice, ben, alice} {
		b.Post(address, url.Values{"acting": {b.Value("acting")}}).Answers(http.StatusForbidden)
	}
	b.Press("Stop")
	b.Act(cast.Sam, cast.Ben, a.Seat(cast.Ben)).Click("Make changes").Press("Make changes", "reason", "Rename the port as asked")
	b.Post(alice, url.Values{"acting": {b.Value("acting")}}).Answers(http.StatusForbidden)
	tells(t, refusedIn(t, a, cast.Acme), "POST "+ben, "POST "+alice, "POST "+alice)
	a.Clock.Advance(2 * time.Minute)
	b.Post(alice, url.Values{"acting": {b.Value("acting")}}).Answers(http.StatusForbidden)
	tells(t, refusedIn(t, a, cast.Acme), "POST "+ben, "POST "+alice, "POST "+alice, "POST "+alice)
}

func TestWhoTriesKeysIsWrittenDownWithEachAndNotWithoutEnd(t *testing.T) {
	a := welcoming(t)
	b := a.Browser(cast.Pia)
	form := start(t, a, cast.Alice)
	for _, key := range []string{cast.Delta, "zzzzzzzz", cast.Delta} {
		b.Post(route.Acting(cast.Northwind, key), form).Answers(http.StatusNotFound)
	}
	b.Post(route.Acting(cast.Northwind, "none-at-all"), form).Answers(http.StatusNotFound)
	tells(t, refusedIn(t, a, cast.Northwind), cast.Delta, "zzzzzzzz", "mistyped")
	a.Browser(cast.Pia).Open(route.Activity(cast.Northwind)).Sees("zzzzzzzz")
	for i := range 40 {
		b.Post(route.Acting(cast.Northwind, fmt.Sprintf("zzzzzz%d%d", 2+i/8, 2+i%8)), form).Answers(http.StatusNotFound)
	}
	if n := refusals(t, a, cast.Northwind); n != 30 {
		t.Errorf("%d facts in a minute", n)
	}
	a.Clock.Advance(2 * time.Minute)
	b.Post(route.Acting(cast.Northwind, "zzzzzzzz"), form).Answers(http.StatusNotFound)
	if n := refusals(t, a, cast.Northwind); n != 31 {
		t.Errorf("%d facts, and one was refused since", n)
	}
}

func TestNoRefusalKeepsALinkOrALongAddress(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	b.Post(route.Reset("secret-of-somebody"), url.Values{"password": {password}}).Answers(http.StatusConflict)
	b.Post(route.ServiceEdit(strings.Repeat("ü", 500), "p-7f2k"), url.Values{}).Answers(http.StatusConflict)
	facts := refusedIn(t, a, cast.Acme)
	tells(t, facts, "POST "+route.Reset(":link"), "POST /a/%C3%BC")
	if strings.Contains(strings.Join(facts, ""), "secret-of-somebody") || len(facts[len(facts)-1]) > 600 {
		t.Errorf("%q", facts)
	}
}

func TestFailedTriesAboutGlassAndVisitsAreFacts(t *testing.T) {
	a := welcoming(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Never)
	takes := "takes the role Operator Admin"
	sam := a.Browser(cast.Sam)
	draft := url.Values{"reason": {"The plant stands still."}, "ticket": {"4711"}}
	sam.Post(route.BreakGlass(cast.Meridian, cast.Acme), draft).Answers(http.StatusForbidden)
	tells(t, refusedIn(t, a, cast.Acme), "Breaking the glass "+takes)
	tells(t, refusedIn(t, a, cast.Meridian), "Breaking the glass "+takes)
	sam.Post(route.VisitsEnd(cast.Meridian), url.Values{}).Answers(http.StatusForbidden)

	run(t, a, "UPDATE seats SET role = 'Operator Admin' WHERE user_id = '"+cast.Sam.ID+"'") // without a second one nobody can ask
	asked, err := a.Consents.BreakGlass(t.Context(), a.By(cast.Olive), cast.Acme, consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"})
	if err != nil {
		t.Fatal(err)
	}
	run(t, a, "UPDATE seats SET role = 'Support Agent' WHERE user_id = '"+cast.Sam.ID+"'")
	answer := url.Values{"for": {"hour"}}
	sam.Post(route.GlassRequest(cast.Meridian, asked.ID), answer).Answers(http.StatusForbidden)
	a.Browser(cast.Olive).Post(route.GlassRequest(cast.Meridian, asked.ID), answer).Answers(http.StatusForbidden).Sees("You asked for it yourself")
	sam.Post(route.GlassEnd(cast.Meridian, asked.ID), url.Values{}).Answers(http.StatusForbidden)
	tells(t, refusedIn(t, a, cast.Meridian),
		"Sam Reyes at POST "+route.BreakGlass(cast.Meridian, cast.Acme), "Ending somebody’s visit "+takes, "Sam Reyes at POST "+route.GlassRequest(cast.Meridian, asked.ID),
		"Olive Okafor at POST "+route.GlassRequest(cast.Meridian, asked.ID), "Sam Reyes at POST "+route.GlassEnd(cast.Meridian, asked.ID))
	tells(t, refusedIn(t, a, cast.Acme), "Breaking the glass")
	a.Browser(cast.Olive).Open(route.Activity(cast.Meridian)).Sees("Was refused something that concerns acting").Sees("You asked for it yourself")
}

func TestAWrongProofBeforeActingIsAFact(t *testing.T) {
	a := welcoming(t)
	b := a.Browser(cast.Sam)
	a.Clock.Advance(11 * time.Minute)
	b.Post(route.Acting(cast.Meridian, cast.Acme), start(t, a, cast.Alice)).Answers(http.StatusForbidden).Sees("Confirm that it is you")
	tells(t, refusedIn(t, a, cast.Acme))
	b.Press("Confirm", "proof", "wrong").Answers(http.StatusForbidden).Sees("That is not your password")
	tells(t, refusedIn(t, a, cast.Acme), "Sam Reyes at acting: ")
	b.Press("Confirm", "proof", cast.Password).Sees("acting as Alice Novak")
	a.Clock.Advance(6 * time.Minute)
	b.Open(home(cast.Alice))
	a.Clock.Advance(6 * time.Minute)
	b.Open(route.ActingChanges(cast.Acme)).Press("Make changes", "reason", "Rename the port").Press("Confirm", "proof", "wrong")
	tells(t, refusedIn(t, a, cast.Acme), "That is not your password", "Sam Reyes at POST "+route.ActingChanges(cast.Acme)+": ")
	b.Press("Confirm", "proof", cast.Password).Sees("Changes allowed")
	b.Press("Stop")
	a.Clock.Advance(11 * time.Minute)
	b.Post(route.BreakGlass(cast.Meridian, cast.Acme), url.Values{"reason": {"The plant stands still."}, "ticket": {"4711"}}).Press("Confirm", "proof", "wrong")
	tells(t, refusedIn(t, a, cast.Meridian), "That is not your password")
}

func TestAStepIsTakenInTheVisitInWhichItsFormWasDrawn(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	form := url.Values{"acting": {b.Value("acting")}, "reason": {"Rename the port as Alice asked"}}
	b.Press("Stop")
	b.Act(cast.Sam, cast.Ben, a.Seat(cast.Ben))
	for i, address := range []string{route.ActingChanges(cast.Acme), route.ActingExtension(cast.Acme)} {
		for _, f := range []url.Values{form, {"reason": {"Without any mark"}}} {
			b.Post(address, f).Answers(http.StatusConflict).Sees("Nothing was changed").Sees("before you acted as Ben Osei").Sees("acting as Ben Osei")
		}
		if n := refusals(t, a, cast.Acme); n != i+1 {
			t.Errorf("%d facts say so", n)
		}
	}
	if n := query[int](t, a, "SELECT COUNT(*) FROM visits WHERE writes_at IS NOT NULL OR extended_at IS NOT NULL"); n != 0 {
		t.Errorf("%d visits took a step", n)
	}
	b.Open(route.ActingExtension(cast.Acme)).Press("Extend", "reason", "Waiting for the carrier").Sees("Half an hour was added.")
	b.Press("Stop").Answers(http.StatusOK)
	b.Post(route.ActingChanges(cast.Acme), form).Answers(http.StatusConflict)
}

func TestAPartnersLateFormIsAFactWhereverTheyStandNow(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Pia, cast.Alice)
	form := url.Values{"acting": {b.Value("acting")}, "name": {"Too late"}, "reason": {"Rename the port"}}
	b.Press("Stop")
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form).Answers(http.StatusConflict)
	tells(t, refusedIn(t, a, cast.Acme), "Alice Novak’s place was left")
	b.Post(route.Entry(cast.Acme), url.Values{})
	b.Post(route.ActingChanges(cast.Acme), form).Answers(http.StatusConflict)
	tells(t, refusedIn(t, a, cast.Acme), "Alice Novak’s place was left", "POST "+route.ActingChanges(cast.Acme))
}
