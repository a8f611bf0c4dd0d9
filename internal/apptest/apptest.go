// Package apptest is the portal in memory with its cast, for tests: each test
// has a database of its own, SQLite in a temporary file, or PostgreSQL when
// TENANTRY_TEST_DB holds the address of a server.
package apptest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
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
)

// Start is the time at which every test begins.
var Start = time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)

// Limits are how long sessions last in tests: the portal's defaults.
var Limits = auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}

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

// Postgres reports whether tests run on PostgreSQL.
func Postgres() bool { return os.Getenv(server) != "" }

// server is the variable with the address of a PostgreSQL server.
const server = "TENANTRY_TEST_DB"

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
	return &App{App: app.New(d, Limits), Clock: clock, Address: address, t: t}
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

// address is that of a new database, with the cast or with nothing in it.
func address(t testing.TB, peopled bool) string {
	t.Helper()
	if Postgres() {
		return newPostgres(t, peopled)
	}
	path := filepath.Join(t.TempDir(), "portal.db")
	if peopled {
		file, err := sqliteTemplate()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// sqliteTemplate is a database file with the cast, made once in a process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "tenantry-cast")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "cast.db")
	if err := people(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// people makes the cast's database at an address and leaves it closed.
func people(address string) (err error) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Address: address, Clock: (&Clock{}).Now})
	if err != nil {
		return err
	}
	defer func() {
		if e := d.Close(); err == nil {
			err = e
		}
	}()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	return cast.Seed(ctx, d)
}

var databases atomic.Int64

// prefix begins the name of every database of this package; the number of the
// process that made it follows.
const prefix = "tenantry_test_"

// newPostgres makes a database that is dropped when the test ends.
func newPostgres(t testing.TB, peopled bool) string {
	t.Helper()
	template := "template0"
	if peopled {
		var err error
		if template, err = postgresTemplate(); err != nil {
			t.Fatal(err)
		}
	}
	name := fmt.Sprintf("%s%d_%d", prefix, os.Getpid(), databases.Add(1))
	if err := onServer("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return named(name)
}

// postgresTemplate is the name of a database with the cast, made once in a
// process. The next process drops it.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	if err := sweep(); err != nil {
		return "", err
	}
	name := fmt.Sprintf("%s%d_cast", prefix, os.Getpid())
	if err := onServer("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		return "", err
	}
	return name, people(named(name))
})

// sweep drops the databases of processes that are gone.
func sweep() error {
	pool, err := sql.Open("pgx", os.Getenv(server))
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	rows, err := pool.Query("SELECT datname FROM pg_database WHERE datname LIKE $1", strings.ReplaceAll(prefix, "_", `\_`)+"%")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		pid, _, _ := strings.Cut(strings.TrimPrefix(name, prefix), "_")
		n, err := strconv.Atoi(pid)
		if err != nil || n == os.Getpid() || syscall.Kill(n, 0) == nil {
			continue
		}
		if _, err := pool.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil && !strings.Contains(err.Error(), "does not exist") {
			return err
		}
	}
	return rows.Err()
}

// onServer runs one statement on the server's own database.
func onServer(statement string) error {
	pool, err := sql.Open("pgx", os.Getenv(server))
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	if _, err := pool.Exec(statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// named is the address of another database of the same server.
func named(name string) string {
	u, err := url.Parse(os.Getenv(server))
	if err != nil {
		return name
	}
	u.Path = "/" + name
	return u.String()
}
