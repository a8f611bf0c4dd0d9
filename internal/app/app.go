// Package app builds everything inside the house once, in order, on one
// database.
package app

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/provision"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// App is the portal without its doors.
type App struct {
	DB          *db.DB
	Accounts    *account.Accounts
	Approvals   *approval.Requests
	Catalogue   *catalog.Catalogue
	Companies   *company.Companies
	Connections *connection.Requests
	Consents    *consent.Consents
	Dashboards  *dashboard.Dashboards
	Delegations *delegation.Delegations
	Deliveries  *provision.Deliveries
	Events      *event.Events
	Billing     *market.Markets
	Keys        *servicekey.Keys
	Markets     *market.Requests
	Notices     *notice.Notices
	Services    *service.Services
	Sessions    *auth.Sessions
	Orders      *order.Orders
	Outbox      *outbox.Outbox
	Renewals    *renewal.Renewals
	Prices      *pricing.Prices
	Settings    *setting.Settings
	Support     *support.Desk
	Users       *user.Users
	Views       *account.Views
	Visits      *visit.Visits
}

// New is the portal on a database, with sessions that last as long as limits
// say. box keeps secrets that the database must not show.
func New(d *db.DB, limits auth.Limits, box *seal.Box) *App {
	a := &App{
		DB:          d,
		Accounts:    account.New(d),
		Approvals:   approval.New(d),
		Catalogue:   catalog.New(d),
		Companies:   company.New(d),
		Connections: connection.New(d),
		Consents:    consent.New(d),
		Dashboards:  dashboard.New(d),
		Delegations: delegation.New(d),
		Deliveries:  provision.New(d),
		Events:      event.New(d),
		Billing:     market.NewMarkets(d),
		Keys:        servicekey.New(d),
		Markets:     market.New(d),
		Notices:     notice.New(d),
		Services:    service.New(d),
		Sessions:    auth.New(d, limits, box),
		Orders:      order.New(d),
		Outbox:      outbox.New(d),
		Renewals:    renewal.New(d),
		Prices:      pricing.New(d),
		Settings:    setting.New(d),
		Support:     support.New(d),
		Users:       user.New(d),
		Views:       account.NewViews(d),
		Visits:      visit.New(d),
	}
	a.Outbox.Doubt(a.Notices.Doubt, notice.Doubted...)
	return a
}
