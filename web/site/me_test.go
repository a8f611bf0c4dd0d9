package site_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// sent is what the last letter of a kind to an address carries.
func sent(t *testing.T, a *apptest.App, kind, to string) (secret string) {
	t.Helper()
	row := a.Raw().QueryRow("SELECT facts FROM letters WHERE kind = '" + kind + "' AND to_address = '" + to + "' ORDER BY id DESC LIMIT 1")
	var facts string
	if err := row.Scan(&facts); err != nil {
		t.Fatalf("no letter %s to %s: %v", kind, to, err)
	}
	if m := regexp.MustCompile(`"secret":"([^"]+)"`).FindStringSubmatch(facts); m != nil {
		return m[1]
	}
	return ""
}

func TestPiaEditsHerProfileAndEveryPageKeepsHerTime(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Me).Answers(http.StatusOK).Sees("pia@northwind.example").Sees("Northwind Partners").Sees("Company Admin").Sees("Times in UTC")
	if pia.Value("time_zone") != "UTC" || pia.Value("first_name") != "Pia" {
		t.Errorf("%q %q", pia.Value("time_zone"), pia.Value("first_name"))
	}
	pia.Press("Save", "first_name", "Pía", "phone", "+61 2 9374 4000", "time_zone", "sydney", "date_style", "year")
	pia.At(route.Me).Sees("Profile saved.").Sees("Pía Larsen").Sees("Times in Australia/Sydney (UTC+10:00)")
	pia.Open(route.History(cast.Northwind, cast.Acme))
	if times := pia.Texts("time"); len(times) == 0 || !regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d$`).MatchString(times[0]) {
		t.Errorf("the history says %q", times)
	}
	pia.Open(route.Accounts(cast.Northwind))
	if times := pia.Texts("td time"); len(times) == 0 || !strings.HasPrefix(times[0], "20") {
		t.Errorf("the list says %q", times)
	}
	pia.Open(route.MySessions).Sees("2026-09-14, 19:00")
	pia.Open("/nowhere").Answers(http.StatusNotFound).Sees("Times in Australia/Sydney")
	a.Browser(cast.Tariq).Open(route.MySessions).Sees("14 Sep 2026, 09:00")
}

func TestABadProfileIsToldAtTheFieldsAndKept(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Me)
	typed := []string{"first_name", "", "last_name", strings.Repeat("x", 129), "phone", "02 9374 4000", "time_zone", "Sidney"}
	pia.Press("Save", typed...).Answers(http.StatusUnprocessableEntity)
	for _, says := range []string{"Enter the first name", "has 129 characters", "not an international phone number", "not a time zone of the list"} {
		pia.Sees(says)
	}
	for i := 0; i < len(typed); i += 2 {
		if pia.Value(typed[i]) != typed[i+1] || pia.Count("#field-"+typed[i]+"[aria-invalid]") == 0 {
			t.Errorf("%s: %q", typed[i], pia.Value(typed[i]))
		}
	}
	if !strings.HasPrefix(pia.Text("title"), "Error: ") {
		t.Errorf("the title is %q", pia.Text("title"))
	}
	pia.Post(route.Me, url.Values{"first_name": {"Pia"}, "last_name": {"Larsen"}, "date_style": {"roman"}}).Answers(http.StatusUnprocessableEntity).Sees("Choose how dates are written")
	pia.Post(route.Me, url.Values{
		"first_name": {"Pia"}, "last_name": {"Larsen"}, "time_zone": {"UTC"}, "email": {"x@y.example"}, "role": {"Operator Admin"}, "status": {"locked"},
		"id": {cast.Olive.ID}, "user_id": {cast.Olive.ID}, "password_hash": {"x"},
	}).Answers(http.StatusOK)
	var n int
	if err := a.Raw().QueryRow("SELECT count(*) FROM users WHERE email = 'x@y.example' OR status <> 'active'").Scan(&n); err != nil || n != 0 {
		t.Errorf("a form of one's own changed %d people, %v", n, err)
	}
}

func TestPiaChangesHerAddressAndSignsInWithTheNewOne(t *testing.T) {
	a := apptest.New(t)
	pia, phone := a.Browser(cast.Pia), a.Browser(cast.Pia)
	pia.Open(route.Me).Click("Change it").At(route.MyAddress)
	pia.Press("Send a code", "email", "nobody").Answers(http.StatusUnprocessableEntity).Sees("not an e-mail address")
	pia.Press("Send a code", "email", "pia.larsen@northwind.example").At(route.MyAddress).Sees("A code is on its way.").Sees("pia.larsen@northwind.example")
	code := sent(t, a, "address_code", "pia.larsen@northwind.example")
	sent(t, a, "address_asked", cast.Pia.Email)
	pia.Press("Change the address", "code", "1").Answers(http.StatusUnprocessableEntity).Sees("The code has eight digits")
	pia.Press("Change the address", "code", code)
	if !strings.HasPrefix(pia.Address, route.SignIn) {
		t.Fatalf("the browser is at %s", pia.Address)
	}
	pia.Sees("Your e-mail address has changed.").Sees("Sign in again with the new one.")
	if phone.Open(route.Me); !strings.HasPrefix(phone.Address, route.SignIn) {
		t.Errorf("another session is at %s", phone.Address)
	}
	sent(t, a, "address_changed", cast.Pia.Email)
	pia.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).Answers(http.StatusUnprocessableEntity)
	pia.Press("Sign in", "email", "pia.larsen@northwind.example", "password", cast.Password).At(route.Dashboard(cast.Northwind))
}

func TestATakenAddressAndAFreeOneAreAnsweredWithTheSameBytes(t *testing.T) {
	a := apptest.New(t)
	pages := map[string]string{}
	for _, email := range []string{cast.Dev.Email, "abc@delta.example"} {
		pia := a.Browser(cast.Pia).Open(route.MyAddress)
		pia.Press("Send a code", "email", email).Answers(http.StatusOK)
		wrong := pia.Body
		pia.Press("Change the address", "code", "12345678").Answers(http.StatusUnprocessableEntity)
		pages[email] = strings.ReplaceAll(wrong+pia.Body, email, "")
		pia.Press("Keep the old one").Sees("Your address stays pia@northwind.example.").Sees("New e-mail address")
	}
	if pages[cast.Dev.Email] != pages["abc@delta.example"] {
		t.Error("the answers differ")
	}
	sent(t, a, "address_taken", cast.Dev.Email)
}

func TestAnotherAddressAsksAgainWhoItIs(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	a.Clock.Advance(11 * time.Minute)
	pia.Open(route.MyAddress).Press("Send a code", "email", "new@northwind.example").SeesNo("A code is on its way.")
	pia.Press("Confirm", "proof", "not the password").SeesNo("A code is on its way.")
	pia.Press("Confirm", "proof", cast.Password).At(route.MyAddress).Sees("A code is on its way.")
	sent(t, a, "address_code", "new@northwind.example")
}

func TestEndedSessionsAreDeadWithTheNextRequest(t *testing.T) {
	a := apptest.New(t)
	desk, phone, tablet, tariq := a.Browser(cast.Pia), a.Browser(cast.Pia), a.Browser(cast.Pia), a.Browser(cast.Tariq)
	a.Clock.Advance(time.Minute)
	desk.Open(route.MySessions).Sees("You are signed in on 3 browsers.").Sees("Address 192.0.2.1").Sees("This one")
	var ids []string
	for _, m := range regexp.MustCompile(`/me/sessions/([0-9a-z]{24})/removal`).FindAllStringSubmatch(desk.Body, -1) {
		ids = append(ids, m[1])
	}
	if len(ids) != 2 {
		t.Fatalf("%d sessions can be ended", len(ids))
	}
	for _, id := range append(ids, "0", "..", strings.Repeat("z", 24)) {
		if res := tariq.Send(http.MethodPost, route.MySessionRemoval(id), url.Values{}, nil); res.StatusCode != http.StatusNotFound {
			t.Errorf("Tariq ends %s: %d", id, res.StatusCode)
		}
	}
	desk.Press("End the session").At(route.MySessions).Sees("has ended.").Sees("You are signed in on 2 browsers.")
	desk.Post(route.MySessionRemoval(ids[0]), url.Values{}).Answers(http.StatusOK)
	dead := 0
	for _, b := range []*apptest.Browser{phone, tablet} {
		if b.Open(route.Me); strings.HasPrefix(b.Address, route.SignIn) {
			dead++
		}
	}
	if dead != 1 {
		t.Errorf("%d of two sessions are dead", dead)
	}
	desk.Press("End all others").Sees("1 other session ended.").Sees("on this browser only")
	desk.Post(route.MyOtherSessions, url.Values{}).Sees("There was no other session.")
	for _, b := range []*apptest.Browser{phone, tablet} {
		if b.Open(route.Me); !strings.HasPrefix(b.Address, route.SignIn) {
			t.Error("an ended session goes on")
		}
	}
	tariq.Open(route.Me).Answers(http.StatusOK).At(route.Me)
	desk.Open("/").At(route.Dashboard(cast.Northwind))
}

func TestASignInFromANewBrowserIsToldByLetter(t *testing.T) {
	a := apptest.New(t)
	known := a.Browser(cast.Pia)
	known.Press("Sign out")
	known.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password)
	var n int
	if err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE kind = 'new_device'").Scan(&n); err != nil || n != 0 {
		t.Fatalf("%d letters before a new browser, %v", n, err)
	}
	a.Browser(cast.Pia)
	sent(t, a, "new_device", cast.Pia.Email)
}
