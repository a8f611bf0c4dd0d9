package site_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

// half is a browser whose person has given the password, and nothing more.
func half(t *testing.T, a *apptest.App, p cast.Person) *apptest.Browser {
	t.Helper()
	b := a.Stranger().Open(route.SignIn)
	return b.Press("Sign in", "email", p.Email, "password", cast.Password)
}

func TestAHalfSessionOpensWhatAStrangerOpensAndTheNextStep(t *testing.T) {
	a := apptest.New(t)
	a.Phone(cast.Pia)
	if _, err := a.Raw().Exec("UPDATE accounts SET factor_required = TRUE WHERE id = '" + cast.Acme + "'"); err != nil {
		t.Fatal(err)
	}
	_, e := a.Server()
	for _, p := range []cast.Person{cast.Pia, cast.Alice} {
		b, stranger := half(t, a, p), a.Stranger()
		for _, r := range routes(t, e) {
			if strings.HasPrefix(r.Path, "/sign-in/") || r.Path == route.SignOut {
				continue // the steps themselves
			}
			for _, key := range []string{p.Account, missing} {
				to := address(r.Path, key, cast.Acme)
				got, want := try(t, b, r.Method, to), try(t, stranger, r.Method, to)
				if got.status != want.status || got.to != want.to || !bytes.Equal(got.body, want.body) {
					t.Errorf("half of %s at %s %s: %d %s; a stranger: %d %s", p.Name, r.Method, to, got.status, got.to, want.status, want.to)
				}
			}
		}
		if b.Open(route.SignInCode); b.Status != http.StatusOK {
			t.Errorf("the half session of %s has ended: %d", p.Name, b.Status)
		}
	}
}

func TestACodeFollowsThePasswordAndLeadsWhereOneWanted(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	wanted := route.Accounts(cast.Northwind) + "?sort=-name"
	b := a.Stranger().Open(wanted)
	before := b.Session()
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).Sees("Enter your code")
	halfway, fixed := b.Session(), b.Thief()
	b.Press("Sign in", "code", phone.Wrong()).Answers(http.StatusUnprocessableEntity).Sees("The code is wrong. After 4 more wrong codes")
	b.Press("Sign in", "code", phone.Next()).At(wanted)
	if in := b.Session(); halfway == before || in == halfway || in == "" {
		t.Error("the secret stays the same over a step")
	}
	if fixed.Open(route.SignInCode); !strings.HasPrefix(fixed.Address, route.SignIn) || fixed.Count("[name=password]") != 1 {
		t.Errorf("the secret of the step before opens %s", fixed.Address)
	}
	b.Open(route.SignInCode).At(route.Dashboard(cast.Northwind))
}

func TestARecoveryCodeLetsInWithoutThePhone(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	b := half(t, a, cast.Pia).Click("Use a recovery code")
	b.Press("Sign in", "code", "nonsense").Answers(http.StatusUnprocessableEntity).Sees("A code has six digits").Sees("Recovery code")
	b.Press("Sign in", "code", phone.Codes[0]).At(route.Dashboard(cast.Northwind))
	b.Open(route.MySecurity).Sees("9 of 10 are left.")
	half(t, a, cast.Pia).Press("Sign in as somebody else").Sees("You have signed out.")
}

func TestFiveWrongCodesAreToldOnTheSignInPage(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Alice)
	b := half(t, a, cast.Alice)
	for range 4 {
		b.Press("Sign in", "code", phone.Wrong()).Answers(http.StatusUnprocessableEntity)
	}
	b.Press("Sign in", "code", phone.Wrong()).Answers(http.StatusForbidden).Sees("A Company Admin of Acme Robotics can reactivate it").Sees("Forgotten")
	b.Press("Sign in", "email", cast.Alice.Email, "password", cast.Password).Answers(http.StatusUnprocessableEntity).Sees("Your account is locked")
	b.Press("Sign in", "email", cast.Alice.Email, "password", "not her password at all").SeesNo("locked").Sees("is wrong")
}

