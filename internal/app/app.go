// Package app builds everything inside the house once, in order, on one
// database.
package app

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/support"
	"github.com/tenantry/tenantry/internal/user"
)

// App is the portal without its doors.
type App struct {
	DB         *db.DB
	Accounts   *account.Accounts
	Companies  *company.Companies
	Dashboards *dashboard.Dashboards
	Events     *event.Events
	Markets    *market.Requests
	Notices    *notice.Notices
	Services   *service.Services
	Sessions   *auth.Sessions
	Outbox     *outbox.Outbox
	Settings   *setting.Settings
	Support    *support.Desk
	Users      *user.Users
	Views      *account.Views
}

// New is the portal on a database, with sessions that last as long as limits
// say. box keeps secrets that the database must not show.
func New(d *db.DB, limits auth.Limits, box *seal.Box) *App {
	a := &App{
		DB:         d,
		Accounts:   account.New(d),
		Companies:  company.New(d),
		Dashboards: dashboard.New(d),
		Events:     event.New(d),
		Markets:    market.New(d),
		Notices:    notice.New(d),
		Services:   service.New(d),
		Sessions:   auth.New(d, limits, box),
		Outbox:     outbox.New(d),
		Settings:   setting.New(d),
		Support:    support.New(d),
		Users:      user.New(d),
		Views:      account.NewViews(d),
	}
	a.Outbox.Doubt(a.Notices.Doubt, notice.Doubted...)
	return a
}
