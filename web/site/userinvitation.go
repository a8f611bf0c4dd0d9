package site

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/users"
)

// newUser is the form that invites people.
func (s *Site) newUser(r *Request) error {
	room, err := s.people(r)
	if err == nil {
		err = mayChange(r.By, room.Company)
	}
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, users.New(s.newUserPage(r, room, user.InviteDraft{Token: db.NewToken()}, nil)))
}

func (s *Site) newUserPage(r *Request, room users.Room, in user.InviteDraft, problems fault.Fields) users.NewPage {
	shell := s.shell(r, "Invite people")
	shell.Invalid = problems != nil
	return users.NewPage{Shell: shell, Room: room, Draft: in, Problems: problems, Country: account.DialCode(room.Company.Country)}
}

// inviteUsers sends invitations.
func (s *Site) inviteUsers(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	var in user.InviteDraft
	var seats []user.Seat
	if err = r.decode(&in); err == nil {
		seats, err = s.Users.Invite(r.ctx(), r.By, room.Company.ID, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return r.page(http.StatusUnprocessableEntity, users.New(s.newUserPage(r, room, in, problems)))
	}
	if err != nil {
		return err
	}
	return s.done(r, room.Users, invitedNotice(seats))
}

// rowsForm is a row that is wanted, or is not any more.
type rowsForm struct {
	Add    bool   `form:"add"`
	Remove string `form:"remove"` // its number, as people count
}

// changeRows shows the form that invites again, with one row more or less and
// with what was typed in the others. It changes nothing.
func (s *Site) changeRows(r *Request) error {
	room, err := s.people(r)
	if err == nil {
		err = mayChange(r.By, room.Company)
	}
	if err != nil {
		return err
	}
	var press rowsForm
	var in user.InviteDraft
	if err := errors.Join(r.decode(&press), r.decode(&in)); err != nil {
		return err
	}
	if n, err := strconv.Atoi(press.Remove); err == nil && n >= 1 && n <= len(in.People) {
		in.People = slices.Delete(in.People, n-1, n)
	}
	p := s.newUserPage(r, room, in, nil)
	if press.Add && len(in.People) < user.MostInvited {
		p.Draft.People = append(in.People, user.SeatDraft{})
		p.Added = len(p.Draft.People)
	}
	return r.page(http.StatusOK, users.New(p))
}

func invitedNotice(seats []user.Seat) layout.Notice {
	switch len(seats) {
	case 0:
		return layout.Notice{Tone: layout.Info, Lead: "These people were invited already.", Text: "Nobody was invited twice."}
	case 1:
		return layout.Notice{Tone: layout.Ok, Lead: seats[0].Name + " is invited.", Text: "A letter to " + seats[0].Email + " is on its way."}
	}
	return layout.Notice{Tone: layout.Ok, Lead: ui.Figure(len(seats)) + " people are invited.", Text: "A letter to each of them is on its way."}
}

func (s *Site) inviteUserAgain(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	h, err := s.Users.InviteAgain(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	if err != nil {
		return err
	}
	return s.doneWith(r, room, h, layout.Notice{
		Tone: layout.Ok, Lead: "Another letter to " + h.Name + " is on its way.", Text: "The link before stopped working.",
	})
}

func (s *Site) withdrawUser(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	h, err := s.Users.Withdraw(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	if err != nil {
		return err
	}
	return s.done(r, room.Users, layout.Notice{Tone: layout.Ok, Lead: "The invitation of " + h.Name + " is withdrawn.", Text: "Its link stopped working."})
}
