package apptest

import (
	"database/sql/driver"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
)

// columnTypes are the types that a table may use for each kind of field.
var columnTypes = map[string][]string{
	"string": {"TEXT"},
	"bool":   {"BOOLEAN"},
	"int":    {"SMALLINT", "BIGINT"},
	"time":   {"TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE"},
}

// Mirror fails the test unless a row type equals its table, column for column:
// names, types, and what may be null.
func (a *App) Mirror(t testing.TB, row any) {
	t.Helper()
	s, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		t.Fatal(err)
	}
	table := a.columns(t, s.Table)
	for _, f := range s.Fields {
		if f.DBName == "" {
			continue
		}
		c, ok := table[f.DBName]
		delete(table, f.DBName)
		if !ok {
			t.Errorf("%s.%s has no column in %s", s.Name, f.Name, s.Table)
			continue
		}
		kind := string(f.GORMDataType)
		if f.Serializer != nil {
			if _, json := f.TagSettings["SERIALIZER"]; json {
				kind = "string"
			}
		}
		if f.IndirectFieldType == timeType {
			kind = "time"
		}
		if !slices.Contains(columnTypes[kind], c.kind) {
			t.Errorf("%s.%s is a %s, and its column %s", s.Name, f.Name, kind, c.kind)
		}
		if null := nullable(t, f.FieldType); null != c.null {
			t.Errorf("%s.%s can be null: %t, and its column: %t", s.Name, f.Name, null, c.null)
		}
	}
	for name := range table {
		t.Errorf("%s.%s has no field in %s", s.Table, name, s.Name)
	}
}

// nullable reports whether a field of the type can be null: a pointer, or a
// value whose zero is stored so.
func nullable(t testing.TB, of reflect.Type) bool {
	t.Helper()
	if of.Kind() == reflect.Pointer {
		return true
	}
	zero, ok := reflect.Zero(of).Interface().(driver.Valuer)
	if !ok {
		return false
	}
	v, err := zero.Value()
	if err != nil {
		t.Fatal(err)
	}
	return v == nil
}

type column struct {
	kind string
	null bool
}

// columns are the columns of a table.
func (a *App) columns(t testing.TB, table string) map[string]column {
	t.Helper()
	query := "SELECT name, upper(type), \"notnull\" = 0 FROM pragma_table_info($1)"
	if a.DB.Postgres() {
		query = "SELECT column_name, upper(data_type), is_nullable = 'YES' FROM information_schema.columns WHERE table_name = $1 AND table_schema = current_schema()"
	}
	rows, err := a.Raw().Query(query, table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns := map[string]column{}
	for rows.Next() {
		var name string
		var c column
		if err := rows.Scan(&name, &c.kind, &c.null); err != nil {
			t.Fatal(err)
		}
		columns[name] = c
	}
	if len(columns) == 0 {
		t.Errorf("there is no table %s", table)
	}
	return columns
}

// Plan is how the database carries out one statement: the steps as it words them.
type Plan struct {
	SQL   string
	Steps []string
}

// Says reports whether a step contains the words.
func (p Plan) Says(words string) bool {
	return slices.ContainsFunc(p.Steps, func(s string) bool { return strings.Contains(s, words) })
}

// Plans are the plans of all queries, updates and deletions that fn makes through
// the portal.
// PostgreSQL chooses them by its statistics, so a test that reads them there
// has them gathered first.
func (a *App) Plans(t testing.TB, fn func()) (plans []Plan) {
	t.Helper()
	type query struct {
		sql  string
		vars []any
	}
	var queries []query
	const name = "apptest:plans"
	note := func(sql string, vars []any) { queries = append(queries, query{sql, slices.Clone(vars)}) }
	watch(t, a.DB, name, note)
	fn()
	watch(t, a.DB, name, nil)
	for _, q := range queries {
		plans = append(plans, Plan{q.sql, a.explain(t, q.sql, q.vars)})
	}
	return plans
}

// explain is the plan of one statement.
func (a *App) explain(t testing.TB, sql string, vars []any) (steps []string) {
	t.Helper()
	explain, columns := "EXPLAIN QUERY PLAN ", 4
	if a.DB.Postgres() {
		explain, columns = "EXPLAIN ", 1
	}
	rows, err := a.Raw().Query(explain+sql, vars...)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var ids [3]int // which SQLite tells before the step
		var step string
		if err := rows.Scan([]any{&ids[0], &ids[1], &ids[2], &step}[4-columns:]...); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return steps
}

// watch tells note of every query, update and deletion, until it is called with
// nil.
func watch(t testing.TB, d *db.DB, name string, note func(sql string, vars []any)) {
	t.Helper()
	listen := func(tx *db.Tx) error {
		g := tx.Everywhere("a test listens to all queries")
		tell := func(g *gorm.DB) {
			if !g.DryRun { // a part of another query, which is told whole
				note(g.Statement.SQL.String(), g.Statement.Vars)
			}
		}
		c := g.Callback()
		if note == nil {
			return errors.Join(c.Query().Remove(name), c.Row().Remove(name), c.Update().Remove(name), c.Delete().Remove(name))
		}
		return errors.Join(
			c.Query().After("gorm:query").Register(name, tell), c.Row().After("gorm:row").Register(name, tell),
			c.Update().After("gorm:update").Register(name, tell), c.Delete().After("gorm:delete").Register(name, tell),
		)
	}
	err := d.Read(t.Context(), access.Caller{}, listen)
	if err == nil && !d.Postgres() { // whose connections both read and write
		err = d.Do(t.Context(), access.Caller{}, listen)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var timeType = reflect.TypeFor[time.Time]()
