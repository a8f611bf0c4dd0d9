package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/web/route"
)

// world is a database of one size with everything that measures it.
type world struct {
	what     string // is counted: accounts or services
	size     int    // how many of them there are
	database string // its address
	plant    func(ctx context.Context, d *db.DB) error

	house  *app.App // the portal without its doors, in this process
	raw    *sql.DB  // the database without the portal, with one connection
	portal *child
	bare   *child
	pia    string // her cookie; she sees the list
	leo    string // his cookie; he creates accounts, below another partner

	deep    map[account.Column]string // key of the account before a deep page, by what is sorted
	cookies map[string]string         // of the people of a world of services, by their ids
	starts  map[string]string         // the row before a deep page, by how it is found

	memory int64        // of the portal, after everything
	made   atomic.Int64 // accounts created here so far
	turned atomic.Int64 // how often a default was changed
	began  int64        // tells the names of this run from those of others
	drop   func()
}

// worlds are those of one run.
type worlds []*world

// stop ends all of them.
func (ws *worlds) stop() {
	for _, w := range *ws {
		w.stop()
	}
}

// inFolder calls do with the folder that keeps the databases, or where there is
// none with one that is thrown away.
func inFolder(folder string, do func(folder string) error) (err error) {
	if folder == "" {
		if folder, err = os.MkdirTemp("", "tenantry-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(folder)
	}
	return do(folder)
}

// newWorld makes the database of a size, or finds it, and starts its servers.
func (m *measure) newWorld(ctx context.Context, folder string, n int) (w *world, err error) {
	w = &world{what: "accounts", size: n, deep: map[account.Column]string{}, began: time.Now().UnixMilli(), drop: func() {}}
	w.plant = func(ctx context.Context, d *db.DB) error {
		return cast.Many(ctx, d, n, func(done, total int) { fmt.Fprintf(os.Stderr, "\rmaking %d of %d accounts ", done, total) })
	}
	if err := w.open(ctx, folder, m.Postgres, m.Data != "", m.OneCore); err != nil {
		return w, err
	}
	if w.pia, err = w.signIn(cast.Pia); err != nil {
		return w, err
	}
	if w.leo, err = w.signIn(cast.Leo); err != nil {
		return w, err
	}
	if err := w.findDeep(ctx); err != nil {
		return w, err
	}
	page, err := w.fetch(list(nil), w.pia)
	if err != nil {
		return w, err
	}
	file := filepath.Join(folder, "page.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		return w, err
	}
	w.bare, err = start(m.OneCore, "bare", file)
	return w, err
}

// open makes the database, or finds it, and starts the portal on it.
func (w *world) open(ctx context.Context, folder, postgres string, keep, oneCore bool) (err error) {
	if postgres != "" {
		err = w.onServer(ctx, postgres, keep)
	} else {
		err = w.inFile(ctx, folder)
	}
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{Address: w.database})
	if err != nil {
		return err
	}
	w.house = app.New(d, auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}, seal.New([]byte(portalKey)))
	if w.raw, err = openRaw(w.database); err != nil {
		return err
	}
	w.portal, err = start(oneCore, "portal", w.database)
	return err
}

// stop ends the servers and lets go of the database.
func (w *world) stop() {
	w.portal.stop()
	w.bare.stop()
	if w.raw != nil {
		_ = w.raw.Close()
	}
	if w.house != nil {
		_ = w.house.DB.Close()
	}
	w.drop()
}

// inFile makes the database in a folder. It gets its name when it is whole.
func (w *world) inFile(ctx context.Context, folder string) error {
	whole := filepath.Join(folder, fmt.Sprintf("%s-%d", w.what, w.size))
	w.database = filepath.Join(whole, "tenantry.db")
	if _, err := os.Stat(w.database); err == nil {
		return nil
	}
	half := whole + ".half"
	if err := errors.Join(os.RemoveAll(half), os.MkdirAll(half, 0o700)); err != nil {
		return err
	}
	if err := w.fill(ctx, filepath.Join(half, "tenantry.db")); err != nil {
		return err
	}
	return os.Rename(half, whole)
}

