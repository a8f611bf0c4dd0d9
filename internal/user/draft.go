package user

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// SeatDraft is what is typed about somebody who is invited, or whose seat is
// edited.
type SeatDraft struct {
	FirstName    string      `form:"first_name"`
	LastName     string      `form:"last_name"`
	Email        string      `form:"email"`
	Phone        string      `form:"phone"`
	Role         access.Role `form:"role"`
	SeesBilling  bool        `form:"sees_billing"`
	EditsContact bool        `form:"edits_contact"`
	Version      int64       `form:"version"` // the version that was shown for editing
}

// blank reports whether nothing was typed.
func (d SeatDraft) blank() bool {
	return strings.TrimSpace(d.FirstName+d.LastName+d.Email+d.Phone) == "" && d.Role == "" && !d.SeesBilling && !d.EditsContact
}

// checkPerson reads the names, the address and the phone number into a seat.
func (d SeatDraft) checkPerson(c Company, s *Seat) fault.Fields {
	person := PersonDraft{FirstName: d.FirstName, LastName: d.LastName, Email: d.Email}
	fs := person.Check()
	s.call(person.FirstName, person.LastName, person.Email)
	phone, problem := CheckPhone(d.Phone, c.Country)
	if problem != "" {
		fs.Add("phone", "%s", problem)
	}
	s.Phone = phone
	return fs
}

// CheckPhone reads a phone number as people in the country write it, or with a
// country code.
func CheckPhone(s, country string) (e164, problem string) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return "", ""
	case strings.HasPrefix(s, "+"):
		return account.Phone(s, "")
	}
	return account.Phone(s, country)
}

// CheckRole reads the role and the flags into a seat.
func (d SeatDraft) CheckRole(by access.Caller, c Company, s *Seat) (fs fault.Fields) {
	switch {
	case d.Role == "":
		fs.Add("role", "Choose a role")
	case !slices.Contains(access.RolesIn(c.Kind), d.Role):
		fs.Add("role", "Choose a role from the list")
	case d.Role != s.Role && !by.Role.MayGrant(d.Role, c.Kind):
		fs.Add("role", "%s is above your own role. Choose another", d.Role)
	}
	if d.SeesBilling && !HasBilling(c.Kind) {
		fs.Add("sees_billing", "Nobody in a managed account sees billing, whatever the role")
	}
	s.Role, s.SeesBilling, s.EditsContact = d.Role, d.SeesBilling, d.EditsContact
	return fs
}

// HasBilling reports whether anybody in an account of kind k may see billing:
// in a managed account nobody has financial powers.
func HasBilling(k access.Kind) bool { return k != access.Managed }

// MostInvited is how many people one form invites at most.
const MostInvited = 20

// InviteDraft is what is typed to invite several people at once.
type InviteDraft struct {
	People []SeatDraft `form:"person"`
	Token  string      `form:"token"` // names one showing of the form, so that sending it twice invites once
}

// InviteField is the name of a field of one of the people, counted from none.
func InviteField(person int, field string) string {
	return "person." + strconv.Itoa(person) + "." + field
}

// Seats reads the people of the draft. Rows with nothing in them are left out,
// unless all are such rows.
func (d InviteDraft) Seats(by access.Caller, c Company) (seats []Seat, rows []int, fs fault.Fields) {
	if len(d.People) > MostInvited {
		fs.Add(InviteField(MostInvited, "first_name"), "Invite at most %d people at once", MostInvited)
		return nil, nil, fs
	}
	people := d.People
	if len(people) == 0 {
		people = make([]SeatDraft, 1)
	}
	empty := !slices.ContainsFunc(people, func(p SeatDraft) bool { return !p.blank() })
	for i, p := range people {
		if p.blank() && !(empty && i == 0) {
			continue
		}
		var s Seat
		problems := append(p.checkPerson(c, &s), p.CheckRole(by, c, &s)...)
		for j, row := range rows {
			if problems.At("email") == "" && seats[j].EmailFold == s.EmailFold {
				problems.Add("email", "This address stands at person %d as well. One address is one person", row+1)
			}
		}
		for _, problem := range problems {
			fs.Add(InviteField(i, problem.Field), "%s", problem.Text)
		}
		seats, rows = append(seats, s), append(rows, i)
	}
	return seats, rows, fs
}
