package e2e

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// way is one way to load a page that is, or is not, a refresh.
type way struct {
	name    string
	refresh bool
	scripts bool // it takes scripts
	mute    bool // only tried where scripts don't run
	go_     func(*tab) *tab
	says    string // Cache-Control of the request for the page, as seen in Chromium
}

var (
	acme     = route.Services(cast.Acme)
	acmeLong = acme + "?sort=-speed"
)

// ways are all of them. Each begins on Acme's services, entered from the list.
var ways = []way{
	{name: "F5", refresh: true, says: "max-age=0", go_: func(b *tab) *tab { return b.reload(false) }},
	{name: "F5 with Shift", refresh: true, says: "no-cache", go_: func(b *tab) *tab { return b.reload(true) }},
	{name: "location.reload()", refresh: true, scripts: true, says: "max-age=0", go_: func(b *tab) *tab {
		return b.through("location.reload()", func() {
			call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: "location.reload()"})
		})
	}},
	{name: "F5 on a page that a link led to", refresh: true, says: "max-age=0", go_: func(b *tab) *tab { return b.follow("Services").reload(false) }},
	{name: "F5 twice, with the way back between", refresh: true, says: "max-age=0", go_: func(b *tab) *tab {
		b.reload(false).at(route.Accounts(cast.Northwind)).follow("Go back to Acme Robotics").at(acme)
		return b.reload(false)
	}},

	{name: "a link", go_: func(b *tab) *tab { return b.follow("Services") }},
	{name: "a link to the same address", go_: func(b *tab) *tab { return b.follow("Services").follow("Services") }},
	{name: "sorting", go_: func(b *tab) *tab { return b.follow("Speed") }},
	{name: "sorting twice", go_: func(b *tab) *tab { return b.follow("Speed").follow("Speed") }},
	{name: "a GET form", mute: true, go_: func(b *tab) *tab {
		b.fill("Filter by name, id or location", "syd")
		return b.through("Enter", func() { b.keys(kb.Enter) })
	}},
	{name: "a GET form sent twice", mute: true, go_: func(b *tab) *tab {
		for range 2 {
			b.fill("Filter by name, id or location", "syd")
			b.through("Enter", func() { b.keys(kb.Enter) })
		}
		return b
	}},
	{name: "a filter form with a button", go_: func(b *tab) *tab {
		b.press("Add filter")
		return b.follow("Apply")
	}},
	{name: "Back to a page that must be asked for again", go_: func(b *tab) *tab {
		b.follow("Return to Northwind Partners").at(route.Accounts(cast.Northwind))
		b.back().at(acme).sees("Switch to Acme Robotics?").seesNo("You are viewing")
		return b.follow("Switch to Acme Robotics").at(acme)
	}, says: "max-age=0"},
	{name: "Back", go_: func(b *tab) *tab { return b.follow("Speed").back().at(acme) }},
	{name: "Back to a page that is no longer kept in memory", go_: func(b *tab) *tab {
		b.follow("Speed")
		b.forgetPages()
		b.requests()
		return b.back().at(acme)
	}},
	{name: "Back and Forward among pages that are no longer kept", go_: func(b *tab) *tab {
		b.follow("Speed")
		b.forgetPages()
		b.back().forgetPages()
		b.requests()
		return b.forward().at(acmeLong0)
	}},
	{name: "Back to the arrival after a form's 303", go_: func(b *tab) *tab {
		b.follow("Return to Northwind Partners").follow("View Services of Acme Robotics").at(acme).follow("Speed")
		b.forgetPages()
		b.requests()
		return b.back().at(acme)
	}},
	{name: "Back and Forward", go_: func(b *tab) *tab { return b.follow("Speed").back().forward().at(acmeLong0) }},
	{name: "history.back()", scripts: true, go_: func(b *tab) *tab {
		b.follow("Speed")
		return b.through("history.back()", func() { look[bool](b, `() => { history.back(); return true; }`) })
	}},
	{name: "a typed address", go_: func(b *tab) *tab { return b.open(acmeLong).at(acmeLong) }},
	{name: "the same address typed again", go_: func(b *tab) *tab { return b.open(acme).at(acme) }},
	{name: "a script that sets location", scripts: true, go_: func(b *tab) *tab {
		return b.through("location.assign", func() { look[bool](b, `(a) => { location.assign(a); return true; }`, acme) })
	}},
	{name: "the arrival after a form's 303", says: "max-age=0", go_: func(b *tab) *tab {
		// View Services posts, and the answer leads here.
		b.follow("Return to Northwind Partners").at(route.Accounts(cast.Northwind))
		return b.follow("View Services of Acme Robotics").at(acme)
	}},
	{name: "filtering with htmx", scripts: true, go_: func(b *tab) *tab {
		b.tick("Filter by name, id or location").keys("syd")
		return b.until("the filtered list", `() => location.search.includes("q=syd")`)
	}},
	{name: "a link in a new tab", go_: func(b *tab) *tab {
		return b.opened(func() { b.press("Speed", chromedp.ModifierCtrl) })
	}},
}

