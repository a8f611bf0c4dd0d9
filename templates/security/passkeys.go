package security

import (
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// PasskeysPart is the list of one's passkeys.
type PasskeysPart struct {
	Passkeys []user.Factor
	Work     bool // they do, at the address by which the portal is reached
}

// full reports whether no further passkey can be added.
func (p PasskeysPart) full() bool { return len(p.Passkeys) >= user.MostPasskeys }

// shown reports whether passkeys are mentioned at all.
func (p PasskeysPart) shown() bool { return p.Work || len(p.Passkeys) > 0 }

func (p PasskeysPart) state() string {
	if len(p.Passkeys) == 0 {
		return "You have none."
	}
	return "Each signs you in, alone or after your password."
}

// NewPasskeyPage makes a passkey.
type NewPasskeyPage struct {
	layout.Shell
	Faces    []layout.Tab
	Name     string // that it gets if nobody chooses another
	Problems fault.Fields
}

// PasskeyPage gives a passkey another name.
type PasskeyPage struct {
	layout.Shell
	Faces    []layout.Tab
	Passkey  user.Factor
	Name     string // as it was typed
	Problems fault.Fields
}

// PasskeyRemovalPage asks before a passkey is taken away.
type PasskeyRemovalPage struct {
	layout.Shell
	Faces    []layout.Tab
	Passkey  user.Factor
	Last     bool
	Required string // name of the account that requires a second factor, if this is the last one
}

func (p PasskeyRemovalPage) question() string { return "Remove “" + p.Passkey.Name + "”?" }

func (p PasskeyRemovalPage) consequence() string {
	if p.Last {
		return "Your password alone lets you in"
	}
	return "It no longer signs you in"
}

func (p PasskeyRemovalPage) rest() string {
	if p.Last {
		return "It is your only second factor. Your recovery codes go with it. The device may still offer the passkey; delete it there as well."
	}
	return "Your other second factors stay. The device may still offer the passkey; delete it there as well."
}

func newPasskey() ui.Press { return ui.Press{Label: "Make a passkey", Busy: "Opening…"} }

// trail leads from a page about passkeys back to one's security.
func trail(here string) []ui.Crumb {
	return []ui.Crumb{{Label: "Security", Href: route.MySecurity}, {Label: here}}
}
