package accounts

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/layout"
)

// Head is the top of every page of one managed account, for pages of its
// settings that another package draws. key is the account of the reader.
func Head(key string, partner, a account.Account, faces []layout.Tab) templ.Component {
	return head(key, partner, a, faces)
}
