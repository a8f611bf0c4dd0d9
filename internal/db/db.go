// Package db opens and migrates the database and hands out transactions that
// see only what their caller reaches. It is the only package that holds a
// *gorm.DB of its own, and the only one that writes SQL text.
//
// SQLite is the default: one file, one connection that writes, a few that only
// read. PostgreSQL takes over when the address says so. Both run the same
// migrations and the same queries.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// DB is an open database.
type DB struct {
	write, read *gorm.DB
	postgres    bool
	clock       func() time.Time
	readers     []func(*Tx, []any) error
	guard       func(*Tx) error
}

// Options say which database to open.
type Options struct {
	Address string           // a file's path, or postgres://…
	Clock   func() time.Time // nil means the machine's clock
}

// oldestSQLite is the first release without the fault that could corrupt a
// database when a write and a checkpoint raced.
var oldestSQLite = [3]int{3, 51, 3}

// Open connects, and fails unless the connections run the way the house
// expects: journal, synchronisation, foreign keys, and a sound SQLite.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{clock: o.Clock, postgres: strings.HasPrefix(o.Address, "postgres://") || strings.HasPrefix(o.Address, "postgresql://")}
	if d.clock == nil {
		d.clock = time.Now
	}
	open := d.openSQLite
	if d.postgres {
		open = d.openPostgres
	}
	if err := open(ctx, o.Address); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return d, nil
}

func (d *DB) openSQLite(ctx context.Context, path string) (err error) {
	if err := keepPlans(); err != nil {
		return err
	}
	const shared = "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_stmt_cache_size=128"
	path = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	if d.write, err = connect(sqlite.Open("file:"+path+shared+"&_txlock=immediate"), 1); err != nil {
		return err
	}
	// Each keeps 2 MB of pages, as SQLite does unasked. With 8 MB a search takes a twentieth less CPU, and the process 25 MB more.
	if d.read, err = connect(sqlite.Open("file:"+path+shared+"&_query_only=1"), 4); err != nil {
		return err
	}
	return d.assertSQLite(ctx)
}

// assertSQLite checks what the connections really run with; a driver's default
// once was less than it said.
func (d *DB) assertSQLite(ctx context.Context) error {
	var version string
	if err := d.write.WithContext(ctx).Set(fenceKey, open).Raw("SELECT sqlite_version()").Scan(&version).Error; err != nil {
		return err
	}
	var v [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]); err != nil {
		return fmt.Errorf("read SQLite version %q: %w", version, err)
	}
	if Corrupts(v) {
		return fmt.Errorf("SQLite %s can corrupt a database; %d.%d.%d or newer is needed", version, oldestSQLite[0], oldestSQLite[1], oldestSQLite[2])
	}
	for _, want := range []struct {
		pool         *gorm.DB
		pragma, mode string
	}{
		{d.write, "journal_mode", "wal"}, {d.write, "synchronous", "2"}, {d.write, "foreign_keys", "1"},
		{d.read, "foreign_keys", "1"}, {d.read, "query_only", "1"},
	} {
		var mode string
		if err := want.pool.WithContext(ctx).Set(fenceKey, open).Raw("PRAGMA " + want.pragma).Scan(&mode).Error; err != nil {
			return err
		}
		if mode != want.mode {
			return fmt.Errorf("SQLite runs with %s = %s, not %s", want.pragma, mode, want.mode)
		}
	}
	return nil
}

// Corrupts reports whether a release of SQLite is one that can corrupt a database.
func Corrupts(v [3]int) bool {
	for i, least := range oldestSQLite {
		if v[i] != least {
			return v[i] < least
		}
	}
	return false
}

func (d *DB) openPostgres(ctx context.Context, address string) (err error) {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return err
	}
	// Statements are prepared once and planned each time, for what is asked: the
	// same list is asked for what nearly everything has, and for what nothing has.
	c.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	if d.write, err = connect(postgres.New(postgres.Config{Conn: stdlib.OpenDB(*c)}), 10); err != nil {
		return err
	}
	d.read = d.write
	return d.Ready(ctx)
}

