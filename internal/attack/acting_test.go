package attack_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// welcoming is the cast with an Acme that lets people of both sides act there.
func welcoming(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	a.Says(cast.Acme, consent.OfPartner, consent.Always)
	return a
}

// refusals are the words of what was refused, in an account.
func refusals(t *testing.T, a *apptest.App, account string) int {
	t.Helper()
	return query[int](t, a, "SELECT COUNT(*) FROM events WHERE kind = 'visit.refused' AND account_id = '"+account+"'")
}

// live is how many acts are under way.
func live(t *testing.T, a *apptest.App) int {
	t.Helper()
	return query[int](t, a, "SELECT COUNT(*) FROM visits WHERE as_id <> '' AND left_at IS NULL")
}

// changing is a browser in which Sam makes changes in Alice's place.
func changing(t *testing.T, a *apptest.App) *apptest.Browser {
	t.Helper()
	return a.Acting(cast.Sam, cast.Alice).Click("Make changes").Press("Make changes", "reason", "Rename the port as asked").Sees("Changes allowed")
}

// start is the form that begins to act in Alice's place.
func start(t *testing.T, a *apptest.App, as cast.Person) url.Values {
	return url.Values{"seat": {a.Seat(as)}, "reason": {"Port flapping"}, "ticket": {"4711"}}
}

const toAcme = "/acting/" + cast.Acme

func TestI01StartingTakesARoleAFreshProofAReasonAndConsent(t *testing.T) {
	a := apptest.New(t)
	address := route.Acting(cast.Meridian, cast.Acme)
	b := a.Browser(cast.Sam)
	b.Post(address, start(t, a, cast.Alice)).Answers(http.StatusForbidden).Sees("wants to be asked before somebody acts there")
	if n := refusals(t, a, cast.Acme); n != 1 {
		t.Errorf("%d facts in the account say that it was refused", n)
	}
	a.Says(cast.Acme, consent.OfOperator, consent.Never)
	a.Clock.Advance(2 * time.Minute)
	b.Post(address, start(t, a, cast.Alice)).Answers(http.StatusForbidden).Sees("lets nobody of Meridian Networks act there")
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	b.Post(address, url.Values{"seat": {a.Seat(cast.Alice)}}).Answers(http.StatusUnprocessableEntity).Sees("Say why")
	a.Clock.Advance(10 * time.Minute)
	b.Post(address, start(t, a, cast.Alice)).Answers(http.StatusForbidden).Sees("Confirm that it is you")
	for _, p := range []cast.Person{cast.Tariq, cast.Fiona, cast.Dina, cast.Ben, cast.Sol} {
		b := a.Browser(p).Post("/a/"+p.Account+toAcme, start(t, a, cast.Alice)).Answers(http.StatusForbidden)
		if b.Open(route.Account(p.Account)); b.Status != http.StatusOK {
			t.Errorf("%s is at %d", p.Name, b.Status)
		}
	}
	if live(t, a) != 0 {
		t.Error("somebody acts")
	}
}

