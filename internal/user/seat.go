package user

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
)

// Standing is whether a seat lets its person in.
type Standing string

// The closed list of standings.
const (
	Invited  Standing = "invited" // the invitation is not accepted yet
	Seated   Standing = "active"
	Unseated Standing = "deactivated"
)

// Seat is a person's place in an account, with a role. Until the invitation is
// accepted it has no person, and its names are those that the inviter typed.
type Seat struct {
	ID           string
	AccountID    string
	UserID       *string
	FirstName    string
	LastName     string
	Name         string
	Search       string // name and address, folded
	Email        string
	EmailFold    string
	Phone        string // E.164, or ""
	Role         access.Role
	SeesBilling  bool // may see billing, whatever the role
	EditsContact bool // may edit the contact card, whatever the role
	Status       Standing
	InvitedBy    string // name of the person
	InvitedAt    time.Time
	AcceptedAt   *time.Time
	CreatedAt    time.Time
	Version      int64
}

// Owner is the account of the seat.
func (s Seat) Owner() string { return s.AccountID }

// call gives the seat its names and address.
func (s *Seat) call(first, last, email string) {
	s.FirstName, s.LastName, s.Email, s.EmailFold = first, last, email, FoldEmail(email)
	s.Name = PersonDraft{FirstName: first, LastName: last}.FullName()
	s.Search = account.Fold(s.Name) + "\n" + s.EmailFold
}

// SeatOf is a seat of a person who is there already, for those who found an
// installation and for the cast.
func SeatOf(u User, id, account string, role access.Role, by string, at time.Time) Seat {
	s := Seat{
		ID: id, AccountID: account, UserID: &u.ID, Phone: u.Phone, Role: role, Status: Seated,
		InvitedBy: by, InvitedAt: at, AcceptedAt: &at, CreatedAt: at, Version: 1,
	}
	s.call(u.FirstName, u.LastName, u.Email)
	return s
}
