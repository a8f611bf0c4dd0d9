// Package invitations draws what an invited person sees before they are in.
package invitations

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// ShowPage is an invitation: to what, as what, and the form that accepts it.
type ShowPage struct {
	layout.Shell
	Action     string // address of the invitation
	Invitation auth.Invitation
	Draft      auth.AcceptDraft
	Problems   fault.Fields
}
