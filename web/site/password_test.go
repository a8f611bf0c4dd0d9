package site_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

const another = "three wooden ladders"

// resetLink asks for a link in a browser and answers its path, as the letter has it.
func resetLink(t *testing.T, a *apptest.App, p cast.Person) string {
	t.Helper()
	a.Stranger().Open("/sign-in").Click("Forgotten your password?").At(route.Forgotten).
		Press("Send the link", "email", p.Email).At(route.ForgottenSent).Sees("Look in your inbox")
	var facts string
	err := a.Raw().QueryRow("SELECT facts FROM letters WHERE kind = 'reset' AND to_address = '" + p.Email + "' ORDER BY id DESC LIMIT 1").Scan(&facts)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`"secret":"([^"]+)"`).FindStringSubmatch(facts)
	if m == nil {
		t.Fatalf("a letter without a link: %s", facts)
	}
	return route.Reset(m[1])
}

func TestAPersonChangesTheirPassword(t *testing.T) {
	a := apptest.New(t)
	pia, elsewhere := a.Browser(cast.Pia), a.Browser(cast.Pia)
	tab := pia.Tab()
	pia.Open(route.MyPassword).Press("Change password", "current", "wrong", "password", another).
		Answers(http.StatusUnprocessableEntity).Sees("That is not your current password")
	if pia.Value("current") != "" || pia.Value("password") != "" || strings.Contains(pia.Body, another) {
		t.Error("a password comes back in the page")
	}
	pia.Press("Change password", "current", cast.Password, "password", "northwind partners").
		Answers(http.StatusUnprocessableEntity).Sees("which others know of you")
	pia.Press("Change password", "current", cast.Password, "password", another).
		At(route.MySecurity).Sees("Password changed. All your other sessions have ended.")
	pia.Open(route.MyPassword).Answers(http.StatusOK)
	tab.Open(route.MyPassword).At(route.MyPassword)
	elsewhere.Open(route.MyPassword).Sees("Sign in")
	if elsewhere.Address == route.MyPassword {
		t.Error("another session goes on")
	}
	elsewhere.Press("Sign in", "email", cast.Pia.Email, "password", another).At(route.MyPassword)
}

func TestAForgottenPasswordIsReplacedAndSignsNobodyIn(t *testing.T) {
	a := apptest.New(t)
	link := resetLink(t, a, cast.Alice)
	b := a.Stranger()
	for range 2 { // as a scanner does that looks at every link
		b.Open(link).Answers(http.StatusOK).Sees("Choose a new password").Sees(cast.Alice.Email)
	}
	b.Press("Set password", "password", "passwordpassword").Answers(http.StatusUnprocessableEntity).Sees("This is a common password")
	b.Press("Set password", "password", another).At(route.SignIn + "?password-replaced").Sees("You have a new password. Sign in with it.")
	b.Open("/").Sees("Forgotten your password?") // still at the door
	b.Open(link).Answers(http.StatusNotFound).Sees("This link does not work any more")
	b.Click("Send a new link").At(route.Forgotten)
	b.Open(route.SignIn).Press("Sign in", "email", cast.Alice.Email, "password", another).Answers(http.StatusOK).Sees("Acme Robotics")
}

func TestAPasswordIsReplacedInABrowserWhereSomebodyElseIsIn(t *testing.T) {
	a := apptest.New(t)
	link := resetLink(t, a, cast.Alice)
	pia := a.Browser(cast.Pia)
	tab := pia.Tab()
	pia.Open(link).Press("Set password", "password", another).At(route.SignIn + "?password-replaced").Sees("You have a new password.")
	tab.Open(route.MyPassword).Sees("Forgotten your password?")
	a.Browser(cast.Pia)
}

func TestAResetLeadsToTheSecondFactorAsEver(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE users SET factor = TRUE WHERE id = 'cast-alice'"); err != nil {
		t.Fatal(err)
	}
	b := a.Stranger().Open(resetLink(t, a, cast.Alice))
	b.Press("Set password", "password", another).At(route.SignIn + "?password-replaced")
	b.Press("Sign in", "email", cast.Alice.Email, "password", another)
	if !strings.HasPrefix(b.Address, route.SignInCode) {
		t.Errorf("a new password opens %s", b.Address)
	}
	b.Open(route.Me).SeesNo("Your account")
}

func TestEveryLinkThatDoesNotWorkIsOnePage(t *testing.T) {
	a := apptest.New(t)
	used := resetLink(t, a, cast.Alice)
	first := a.Stranger().Open(used)
	first.Press("Set password", "password", another)
	old := resetLink(t, a, cast.Ben)
	newer := resetLink(t, a, cast.Ben)
	locked := resetLink(t, a, cast.Dev)
	if _, err := a.Raw().Exec("UPDATE users SET status = 'locked' WHERE id = 'cast-dev'"); err != nil {
		t.Fatal(err)
	}
	_, secret, err := a.Users.CreatePartner(t.Context(), a.By(cast.Olive),
		account.PartnerDraft{Kind: access.Partner, Name: "Fjord Connect", Support: account.ByPartner, Country: "NO"},
		user.PersonDraft{FirstName: "Nils", LastName: "Berg", Email: "nils@fjord.example"})
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for name, address := range map[string]string{
		"used": used, "replaced": old, "of somebody locked": locked, "an invitation": route.Reset(secret), "never one": route.Reset("0000"), "odd": route.Reset("%C3%A9"),
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			var form url.Values
			if method == http.MethodPost {
				form = url.Values{"password": {"quiet otter umbrella 9"}}
			}
			res := a.Stranger().Send(method, address, form, nil)
			body, err := io.ReadAll(res.Body)
			if err != nil || res.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s: %d, %v", method, name, res.StatusCode, err)
			}
			pages[string(body)] = method + " " + name
		}
	}
	if len(pages) != 1 {
		t.Errorf("%d different pages: %v", len(pages), pages)
	}
	a.Stranger().Open(newer).Answers(http.StatusOK)
}

