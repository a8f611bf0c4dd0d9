// Package invitations draws what an invited person sees before they are in.
package invitations

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// Way is how an invitation can be accepted by whoever looks at it.
type Way int

// The closed list of ways.
const (
	BeNew     Way = iota // the address is new here: names and a password make a person of it
	SignIn               // the address is somebody's, who signs in first
	Join                 // that person looks at it
	BeAnother            // somebody else does
)

// ShowPage is an invitation: to what, as what, by whom, until when, and how it
// is accepted.
type ShowPage struct {
	layout.Shell
	Action     string // address of the invitation
	Invitation auth.Invitation
	Way        Way
	Visitor    string // name of who is signed in, or ""
	Draft      auth.AcceptDraft
	Problems   fault.Fields
}

// managed reports whether the account is another's customer.
func (p ShowPage) managed() bool { return p.Invitation.Account.Kind == access.Managed }

// by is who invites.
func (p ShowPage) by() string {
	if by := p.Invitation.Seat.InvitedBy; by != "" {
		return by
	}
	return p.Invitation.Above.Name
}