// connect opens one pool of at most n connections with the fence in place.
// Statements are prepared once by the drivers, on each connection; GORM's own
// store would prepare them anew in every transaction.
func connect(dialector gorm.Dialector, n int) (*gorm.DB, error) {
	g, err := gorm.Open(dialector, &gorm.Config{
		Logger:                 logger.Discard,
		NowFunc:                func() time.Time { return time.Now().UTC() },
		SkipDefaultTransaction: true,
		TranslateError:         true,
	})
	if err != nil {
		return nil, err
	}
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	return g, registerFence(g)
}

// Close ends all connections.
func (d *DB) Close() error {
	var errs []error
	for _, g := range []*gorm.DB{d.read, d.write} {
		if pool, err := g.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Ready is nil when the database answers.
func (d *DB) Ready(ctx context.Context) error {
	pool, err := d.read.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Postgres reports whether the database is PostgreSQL.
func (d *DB) Postgres() bool { return d.postgres }

// Now is the time by the database's clock: UTC, whole milliseconds.
func (d *DB) Now() time.Time { return d.clock().UTC().Truncate(time.Millisecond) }

// tries is how often Do runs a transaction that lost a race.
const tries = 4

// Do runs fn in one write transaction as by. An error rolls everything back.
// A transaction that lost a race against another one is run again, so fn must
// set what it returns afresh.
func (d *DB) Do(ctx context.Context, by access.Caller, fn func(*Tx) error) error {
	if by.Preview {
		return fault.New(fault.Forbidden, "This is a preview. Nothing is changed in it. End the preview first.")
	}
	if by.Acting == access.Reading {
		return fault.New(fault.Forbidden, "You act as %s and can read. Nothing was changed. Choose Make changes first.", by.AsName)
	}
	for n := 1; ; n++ {
		err := d.write.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			tx := &Tx{By: by, Now: d.Now(), Ctx: ctx, g: g, postgres: d.postgres, writes: true}
			if err := d.let(tx); err != nil {
				return err
			}
			if err := fn(tx); err != nil {
				return err
			}
			if err := d.heard(tx); err != nil || tx.last == nil {
				return err
			}
			return tx.last(tx)
		})
		if n < tries && lostRace(err) && ctx.Err() == nil {
			continue
		}
		return full(err)
	}
}

// Guard makes fn the first word in each transaction that writes during a visit to
// an account, in somebody's place or in one's own name: its error ends it. Those who build the portal say so before it is used.
func (d *DB) Guard(fn func(*Tx) error) { d.guard = fn }

// let asks the guard. Without one nobody writes in another's place.
func (d *DB) let(tx *Tx) error {
	switch {
	case tx.By.Visit == "" && tx.By.Acting == access.OwnName:
		return nil
	case d.guard == nil:
		return errors.New("db: nobody guards what is written during a visit")
	}
	return d.guard(tx)
}

// Hear makes fn a reader of what write transactions say: at the end of each one
// that says something, inside it. A reader's error rolls everything back. Those
// who build the portal say so before it is used.
func (d *DB) Hear(fn func(tx *Tx, said []any) error) { d.readers = append(d.readers, fn) }

// heard lets the readers of a transaction at it.
func (d *DB) heard(tx *Tx) error {
	if len(tx.said) == 0 {
		return nil
	}
	for _, reader := range d.readers {
		if err := reader(tx, tx.said); err != nil {
			return err
		}
	}
	return nil
}

// Read runs fn over the reading connections as by. Each query sees all that
// was committed before it.
func (d *DB) Read(ctx context.Context, by access.Caller, fn func(*Tx) error) error {
	return fn(&Tx{By: by, Now: d.Now(), Ctx: ctx, g: d.read.WithContext(ctx), postgres: d.postgres})
}

// lostRace reports whether another transaction got there first: a key was
// taken between looking and writing, or PostgreSQL gave way to a rival.
func lostRace(err error) bool {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return true
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// full turns a full or failing disk into an answer that a person can act on.
func full(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	var pg *pgconn.PgError
	if diskFull(err) || errors.As(err, &pg) && pg.Code == "53100" {
		return errors.Join(fault.New(fault.Busy, "The portal cannot save at the moment. Nothing was changed. Try again later."), err)
	}
	return err
}

// Missing reports whether err says that no row was found.
func Missing(err error) bool {
	return errors.Is(err, gorm.ErrRecordNotFound) || errors.Is(err, sql.ErrNoRows)
}