// acmeLong0 is where the first press on Speed leads.
var acmeLong0 = acme + "?sort=speed"

// What Chromium sends is what the door decides by, so it is proved in Chromium,
// and written into the log of this test.
func TestOnlyARefreshReturnsToThePartner(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		name := "with scripts"
		if !scripts {
			name = "without scripts"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			b := p.browser(t).as(cast.Pia)
			if !scripts {
				b.noScripts()
			}
			for _, w := range ways {
				if w.scripts && !scripts || w.mute && scripts {
					continue
				}
				t.Run(w.name, func(t *testing.T) {
					b.t = t
					if b.open(acme); !b.has(".bar") {
						b.follow("Switch to Acme Robotics").at(acme)
					}
					p.requests()
					now := w.go_(b)
					if w.refresh {
						now.at(route.Accounts(cast.Northwind))
					}
					heard := pages(p.requests())
					asked := lastOf(heard, acme)
					t.Logf("%v", asked)
					if says := asked.Header.Get("Cache-Control"); says != w.says {
						t.Errorf("Chromium says Cache-Control %q, not %q as it did", says, w.says)
					}
					if !w.refresh {
						now.sees("You are viewing Acme Robotics as Northwind Partners")
						if !strings.HasPrefix(now.address(), acme) {
							t.Errorf("the tab is at %s", now.address())
						}
						return
					}
					b.sees("Returned to Northwind Partners. The page was refreshed, so you left Acme Robotics.").seesNo("You are viewing")
					b.follow("Go back to Acme Robotics").at(asked.Address).sees("You are viewing Acme Robotics as Northwind Partners")
				})
			}
		})
	}
}

// forgetPages makes the browser forget the pages that it keeps in memory, as
// it does when it has kept them for a while.
func (b *tab) forgetPages() {
	b.t.Helper()
	only := true
	call(b, network.SetCookie, network.SetCookieParams{Name: "another", Value: rand.Text(), URL: b.URL, HTTPOnly: &only})
}

// lastOf is the last request for a page at an address, or one below it.
func lastOf(hs []heard, address string) (last heard) {
	last.Header = http.Header{}
	for _, h := range hs {
		if strings.HasPrefix(h.Address, address) {
			last = h
		}
	}
	return last
}

func TestAPartnerChoosesToStayOnRefresh(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	b.open(route.Defaults(cast.Northwind)).tick("Stay").follow("Save").sees("Saved.")
	b.enter(cast.Northwind, cast.Acme).reload(false).at(acme).sees("You are viewing Acme Robotics")
	b.reload(true).at(acme).sees("You are viewing Acme Robotics")
	b.noScripts()
	b.reload(false).at(acme).sees("You are viewing Acme Robotics")
}

func TestARefreshElsewhereIsNothing(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t).as(cast.Pia)
	for _, address := range []string{route.Accounts(cast.Northwind), route.Services(cast.Northwind), route.Managed(cast.Northwind, cast.Acme)} {
		b.open(address).reload(false).at(address).seesNo("Returned to")
	}
	// A managed account's own people have nowhere to return to.
	alice := p.browser(t).as(cast.Alice)
	alice.open(acme).reload(false).at(acme).seesNo("Returned to")
}
