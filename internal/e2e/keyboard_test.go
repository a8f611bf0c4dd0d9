package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// stop is where the Tab key stops.
type stop struct {
	What    string // a few words of it
	Outline bool   // a ring is drawn around it
	Shown   bool   // it is in sight, with nothing over it
	Skip    bool   // the link that skips to the content
	Gone    bool   // nothing has the focus
}

func (b *tab) stop() stop {
	b.t.Helper()
	return look[stop](b, `() => {
		const e = document.activeElement;
		if (!e || e === document.body) return { Gone: true };
		const r = e.getClientRects()[0];
		const ring = [e, e.closest(".check")].filter((x) => x).map((x) => getComputedStyle(x)).some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2);
		const x = r ? r.x + Math.min(r.width / 2, 12) : -1, y = r ? r.y + r.height / 2 : -1;
		const top = document.elementFromPoint(x, y);
		return {
			What: (e.tagName + " " + (words(e) || squeeze(e.labels?.[0]?.innerText) || e.name)).slice(0, 80), Outline: ring,
			Shown: !!top && (e.contains(top) || top.contains(e)), Skip: e.matches(".skip"), Gone: false,
		};
	}`)
}

func TestTheTabKeyReachesEverythingInSight(t *testing.T) {
	t.Parallel()
	p := open(t)
	pia, leo := p.browser(t).as(cast.Pia), p.browser(t).as(cast.Leo)
	pia.enter(cast.Northwind, cast.Ember)
	for _, c := range []struct {
		b       *tab
		address string
		last    string // a control that the key must reach
	}{
		{leo, route.Accounts(cast.Lakeside), "BUTTON View Services of Bodensee Bootsbau"},
		{pia, route.NewAccount(cast.Northwind), "A Cancel"},
		{pia, route.Managed(cast.Northwind, cast.Acme), "A Close… Acme Robotics"},
		{pia, route.Features(cast.Northwind, cast.Acme), "INPUT Show Pricing"},
		{pia, route.Defaults(cast.Northwind), "BUTTON Save"},
		{pia, route.Services(cast.Ember), "BUTTON Return to Northwind Partners"},
		{p.browser(t), route.SignIn, "BUTTON Sign in"},
	} {
		b := c.b
		b.open(c.address).keys(kb.Tab)
		if s := b.stop(); !s.Skip || !s.Shown || !s.Outline {
			t.Errorf("%s: the first stop is %+v, not the link that skips to the content, in sight", c.address, s)
		}
		reached := map[string]bool{}
		for range 80 {
			s := b.keys(kb.Tab).stop()
			if s.Gone {
				break
			}
			reached[s.What] = true
			if !s.Outline {
				t.Errorf("%s: no ring is drawn around %s", c.address, s.What)
			}
			if !s.Shown {
				t.Errorf("%s: %s has the focus and is out of sight", c.address, s.What)
			}
		}
		if !reached[c.last] {
			t.Errorf("%s: the Tab key does not reach %q, only %v", c.address, c.last, reached)
		}
	}
}

func TestTheSkipLinkSkips(t *testing.T) {
	t.Parallel()
	b := open(t).browser(t).as(cast.Leo)
	b.open(route.Accounts(cast.Lakeside)).keys(kb.Tab).keys(kb.Enter)
	b.until("the focus on or in the content", `() => location.hash === "#main"`)
	b.keys(kb.Tab).until("the next stop inside the content", `() => document.activeElement.closest("main") !== null && document.activeElement.id !== "main"`)
}

func TestMenusOpenAndCloseByKeyboardAndGiveTheFocusBack(t *testing.T) {
	t.Parallel()
	b := open(t).browser(t).as(cast.Leo)
	b.open(route.Accounts(cast.Lakeside))
	for _, m := range []string{"me", "more", "views", "columns"} {
		look[bool](b, `(id) => { document.querySelector("[popovertarget=" + id + "]").focus(); return true; }`, m)
		b.keys(kb.Enter).until("the menu "+m, `(id) => document.getElementById(id).matches(":popover-open")`, m)
		b.keys(kb.Tab).until("the focus inside "+m, `(id) => document.getElementById(id).contains(document.activeElement)`, m)
		b.keys(kb.Escape).focused("[popovertarget=" + m + "]")
		if look[bool](b, `() => !!document.querySelector(":popover-open")`) {
			t.Errorf("Escape leaves the menu %s open", m)
		}
	}
}

func TestTheFocusSurvivesASwapOfTheList(t *testing.T) {
	t.Parallel()
	b := open(t).browser(t).as(cast.Pia)
	b.open(route.Accounts(cast.Northwind)).tick("Filter by name, reference or key")
	for i, letter := range "cobalt" {
		b.keys(string(letter))
		if i == 2 {
			b.keys(kb.ArrowLeft).keys(kb.ArrowRight)
		}
	}
	b.until("one row", `() => document.querySelectorAll("#accounts tbody tr").length === 1`)
	b.until("focus and caret", `() => document.activeElement.name === "q" && document.activeElement.selectionStart === 6`)
	b.until("the count, said once", `() => document.querySelector(".result").textContent.includes("1 of 46")`)
	// Emptied with the keys, the whole list is back and the address clean of it.
	b.keys("a", chromedp.ModifierCtrl).keys("\b").until("the whole list", `() => document.querySelectorAll("#accounts tbody tr").length > 40 && document.activeElement.name === "q"`)
	// A list that cannot be refreshed keeps its rows.
	b.expect("lost /", "console: \"htmx: htmx:error: Failed to fetch")
	b.broken.Store(true)
	b.keys("z").sees("Not refreshed: the server did not answer.")
	b.until("the same, said aloud", `() => document.getElementById("live").textContent.includes("Not refreshed")`)
	if n := look[int](b, `() => document.querySelectorAll("#accounts tbody tr").length`); n < 40 {
		t.Errorf("%d rows are left of the list", n)
	}
	b.broken.Store(false)
	b.keys("\b").until("the count again", `() => document.querySelector(".result").textContent.includes("46 accounts")`)
}

func TestAPrintedPageKeepsTheBarAndDropsTheControls(t *testing.T) {
	t.Parallel()
	b := open(t).browser(t).as(cast.Pia)
	b.enter(cast.Northwind, cast.Acme).media("print", "light")
	for css, shown := range map[string]bool{
		".bar .sentence": true, "h1": true, "table": true, ".printed": true,
		".toolbar": false, ".header .find": false, ".bar .leave": false, ".tabs": false, ".skip": false,
	} {
		if is := look[bool](b, `(css) => seen(document.querySelector(css))`, css); is != shown {
			t.Errorf("on paper %s is shown: %v", css, is)
		}
	}
	b.open(route.Accounts(cast.Northwind))
	for css, shown := range map[string]bool{"table": true, ".toolbar": false, ".pagehead .acts": false, "td.acts": false, "td.tick": false} {
		if is := look[bool](b, `(css) => seen(document.querySelector(css))`, css); is != shown {
			t.Errorf("on paper %s is shown: %v", css, is)
		}
	}
}
