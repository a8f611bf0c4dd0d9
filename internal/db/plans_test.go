package db_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/db"
	"gorm.io/gorm"
)

// Two columns that are joined use each other's indexes only where both sort
// alike, and a page and its cursor agree only where both databases do.
func TestEveryTextIsComparedByItsBytes(t *testing.T) {
	a := apptest.New(t)
	query := "SELECT name FROM sqlite_master WHERE sql LIKE '%COLLATE%'"
	if apptest.Postgres() {
		query = `SELECT table_name || '.' || column_name FROM information_schema.columns
			WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying', 'character') AND collation_name IS DISTINCT FROM 'C'`
	}
	if other := texts(t, a, query); len(other) > 0 {
		t.Errorf("they sort in another way: %s", strings.Join(other, ", "))
	}
}

// A plan that is made once for all values can be a thousand times too slow.
func TestPostgreSQLPlansEachQueryForWhatItAsks(t *testing.T) {
	if !apptest.Postgres() {
		t.Skip("SQLite keeps its plans")
	}
	a := apptest.New(t)
	var mode string
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test asks the server").Table("(SELECT current_setting('plan_cache_mode') AS mode) AS s").Pluck("mode", &mode).Error
	})
	if mode != "force_custom_plan" {
		t.Errorf("plans are made by %q", mode)
	}
}

// SQLite would plan a statement anew each time that something is bound to it.
func TestSQLiteKeepsItsPlans(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL plans each query for what it asks")
	}
	a := apptest.New(t)
	for uses, ask := range map[bool]func(*gorm.DB) *gorm.DB{
		false: func(q *gorm.DB) *gorm.DB { return q.Where("kind = ?", access.Operator) },
		true:  func(q *gorm.DB) *gorm.DB { return q.Where("kind = 'operator'") },
	} {
		plans := a.Plans(t, func() {
			a.Tx(func(tx *db.Tx) error {
				return ask(tx.Everywhere("a test asks in two ways").Model(&account.Account{})).Pluck("id", new([]string)).Error
			})
		})
		if len(plans) != 1 || plans[0].Says("accounts_one_operator") != uses {
			t.Errorf("%+v", plans)
		}
	}
}
