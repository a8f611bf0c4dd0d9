package e2e

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

func TestASwitchThatCannotBeSavedGoesBackSaysWhyAndTriesAgain(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.Prompt(cast.Northwind, cast.Cobalt)).expect("lost /")
	p.broken.Store(true)
	b.tick("Show Pricing").sees("Not saved: the server did not answer.")
	if look[bool](b, `() => field("Show Pricing").checked`) {
		t.Error("the switch does not go back")
	}
	b.until("what happened, said aloud", `() => document.getElementById("live").textContent.includes("Not saved")`)
	lost := p.lost.Load()
	b.press("Try again")
	for end := time.Now().Add(patience); p.lost.Load() == lost && time.Now().Before(end); {
		time.Sleep(15 * time.Millisecond)
	}
	b.sees("Not saved: the server did not answer.")
	p.broken.Store(false)
	b.press("Try again").until("Saved", `() => field("Show Pricing").checked && /Saved \d/.test(field("Show Pricing").form.innerText)`)
	b.focused("#setting-show_pricing-switch")
	if p.Account(cast.Cobalt).PricingOwn != account.OwnOn {
		t.Error("Show Pricing is not on")
	}
	b.follow("Done").at(route.Managed(cast.Northwind, cast.Cobalt))
}

func TestASwitchThatAnotherTabChangedSaysWhoChangedIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	one := p.browser(t).as(cast.Pia)
	two := one.another()
	features := route.Features(cast.Northwind, cast.Cobalt)
	one.open(features)
	two.open(features)
	one.tick("Show Pricing").until("Saved", `() => /Saved \d/.test(field("Show Pricing").form.innerText)`)
	two.expect("409 ").tick("Show Pricing").sees("Not saved: Pia Larsen changed Show Pricing meanwhile: it is On now.")
	if !look[bool](two, `() => field("Show Pricing").checked`) {
		t.Error("the switch does not show what is so now")
	}
	two.focused("#setting-show_pricing-switch").tick("Show Pricing").until("Saved", `() => /Saved \d/.test(field("Show Pricing").form.innerText)`)
	if p.Account(cast.Cobalt).PricingOwn != account.OwnOff {
		t.Error("pressed again, it is not saved")
	}
	one.reload(false)
	two.tick("Show Pricing").until("Saved", `() => /Saved \d/.test(field("Show Pricing").form.innerText)`)
	if p.Account(cast.Cobalt).PricingOwn != account.OwnOn {
		t.Error("the first change is lost")
	}
}

func TestManyPressesOfOneSwitchEndWhereTheLastOnePutIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.Features(cast.Northwind, cast.Cobalt))
	for range 5 {
		b.tick("Show Pricing")
	}
	b.until("Saved and on", `() => field("Show Pricing").checked && /Saved \d/.test(field("Show Pricing").form.innerText)`)
	b.press("Use inherited value (Off) for Show Pricing").until("inherited", `() => /Saved \d/.test(field("Show Pricing").form.innerText) && !field("Show Pricing").checked && field("Show Pricing").form.innerText.includes("Inherited")`)
	b.focused("#setting-show_pricing-switch")
	if own := p.Account(cast.Cobalt).PricingOwn; own != account.OwnNone {
		t.Errorf("Show Pricing is %v after using the inherited value", own)
	}
}

func TestPressingCreateTwiceMakesOneAccount(t *testing.T) {
	t.Parallel()
	p := open(t)
	for i, scripts := range []bool{true, false} {
		b := p.browser(t).as(cast.Pia)
		b.run(scripts)
		name := "Pressed " + []string{"with", "without"}[i]
		b.open(route.NewAccount(cast.Northwind)).fill("Account Name", name).fill("Account Reference", name)
		b.through("pressing Create twice", func() {
			at := look[place](b, `() => spot(button("Create"))`)
			for range 2 {
				for _, kind := range []input.DispatchMouseEventType{chromedp.MousePressed, chromedp.MouseReleased} {
					call(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, ClickCount: 1})
				}
			}
		})
		b.at(route.Prompt(cast.Northwind, p.created(cast.Northwind, name)))
		if n := p.count("SELECT count(*) FROM accounts WHERE name = '" + name + "'"); n != 1 {
			t.Errorf("%s scripts: two presses made %d accounts", name, n)
		}
	}
}

