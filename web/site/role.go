package site

import (
	"net/http"

	"github.com/tenantry/tenantry/templates/role"
)

// showRole is what the visitor may do in an account, and who may do the rest.
func (s *Site) showRole(r *Request) error {
	admins, err := s.Users.Admins(r.ctx(), r.By)
	if err != nil {
		return err
	}
	p := role.ShowPage{Shell: s.shell(r, "What you may do here"), Account: r.Visitor.Account, Home: r.Visitor.Account, Admins: admins}
	if r.By.Viewing() {
		p.Home = r.Visitor.Partner
	}
	return r.page(http.StatusOK, role.Show(p))
}
