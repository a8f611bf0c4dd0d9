package main

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func featureStories() []story {
	return []story{
		{"account-prompt", route.Prompt("{key}", "{account}"), accounts.Show(prompt())},
		{"account-features", route.Features("{key}", "{account}"), accounts.Features(features(acme))},
		{"account-features-closed", "", accounts.Features(features(cast.Account(cast.Tidewater)))},
	}
}

// prompt is the Feature Configuration prompt over an account that was just created.
func prompt() accounts.ShowPage {
	p, f := details(cast.Acme), features(acme)
	p.Shell.Title, p.Prompt = "Feature configuration for "+acme.Name, &f
	p.Notice = &layout.Notice{Tone: layout.Ok, Lead: acme.Name + " created."}
	return p
}

func features(a account.Account) accounts.FeaturesPage {
	p := accounts.FeaturesPage{Shell: admin(a.Name), Account: a, Partner: northwind, Faces: faces(a, "Features"), Values: cast.Values(a.ID).Features()}
	for _, v := range p.Values {
		p.Rows = append(p.Rows, row(a, v))
	}
	return p
}

// row is one feature as a switch.
func row(a account.Account, v setting.Value) ui.Setting {
	r := ui.Setting{
		ID: "setting-" + string(v.Name), Action: route.Feature(a.ParentID, a.ID, string(v.Name)), Label: v.Label, About: v.Effect,
		On: v.On, Source: ui.Source(v.Source), Words: "Inherited from the system default", Name: string(v.Name), Seen: v.Seen(),
	}
	switch v.Source {
	case setting.FromPartner:
		r.Words = "Inherited from the default of " + northwind.Name
	case setting.FromAccount:
		r.Words, r.Inherit = "Set here by "+v.SetBy, "Use inherited value (Off)"
		if v.Inherited {
			r.Inherit = "Use inherited value (On)"
		}
	}
	if a.Status == account.Closed {
		r.Refused = "The account is closed. Nothing in it can be changed."
	}
	return r
}