func TestI02StartingIsAPostOfThePortalsOwnPageAndNoKeys(t *testing.T) {
	a := welcoming(t)
	b, address := a.Browser(cast.Sam), route.Acting(cast.Meridian, cast.Acme)
	b.Open(route.With(address, start(t, a, cast.Alice))).Answers(http.StatusOK)
	for name, h := range map[string]http.Header{
		"from another site": {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
		"by a key":          {"Authorization": {"Bearer tk_0123456789"}},
	} {
		if res := b.Send(http.MethodPost, address, start(t, a, cast.Alice), h); res.StatusCode != http.StatusForbidden || live(t, a) != 0 {
			t.Errorf("%s: %d, %d acts", name, res.StatusCode, live(t, a))
		}
	}
	if n := refusals(t, a, cast.Acme); n != 1 {
		t.Errorf("%d facts say that a key was refused", n)
	}
	if res := a.Stranger().Send(http.MethodPost, address, start(t, a, cast.Alice), http.Header{"Authorization": {"Bearer tk_0123456789"}}); res.StatusCode != http.StatusSeeOther || live(t, a) != 0 {
		t.Errorf("a key alone: %d", res.StatusCode)
	}
}

func TestI03AnActBelongsToTheSessionOfWhoActs(t *testing.T) {
	a := welcoming(t)
	alice := a.Browser(cast.Alice).Open(home(cast.Alice))
	sam, second := a.Acting(cast.Sam, cast.Alice), a.Browser(cast.Sam)
	in(t, second, route.Partners(cast.Meridian))
	in(t, alice, home(cast.Alice))
	alice.SeesNo("acting as").Post(route.ActingEnd(cast.Acme), url.Values{}).Answers(http.StatusOK).Sees("You act in nobody’s place.")
	alice.Open(route.MySessions).SeesNo("Sam")
	if n := query[int](t, a, "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL AND user_id = '"+cast.Alice.ID+"'"); n != 1 {
		t.Errorf("Alice has %d sessions", n)
	}
	sam.Open(home(cast.Alice)).Answers(http.StatusOK).Sees("acting as Alice Novak")
}

func TestI04NobodyActsTwiceNorForTheirOwnOrTheOperatorsPeople(t *testing.T) {
	a := welcoming(t)
	sam := a.Acting(cast.Sam, cast.Alice)
	sam.Post(route.Acting(cast.Meridian, cast.Acme), start(t, a, cast.Ben)).Answers(http.StatusConflict).Sees("You are acting as Alice Novak")
	sam.Post("/a/"+cast.Acme+"/acting/"+cast.Acme, start(t, a, cast.Ben)).Answers(http.StatusConflict)
	if n := refusals(t, a, cast.Acme); n < 1 || live(t, a) != 1 {
		t.Errorf("%d refusals are facts, %d act", n, live(t, a))
	}
	olive := a.Browser(cast.Olive)
	olive.Post(route.Acting(cast.Meridian, cast.Meridian), start(t, a, cast.Sam)).Answers(http.StatusNotFound)
	if n := refusals(t, a, cast.Meridian); n != 1 {
		t.Errorf("%d facts of the operator say so", n)
	}
	run(t, a, "UPDATE seats SET user_id = '"+cast.Rory.ID+"' WHERE user_id = '"+cast.Ben.ID+"'") // Rory of Northwind has a place at Acme, too
	rory := url.Values{"seat": {query[string](t, a, "SELECT id FROM seats WHERE account_id = '"+cast.Acme+"' AND user_id = '"+cast.Rory.ID+"'")}, "reason": {"To see what he sees"}}
	a.Browser(cast.Pia).Post(route.Acting(cast.Northwind, cast.Acme), rory).Answers(http.StatusUnprocessableEntity).Sees("belongs to your company or one above it")
	a.Browser(cast.Pia).Post(route.Acting(cast.Northwind, cast.Delta), start(t, a, cast.Dev)).Answers(http.StatusNotFound)
	if n := refusals(t, a, cast.Northwind); n != 1 {
		t.Errorf("%d facts of the partner say that it reached for another's account", n)
	}
	if live(t, a) != 1 {
		t.Error("somebody else acts")
	}
}

func TestI05EverythingIsLookedAtAfreshWithEveryRequest(t *testing.T) {
	for name, c := range map[string]struct{ change, why string }{
		"consent was withdrawn": {"UPDATE consents SET answer = 'never' WHERE account_id = '" + cast.Acme + "'", "withdrawn"},
		"the role is gone":      {"UPDATE seats SET role = 'Read Only' WHERE user_id = '" + cast.Sam.ID + "'", "changed"},
		"the seat is gone":      {"UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Sam.ID + "'", "changed"},
		"the person is gone":    {"UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Alice.ID + "'", "changed"},
		"they were locked":      {"UPDATE users SET status = 'locked' WHERE id = '" + cast.Alice.ID + "'", "changed"},
		"the account is closed": {"UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'", "changed"},
		"they rose to operator": {"UPDATE seats SET user_id = '" + cast.Alice.ID + "' WHERE user_id = '" + cast.Olive.ID + "'", "changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := welcoming(t)
			b := changing(t, a)
			form := url.Values{"acting": {b.Value("acting")}, "name": {"Too late"}}
			run(t, a, c.change)
			b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form).Answers(http.StatusConflict).Sees("You do not act as Alice Novak any more").Sees("What you sent was not carried out.")
			if got := query[string](t, a, "SELECT left_why FROM visits WHERE as_id <> ''"); got != c.why {
				t.Errorf("it ended because of %q", got)
			}
			if query[string](t, a, "SELECT name FROM services WHERE id = 'p-7f2k'") == "Too late" {
				t.Error("it was carried out")
			}
			b.Open(home(cast.Alice)).Answers(http.StatusConflict).SeesNo("p-7f2k")
		})
	}
}

func TestI06ReadingComesFirstAndChangesEndByThemselves(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	form := url.Values{"acting": {b.Value("acting")}, "name": {"Renamed"}}
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form).Answers(http.StatusForbidden).Sees("can read")
	b.Open(route.ActingChanges(cast.Acme)).Press("Make changes", "reason", "Rename the port as asked")
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form)
	a.Clock.Advance(9 * time.Minute)
	b.Open(home(cast.Alice)).Sees("Changes allowed")
	a.Clock.Advance(6 * time.Minute)
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), form).Answers(http.StatusForbidden).Sees("can read")
	if why := query[string](t, a, "SELECT writes_why FROM visits WHERE as_id <> ''"); why != "Rename the port as asked" {
		t.Error(why)
	}
}

