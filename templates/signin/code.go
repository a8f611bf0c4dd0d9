package signin

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// CodePage asks for a second factor.
type CodePage struct {
	layout.Shell
	Half     auth.Half
	Recovery bool   // a recovery code is asked for, not one of the app
	Passkey  bool   // one is set up, and works here
	Next     string // address to go to afterwards
	App      string // address of this page for a code of the app
	Codes    string // address of this page for a recovery code
	Problems fault.Fields
}

func (p CodePage) lead() string {
	if p.Recovery {
		return "One of the ten codes that you kept when you set up your second factor."
	}
	return "Your authenticator app shows six digits for " + p.Product + "."
}

// action keeps the question that was asked when the answer was wrong.
func (p CodePage) action() string {
	if p.Recovery {
		return route.SignInCode + "?recovery=1"
	}
	return route.SignInCode
}

// FactorPage says that a second factor is required.
type FactorPage struct {
	layout.Shell
	Half     auth.Half
	Next     string
	Passkeys bool // they work here
}

// AppPage sets up an authenticator app within signing in.
type AppPage struct {
	layout.Shell
	App      auth.App
	Next     string
	Problems fault.Fields
}

// plain keeps browsers from correcting what is no word.
func plain() templ.Attributes {
	return templ.Attributes{"spellcheck": "false", "autocapitalize": "off"}
}

// focused puts the cursor in the only field of a page.
func focused() templ.Attributes { return templ.Attributes{"autofocus": true} }
