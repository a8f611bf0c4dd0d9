package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
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
			return s.done(r, route.Account(room.Company.ID), n)
		}
	}
	if r.FormValue("from") == "list" {
		return s.done(r, room.Users, n)
	}
	return s.done(r, route.User(room.Users, h.ID), n)
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
	return r.page(http.StatusOK, users.Reset(users.ResetPage{Shell: s.shell(r, "Reset the second factor of "+h.Name+"?"), Room: room, Holder: h}))
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
