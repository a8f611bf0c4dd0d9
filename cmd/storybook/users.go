package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/invitations"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/users"
	"github.com/tenantry/tenantry/web/route"
)

func userStories() []story {
	return []story{
		{"users", route.Users("{key}"), users.Index(people())},
		{"users-filtered", "", users.Index(somePeople())},
		{"users-no-match", "", users.Index(noPeople())},
		{"users-suspended", "", users.Index(heldPeople())},
		{"users-managed", route.ManagedUsers("{key}", "{account}"), users.Index(managedPeople())},
		{"users-managed-empty", "", users.Index(nobodyYet())},
		{"user-new", "", users.New(newPeople(cast.Northwind))},
		{"user-new-managed", "", users.New(newPeople(cast.Acme))},
		{"user-new-errors", "", users.New(wrongPeople())},
		{"user-invited", "", users.Show(onePerson(invited(), user.Active))},
		{"user-invited-over", "", users.Show(onePerson(longAgo(), user.Active))},
		{"user-active", "", users.Show(onePerson(seat(cast.Tariq), user.Active))},
		{"user-only-admin", "", users.Show(onlyAdmin())},
		{"user-locked", "", users.Show(onePerson(seat(cast.Theo), user.Locked))},
		{"user-deactivated", "", users.Show(onePerson(unseated(), user.Active))},
		{"user-suspended", "", users.Show(heldPerson())},
		{"user-errors", "", users.Show(wrongPerson())},
		{"user-factor-reset", "", users.Reset(users.ResetPage{
			Shell: company("Reset the second factor of Tariq Aziz?"), Room: northwindPeople(), Holder: holder(seat(cast.Tariq), user.Active),
		})},
		{"invitation", "", invitations.Show(invitation(invitations.BeNew))},
		{"invitation-errors", "", invitations.Show(wrongInvitation())},
		{"invitation-sign-in", "", invitations.Show(invitation(invitations.SignIn))},
		{"invitation-join", "", invitations.Show(invitation(invitations.Join))},
		{"invitation-another", "", invitations.Show(invitation(invitations.BeAnother))},
	}
}

// company is the frame of a page of the company of Northwind.
func company(title string) layout.Shell { return shell(cast.Pia, companyRoom, title) }

func northwindPeople() users.Room {
	list := route.Users(cast.Northwind)
	return users.Room{
		Company: user.Company{Account: northwind, Above: meridian, Country: northwind.Numbers()}, Users: list,
		Crumbs: []ui.Crumb{{Label: "Users", Href: list}},
	}
}

func peopleOf(a account.Account) users.Room {
	list := route.ManagedUsers(a.ParentID, a.ID)
	return users.Room{
		Company: user.Company{Account: a, Above: northwind, Country: northwind.Numbers()}, Users: list,
		Crumbs: []ui.Crumb{{Label: "Managed Accounts", Href: route.Accounts(a.ParentID)}, {Label: a.Name, Href: route.Managed(a.ParentID, a.ID)}, {Label: "Users", Href: list}},
	}
}

// seat is the seat of a person of the cast.
func seat(p cast.Person) user.Seat {
	first, last, _ := cutName(p.Name)
	u := user.User{ID: p.ID, FirstName: first, LastName: last, Email: p.Email, Phone: "+61293744000"}
	return user.SeatOf(u, "seat-"+p.ID, p.Account, p.Role, cast.Pia.Name, now.AddDate(-1, -2, -3))
}

func cutName(name string) (first, last string, ok bool) {
	for i := range name {
		if name[i] == ' ' {
			return name[:i], name[i+1:], true
		}
	}
	return name, "", false
}

// invited is somebody who has not accepted yet.
func invited() user.Seat {
	s := seat(cast.Person{ID: "nora", Name: "Nora Whitlam", Email: "nora.whitlam@northwind.example", Role: access.FinancialContact, Account: cast.Northwind})
	s.UserID, s.Status, s.AcceptedAt, s.InvitedAt, s.EditsContact = nil, user.Invited, nil, now.Add(-50*time.Hour), true
	return s
}

// longAgo is somebody whose link stopped working.
func longAgo() user.Seat {
	s := invited()
	s.InvitedAt = now.AddDate(0, 0, -9)
	return s
}

func unseated() user.Seat {
	s := seat(cast.Rory)
	s.Status = user.Unseated
	return s
}

func holder(s user.Seat, person user.Status) user.Holder {
	h := user.Holder{Seat: s, Person: person}
	if s.UserID == nil {
		return user.Holder{Seat: s}
	}
	if s.Role != access.ReadOnly {
		last := now.Add(-time.Duration(len(s.Name)) * 7 * time.Hour)
		h.Factor, h.SignedInAt = true, &last
	}
	return h
}

func people() users.IndexPage {
	p := users.IndexPage{
		Shell: company("Users"), Room: northwindPeople(), Result: "6 users", Clear: route.Users(cast.Northwind),
		More: []ui.Choice{
			{Label: "Role", Name: "role", Options: []ui.Option{{Label: "Any"}, {Value: "Company Admin", Label: "Company Admin"}}},
			{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}, {Value: "active", Label: "Active"}}},
		},
		Pages: ui.Pages{Text: "1 to 6 of 6"},
	}
	p.Faces = companyFaces(p.By, "Users")
	fiona := holder(seat(cast.Fiona), user.Active)
	fiona.SeesBilling, fiona.EditsContact = true, true
	p.List = user.SeatPage{All: 6, Total: 6, Seats: []user.Holder{
		fiona, holder(invited(), ""), holder(seat(cast.Pia), user.Active), holder(unseated(), user.Active),
		holder(seat(cast.Tariq), user.Active), holder(seat(cast.Theo), user.Locked),
	}}
	return p
}