// onServer makes the database on a PostgreSQL server.
func (w *world) onServer(ctx context.Context, server string, keep bool) error {
	address, err := url.Parse(server)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("tenantry_bench_%s_%d", w.what, w.size)
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer pool.Close()
	address.Path = "/" + name
	w.database = address.String()
	var there bool
	if err := pool.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return err
	}
	half := name + "_half"
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + half, "CREATE DATABASE " + half + " TEMPLATE template0"} {
		if _, err := pool.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	address.Path = "/" + half
	if err := w.fill(ctx, address.String()); err != nil {
		return err
	}
	if !keep {
		w.drop = func() { dropDatabase(server, name) }
	}
	_, err = pool.ExecContext(ctx, "ALTER DATABASE "+half+" RENAME TO "+name)
	return err
}

func dropDatabase(server, name string) {
	pool, err := sql.Open("pgx", server)
	if err == nil {
		_, err = pool.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		_ = pool.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: drop", name, err)
	}
}

// fill writes the cast and what the world has many of into a new database.
func (w *world) fill(ctx context.Context, address string) (err error) {
	d, err := db.Open(ctx, db.Options{Address: address})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	if err := cast.Seed(ctx, d); err != nil {
		return err
	}
	began := time.Now()
	err = w.plant(ctx, d)
	fmt.Fprintf(os.Stderr, "in %.1f s\n", time.Since(began).Seconds())
	return err
}

// openRaw opens the database with one connection that runs as the portal's does.
func openRaw(address string) (*sql.DB, error) {
	driver := "pgx"
	if !strings.HasPrefix(address, "postgres") {
		driver, address = "sqlite3", "file:"+address+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_txlock=immediate"
	}
	raw, err := sql.Open(driver, address)
	if err == nil {
		raw.SetMaxOpenConns(1)
	}
	return raw, err
}

// sorted is the database's column behind each sortable one.
var sorted = map[account.Column]string{
	account.ByName: "search", account.ByReference: "reference_fold", account.BySupport: "support", account.ByServices: "services",
	account.ByPricing: "pricing_own", account.ByApproval: "approval_own", account.ByRenewal: "renewal_own",
	account.ByStatus: "status", account.ByCreated: "created_at",
}

// findDeep finds the accounts at nine tenths of the list in each order.
func (w *world) findDeep(ctx context.Context) error {
	for _, c := range account.Columns {
		query := fmt.Sprintf("SELECT id FROM accounts WHERE parent_id = '%s' ORDER BY %s, search, id LIMIT 1 OFFSET %d",
			cast.Northwind, sorted[c], w.size/10*9)
		var key string
		if err := w.raw.QueryRowContext(ctx, query).Scan(&key); err != nil {
			return fmt.Errorf("find a deep page by %s: %w", c, err)
		}
		w.deep[c] = key
	}
	return nil
}

// matches is how many of Northwind's accounts contain a part.
func (w *world) matches(part string) (n int, err error) {
	query := "SELECT count(*) FROM accounts WHERE parent_id = '" + cast.Northwind + "' AND search LIKE '%" + part + "%'"
	return n, w.raw.QueryRow(query).Scan(&n)
}

// signIn signs a person in by the form and answers the cookie.
func (w *world) signIn(p cast.Person) (cookie string, err error) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"email": {p.Email}, "password": {cast.Password}}
	res, err := client.PostForm("http://"+w.portal.address+route.SignIn, form)
	if err != nil {
		return "", err
	}
	_ = res.Body.Close()
	for _, c := range res.Cookies() {
		if c.Name == "tenantry" && res.StatusCode == http.StatusSeeOther {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", fmt.Errorf("%s could not sign in: %s", p.Name, res.Status)
}

// fetch is a page as one person sees it.
func (w *world) fetch(path, cookie string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodGet, "http://"+w.portal.address+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cookie", cookie)
	r.Header.Set("Accept-Encoding", "identity")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", path, res.Status)
	}
	return io.ReadAll(res.Body)
}

// list is the address of Managed Accounts with a query, fifty to a page.
func list(q url.Values) string {
	query := url.Values{"size": {"50"}}
	for name, values := range q {
		query[name] = values
	}
	return route.With(route.Accounts(cast.Northwind), query)
}
