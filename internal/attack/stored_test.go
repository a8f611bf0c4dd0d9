package attack_test

import (
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/price"
)

// money is one amount that the database keeps.
type money struct {
	table, account string // "" where it is of no account
	kind           string // "retail" or "cost"
	currency       price.Currency
	minor          int64
}

// vaults are where the database keeps amounts, each with whose they are and in
// which currency. What is less than a unit, or nothing, is no secret by itself.
var vaults = map[string]string{
	"services": `SELECT s.account_id, m.currency, s.monthly_retail, s.monthly_cost, s.once_retail, s.once_cost FROM services s
		JOIN locations l ON l.id = s.location_id JOIN markets m ON m.id = l.market`,
	"approval_requests": "SELECT account_id, currency, retail_now, retail_then, cost_now, cost_then, once_retail, once_cost, fee_retail, fee_cost FROM approval_requests",
	"approval_rules":    "SELECT below_id, currency, at_most FROM approval_rules",
	"prices":            "SELECT '', m.currency, p.monthly_retail, p.monthly_cost, p.once_retail, p.once_cost FROM prices p JOIN markets m ON m.id = p.market_id",
	"price_overrides": `SELECT o.account_id, m.currency, o.monthly_retail, o.monthly_cost FROM price_overrides o
		JOIN markets m ON m.id = o.market_id`,
}

// priced is a column that holds an amount.
var priced = regexp.MustCompile(`(?:^|_)(?:retail|cost|at_most)(?:_|$)`)

// stored are all amounts in the database.
func stored(t *testing.T, a *apptest.App) (all []money) {
	t.Helper()
	for table, query := range vaults {
		rows, err := a.Raw().Query(query)
		if err != nil {
			t.Fatal(table, err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var account, currency string
			amounts, into := make([]sql.NullInt64, len(columns)-2), []any{&account, &currency}
			for i := range amounts {
				into = append(into, &amounts[i])
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(table, err)
			}
			for i, n := range amounts {
				kind := cost
				if strings.Contains(columns[i+2], retail) {
					kind = retail
				}
				if n.Int64 >= 100 {
					all = append(all, money{table, account, kind, price.Currency(currency), n.Int64})
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
	}
	return all
}

// discounted are the retail prices of the books for each term with a discount:
// who sees retail prices chooses among them.
func discounted(t *testing.T, a *apptest.App) (all []money) {
	t.Helper()
	rows, err := a.Raw().Query(`SELECT m.currency, p.monthly_retail, d.percent FROM prices p
		JOIN markets m ON m.id = p.market_id JOIN term_discounts d ON d.product_id = p.product_id WHERE d.percent > 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var currency string
		var minor, percent int64
		if err := rows.Scan(&currency, &minor, &percent); err != nil {
			t.Fatal(err)
		}
		whole, rest := minor*(100-percent)/100, minor*(100-percent)%100
		if rest > 50 || rest == 50 && whole%2 == 1 {
			whole++
		}
		all = append(all, money{"prices", "", retail, price.Currency(currency), whole})
	}
	return all
}

// A column for amounts that is in no vault would be one whose amounts the
// crawler does not know.
func TestTheCrawlerKnowsEveryColumnWithAmounts(t *testing.T) {
	a := apptest.New(t)
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if apptest.Postgres() {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
	}
	names := texts(t, a, tables)
	if len(names) < 20 {
		t.Fatalf("%d tables", len(names))
	}
	for _, table := range names {
		for _, c := range columns(t, a, "SELECT * FROM "+table+" LIMIT 0") {
			if priced.MatchString(c) && !slices.Contains(columns(t, a, vaults[table]), c) {
				t.Errorf("%s.%s holds amounts, and is in no vault", table, c)
			}
		}
	}
}

func texts(t *testing.T, a *apptest.App, query string) (out []string) {
	t.Helper()
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// columns are those of a query; of none there are none.
func columns(t *testing.T, a *apptest.App, query string) []string {
	t.Helper()
	if query == "" {
		return nil
	}
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	return names
}
