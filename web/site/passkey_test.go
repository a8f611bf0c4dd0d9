package site_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// local is where passkeys work on the machine itself.
const local = "http://localhost:8080"

// question is what the portal asks a passkey, as a script hears it.
func question(t *testing.T, b *apptest.Browser, address string) json.RawMessage {
	t.Helper()
	status, body := challenge(t, b, address, "application/json")
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", address, status, body)
	}
	return body
}

func challenge(t *testing.T, b *apptest.Browser, address, kind string) (int, []byte) {
	t.Helper()
	res := b.Send(http.MethodPost, route.Challenge(address), nil, http.Header{"Content-Type": {kind}, "Hx-Request": {"true"}})
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, body
}

// enrolled is Pia's browser, in which she is in, and a passkey of hers.
func enrolled(t *testing.T, a *apptest.App) (*apptest.Browser, *apptest.Passkey) {
	t.Helper()
	b, k := a.StrangerAt(local), a.Passkey(local)
	b.Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	b.Open(route.MySecurity).Press("Make a passkey").At(route.NewPasskey)
	b.Press("Make passkey", "name", "Laptop", "passkey", k.Make(question(t, b, route.MyPasskeys))).Sees("Keep your recovery codes")
	return b, k
}

// passkeyID is the id of Pia's only passkey.
func passkeyID(t *testing.T, a *apptest.App) (id string) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT id FROM factors WHERE user_id = '" + cast.Pia.ID + "'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAPasskeyLetsInByItselfAndWhereOneWanted(t *testing.T) {
	a := apptest.New(t)
	_, k := enrolled(t, a)
	wanted := route.Accounts(cast.Northwind) + "?sort=-name"
	b := a.StrangerAt(local).Open(wanted).Sees("Sign in with a passkey")
	b.Press("Sign in with a passkey", "passkey", k.Use(question(t, b, route.SignInPasskey))).At(wanted)

	b = a.StrangerAt(local).Open(wanted)
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).Sees("Use your second factor")
	b.Press("Use your passkey", "passkey", k.Use(question(t, b, route.SignInCodePasskey))).At(wanted)
}

func TestAPasskeyThatIsRefusedIsToldAboveTheForm(t *testing.T) {
	a := apptest.New(t)
	_, k := enrolled(t, a)
	b := a.StrangerAt(local).Open(route.SignIn)
	said := k.Use(question(t, b, route.SignInPasskey))
	b.Press("Sign in with a passkey", "passkey", said)
	b = a.StrangerAt(local).Open(route.SignIn).Press("Sign in with a passkey", "passkey", said)
	b.Answers(http.StatusUnprocessableEntity).Sees("This took too long")
	// The ceremony is the browser's in which it began.
	one, other := a.StrangerAt(local).Open(route.SignIn), a.StrangerAt(local).Open(route.SignIn)
	said = k.Use(question(t, one, route.SignInPasskey))
	question(t, other, route.SignInPasskey)
	other.Press("Sign in with a passkey", "passkey", said).Answers(http.StatusUnprocessableEntity)
	one.Press("Sign in with a passkey", "passkey", said).At(route.Dashboard(cast.Northwind))

	k.Locked = true
	b = halfAt(t, a)
	b.Press("Use your passkey", "passkey", k.Use(question(t, b, route.SignInCodePasskey))).Answers(http.StatusUnprocessableEntity).Sees("The passkey could not be checked")
	if n := b.Count("form[action='" + route.SignInCodePasskey + "'] .summary"); n != 1 {
		t.Errorf("%d summaries at the passkey", n)
	}
}

// halfAt is a browser at localhost in which Pia has given her password.
func halfAt(t *testing.T, a *apptest.App) *apptest.Browser {
	t.Helper()
	return a.StrangerAt(local).Open(route.SignIn).Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
}

