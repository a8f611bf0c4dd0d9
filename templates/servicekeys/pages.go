// Package servicekeys is the face of service keys: those of an account, those of
// one of its services, and the form that makes or changes one.
package servicekeys

import (
	"time"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/templates/layout"
)

// IndexPage is the keys of an account or of one service, newest first.
type IndexPage struct {
	layout.Shell
	Faces  []layout.Tab // of the Services room, on the page of the account
	States []layout.Tab
	State  servicekey.State // that is shown, or "" for all
	Page   servicekey.Page
	Older  string // address, "" where there is none
}

// NewPage makes a key for a service.
type NewPage struct {
	layout.Shell
	Board    servicekey.Board
	Draft    servicekey.Draft
	Problems fault.Fields
}

// ShowPage is one key, and the form that changes it.
type ShowPage struct {
	layout.Shell
	Key      servicekey.Key
	At       time.Time // when it is looked at
	Draft    servicekey.Draft
	Problems fault.Fields
}
