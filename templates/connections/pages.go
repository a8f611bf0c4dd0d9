// Package connections is the face of the connections that other companies ask
// a company of the marketplace for.
package connections

import (
	"time"

	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/layout"
)

// IndexPage is what others ask for, newest first.
type IndexPage struct {
	layout.Shell
	Faces    []layout.Tab
	States   []layout.Tab // waiting, answered, all
	Requests []connection.Request
	State    connection.State // that is shown, or "" for all
	Older    string           // address, "" where there is none
}

// ShowPage is one request.
type ShowPage struct {
	layout.Shell
	Request  connection.Request
	Ends     *time.Time // the service that is asked for, on this day; nil where no end is set
	Draft    connection.AnswerDraft
	Problems fault.Fields
	Late     bool // somebody else answered before
}
