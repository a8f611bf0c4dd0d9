package e2e

import (
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestSomebodyIsInvitedFoundAndAccepts(t *testing.T) {
	t.Parallel()
	p := open(t)
	pia := p.browser(t).as(cast.Pia)
	list := route.ManagedUsers(cast.Northwind, cast.Acme)
	pia.open(list).follow("Invite people")
	pia.fill("First name", "Ada").fill("Last name", "Holm").fill("E-mail address", "ada@acme.example")
	pia.touch("[name='person.0.role']").keys("Read")
	pia.press("Add another person").focused("[name='person.1.first_name']").keys("Cy")
	pia.press("Remove Person 2").until("one row", `() => document.querySelectorAll(".persondraft").length === 1`)
	pia.sees("Send invitation").follow("Send invitation")
	pia.at(list).sees("Ada Holm is invited.")

	pia.touch("input[name=q]").keys("holm").until("one person", `() => document.querySelectorAll("#users tbody tr").length === 1`)
	pia.until("the address and the count follow", `() => location.search === "?q=holm" && document.querySelector(".result").textContent === "1 of 3 users"`)

	ada := p.browser(t)
	ada.open(ada.invited("ada@acme.example")).fill("Password", "seven herons crossed the estuary").follow("Accept")
	ada.at(route.Services(cast.Acme)).sees("Acme Robotics")
}
