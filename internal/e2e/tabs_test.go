package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestTwoTabsStandInTwoAccountsAndNeitherDisturbsTheOther(t *testing.T) {
	t.Parallel()
	p := open(t)
	one := p.browser(t).as(cast.Pia)
	two := one.another()
	one.enter(cast.Northwind, cast.Acme)
	two.enter(cast.Northwind, cast.Cobalt)
	one.follow("Services").sees("You are viewing Acme Robotics as Northwind Partners").seesNo("Cobalt")
	two.follow("Services").sees("You are viewing Cobalt Health as Northwind Partners").seesNo("Acme")

	one.open(route.Managed(cast.Northwind, cast.Acme)).fill("Account Name", "Acme Robotics Pty")
	two.open(route.Managed(cast.Northwind, cast.Cobalt)).fill("Account Name", "Cobalt Health Group")
	one.follow("Save details").sees("Acme Robotics Pty saved.")
	two.follow("Save details").sees("Cobalt Health Group saved.").seesNo("Acme Robotics Pty")
	if a, c := p.Account(cast.Acme).Name, p.Account(cast.Cobalt).Name; a != "Acme Robotics Pty" || c != "Cobalt Health Group" {
		t.Errorf("the accounts are called %q and %q", a, c)
	}

	one.open(route.Services(cast.Acme)).follow("Return to Northwind Partners")
	two.open(route.Services(cast.Cobalt)).sees("You are viewing Cobalt Health Group as Northwind Partners")
}

func TestAfterSignOutInOneTabTheOtherCanDoNothing(t *testing.T) {
	t.Parallel()
	p := open(t)
	one := p.browser(t).as(cast.Pia)
	form, features, rows, viewing := one.another(), one.another(), one.another(), one.another()
	form.open(route.Managed(cast.Northwind, cast.Cobalt)).fill("Account Name", "Too late")
	features.open(route.Features(cast.Northwind, cast.Cobalt))
	rows.open(route.Accounts(cast.Northwind))
	viewing.enter(cast.Northwind, cast.Acme)
	one.open(route.Accounts(cast.Northwind)).touch("button.person").follow("Sign out").sees("You have signed out.")

	one.back()
	if !strings.HasPrefix(one.address(), route.SignIn) {
		t.Errorf("Back after signing out shows %s: %s", one.address(), one.text("main"))
	}
	form.follow("Save details").sees("Sign in")
	features.expect("401 ").tick("Show Pricing").sees("Not saved: You are signed out.")
	if look[bool](features, `() => field("Show Pricing").checked`) {
		t.Error("the switch stays where it was put though nothing was saved")
	}
	rows.expect("401 ").tick("Filter by").keys("acme")
	rows.until("being asked to sign in", `() => location.pathname === "/sign-in"`)
	viewing.follow("Services").sees("Sign in")
	if name := p.Account(cast.Cobalt).Name; name != "Cobalt Health" {
		t.Errorf("Cobalt is called %q", name)
	}
	if n := p.count("SELECT count(*) FROM settings WHERE account_id = '" + cast.Cobalt + "' AND name = 'show_pricing'"); n != 0 {
		t.Error("Show Pricing of Cobalt was set")
	}
}

func TestAfterHerRoleIsTakenAwayPiasOpenTabsCanDoNothing(t *testing.T) {
	t.Parallel()
	p := open(t)
	form := p.browser(t).as(cast.Pia)
	features, viewing := form.another(), form.another()
	form.open(route.NewAccount(cast.Northwind)).fill("Account Name", "Too late").fill("Account Reference", "T-1")
	features.open(route.Prompt(cast.Northwind, cast.Cobalt))
	viewing.enter(cast.Northwind, cast.Acme)
	p.exec("UPDATE seats SET role = 'Read Only' WHERE user_id = '" + cast.Pia.ID + "'")

	form.expect("403 ").follow("Create").sees("Creating managed accounts takes the role Company Admin.")
	features.expect("403 ").tick("Show Pricing").sees("Not saved: ").sees("takes the role Company Admin")
	if n := p.count("SELECT count(*) FROM accounts WHERE name = 'Too late'"); n != 0 {
		t.Error("an account was created")
	}
	p.exec("DELETE FROM seats WHERE user_id = '" + cast.Pia.ID + "'")
	viewing.expect("404 ").follow("Services").sees("There is no page at this address").seesNo("Acme")
	form.expect("404 ").open(route.Accounts(cast.Northwind)).sees("There is no page at this address").seesNo("Northwind")
}

func TestAListWhoseContextWasLeftInAnotherTabAsksInsteadOfVanishing(t *testing.T) {
	t.Parallel()
	p := open(t)
	one := p.browser(t).as(cast.Pia)
	two := one.another()
	one.enter(cast.Northwind, cast.Acme)
	two.open(acme).sees("You are viewing Acme Robotics")
	one.follow("Return to Northwind Partners")
	two.expect("409 ").tick("Filter by").keys("syd")
	two.sees("Switch to Acme Robotics?")
	two.follow("Switch to Acme Robotics").at(acme + "?q=syd")
}

func TestASharedLinkAsksAndThenLeadsToItsExactAddress(t *testing.T) {
	t.Parallel()
	p := open(t)
	link := acme + "?sort=-speed&status=live"
	for _, scripts := range []bool{true, false} {
		b := p.browser(t).as(cast.Pia)
		b.run(scripts)
		b.open(link).sees("Switch to Acme Robotics?").seesNo("You are viewing")
		b.follow("Switch to Acme Robotics").at(link).sees("You are viewing Acme Robotics as Northwind Partners")
	}
	stranger := p.browser(t)
	stranger.open(link).sees("Sign in").seesNo("services of Acme")
	stranger.fill("E-mail address", cast.Pia.Email).fill("Password", cast.Password).follow("Sign in")
	stranger.at(link).follow("Switch to Acme Robotics").at(link)
	stay := p.browser(t).as(cast.Pia)
	stay.open(link).follow("Stay in Northwind Partners").at(route.Dashboard(cast.Northwind))
	rival := p.browser(t).as(cast.Cara).expect("404 ")
	rival.open(link).sees("There is no page at this address").seesNo("Acme")
}

// submit presses Enter in a field and waits for the page that it leads to.
func (b *tab) submit() *tab {
	b.t.Helper()
	return b.through("Enter", func() { b.keys(kb.Enter) })
}
