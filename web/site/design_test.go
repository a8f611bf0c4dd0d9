package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// designed is the id of the design that a browser stands at.
func designed(b *apptest.Browser) string {
	parts := strings.Split(b.Address, "/")
	return parts[len(parts)-2]
}

// follows opens the first link whose text begins with this one.
func follows(b *apptest.Browser, text string) *apptest.Browser {
	to := b.Links(text)
	if len(to) == 0 {
		return b.Sees("a link " + text)
	}
	return b.Open(to[0])
}

func TestBenDesignsAndIsRefusedToOrderAndAliceSendsIt(t *testing.T) {
	a := apptest.New(t)
	ben := follows(a.Browser(cast.Ben).Open(route.NewService(cast.Acme)), "Port").Sees("Choose a location").Sees("Ask Northwind Partners to enable a market").SeesNo("Frankfurt")
	follows(ben, "Tallowood SY1").Sees("Port details")
	ben.Press("Continue", "name", "").Answers(http.StatusUnprocessableEntity).Sees("Enter the name").Sees("Choose a speed").Sees("Choose an interface")
	ben.Press("Continue", "name", "Sydney two", "speed", "10000", "details.interface", "LR").Sees("Sydney two is saved as a design.").Sees("Connections of Sydney two")
	id := designed(ben)
	follows(ben, "AWS ap-southeast-2").Sees("Cross Connect from Sydney two to AWS ap-southeast-2.")
	ben.Press("Add Cross Connect", "name", "To AWS", "speed", "500", "details.vlan", "1").Answers(http.StatusUnprocessableEntity).Sees("from 2 to 4093")
	ben.Press("Add Cross Connect", "speed", "500", "details.vlan", "100").Sees("To AWS is drawn.").Click("Review")
	ben.Sees("Sydney two and 1 connection").Sees("Ordering services takes the role Company Admin, Technical Admin or Finance.")
	ben.Post(route.Order(cast.Acme, id), url.Values{"token": {"x"}, "book": {"1"}}).Answers(http.StatusForbidden)

	alice := a.Browser(cast.Alice).Open(route.Review(cast.Acme, id)).Sees("VLAN at the near end 100").Sees("expires after 30 days").SeesNo("Promotional code").SeesNo("Cost to you")
	alice.Press("Send for Approval", "comment", "For the new line.").Sees("Sydney two is sent for approval.")
	alice.Open(route.Review(cast.Acme, id)).Sees("This design waits for approval.").SeesNo("Send for Approval")
	alice.Open(route.Design(cast.Acme, id)).Answers(http.StatusConflict).Sees("waits for approval")
}

func TestALocationOfAMarketThatIsNotEnabledIsRefusedAtEveryDoor(t *testing.T) {
	a := apptest.New(t)
	frankfurt := url.Values{"product": {cast.Port}, "location": {"fra1"}, "name": {"Frankfurt"}, "speed": {"1000"}, "term": {"12"}, "details.interface": {"LR"}}
	alice := a.Browser(cast.Alice).Open(route.NewServiceAt(cast.Acme, cast.Port, "fra1")).Answers(http.StatusUnprocessableEntity).Sees("is in the billing market Germany, which is not enabled")
	alice.Post(route.NewService(cast.Acme), frankfurt).Answers(http.StatusUnprocessableEntity).Sees("is in the billing market Germany, which is not enabled")
	alice.Sees("Ask Northwind Partners to enable a market").Click("Ask Northwind Partners to enable Germany")
	alice.Press("Ask Northwind Partners").Sees("You asked for Germany.")

	pia := a.Browser(cast.Pia).Post(route.Entry(cast.Acme), nil)
	pia.Open(route.NewServiceAt(cast.Acme, cast.Port, "")).Sees("Market not enabled").Sees("Enable Germany")
	pia.Post(route.NewService(cast.Acme), frankfurt).Sees("Frankfurt is saved as a design.")
	id := designed(pia)
	pia.Open(route.Review(cast.Acme, id)).Sees("The billing market Germany is not enabled.").Sees("It can’t be ordered yet")
	pia.Post(route.Order(cast.Acme, id), url.Values{"token": {"x"}, "book": {"1"}}).Answers(http.StatusConflict).Sees("Germany is not enabled")
	alice.Open(route.Review(cast.Acme, id)).Sees("Northwind Partners can enable it.").Sees("Ask Northwind Partners to enable Germany")
	alice.Post(route.Order(cast.Acme, id), url.Values{"token": {"y"}, "book": {"1"}}).Answers(http.StatusConflict)
	alice.Open(route.Design(cast.Acme, id)).Press("Save design", "speed", "10000", "location", "syd1").Sees("The billing market Germany is not enabled.")

	// Nothing leads there, and what hangs under it waits with it.
	alice.Open(route.NewConnections(cast.Acme, "p-6d9h")).SeesNo("Frankfurt")
	alice.Open(route.NewConnectionTo(cast.Acme, "p-6d9h", cast.VXC, "service."+id)).SeesNo("Cross Connect details")
	there := url.Values{"token": {"z"}, "product": {cast.VXC}, "far": {"service." + id}, "name": {"To Frankfurt"}, "speed": {"50"}, "term": {"12"}}
	alice.Post(route.NewConnections(cast.Acme, "p-6d9h"), there).SeesNo("is drawn")
	under := url.Values{"token": {"u"}, "product": {cast.VXC}, "far": {"cloud.aws-syd"}, "name": {"From Frankfurt"}, "speed": {"50"}, "term": {"12"}}
	alice.Post(route.NewConnections(cast.Acme, id), under).Sees("From Frankfurt is drawn.").Click("Review").Sees("Frankfurt and 1 connection").Sees("The billing market Germany is not enabled.")
	alice.Post(route.Order(cast.Acme, id), url.Values{"token": {"v"}, "book": {"1"}}).Answers(http.StatusConflict).Sees("Germany is not enabled")
}

