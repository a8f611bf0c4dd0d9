package site_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

func TestSamAsksAliceLetsHimInAndTakesItBackWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	sam := a.Browser(cast.Sam).Open(route.AskAccess(cast.Meridian, cast.Acme)).Sees("Acme Robotics wants to be asked first.")
	sam.Press("Send request", "reason", "", "ticket", "4711").Answers(http.StatusUnprocessableEntity).Sees("Say why. The customer reads it")
	if sam.Value("ticket") != "4711" {
		t.Errorf("what was typed is %q", sam.Value("ticket"))
	}
	sam.Press("Send request", "reason", "Port flapping since 09:00").At(route.AskAccess(cast.Meridian, cast.Acme)).
		Sees("Your request is sent.").Sees("Your request waits for an answer.").Sees("4711").SeesNo("Send request")
	sam.Open(route.AskedAccess(cast.Meridian)).Sees("CRM-1001").Sees("Waiting")

	alice := a.Browser(cast.Alice).Open(route.Consent(cast.Acme)).Sees("Waiting for your answer").Sees("Port flapping since 09:00").Sees("Meridian Networks")
	alice.Click("Sam Reyes").Sees("Sam Reyes of Meridian Networks asks to be let in")
	late := alice.Tab().Open(alice.Address)
	alice.Press("Send answer").Answers(http.StatusUnprocessableEntity).Sees("Choose for how long, or refuse")
	alice.Press("Send answer", "for", "hours", "note", "Ben is in until noon.").At(route.Consent(cast.Acme)).Sees("Sam Reyes is let in.").Sees("Let in now").SeesNo("Waiting for your answer")
	late.Press("Send answer", "for", "hour").Answers(http.StatusConflict).Sees("Your answer was not saved.").Sees("Alice Novak has let Sam Reyes in already.")

	sam.Open(route.AskAccess(cast.Meridian, cast.Acme)).Sees("Acme Robotics has let you in.").Click("Go on to act in Acme Robotics").At(route.Acting(cast.Meridian, cast.Acme))
	sam.Act(cast.Sam, cast.Alice, a.Seat(cast.Alice)).Open(route.Services(cast.Acme)).Answers(http.StatusOK)
	alice.Open(route.Consent(cast.Acme)).Press("Take back").At(route.Consent(cast.Acme)).Sees("Taken back from Sam Reyes.").SeesNo("Let in now").Sees("Over")
	sam.Open(route.Services(cast.Acme)).SeesNo("Sydney core")
	sam.Open(route.AskAccess(cast.Meridian, cast.Acme)).Sees("Acme Robotics wants to be asked first.")
	alice.Open(route.Activity(cast.Acme)).Sees("Let in Sam Reyes").Sees("Took back the access of Sam Reyes")
}

func TestAliceSaysWhoMayStepInWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Consent(cast.Acme)).Sees("May people of Northwind Partners act as one of your people?").Sees("Nobody has chosen yet").SeesNo("Use inherited value")
	late := alice.Tab().Open(alice.Address)
	alice.Press("Save for people of Northwind Partners", "partner", "never").At(route.Consent(cast.Acme)).Sees("Saved.").Sees("Nobody of Northwind Partners may act here.").Sees("Set here by Alice Novak")
	late.Press("Save for people of Northwind Partners", "partner", "always").Answers(http.StatusConflict).Sees("Alice Novak changed it meanwhile")
	late.Press("Save for people of Meridian Networks", "operator", "perhaps").Answers(http.StatusUnprocessableEntity).Sees("Choose one of the answers")
	alice.Press("Save for people of Northwind Partners").Sees("Nothing changed.")
	alice.Press("Use inherited value (Ask me) for people of Northwind Partners").Sees("Saved.").SeesNo("Use inherited value")

	pia := a.Browser(cast.Pia).Open(route.ConsentDefaults(cast.Northwind)).Sees("46 accounts follow this. None has chosen for itself.")
	pia.Press("Save for people of Meridian Networks", "operator", "never").At(route.ConsentDefaults(cast.Northwind)).Sees("Saved.").Sees("none of the people of Meridian Networks may act").Sees("Set by Pia Larsen")
	alice.Open(route.Consent(cast.Acme)).Sees("Inherited from Northwind Partners").Sees("Nobody of Meridian Networks may act here.")
	a.Browser(cast.Sam).Open(route.AskAccess(cast.Meridian, cast.Acme)).Sees("Acme Robotics lets nobody of Meridian Networks act there.").SeesNo("Send request").SeesNo("Ask to break the glass")
	a.Browser(cast.Olive).Open(route.ConsentDefaults(cast.Meridian)).Sees("people of their partner").Press("Save for people of Meridian Networks", "operator", "always").Sees("Saved.")
	a.Browser(cast.Sol).Open(route.Consent(cast.Solo)).Sees("Inherited from Meridian Networks").SeesNo("Northwind")

	viewed := a.Browser(cast.Pia)
	viewed.Post(route.Entry(cast.Acme), nil).Open(route.Consent(cast.Acme)).Sees("Only the people of Acme Robotics choose who may act there.")
	if n := viewed.Count("main form[method=post]"); n != 0 {
		t.Errorf("a partner's person has %d forms there", n)
	}
}

