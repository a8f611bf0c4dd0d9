package site

import (
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/partners"
	"github.com/tenantry/tenantry/web/route"
)

// partnersFaces are the faces of the operator's room of partners.
func partnersFaces(r *Request, current string) []layout.Tab {
	faces := []layout.Tab{{Label: "Partners", Href: route.Partners(r.here())}}
	if r.By.May(access.InspectAccounts) {
		faces = append(faces, layout.Tab{Label: "Locks", Href: route.Locks(r.here())})
	}
	return facing(faces, current)
}

// facing are faces with the current one marked.
func facing(faces []layout.Tab, current string) []layout.Tab {
	for i := range faces {
		faces[i].Current = faces[i].Label == current
	}
	return faces
}

// partnerFaces are the faces of one partner; a distributor or a direct account has none.
func partnerFaces(r *Request, a account.Account, current string) []layout.Tab {
	if a.Kind != access.Partner {
		return nil
	}
	return facing([]layout.Tab{
		{Label: "Details", Href: route.Partner(r.here(), a.ID)},
		{Label: "Settings", Href: route.PartnerSettings(r.here(), a.ID)},
		{Label: "Managed accounts", Href: route.PartnerAccounts(r.here(), a.ID)},
	}, current)
}

// showPartner is the details of a partner, a distributor or a direct account.
func (s *Site) showPartner(r *Request) error {
	a, referrer, err := s.Accounts.Partner(r.ctx(), r.By, r.Param("partner"))
	if err != nil {
		return err
	}
	p := partners.ShowPage{Shell: s.shell(r, a.Name), Partner: a, Referrer: referrer, Faces: partnerFaces(r, a, "Details")}
	if a.Kind == access.Partner {
		if p.Others, err = s.Accounts.PlanSupport(r.ctx(), r.By, a.ID, a.Support); err != nil {
			return err
		}
	}
	return r.page(http.StatusOK, partners.Show(p))
}

// partner is the partner that the address names; distributors and direct accounts
// have no more than details.
func (s *Site) partner(r *Request) (account.Account, error) {
	a, _, err := s.Accounts.Partner(r.ctx(), r.By, r.Param("partner"))
	if err == nil && a.Kind != access.Partner {
		err = fault.Missing()
	}
	return a, err
}

// partnerSettings is what the managed accounts of a partner inherit.
func (s *Site) partnerSettings(r *Request) error {
	a, err := s.partner(r)
	if err != nil {
		return err
	}
	holds, err := s.Settings.Inspect(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, partners.Settings(partners.SettingsPage{
		Shell: s.shell(r, a.Name), Partner: a, Faces: partnerFaces(r, a, "Settings"), Holds: holds,
	}))
}

// partnerAccounts lists the managed accounts of a partner.
func (s *Site) partnerAccounts(r *Request) error {
	a, err := s.partner(r)
	if err != nil {
		return err
	}
	f := account.PartnerFilter{Find: strings.TrimSpace(r.query().Get("q")), After: r.query().Get("after")}
	as, more, err := s.Accounts.Below(r.ctx(), r.By, a.ID, f)
	if err != nil {
		return err
	}
	p := partners.AccountsPage{
		Shell: s.shell(r, a.Name), Partner: a, Faces: partnerFaces(r, a, "Managed accounts"), Accounts: as, Find: f.Find,
	}
	if more {
		p.Next = route.With(route.PartnerAccounts(r.here(), a.ID), map[string][]string{"q": {f.Find}, "after": {as[len(as)-1].ID}})
	}
	return r.page(http.StatusOK, partners.Accounts(p))
}

// partnerAccount is one managed account of a partner.
func (s *Site) partnerAccount(r *Request) error {
	a, partner, err := s.Accounts.ManagedOf(r.ctx(), r.By, r.Param("partner"), r.Param("account"))
	if err != nil {
		return err
	}
	holds, err := s.Settings.Inspect(r.ctx(), r.By, a.ID)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, partners.Account(partners.AccountPage{
		Shell: s.shell(r, a.Name), Partner: partner, Account: a, Phone: account.ReadPhone(a.SupportPhone, partner.Numbers()), Holds: holds,
	}))
}
