package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showCompanySecurity is the sign-in rules of an account.
func (s *Site) showCompanySecurity(r *Request) error {
	return s.companySecurity(r, http.StatusOK, account.SecurityOf(r.Visitor.Account), nil)
}

func (s *Site) companySecurity(r *Request, status int, in account.SecurityDraft, problems fault.Fields) error {
	bare, err := s.Users.WithoutFactor(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Sign-in rules")
	shell.Invalid = problems != nil
	return r.page(status, companies.Security(companies.SecurityPage{
		Shell: shell, Account: r.Visitor.Account, Faces: company(r), Draft: in, Bare: bare, Problems: problems,
	}))
}

// secureCompany changes them.
func (s *Site) secureCompany(r *Request) error {
	var in account.SecurityDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		_, changed, err = s.Accounts.Secure(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.companySecurity(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	saved := layout.Notice{Tone: layout.Ok, Lead: "Sign-in rules saved."}
	if !changed {
		saved = layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "The rules were like this already."}
	}
	return s.done(r, route.CompanySecurity(r.here()), saved)
}
