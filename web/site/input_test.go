package site_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestTextThatNoDatabaseTakesIsAnsweredNotFailedOn(t *testing.T) {
	a := apptest.New(t)
	pia, olive := a.Browser(cast.Pia), a.Browser(cast.Olive)
	list, acme := route.Accounts(cast.Northwind), route.Managed(cast.Northwind, cast.Acme)
	for _, odd := range []string{"%00", "a%00b", "%ff", "%c3"} {
		for _, address := range []string{
			list + "?q=" + odd, list + "?tag=" + odd, list + "?after=" + odd, list + "/export?q=" + odd,
			route.Managed(cast.Northwind, odd), acme + "/history?before=" + odd, route.Switch + "?q=" + odd,
			route.Services(cast.Northwind) + "?q=" + odd + "&after=" + odd, route.SetUp(odd), route.SignIn + "?next=/" + odd,
		} {
			if pia.Open(address); pia.Status >= http.StatusInternalServerError {
				t.Errorf("GET %s answers %d", address, pia.Status)
			}
		}
		if olive.Open(route.Partners(cast.Meridian) + "?q=" + odd + "&after=" + odd); olive.Status >= http.StatusInternalServerError {
			t.Errorf("the partners with %s answer %d", odd, olive.Status)
		}
		text, err := url.PathUnescape(odd)
		if err != nil {
			t.Fatal(err)
		}
		for address, form := range map[string]url.Values{
			list:                                 {"name": {"Odd " + text}, "reference": {"R " + text}, "phone": {text}, "email": {text}, "token": {text}},
			acme:                                 {"name": {"Odd " + text}, "reference": {"R"}, "tags": {text}, "version": {"1"}},
			route.Views(cast.Northwind):          {"name": {"Odd " + text}, "query": {"q=" + text}},
			route.AccountsBulk(cast.Northwind):   {"act": {"tag"}, "key": {text}, "tag": {text}, "go": {"1"}},
			route.AccountsImport(cast.Northwind): {"text": {"name,reference\nOdd " + text + ",R-1\n"}},
			route.Undo(cast.Northwind, odd):      {},
			route.Entry(cast.Acme):               {"next": {"/a/" + cast.Acme + "/" + text}},
		} {
			if pia.Post(address, form); pia.Status >= http.StatusInternalServerError {
				t.Errorf("POST %s with %s answers %d", address, odd, pia.Status)
			}
		}
		stranger := a.Stranger()
		if stranger.Post(route.SignIn, url.Values{"email": {"a" + text + "@b.example"}, "password": {text}}); stranger.Status != http.StatusUnprocessableEntity {
			t.Errorf("signing in as %s answers %d", odd, stranger.Status)
		}
	}
	a.CheckNumbers()
}

func TestABrowserThatCallsItselfSomethingOddSignsIn(t *testing.T) {
	a := apptest.New(t)
	for _, agent := range []string{"Caf\xe9/1.0", strings.Repeat("x", 199) + "é"} {
		b := a.Stranger()
		form := url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}}
		if res := b.Send(http.MethodPost, route.SignIn, form, http.Header{"User-Agent": {agent}}); res.StatusCode != http.StatusSeeOther {
			t.Errorf("a browser called %q gets %d", agent, res.StatusCode)
		}
	}
}

func TestTheLongestNamesAreTakenOnBothDatabases(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for what, c := range map[string]struct {
		text   string
		status int
	}{
		"the heaviest that is taken": {heavy('\U00020000', 128, 1600), http.StatusOK},
		"one mark more":              {heavy('\U00020000', 128, 1602), http.StatusUnprocessableEntity},
		"one letter of many marks":   {heavy('a', 1, 2001), http.StatusUnprocessableEntity},
	} {
		pia.Open(route.NewAccount(cast.Northwind)).Press("Create", "name", c.text, "reference", c.text)
		if pia.Status != c.status {
			t.Errorf("%s is answered with %d: %s", what, pia.Status, pia.Text("h1, .summary"))
		}
	}
	a.CheckNumbers()
}

// heavy is a text of n letters from a row of the alphabet that begins with
// first, and of so many marks among them that it has size bytes. A database
// cannot shorten it.
func heavy(first rune, n, size int) string {
	chance := rand.New(rand.NewPCG(1, 2))
	letters := make([]string, n)
	left := size
	for i := range letters {
		letters[i] = string(first + rune(chance.IntN(20*n)))
		left -= len(letters[i])
	}
	for i := 0; left > 0; i++ {
		letters[i%n] += string(0x300 + rune(chance.IntN(0x30)))
		left -= 2
	}
	return strings.Join(letters, "")
}
