package e2e

import (
	"context"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	ask := route.AskAccess(cast.Meridian, cast.Clearlake)
	faces = append(faces,
		face{name: "consent", who: cast.Alice, show: to(route.Consent(cast.Acme))},
		face{name: "consent-waiting", who: cast.Dev, show: samAsked(route.Consent(cast.Delta))},
		face{name: "consent-late", who: cast.Dev, wrong: []string{"409 " + route.Consent(cast.Delta)}, show: func(b *tab) {
			b.open(route.Consent(cast.Delta))
			b.portal.Says(cast.Delta, consent.OfPartner, consent.Never)
			b.follow("Save")
		}},
		face{name: "consent-request", who: cast.Dev, show: func(b *tab) { samAsked(route.Consent(cast.Delta))(b); b.follow("Answer") }},
		face{name: "consent-request-errors", who: cast.Dev, wrong: []string{"422 " + route.Consent(cast.Delta)}, show: func(b *tab) {
			samAsked(route.Consent(cast.Delta))(b)
			b.follow("Answer").follow("Send answer").sees("Choose for how long, or refuse")
		}},
		face{name: "consent-defaults", who: cast.Pia, show: to(route.ConsentDefaults(cast.Northwind))},
		face{name: "consent-defaults-operator", who: cast.Olive, show: to(route.ConsentDefaults(cast.Meridian))},
		face{name: "access-ask", who: cast.Sam, show: to(ask)},
		face{name: "access-ask-errors", who: cast.Sam, wrong: []string{"422 " + ask}, show: func(b *tab) {
			b.open(ask).follow("Send request").sees("Say why. The customer reads it")
		}},
		face{name: "access-ask-waits", who: cast.Sam, show: samAsked(route.AskAccess(cast.Meridian, cast.Delta))},
		face{name: "access-asked", who: cast.Sam, show: samAsked(route.AskedAccess(cast.Meridian))},
		face{name: "access-glass", who: cast.Olive, show: func(b *tab) {
			b.portal.Says(cast.Harbour, consent.OfOperator, consent.Never)
			b.open(route.BreakGlass(cast.Meridian, cast.Harbour)).sees("What happened")
		}},
		face{name: "glass-none", who: cast.Olive, show: to(route.Glass(cast.Meridian))},
	)
}

// samAsked goes to an address once Sam has asked Delta Freight to let him in.
func samAsked(address string) func(*tab) {
	return func(b *tab) {
		_, err := b.portal.Consents.Ask(context.Background(), b.portal.By(cast.Sam), cast.Delta, consent.AskDraft{Reason: "Port flapping since 09:00", Ticket: "4711"})
		if err != nil && !fault.Is(err, fault.Conflict) { // he has asked already
			b.t.Fatal(err)
		}
		b.open(address)
	}
}