func TestAChangedFormAsksBeforeItIsLeft(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.NewAccount(cast.Northwind)).tick("Account Name").follow("Cancel")
	if len(b.asked) > 0 {
		t.Errorf("an untouched form asks: %v", b.asked)
	}
	b.open(route.NewAccount(cast.Northwind)).fill("Account Name", "Half typed")
	b.leave = false
	b.press("Partner Admin").hears(1)
	b.until("still being there", `() => field("Account Name").value === "Half typed"`)
	if b.questions() != 1 {
		t.Errorf("leaving a changed form asks %d times", b.questions())
	}
	b.leave = true
	b.follow("Partner Admin").at(route.Accounts(cast.Northwind))

	// What came back with errors is a changed form as well; sending it asks nothing.
	asked := b.questions()
	b.open(route.NewAccount(cast.Northwind)).fill("Account Name", "Half typed").expect("422 ").follow("Create")
	if b.questions() != asked {
		t.Error("sending a form asks whether to leave it")
	}
	b.follow("Partner Admin")
	if b.questions() != asked+1 {
		t.Error("a form with errors is left without a question")
	}
}

func TestErrorsTakeTheFocusAndLeadToTheirFields(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia).expect("422 ")
	b.open(route.NewAccount(cast.Northwind))
	b.fill("Account Name", "ACME robotics").fill("Account Reference", "R-1").fill("Technical Support Phone Number", "call us").follow("Create")
	if title := b.title(); !strings.HasPrefix(title, "Error: ") {
		t.Errorf("the title is %q", title)
	}
	b.focused(".summary")
	if listed := look[[]string](b, `() => [...document.querySelectorAll(".summary a")].map((a) => a.hash)`); !slices.Equal(listed, []string{"#field-name", "#field-phone"}) {
		t.Errorf("the errors listed are at %v, not in the order of the fields", listed)
	}
	for _, f := range []struct{ field, typed string }{{"name", "ACME robotics"}, {"phone", "call us"}} {
		b.touch(".summary a[href='#field-" + f.field + "']").focused("#field-" + f.field)
		if v := look[string](b, `() => document.activeElement.value`); v != f.typed {
			t.Errorf("%s was typed as %q and came back as %q", f.field, f.typed, v)
		}
		if !look[bool](b, `() => { const e = document.activeElement; return e.ariaInvalid === "true" && e.getAttribute("aria-describedby").split(" ").some((id) => document.getElementById(id)?.matches(".error")); }`) {
			t.Errorf("the field %s does not say what is wrong with it", f.field)
		}
	}
	b.fill("Account Name", "Another Robotics").fill("Technical Support Phone Number", "").follow("Create").sees("Feature configuration for Another Robotics")
}

