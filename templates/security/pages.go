// Package security is the face of how a person proves who they are: their
// second factors, recovery codes and passkeys, and the question that is asked
// again before they change.
package security

import (
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// IndexPage is one's own security.
type IndexPage struct {
	layout.Shell
	Faces    []layout.Tab
	Security auth.Security
	Passkeys PasskeysPart
}

// AppPage sets up an authenticator app.
type AppPage struct {
	layout.Shell
	Faces    []layout.Tab
	App      auth.App
	Replaces bool // another one is set up
	Problems fault.Fields
}

// RemovalPage asks before the authenticator app is taken away.
type RemovalPage struct {
	layout.Shell
	Faces    []layout.Tab
	Last     bool
	Required string // name of the account that requires a second factor, if this is the last one
}

// CodesPage shows recovery codes, once.
type CodesPage struct {
	layout.Shell
	Codes []string
	Lead  string // what was done
	Next  string // address to go on to
	Bare  bool   // within signing in, where the frame has no header
}

// ProofPage asks again who it is, and carries what was sent.
type ProofPage struct {
	layout.Shell
	Action   string // address that the form was for
	Carried  []Carried
	App      bool // a code of the person's authenticator app will do as well
	Passkey  bool // and so will a passkey
	Back     string
	Problems fault.Fields
}

// Carried is a field of the form that waits.
type Carried struct{ Name, Value string }
