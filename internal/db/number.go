package db

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
)

// Sum adds to the numbers that rows keep in one column; a row that is not there
// yet is written. What is added is not below zero. why is for the reader.
func (tx *Tx) Sum(why string, rows any, column string) error {
	if why == "" {
		return errUnscoped
	}
	s, err := schemaOf(tx.g, rows)
	if err != nil {
		return err
	}
	sum := clause.OnConflict{DoUpdates: clause.Assignments(map[string]any{column: gorm.Expr(sumOf(s.Table, column))})}
	for _, name := range s.PrimaryFieldDBNames {
		sum.Columns = append(sum.Columns, clause.Column{Name: name})
	}
	return tx.g.Set(fenceKey, open).Clauses(sum).Create(rows).Error
}

// Sum is Tx.Sum for rows that were added up before: no two have the same key.
func (b *Bulk) Sum(rows any, column string) error {
	s, err := schemaOf(b.d.write, rows)
	if err != nil {
		return err
	}
	t, err := b.tableOf(rows)
	if err != nil {
		return err
	}
	for list, at := reflect.ValueOf(rows), 0; at < list.Len(); at += perStatement {
		var values []any
		var tuples []string
		for i := at; i < min(at+perStatement, list.Len()); i++ {
			marks := make([]string, len(t.columns))
			for j := range marks {
				marks[j] = b.mark(len(values) + j + 1)
			}
			tuples, values = append(tuples, "("+strings.Join(marks, ",")+")"), t.append(b.ctx, values, list.Index(i))
		}
		text := "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ",") + ") VALUES " + strings.Join(tuples, ",") + " ON CONFLICT (" +
			strings.Join(s.PrimaryFieldDBNames, ",") + ") DO UPDATE SET " + column + " = " + sumOf(t.name, column)
		if _, err := b.conn.ExecContext(b.ctx, text, values...); err != nil {
			return fmt.Errorf("add to %s: %w", t.name, err)
		}
	}
	return nil
}

// sumOf adds what is written to what is there.
func sumOf(table, column string) string { return table + "." + column + " + excluded." + column }

// schemaOf is how GORM reads a slice of rows that have a key.
func schemaOf(g *gorm.DB, rows any) (*schema.Schema, error) {
	stmt := &gorm.Statement{DB: g, Context: context.Background()}
	if err := stmt.Parse(rows); err != nil {
		return nil, err
	}
	if len(stmt.Schema.PrimaryFieldDBNames) == 0 {
		return nil, errors.New("db: rows of " + stmt.Schema.Table + " have no key")
	}
	return stmt.Schema, nil
}
