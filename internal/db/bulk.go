package db

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

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

// Text is what an account or a service is found by.
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
