package site

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/templates/layout"
)

// accessFaces are the sides of Company → Access that the caller may see: who was
// here, who may step in, who enters what. One alone needs no tabs.
func accessFaces(r *Request) (ts []layout.Tab) {
	for _, t := range []struct {
		label, href string
		may         access.Permission
		roots       []string // patterns on this side, and all below them
	}{} {
		if r.By.May(t.may) {
			current := slices.ContainsFunc(t.roots, func(root string) bool { return r.Path() == root || strings.HasPrefix(r.Path(), root+"/") })
			ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: current})
		}
	}
	if len(ts) < 2 {
		return nil
	}
	return ts
}