func TestARequiredFactorIsSetUpOnTheWayIn(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET factor_required = TRUE WHERE id = '" + cast.Northwind + "'"); err != nil {
		t.Fatal(err)
	}
	in := a.Browser(cast.Alice) // of a managed account that asks for none
	in.At(route.Services(cast.Acme))
	b := half(t, a, cast.Rory).At(route.SignInFactor).Sees("Northwind Partners asks everyone")
	b.Open(route.SignInCode).At(route.SignInFactor)
	b.Open(route.SignInApp).At(route.SignInFactor)
	b.Press("Set up an app").At(route.SignInApp)
	phone := a.Scan(b.Text("code.secret"))
	b.Press("Confirm", "code", phone.Wrong()).Answers(http.StatusUnprocessableEntity).Sees("The app shows another code")
	if b.Text("code.secret") != strings.Join(strings.Fields(b.Text("code.secret")), " ") || a.Scan(b.Text("code.secret")).Secret != phone.Secret {
		t.Error("a wrong code changes the secret")
	}
	b.Press("Confirm", "code", phone.Next()).Sees("Keep your recovery codes")
	if n := b.Count(".codes > li"); n != 10 {
		t.Errorf("%d codes", n)
	}
	b.Click("I have kept them").At(route.Dashboard(cast.Northwind))
	b.Open(route.MyAppRemoval).Sees("It can’t be removed now.")
	b.Post(route.MyAppRemoval, url.Values{}).At(route.MySecurity).Sees("Northwind Partners requires a second factor.")
}

func TestAnAppIsSetUpMovedAndRemovedByItsOwner(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Pia).Open(route.MySecurity).Sees("You have none.")
	b.Open(route.MyApp).At(route.MySecurity).Sees("Start again.")
	b.Press("Set up").At(route.MyApp)
	b.Press("Confirm", "code", "12").Answers(http.StatusUnprocessableEntity).Sees("Enter the six digits")
	phone := a.Scan(b.Text("code.secret"))
	b.Press("Confirm", "code", phone.Next()).Sees("Keep your recovery codes").Click("I have kept them").At(route.MySecurity)
	b.Press("Move to another device").At(route.MyApp)
	young := a.Scan(b.Text("code.secret"))
	b.Press("Confirm", "code", young.Next()).At(route.MySecurity).Sees("Your recovery codes stay as they are.")
	b.Press("Make new codes").Answers(http.StatusOK).Sees("These take the place of your old codes")
	b.Open(route.MySecurity).Click("Remove… the authenticator app").Sees("Your password alone lets you in")
	b.Press("Remove the authenticator app").At(route.MySecurity).Sees("Your authenticator app is removed.")
	b.Post(route.MyAppRemoval, url.Values{}).Sees("removed already")
	b.Post(route.MyCodes, url.Values{}).Sees("Set one up first.")
}

func TestAStaleProofIsAskedForAgainAndTheActGoesOn(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	b := half(t, a, cast.Pia).Press("Sign in", "code", phone.Next())
	b.Open(route.MySecurity)
	a.Clock.Advance(11 * time.Minute)
	before, old := b.Session(), b.Thief()
	b.Press("Make new codes").Answers(http.StatusForbidden).Sees("Confirm that it is you").At(route.MyCodes)
	b.Press("Confirm", "proof", "").Answers(http.StatusForbidden)
	b.Press("Confirm", "proof", "not her password at all").Answers(http.StatusForbidden).Sees("That is not your password")
	b.Press("Confirm", "proof", phone.Wrong()).Answers(http.StatusForbidden).Sees("The code is wrong")
	if b.Count(".codes > li") != 0 {
		t.Error("codes are made without a proof")
	}
	b.Press("Confirm", "proof", phone.Next()).Answers(http.StatusOK).Sees("These take the place")
	if b.Session() == before {
		t.Error("the secret stays the same")
	}
	if old.Open(route.MySecurity); !strings.HasPrefix(old.Address, route.SignIn) {
		t.Errorf("the secret before opens %s", old.Address)
	}
	b.Open(route.MySecurity).Press("Make new codes").Answers(http.StatusOK)
	a.Clock.Advance(10 * time.Minute)
	b.Open(route.MySecurity).Press("Make new codes").Answers(http.StatusForbidden).Press("Confirm", "proof", cast.Password).Answers(http.StatusOK)
}

func TestWhatWasSentIsCarriedOverTheProof(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Pia)
	a.Clock.Advance(11 * time.Minute)
	sent := url.Values{"name": {"Zoë <b> & \"co\"", "second"}, "role": {"Read Only"}, "new_password": {"never in a page"}}
	b.Post(route.MyCodes+"?from=here", sent).Answers(http.StatusForbidden).At(route.MyCodes + "?from=here")
	if got := b.Fields("name"); len(got) != 2 || got[0] != sent["name"][0] || got[1] != "second" {
		t.Errorf("carried: %q", got)
	}
	b.SeesNo("never in a page")
	if strings.Contains(b.Body, "never in a page") {
		t.Error("a password is written into the page")
	}
	b.Post(route.MyCodes, url.Values{"name": {strings.Repeat("x", 70<<10)}}).Answers(http.StatusForbidden).Sees("too much to keep")
	for range 3 {
		b.Post(route.MyCodes, url.Values{"proof": {"wrong", cast.Password}}).Answers(http.StatusForbidden)
	}
}