func TestI07TheRightsAreThoseOfBothNeverMore(t *testing.T) {
	a := welcoming(t)
	for _, p := range []cast.Person{cast.Alice, cast.Ben} {
		own := a.By(p)
		for _, mode := range []access.Acting{access.Reading, access.Changing} {
			by := own
			by.User, by.Name, by.As, by.AsName, by.Home, by.Acting = cast.Sam.ID, cast.Sam.Name, p.ID, p.Name, cast.Meridian, mode
			for _, perm := range access.Permissions {
				if by.May(perm) && !own.May(perm) {
					t.Errorf("Sam may %s as %s, who may not", perm, p.Name)
				}
			}
			for _, perm := range []access.Permission{access.ManageUsers, access.GrantAccess, access.KeyServices, access.EndServices, access.SecureCompany, access.ActAs, access.EnterAccounts} {
				if by.May(perm) {
					t.Errorf("Sam may %s as %s", perm, p.Name)
				}
			}
			if by.May(access.OrderServices) && mode == access.Reading {
				t.Errorf("Sam orders while reading as %s", p.Name)
			}
		}
	}
}

func TestI08WhatIsAPersonsOwnIsRefusedInEveryMode(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	mark := b.Value("acting")
	ben := a.Seat(cast.Ben)
	own := route.Users(cast.Acme)
	before := refusals(t, a, cast.Acme)
	for i, address := range []string{
		own, route.User(own, ben), route.UserDeactivation(own, ben), route.UserFactorReset(own, ben), route.UserInvitation(own, ben), route.CompanySecurity(cast.Acme),
		route.Consent(cast.Acme), route.ConsentLetters(cast.Acme), route.KeysOf(cast.Acme, "p-7f2k"), route.ServiceEnd(cast.Acme, "p-7f2k"), route.Support(cast.Acme),
	} {
		b.Post(address, url.Values{"acting": {mark}, "side": {"operator"}, "operator": {"always"}, "ends": {""}, "role": {"Read Only"}, "when": {"now"}}).Answers(http.StatusForbidden).Sees("acting as Alice Novak")
		if n := refusals(t, a, cast.Acme); n != before+i+1 {
			t.Errorf("%d refusals are facts after %s", n-before, address)
		}
	}
	for _, address := range []string{route.Me, route.MyAddress, route.MyPassword, route.MyApp, route.MyCodes, route.NewPasskey, route.MyOtherSessions, route.SignIn, route.Forgotten, route.Entry(cast.Cobalt), route.Preview(cast.Cobalt)} {
		b.Post(address, url.Values{"acting": {mark}, "email": {cast.Alice.Email}, "password": {password}}).Answers(http.StatusConflict).Sees("You are acting as Alice Novak")
	}
	b.Open(route.KeysOf(cast.Acme, "p-7f2k"))
	b.SeesNo(query[string](t, a, "SELECT code FROM service_keys WHERE service_id = 'p-7f2k' LIMIT 1"))
}

func TestI09WhatIsPersonalIsMasked(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	for _, page := range []string{route.Users(cast.Acme), route.Activity(cast.Acme), route.CompanyProfile(cast.Acme), route.Support(cast.Acme)} {
		if b.Open(page); strings.Contains(b.Body, cast.Ben.Email) || strings.Contains(b.Body, cast.Alice.Email) {
			t.Errorf("%s shows an address", page)
		}
	}
}
