// Package passwords is the face of choosing another password: with the one
// before, or without it by a link that is sent.
package passwords

import (
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// ChangePage asks for the password that somebody has and the one they want.
type ChangePage struct {
	layout.Shell
	Problems fault.Fields
}

// ForgottenPage asks where the link is to be sent.
type ForgottenPage struct {
	layout.Shell
	Email    string
	Problems fault.Fields
}

// SentPage says where to look for the link.
type SentPage struct{ layout.Shell }

// ResetPage asks for a new password in place of a forgotten one.
type ResetPage struct {
	layout.Shell
	Action   string
	Email    string // of the person
	Problems fault.Fields
}

// OverPage says that a link no longer works, whatever the reason.
type OverPage struct{ layout.Shell }
