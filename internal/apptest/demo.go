package apptest

import (
	"log/slog"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/web"
)

// Demo is a browser, nobody signed in, of a portal that runs as the
// demonstration on this database.
func (a *App) Demo() *Browser {
	a.t.Helper()
	server, _, err := web.New(a.App, web.Options{
		Config: config.Config{PublicURL: origin, Absolute: Limits.Absolute},
		Keys:   [][]byte{Key}, Log: slog.New(slog.DiscardHandler),
		Demo: []signin.Company{{Name: "Northwind Partners", People: []signin.Person{{Name: cast.Pia.Name, Email: cast.Pia.Email}}}}, Password: cast.Password,
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return &Browser{t: a.t, origin: origin, handler: server.Handler, cookies: newJar()}
}
