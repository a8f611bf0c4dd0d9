// Package user keeps the people: one person for each e-mail address, with
// seats in accounts and a role in each, the invitations by which they get
// there, and the one-time links that let them in.
package user

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// Status is whether a person can sign in.
type Status string

// The closed list of statuses.
const (
	Active      Status = "active"
	Locked      Status = "locked"      // five wrong codes in a row; an admin reactivates
	Deactivated Status = "deactivated" // by the operator's command line
)

// User is one person. Who was only invited is none yet.
type User struct {
	ID           string
	FirstName    string
	LastName     string
	Name         string // first and last
	Email        string
	EmailFold    string
	Phone        string // E.164, or ""
	PasswordHash string
	Status       Status
	WrongCodes   int64  // in a row
	Factor       bool   // a second factor is set up
	TimeZone     string // of the IANA list, or "" for UTC
	Language     string // BCP 47, or "" for English
	DateStyle    DateStyle
	SignedInAt   *time.Time // last
	CreatedAt    time.Time
}

// FoldEmail is an address as it is compared: without case, NFC.
func FoldEmail(email string) string {
	return norm.NFC.String(strings.ToLower(strings.TrimSpace(email)))
}

// PersonDraft is what is typed about a new person.
type PersonDraft struct {
	FirstName string `form:"first_name"`
	LastName  string `form:"last_name"`
	Email     string `form:"email"`
}

// FullName is the first and the last name.
func (d PersonDraft) FullName() string { return strings.TrimSpace(d.FirstName + " " + d.LastName) }

// Check reads the draft; the address comes back as it is stored.
func (d *PersonDraft) Check() (fs fault.Fields) {
	d.FirstName, d.LastName = account.Tidy(d.FirstName), account.Tidy(d.LastName)
	if p := account.CheckLine("First name", d.FirstName); p != "" {
		fs.Add("first_name", "%s", p)
	}
	if p := account.CheckLine("Last name", d.LastName); p != "" {
		fs.Add("last_name", "%s", p)
	}
	address, problem := account.Email(d.Email)
	if problem != "" {
		fs.Add("email", "%s", problem)
		return fs
	}
	d.Email = address
	return fs
}
