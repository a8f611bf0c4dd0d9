package main

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/security"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web/route"
)

func securityStories() []story {
	return []story{
		{"sign-in-code", route.SignInCode, signin.Code(codePage(false, nil))},
		{"sign-in-code-wrong", "", signin.Code(codePage(false, fault.Fields{{Field: "code", Text: "The code is wrong. After 3 more wrong codes your account is locked"}}))},
		{"sign-in-recovery", "", signin.Code(codePage(true, nil))},
		{"sign-in-factor", route.SignInFactor, signin.Factor(signin.FactorPage{Shell: stranger("Set up a second factor"), Half: half(auth.Enrol), Next: route.Home})},
		{"sign-in-app", route.SignInApp, signin.App(signin.AppPage{Shell: stranger("Set up an authenticator app"), App: app()})},
		{"sign-in-codes", "", security.Codes(security.CodesPage{Shell: stranger("Keep your recovery codes"), Codes: codes(), Lead: "Your authenticator app is set up.", Next: route.Home, Bare: true})},
		{"security", route.MySecurity, security.Index(securityPage(nil))},
		{"security-app-set-up", "", security.Index(securityPage(&user.Factor{CreatedAt: now.AddDate(0, -2, 0), UsedAt: &now}))},
		{"security-app", route.MyApp, security.App(security.AppPage{Shell: own(cast.Pia, "Set up an authenticator app"), App: app()})},
		{"security-app-wrong", "", security.App(wrongApp())},
		{"security-codes", route.MyCodes, security.Codes(security.CodesPage{Shell: own(cast.Pia, "Keep your recovery codes"), Codes: codes(), Lead: "These take the place of your old codes, which no longer work.", Next: route.MySecurity})},
		{"security-removal", route.MyAppRemoval, security.Removal(security.RemovalPage{Shell: own(cast.Pia, "Remove the authenticator app?"), Last: true})},
		{"security-removal-refused", "", security.Removal(security.RemovalPage{Shell: own(cast.Pia, "Remove the authenticator app?"), Last: true, Required: northwind.Name})},
		{"proof", route.Proof, security.Proof(security.ProofPage{Shell: own(cast.Pia, "Confirm that it is you"), Action: route.Proof, App: true, Back: route.MySecurity})},
		{"proof-wrong", "", security.Proof(wrongProof())},
	}
}

func half(left auth.Left) auth.Half {
	return auth.Half{Left: left, App: true, Codes: 10, By: northwind.Name, User: user.User{Name: cast.Pia.Name, Email: cast.Pia.Email}}
}

func codePage(recovery bool, problems fault.Fields) signin.CodePage {
	p := signin.CodePage{
		Shell: stranger("Enter your code"), Half: half(auth.Code), Recovery: recovery, Problems: problems,
		App: route.SignInCode, Codes: route.SignInCode + "?recovery=1",
	}
	p.Shell.Invalid = problems != nil
	return p
}

func app() auth.App {
	const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	address, err := user.AppAddress(meridian.Name, cast.Pia.Email, secret)
	if err != nil {
		panic(err)
	}
	return auth.App{Secret: user.Spaced(secret), Address: address}
}

func codes() []string {
	return []string{
		"8w3k-vt2m-q0hz-5rna", "c4yj-71ps-xb6d-k9ge", "m2fv-hq8t-03wn-zr5a", "t9dk-6xj4-geyc-p1s7", "0bqz-nw5h-a8mr-4v3k",
		"yj7e-2cst-d6gx-91pf", "h5a0-rk9m-vz3t-qw8n", "6gxd-pe1s-7yjc-2bf4", "zq3w-m8nv-k5hr-0t9a", "s1c7-4jdy-xg6e-fp2b",
	}
}

func securityPage(f *user.Factor) security.IndexPage {
	p := security.IndexPage{Shell: own(cast.Pia, "Security"), Faces: mine("Security")}
	if f != nil {
		p.Security = auth.Security{App: f, Codes: 7, Required: northwind.Name}
		used := now
		p.Passkeys.Passkeys = []user.Factor{{ID: "k1", Name: "Pia’s laptop", CreatedAt: now.AddDate(0, -1, 0), UsedAt: &used}}
	}
	return p
}

func wrongApp() security.AppPage {
	p := security.AppPage{Shell: own(cast.Pia, "Set up an authenticator app"), App: app(), Replaces: true}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "code", Text: "The app shows another code. Enter the one that it shows now; if it is refused too, check the clock of the device"}}, true
	return p
}

func wrongProof() security.ProofPage {
	p := security.ProofPage{Shell: admin("Confirm that it is you"), Action: route.Proof, Back: route.MySecurity}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "proof", Text: "That is not your password"}}, true
	return p
}
