package me

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/ui"
)

// styles are the ways to write a date, each shown by an example.
func styles(p ProfilePage) (os []ui.Option) {
	for _, s := range user.DateStyles {
		os = append(os, ui.Option{Value: string(s), Label: s.Example(), Chosen: string(s) == p.Draft.DateStyle})
	}
	return os
}

// guard says whether a form holds what was never saved from the moment it is shown.
func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}

// count says how many sessions there are.
func count(p SessionsPage) string {
	if p.More {
		return "The " + ui.Figure(len(p.Sessions)) + " that were used last."
	}
	if len(p.Sessions) == 1 {
		return "You are signed in on this browser only."
	}
	return "You are signed in on " + ui.Counted(len(p.Sessions), "browser") + "."
}

// others reports whether there are sessions besides this one.
func others(p SessionsPage) bool { return len(p.Sessions) > 1 }

func deviceIcon(s auth.Session) string {
	if s.Mobile() {
		return "smartphone"
	}
	return "monitor"
}
