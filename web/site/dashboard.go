package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/dashboard"
	"github.com/tenantry/tenantry/web/route"
)

// landing is the page of an account on which somebody begins: whoever signs in,
// is led into it, or is looked at in a preview; reference 4.3. A partner's people
// begin on the dashboard, and its customers and the operator's own only until
// they have services. In an account that they view, a partner's people come to
// the services.
func landing(by access.Caller, a account.Account) string {
	switch {
	case by.May(access.ListPartners):
		return route.Partners(a.ID)
	case by.Viewing() || !by.May(access.ViewDashboard):
		return route.Services(a.ID)
	case by.Kind != access.Partner && a.Services > 0:
		return route.Services(a.ID)
	}
	return route.Dashboard(a.ID)
}

// back is the page of the partner to which its people come back from a managed
// account. They are no newcomers there, and go on with the accounts.
func back(by access.Caller, partner account.Account) string {
	if by.Role == access.CompanyAdmin {
		return route.Accounts(partner.ID)
	}
	return route.Services(partner.ID)
}

// showDashboard is an account at a glance.
func (s *Site) showDashboard(r *Request) error {
	d, err := s.Dashboards.Dashboard(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, dashboard.Show(dashboard.ShowPage{Shell: s.shell(r, "Dashboard"), Dashboard: d}))
}
