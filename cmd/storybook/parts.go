package main

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// partsShell is the frame of the parts, with the notice after a refresh.
func partsShell() layout.Shell {
	s := admin("Parts")
	s.Notice = &layout.Notice{
		Tone: layout.Info, Lead: "Returned to " + northwind.Name + ".", Text: "The page was refreshed, so you left " + acme.Name + ".",
		Act: &layout.Act{Label: "Go back to " + acme.Name, Post: route.Entry(cast.Acme)},
	}
	return s
}

// badPhone is what is wrong with a phone number of the form.
func badPhone() string {
	_, problem := account.Phone("555 01", northwind.Numbers())
	return problem
}
