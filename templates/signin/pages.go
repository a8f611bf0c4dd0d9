// Package signin is the door's face: sign-in, the set-up of a new
// installation, and a person's first password.
package signin

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// SignInPage asks for an e-mail address and a password.
type SignInPage struct {
	layout.Shell
	Operator string // who runs the portal
	Email    string
	Next     string // address to go to afterwards
	Passkeys bool   // they work here
	Problems fault.Fields
	Demo     []Company // the people of the demonstration, or nil
	Password string    // of all of them
}

// Company is one account of the demonstration with its people.
type Company struct {
	Name, Kind string
	People     []Person
}

// Person is somebody to sign in as with one press.
type Person struct{ Name, Role, Email string }

// SetUpPage creates the operator and its first admin.
type SetUpPage struct {
	layout.Shell
	Action   string
	Draft    auth.SetUpDraft
	Problems fault.Fields
}
