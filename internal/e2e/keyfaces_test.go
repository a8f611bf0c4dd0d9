package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "keys", who: cast.Alice, show: to(route.ServiceKeys(cast.Acme))},
		face{name: "keys-service", who: cast.Alice, show: to(route.KeysOf(cast.Acme, "p-7f2k"))},
		face{name: "keys-empty", who: cast.Alice, show: to(route.KeysOf(cast.Acme, "p-3c8w"))},
		face{name: "key", who: cast.Alice, show: to(route.ServiceKey(cast.Acme, "key5"))},
		face{name: "key-new", who: cast.Alice, show: to(route.NewKey(cast.Acme, "p-7f2k"))},
		face{name: "key-errors", who: cast.Alice, wrong: []string{"422 " + route.KeysOf(cast.Acme, "p-7f2k")}, show: func(b *tab) {
			b.open(route.NewKey(cast.Acme, "p-7f2k")).fill("VLAN", "9999").follow("Make the key")
		}},
		face{name: "key-refused", who: cast.Alice, wrong: []string{"422 " + route.ConnectionKey(cast.Acme, "p-7f2k")}, show: func(b *tab) {
			b.open(route.NewConnections(cast.Acme, "p-7f2k")).fill("I have a service key", "no key").follow("Use key")
		}},
	)
}