func TestThreeAccountsAreChangedAtOnceAfterAPreview(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.Accounts(cast.Northwind) + "?q=crm-100")
	head := func(want string) {
		t.Helper()
		b.until("the head box "+want, `(w) => { const h = document.querySelector("thead [data-bulk-head]"); return (h.indeterminate ? "some" : h.checked ? "all" : "none") === w; }`, want)
	}
	bar := func(shown bool) {
		t.Helper()
		b.until("the bar", `(shown) => seen(document.querySelector(".bulkbar")) === shown && seen(document.querySelector(".toolbar")) !== shown`, shown)
	}
	head("none")
	bar(false)
	for _, name := range []string{"Acme Robotics", "Blue Bottle Logistics", "Cobalt Health"} {
		b.tick("Select " + name)
		head("some")
	}
	bar(true)
	b.sees("3 selected")
	b.touch("thead [data-bulk-head]")
	head("all")
	b.touch("thead [data-bulk-head]")
	head("none")
	bar(false)
	for _, name := range []string{"Acme Robotics", "Blue Bottle Logistics", "Cobalt Health"} {
		b.tick("Select " + name)
	}
	b.follow("Change a setting…").sees("Change a setting of 3 accounts").sees("Blue Bottle Logistics")
	b.set("setting", "show_pricing").set("value", "On").follow("Show what happens").sees("2 accounts change.")
	if p.Account(cast.Cobalt).PricingOwn != account.OwnNone {
		t.Error("the dry run changes something")
	}
	b.follow("Change 2 accounts").sees("2 accounts changed.")
	for _, key := range []string{cast.Acme, cast.BlueBottle, cast.Cobalt} {
		if p.Account(key).PricingOwn != account.OwnOn {
			t.Errorf("%s does not show prices", key)
		}
	}
	b.follow("Revert 2 accounts").sees("back to what it was")
	if p.Account(cast.Cobalt).PricingOwn != account.OwnNone {
		t.Error("Cobalt has not got back what it had")
	}
	b.open(route.Accounts(cast.Northwind))

	// Without scripts the same form stands below the list.
	quiet := p.quiet(t).as(cast.Pia)
	quiet.open(route.Accounts(cast.Northwind) + "?q=crm-100").tick("Select Dunlin Foods").follow("Suspend…").sees("Suspend 1 account")
	quiet.follow("Suspend 1 account").sees("Dunlin Foods")
	if s := p.Account(cast.Named(1004)).Status; s != account.Suspended {
		t.Errorf("Dunlin is %s", s)
	}
}

func TestManyAccountsAreChangedLaterWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, b := range []*tab{p.browser(t).as(cast.Pia), p.quiet(t).as(cast.Pia)} {
		hidden := `(hidden) => { const m = document.querySelector(".moment"); return !m.checkVisibility() === hidden; }`
		b.open(everyChange+"&query=q%3Dcrm-1001").until("no day for now", hidden, true)
		b.tick("From a day on").until("a day for later", hidden, false)
		b.set("day", "2027-12-01").set("time", "09:00").follow("Change 1 account").sees("It is carried out on 01 Dec 2027, 09:00.")
		b.follow("Cancel this change").sees("Pia Larsen cancelled it")
	}
}

func TestAPageOfAChangeUnderWayGoesOnByItself(t *testing.T) {
	t.Parallel()
	p := open(t)
	in := setting.Bulk{Name: setting.Dashboard, To: setting.ToOn, Keys: []string{cast.Acme, cast.Cobalt}}
	plan, err := p.Settings.Plan(t.Context(), p.By(cast.Pia), in)
	if err != nil {
		t.Fatal(err)
	}
	change, err := p.Settings.Start(t.Context(), p.By(cast.Pia), setting.Order{Bulk: in, Seen: plan.Seen})
	if err != nil {
		t.Fatal(err)
	}
	b := p.browser(t).as(cast.Pia)
	b.open(route.Change(cast.Northwind, change.ID)).sees("0 of 2 accounts are done.").sees("It goes on by itself")
	if _, err := p.Settings.CarryOn(t.Context(), p.Sessions.Standing); err != nil {
		t.Fatal(err)
	}
	b.sees("2 accounts changed.")
}

func TestTheListOfPartnersSaysWhoReferredThem(t *testing.T) {
	t.Parallel()
	p := open(t)
	referred := `(name) => {
		const row = [...document.querySelectorAll("tbody tr")].find((r) => r.querySelector("th").innerText.startsWith(name));
		return squeeze(row.querySelector("[data-l='Referred by']").innerText);
	}`
	olive := p.browser(t).as(cast.Olive).open(route.Partners(cast.Meridian))
	for name, by := range map[string]string{"Lakeside Cloud": "Harbour Distribution", "Northwind Partners": "Nobody", "Harbour Distribution": "Nobody"} {
		if got := look[string](olive, referred, name); got != by {
			t.Errorf("%s was referred by %q, the list says %q", name, by, got)
		}
	}
	dina := p.browser(t).as(cast.Dina).open(route.Partners(cast.Harbour))
	if got := look[string](dina, referred, "Lakeside Cloud"); got != "Harbour Distribution" {
		t.Errorf("to its distributor, Lakeside was referred by %q", got)
	}
}
