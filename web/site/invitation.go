package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/invitations"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showInvitation is what an invited person sees.
func (s *Site) showInvitation(r *Request) error {
	in, err := s.Sessions.FindInvitation(r.ctx(), r.Param("link"))
	if err != nil {
		return err
	}
	draft := auth.AcceptDraft{FirstName: in.Seat.FirstName, LastName: in.Seat.LastName}
	return r.page(http.StatusOK, invitations.Show(s.invitationPage(r, in, draft, nil)))
}

func (s *Site) invitationPage(r *Request, in auth.Invitation, draft auth.AcceptDraft, problems fault.Fields) invitations.ShowPage {
	shell := s.shell(r, "Invitation to "+in.Account.Name)
	shell.Person, shell.Invalid = layout.Person{}, problems != nil
	return invitations.ShowPage{Shell: shell, Action: route.Invitation(r.Param("link")), Invitation: in, Draft: draft, Problems: problems}
}

// acceptInvitation makes the invited person and signs them in.
func (s *Site) acceptInvitation(r *Request) error {
	var draft auth.AcceptDraft
	secret := ""
	err := r.decode(&draft)
	if err == nil {
		secret, err = s.Sessions.Accept(r.ctx(), r.Param("link"), draft, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		in, err := s.Sessions.FindInvitation(r.ctx(), r.Param("link"))
		if err != nil {
			return err
		}
		return r.page(http.StatusUnprocessableEntity, invitations.Show(s.invitationPage(r, in, draft, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Home)
}
