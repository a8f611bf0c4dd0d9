package attack_test

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

// Decidim 2372: a session that expired was never closed, and the next start was blocked.
func TestAnActOfASessionThatExpiredBlocksNothing(t *testing.T) {
	a := welcoming(t)
	b := a.Acting(cast.Sam, cast.Alice)
	a.Clock.Advance(13 * time.Hour)
	out(t, b, home(cast.Alice))
	a.Acting(cast.Sam, cast.Alice).Sees("acting as Alice Novak")
	if n, err := a.Sessions.CloseActs(t.Context()); n != 1 || err != nil || live(t, a) != 1 {
		t.Errorf("%d were closed, %d are left: %v", n, live(t, a), err)
	}
}

// idenplane 573: any admin could end another's.
func TestAVisitIsEndedByWhoMayOnly(t *testing.T) {
	a := welcoming(t)
	a.Acting(cast.Sam, cast.Alice)
	id := query[string](t, a, "SELECT id FROM visits WHERE as_id <> '' AND left_at IS NULL")
	for p, status := range map[*cast.Person]int{&cast.Ben: http.StatusForbidden, &cast.Dev: http.StatusNotFound, &cast.Pia: http.StatusNotFound, &cast.Dina: http.StatusNotFound} {
		a.Browser(*p).Post(route.VisitEnd(p.Account, id), url.Values{}).Answers(status)
	}
	a.Browser(cast.Dev).Post(route.VisitEnd(cast.Acme, id), url.Values{}).Answers(http.StatusNotFound)
	if live(t, a) != 1 {
		t.Fatal("it was ended all the same")
	}
	a.Browser(cast.Alice).Post(route.VisitEnd(cast.Acme, id), url.Values{}).Answers(http.StatusOK)
	if by := query[string](t, a, "SELECT left_why || ' by ' || ended_by FROM visits WHERE id = '"+id+"'"); by != "stopped by Alice Novak" {
		t.Error(by)
	}
}

// GitLab 196028: A acts as B, and B, who may act too, acts as A: the trace is lost.
func TestWhoActsForSomebodyWhoMayActDoesNotActOn(t *testing.T) {
	a := welcoming(t)
	a.Says(cast.Northwind, "operator", "always")
	b := a.Acting(cast.Sam, cast.Pia).Click("Make changes").Press("Make changes", "reason", "Look at the accounts")
	b.Open(route.Acting(cast.Northwind, cast.Acme)).Answers(http.StatusForbidden).Sees("is not done in somebody’s place")
	form := start(t, a, cast.Alice)
	form.Set("acting", b.Value("acting"))
	b.Post(route.Acting(cast.Northwind, cast.Acme), form).Answers(http.StatusForbidden)
	b.Post(route.Entry(cast.Acme), url.Values{"acting": {b.Value("acting")}}).Answers(http.StatusConflict)
	b.Post(route.Preview(cast.Acme), url.Values{"role": {"Read Only"}}).Answers(http.StatusConflict)
	if live(t, a) != 1 || refusals(t, a, cast.Northwind) < 2 {
		t.Errorf("%d act, %d refusals are facts", live(t, a), refusals(t, a, cast.Northwind))
	}
}

// Two tabs: what one of them ends is over in the other, which says so.
func TestWhatOneTabEndsIsOverInTheOther(t *testing.T) {
	a := welcoming(t)
	b := changing(t, a)
	other := b.Tab().Open(route.ServiceEdit(cast.Acme, "p-7f2k"))
	b.Press("Stop").Answers(http.StatusOK)
	before := refusals(t, a, cast.Acme)
	other.Press("Save", "name", "Too late").Answers(http.StatusConflict).Sees("You do not act as Alice Novak any more").Sees("What you sent was not carried out.")
	if query[string](t, a, "SELECT name FROM services WHERE id = 'p-7f2k'") == "Too late" || refusals(t, a, cast.Acme) != before+1 {
		t.Errorf("it was carried out, or %d facts say that it was not", refusals(t, a, cast.Acme)-before)
	}
	other.Post(route.ActingEnd(cast.Acme), url.Values{}).Answers(http.StatusOK).Sees("You act in nobody’s place.")
}

// Consent holds by the way of the partner, too: what acting at a partner reaches
// are the accounts below it that don't say Never.
func TestWhoActsAtAPartnerIsNotLedAroundWhatItsCustomersSay(t *testing.T) {
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Never)
	a.Says(cast.Northwind, consent.OfOperator, consent.Always)
	b := a.Acting(cast.Sam, cast.Pia)
	b.Open(route.ActingChanges(cast.Northwind)).Press("Make changes", "reason", "Look into it all")
	for key, there := range map[string]bool{cast.Acme: false, cast.Cobalt: true} {
		b.Open(route.Managed(cast.Northwind, key))
		if got := b.Status == http.StatusOK; got != there {
			t.Errorf("%s: %d", key, b.Status)
		}
		b.Open(route.ManagedUsers(cast.Northwind, key))
		if got := b.Status == http.StatusOK; got != there {
			t.Errorf("people of %s: %d", key, b.Status)
		}
	}
	list := b.Open(route.Accounts(cast.Northwind)).Body
	if strings.Contains(list, "Acme Robotics") || !strings.Contains(list, "Cobalt Health") {
		t.Error("the list has who says Never, or has not who doesn't")
	}
	if b.Open(route.AccountsExport(cast.Northwind)); strings.Contains(b.Body, "Acme Robotics") {
		t.Error("the file has who says Never")
	}
}
