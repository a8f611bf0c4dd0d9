// Package failure is what stands in for a page that could not be shown.
package failure

import (
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// Page says what happened and where to go instead.
type Page struct {
	layout.Shell
	Mishap ui.Mishap
}
