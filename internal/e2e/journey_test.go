package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// One service from the first thought of it to its end, as the people do it who
// have a part in it.
func TestAPortIsDesignedSentApprovedBuiltKeptAsItIsAndEnded(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			p.person(t, scripts).signIn(cast.Ben).isRefusedToOrder()

			alice := p.person(t, scripts).signIn(cast.Alice)
			alice.designsAPort("Sydney two")
			alice.fill("Comment to Northwind Partners", "For the new line.").follow("Send for Approval").sees("Sydney two is sent for approval.")

			theo := p.person(t, scripts).signIn(cast.Theo)
			theo.request("Sydney two").sees("For the new line.").follow("Approve and order").sees("is approved.")

			sam := p.person(t, scripts).signIn(cast.Sam)
			for _, service := range []string{"Sydney two", "To AWS"} {
				sam.open(route.Deliveries(cast.Meridian)).fill("Filter by service or account", service).through("Enter", func() { sam.keys(kb.Enter) }).follow(service).sees("Accept the order")
				sam.follow("Accept the order").sees("is accepted").follow("It is built").sees("Configured").follow("Put into use").sees("Nothing is left to do")
			}
			alice.open(route.Services(cast.Acme)).row("Sydney two", "Live", "10 Gbps")
			alice.row("To AWS", "Live", "500 Mbps")

			alice.follow("Sydney two").sees("Live")
			service := alice.address()
			before := p.port("Sydney two")
			alice.follow("Change speed").tick("100 Gbps").fill("Comment", "It is full at noon.").follow("Send for Approval").sees("was sent for approval").sees("10 Gbps to 100 Gbps")

			theo.request("Sydney two").sees("It is full at noon.").row("Speed", "10 Gbps", "100 Gbps")
			theo.expect("422 " + theo.address()).follow("Reject").sees("Enter a comment that says why")
			theo.fill("Comment", "Not before the move in May.").follow("Reject").sees("is rejected.")

			alice.open(service).seesNo("waits for approval").sees("10 Gbps").seesNo("100 Gbps now")
			alice.follow("Approvals").follow("Rejected").follow("REQ-").sees("Rejected by Theo Brandt").sees("Not before the move in May.").row("Speed", "10 Gbps", "100 Gbps")
			if after := p.port("Sydney two"); after != before {
				t.Errorf("the service was %s before the request and is %s after it", before, after)
			}
			p.endsInsideTheTerm(t, alice, p.person(t, scripts).signIn(cast.Pia), service)
		})
	}
}

// isRefusedToOrder shows that who may not order reads why where they would, and
// that the door stays shut.
func (b *tab) isRefusedToOrder() {
	b.t.Helper()
	b.open(route.Services(cast.Acme)).follow("Brisbane warehouse").follow("Continue").follow("Review").sees("Ordering services takes the role Company Admin").sees("The design is saved")
	if look[bool](b, `() => { const e = button("Send for Approval"); return !e.closest("form") && e.getAttribute("aria-disabled") !== "true" && !e.disabled; }`) {
		b.t.Error("the button can be pressed by who may not order")
	}
	requests := "SELECT count(*) FROM approval_requests"
	before := b.count(requests)
	status := look[int](b, `async (to) => (await fetch(to, { method: "POST", body: new URLSearchParams({ token: "ben", book: "1" }) })).status`, route.Order(cast.Acme, "p-6d9h"))
	if b.expect("403 "); status != http.StatusForbidden || b.count(requests) != before {
		b.t.Errorf("ordering all the same answers %d, and %d requests became %d", status, before, b.count(requests))
	}
}

// designsAPort draws a 10 Gbps Port in Sydney with a Cross Connect, and stops at
// the review.
func (b *tab) designsAPort(name string) {
	b.t.Helper()
	b.open(route.Services(cast.Acme)).follow("New service").follow("Port").sees("Choose a location")
	b.follow("Tallowood SY1").sees("Port details").fill("Name", name).tick("10 Gbps")
	b.touch("select[name='details.interface']").keys("LR").follow("Continue").sees("Connections of " + name)
	b.follow("AWS ap-southeast-2").fill("Name", "To AWS").tick("500 Mbps").follow("Add Cross Connect").sees("To AWS is drawn.")
	b.follow("Review").sees(name+" and 1 connection").row(name, "10 Gbps", "AUD")
	b.row("To AWS", "500 Mbps", "AUD")
}

// request opens what waits for a service in the partner's queue.
func (b *tab) request(service string) *tab {
	b.t.Helper()
	b.open(route.Approvals(cast.Northwind)).row(service, "Acme Robotics")
	return b.through("opening the request", func() {
		b.click("the request of "+service, `(name) => [...document.querySelectorAll("tbody tr")].find((r) => squeeze(r.innerText).includes(name)).querySelector("a")`, service)
	})
}

// port is what is stored of a service: its version, and all that it is sold by.
func (p *portal) port(name string) (stored string) {
	p.t.Helper()
	if err := p.Raw().QueryRow("SELECT version || ' ' || status || ' ' || speed || ' ' || term || ' ' || details FROM services WHERE name = '" + name + "'").Scan(&stored); err != nil {
		p.t.Fatal(err)
	}
	return stored
}

var amount = regexp.MustCompile(`(AUD|\$) ?[\d,]+\.\d\d`)

// endsInsideTheTerm shows the fee while the account sees prices, and afterwards
// the sentence that names who knows it.
func (p *portal) endsInsideTheTerm(t *testing.T, alice, pia *tab, service string) {
	t.Helper()
	end := service + "/end"
	alice.open(service).follow("End").at(end).sees("Total fee").row("To AWS", "AUD")
	if fee := alice.text("tfoot"); !amount.MatchString(fee) {
		t.Errorf("inside the term the fee reads %q", fee)
	}
	pia.open(route.Features(cast.Northwind, cast.Acme)).tick("Show Pricing")
	if pia.scripts {
		pia.until("Saved", `() => /Saved \d/.test(field("Show Pricing").form.innerText)`)
	} else {
		pia.follow("Save features").sees("Show Pricing is Off")
	}
	alice.open(end).sees("An early-termination fee is due for 12 months of the term. Northwind Partners knows the amount.")
	if text := alice.text("main"); amount.MatchString(text) || strings.Contains(text, "AUD") {
		t.Errorf("who may not see prices reads an amount: %s", text)
	}
	alice.tick("When it is approved").set("reason", "The price").fill("Name of the service", "Sydney two").follow("Send termination for approval").at(service).sees("was sent for approval")
}
