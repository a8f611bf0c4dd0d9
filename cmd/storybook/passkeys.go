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

func passkeyStories() []story {
	few := passkeyList(2)
	return []story{
		{"sign-in-passkey", "", signin.SignIn(signin.SignInPage{Shell: stranger("Sign in"), Operator: meridian.Name, Passkeys: true})},
		{"sign-in-passkey-refused", route.SignInPasskey, signin.SignIn(passkeyRefused())},
		{"sign-in-demo-passkey", "", signin.SignIn(demoWithPasskeys())},
		{"sign-in-code-passkey", "", signin.Code(codeOrPasskey(true))},
		{"sign-in-recovery-passkey", "", signin.Code(codeOrPasskey(false))},
		{"sign-in-factor-passkeys", "", signin.Factor(signin.FactorPage{Shell: stranger("Set up a second factor"), Half: half(auth.Enrol), Next: route.Home, Passkeys: true})},
		{"sign-in-factor-passkey", route.SignInFactorPasskey, signin.Passkey(signin.PasskeyPage{Shell: stranger("Make a passkey"), Name: "Chrome on Linux"})},
		{"security-passkeys-none", "", security.Index(passkeysPage(nil))},
		{"security-passkeys", "", security.Index(passkeysPage(few))},
		{"security-passkeys-ten", "", security.Index(passkeysPage(passkeyList(user.MostPasskeys)))},
		{"passkey-new", route.NewPasskey, security.NewPasskey(security.NewPasskeyPage{Shell: own(cast.Pia, "Make a passkey"), Faces: mine("Security"), Name: "Firefox on Windows"})},
		{"passkey-new-wrong", route.MyPasskeys, security.NewPasskey(wrongPasskey())},
		{"passkey-rename", route.MyPasskey("{passkey}"), security.Passkey(security.PasskeyPage{Shell: own(cast.Pia, "Rename “Pia’s laptop”"), Faces: mine("Security"), Passkey: few[0], Name: few[0].Name})},
		{"passkey-removal", route.MyPasskeyRemoval("{passkey}"), security.PasskeyRemoval(security.PasskeyRemovalPage{Shell: own(cast.Pia, "Remove “Pia’s laptop”?"), Faces: mine("Security"), Passkey: few[0]})},
		{"passkey-removal-last", "", security.PasskeyRemoval(security.PasskeyRemovalPage{Shell: own(cast.Pia, "Remove “Pia’s laptop”?"), Faces: mine("Security"), Passkey: few[0], Last: true})},
		{"passkey-removal-refused", "", security.PasskeyRemoval(security.PasskeyRemovalPage{
			Shell: own(cast.Pia, "Remove “Pia’s laptop”?"), Faces: mine("Security"), Passkey: few[0], Last: true, Required: northwind.Name,
		})},
		{"proof-passkey", "", security.Proof(security.ProofPage{Shell: own(cast.Pia, "Confirm that it is you"), Action: route.Proof, App: true, Passkey: true, Back: route.MySecurity})},
	}
}

// passkeyList are n passkeys of somebody's.
func passkeyList(n int) (fs []user.Factor) {
	names := []string{"Pia’s laptop", "Key on the key ring", "Phone", "Tablet", "Password manager", "Chrome on Windows", "Safari on iPad", "Spare key", "Desk in Oslo", "Desk in Perth"}
	for i, name := range names[:n] {
		f := user.Factor{ID: "passkey", Kind: user.Passkey, Name: name, CreatedAt: now.AddDate(0, i-12, i)}
		if used := now.AddDate(0, 0, -i*i); i%3 != 1 {
			f.UsedAt = &used
		}
		fs = append(fs, f)
	}
	return fs
}

func passkeysPage(fs []user.Factor) security.IndexPage {
	p := securityPage(nil)
	p.Passkeys = security.PasskeysPart{Passkeys: fs, Work: true}
	if fs != nil {
		p.Security = auth.Security{Passkeys: fs, Codes: 10}
	}
	return p
}

func passkeyRefused() signin.SignInPage {
	p := signin.SignInPage{Shell: stranger("Sign in"), Operator: meridian.Name, Passkeys: true}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "passkey", Text: "This passkey is not known here. It may have been removed. Use another way to sign in"}}, true
	return p
}

func demoWithPasskeys() signin.SignInPage {
	p := demo()
	p.Passkeys = true
	return p
}

// codeOrPasskey asks somebody with a passkey, and maybe an app, for a second factor.
func codeOrPasskey(app bool) signin.CodePage {
	p := codePage(!app, nil)
	p.Half.App, p.Half.Passkey, p.Passkey = app, true, true
	p.Title = signin.CodeTitle(p.Half)
	return p
}

func wrongPasskey() security.NewPasskeyPage {
	p := security.NewPasskeyPage{Shell: own(cast.Pia, "Make a passkey"), Faces: mine("Security"), Name: "Firefox on Windows"}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "passkey", Text: "The passkey that was made can’t be used here. Try again, or try another device"}}, true
	return p
}