func TestPiaOrdersAtOnceAndAnotherPriceIsShownFirst(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Post(route.Entry(cast.Acme), nil)
	pia.Open(route.Review(cast.Acme, "p-6d9h")).Sees("Promotional code").Sees("Cost to you").Sees("Order Now")
	pia.Post(route.Order(cast.Acme, "p-6d9h"), url.Values{"token": {"x"}, "book": {"77"}}).Answers(http.StatusConflict).Sees("The prices changed meanwhile")
	pia.Press("Order Now").Sees("Brisbane warehouse is ordered.")
	pia.Open(route.Review(cast.Acme, "p-6d9h")).Answers(http.StatusConflict).Sees("Nothing is left to order here")
}

func TestADesignIsDiscardedAfterAQuestion(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Review(cast.Acme, "p-6d9h")).Press("Copy into a new design").Sees("Brisbane warehouse, copy is a new design.")
	alice.Press("Save design", "name", "Brisbane two").Sees("Brisbane two saved.")
	follows(alice, "Discard").Sees("Nothing of it was ordered.")
	alice.Press("Discard").At(route.Services(cast.Acme)).Sees("Brisbane two is discarded.")
}

func TestADesignOfAStrangerIsNotThere(t *testing.T) {
	a := apptest.New(t)
	dev := a.Browser(cast.Dev)
	for _, id := range []string{"p-6d9h", "none"} {
		for _, address := range []string{route.Design(cast.Delta, id), route.DesignRemoval(cast.Delta, id), route.Review(cast.Delta, id), route.NewConnections(cast.Delta, id)} {
			dev.Open(address).Answers(http.StatusNotFound)
		}
		for _, address := range []string{route.Design(cast.Delta, id), route.DesignRemoval(cast.Delta, id), route.ServiceCopy(cast.Delta, id), route.NewConnections(cast.Delta, id), route.Order(cast.Delta, id)} {
			dev.Post(address, url.Values{"token": {"x"}, "book": {"1"}, "version": {"1"}}).Answers(http.StatusNotFound)
		}
	}
}

func TestAFormWhoseDesignWasDiscardedIsKeptAndDrawsAnew(t *testing.T) {
	a := apptest.New(t)
	ben := a.Browser(cast.Ben).Open(route.NewServiceAt(cast.Acme, cast.Port, "syd1"))
	typed := url.Values{"token": {"twice"}, "product": {cast.Port}, "location": {"syd1"}, "name": {"Sydney two"}, "speed": {"10000"}, "term": {"12"}, "details.interface": {"LR"}}
	id := designed(ben.Post(route.NewService(cast.Acme), typed).Sees("Sydney two is saved as a design."))
	typed.Set("name", "Sydney three")
	if again := designed(ben.Post(route.NewService(cast.Acme), typed).Sees("Sydney three is saved as a design.")); again != id {
		t.Errorf("the correction drew %s", again)
	}
	ben.Post(route.DesignRemoval(cast.Acme, id), nil)
	ben.Post(route.NewService(cast.Acme), typed).Answers(http.StatusConflict).Sees("was discarded meanwhile").Press("Continue").Sees("Sydney three is saved as a design.")
}

func TestConnectionsAddedToALivePortAreNamedWhenTheyAreOrdered(t *testing.T) {
	a := apptest.New(t)
	const port = "p-7f2k" // Sydney core
	add := func(b *apptest.Browser, names ...string) *apptest.Browser {
		for _, name := range names {
			b.Post(route.NewConnections(cast.Acme, port), url.Values{"token": {name}, "product": {cast.VXC}, "far": {"cloud.aws-syd"}, "name": {name}, "speed": {"50"}, "term": {"1"}})
		}
		return b.Open(route.Review(cast.Acme, port))
	}
	pia := a.Browser(cast.Pia).Post(route.Entry(cast.Acme), nil)
	add(pia, "One").Press("Order Now").Sees("One is ordered.")
	add(pia, "Two", "Three").Press("Order Now").Sees("2 connections of Sydney core are ordered.")
	alice := a.Browser(cast.Alice)
	add(alice, "Four", "Five").Press("Send for Approval").Sees("2 connections of Sydney core are sent for approval.")
	var id string
	if err := a.Raw().QueryRow("SELECT id FROM approval_requests WHERE service_name = '2 connections of Sydney core'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	alice.Open(route.Approval(cast.Acme, id)).Sees("New order: 2 connections of Sydney core")
}

func TestACodeThatDoesNotHoldIsRefusedOnce(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Post(route.Entry(cast.Acme), nil)
	pia.Open(route.Review(cast.Acme, "p-6d9h")).Post(route.Order(cast.Acme, "p-6d9h"), url.Values{"token": {"x"}, "book": {"1"}, "code": {"OLD"}})
	if n := len(pia.Answers(http.StatusUnprocessableEntity).Texts(".summary li")); n != 1 {
		t.Errorf("%d problems: %v", n, pia.Texts(".summary"))
	}
}

func TestWhatIsLookedForIsCutAndNotForgotten(t *testing.T) {
	a := apptest.New(t)
	long := strings.Repeat("é", 120)
	b := a.Browser(cast.Alice).Open(route.With(route.Services(cast.Acme), url.Values{"q": {long}})).SeesNo("Sydney core")
	if got := b.Value("q"); got != strings.Repeat("é", 100) {
		t.Errorf("looked for %q", got)
	}
}
