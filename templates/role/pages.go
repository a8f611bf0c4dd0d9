// Package role draws what somebody may do in an account, and who may do the rest.
package role

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
)

// ShowPage is a visitor's role in one account.
type ShowPage struct {
	layout.Shell
	Account account.Account // the account acted in
	Home    account.Account // the account in which the role is held: another one while viewing
	Admins  user.Admins
}

// permissions are those that exist in accounts of this kind.
func (p ShowPage) permissions() []access.Permission { return access.PermissionsIn(p.By.Kind) }
