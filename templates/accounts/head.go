package accounts

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/layout"
)

// Head is the top of every page of one managed account, for pages of its
// settings that another package draws, as by sees it.
func Head(by access.Caller, partner, a account.Account, faces []layout.Tab) templ.Component {
	return head(by, partner, a, faces)
}

// stays says why who acts in somebody's place goes no further from here, or "".
func stays(by access.Caller) string {
	if err := by.InPerson("Entering managed accounts, previewing them and acting in them"); err != nil {
		return err.Error()
	}
	return ""
}
