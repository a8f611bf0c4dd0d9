package site

import (
	"strings"

	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// mine are the faces of one's own account. A page that lies under none of the
// others belongs to the profile.
func mine(r *Request) []layout.Tab {
	faces := []layout.Tab{
		{Label: "Profile", Href: route.Me},
		{Label: "Security", Href: route.MySecurity},
		{Label: "Sessions", Href: route.MySessions},
		{Label: "Activity", Href: route.MyActivity},
	}
	current := 0
	for i, f := range faces[1:] {
		if strings.HasPrefix(r.Path(), f.Href) {
			current = i + 1
		}
	}
	faces[current].Current = true
	return faces
}

// firstHome is where the header of a page of one's own account leads back to: the
// visitor's first account, or nil when there is none.
func (s *Site) firstHome(r *Request) *layout.Place {
	homes, err := s.Sessions.Homes(r.ctx(), r.Visit)
	if err != nil || len(homes) == 0 {
		return nil
	}
	p := s.place(homes[0].Account, homes[0].Role)
	return &p
}
