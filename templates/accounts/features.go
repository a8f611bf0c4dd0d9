package accounts

import (
	"net/url"

	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

// forAll is where a feature is changed for all managed accounts: to what it is not for them now.
func forAll(p FeaturesPage, v setting.Value) string {
	q := url.Values{"on": {position(!v.Inherited)}, "scope": {string(setting.AllAccounts)}}
	return route.With(route.Feature(p.By.Account, p.Account.ID, string(v.Name)), q)
}

// position is a switch's place as forms send it.
func position(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
