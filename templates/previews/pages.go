// Package previews is the face of looking at a managed account as one of its
// roles, or one of its people, sees it.
package previews

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
)

// ChoosePage offers the roles and the people whose view can be looked at.
type ChoosePage struct {
	layout.Shell
	Account account.Account
	People  []user.Seat // the first, or those that match
	More    bool        // there are others
	Find    string      // part of a name or an address
	Next    string      // address of the page to be looked at; "" for the account's first one
}
