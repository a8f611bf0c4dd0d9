package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/invitations"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// showInvitation is what an invited person sees. Looking at it changes nothing:
// programs that read letters open their links.
func (s *Site) showInvitation(r *Request) error {
	in, err := s.Sessions.FindInvitation(r.ctx(), r.Param("link"))
	if err != nil {
		return err
	}
	draft := auth.AcceptDraft{FirstName: in.Seat.FirstName, LastName: in.Seat.LastName}
	return r.page(http.StatusOK, invitations.Show(s.invitationPage(r, in, draft, nil)))
}

func (s *Site) invitationPage(r *Request, in auth.Invitation, draft auth.AcceptDraft, problems fault.Fields) invitations.ShowPage {
	shell := s.shell(r, "Join "+in.Account.Name)
	visitor := shell.Person.Name
	shell.Person, shell.Invalid = layout.Person{}, problems != nil
	return invitations.ShowPage{
		Shell: shell, Action: route.Invitation(r.Param("link")), Invitation: in, Way: wayIn(r, in), Visitor: visitor, Draft: draft, Problems: problems,
	}
}

// wayIn is how whoever asks can accept an invitation.
func wayIn(r *Request, in auth.Invitation) invitations.Way {
	switch visitor := r.Visitor.User; {
	case visitor.ID != "" && user.FoldEmail(visitor.Email) == in.Seat.EmailFold:
		return invitations.Join
	case !in.Known:
		return invitations.BeNew
	case visitor.ID != "":
		return invitations.BeAnother
	}
	return invitations.SignIn
}

// acceptInvitation gives the visitor the seat, or makes the invited person and
// signs them in.
func (s *Site) acceptInvitation(r *Request) error {
	in, err := s.Sessions.FindInvitation(r.ctx(), r.Param("link"))
	if err != nil {
		return err
	}
	switch wayIn(r, in) {
	case invitations.BeNew:
		return s.acceptNew(r, in)
	case invitations.Join:
		return s.join(r)
	}
	return r.page(http.StatusForbidden, invitations.Show(s.invitationPage(r, in, auth.AcceptDraft{}, nil)))
}

func (s *Site) acceptNew(r *Request, in auth.Invitation) error {
	var draft auth.AcceptDraft
	secret := ""
	err := r.decode(&draft)
	if err == nil {
		secret, err = s.Sessions.Accept(r.ctx(), r.Param("link"), draft, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, invitations.Show(s.invitationPage(r, in, draft, problems)))
	}
	if err != nil {
		return err
	}
	return s.begin(r, secret, route.Account(in.Account.ID))
}

func (s *Site) join(r *Request) error {
	h, err := s.Sessions.Join(r.ctx(), r.Visitor, r.Param("link"))
	if err != nil {
		return err
	}
	return s.done(r, route.Account(h.ID), layout.Notice{Tone: layout.Ok, Lead: "You are in " + h.Name + " now.", Text: "Your role is " + string(h.Role) + "."})
}