func TestQuestionsAreForScriptsOfThePortalAlone(t *testing.T) {
	a := apptest.New(t)
	b, _ := enrolled(t, a)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		if status, _ := challenge(t, b, route.Proof, kind); status != http.StatusUnsupportedMediaType {
			t.Errorf("%q: %d", kind, status)
		}
	}
	for name, header := range map[string]http.Header{
		"another site":    {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
		"a sibling":       {"Sec-Fetch-Site": {"same-site"}},
		"nowhere":         {"Sec-Fetch-Site": nil},
		"an older engine": {"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
	} {
		header.Set("Content-Type", "application/json")
		for _, to := range []string{route.Challenge(route.MyPasskeys), route.Challenge(route.Proof), route.Challenge(route.SignInPasskey)} {
			if res := b.Send(http.MethodPost, to, nil, header.Clone()); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s at %s: %d", name, to, res.StatusCode)
			}
		}
	}
	for _, to := range []string{route.SignInPasskey, route.MyPasskeys} {
		res := b.Send(http.MethodPost, to, url.Values{"passkey": {strings.Repeat("x", 40<<10)}}, nil)
		if body, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(body), "more than can be sent at once") {
			t.Errorf("40 KB at %s: %d", to, res.StatusCode)
		}
	}
	res := b.Send(http.MethodPost, route.Challenge(route.SignInPasskey), nil, http.Header{"Content-Type": {"application/json; charset=utf-8"}})
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		t.Errorf("%d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	cookie := ""
	for _, c := range res.Cookies() {
		if strings.HasSuffix(c.Name, "-ceremony") {
			cookie = c.String()
		}
	}
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Max-Age=300", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q lacks %s", cookie, want)
		}
	}
}

func TestPasskeysAreOfferedUnderNamesOnly(t *testing.T) {
	a := apptest.New(t)
	enrolled(t, a)
	for public, want := range map[string]bool{
		local: true, "http://127.0.0.1:8080": false, "http://portal.test": false, "https://portal.example": true, "https://portal.example:8443": true,
	} {
		b := a.StrangerAt(public).Open(route.SignIn)
		if got := b.Count("[data-challenge]") == 1; got != want {
			t.Errorf("%s: offered is %t", public, got)
		}
		status, body := challenge(t, b, route.SignInPasskey, "application/json")
		party := fmt.Sprintf("%q", strings.Split(strings.Split(public, "://")[1], ":")[0])
		if want && (status != http.StatusOK || !strings.Contains(string(body), `"rpId":`+party)) || !want && status != http.StatusConflict {
			t.Errorf("%s: %d %s", public, status, body)
		}
	}
	// The host that the browser asks for decides between names of this machine.
	b := a.StrangerAt("http://127.0.0.1:8080").Open(route.SignIn)
	res := b.Send(http.MethodGet, route.SignIn, nil, nil)
	if body, _ := io.ReadAll(res.Body); strings.Contains(string(body), "passkey") {
		t.Error("a number is offered passkeys")
	}
	// Who has passkeys sees and removes them anywhere, and makes none.
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).Sees("Recovery code").SeesNo("passkey")
	in, k := a.StrangerAt(local), a.Passkey(local)
	in.Open(route.SignIn).Press("Sign in", "email", cast.Alice.Email, "password", cast.Password)
	in.Open(route.MySecurity).Press("Make a passkey")
	in.Press("Make passkey", "passkey", k.Make(question(t, in, route.MyPasskeys))).Sees("Keep your recovery codes")
	other := a.StrangerAt("http://127.0.0.1:8080")
	other.Open(route.SignIn).Press("Sign in", "email", cast.Ben.Email, "password", cast.Password)
	other.Open(route.MySecurity).SeesNo("asskey")
	other.Open(route.NewPasskey).At(route.MySecurity).Sees("Passkeys don’t work at this address")
}

func TestPasskeysAreRenamedAndRemovedWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	b, k := enrolled(t, a)
	b.Open(route.MySecurity).Sees("Laptop").Click("Rename Laptop")
	b.Press("Save name", "name", "").Answers(http.StatusUnprocessableEntity).Sees("Enter the name")
	b.Press("Save name", "name", "Old laptop").At(route.MySecurity).Sees("Old laptop")
	b.Click("Remove… Old laptop").Sees("Your password alone lets you in").Press("Remove passkey").At(route.MySecurity).Sees("“Old laptop” is removed.")
	b = a.StrangerAt(local).Open(route.SignIn)
	b.Press("Sign in with a passkey", "passkey", k.Use(question(t, b, route.SignInPasskey))).Answers(http.StatusUnprocessableEntity).Sees("This passkey is not known here")
}

