package signin

import (
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// PasskeyPage makes a passkey within signing in.
type PasskeyPage struct {
	layout.Shell
	Name     string // that it gets if nobody chooses another
	Next     string
	Problems fault.Fields
}
