package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/partners"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// askPartnerSupport shows what the other support model of a partner would change, or,
// with rest, the partner's own of those managed accounts that have another.
func (s *Site) askPartnerSupport(r *Request) error {
	if err := r.By.Must(access.SetSupport); err != nil {
		return err
	}
	a, err := s.partner(r)
	if err != nil {
		return err
	}
	to := a.Support.Other()
	if r.query().Get("rest") != "" {
		to = a.Support
	}
	return s.partnerSupport(r, partners.SupportPage{Partner: a, To: to})
}

// partnerSupport draws the change of a partner's support model.
func (s *Site) partnerSupport(r *Request, p partners.SupportPage) (err error) {
	if p.Plan, err = s.Accounts.PlanSupport(r.ctx(), r.By, p.Partner.ID, p.To); err != nil {
		return err
	}
	return s.supportPage(r, p, p.Partner)
}

// supportPage draws a change of a support model with what follows from it.
func (s *Site) supportPage(r *Request, p partners.SupportPage, of account.Account) (err error) {
	if p.Shifts, err = s.Settings.PreviewSupport(r.ctx(), r.By, of.ID, p.To); err != nil {
		return err
	}
	p.Shell = s.shell(r, "Change the support model of "+of.Name)
	status := http.StatusOK
	if p.Problem != "" {
		status = http.StatusConflict
	}
	return r.page(status, partners.Support(p))
}

// changePartnerSupport changes the support model of a partner, and of its
// managed accounts if that is wanted.
func (s *Site) changePartnerSupport(r *Request) error {
	var in account.SupportDraft
	err := r.decode(&in)
	if err != nil {
		return err
	}
	a, changed, err := s.Accounts.SetSupport(r.ctx(), r.By, r.Param("partner"), in)
	if fault.Is(err, fault.Conflict) {
		problem := err.Error()
		if a, err = s.partner(r); err != nil {
			return err
		}
		return s.partnerSupport(r, partners.SupportPage{Partner: a, To: a.Support.Other(), All: in.All, Problem: problem})
	}
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: a.Name + " is supported " + byWhom(a.Support) + "."}
	if in.All {
		n.Text = ui.Counted(changed, "managed account") + " changed with it."
	}
	return s.done(r, route.Partner(r.here(), a.ID), n)
}

// byWhom is a support model in a sentence.
func byWhom(s account.Support) string {
	if s == account.ByOperator {
		return "by the operator"
	}
	return "by the partner"
}

// askAccountSupport shows what the other support model of a managed account would change.
func (s *Site) askAccountSupport(r *Request) error {
	if err := r.By.Must(access.SetSupport); err != nil {
		return err
	}
	return s.accountSupport(r, "")
}

func (s *Site) accountSupport(r *Request, problem string) error {
	a, partner, err := s.Accounts.ManagedOf(r.ctx(), r.By, r.Param("partner"), r.Param("account"))
	if err != nil {
		return err
	}
	return s.supportPage(r, partners.SupportPage{Partner: partner, Account: a, To: a.Support.Other(), Problem: problem}, a)
}

// changeAccountSupport changes the support model of one managed account.
func (s *Site) changeAccountSupport(r *Request) error {
	var in account.SupportDraft
	if err := r.decode(&in); err != nil {
		return err
	}
	partner := r.Param("partner")
	a, err := s.Accounts.SetManagedSupport(r.ctx(), r.By, partner, r.Param("account"), in)
	if fault.Is(err, fault.Conflict) {
		return s.accountSupport(r, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.PartnerAccount(r.here(), partner, a.ID), layout.Notice{
		Tone: layout.Ok, Lead: a.Name + " is supported " + byWhom(a.Support) + ".",
	})
}
