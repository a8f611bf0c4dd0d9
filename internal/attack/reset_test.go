package attack_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// forget asks for a reset link for a person, and answers its secret.
func forget(t *testing.T, a *apptest.App, p cast.Person) string {
	t.Helper()
	a.Stranger().Open(route.Forgotten).Press("Send", "email", p.Email).At(route.ForgottenSent)
	return secretFor(t, a, "reset", p.Email)
}

// replace sends the form of a reset link, and reports whether it was taken.
func replace(b *apptest.Browser, secret, password string) bool {
	b.Post(route.Reset(secret), url.Values{"password": {password}})
	return strings.HasPrefix(b.Address, route.SignIn)
}

// enters reports whether a password is a person's.
func enters(a *apptest.App, p cast.Person, password string) bool {
	b := a.Stranger().Open(route.SignIn)
	b.Press("Sign in", "email", p.Email, "password", password)
	return b.Count("form[action='/sign-out']") > 0
}

func TestAResetLinkIsUsedOnceByFiftyAtOnce(t *testing.T) {
	a := apptest.New(t)
	before := a.Browser(cast.Pia)
	secret := forget(t, a, cast.Pia)
	a.Stranger().Open(route.Reset(secret)).Answers(http.StatusOK)
	a.Stranger().Open(route.Reset(secret)).Answers(http.StatusOK) // looking uses nothing up
	var all sync.WaitGroup
	statuses := make([]int, 50)
	browsers := make([]*apptest.Browser, 50)
	for i := range browsers {
		browsers[i] = a.Stranger()
	}
	for i, b := range browsers {
		all.Go(func() {
			statuses[i] = b.Send(http.MethodPost, route.Reset(secret), url.Values{"password": {password}}, nil).StatusCode
		})
	}
	all.Wait()
	won := 0
	for i, status := range statuses {
		if status == http.StatusSeeOther {
			won++
		}
		if browsers[i].Session() != "" {
			t.Error("a reset signs somebody in")
		}
	}
	if won != 1 {
		t.Errorf("%d of fifty replaced the password", won)
	}
	out(t, before, home(cast.Pia))
	if replace(a.Stranger(), secret, "another orchard lantern 59") || !enters(a, cast.Pia, password) || enters(a, cast.Pia, cast.Password) {
		t.Error("the password is another one than the first that was chosen")
	}
}

func TestAResetLinkEnds(t *testing.T) {
	for what, end := range map[string]func(*testing.T, *apptest.App){
		"after half an hour":                     func(_ *testing.T, a *apptest.App) { a.Clock.Advance(30*time.Minute + time.Second) },
		"when another is asked for":              func(t *testing.T, a *apptest.App) { a.Clock.Advance(time.Minute); forget(t, a, cast.Rory) },
		"when the password is changed meanwhile": changePassword,
		"when its person is disabled": func(t *testing.T, a *apptest.App) {
			by, err := a.Sessions.CommandLine(t.Context())
			if err == nil {
				_, err = a.Sessions.Disable(t.Context(), by, cast.Rory.Email)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			secret := forget(t, a, cast.Rory)
			end(t, a)
			a.Stranger().Open(route.Reset(secret)).Answers(http.StatusNotFound)
			if replace(a.Stranger(), secret, "another orchard lantern 59") || enters(a, cast.Rory, "another orchard lantern 59") {
				t.Error("it replaces the password")
			}
		})
	}
}

func changePassword(t *testing.T, a *apptest.App) {
	rory := a.Browser(cast.Rory)
	rory.Post(route.MyPassword, url.Values{"current": {cast.Password}, "password": {password}}).At(route.MySecurity)
}

// A link works for its own person, for its purpose, and at the portal's own address.
func TestAResetLinkOpensNothingElse(t *testing.T) {
	a := apptest.New(t)
	secret := forget(t, a, cast.Rory)
	b := a.Stranger()
	b.Open(route.Invitation(secret)).Answers(http.StatusNotFound)
	b.Post(route.Invitation(secret), url.Values{"first_name": {"R"}, "last_name": {"Q"}, "password": {password}}).Answers(http.StatusNotFound)
	b.Post(route.SetUp(secret), url.Values{"operator": {"E"}, "password": {password}}).Answers(http.StatusNotFound)
	overAnotherHost(t, a, route.Reset(secret), url.Values{"password": {password}})

	cara := a.Browser(cast.Cara) // somebody else, who is in
	cara.Post(route.Reset(secret), url.Values{"password": {password}, "email": {cast.Cara.Email}, "user_id": {cast.Cara.ID}})
	if !enters(a, cast.Cara, cast.Password) || !enters(a, cast.Rory, password) {
		t.Error("the link changed somebody else's password")
	}
}

func TestAResetDoesNotGoPastTheSecondFactor(t *testing.T) {
	a := apptest.New(t)
	a.Phone(cast.Pia)
	b := a.Stranger()
	if !replace(b, forget(t, a, cast.Pia), password) {
		t.Fatal("the link does not work")
	}
	b.Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", password)
	out(t, b, home(cast.Pia))
	b.Open(route.SignInCode).Answers(http.StatusOK)
}

// A forged host changes no link: letters are drawn from the configured address,
// and a request for another host writes none.
func TestNoLetterIsCausedFromAnotherHost(t *testing.T) {
	a := apptest.New(t)
	overAnotherHost(t, a, route.Forgotten, url.Values{"email": {cast.Pia.Email}})
	if n := query[int](t, a, "SELECT count(*) FROM letters"); n != 0 {
		t.Errorf("%d letters were written", n)
	}
	b := a.Stranger()
	b.Send(http.MethodPost, route.Forgotten, url.Values{"email": {cast.Pia.Email}}, http.Header{"X-Forwarded-Host": {"evil.example"}, "Forwarded": {"host=evil.example"}})
	if text := query[string](t, a, "SELECT facts FROM letters WHERE to_address = '"+cast.Pia.Email+"'"); strings.Contains(text, "evil") {
		t.Errorf("the letter says %s", text)
	}
}

func TestAnotherPasswordEndsEveryOtherSession(t *testing.T) {
	a := apptest.New(t)
	here, elsewhere := a.Browser(cast.Rory), a.Browser(cast.Rory)
	thief := here.Thief()
	here.Open(route.MyPassword).Press("Change", "current", cast.Password, "password", password)
	in(t, here, home(cast.Rory))
	out(t, elsewhere, home(cast.Rory))
	out(t, thief, home(cast.Rory))
	if here.Session() == thief.Session() {
		t.Error("the session goes on under its old secret")
	}
}
