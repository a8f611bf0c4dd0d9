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

	_ "github.com/jackc/pgx/v5/stdlib" // for Raw and for making databases
	_ "github.com/mattn/go-sqlite3"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// Postgres reports whether tests run on PostgreSQL.
func Postgres() bool { return os.Getenv(server) != "" }

// Tries is how many of n random tries a test makes: all of them on SQLite, and a
// tenth on PostgreSQL, where each takes ten times as long. What is tried is the
// same, and so is what is compared with it.
func Tries(n int) int {
	if Postgres() {
		return max(1, n/10)
	}
	return n
}

// server is the variable with the address of a PostgreSQL server.
const server = "TENANTRY_TEST_DB"

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
	if err := onServer("CREATE DATABASE " + name + " TEMPLATE " + template + strategy()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return named(name)
}

// strategy copies the template's files. Unless told, a server writes all of them
// to its journal first, which takes four times as long; before release 15 it
// knew this way alone, and no word for it.
var strategy = sync.OnceValue(func() string {
	var release int
	pool, err := pool()
	if err == nil {
		err = pool.QueryRow("SELECT current_setting('server_version_num')::int").Scan(&release)
	}
	if err != nil || release < 150000 {
		return ""
	}
	return " STRATEGY FILE_COPY"
})

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
	pool, err := pool()
	if err != nil {
		return err
	}
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

// pool are the connections to the server's own database, for the whole process.
var pool = sync.OnceValues(func() (*sql.DB, error) { return sql.Open("pgx", os.Getenv(server)) })

// onServer runs one statement on the server's own database.
func onServer(statement string) error {
	pool, err := pool()
	if err != nil {
		return err
	}
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
