// Package defaults is a partner's defaults for its managed accounts.
package defaults

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/layout"
)

// IndexPage is the partner's defaults and what happens when a page is refreshed.
type IndexPage struct {
	layout.Shell
	Partner account.Account
	Values  []setting.Value
	Refresh setting.Refresh
}
