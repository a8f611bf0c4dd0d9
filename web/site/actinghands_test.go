package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

// hands is a browser in which somebody acts in another's place, and may make changes.
func hands(a *apptest.App, who, as cast.Person) *apptest.Browser {
	a.Says(as.Account, consent.OfOperator, consent.Always)
	a.Says(as.Account, consent.OfPartner, consent.Always)
	return a.Acting(who, as).Click("Make changes").Press("Make changes", "reason", "Change it as asked").Sees("Changes allowed")
}

func TestNeitherOfTheTwoDecidesWhatWasAsked(t *testing.T) {
	a := apptest.New(t)
	b := hands(a, cast.Pia, cast.Alice)
	b.Open(route.ServiceSpeed(cast.Acme, "p-7f2k")).Press("Send for Approval", "speed", "100000").Answers(http.StatusOK).Sees("was sent for approval")
	id := query[string](t, a, "SELECT id FROM approval_requests WHERE service_id = 'p-7f2k' AND state = 'pending' AND asked_by = '"+cast.Pia.ID+"' AND asked_as = '"+cast.Alice.ID+"'")
	const both = "Pia Larsen (support) on behalf of Alice Novak"
	b.Open(route.Approval(cast.Acme, id)).Sees(both)
	if n := query[int](t, a, `SELECT COUNT(*) FROM letters WHERE kind = 'request_sent' AND facts LIKE '%"by":"`+both+`"%'`); n == 0 {
		t.Error("no letter says on whose behalf")
	}
	b.Post(route.Approve(cast.Acme, id), url.Values{"acting": {b.Value("acting")}}).Answers(http.StatusForbidden)
	b.Open(route.Services(cast.Acme)).Press("Stop")

	pia := a.Browser(cast.Pia).Open(route.Approval(cast.Northwind, id)).Answers(http.StatusOK).SeesNo("Approve Now")
	pia.Post(route.Reject(cast.Northwind, id), url.Values{"answer": {"No."}}).Answers(http.StatusForbidden).Sees("You asked for this yourself. Somebody else decides.")
	if state := query[string](t, a, "SELECT state FROM approval_requests WHERE id = '"+id+"'"); state != "pending" {
		t.Errorf("it is %s", state)
	}
	a.Browser(cast.Theo).Post(route.Reject(cast.Northwind, id), url.Values{"answer": {"No."}}).Answers(http.StatusOK)
	if state := query[string](t, a, "SELECT state FROM approval_requests WHERE id = '"+id+"'"); state != "rejected" {
		t.Errorf("somebody else left it %s", state)
	}
}

// What was asked for in somebody’s place is theirs: they withdraw it.
func TestWhatWasAskedInSomebodysPlaceIsTheirs(t *testing.T) {
	a := apptest.New(t)
	hands(a, cast.Sam, cast.Ben).Open(route.ServiceSpeed(cast.Acme, "p-7f2k")).Press("Send for Approval", "speed", "100000").Sees("was sent for approval")
	id := query[string](t, a, "SELECT id FROM approval_requests WHERE asked_as = '"+cast.Ben.ID+"'")
	a.Browser(cast.Ben).Post(route.Withdraw(cast.Acme, id), url.Values{}).Answers(http.StatusOK)
	if state := query[string](t, a, "SELECT state FROM approval_requests WHERE id = '"+id+"'"); state != "withdrawn" {
		t.Errorf("it is %s", state)
	}
}

// The partner is told what somebody of the operator did in a customer's place,
// and on whose behalf.
func TestThePartnerIsToldOnWhoseBehalf(t *testing.T) {
	a := apptest.New(t)
	hands(a, cast.Sam, cast.Alice).Open(route.ServiceEdit(cast.Acme, "p-7f2k")).Press("Save", "name", "Renamed").Answers(http.StatusOK)
	if n := query[int](t, a, `SELECT COUNT(*) FROM letters WHERE kind = 'account_changed' AND facts LIKE '%Sam Reyes (support) on behalf of Alice Novak of Acme Robotics changed %'`); n == 0 {
		t.Error("nobody was told")
	}
}

