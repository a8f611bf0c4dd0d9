// Package me is the face of one's own account: the profile, the e-mail
// address, and the sessions.
package me

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// ProfilePage is what a person says about themselves.
type ProfilePage struct {
	layout.Shell
	Faces    []layout.Tab // Profile, Security, Sessions, Activity
	Draft    user.ProfileDraft
	Problems fault.Fields
	Zones    []ui.Option // with their distance from UTC now
	Places   []Place
}

// Place is an account where the person has a seat.
type Place struct{ Name, Role, Href string }

// AddressPage asks for another e-mail address, and then for the code that was
// sent to it.
type AddressPage struct {
	layout.Shell
	Faces    []layout.Tab
	Email    string             // the present address
	Asked    user.AddressChange // the new one, which waits for its code; zero when none does
	Typed    string             // a new address, or a code, that was refused
	Problems fault.Fields
}

// SessionsPage lists the person's live sessions.
type SessionsPage struct {
	layout.Shell
	Faces    []layout.Tab
	Sessions []auth.Session // the one used last first
	This     string         // id of the session of this page
	More     bool           // there are more than are shown
}
