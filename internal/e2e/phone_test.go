package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAliceDesignsAndSendsAPortWithAThumb(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			alice := p.person(t, scripts).as(cast.Alice).phone()
			alice.open(route.Services(cast.Acme)).tap("New service").fits("New service").tap("Port").fits("Choose a location")
			alice.tap("Tallowood SY1").fits("Port details").expect("422 " + route.NewService(cast.Acme)).tap("Continue").fits("Choose a speed")
			alice.fill("Name", "Sydney two").tick("10 Gbps").touch("select[name='details.interface']").keys("LR")
			alice.tap("Continue").fits("Connections of Sydney two").tap("AWS ap-southeast-2").fits("Cross Connect details")
			alice.fill("Name", "To AWS").tick("500 Mbps").tap("Add Cross Connect").fits("To AWS is drawn.")
			alice.tap("Review").fits("Sydney two and 1 connection").tap("Discard Sydney two").fits("Discard Sydney two?").tap("Keep it")
			alice.sees("Sydney two and 1 connection").tap("Send for Approval").sees("Sydney two is sent for approval.")
			pia := p.person(t, scripts).as(cast.Pia).phone()
			pia.open(route.NewServiceAt(cast.Northwind, cast.Port, "")).fits("Enable Germany")
		})
	}
}

// phone makes the tab that of a phone, 360 px wide, which is touched.
func (b *tab) phone() *tab {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 360, Height: 780, DeviceScaleFactor: 2, Mobile: true})
	call(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	return b
}

// tap touches a button or a link by its text, and waits for the page that it
// leads to.
func (b *tab) tap(text string) *tab {
	b.t.Helper()
	return b.through("touching "+text, func() {
		b.until("“"+text+"” in reach of a thumb", `(text) => !spot(button(text)).why`, text)
		at := look[place](b, `(text) => spot(button(text))`, text)
		call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: at.X, Y: at.Y}}})
		call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd})
	})
}

// fits fails the test unless the page says text, is no wider than the phone, and
// everything that is touched on it is high and wide enough for a thumb.
func (b *tab) fits(text string) *tab {
	b.t.Helper()
	b.sees(text)
	if over := look[int](b, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		b.t.Errorf("%s is %d px too wide", b.address(), over)
	}
	for _, small := range look[[]string](b, `() => [...document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)")].filter(seen).flatMap((e) => {
		const box = e.matches("[type=radio], [type=checkbox]") ? e.closest(".check") ?? e : e;
		const r = box.getBoundingClientRect();
		return r.height >= 43.5 && r.width >= 43.5 ? [] : [words(e) + " " + e.tagName + ": " + Math.round(r.width) + " by " + Math.round(r.height)];
	})`) {
		b.t.Errorf("%s: too small for a thumb: %s", b.address(), small)
	}
	return b
}
