package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// query is the one value that a query answers.
func query[T any](t *testing.T, a *apptest.App, text string) (v T) {
	t.Helper()
	if err := a.Raw().QueryRow(text).Scan(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// welcoming is the cast with an Acme that lets the operator's people act there.
func welcoming(t *testing.T) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	a.Says(cast.Acme, consent.OfPartner, consent.Always)
	return a
}

func TestSomebodyActsAndStops(t *testing.T) {
	a := welcoming(t)
	b := a.Browser(cast.Sam).Open(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme))
	b.Click("Act as…").At(route.Acting(cast.Meridian, cast.Acme)).Sees("Act as somebody of Acme Robotics").Sees("lets people of Meridian Networks act there")
	b.Press("Start acting").Answers(http.StatusUnprocessableEntity).Sees("Choose in whose place you act").Sees("Say why. The customer reads it")
	b.Press("Start acting", "seat", a.Seat(cast.Alice), "reason", "Port flapping since 09:00", "ticket", "4711")
	b.Answers(http.StatusOK).At(route.Services(cast.Acme)).Sees("Sam Reyes (Meridian Networks) acting as Alice Novak, Acme Robotics").Sees("Read-only").Sees("until 09:30").
		Sees("Reason given: “Port flapping since 09:00”, ticket 4711.")
	if title := b.Text("title"); !strings.HasPrefix(title, "Acting as Alice: Services") {
		t.Error(title)
	}
	b.Press("Stop").At(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme)).Sees("You do not act as Alice Novak any more.").SeesNo("Read-only")
	b.Open(route.Services(cast.Acme)).Answers(http.StatusConflict).Sees("You do not act as Alice Novak any more").Sees("You stopped it.")
}

func TestActingBeginsAtTheAccountsPageWhateverItsKind(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		name string
		who  cast.Person
	}{{"Solo Systems", cast.Sol}, {"Northwind Partners", cast.Pia}, {"Harbour Distribution", cast.Dina}} {
		a.Says(c.who.Account, consent.OfOperator, consent.Always)
		page := route.Partner(cast.Meridian, c.who.Account)
		b := a.Browser(cast.Sam).Open(route.Partners(cast.Meridian)).Click(c.name).At(page).Click("Act as…")
		b.Press("Start acting", "seat", a.Seat(c.who), "reason", "Looking where the port went", "ticket", "4711").Sees("acting as " + c.who.Name)
		b.Press("Stop").At(page).Sees("You do not act as " + c.who.Name + " any more.")
	}
}

func TestEverythingElsewhereAnswersOnePage(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	for _, address := range []string{
		"/", route.Me, route.MySecurity, route.MySessions, route.Switch, route.SignIn, route.Forgotten, route.Services(cast.Cobalt), route.Services(cast.Northwind), route.Services("zzzzzzzz"),
		route.Account(cast.Meridian), route.Partners(cast.Meridian), route.Acting(cast.Meridian, cast.Cobalt),
	} {
		b.Open(address).Answers(http.StatusConflict).Sees("You are acting as Alice Novak").Sees("In Acme Robotics, and nowhere else.").Sees("Sam Reyes (Meridian Networks) acting as Alice Novak")
	}
	b.Click("Back to Acme Robotics Go on where you act as Alice Novak").Answers(http.StatusOK).At(route.Services(cast.Acme))
	b.Open("/nowhere").Answers(http.StatusNotFound).Sees("acting as Alice Novak")
	b.Open(route.Service(cast.Acme, "p-none")).Answers(http.StatusNotFound).Sees("acting as Alice Novak")
	b.Open(route.Me).Press("Stop acting as Alice").Answers(http.StatusOK).Sees("You are Sam Reyes again.")
}

func TestReadingRefusesWhatIsSent(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice).Open(route.Markets(cast.Acme)).Answers(http.StatusOK)
	if n, m := b.Count("form[method=post]:not([action*='/acting/']) button[type=submit]"), b.Count("button[aria-disabled=true][aria-describedby=acting-why]"); n != m {
		t.Errorf("%d of %d buttons say that they can't be pressed", m, n)
	}
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), url.Values{"acting": {b.Value("acting")}, "name": {"Renamed"}}).Answers(http.StatusForbidden).Sees("Nothing was changed").Sees("Making changes is a second step")
	if name := query[string](t, a, "SELECT name FROM services WHERE id = 'p-7f2k'"); name == "Renamed" {
		t.Error("it was changed all the same")
	}
	if n := query[int](t, a, "SELECT COUNT(*) FROM events WHERE kind = 'visit.refused' AND visit_id <> '' AND as_name = 'Alice Novak' AND user_name = 'Sam Reyes'"); n != 1 {
		t.Errorf("%d facts say so", n)
	}
}

