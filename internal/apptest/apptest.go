// Package apptest is the portal in memory with its cast, for tests: each test
// has a database of its own, SQLite in a temporary file, or PostgreSQL when
// TENANTRY_TEST_DB holds the address of a server.
package apptest

import (
	"context"
	"database/sql"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // for Raw and for making databases
	_ "github.com/mattn/go-sqlite3"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/seal"
)

// Start is the time at which every test begins.
var Start = time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)

// Limits are how long sessions last in tests: the portal's defaults.
var Limits = auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}

// Key is the portal's key in tests.
var Key = []byte("a key for tests, thirty-two bytes")

// Box seals with it.
var Box = seal.New(Key)

// App is the portal on a database of its own, with the cast in it.
type App struct {
	*app.App
	Clock   *Clock
	Address string // of the database, for opening it once more

	t   testing.TB
	raw *sql.DB
}

// New is a portal with the cast, at the time Start.
func New(t testing.TB) *App {
	t.Helper()
	return open(t, address(t, true))
}

// Empty is a portal on a migrated database without anybody in it.
func Empty(t testing.TB) *App {
	t.Helper()
	a := open(t, address(t, false))
	if err := a.DB.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// Blank is a database with nothing in it, not even tables.
func Blank(t testing.TB) *db.DB {
	t.Helper()
	return open(t, address(t, false)).DB
}

func open(t testing.TB, address string) *App {
	t.Helper()
	clock := &Clock{}
	d, err := db.Open(t.Context(), db.Options{Address: address, Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return &App{App: app.New(d, Limits, Box), Clock: clock, Address: address, t: t}
}

// In is the same portal in a subtest, whose browsers fail it and not its parent.
func (a *App) In(t testing.TB) *App {
	b := *a
	b.t, b.raw = t, nil
	return &b
}

// By is a person acting in the account of their own seat, as the database has it now.
func (a *App) By(p cast.Person) access.Caller {
	a.t.Helper()
	return a.caller(p, p.Account)
}

// Viewing is a partner's person acting in a managed account of the partner.
func (a *App) Viewing(p cast.Person, key string) access.Caller {
	a.t.Helper()
	return a.caller(p, key)
}

func (a *App) caller(p cast.Person, key string) access.Caller {
	a.t.Helper()
	by := p.Caller()
	here, seat := a.Account(key), a.Account(p.Account)
	by.Account, by.Kind = here.ID, here.Kind
	by.Suspended = here.Status != account.Active || seat.Status != account.Active
	a.Tx(func(tx *db.Tx) (err error) {
		by, err = auth.Look(tx, by, here, seat, false)
		return err
	})
	return by
}

// Account is the account with this key.
func (a *App) Account(key string) (acct account.Account) {
	a.t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("id = ?", key).Take(&acct).Error
	})
	return acct
}

// Tx runs fn in a transaction of nobody, who can only look and write Everywhere.
func (a *App) Tx(fn func(*db.Tx) error) {
	a.t.Helper()
	if err := a.DB.Do(context.Background(), access.Caller{}, fn); err != nil {
		a.t.Fatal(err)
	}
}

// Raw is the database without the house around it, for looking at tables and
// for trying what no verb does.
func (a *App) Raw() *sql.DB {
	a.t.Helper()
	if a.raw == nil {
		a.raw = Raw(a.t, a.Address)
	}
	return a.raw
}

// Raw opens a database by its address, without the house around it.
func Raw(t testing.TB, address string) *sql.DB {
	t.Helper()
	driver := "pgx"
	if !strings.HasPrefix(address, "postgres") {
		driver, address = "sqlite3", "file:"+address+"?_foreign_keys=on&_busy_timeout=5000&_journal_mode=WAL"
	}
	raw, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	return raw
}

// Clock is a test's time, which passes only when told.
type Clock struct{ passed atomic.Int64 }

// Now is the time.
func (c *Clock) Now() time.Time { return Start.Add(time.Duration(c.passed.Load())) }

// Advance lets time pass.
func (c *Clock) Advance(d time.Duration) { c.passed.Add(int64(d)) }