func TestSavedViewsAreThePersonsOwn(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Views(cast.Northwind), url.Values{"name": {"Hers alone"}, "query": {"q=acme"}}).Answers(http.StatusOK)
	b := hands(a, cast.Sam, cast.Pia)
	b.Open(route.Accounts(cast.Northwind)).Answers(http.StatusOK).Sees("Hers alone").Sees("Only Pia Larsen")
	if n := b.Count("button[aria-describedby='views-kept'][aria-disabled='true']"); n != 2 {
		t.Errorf("%d buttons say why they can't be pressed", n)
	}
	mark := b.Value("acting")
	b.Post(route.Views(cast.Northwind), url.Values{"acting": {mark}, "name": {"Mine"}, "query": {"q=blue"}}).Answers(http.StatusForbidden).Sees("Keeping views is not done in somebody’s place").Sees("Pia Larsen has to do it")
	id := query[string](t, a, "SELECT id FROM views WHERE name = 'Hers alone'")
	b.Post(route.ViewRemoval(cast.Northwind, id), url.Values{"acting": {mark}}).Answers(http.StatusForbidden)
	if n := query[int](t, a, "SELECT COUNT(*) FROM views WHERE account_id = '"+cast.Northwind+"' AND user_id <> '"+cast.Pia.ID+"'"); n != 0 {
		t.Errorf("%d views are somebody else's", n)
	}
}

// A change of many accounts goes on when the visit is over.
func TestNobodyChangesManyAccountsForAnother(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	by.User, by.As, by.AsName, by.Acting = cast.Sam.ID, cast.Pia.ID, cast.Pia.Name, access.Changing
	if _, err := a.Settings.Start(t.Context(), by, setting.Order{}); !fault.Is(err, fault.Forbidden) || !strings.HasPrefix(err.Error(), "Changing many accounts at once is not done") {
		t.Error(err)
	}
}

// What is shown masked is never what is saved.
func TestSupportContactsStayWhenSomebodyActs(t *testing.T) {
	a := apptest.New(t)
	reach := func() string {
		return query[string](t, a, "SELECT support_phone || ' ' || support_email FROM accounts WHERE id = '"+cast.Acme+"'")
	}
	if _, err := a.Raw().Exec("UPDATE accounts SET support_phone = '+61293744333', support_email = 'noc@northwind.example' WHERE id = '" + cast.Acme + "'"); err != nil {
		t.Fatal(err)
	}
	was := reach()
	page := route.Managed(cast.Northwind, cast.Acme)
	b := hands(a, cast.Sam, cast.Pia).Open(page).Sees("Masked while you act as Pia Larsen. It stays as it is.").SeesNo("noc@northwind.example")
	if n := b.Count("[aria-disabled='true'][aria-describedby='stays-why']"); n != 3 {
		t.Errorf("%d ways on are refused", n)
	}
	if v := b.Count("input[name=email][disabled][value='n•••@northwind.example']") + b.Count("input[name=phone][disabled][value='••• 33']"); v != 2 {
		t.Errorf("%d fields are masked and can't be changed", v)
	}
	b.Press("Save", "name", "Acme Robots").Answers(http.StatusOK).Sees("Acme Robots saved.")
	b.Open(page).Post(page, url.Values{
		"acting": {b.Value("acting")}, "version": {b.Value("version")}, "name": {"Acme Robots"}, "reference": {"other"},
		"phone": {"••• 33"}, "email": {"n•••@northwind.example"},
	}).Answers(http.StatusOK)
	if is := reach(); is != was || strings.Contains(is, "•") {
		t.Errorf("%q became %q", was, is)
	}
	if got := query[string](t, a, "SELECT reference FROM accounts WHERE id = '"+cast.Acme+"'"); got != "other" {
		t.Errorf("the reference is %q", got)
	}
}

// Whoever acts for somebody who enters some accounts only reaches no others.
func TestActingReachesNoFurtherThanThePersonEnters(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("INSERT INTO delegations (id, account_id, user_id, managed_id, made_by, made_at, version) VALUES ('limited', '" +
		cast.Northwind + "', '" + cast.Pia.ID + "', '" + cast.Acme + "', 'A test', '2026-01-01 00:00:00', 1)"); err != nil {
		t.Fatal(err)
	}
	b := hands(a, cast.Sam, cast.Pia)
	b.Open(route.Accounts(cast.Northwind)).Answers(http.StatusOK).Sees("Acme Robotics").SeesNo("Cobalt")
	b.Open(route.Managed(cast.Northwind, cast.Cobalt)).Answers(http.StatusNotFound)
	b.Open(route.AllServices(cast.Northwind)).Answers(http.StatusForbidden)
}