func somePeople() users.IndexPage {
	p := people()
	p.Filter = user.SeatFilter{Find: "a", Role: access.CompanyAdmin, State: user.StateActive}
	p.Chips = []ui.Condition{{Label: "Role", Value: "Company Admin", Remove: "#"}, {Label: "Status", Value: "Active", Remove: "#"}}
	p.List.Seats, p.List.Total, p.Result, p.Pages.Text = p.List.Seats[2:3], 1, "1 of 6 users", "1 to 1 of 1"
	return p
}

func noPeople() users.IndexPage {
	p := somePeople()
	p.List.Seats, p.List.Total, p.Result, p.Filter.Find = nil, 0, "0 of 6 users", "zzzz"
	return p
}

func heldPeople() users.IndexPage {
	p := people()
	p.By.Suspended = true
	p.Fixed = p.By.Must(access.ManageUsers).Error()
	return p
}

func managedPeople() users.IndexPage {
	p := people()
	p.Shell, p.Room, p.Faces = admin("Users of "+acme.Name), peopleOf(acme), nil
	p.Head = accounts.Head(cast.Pia.Caller(), northwind, acme, faces(acme, "Users"))
	p.List = user.SeatPage{All: 2, Total: 2, Seats: []user.Holder{holder(seat(cast.Alice), user.Active), holder(seat(cast.Ben), user.Active)}}
	p.Result, p.Pages.Text = "2 users", "1 to 2 of 2"
	return p
}

func nobodyYet() users.IndexPage {
	p := managedPeople()
	ember := cast.Account(cast.Ember)
	p.Room, p.List = peopleOf(ember), user.SeatPage{}
	p.Head = accounts.Head(cast.Pia.Caller(), northwind, ember, faces(ember, "Users"))
	return p
}

func newPeople(key string) users.NewPage {
	p := users.NewPage{Shell: company("Invite people"), Room: northwindPeople(), Country: account.DialCode(northwind.Numbers())}
	if key != cast.Northwind {
		p.Shell, p.Room = admin("Invite people"), peopleOf(cast.Account(key))
	}
	return p
}

func wrongPeople() users.NewPage {
	p := newPeople(cast.Acme)
	p.Draft.People = []user.SeatDraft{
		{FirstName: "Nora", LastName: "Whitlam", Email: "nora@acme", Phone: "555 01", Role: access.TechnicalAdmin},
		{FirstName: "Ben", LastName: "Osei", Email: cast.Ben.Email},
	}
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: user.InviteField(0, "email"), Text: "That is not an e-mail address. Example: noc@northwind.example"},
		{Field: user.InviteField(0, "phone"), Text: "That is not a phone number in Australia. Example: 02 9374 4000"},
		{Field: user.InviteField(1, "email"), Text: "Ben Osei has this address, and is here already"},
		{Field: user.InviteField(1, "role"), Text: "Choose a role"},
	}, true
	return p
}

func onePerson(s user.Seat, person user.Status) users.ShowPage {
	return users.ShowPage{
		Shell: company(s.Name), Room: northwindPeople(), Holder: holder(s, person), Phone: account.ReadPhone(s.Phone, "AU"), Country: account.DialCode("AU"),
		Draft: user.SeatDraft{FirstName: s.FirstName, LastName: s.LastName, Email: s.Email, Phone: account.ReadPhone(s.Phone, "AU"), Role: s.Role, SeesBilling: s.SeesBilling, EditsContact: s.EditsContact},
	}
}

func onlyAdmin() users.ShowPage {
	p := onePerson(seat(cast.Pia), user.Active)
	p.Holder.Only = true
	return p
}

func heldPerson() users.ShowPage {
	p := onePerson(seat(cast.Tariq), user.Active)
	p.By.Suspended = true
	p.Fixed = p.By.Must(access.ManageUsers).Error()
	return p
}

func wrongPerson() users.ShowPage {
	p := onePerson(seat(cast.Pia), user.Active)
	p.Holder.Only, p.Draft.Role, p.Shell.Invalid = true, access.ReadOnly, true
	p.Problems = fault.Fields{{Field: "role", Text: "Pia Larsen is the last active Company Admin of Northwind Partners. Give somebody else this role first"}}
	return p
}

func invitation(way invitations.Way) invitations.ShowPage {
	s := seat(cast.Alice)
	s.InvitedBy = cast.Pia.Name
	p := invitations.ShowPage{
		Shell: stranger("Join " + acme.Name), Action: route.Invitation("link"), Way: way,
		Invitation: auth.Invitation{Seat: s, Account: acme, Above: northwind, Until: now.AddDate(0, 0, 7)},
		Draft:      auth.AcceptDraft{FirstName: s.FirstName, LastName: s.LastName},
	}
	switch way {
	case invitations.Join:
		p.Visitor = cast.Alice.Name
	case invitations.BeAnother:
		p.Visitor = cast.Pia.Name
	}
	return p
}

func wrongInvitation() invitations.ShowPage {
	p := invitation(invitations.BeNew)
	p.Draft.LastName = ""
	p.Problems, p.Shell.Invalid = fault.Fields{
		{Field: "last_name", Text: account.CheckLine("Last name", "")},
		{Field: "password", Text: "The password has 8 characters. Use at least 15: a few words are easy to remember"},
	}, true
	return p
}
