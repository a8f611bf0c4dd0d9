package attack_test

import (
	"fmt"
	"github.com/tenantry/tenantry/internal/access"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// Ten thousand guesses at one password within an hour, each said to come from
// another address. Most are turned away before the password is looked at. The
// victim gets in all the while from a browser that is known, and elsewhere
// after a delay.
func TestTenThousandGuessesAtAPassword(t *testing.T) {
	const guesses, most = 10_000, 100
	a := apptest.New(t)
	known := a.Browser(cast.Pia)
	known.Post(route.SignOut, url.Values{})
	attacker := a.Stranger()
	began, reached := time.Now(), 0
	for i := range guesses {
		res := attacker.Send(http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {fmt.Sprintf("correct horse battery %d", i)}}, http.Header{
			"X-Forwarded-For": {fmt.Sprintf("203.0.%d.%d", i/250, i%250)}, "X-Real-Ip": {fmt.Sprintf("198.51.%d.%d", i/250, i%250)},
			"Cookie": {fmt.Sprintf("tenantry-device=guess-%d", i)},
		})
		body := make([]byte, 64<<10)
		n, _ := res.Body.Read(body)
		switch text := string(body[:n]); {
		case res.StatusCode != http.StatusUnprocessableEntity:
			t.Fatalf("guess %d answers %d", i, res.StatusCode)
		case strings.Contains(text, "is wrong"):
			reached++
		case !strings.Contains(text, "Too many tries"):
			t.Fatalf("guess %d is answered otherwise", i)
		}
		a.Clock.Advance(time.Hour / guesses)
	}
	t.Logf("%d of %d guesses reached the hash, in %s", reached, guesses, time.Since(began).Round(time.Millisecond))
	if reached == 0 || reached > most {
		t.Errorf("%d guesses reached the hash; at most %d may", reached, most)
	}
	known.Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	in(t, known, home(cast.Pia))
	if enters(a, cast.Pia, cast.Password) {
		t.Error("the victim is not delayed in a browser that nobody knows")
	}
	if !enters(a, cast.Rory, cast.Password) {
		t.Error("somebody else is delayed as well")
	}
	a.Clock.Advance(15*time.Minute + time.Second)
	if !enters(a, cast.Pia, cast.Password) {
		t.Error("the victim is out after a quarter of an hour")
	}
}

// A browser that is known is no way to guess without end, and knows one person.
func TestAKnownBrowserIsDelayedForItsOwnGuesses(t *testing.T) {
	a := apptest.New(t)
	known := a.Browser(cast.Pia)
	known.Post(route.SignOut, url.Values{})
	for _, p := range []cast.Person{cast.Pia, cast.Rory} {
		for range 6 {
			known.Post(route.SignIn, url.Values{"email": {p.Email}, "password": {"correct horse battery"}})
		}
		known.Post(route.SignIn, url.Values{"email": {p.Email}, "password": {cast.Password}}).Answers(http.StatusUnprocessableEntity).Sees("Too many tries")
	}
	if !enters(a, cast.Pia, cast.Password) {
		t.Error("guesses in one known browser delay all others")
	}
	if enters(a, cast.Rory, cast.Password) {
		t.Error("a browser that is known for somebody else counts apart")
	}
}

// Who is delayed by an attack gets in by a link that only their mailbox has.
func TestTheVictimOfGuessesGetsInByALetter(t *testing.T) {
	a := apptest.New(t)
	attacker := a.Stranger()
	for range 40 {
		attacker.Post(route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {"correct horse battery"}})
		a.Clock.Advance(30 * time.Second)
	}
	if enters(a, cast.Pia, cast.Password) {
		t.Error("the victim is not delayed")
	}
	if !replace(a.Stranger(), forget(t, a, cast.Pia), password) || !enters(a, cast.Pia, password) {
		t.Error("the victim is out")
	}
}

// Whoever had forgotten the password, and tried, is not delayed once it is a new one.
func TestAResetForgivesTheTriesInAKnownBrowser(t *testing.T) {
	a := apptest.New(t)
	known := a.Browser(cast.Pia)
	known.Post(route.SignOut, url.Values{})
	for range 8 {
		known.Post(route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {"correct horse battery"}})
	}
	if !replace(known, forget(t, a, cast.Pia), password) {
		t.Fatal("no new password")
	}
	known.Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", password)
	in(t, known, home(cast.Pia))
}