func TestManyAccountsAreNotChangedInSomebodysPlaceAndNoPageOffersIt(t *testing.T) {
	a := apptest.New(t)
	b := hands(a, cast.Sam, cast.Pia)
	b.Open(route.Accounts(cast.Northwind)).Sees("Tag…").SeesNo("Change a setting…").SeesNo("Suspend…")
	b.Open(route.Changes(cast.Northwind)).SeesNo("Schedule a default").SeesNo("Change many accounts")
	b.Open(route.Defaults(cast.Northwind)).Sees("Change Dashboard").SeesNo("Schedule a change")
	b.Open(route.ScheduleDefault(cast.Northwind, "dashboard")).Press("Show what happens", "value", "On").
		Press("Schedule the change", "day", "2026-12-01", "time", "09:00").Answers(http.StatusForbidden).Sees("Changing many accounts at once is not done in somebody’s place")
}

// What the marketplace would say of how to reach a company, which is not listed, is not
// shown in somebody’s place, and so neither typed nor published there.
func TestContactsOfAProfileThatIsNotListedAreMasked(t *testing.T) {
	a := apptest.New(t)
	const profile = "SELECT phone || ' ' || email || ' ' || website FROM listings WHERE account_id = '" + cast.Northwind + "'"
	if _, err := a.Raw().Exec("UPDATE listings SET listed = FALSE, email = 'private.person@northwind.example', phone = '+61293744555' WHERE account_id = '" + cast.Northwind + "'"); err != nil {
		t.Fatal(err)
	}
	at, b := route.Listing(cast.Northwind), hands(a, cast.Sam, cast.Pia)
	b.Open(at).Answers(http.StatusOK).Sees("Masked while you act as Pia Larsen. It stays as it is.")
	if email, phone := b.Value("email"), b.Value("phone"); email != "p•••@northwind.example" || phone != "••• 55" {
		t.Errorf("it shows %q and %q", email, phone)
	}
	b.Press("Save marketplace profile", "website", "https://new.northwind.example").Sees("saved")
	mark := b.Open(at).Value("acting")
	sent := url.Values{"acting": {mark}, "visible": {"private"}, "name": {"Northwind Partners"}, "bio": {"Networks"}, "email": {"p•••@northwind.example"}, "phone": {"5"}, "website": {"https://new.northwind.example"}, "version": {b.Value("version")}}
	b.Post(at, sent).Answers(http.StatusOK).Sees("saved")
	if got := query[string](t, a, profile); got != "+61293744555 private.person@northwind.example https://new.northwind.example" {
		t.Errorf("it holds %q", got)
	}
	sent.Set("visible", "public")
	sent.Set("version", b.Open(at).Value("version"))
	b.Post(at, sent).Answers(http.StatusForbidden).Sees("Publishing the marketplace profile is not done in somebody’s place. Pia Larsen has to do it.")
	b.Open(route.Services(cast.Northwind)).Press("Stop")
	pia := a.Browser(cast.Pia)
	pia.Open(at).Press("Save marketplace profile", "visible", "public").Sees("saved")
	b = hands(a, cast.Sam, cast.Pia)
	b.Open(at).Press("Save marketplace profile", "email", "public@northwind.example").Sees("saved")
	if got := query[string](t, a, profile); got != "+61293744555 public@northwind.example https://new.northwind.example" {
		t.Errorf("what is listed is changed as before: %q", got)
	}
}

// What nobody can bring back is not thrown away in somebody’s place: a design is
// drawn and changed there, and discarded by its own people.
func TestADesignIsDiscardedInPersonOnly(t *testing.T) {
	a := apptest.New(t)
	port := query[string](t, a, "SELECT id FROM services WHERE account_id = '"+cast.Acme+"' AND status = 'design' AND port_id IS NULL ORDER BY id LIMIT 1")
	b := hands(a, cast.Sam, cast.Alice)
	mark := b.Open(route.Review(cast.Acme, port)).Answers(http.StatusOK).Sees("Edit").SeesNo("Discard").Value("acting")
	const reason = "Discarding a design is not done in somebody’s place. Alice Novak has to do it."
	b.Post(route.DesignRemoval(cast.Acme, port), url.Values{"acting": {mark}}).Answers(http.StatusForbidden).Sees(reason)
	b.Open(route.DesignRemoval(cast.Acme, port)).Answers(http.StatusForbidden).Sees(reason)
	b.Open(route.Services(cast.Acme)).Press("Stop")
	if n := query[int](t, a, "SELECT COUNT(*) FROM services WHERE id = '"+port+"'"); n != 1 {
		t.Error("it is gone")
	}
	alice := a.Browser(cast.Alice)
	follows(alice.Open(route.Review(cast.Acme, port)), "Discard").Press("Discard").Sees("is discarded.")
}
