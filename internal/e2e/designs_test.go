package e2e

import (
	"strings"
	"testing"

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
			alice.reach("A Tallowood SY1").keys(kb.Enter).sees("Port details")
			alice.reach("INPUT Name").keys("Sydney two")
			alice.reach("INPUT 1 Gbps").keys(" ").keys(kb.ArrowRight)
			alice.reach("SELECT").keys("LR")
			alice.reach("BUTTON Save and go on").keys(kb.Enter).sees("Connections of Sydney two")
			alice.reach("A AWS ap-southeast-2").keys(kb.Enter).sees("Cross Connect from Sydney two to AWS ap-southeast-2.")
			alice.reach("INPUT Name").keys("To AWS")
			alice.reach("INPUT 50 Mbps").keys(" ")
			alice.reach("BUTTON Add Cross Connect").keys(kb.Enter).sees("To AWS is drawn.")
			alice.reach("A Review").keys(kb.Enter).sees("Sydney two and 1 connection")
			alice.reach("BUTTON Send for Approval").keys(kb.Enter).sees("Sydney two is sent for approval.")
		})
	}
}

// reach presses Tab until something has the focus whose words begin with what,
// in sight and with a ring around it or around the box that it stands in.
func (b *tab) reach(what string) *tab {
	b.t.Helper()
	if over := look[int](b, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		b.t.Errorf("%s is %d px too wide", b.address(), over)
	}
	for range 90 {
		s := b.keys(kb.Tab).stop()
		if strings.HasPrefix(s.What, what) {
			if !s.Outline || !s.Shown {
				b.t.Errorf("%s has the focus: a ring %v, in sight %v", s.What, s.Outline, s.Shown)
			}
			return b
		}
	}
	b.t.Fatalf("the Tab key does not reach %q", what)
	return b
}
