package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/supports"
	"github.com/tenantry/tenantry/web/route"
)

// showSupport is whom to ask for help, and the form that writes to them.
func (s *Site) showSupport(r *Request) error {
	return s.helpdesk(r, http.StatusOK, support.Draft{Token: db.NewToken()}, nil)
}

func (s *Site) helpdesk(r *Request, status int, in support.Draft, problems fault.Fields) error {
	card, services, more, err := s.Support.Card(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Support")
	shell.Invalid = problems != nil
	return r.page(status, supports.Show(supports.ShowPage{Shell: shell, Card: card, Services: services, More: more, Draft: in, Problems: problems}))
}

// askSupport writes to those who support the account.
func (s *Site) askSupport(r *Request) error {
	var in support.Draft
	var card support.Card
	err := r.decode(&in)
	if err == nil {
		card, err = s.Support.Ask(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.helpdesk(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Support(r.here()), layout.Notice{Tone: layout.Ok, Lead: "Sent to " + card.Helper.Name + ".", Text: "The answer comes to your e-mail address, and a copy of what you wrote."})
}
