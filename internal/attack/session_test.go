package attack_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// signIn signs a person in, in a browser that has been somewhere before.
func signIn(b *apptest.Browser, p cast.Person) {
	b.Open(route.SignIn).Press("Sign in", "email", p.Email, "password", cast.Password)
}

// An attacker plants a session of their own in the victim's browser, and waits
// for the victim to sign in.
func TestASessionThatWasPlantedBecomesNobodyElses(t *testing.T) {
	a := apptest.New(t)
	ben := a.Browser(cast.Ben)
	planted := ben.Session()
	victim := ben.Thief()
	victim.Post(route.SignOut, url.Values{})
	signIn(victim, cast.Pia)
	if got := victim.Session(); got == planted || got == "" {
		t.Errorf("the victim goes on with the planted cookie %q", got)
	}
	in(t, victim, home(cast.Pia))
	out(t, ben, home(cast.Pia))
	out(t, ben, home(cast.Ben))

	other := a.Browser(cast.Ben)
	victim = other.Thief()
	victim.Open(route.SignIn)
	victim.Post(route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}})
	in(t, victim, home(cast.Pia))
	out(t, other, home(cast.Pia))
}

// A cookie that the portal did not sign is no session, and none is adopted.
func TestAMadeUpCookieIsNoSession(t *testing.T) {
	a := apptest.New(t)
	b := a.Stranger()
	for _, value := range []string{"", "0000", "eyJzZWNyZXQiOiJ4In0", "MTc5NjQ1NzYwMHxDd3dBQ0hOdmJXVjBhR2x1Wnc9PXxhYmM="} {
		res := b.Send(http.MethodGet, home(cast.Pia), nil, http.Header{"Cookie": {cookie + "=" + value}})
		if res.StatusCode != http.StatusSeeOther {
			t.Errorf("the cookie %q answers %d", value, res.StatusCode)
		}
	}
}

func TestASignedOutSessionStaysSignedOut(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	thief := pia.Thief()
	in(t, thief, home(cast.Pia))
	pia.Open(home(cast.Pia)).Press("Sign out")
	out(t, thief, home(cast.Pia))
	thief.Post(route.Suspension(cast.Northwind, cast.Cobalt), url.Values{})
	if s := a.Account(cast.Cobalt).Status; s != "active" {
		t.Errorf("a signed-out session suspended Cobalt: %s", s)
	}
}

func TestAnIdleAndAnOldSessionEnd(t *testing.T) {
	a := apptest.New(t)
	idle := a.Browser(cast.Pia)
	a.Clock.Advance(apptest.Limits.Idle + time.Second)
	out(t, idle, home(cast.Pia))
	old := a.Browser(cast.Rory)
	for spent := time.Duration(0); spent < apptest.Limits.Absolute; spent += 20 * time.Minute {
		in(t, old, home(cast.Rory))
		a.Clock.Advance(20 * time.Minute)
	}
	a.Clock.Advance(time.Second)
	out(t, old, home(cast.Rory))
}

func TestWhoLosesARoleLosesItInTheSessionsThatAreOpen(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "UPDATE seats SET role = 'Company Admin' WHERE user_id = '"+cast.Tariq.ID+"'")
	tariq := a.Browser(cast.Tariq).Open(route.NewAccount(cast.Northwind)).Answers(http.StatusOK)
	pia := a.Browser(cast.Pia)
	pia.Open(route.User(route.Users(cast.Northwind), seatOf(t, a, cast.Tariq))).Press("Save", "role", "Read Only").Answers(http.StatusOK)
	tariq.Press("Create", "name", "Too Late", "reference", "L-1").Answers(http.StatusForbidden)
	for _, page := range []string{route.Accounts(cast.Northwind), route.Users(cast.Northwind), route.Managed(cast.Northwind, cast.Acme)} {
		tariq.Open(page).Answers(http.StatusForbidden)
	}
	if n := query[int](t, a, "SELECT count(*) FROM accounts WHERE name = 'Too Late'"); n > 0 {
		t.Error("an account was created after the role was gone")
	}
}

func TestWhoIsDeactivatedIsOutAtOnce(t *testing.T) {
	a := apptest.New(t)
	rory := a.Browser(cast.Rory)
	rory.Post(route.Entry(cast.Acme), url.Values{})
	in(t, rory, route.Services(cast.Acme))
	thief := rory.Thief()
	pia := a.Browser(cast.Pia)
	pia.Post(route.UserDeactivation(route.Users(cast.Northwind), seatOf(t, a, cast.Rory)), url.Values{}).Answers(http.StatusOK)
	for _, b := range []*apptest.Browser{rory, thief} {
		out(t, b, home(cast.Rory))
		out(t, b, route.Services(cast.Acme))
	}
	stranger := a.Stranger().Open(route.SignIn)
	stranger.Press("Sign in", "email", cast.Rory.Email, "password", cast.Password)
	out(t, stranger, home(cast.Rory))
}
