package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
)

// Load runs fn in one transaction, during which the tables have no secondary
// indexes: these are built again at its end, and building hears how many of
// them are done. Everything happens or nothing does, whatever goes wrong in
// between, so the tables never lack an index afterwards. Nobody else can write
// meanwhile. It is for the demo; nothing is checked but what the tables check.
func (d *DB) Load(ctx context.Context, tables []string, building func(done, of int), fn func(*Bulk) error) (err error) {
	pool, err := d.write.DB()
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	b := &Bulk{ctx: ctx, conn: conn, d: d, stmts: map[string]*sql.Stmt{}, tables: map[string]table{}}
	restore := b.hurry()
	err = b.transaction(tables, building, fn)
	b.ctx = context.WithoutCancel(ctx)
	if err := errors.Join(err, restore()); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	return nil
}

// hurry makes SQLite wait for no disk and keep more in memory, and answers what
// takes that back.
func (b *Bulk) hurry() (restore func() error) {
	if b.d.postgres {
		return func() error { return b.each("ANALYZE") }
	}
	var cache int
	if err := b.conn.QueryRowContext(b.ctx, "PRAGMA cache_size").Scan(&cache); err != nil {
		return func() error { return err }
	}
	for _, s := range []string{"PRAGMA synchronous=OFF", "PRAGMA cache_size=-600000", "PRAGMA threads=2"} {
		_ = b.each(s) // without it the load takes longer
	}
	return func() error {
		return b.each("PRAGMA synchronous=FULL", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA cache_size="+strconv.Itoa(cache), "PRAGMA threads=0")
	}
}

// each executes statements one after the other.
func (b *Bulk) each(statements ...string) error {
	for _, s := range statements {
		if _, err := b.conn.ExecContext(b.ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func (b *Bulk) transaction(tables []string, building func(done, of int), fn func(*Bulk) error) (err error) {
	begin := "BEGIN IMMEDIATE"
	if b.d.postgres {
		begin = "BEGIN"
	}
	if err := b.each(begin); err != nil {
		return err
	}
	defer func() {
		for _, s := range b.stmts {
			_ = s.Close()
		}
		if err == nil {
			err = b.each("COMMIT")
		}
		if err != nil {
			_, _ = b.conn.ExecContext(context.WithoutCancel(b.ctx), "ROLLBACK")
		}
	}()
	indexes, err := b.indexes(tables)
	if err != nil {
		return err
	}
	for _, i := range indexes {
		if err := b.each("DROP INDEX " + i.name); err != nil {
			return err
		}
	}
	if err := fn(b); err != nil {
		return err
	}
	for n, i := range indexes {
		if err := b.each(i.create); err != nil {
			return err
		}
		building(n+1, len(indexes))
	}
	if b.d.postgres {
		return nil
	}
	return b.each("PRAGMA analysis_limit=1000", "ANALYZE")
}

// index is a secondary index and the statement that makes it.
type index struct{ name, create string }

// indexes are the tables' secondary indexes, without those behind a constraint.
func (b *Bulk) indexes(tables []string) (is []index, err error) {
	query := "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? ORDER BY name"
	if b.d.postgres {
		query = `SELECT i.indexname, i.indexdef FROM pg_indexes i
			WHERE i.schemaname = current_schema() AND i.tablename = $1 AND NOT EXISTS (
				SELECT 1 FROM pg_constraint c JOIN pg_class x ON x.oid = c.conindid WHERE x.relname = i.indexname)
			ORDER BY i.indexname`
	}
	for _, t := range tables {
		rows, err := b.conn.QueryContext(b.ctx, query, t)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var i index
			if err := rows.Scan(&i.name, &i.create); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			is = append(is, i)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return is, nil
}
