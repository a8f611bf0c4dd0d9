package e2e

import (
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAliceAsksForAMarketPiaAnswersAndAliceReadsIt(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			alice := p.person(t, scripts).signIn(cast.Alice)
			alice.open(route.Services(cast.Acme)).sees("Need a location in another country?").follow("Ask Northwind Partners").at(route.Markets(cast.Acme))
			alice.sees("A billing market can’t be added here.").sees("It takes a sign-in to a partner account.")
			alice.expect("422 "+route.Markets(cast.Acme)).fill("Note", "An office in Frankfurt.").follow("Ask Northwind Partners").sees("Choose a market from the list")
			alice.touch("#field-market").keys("Germany").follow("Ask Northwind Partners").sees("You asked for Germany.")
			alice.row("Germany", "Alice Novak", "Open", "An office in Frankfurt.", "No answer yet")

			pia := p.person(t, scripts).signIn(cast.Pia)
			pia.open(route.Services(cast.Northwind)).follow("Company").follow("Billing markets").at(route.Markets(cast.Northwind)).follow("Requests").at(route.MarketRequests(cast.Northwind))
			pia.row("Germany", "Acme Robotics", "CRM-1001", "Open")
			pia.follow("Germany , Acme Robotics").sees("An office in Frankfurt.")
			late := pia.another().open(pia.address())
			pia.follow("Enable Germany").at(route.Market(cast.Northwind, "DE")).fill("Company legal name", "Northwind GmbH").set("country", "DE").fill("State or province", "").fill("Postcode", "10119").fill("Phone", "+49 30 123456").fill("Tax number", "DE136695976")
			pia.follow("Enable Germany").sees("Germany is enabled.").sees("1 request answered by it.")
			late.expect("409 "+route.MarketRequests(cast.Northwind)).fill("Reason", "No.").follow("Decline request")
			late.sees("Your answer was not saved.").sees("Pia Larsen has already answered: Germany is enabled.")

			alice.open(route.Markets(cast.Acme)).row("Germany", "Enabled", "Northwind Partners has Germany now", "Pia Larsen")
		})
	}
}
