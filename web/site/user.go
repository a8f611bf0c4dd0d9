package site

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/users"
	"github.com/tenantry/tenantry/web/route"
)

// people is whose people the address names: those of the account of the page,
// or, in the settings of a managed account, those of that account.
func (s *Site) people(r *Request) (room users.Room, err error) {
	id := r.Param("account")
	if id == "" {
		room.Users = route.Users(r.here())
		room.Crumbs = []ui.Crumb{{Label: "Users", Href: room.Users}}
		room.Company, err = s.Users.Company(r.ctx(), r.By, r.here())
		return room, err
	}
	a, _, err := s.Accounts.Child(r.ctx(), r.By, id)
	if err != nil {
		return room, err
	}
	room.Users = route.ManagedUsers(r.here(), a.ID)
	room.Crumbs = []ui.Crumb{
		{Label: "Managed Accounts", Href: route.Accounts(r.here())}, {Label: a.Name, Href: route.Managed(r.here(), a.ID)},
		{Label: "Users", Href: room.Users},
	}
	room.Company, err = s.Users.Company(r.ctx(), r.By, a.ID)
	return room, err
}

// listUsers is the people of an account.
func (s *Site) listUsers(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	l := readPeople(r.query())
	list, err := s.Users.Seats(r.ctx(), r.By, room.Company.ID, l.filter)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, users.Index(s.usersPage(r, room, l, list)))
}

func (s *Site) usersPage(r *Request, room users.Room, l peopleListing, list user.SeatPage) users.IndexPage {
	p := users.IndexPage{
		Shell: s.shell(r, "Users"), Room: room, List: list, Filter: l.filter,
		Chips: l.chips(room), More: l.more(room.Company.Kind), Pages: l.pages(room, list),
		Result: peopleResult(list, l.filter.Narrow()), Clear: room.Users, Fixed: whyFixed(r.By, room.Company),
	}
	if r.Param("account") == "" {
		p.Faces = company(r)
		return p
	}
	p.Shell.Title = "Users of " + room.Company.Name
	p.Head = accounts.Head(r.here(), r.Visit.Account, room.Company.Account, accountFaces(r, room.Company.Account, "Users"))
	return p
}

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

// mayChange is nil where the caller may change the people of an account.
func mayChange(by access.Caller, c user.Company) error {
	if err := by.Must(access.ManageUsers); err != nil {
		return err
	}
	if c.Status == account.Closed {
		return fault.New(fault.Conflict, "%s is closed. It is kept for the record, and nothing in it can be changed.", c.Name)
	}
	return nil
}

// whyFixed says why the people of an account can't be changed, or "".
func whyFixed(by access.Caller, c user.Company) string {
	if err := mayChange(by, c); err != nil {
		return err.Error()
	}
	return ""
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

// showUser is one seat.
func (s *Site) showUser(r *Request) error {
	room, h, err := s.seat(r)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, users.Show(s.userPage(r, room, h, draftOfSeat(h, room), nil)))
}

// seat is the seat that the address names, and whose people it is among.
func (s *Site) seat(r *Request) (room users.Room, h user.Holder, err error) {
	if room, err = s.people(r); err != nil {
		return room, h, err
	}
	h, err = s.Users.Seat(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	return room, h, err
}

// draftOfSeat is a seat as the form edits it.
func draftOfSeat(h user.Holder, room users.Room) user.SeatDraft {
	return user.SeatDraft{
		FirstName: h.FirstName, LastName: h.LastName, Email: h.Email, Phone: account.ReadPhone(h.Phone, room.Company.Country), Role: h.Role,
		SeesBilling: h.SeesBilling, EditsContact: h.EditsContact, Version: h.Version,
	}
}

func (s *Site) userPage(r *Request, room users.Room, h user.Holder, in user.SeatDraft, problems fault.Fields) users.ShowPage {
	shell := s.shell(r, h.Name)
	shell.Invalid = problems != nil
	p := users.ShowPage{
		Shell: shell, Room: room, Holder: h, Draft: in, Problems: problems,
		Country: account.DialCode(room.Company.Country), Phone: account.ReadPhone(h.Phone, room.Company.Country),
	}
	p.Fixed = whyFixed(r.By, room.Company)
	return p
}

// editUser changes a seat.
func (s *Site) editUser(r *Request) error {
	room, was, err := s.seat(r)
	if err != nil {
		return err
	}
	var in user.SeatDraft
	h := was
	if err = r.decode(&in); err == nil {
		h, err = s.Users.Edit(r.ctx(), r.By, room.Company.ID, was.ID, in)
	}
	problems, status := fault.FieldsOf(err), http.StatusUnprocessableEntity
	if fault.Is(err, fault.Conflict) {
		problems, status = fault.Fields{{Field: "role", Text: trimStop(err.Error())}}, http.StatusConflict
		in.Version = was.Version
	}
	if problems != nil {
		return r.page(status, users.Show(s.userPage(r, room, was, in, problems)))
	}
	if err != nil {
		return err
	}
	return s.doneWith(r, room, h, layout.Notice{Tone: layout.Ok, Lead: h.Name + " saved."})
}

// doneWith answers a change of a seat with its page, or the list from which it
// was made. Who took away their own place among the admins goes to where they
// may still be.
func (s *Site) doneWith(r *Request, room users.Room, h user.Holder, n layout.Notice) error {
	if h.Is(r.By.User) && h.AccountID == r.By.Seat {
		if h.Status != user.Seated {
			return r.Redirect(http.StatusSeeOther, route.Home)
		}
		if h.Role != access.AdminOf(room.Company.Kind) {
			return s.done(r, s.firstPage(room.Company.ID, room.Company.Kind, h.Role), n)
		}
	}
	if r.FormValue("from") == "list" {
		return s.done(r, room.Users, n)
	}
	return s.done(r, route.User(room.Users, h.ID), n)
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

func (s *Site) deactivateUser(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	h, err := s.Sessions.Deactivate(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	if err != nil {
		return err
	}
	return s.doneWith(r, room, h, layout.Notice{
		Tone: layout.Warn, Lead: h.Name + " is deactivated.", Text: "They can’t get into " + room.Company.Name + " any more.",
		Act: &layout.Act{Label: "Undo", Post: route.UserReactivation(room.Users, h.ID)},
	})
}

func (s *Site) reactivateUser(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	h, err := s.Users.Reactivate(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	if err != nil {
		return err
	}
	return s.doneWith(r, room, h, layout.Notice{Tone: layout.Ok, Lead: h.Name + " is active."})
}

func (s *Site) askFactorReset(r *Request) error {
	room, h, err := s.seat(r)
	if err == nil {
		err = mayChange(r.By, room.Company)
	}
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, users.Reset(users.ResetPage{Shell: s.shell(r, "Reset the second factor of "+h.Name), Room: room, Holder: h}))
}

func (s *Site) resetFactors(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	h, err := s.Sessions.ResetFactors(r.ctx(), r.By, room.Company.ID, r.Param("seat"))
	if err != nil {
		return err
	}
	return s.doneWith(r, room, h, layout.Notice{
		Tone: layout.Ok, Lead: "The second factor of " + h.Name + " is reset.", Text: "They are signed out everywhere, and a letter tells them.",
	})
}
