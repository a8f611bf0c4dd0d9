package cast_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
)

// What is paid for lies where whoever pays has enabled the billing market.
func TestEveryServiceOfTheCastLiesInAnEnabledMarket(t *testing.T) {
	a := apptest.New(t)
	rows, err := a.Raw().Query(`SELECT s.id, l.name FROM services s JOIN locations l ON l.id = s.location_id JOIN accounts a ON a.id = s.account_id
		JOIN accounts p ON p.id = CASE WHEN a.kind = 'managed' THEN a.parent_id ELSE a.id END
		WHERE s.status NOT IN ('design', 'failed', 'decommissioned') AND NOT EXISTS
		(SELECT 1 FROM billing_markets m WHERE m.account_id = COALESCE(p.referred_by, p.id) AND m.market_id = l.market AND m.active)`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, where string
		if err := rows.Scan(&id, &where); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s is at %s, whose market nobody enabled", id, where)
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}
