package db_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
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