func TestChangesAreASecondStep(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice).Click("Make changes").Sees("Make changes as Alice?")
	b.Press("Make changes").Answers(http.StatusUnprocessableEntity).Sees("Say why. The customer reads it")
	b.Press("Make changes", "reason", "Rename the port as asked").Sees("Changes allowed").Sees("Changes are allowed for a quarter of an hour.")
	b.Open(route.ServiceEdit(cast.Acme, "p-7f2k")).Press("Save", "name", "Renamed").Answers(http.StatusOK).Sees("Renamed")
	b.Open(route.Users(cast.Acme)).Answers(http.StatusOK)
	b.Open(route.NewUser(route.Users(cast.Acme))).SeesNo("Invite and")
	b.Press("Back to read-only").Sees("You read only again.").Sees("Read-only")
	b.Click("Make changes").Press("Make changes", "reason", "Once more for this")
	a.Clock.Advance(8 * time.Minute)
	b.Open(route.Services(cast.Acme)).Sees("Changes allowed")
	a.Clock.Advance(8 * time.Minute)
	b.Open(route.Services(cast.Acme)).Sees("Read-only").SeesNo("Changes allowed")
}

func TestTheSecondStepTakesAFreshProof(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	a.Clock.Advance(6 * time.Minute)
	b.Open(route.Services(cast.Acme))
	a.Clock.Advance(6 * time.Minute)
	b.Open(route.ActingChanges(cast.Acme)).Press("Make changes", "reason", "Rename the port").Answers(http.StatusForbidden).Sees("Confirm that it is you").Sees("acting as Alice Novak")
	b.Press("Confirm", "proof", "wrong").Sees("That is not your password")
	b.Press("Confirm", "proof", cast.Password).Sees("Changes allowed")
}

func TestAnExtensionIsGrantedOnce(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice).Click("Extend").Sees("Half an hour more?").Press("Extend", "reason", "Waiting for the carrier").Sees("until 10:00").Sees("Half an hour was added.")
	if len(b.Links("Extend")) > 0 {
		t.Error("it is offered again")
	}
	b.Open(route.ActingExtension(cast.Acme)).Press("Extend", "reason", "Waiting once more").Answers(http.StatusConflict).Sees("It was extended already.")
	for range 7 {
		a.Clock.Advance(8 * time.Minute)
		b.Open(route.Services(cast.Acme))
	}
	a.Clock.Advance(4 * time.Minute)
	b.Open(route.Services(cast.Acme)).Answers(http.StatusConflict).Sees("You do not act as Alice Novak any more").Sees("Its time was over.")
	b.Open(route.Partners(cast.Meridian)).Answers(http.StatusOK)
}

func TestTenMinutesWithoutARequestEndActing(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	a.Clock.Advance(10 * time.Minute)
	b.Open("/nowhere") // which draws an error page, and is no request that keeps it alive
	b.Open(route.Services(cast.Acme)).Answers(http.StatusConflict).Sees("Nothing was asked for in ten minutes.")
}

func TestSigningOutInsideStopsActingOnly(t *testing.T) {
	a := welcoming(t)
	a.Acting(cast.Sam, cast.Alice).Post(route.SignOut, url.Values{}).At(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme)).Sees("You are Sam Reyes again.")
}

func TestAFormIsBoundToTheNameInWhichItWasDrawn(t *testing.T) {
	a := welcoming(t)
	b := a.Browser(cast.Pia).Post(route.Entry(cast.Acme), url.Values{})
	before := b.Tab().Open(route.ServiceEdit(cast.Acme, "p-7f2k"))
	b.Act(cast.Pia, cast.Alice, a.Seat(cast.Alice)).Sees("acting as Alice Novak").Click("Make changes").Press("Make changes", "reason", "Rename the port")
	before.Press("Save", "name", "From before").Answers(http.StatusConflict).Sees("Nothing was changed")
	during := b.Tab().Open(route.ServiceEdit(cast.Acme, "p-7f2k"))
	b.Open(route.Services(cast.Acme)).Press("Stop").Answers(http.StatusOK)
	during.Press("Save", "name", "From the visit").Answers(http.StatusConflict).Sees("Switch to Acme Robotics?") // nothing is carried out without entering
	b.Post(route.Entry(cast.Acme), url.Values{})
	b.Post(route.ServiceEdit(cast.Acme, "p-7f2k"), url.Values{"acting": {query[string](t, a, "SELECT MAX(id) FROM visits WHERE as_id <> ''")}, "name": {"From the visit"}}).
		Answers(http.StatusConflict).Sees("You act in nobody’s place any more")
	if name := query[string](t, a, "SELECT name FROM services WHERE id = 'p-7f2k'"); strings.HasPrefix(name, "From") {
		t.Error(name)
	}
}

func TestFilesSayInWhoseNameTheyWereMade(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice).Open(route.RenewalsExport(cast.Acme)).Answers(http.StatusOK)
	if !strings.HasPrefix(b.Body, "\"Sam Reyes (Meridian Networks) as Alice Novak") {
		t.Error(b.Body[:min(200, len(b.Body))])
	}
}
