package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Keys is how many different account keys there are.
var Keys = func() int64 {
	n := int64(1)
	for range KeyLength {
		n *= int64(len(keyAlphabet))
	}
	return n
}()

// KeyAt is the nth account key; keys sort as their numbers do.
func KeyAt(n int64) string { return keyOf(n % Keys) }

// KeyFrom is the account key that always follows from the same text, for the
// cast of the demo and of tests.
func KeyFrom(text string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return KeyAt(int64(h.Sum64() >> 1))
}

// Bulk writes very many rows at once, for a demo with a million accounts.
type Bulk struct {
	ctx    context.Context
	conn   *sql.Conn
	d      *DB
	stmts  map[string]*sql.Stmt
	tables map[string]table
}

// table is how rows of one type are written.
type table struct {
	name    string
	columns []string
	fields  []*schema.Field
}

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

// perStatement is how many rows one INSERT carries.
const perStatement = 100

// Add writes the rows of a slice. Rows written in the order of their keys are
// written fastest.
func (b *Bulk) Add(rows any) error {
	list := reflect.ValueOf(rows)
	if list.Len() == 0 {
		return nil
	}
	t, err := b.tableOf(rows)
	if err != nil {
		return err
	}
	if b.d.postgres {
		return b.copyIn(t, list)
	}
	for at := 0; at < list.Len(); at += perStatement {
		n := min(perStatement, list.Len()-at)
		values := make([]any, 0, n*len(t.columns))
		for i := at; i < at+n; i++ {
			values = t.append(b.ctx, values, list.Index(i))
		}
		if err := b.insert(t.name, t.columns, n, values); err != nil {
			return err
		}
	}
	return nil
}

// tableOf is the table of a slice of rows, as GORM names it.
func (b *Bulk) tableOf(rows any) (table, error) {
	key := reflect.TypeOf(rows).String()
	if t, ok := b.tables[key]; ok {
		return t, nil
	}
	stmt := &gorm.Statement{DB: b.d.write}
	if err := stmt.Parse(rows); err != nil {
		return table{}, err
	}
	t := table{name: stmt.Schema.Table}
	for _, f := range stmt.Schema.Fields {
		if f.DBName != "" {
			t.columns, t.fields = append(t.columns, f.DBName), append(t.fields, f)
		}
	}
	b.tables[key] = t
	return t, nil
}

// append adds the values of one row.
func (t table) append(ctx context.Context, values []any, row reflect.Value) []any {
	for _, f := range t.fields {
		v, _ := f.ValueOf(ctx, row)
		values = append(values, v)
	}
	return values
}

func (b *Bulk) insert(name string, columns []string, n int, values []any) error {
	key := name + strconv.Itoa(n)
	stmt := b.stmts[key]
	if stmt == nil {
		marks := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
		text := "INSERT INTO " + name + " (" + strings.Join(columns, ",") + ") VALUES " + strings.TrimSuffix(strings.Repeat(marks+",", n), ",")
		var err error
		if stmt, err = b.conn.PrepareContext(b.ctx, text); err != nil {
			return err
		}
		b.stmts[key] = stmt
	}
	if _, err := stmt.ExecContext(b.ctx, values...); err != nil {
		return fmt.Errorf("insert into %s: %w", name, err)
	}
	return nil
}

// copyIn sends the rows by PostgreSQL's COPY.
func (b *Bulk) copyIn(t table, list reflect.Value) error {
	source := pgx.CopyFromSlice(list.Len(), func(i int) ([]any, error) {
		return t.append(b.ctx, make([]any, 0, len(t.fields)), list.Index(i)), nil
	})
	err := b.conn.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().CopyFrom(b.ctx, pgx.Identifier{t.name}, t.columns, source)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy into %s: %w", t.name, err)
	}
	return nil
}

// Text is what an account is found by.
type Text struct{ Parent, ID, Text string }

// Findable writes texts to the index of accounts. They come in the order of
// their ids: the index keeps what it has in memory only while numbers rise.
func (b *Bulk) Findable(texts []Text) error {
	if b.d.postgres {
		return nil
	}
	for len(texts) > 0 {
		n := min(perStatement, len(texts))
		values := make([]any, 0, 2*n)
		for _, t := range texts[:n] {
			values = append(values, posting(t.ID, t.Text), parts(t.Parent, t.Text))
		}
		if err := b.insert("account_parts", []string{"docid", "parts"}, n, values); err != nil {
			return err
		}
		texts = texts[n:]
	}
	return nil
}

// Raise adds to numbers that an account keeps; columns and by go together.
func (b *Bulk) Raise(account string, columns []string, by []int64) error {
	sets, values := make([]string, len(columns)), []any{}
	for i, c := range columns {
		sets[i] = c + " = " + c + " + " + b.mark(i+1)
		values = append(values, by[i])
	}
	text := "UPDATE accounts SET " + strings.Join(sets, ", ") + " WHERE id = " + b.mark(len(columns)+1)
	_, err := b.conn.ExecContext(b.ctx, text, append(values, account)...)
	return err
}

// mark stands for the nth value of a statement.
func (b *Bulk) mark(n int) string {
	if b.d.postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}
