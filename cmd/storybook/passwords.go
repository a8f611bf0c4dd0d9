package main

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/passwords"
	"github.com/tenantry/tenantry/web/route"
)

func passwordStories() []story {
	return []story{
		{"password-change", route.MyPassword, passwords.Change(passwords.ChangePage{Shell: known(cast.Pia, "Change your password")})},
		{"password-change-refused", "", passwords.Change(refusedChange())},
		{"password-forgotten", route.Forgotten, passwords.Forgotten(passwords.ForgottenPage{Shell: stranger("Forgotten your password?")})},
		{"password-forgotten-refused", "", passwords.Forgotten(refusedForgotten())},
		{"password-sent", route.ForgottenSent, passwords.Sent(passwords.SentPage{Shell: stranger("Look in your inbox")})},
		{"password-reset", route.Reset("{link}"), passwords.Reset(resetting())},
		{"password-reset-refused", "", passwords.Reset(refusedReset())},
		{"password-over", "", passwords.Over(passwords.OverPage{Shell: stranger("This link does not work any more")})},
	}
}

func refusedChange() passwords.ChangePage {
	p := passwords.ChangePage{Shell: known(cast.Pia, "Change your password")}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "current", Text: "That is not your current password"}}, true
	return p
}

func refusedForgotten() passwords.ForgottenPage {
	p := passwords.ForgottenPage{Shell: stranger("Forgotten your password?"), Email: "pia"}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "email", Text: "Enter an address with an @, like support@northwind.example"}}, true
	return p
}

func resetting() passwords.ResetPage {
	return passwords.ResetPage{Shell: stranger("Choose a new password"), Action: route.Reset("link"), Email: cast.Pia.Email}
}

func refusedReset() passwords.ResetPage {
	p := resetting()
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "password", Text: user.CheckPassword("northwind-partners", "Northwind Partners")}}, true
	return p
}
