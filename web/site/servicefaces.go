package site

import (
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// serviceFaces are the faces of the Services room that the caller may see; none
// where the account's services are all that there is.
func serviceFaces(r *Request) (ts []layout.Tab) {
	key := r.here()
	for _, t := range []struct {
		label, href, root string
		may               access.Permission
	}{
		{"Services", route.Services(key), route.Services(":key"), access.ViewServices},
		{"Connections", route.Connections(key), route.Connections(":key"), access.AnswerConnections},
	} {
		if r.By.May(t.may) {
			ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: strings.HasPrefix(r.Path(), t.root)})
		}
	}
	if len(ts) < 2 {
		return nil
	}
	return ts
}
