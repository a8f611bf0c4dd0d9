package site

import (
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/partners"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listPartners is the operator's list of partners, distributors and direct
// accounts, or a distributor's list of the partners that it referred.
func (s *Site) listPartners(r *Request) error {
	f := account.PartnerFilter{Find: strings.TrimSpace(r.query().Get("q")), After: r.query().Get("after")}
	as, more, err := s.Accounts.Partners(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	p := partners.IndexPage{Shell: s.shell(r, "Partners"), Here: r.Visitor.Account, Faces: partnersFaces(r, "Partners"), Accounts: as, Find: f.Find}
	if more {
		p.Next = route.With(route.Partners(r.here()), map[string][]string{"q": {f.Find}, "after": {as[len(as)-1].ID}})
	}
	if p.Referrer, err = s.referrers(r, as); err != nil {
		return err
	}
	if r.By.May(access.CreatePartners) {
		if p.Waiting, err = s.Users.Waiting(r.ctx(), r.By, keysOf(as)); err != nil {
			return err
		}
	}
	return r.page(http.StatusOK, partners.Index(p))
}

// referrers are the names of those who referred the accounts, by account.
func (s *Site) referrers(r *Request, as []account.Account) (map[string]string, error) {
	var keys []string
	for _, a := range as {
		if a.ReferredBy != nil {
			keys = append(keys, *a.ReferredBy)
		}
	}
	names, err := s.Accounts.Names(r.ctx(), r.By, keys)
	of := map[string]string{}
	for _, a := range as {
		if a.ReferredBy != nil {
			of[a.ID] = names[*a.ReferredBy]
		}
	}
	return of, err
}

func keysOf(as []account.Account) (keys []string) {
	for _, a := range as {
		keys = append(keys, a.ID)
	}
	return keys
}

// newPartner is the form that creates a partner, a distributor or a direct account.
func (s *Site) newPartner(r *Request) error {
	in := account.PartnerDraft{Kind: access.Partner, Support: account.ByPartner, Token: db.NewToken()}
	p, err := s.newPartnerPage(r, in, user.PersonDraft{}, nil)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, partners.New(p))
}

func (s *Site) newPartnerPage(r *Request, in account.PartnerDraft, admin user.PersonDraft, problems fault.Fields) (p partners.NewPage, err error) {
	distributors, err := s.Accounts.Distributors(r.ctx(), r.By)
	if err != nil {
		return p, err
	}
	p = partners.NewPage{Shell: s.shell(r, "Create account"), Draft: in, Admin: admin, Problems: problems}
	p.Shell.Invalid = problems != nil
	p.Countries = []ui.Option{{Label: "None yet"}}
	for _, code := range account.Countries {
		p.Countries = append(p.Countries, ui.Option{Value: code, Label: account.CountryName(code), Chosen: code == in.Country})
	}
	p.Distributors = []ui.Option{{Label: "Nobody"}}
	for _, d := range distributors {
		p.Distributors = append(p.Distributors, ui.Option{Value: d.ID, Label: d.Name, Chosen: d.ID == in.ReferredBy})
	}
	return p, nil
}

// createPartner makes a partner, a distributor or a direct account and shows, once, the link for its first admin.
func (s *Site) createPartner(r *Request) error {
	var in account.PartnerDraft
	var admin user.PersonDraft
	var a account.Account
	secret := ""
	err := r.decode(&in)
	if err == nil {
		err = r.decode(&admin)
	}
	if err == nil {
		a, secret, err = s.Users.CreatePartner(r.ctx(), r.By, in, admin)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		p, err := s.newPartnerPage(r, in, admin, problems)
		if err != nil {
			return err
		}
		return r.page(http.StatusUnprocessableEntity, partners.New(p))
	}
	if err != nil {
		return err
	}
	if secret == "" {
		return s.done(r, route.Partners(r.here()), layout.Notice{Tone: layout.Info, Lead: a.Name + " was created already.", Text: "Nothing was created twice."})
	}
	return s.showLink(r, a, admin.FullName(), secret)
}

// renewLink ends an admin's link and shows, once, a new one.
func (s *Site) renewLink(r *Request) error {
	a, admin, secret, err := s.Users.RenewLink(r.ctx(), r.By, r.Param("partner"))
	if err != nil {
		return err
	}
	return s.showLink(r, a, admin.Name, secret)
}

// showLink answers a form with a page, not with 303: the link is nowhere to be
// read again.
func (s *Site) showLink(r *Request, a account.Account, admin, secret string) error {
	return r.page(http.StatusOK, partners.Link(partners.LinkPage{
		Shell: s.shell(r, "Link for "+admin), Account: a, Admin: admin, Link: s.PublicURL + route.Invitation(secret),
	}))
}