// Guesses at the password do not delay a passkey.
func TestTheVictimOfGuessesGetsInByAPasskey(t *testing.T) {
	const portal = "https://portal.example"
	a := apptest.New(t)
	ctx, here := t.Context(), auth.Browser{Address: "192.0.2.9"}
	secret, err := a.Sessions.SignIn(ctx, cast.Pia.Email, cast.Password, here)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"})
	if err != nil {
		t.Fatal(err)
	}
	key := a.Passkey(portal)
	c, err := a.Sessions.StartPasskey(ctx, v, portal, here)
	if err == nil {
		_, _, err = a.Sessions.AddPasskey(ctx, v, "Laptop", auth.Answer{Secret: c.Secret, Text: key.Make(c.Options), Origin: portal}, here)
	}
	if err != nil {
		t.Fatal(err)
	}
	attacker := a.Stranger()
	for range 40 {
		attacker.Post(route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {"correct horse battery"}})
		a.Clock.Advance(30 * time.Second)
	}
	if _, err := a.Sessions.SignIn(ctx, cast.Pia.Email, cast.Password, here); err == nil {
		t.Error("the password is not delayed")
	}
	if c, err = a.Sessions.OfferPasskey(ctx, portal, here); err == nil {
		secret, err = a.Sessions.EnterByPasskey(ctx, auth.Answer{Secret: c.Secret, Text: key.Use(c.Options), Origin: portal}, here)
	}
	if err != nil {
		t.Fatalf("the victim is out: %v", err)
	}
	if _, ok, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"}); !ok || err != nil {
		t.Errorf("the passkey opened no session: %v", err)
	}
}

// A code is taken once, at sign-in and as a proof, from any browser.
func TestACodeIsTakenOnce(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	code := phone.Next()
	one, two := a.Stranger(), a.Stranger()
	for _, b := range []*apptest.Browser{one, two} {
		b.Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
		out(t, b, home(cast.Pia))
	}
	half := one.Thief()
	one.Post(route.SignInCode, url.Values{"code": {code}})
	in(t, one, home(cast.Pia))
	two.Post(route.SignInCode, url.Values{"code": {code}}).Answers(http.StatusUnprocessableEntity)
	out(t, two, home(cast.Pia))
	a.Clock.Advance(29 * time.Second)
	two.Post(route.SignInCode, url.Values{"code": {code}}).Answers(http.StatusUnprocessableEntity)
	out(t, two, home(cast.Pia))
	if one.Session() == half.Session() {
		t.Error("the session became whole under the secret that it had before the code")
	}
	out(t, half, home(cast.Pia))

	two.Post(route.SignInCode, url.Values{"code": {phone.Codes[0]}})
	in(t, two, home(cast.Pia))
	three := a.Stranger().Open(route.SignIn)
	three.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	three.Post(route.SignInCode, url.Values{"code": {phone.Codes[0]}}).Answers(http.StatusUnprocessableEntity)
	out(t, three, home(cast.Pia))
}

// A half session opens the pages where it becomes whole, and nothing else.
func TestThePasswordAloneOpensNothing(t *testing.T) {
	a := apptest.New(t)
	a.Phone(cast.Pia)
	b := a.Stranger().Open(route.SignIn)
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	for _, page := range []string{
		route.Home, home(cast.Pia), route.Accounts(cast.Northwind), route.Users(cast.Northwind), route.Me, route.MySecurity, route.MyPassword, route.MySessions,
		route.MyApp, route.Switch,
	} {
		out(t, b, page)
	}
	for _, address := range []string{
		route.SignInFactor, route.SignInApp, route.MyAppRemoval, route.MyApp, route.MyCodes, route.MyPassword, route.MyAddress, route.Entry(cast.Acme),
		route.Suspension(cast.Northwind, cast.Cobalt), route.Proof,
	} {
		b.Send(http.MethodPost, address, url.Values{"proof": {cast.Password}, "current": {cast.Password}, "password": {password}}, nil)
		out(t, b, home(cast.Pia))
	}
	if !query[bool](t, a, "SELECT factor FROM users WHERE id = '"+cast.Pia.ID+"'") || a.Account(cast.Cobalt).Status != "active" {
		t.Error("a half session changed something")
	}
}

func TestFiveWrongCodesLockUntilAnAdminReactivates(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Rory)
	b := a.Stranger().Open(route.SignIn)
	b.Press("Sign in", "email", cast.Rory.Email, "password", cast.Password)
	for range 5 {
		b.Post(route.SignInCode, url.Values{"code": {phone.Wrong()}})
	}
	b.Post(route.SignInCode, url.Values{"code": {phone.Next()}})
	out(t, b, home(cast.Rory))
	if enters(a, cast.Rory, cast.Password) {
		t.Error("who is locked signs in")
	}
	a.Clock.Advance(24 * time.Hour)
	again := a.Stranger().Open(route.SignIn)
	again.Press("Sign in", "email", cast.Rory.Email, "password", cast.Password)
	again.Open(route.SignInCode)
	if again.Status == http.StatusOK && strings.HasPrefix(again.Address, route.SignInCode) {
		t.Error("the lock ends by itself")
	}
	a.Browser(cast.Pia).Post(route.UserReactivation(route.Users(cast.Northwind), seatOf(t, a, cast.Rory)), url.Values{}).Answers(http.StatusOK)
	last := a.Stranger().Open(route.SignIn)
	last.Press("Sign in", "email", cast.Rory.Email, "password", cast.Password)
	last.Post(route.SignInCode, url.Values{"code": {phone.Next()}})
	in(t, last, home(cast.Rory))
}
