package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAliceDesignsAndSendsAPortWithTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			alice := p.person(t, scripts).signIn(cast.Alice)
			alice.size(360, 800)
			alice.open(route.NewService(cast.Acme)).reach("A Port").keys(kb.Enter).sees("Choose a location")
			alice.reach("INPUT Search by name").keys("tallowood")
			alice.through("a search", func() { alice.keys(kb.Enter) })
			alice.sees("1 location")
			alice.reach("A Tallowood SY1").keys(kb.Enter).sees("Port details")
			alice.expect("422 " + route.NewService(cast.Acme)).reach("BUTTON Continue").keys(kb.Enter).sees("Three things to put right")
			alice.reach("A Enter the name")
			alice.strike().focused("#field-name").keys("Sydney two")
			alice.reach("INPUT 1 Gbps").keys(" ").keys(kb.ArrowRight)
			alice.reach("SELECT").keys("LR")
			alice.reach("BUTTON Continue").keys(kb.Enter).sees("Connections of Sydney two")
			alice.reach("A AWS ap-southeast-2").keys(kb.Enter).sees("Cross Connect from Sydney two to AWS ap-southeast-2.")
			alice.reach("INPUT Name").keys("To AWS")
			alice.reach("INPUT 50 Mbps").keys(" ")
			alice.reach("BUTTON Add Cross Connect").keys(kb.Enter).sees("To AWS is drawn.")
			alice.reach("A Review").keys(kb.Enter).sees("Sydney two and 1 connection")
			alice.reach("BUTTON Send for Approval").keys(kb.Enter).sees("Sydney two is sent for approval.")
		})
	}
}

// reach presses Tab until something has the focus whose words begin with what.
// Each stop on the way has to be in sight, with a ring around it or around the
// box that it stands in.
func (b *tab) reach(what string) *tab {
	b.t.Helper()
	if over := look[int](b, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		b.t.Errorf("%s is %d px too wide", b.address(), over)
	}
	for range 90 {
		s := b.keys(kb.Tab).stop()
		if !s.Gone && (!s.Outline || !s.Shown) {
			b.t.Errorf("%s: %s has the focus: a ring %v, in sight %v", b.address(), s.What, s.Outline, s.Shown)
		}
		if strings.HasPrefix(s.What, what) {
			return b
		}
	}
	b.t.Fatalf("the Tab key does not reach %q", what)
	return b
}

// strike presses the Enter key in one event, as a keyboard does. What kb.Enter
// types after the key goes to a field that the key has just led to.
func (b *tab) strike() *tab {
	b.t.Helper()
	for _, e := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Text: "\r"}, {Type: input.DispatchKeyEventTypeKeyUp}} {
		e.Key, e.Code, e.WindowsVirtualKeyCode = "Enter", "Enter", 13
		call(b, input.DispatchKeyEvent, e)
	}
	return b
}
