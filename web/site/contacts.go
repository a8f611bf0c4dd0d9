package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/web/route"
)

// showContacts are where the operator is asked for help.
func (s *Site) showContacts(r *Request) error {
	return s.contacts(r, http.StatusOK, account.ContactsOf(r.Visitor.Account), nil)
}

func (s *Site) contacts(r *Request, status int, in account.ContactsDraft, problems fault.Fields) error {
	if err := r.By.Must(access.EditContacts); err != nil {
		return err
	}
	shell := s.shell(r, "Support contacts")
	shell.Invalid = problems != nil
	return r.page(status, companies.Contacts(companies.ContactsPage{Shell: shell, Account: r.Visitor.Account, Faces: company(r), Draft: in, Problems: problems}))
}

// editContacts changes them.
func (s *Site) editContacts(r *Request) error {
	var in account.ContactsDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Accounts.EditContacts(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.contacts(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	notice := saved("Support contacts", changed)
	if !changed {
		notice.Text = "The support contacts were like this already."
	}
	return s.done(r, route.Contacts(r.here()), notice)
}
