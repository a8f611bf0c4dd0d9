package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

const wattle = "Wattle & Finch Veterinary"

// The job of seed 000, as somebody does it who sits in front of the screen.
func TestPiaDoesTheWholeJobOfSeed000(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t)
	list := route.Accounts(cast.Northwind)
	b.signIn(cast.Pia).at(route.Dashboard(cast.Northwind))
	b.follow("Partner Admin").at(list).sees("Managed Accounts")

	b.follow("Create Managed Account").at(route.NewAccount(cast.Northwind))
	b.fill("Account Name", wattle).fill("Account Reference", "CRM-2047")
	b.fill("Technical Support Phone Number", "02 9374 4000").fill("Technical Support Email", "noc@northwind.example")
	b.follow("Create")
	key := p.created(cast.Northwind, wattle)
	b.at(route.Prompt(cast.Northwind, key)).sees("Feature configuration for " + wattle)

	b.until("the prompt as a modal dialog", `() => !!document.querySelector("dialog:modal")`)
	b.focused("dialog:modal h2")
	for _, feature := range []string{"Minimum Term Renewal", "Service Approval Queue", "Show Pricing"} {
		was := look[bool](b, `(l) => field(l).checked`, feature)
		b.tick(feature)
		b.until(feature+" says Saved", `(l) => { const f = field(l).form; return /^Saved \d/.test(squeeze(f.querySelector("[data-save]").innerText)) && squeeze(f.innerText).includes("Set here by Pia Larsen"); }`, feature)
		if is := look[bool](b, `(l) => field(l).checked`, feature); is == was {
			t.Errorf("%s was %v and still is after its switch was pressed", feature, was)
		}
		b.until("the focus still on the switch", `(l) => document.activeElement === field(l)`, feature)
	}
	b.through("closing the prompt", func() { b.keys(kb.Escape) }).at(route.Managed(cast.Northwind, key))
	if b.has("dialog[open]") {
		t.Error("a dialog is open on Details")
	}
	if n := p.count("SELECT count(*) FROM settings WHERE account_id = '" + key + "'"); n != 3 {
		t.Errorf("%d settings are stored, not 3", n)
	}

	b.follow("Partner Admin").at(list)
	b.mark()
	b.tick("Filter by name, reference or key")
	for _, letter := range "wattle" {
		b.keys(string(letter))
	}
	b.until("the filtered list", `(n) => {
		const rows = [...document.querySelectorAll("#accounts tbody tr")];
		return rows.length === 2 && rows.some((r) => r.innerText.includes(n)) && location.search.includes("q=wattle");
	}`, wattle)
	b.until("the same document, focus and caret", `(n) => window.tenantryDocument === n && document.activeElement.name === "q" && document.activeElement.selectionStart === 6`, b.serial)
	b.sees("2 of 47")
	if n := len(pages(p.requests())); n == 0 {
		t.Error("no page was heard")
	}

	b.follow("Name")
	was := look[string](b, `() => document.querySelector("th[aria-sort]").ariaSort`)
	b.follow("Name")
	is := look[string](b, `() => document.querySelector("th[aria-sort]").ariaSort`)
	if was == is || look[int](b, `() => document.querySelectorAll("th[aria-sort]").length`) != 1 {
		t.Errorf("aria-sort was %q and is %q after a second press", was, is)
	}
	if q := b.address(); !strings.Contains(q, "q=wattle") {
		t.Errorf("sorting lost the filter: %s", q)
	}

	b.follow("View Services of " + wattle).at(route.Services(key))
	b.sees("You are viewing " + wattle + " as Northwind Partners").sees("No services yet")
	if title := b.title(); !strings.Contains(title, wattle) {
		t.Errorf("the title is %q", title)
	}
	b.follow("Return to Northwind Partners").at(list).seesNo("You are viewing")
}

func TestPiaDoesTheWholeJobOfSeed000WithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.quiet(t)
	list := route.Accounts(cast.Northwind)
	b.signIn(cast.Pia).at(route.Dashboard(cast.Northwind))
	b.follow("Partner Admin").at(list)
	b.follow("Create Managed Account")
	b.fill("Account Name", wattle).fill("Account Reference", "CRM-2047").fill("Technical Support Phone Number", "02 9374 4000")
	b.follow("Create")
	key := p.created(cast.Northwind, wattle)
	b.at(route.Prompt(cast.Northwind, key)).sees("Feature configuration for " + wattle)
	if b.has("dialog:modal") {
		t.Error("the prompt is modal though scripts don't run")
	}
	for _, feature := range []string{"Minimum Term Renewal", "Service Approval Queue", "Show Pricing"} {
		b.tick(feature)
	}
	b.follow("Save features").at(route.Features(cast.Northwind, key))
	b.sees("Minimum Term Renewal is Off. Service Approval Queue is Off. Show Pricing is On.").sees("Set here by Pia Larsen")
	b.open(route.Prompt(cast.Northwind, key)).follow("Close without saving").at(route.Managed(cast.Northwind, key))

	b.follow("Partner Admin").fill("Filter by name, reference or key", "wattle")
	b.through("Enter", func() { b.keys(kb.Enter) }).sees("2 of 47").sees(wattle)
	b.follow("Reference").follow("Reference")
	if s := look[string](b, `() => document.querySelector("th[aria-sort]").ariaSort`); s != "descending" {
		t.Errorf("after two presses aria-sort is %q", s)
	}
	b.follow("View Services of " + wattle).at(route.Services(key)).sees("You are viewing " + wattle + " as Northwind Partners")
	if title := b.title(); !strings.Contains(title, wattle) {
		t.Errorf("the title is %q", title)
	}
	b.follow("Return to Northwind Partners").at(list).seesNo("You are viewing")
}
