// Package services is the face of an account's services.
package services

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// IndexPage is the services of an account, connections under their ports.
type IndexPage struct {
	layout.Shell
	Faces   []layout.Tab // of the Services room
	Account account.Account
	Page    service.Page
	Pending order.Pending
	Partner string // that approves what the account's people change, or ""
	Filter  service.Filter
	Chips   []ui.Condition
	More    []ui.Choice // filters that can be added: product, status
	Keep    map[string]string
	Heads   []ui.Head
	Pages   ui.Pages
	Result  string // "10 of 14 services"
	Clear   string
	Ask     string // the partner whom the reader may ask for a market, or ""
}
