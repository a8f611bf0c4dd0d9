package e2e

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// acts lets somebody of the operator act in Alice's place.
func (b *tab) acts() *tab {
	b.t.Helper()
	return b.actsAs(cast.Alice)
}

// actsAs is acts in another's place.
func (b *tab) actsAs(as cast.Person) *tab {
	b.t.Helper()
	b.portal.Says(as.Account, consent.OfOperator, consent.Always)
	b.open(route.ActingFor(cast.Meridian, as.Account, b.portal.Seat(as)))
	return b.fill("Reason", "Port flapping since 09:00").fill("Ticket", "4711").follow("Start acting")
}

// changes takes the second step.
func (b *tab) changes() *tab {
	b.t.Helper()
	return b.follow("Make changes").fill("Reason", "Rename the port as asked").follow("Make changes")
}

func TestSamActsAsAliceForATicketAndEverybodyReadsIt(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			alice := p.browser(t).as(cast.Alice)
			alice.open(route.MyActivity)
			seen := alice.text("main")
			signedIn := p.value(t, "SELECT CAST(signed_in_at AS TEXT) FROM users WHERE id = '"+cast.Alice.ID+"'")

			b := p.browser(t).as(cast.Sam)
			b.run(scripts)
			b.acts().at(route.Services(cast.Acme)).sees("Sam Reyes (Meridian Networks) acting as Alice Novak, Acme Robotics").sees("Read-only").sees("Reason given: “Port flapping since 09:00”, ticket 4711.")
			if title := b.title(); !strings.HasPrefix(title, "Acting as Alice: Services") {
				t.Errorf("the title is %q", title)
			}
			if scripts {
				b.until("the countdown", `() => /^(30:00|29:\d\d) left$/.test(document.querySelector(".until").innerText)`)
			} else {
				b.sees("until ")
			}
			p.browser(t).as(cast.Olive).open(route.Visits(cast.Meridian)).sees("Sam Reyes").sees("Alice Novak")
			b.changes().sees("Changes allowed").open(route.ServiceEdit(cast.Acme, "p-7f2k")).fill("Name", "Sydney core, renamed").follow("Save").sees("Sydney core, renamed")
			b.follow("Stop acting as Alice").at(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Acme)).sees("You do not act as Alice Novak any more.").seesNo("Changes allowed")
			if b.has(".bar") {
				t.Error("the bar stays")
			}

			for who, pages := range map[*tab][]string{
				alice:                       {route.Access(cast.Acme), route.Activity(cast.Acme)},
				p.browser(t).as(cast.Pia):   {route.Activity(cast.Northwind)},
				p.browser(t).as(cast.Olive): {route.Activity(cast.Meridian)},
			} {
				for _, page := range pages {
					who.open(page).sees("Sam Reyes").sees("Alice Novak")
				}
			}
			alice.open(route.Access(cast.Acme)).sees("Port flapping since 09:00").sees("4711")
			letter := p.value(t, "SELECT facts FROM letters WHERE kind = 'visit_started' AND to_address = '"+cast.Alice.Email+"'")
			last := p.value(t, "SELECT facts FROM letters WHERE kind = 'visit_ended' AND to_address = '"+cast.Alice.Email+"'")
			for _, want := range []string{"Sam Reyes", "Alice Novak", "4711"} {
				if !strings.Contains(letter, want) || !strings.Contains(last, want) {
					t.Errorf("a letter does not say %s: %s %s", want, letter, last)
				}
			}
			if !strings.Contains(last, "service.changed") {
				t.Errorf("the last letter does not say what was changed: %s", last)
			}
			if now := alice.open(route.MyActivity).text("main"); now != seen {
				t.Errorf("Alice's own history became %s", now)
			}
			if now := p.value(t, "SELECT CAST(signed_in_at AS TEXT) FROM users WHERE id = '"+cast.Alice.ID+"'"); now != signedIn {
				t.Errorf("Alice signed in last at %s, and not at %s", now, signedIn)
			}
		})
	}
}

// value is the one text that a query answers.
func (p *portal) value(t *testing.T, query string) (text string) {
	t.Helper()
	if err := p.Raw().QueryRow(query).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}
