package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	faces = append(faces,
		face{name: "access-empty", who: cast.Alice, show: to(route.Access(cast.Acme))},
		face{name: "access-filtered", who: cast.Alice, show: to(route.Access(cast.Acme) + "?how=act")},
		face{name: "live-visits", who: cast.Olive, show: to(route.Visits(cast.Meridian))},
	)
}
