// Package user keeps the people: one person for each e-mail address, with
// seats in accounts, a role in each, and the one-time links by which they set
// their first password.
package user

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// Status is whether a person can sign in.
type Status string

// The closed list of statuses.
const (
	Invited     Status = "invited" // has no password yet
	Active      Status = "active"
	Deactivated Status = "deactivated"
)

// User is one person.
type User struct {
	ID           string
	Name         string
	Email        string
	EmailFold    string
	PasswordHash string
	Status       Status
	CreatedAt    time.Time
}

// Seat is a person's role in an account.
type Seat struct {
	AccountID string `gorm:"primaryKey"`
	UserID    string `gorm:"primaryKey"`
	Role      access.Role
	CreatedAt time.Time
}

// Owner is the account of the seat.
func (s Seat) Owner() string { return s.AccountID }

// FoldEmail is an address as it is compared: without case, NFC.
func FoldEmail(email string) string {
	return norm.NFC.String(strings.ToLower(strings.TrimSpace(email)))
}

// PersonDraft is what is typed about a new person.
type PersonDraft struct {
	Name  string `form:"person"`
	Email string `form:"email"`
}

// Check reads the draft; the address comes back as it is stored.
func (d *PersonDraft) Check() (fs fault.Fields) {
	d.Name = account.Tidy(d.Name)
	if p := account.CheckLine("Name of the person", d.Name); p != "" {
		fs.Add("person", "%s", p)
	}
	address, problem := account.Email(d.Email)
	if problem != "" {
		fs.Add("email", "%s", problem)
		return fs
	}
	d.Email = address
	return fs
}
