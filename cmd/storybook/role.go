package main

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/role"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// roleTitle is the name of the page about one's role.
const roleTitle = "What you may do here"

func roleStories() []story {
	pia := user.Admins{Here: []string{cast.Pia.Name}}
	within := viewing(acme, cast.Rory)
	within.Title, within.Path = roleTitle, route.Role(cast.Acme)
	refused := mishap("403", "That is not open to you", cast.Rory.Caller().Must("accounts.create").Error())
	refused.Ways = append([]ui.Way{{
		Label: roleTitle, Text: "Your role is Read Only. See what it allows, and who may do the rest", Href: route.Role(cast.Northwind),
	}}, refused.Ways...)
	return []story{
		{"role", route.Role("{key}"), role.Show(role.ShowPage{Shell: shell(cast.Rory, "", roleTitle), Account: northwind, Home: northwind, Admins: pia})},
		{"role-admin", "", role.Show(role.ShowPage{Shell: shell(cast.Pia, "", roleTitle), Account: northwind, Home: northwind, Admins: pia})},
		{"role-viewing", "", role.Show(role.ShowPage{Shell: within, Account: acme, Home: northwind, Admins: user.Admins{Here: []string{cast.Alice.Name}, Home: pia.Here}})},
		{"role-suspended", "", role.Show(role.ShowPage{
			Shell: suspended(shell(cast.Ivy, "", roleTitle)), Account: cast.Account(cast.IronBark), Home: cast.Account(cast.IronBark), Admins: user.Admins{Here: []string{cast.Ivy.Name}},
		})},
		{"failure-403-role", "", failed(shell(cast.Rory, "", refused.Title), refused)},
	}
}

func suspended(s layout.Shell) layout.Shell {
	s.By.Suspended = true
	return s
}
