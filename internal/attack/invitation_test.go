package attack_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// una is invited, and new to the portal.
const una = "una@elsewhere.example"

// invite has Pia invite an address to Northwind, and answers the link's secret.
func invite(t *testing.T, a *apptest.App, email string) string {
	t.Helper()
	pia := a.Browser(cast.Pia).Open(route.NewUser(route.Users(cast.Northwind)))
	pia.Press("Send", "person.0.first_name", "Una", "person.0.last_name", "Berg", "person.0.email", email, "person.0.role", "Read Only").Answers(http.StatusOK)
	return secretFor(t, a, "invitation", email)
}

// accept sends the form of an invitation, and reports whether the browser is in.
func accept(b *apptest.Browser, secret string) bool {
	b.Post(route.Invitation(secret), url.Values{"first_name": {"Una"}, "last_name": {"Berg"}, "password": {password}})
	return b.Count("form[action='/sign-out']") > 0
}

func TestAnInvitationIsUsedOnceByFiftyAtOnce(t *testing.T) {
	a := apptest.New(t)
	secret := invite(t, a, una)
	browsers := make([]*apptest.Browser, 50)
	for i := range browsers {
		browsers[i] = a.Stranger()
	}
	browsers[0].Open(route.Invitation(secret)).Answers(http.StatusOK)
	browsers[0].Open(route.Invitation(secret)).Answers(http.StatusOK) // looking uses nothing up
	var all sync.WaitGroup
	statuses := make([]int, len(browsers))
	for i, b := range browsers {
		all.Go(func() {
			res := b.Send(http.MethodPost, route.Invitation(secret), url.Values{"first_name": {"Una"}, "last_name": {"Berg"}, "password": {password}}, nil)
			statuses[i] = res.StatusCode
		})
	}
	all.Wait()
	won := 0
	for i, status := range statuses {
		switch {
		case status == http.StatusSeeOther && browsers[i].Session() != "":
			won++
		case status != http.StatusNotFound && status != http.StatusForbidden && status != http.StatusUnprocessableEntity && status != http.StatusServiceUnavailable:
			t.Errorf("one of fifty answers %d", status)
		}
	}
	if won != 1 {
		t.Errorf("%d of fifty are in", won)
	}
	if n := query[int](t, a, "SELECT count(*) FROM users WHERE email = '"+una+"'"); n != 1 {
		t.Errorf("%d people have the address", n)
	}
	late := a.Stranger().Open(route.Invitation(secret)).Answers(http.StatusNotFound)
	if accept(late, secret) {
		t.Error("a used invitation lets somebody in")
	}
}

func TestAnInvitationEnds(t *testing.T) {
	for what, end := range map[string]func(*testing.T, *apptest.App){
		"after seven days": func(_ *testing.T, a *apptest.App) { a.Clock.Advance(7*24*time.Hour + time.Second) },
		"when it is withdrawn": func(t *testing.T, a *apptest.App) {
			seat := query[string](t, a, "SELECT id FROM seats WHERE email = '"+una+"'")
			a.Browser(cast.Pia).Post(route.UserWithdrawal(route.Users(cast.Northwind), seat), url.Values{}).Answers(http.StatusOK)
		},
		"when it is sent again": func(t *testing.T, a *apptest.App) {
			a.Clock.Advance(2 * time.Minute)
			seat := query[string](t, a, "SELECT id FROM seats WHERE email = '"+una+"'")
			a.Browser(cast.Pia).Post(route.UserInvitation(route.Users(cast.Northwind), seat), url.Values{}).Answers(http.StatusOK)
		},
		"when its address is changed": func(t *testing.T, a *apptest.App) {
			seat := query[string](t, a, "SELECT id FROM seats WHERE email = '"+una+"'")
			b := a.Browser(cast.Pia).Open(route.User(route.Users(cast.Northwind), seat))
			b.Press("Save", "email", "other@elsewhere.example").Answers(http.StatusOK)
		},
		"when the account is closed": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE accounts SET status = 'closed' WHERE id = '"+cast.Northwind+"'")
		},
	} {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			secret := invite(t, a, una)
			end(t, a)
			b := a.Stranger().Open(route.Invitation(secret)).Answers(http.StatusNotFound)
			if accept(b, secret) || query[int](t, a, "SELECT count(*) FROM users WHERE email = '"+una+"'") > 0 {
				t.Error("it lets somebody in")
			}
		})
	}
}

// Who finds somebody else's invitation gets no seat by it, signed in or not.
func TestAnInvitationIsForNobodyElse(t *testing.T) {
	a := apptest.New(t)
	secret := invite(t, a, cast.Dev.Email) // who is in the portal already
	before := query[int](t, a, "SELECT count(*) FROM seats WHERE status = 'active'")

	cara := a.Browser(cast.Cara)
	cara.Post(route.Invitation(secret), url.Values{}).Answers(http.StatusForbidden)
	stranger := a.Stranger()
	stranger.Post(route.Invitation(secret), url.Values{"first_name": {"Eve"}, "last_name": {"Moss"}, "password": {password}}).Answers(http.StatusForbidden)
	if after := query[int](t, a, "SELECT count(*) FROM seats WHERE status = 'active'"); after != before {
		t.Fatal("somebody else has the seat")
	}
	in := a.Stranger().Open(route.SignIn)
	in.Press("Sign in", "email", cast.Dev.Email, "password", password)
	if in.Count("form[action='/sign-out']") > 0 {
		t.Error("the stranger's password is Dev's")
	}
	dev := a.Browser(cast.Dev)
	dev.Post(route.Invitation(secret), url.Values{}).Answers(http.StatusOK)
	if after := query[int](t, a, "SELECT count(*) FROM seats WHERE status = 'active'"); after != before+1 {
		t.Error("Dev has no seat")
	}
}

// A link works for what it was made for, and at the portal's own address.
func TestAnInvitationOpensNothingElse(t *testing.T) {
	a := apptest.New(t)
	secret := invite(t, a, una)
	b := a.Stranger()
	for _, address := range []string{route.SetUp(secret), route.Reset(secret)} {
		b.Open(address).Answers(http.StatusNotFound)
		b.Post(address, url.Values{"operator": {"Evil"}, "first_name": {"Una"}, "last_name": {"Berg"}, "email": {una}, "password": {password}}).Answers(http.StatusNotFound)
	}
	for _, bent := range []string{secret[:len(secret)-1], secret + "0", "%20" + secret, secret + "%00", "..%2f" + secret} {
		if b.Open(route.Invitation(bent)); b.Status != http.StatusNotFound && b.Status != http.StatusBadRequest {
			t.Errorf("the link %q answers %d", bent, b.Status)
		}
	}
	overAnotherHost(t, a, route.Invitation(secret), url.Values{"first_name": {"Una"}, "last_name": {"Berg"}, "password": {password}})
	if !accept(b, secret) {
		t.Error("the invitation was used up by what it is not for")
	}
}

// overAnotherHost sends a form as if the portal had another name, and sees it
// refused.
func overAnotherHost(t *testing.T, a *apptest.App, address string, form url.Values) {
	t.Helper()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		r, w := request(method, "http://evil.example"+address, form)
		handler, _ := a.Server()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusMisdirectedRequest || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s %s at another host answers %d", method, address, w.Code)
		}
	}
}
