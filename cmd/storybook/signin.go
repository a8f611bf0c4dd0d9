package main

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/route"
)

func signInStories() []story {
	return []story{
		{"sign-in", "", signin.SignIn(signin.SignInPage{Shell: stranger("Sign in"), Operator: meridian.Name})},
		{"sign-in-refused", "", signin.SignIn(notLetIn())},
		{"sign-in-demo", "", signin.SignIn(demo())},
		{"set-up", route.SetUp("{link}"), signin.SetUp(setUp(auth.SetUpDraft{}))},
		{"set-up-errors", "", signin.SetUp(wrongSetUp())},
	}
}

func notLetIn() signin.SignInPage {
	p := signin.SignInPage{Shell: stranger("Sign in"), Operator: meridian.Name, Email: cast.Pia.Email}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "email", Text: "The e-mail address or the password is wrong"}}, true
	return p
}

// demo is the sign-in page of the demonstration, after signing out.
func demo() signin.SignInPage {
	p := signin.SignInPage{Shell: stranger("Sign in"), Operator: meridian.Name, Password: cast.Password}
	p.Notice = &layout.Notice{Tone: layout.Ok, Lead: "You have signed out."}
	for _, g := range cast.People {
		company := signin.Company{Name: g.Account, Kind: g.Note}
		for _, who := range g.People {
			company.People = append(company.People, signin.Person{Name: who.Name, Role: string(who.Role), Email: who.Email})
		}
		p.Demo = append(p.Demo, company)
	}
	return p
}

func setUp(in auth.SetUpDraft) signin.SetUpPage {
	return signin.SetUpPage{Shell: stranger("Set up the portal"), Action: route.SetUp("link"), Draft: in}
}

func wrongSetUp() signin.SetUpPage {
	admin := user.PersonDraft{Email: "olive"}
	p := setUp(auth.SetUpDraft{Operator: meridian.Name, Email: admin.Email})
	p.Problems, p.Shell.Invalid = append(admin.Check(), fault.Problem{Field: "password", Text: user.CheckPassword("demo2026")}), true
	return p
}