// plain is an answer without what differs each time: nothing but the id of the request.
func plain(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	res.Header.Del("X-Request-Id")
	return fmt.Sprintf("%d\n%v\n%s", res.StatusCode, res.Header, body)
}

func TestAnAddressThatNobodyHasIsAnsweredInTheSameBytes(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE users SET status = 'locked' WHERE id = 'cast-dev'"); err != nil {
		t.Fatal(err)
	}
	ask := func(email string) string {
		return plain(t, a.Stranger().Send(http.MethodPost, route.Forgotten, url.Values{"email": {email}}, nil))
	}
	known := ask(cast.Alice.Email)
	for i, email := range []string{"nobody@acme.example", cast.Dev.Email, cast.Alice.Email, cast.Alice.Email, cast.Alice.Email, cast.Alice.Email, "nobody@acme.example"} {
		if got := ask(email); got != known {
			t.Errorf("%d: %s is answered\n%s\nand not\n%s", i, email, got, known)
		}
	}
	a.Stranger().Open(route.Forgotten).Press("Send the link", "email", "nobody@acme.example").At(route.ForgottenSent).Answers(http.StatusOK)
	a.Stranger().Open(route.Forgotten).Press("Send the link", "email", "nobody").Answers(http.StatusUnprocessableEntity).Sees("One thing to put right")
}

func TestAPasswordIsJudgedWhileItIsTyped(t *testing.T) {
	a := apptest.New(t)
	stranger, pia := a.Stranger(), a.Browser(cast.Pia)
	for _, c := range []struct {
		who      *apptest.Browser
		password string
		says     string
	}{
		{stranger, "", "At least 15 characters"},
		{stranger, "three", "Too short 5 of at least 15 characters"},
		{stranger, "northwind partners", "Good"},
		{pia, "northwind partners", "Easy to guess"},
		{stranger, "meridian networks meridian", "Easy to guess"},
		{stranger, "nils bergstrom nils", "Easy to guess"},
		{stranger, "<script>alert(1)</script>", "Strong"},
		{stranger, strings.Repeat("a", 300), "more than 256 characters"},
	} {
		c.who.Post(route.Strength, url.Values{"password": {c.password}, "first_name": {"Nils"}, "last_name": {"Bergström"}}).Answers(http.StatusOK)
		if got := c.who.Text("body"); !strings.Contains(got, c.says) {
			t.Errorf("%.30q: %q, not %q", c.password, got, c.says)
		}
		if c.password != "" && len(c.password) > 5 && strings.Contains(c.who.Body, c.password) || strings.Contains(c.who.Body, "<html>\n") {
			t.Errorf("%.30q: more comes back than the part: %.200s", c.password, c.who.Body)
		}
	}
	for form, says := range map[string]string{resetLink(t, a, cast.Alice): "Easy to guess", route.Reset("0000"): "Good", route.Invitation("0000"): "Good"} {
		stranger.Post(route.Strength, url.Values{"password": {"acme robotics acme"}, "for": {form}}).Answers(http.StatusOK)
		if got := stranger.Text("body"); !strings.Contains(got, says) {
			t.Errorf("by %s: %q, not %q", form, got, says)
		}
	}
	if res := stranger.Send(http.MethodPost, route.Strength, url.Values{"password": {strings.Repeat("a", 1<<20)}}, nil); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a megabyte: %d", res.StatusCode)
	}
}

func TestAMegabyteIsNoPassword(t *testing.T) {
	a := apptest.New(t)
	link := resetLink(t, a, cast.Alice)
	long := strings.Repeat("a", 1<<20)
	b := a.Stranger().Open(link)
	b.Press("Set password", "password", long).Answers(http.StatusUnprocessableEntity).Sees("more than 256 characters")
	b.Open(route.SignIn).Press("Sign in", "email", cast.Alice.Email, "password", long).Answers(http.StatusUnprocessableEntity).Sees("The e-mail address or the password is wrong")
	b.Open(link).Press("Set password", "password", "three wooden\x00ladders").Answers(http.StatusUnprocessableEntity).Sees("cannot be typed or shown")
	b.Press("Set password", "password", "  päss wörd ünd drei Leitern 🦔 ").At(route.SignIn + "?password-replaced")
	b.Press("Sign in", "email", cast.Alice.Email, "password", "  pa\u0308ss wo\u0308rd u\u0308nd drei Leitern 🦔 ").Sees("Acme Robotics")
}
