package site_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestSamBuildsWhatWasOrderedByHand(t *testing.T) {
	a := apptest.New(t)
	one := route.Delivery(cast.Meridian, "x-20ce")
	sam := a.Browser(cast.Sam).Open(route.Deliveries(cast.Meridian)).Click("Azure ExpressRoute, warehouse").At(one)
	sam.Press("Save the circuit", "circuit", "MN-4711").Answers(200).Sees("the circuit is saved").Sees("MN-4711")
	sam.Press("Mark as failed", "problem", "").Answers(422).Sees("Say why it could not be built")
	sam.Press("Mark as failed", "problem", "No port is free in this row.").Sees("Could not be built").Sees("No port is free in this row.")
	sam.Press("Try again").Sees("begins anew")
	late := sam.Tab().Open(one)
	sam.Press("Accept the order").Sees("is accepted")
	late.Press("Accept the order").Answers(409).Sees("Nothing was changed.").Sees("status is provisioning now")
	sam.Press("It is built").Sees("Configured")
	sam.Press("Put into use").Sees("Its term begins today").Sees("Nothing is left to do")
	if text := sam.Text("main"); strings.Contains(text, "AUD") || strings.Contains(text, "$") {
		t.Errorf("an amount on the page of a delivery: %s", text)
	}
	sam.Open(route.Delivery(cast.Meridian, "p-6d9h")).Answers(404)
	a.Browser(cast.Pia).Open(route.Deliveries(cast.Northwind)).Answers(403)
}

func TestPiaSeesWhatEndsWhenInAllAccounts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Renewals(cast.Northwind)).Sees("January 2027").Sees("Renews for 12 months")
	pia.Open(route.Renewals(cast.Northwind) + "?month=2027-01&q=crm-1001").Sees("Sydney core").Sees("31 Jan 2027").SeesNo("Melbourne plant")
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme)).Click("Renewals").At(route.Renewals(cast.Acme)).Sees("Ends, as it was scheduled").SeesNo("Blue Bottle")
	if lines := strings.Split(alice.Open(route.RenewalsExport(cast.Acme)).Answers(200).Text("body"), "\n"); len(lines) == 0 {
		t.Error("an empty file")
	}
}
