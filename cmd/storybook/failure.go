package main

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func failureStories() []story {
	missing := mishap("404", "There is no page at this address", fault.Missing().Error())
	forbidden := mishap("403", "That is not open to you", cast.Rory.Caller().Must(access.CreateAccounts).Error())
	broken := mishap("500", "Something went wrong here", "It is not your doing, and it has been noted. Try again in a moment.")
	broken.Reference = "r-6t2mq8"
	return []story{
		{"failure-404", "", failed(known(cast.Pia, missing.Title), missing)},
		{"failure-403", "", failed(known(cast.Rory, forbidden.Title), forbidden)},
		{"failure-500", "", failed(known(cast.Pia, broken.Title), broken)},
		{"failure-stranger", "", failed(stranger(missing.Title), missing)},
	}
}

func mishap(code, title, text string) ui.Mishap {
	return ui.Mishap{Code: code, Title: title, Text: text, Ways: []ui.Way{{Label: "Your first page", Text: "Where you begin after signing in", Href: route.Home}}}
}

func failed(frame layout.Shell, m ui.Mishap) templ.Component {
	return failure.Failure(failure.Page{Shell: frame, Mishap: m})
}
