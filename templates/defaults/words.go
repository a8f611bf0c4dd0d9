package defaults

import (
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// source says where a default comes from.
func source(p IndexPage, v setting.Value) string {
	if v.Source == setting.FromSystem {
		return "System default"
	}
	return "Default of " + p.Partner.Name
}

// change is where a default becomes what it is not now.
func change(p IndexPage, v setting.Value) string {
	on := "on"
	if v.On {
		on = "off"
	}
	return route.With(route.Default(p.By.Account, string(v.Name)), url.Values{"on": {on}})
}

func refreshes(p IndexPage) []ui.Option {
	return []ui.Option{
		{
			Value: string(setting.ReturnToPartner), Label: "Return to " + p.Partner.Name, Chosen: p.Refresh != setting.StayInAccount,
			Hint: "The visit ends. A notice on Managed Accounts names the account, and one press goes back to it.",
		},
		{
			Value: string(setting.StayInAccount), Label: "Stay in the managed account", Chosen: p.Refresh == setting.StayInAccount,
			Hint: "The page is shown again. The visit ends when somebody returns, or signs out.",
		},
	}
}

func refusal(p IndexPage) string {
	if err := p.By.Must(access.ConfigureAccounts); err != nil {
		return err.Error()
	}
	return ""
}