func TestTheGlassTakesTwoPeopleAndTheCustomerReadsBoth(t *testing.T) {
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Never)
	if _, err := a.Raw().Exec("UPDATE seats SET role = 'Operator Admin' WHERE account_id = $1", cast.Meridian); err != nil {
		t.Fatal(err)
	}
	olive, sam := a.Browser(cast.Olive), a.Browser(cast.Sam)
	olive.Open(route.AskAccess(cast.Meridian, cast.Acme)).Click("Ask to break the glass").At(route.BreakGlass(cast.Meridian, cast.Acme))
	olive.Press("Ask a second Operator Admin", "reason", "The plant stands still.").Answers(http.StatusUnprocessableEntity).Sees("Nobody breaks the glass without one")
	olive.Press("Ask a second Operator Admin", "ticket", "4901").At(route.AskAccess(cast.Meridian, cast.Acme)).Sees("A second Operator Admin has to agree.")
	olive.Open(route.Glass(cast.Meridian)).Click("Acme Robotics").Sees("You asked for it yourself.").SeesNo("Send answer")
	sam.Open(route.Glass(cast.Meridian)).Click("Answer the request of Olive Okafor for Acme Robotics").Sees("The plant stands still.")
	a.Clock.Advance(11 * time.Minute) // an old proof is asked for again
	sam.Press("Send answer", "for", "hour").SeesNo("is let in").Sees("Confirm that it is you")
	sam.Press("Confirm", "proof", cast.Password).At(route.Glass(cast.Meridian)).Sees("Olive Okafor is let in.")
	alice := a.Browser(cast.Alice).Open(route.Consent(cast.Acme)).Sees("Let in now").Sees("by breaking the glass").SeesNo("Take back")
	alice.Click("Olive Okafor").Sees("Agreed: Sam Reyes")
	alice.Open(route.Activity(cast.Acme)).Sees("Broke the glass")
	sam.Open(route.Glass(cast.Meridian)).Click("View the request of Olive Okafor for Acme Robotics").Press("End it now").Sees("Olive Okafor is let in no longer.")
}

func TestWhoMayNotSeesNoWayIn(t *testing.T) {
	a := apptest.New(t)
	a.Browser(cast.Ben).Open(route.Consent(cast.Acme)).Answers(http.StatusForbidden)
	a.Browser(cast.Theo).Open(route.AskAccess(cast.Northwind, cast.Acme)).Answers(http.StatusForbidden)
	pia := a.Browser(cast.Pia)
	for _, key := range []string{cast.Delta, cast.Meridian, "zzzzzzz9", "no key"} {
		pia.Open(route.AskAccess(cast.Northwind, strings.ReplaceAll(key, " ", "%20"))).Answers(http.StatusNotFound)
	}
	a.Browser(cast.Sam).Open(route.BreakGlass(cast.Meridian, cast.Acme)).Answers(http.StatusForbidden)
}
