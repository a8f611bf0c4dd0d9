package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// chosen is the option on which the switcher's field stands.
func (b *tab) chosen() string {
	b.t.Helper()
	return look[string](b, `() => {
		const f = document.activeElement, o = document.getElementById(f.getAttribute("aria-activedescendant"));
		return f.role === "combobox" && o?.ariaSelected === "true" ? squeeze(o.querySelector("b").innerText) : "";
	}`)
}

func TestTheSwitcherWorksByKeyboardAlone(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.Accounts(cast.Northwind)).tick("Filter by name, reference or key")
	b.keys("k", chromedp.ModifierCtrl)
	b.until("the switcher, open", `() => document.querySelector("dialog:modal")?.id === "switcher" && document.activeElement.role === "combobox"`)
	b.keys(kb.Escape).focused("[name=q]")
	if b.has("dialog:modal") {
		t.Error("Escape does not close the switcher")
	}

	b.keys("k", chromedp.ModifierCtrl).until("the switcher", `() => !!document.querySelector("dialog:modal [role=option]")`)
	b.keys("co").until("matches", `() => document.querySelector("#matches").dataset.status?.includes("“co”")`)
	b.until("how many, said aloud", `() => document.getElementById("live").textContent.includes("accounts match")`)
	start := b.chosen()
	down := b.keys(kb.ArrowDown).chosen()
	up := b.keys(kb.ArrowUp).chosen()
	end, home := b.keys(kb.End).chosen(), b.keys(kb.Home).chosen()
	if start == "" || down == start || up != start || home != start || end == start {
		t.Errorf("the arrows lead from %q down to %q, up to %q; End to %q, Home to %q", start, down, up, end, home)
	}
	b.keys("balt").until("one match", `() => document.querySelectorAll("#matches [role=option]").length === 1`)
	if c := b.chosen(); c != "Cobalt Health" {
		t.Errorf("“cobalt” stands on %q", c)
	}
	b.through("Enter", func() { b.keys(kb.Enter) }).at(route.Services(cast.Cobalt)).sees("You are viewing Cobalt Health as Northwind Partners")

	// From inside an account, and by the button as well.
	b.press("Find an account").until("the switcher", `() => !!document.querySelector("dialog:modal [role=option]")`)
	b.keys("acme").until("a match", `() => document.querySelectorAll("#matches [role=option]").length === 1`)
	b.submit().at(acme).sees("You are viewing Acme Robotics as Northwind Partners")

	b.keys("k", chromedp.ModifierCtrl).until("the switcher", `() => !!document.querySelector("dialog:modal [role=option]")`)
	b.keys("bottle").until("a match", `() => document.querySelectorAll("#matches [role=option]").length === 1`)
	other := b.opened(func() { b.keys(kb.Enter, chromedp.ModifierCtrl) })
	other.at(route.Services(cast.BlueBottle)).sees("You are viewing Blue Bottle Logistics as Northwind Partners")
	b.at(acme)
}

func TestTheSwitcherIsAPageWithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.quiet(t).as(cast.Pia)
	b.open(route.Accounts(cast.Northwind)).follow("Find an account").sees("Go to an account")
	b.fill("Name, reference or key of an account", "crm-1003").submit().sees("1 account matches “crm-1003”")
	b.follow("Cobalt Health").at(route.Services(cast.Cobalt)).sees("You are viewing Cobalt Health as Northwind Partners")
	b.follow("Find an account").fill("Name, reference or key of an account", "zzzz").submit().sees("No account matches “zzzz”.")
	b.follow("Go back").at(route.Services(cast.Cobalt))
}