func TestAScriptWithAStaleProofIsSentToThePageForIt(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Pia)
	a.Clock.Advance(11 * time.Minute)
	res := b.Send(http.MethodPost, route.MyCodes, url.Values{}, http.Header{"Hx-Request": {"true"}, "Referer": {"http://portal.test" + route.MySecurity}})
	to := res.Header.Get("HX-Redirect")
	if res.StatusCode != http.StatusForbidden || !strings.HasPrefix(to, route.Proof) {
		t.Fatalf("%d %q", res.StatusCode, to)
	}
	b.Open(to).Press("Confirm", "proof", "wrong").Answers(http.StatusUnprocessableEntity)
	b.Press("Confirm", "proof", cast.Password).At(route.MySecurity).Sees("It is you.")
	b.Post(route.MyCodes, url.Values{}).Sees("Set one up first.")
}

func TestAResetPasswordNeverGoesPastTheSecondFactor(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	b := a.Stranger().Open(resetLink(t, a, cast.Pia)).Press("Set password", "password", another)
	if b.Address != route.SignIn && !strings.HasPrefix(b.Address, route.SignIn+"?") {
		t.Fatalf("a reset leads to %s", b.Address)
	}
	b.Press("Sign in", "email", cast.Pia.Email, "password", another).Sees("Enter your code")
	b.Open(route.Accounts(cast.Northwind)).Sees("Password")
	b.Open(route.SignInCode).Press("Sign in", "code", phone.Next()).At(route.Dashboard(cast.Northwind))
}

func TestAResetPasswordEndsAHalfSessionAndKeepsALock(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Alice)
	b := half(t, a, cast.Alice)
	a.Stranger().Open(resetLink(t, a, cast.Alice)).Press("Set password", "password", another)
	if b.Open(route.SignInCode); b.Count("[name=code]") != 0 {
		t.Error("a half session by the old password goes on")
	}
	a.Clock.Advance(time.Hour)
	link := resetLink(t, a, cast.Alice)
	b.Open(route.SignIn).Press("Sign in", "email", cast.Alice.Email, "password", another)
	for range 5 {
		b.Press("Sign in", "code", phone.Wrong())
	}
	a.Stranger().Open(link).Answers(http.StatusNotFound)
	a.Stranger().Post(link, url.Values{"password": {"four wooden ladders"}}).Answers(http.StatusNotFound)
	var n int
	if err := a.Raw().QueryRow("SELECT count(*) FROM users WHERE status = 'locked' AND id = 'cast-alice'").Scan(&n); err != nil || n != 1 {
		t.Errorf("a reset ends the lock: %d, %v", n, err)
	}
}

func TestAnInvitedPersonSetsUpARequiredFactorAfterTheirPassword(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET factor_required = TRUE WHERE id = '" + cast.Acme + "'"); err != nil {
		t.Fatal(err)
	}
	_, err := a.Users.Invite(t.Context(), a.By(cast.Pia), cast.Acme, user.InviteDraft{People: []user.SeatDraft{
		{FirstName: "Nora", LastName: "Field", Email: "nora@acme.example", Role: access.ReadOnly},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var facts string
	if err := a.Raw().QueryRow("SELECT facts FROM letters WHERE kind = 'invitation' AND to_address = 'nora@acme.example'").Scan(&facts); err != nil {
		t.Fatal(err)
	}
	link := route.Invitation(regexp.MustCompile(`"secret":"([^"]+)"`).FindStringSubmatch(facts)[1])
	b := a.Stranger().Open(link).Press("Accept", "password", another).Sees("Acme Robotics asks everyone")
	b.Open(route.Services(cast.Acme)).Sees("Password")
	b.Open(route.SignInFactor).Press("Set up an app")
	b.Press("Confirm", "code", a.Scan(b.Text("code.secret")).Next()).Sees("Keep your recovery codes")
	b.Click("I have kept them").At(route.Services(cast.Acme))
}
