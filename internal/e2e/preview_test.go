package e2e

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// views is the menu of whose view can be looked at, open.
func views(b *tab) *tab {
	b.t.Helper()
	return b.until("the menu of views", `() => document.querySelector("#views")?.matches(":popover-open")`)
}

func TestAPartnersAdminLooksAtAnAccountAsItsPeopleDo(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			b := p.browser(t).as(cast.Pia)
			b.run(scripts)
			b.open(route.Managed(cast.Northwind, cast.Acme))
			if scripts {
				views(b.press("Preview as…")).follow("Read Only")
			} else {
				b.follow("Preview as…").at(route.Previews(cast.Northwind, cast.Acme)).follow("Preview as Read Only")
			}
			b.sees("Previewing Acme Robotics as Read Only").sees("Nothing can be changed.")
			b.expect("403 " + route.Users(cast.Acme))
			b.open(route.Users(cast.Acme)).sees("Previewing Acme Robotics as Read Only").sees("takes the role Company Admin")
			b.follow("End preview").at(route.Users(cast.Acme)).sees("You are viewing Acme Robotics as Northwind Partners")
			b.follow("What does Alice see here?").at(route.Users(cast.Acme)).sees("as Alice Novak, Company Admin, sees it")
			b.expect("403 " + route.CompanySecurity(cast.Acme))
			b.open(route.CompanySecurity(cast.Acme)).follow("Save").sees("Nothing was changed").follow("Back to the page").at(route.CompanySecurity(cast.Acme))
			if scripts {
				views(b.press("See as others")).follow("Ben Osei")
			} else {
				b.follow("See as others").follow("Preview as Ben Osei")
			}
			b.sees("as Ben Osei, Technical Contact, sees it")
			b.reload(false).at(route.Accounts(cast.Northwind)).sees("The page was refreshed, so you left Acme Robotics.")
			b.expect("403 " + route.CompanySecurity(cast.Acme)).follow("Go back to the preview of Acme Robotics").sees("as Ben Osei, Technical Contact, sees it")
			b.follow("Return to Northwind Partners").at(route.Accounts(cast.Northwind)).seesNo("Previewing")
		})
	}
}

// looks starts a preview of Acme as a role.
func looks(b *tab, role access.Role) *tab {
	return b.open(route.Previews(cast.Northwind, cast.Acme)).follow("Preview as " + string(role))
}
