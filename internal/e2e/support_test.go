package e2e

import (
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

func TestSomebodyContactsSupportWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			b := p.browser(t)
			b.run(scripts)
			b.as(cast.Dev).open(route.Services(cast.Delta)).follow("Support").at(route.Support(cast.Delta))
			b.expect("422 ").fill("What happened", "Two routers lose packets.\nSince this morning.").follow("Send to Meridian Networks").sees("Enter the subject")
			b.fill("Subject", "Packets are lost").follow("Send to Meridian Networks").at(route.Support(cast.Delta)).sees("Sent to Meridian Networks.")
			ls, err := p.Outbox.Newest(t.Context())
			if err != nil || len(ls) != 2 || ls[1].Kind != outbox.SupportAsked || ls[1].Facts.Text != "Two routers lose packets.\nSince this morning." {
				t.Errorf("%+v, %v", ls, err)
			}
		})
	}
}
