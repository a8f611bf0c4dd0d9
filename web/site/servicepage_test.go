package site_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// core is the page of Acme's port in Sydney.
var core = route.Service(cast.Acme, "p-7f2k")

func TestAliceRaisesTheSpeedAndARejectionLeavesTheServiceAsItWas(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(core)
	alice.Sees("AUD 774.25").Click("Change speed Sydney core").Sees("+ AUD 2,189.75")
	alice.Press("Send for Approval", "comment", "Nothing chosen").Answers(422).Sees("Choose a speed").Sees("Nothing chosen")
	alice.Press("Send for Approval", "speed", "100000").At(core).Sees("was sent for approval").Sees("10 Gbps to 100 Gbps")
	alice.Open(route.ServiceSpeed(cast.Acme, "p-7f2k")).Sees("waits for approval")
	if alice.Count("main form") != 0 {
		t.Error("a second request of the kind can be sent")
	}
	theo := a.Viewing(cast.Theo, cast.Acme)
	st, err := a.Orders.Look(t.Context(), theo, "p-7f2k", "")
	if err != nil || len(st.Open) != 1 {
		t.Fatalf("%+v, %v", st.Open, err)
	}
	if r, err := a.Approvals.Reject(t.Context(), a.By(cast.Theo), st.Open[0].ID, approval.AnswerDraft{Answer: "Not before the move."}); err != nil || r.State != approval.Rejected {
		t.Fatal(err)
	}
	alice.Open(core).SeesNo("waits for approval").Sees("10 Gbps").SeesNo("100 Gbps now")
	if now, err := a.Orders.Look(t.Context(), theo, "p-7f2k", ""); err != nil || now.Service.Version != st.Service.Version || len(now.Open) != 0 {
		t.Errorf("%+v, %v", now.Service, err)
	}
}

func TestTheEndShowsTheFeeOrWhoKnowsIt(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.ServiceEnd(cast.Acme, "p-7f2k"))
	alice.Sees("AUD 5,913.75").Sees("Sydney to Melbourne").Sees("Firewall to Sydney core")
	alice.Press("Send termination for approval", "name", "Another", "note", "Kept").Answers(422).Sees("Choose when it ends").Sees("Choose a reason").Sees("Kept")
	alice.Press("Send termination for approval", "when", "now", "reason", "The price", "name", "Sydney core").At(core).Sees("was sent for approval")

	bea := a.Browser(cast.Bea)
	ended := false
	for _, g := range cast.Services(cast.BlueBottle) {
		page := bea.Open(route.ServiceEnd(cast.BlueBottle, g.ID))
		if page.Status == 200 && strings.Contains(page.Text("main"), "early-termination fee is due for") {
			ended = true
			page.Sees("Northwind Partners knows the amount.").SeesNo("AUD").SeesNo("NZD")
		}
	}
	if !ended {
		t.Error("nothing of Blue Bottle's ends inside its term")
	}
}

func TestAServiceIsEditedLockedTaggedAndKept(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(core).Click("Edit Sydney core")
	stale := alice.Tab().Open(alice.Address)
	alice.Press("Save", "name", "", "reference", "PO-9").Answers(422).Sees("Enter the name")
	if alice.Value("reference") != "PO-9" {
		t.Error("what was typed is lost")
	}
	alice.Press("Save", "name", "Sydney heart", "renews", "").At(core).Sees("Sydney heart saved.").Sees("PO-9").Sees("Runs from month to month when the term ends")
	stale.Press("Save", "name", "Sydney liver").Answers(409).Sees("changed meanwhile")

	alice.Open(core).Press("Lock").Sees("Sydney heart is locked.")
	ben := a.Browser(cast.Ben).Open(core).Sees("is locked by Alice Novak").Sees("Locked by Alice Novak")
	if ben.Count("main form") != 0 {
		t.Error("Ben can send something")
	}
	alice.Press("Unlock").Sees("is unlocked")

	alice.Press("Save tag", "name", "Site", "value", "Sydney").Sees("Site")
	alice.Press("Save tag", "name", "a=b").Answers(422).Sees("Leave = out of the name")
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), nil)
	pia.Open(core).SeesNo("Remove the tag").Press("Save tag", "name", "Margin", "value", "thin").Sees("Margin")
	alice.Open(core).SeesNo("Margin").Click("Site").Sees("1 of 14 services")
	alice.Open(route.Services(cast.Acme) + "?tag=Margin").Sees("0 of 14 services")
	alice.Open(core).Press("Remove the tag Site").SeesNo("Remove the tag")
	pia.Open(route.AllServices(cast.Northwind) + "?tag=margin%3Dthin").Sees("1 of")

	alice.Open(route.Service(cast.Acme, "x-12rn")).Press("Keep service").Sees("is kept")

	// What ends with the router is kept by keeping that.
	if _, err := a.Raw().Exec("UPDATE services SET status = 'cancelled', ends_on = term_ends_on WHERE id IN ('m-18qz', 'x-65fe')"); err != nil {
		t.Fatal(err)
	}
	alice.Open(route.Service(cast.Acme, "x-65fe")).Sees("ends with Cloud router, Sydney. Keep that first.")
	if n := alice.Count("form[action='" + route.ServiceKeeping(cast.Acme, "x-65fe") + "']"); n != 0 {
		t.Errorf("%d buttons keep it all the same", n)
	}
	if n := alice.Open(route.Services(cast.Acme)).Count("form[action='" + route.ServiceKeeping(cast.Acme, "x-65fe") + "']"); n != 0 {
		t.Errorf("the list has %d buttons that keep it", n)
	}
}

func TestAPartnerSeesTheServicesOfAllItsAccounts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.AllServices(cast.Northwind)).Sees("Acme Robotics").Sees("Cost AUD")
	for _, sort := range []string{"name", "-account", "account", "status", "-term", "term"} {
		first := pia.Open(route.AllServices(cast.Northwind) + "?sort=" + sort)
		names := first.Texts("tbody th .ref")
		second := first.Click("Next")
		if len(names) != 50 || second.Texts("tbody th .ref")[0] == names[0] {
			t.Errorf("%s: %d", sort, len(names))
		}
		if back := second.Click("Previous").Texts("tbody th .ref"); strings.Join(back, " ") != strings.Join(names, " ") {
			t.Errorf("%s: the way back leads elsewhere", sort)
		}
	}
	pia.Open(route.AllServices(cast.Northwind) + "?location=syd1&status=live&product=port&q=core&account=" + cast.Acme).Sees("1 of")
	pia.Open(route.AllServices(cast.Northwind) + "?q=crm-1001").Sees("0 of").Click("Services of Acme Robotics").Sees("14 of 266 services").Sees("Account: Acme Robotics")
	pia.Open(route.AllServices(cast.Northwind) + "?q=zzzz").Sees("not its account").SeesNo("Services of")
	file := pia.Open(route.AllServicesExport(cast.Northwind) + "?status=live")
	if lines := strings.Split(file.Body, "\n"); !strings.Contains(lines[0], "monthly_cost") || len(lines) < 100 {
		t.Errorf("%d lines: %s", len(lines), lines[0])
	}
	theo := a.Browser(cast.Theo).Open(route.AllServicesExport(cast.Northwind))
	if head, _, _ := strings.Cut(theo.Body, "\n"); strings.Contains(head, "monthly_cost") || !strings.Contains(head, "monthly_retail") {
		t.Errorf("%s", head)
	}
	a.Browser(cast.Alice).Open(route.AllServices(cast.Acme)).Answers(403)
}