func TestSomebodyElsesPasskeyAnswersAsMissing(t *testing.T) {
	a := apptest.New(t)
	enrolled(t, a)
	alice := a.Browser(cast.Alice)
	hers := passkeyID(t, a)
	for _, r := range []struct{ method, to, none string }{
		{http.MethodGet, route.MyPasskey(hers), route.MyPasskey("nobodys")},
		{http.MethodPost, route.MyPasskey(hers), route.MyPasskey("nobodys")},
		{http.MethodGet, route.MyPasskeyRemoval(hers), route.MyPasskeyRemoval("nobodys")},
		{http.MethodPost, route.MyPasskeyRemoval(hers), route.MyPasskeyRemoval("nobodys")},
	} {
		got, want := try(t, alice, r.method, r.to), try(t, alice, r.method, r.none)
		if got.status != http.StatusNotFound || string(got.body) != string(want.body) {
			t.Errorf("%s %s: %d", r.method, r.to, got.status)
		}
	}
	if id := passkeyID(t, a); id != hers {
		t.Error("it is gone")
	}
}

func TestPasskeysStandBehindAFreshProof(t *testing.T) {
	a := apptest.New(t)
	b, k := enrolled(t, a)
	id := passkeyID(t, a)
	b.Open(route.MySecurity)
	a.Clock.Advance(11 * time.Minute)
	if status, body := challenge(t, b, route.MyPasskeys, "application/json"); status != http.StatusForbidden || !strings.Contains(string(body), "Confirm that it is you") {
		t.Errorf("%d %s", status, body)
	}
	for _, to := range []string{route.NewPasskey, route.MyPasskey(id), route.MyPasskeyRemoval(id)} {
		b.Post(to, url.Values{"name": {"New"}}).Answers(http.StatusForbidden).Sees("Confirm that it is you")
	}
	// The passkey itself is one, and the act goes on.
	b.Press("Use your passkey", "passkey", "{}").Answers(http.StatusForbidden).Sees("This took too long")
	b.Press("Use your passkey", "passkey", k.Use(question(t, b, route.Proof))).At(route.MySecurity).Sees("“Laptop” is removed.")
	// What was begun in time is finished.
	again := a.Passkey(local)
	b.Press("Make a passkey").At(route.NewPasskey)
	said := again.Make(question(t, b, route.MyPasskeys))
	a.Clock.Advance(4 * time.Minute)
	b.Press("Make passkey", "passkey", said).Sees("Keep your recovery codes")
}

func TestAPasskeyIsSetUpWithinSigningIn(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET factor_required = TRUE WHERE id = '" + cast.Northwind + "'"); err != nil {
		t.Fatal(err)
	}
	wanted := route.Accounts(cast.Northwind) + "?sort=-name"
	b := a.StrangerAt(local).Open(wanted).Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	b.Sees("Set up a second factor").Click("Make a passkey")
	k := a.Passkey(local)
	k.Locked = true
	b.Press("Make it and sign in", "name", "Phone", "passkey", k.Make(question(t, b, route.SignInFactorPasskey)))
	b.Answers(http.StatusUnprocessableEntity).Sees("can’t be used here")
	if name := b.Value("name"); name != "Phone" {
		t.Errorf("the name is %q", name)
	}
	k.Locked = false
	b.Press("Make it and sign in", "passkey", k.Make(question(t, b, route.SignInFactorPasskey))).Sees("Keep your recovery codes")
	b.Click("I have kept them").At(wanted)

	number := a.StrangerAt("http://127.0.0.1:8080").Open(route.SignIn).Press("Sign in", "email", cast.Tariq.Email, "password", cast.Password)
	number.Sees("Set up a second factor").SeesNo("asskey").Open(route.SignInFactorPasskey).At(route.SignInFactor)
}
