package signin

import (
	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
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

// CodeTitle is what the page is called that asks for a second factor.
func CodeTitle(h auth.Half) string {
	if h.App || !h.Passkey {
		return "Enter your code"
	}
	return "Use your second factor"
}

// onlyPasskey reports whether a passkey is the person's only second factor.
func (p CodePage) onlyPasskey() bool { return p.Passkey && !p.Half.App }

// look leaves the page's one primary button to the passkey of who has no app.
func (p CodePage) look() ui.Look {
	if p.onlyPasskey() {
		return ui.Secondary
	}
	return ui.Primary
}

func (p CodePage) lead() string {
	if p.onlyPasskey() {
		return "Your passkey, or one of the ten recovery codes that you kept."
	}
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
