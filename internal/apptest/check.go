package apptest

import (
	"slices"

	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// numbers are pairs of what accounts keep and what is so.
var numbers = map[string]string{
	"services that are not decommissioned": `SELECT count(*) FROM accounts a WHERE a.services <>
		(SELECT count(*) FROM services s WHERE s.account_id = a.id AND s.status <> 'decommissioned')`,
	"services by product and status": `SELECT count(*) FROM (
		SELECT account_id, product_id, status, count(*) FROM services GROUP BY account_id, product_id, status
		EXCEPT SELECT account_id, product_id, status, number FROM service_tallies WHERE scope = 'own') x`,
	"services that are counted and not there": `SELECT count(*) FROM (
		SELECT account_id, product_id, status, number FROM service_tallies WHERE scope = 'own' AND number > 0
		EXCEPT SELECT account_id, product_id, status, count(*) FROM services GROUP BY account_id, product_id, status) x`,
	"services of a partner's managed accounts": `SELECT count(*) FROM (
		SELECT a.parent_id, s.product_id, s.status, count(*) FROM services s JOIN accounts a ON a.id = s.account_id AND a.kind = 'managed'
		GROUP BY a.parent_id, s.product_id, s.status
		EXCEPT SELECT account_id, product_id, status, number FROM service_tallies WHERE scope = 'below') x`,
	"services of managed accounts that are counted and not there": `SELECT count(*) FROM (
		SELECT account_id, product_id, status, number FROM service_tallies WHERE scope = 'below' AND number > 0
		EXCEPT SELECT a.parent_id, s.product_id, s.status, count(*) FROM services s JOIN accounts a ON a.id = s.account_id AND a.kind = 'managed'
		GROUP BY a.parent_id, s.product_id, s.status) x`,
	"ends by month": `SELECT count(*) FROM (` + ends("s.account_id", "services s") + ` EXCEPT ` + keptEnds("own") + `) x`,
	"ends by month that are counted and not there":            `SELECT count(*) FROM (` + keptEnds("own") + ` EXCEPT ` + ends("s.account_id", "services s") + `) x`,
	"ends of a partner's managed accounts by month":           `SELECT count(*) FROM (` + ends("a.parent_id", managedServices) + ` EXCEPT ` + keptEnds("below") + `) x`,
	"ends of managed accounts that are counted and not there": `SELECT count(*) FROM (` + keptEnds("below") + ` EXCEPT ` + ends("a.parent_id", managedServices) + `) x`,
	"prices of a market":                                      "SELECT count(*) FROM markets m WHERE m.prices <> (SELECT count(*) FROM prices p WHERE p.market_id = m.id)",
	"parents of services":                                     "SELECT count(*) FROM services s JOIN accounts a ON a.id = s.account_id WHERE s.parent_id <> a.parent_id",
	"parents of seats":                                        "SELECT count(*) FROM seats s JOIN accounts a ON a.id = s.account_id WHERE s.parent_id <> a.parent_id",
	"managed accounts of a partner": `SELECT count(*) FROM accounts a WHERE a.managed <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed')`,
	"active managed accounts of a partner": `SELECT count(*) FROM accounts a WHERE a.managed_active <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed' AND m.status = 'active')`,
	"suspended managed accounts of a partner": `SELECT count(*) FROM accounts a WHERE a.managed_suspended <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed' AND m.status = 'suspended')`,
	"managed accounts of a partner without a support contact": `SELECT count(*) FROM accounts a WHERE a.managed_bare <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed' AND NOT m.contact)`,
	"managed accounts of a partner that the operator supports": `SELECT count(*) FROM accounts a WHERE a.managed_by_operator <>
		(SELECT count(*) FROM accounts m WHERE m.parent_id = a.id AND m.kind = 'managed' AND m.support = 'operator')`,
	"known support contacts": `SELECT count(*) FROM accounts a WHERE a.contact <> (a.support_phone <> '' AND a.support_email <> '')`,
	"lineage of an account with itself": `SELECT count(*) FROM accounts a WHERE NOT EXISTS
		(SELECT 1 FROM lineage l WHERE l.account_id = a.id AND l.ancestor_id = a.id AND l.depth = 0)`,
	"lineage of an account with its parent's": `SELECT count(*) FROM accounts a JOIN lineage p ON p.account_id = a.parent_id
		WHERE a.id <> a.parent_id AND NOT EXISTS (SELECT 1 FROM lineage l
		WHERE l.account_id = a.id AND l.ancestor_id = p.ancestor_id AND l.depth = p.depth + 1)`,
	"lineage without a parent's": `SELECT count(*) FROM lineage l JOIN accounts a ON a.id = l.account_id
		WHERE l.ancestor_id <> a.id AND NOT EXISTS (SELECT 1 FROM lineage p
		WHERE p.account_id = a.parent_id AND p.ancestor_id = l.ancestor_id AND l.depth = p.depth + 1)`,
	"own values of renewal": `SELECT count(*) FROM accounts a LEFT JOIN settings s ON s.account_id = a.id AND s.name = 'minimum_term_renewal'
		LEFT JOIN locks k ON k.account_id = a.id AND k.name = 'minimum_term_renewal'
		WHERE a.kind = 'managed' AND a.renewal_own <> CASE COALESCE(k.value, s.value) WHEN 'On' THEN 1 WHEN 'Off' THEN -1 ELSE 0 END`,
	"own values of approval": `SELECT count(*) FROM accounts a LEFT JOIN settings s ON s.account_id = a.id AND s.name = 'service_approval_queue'
		LEFT JOIN locks k ON k.account_id = a.id AND k.name = 'service_approval_queue'
		WHERE a.kind = 'managed' AND a.approval_own <> CASE COALESCE(k.value, s.value) WHEN 'On' THEN 1 WHEN 'Off' THEN -1 ELSE 0 END`,
	"own values of pricing": `SELECT count(*) FROM accounts a LEFT JOIN settings s ON s.account_id = a.id AND s.name = 'show_pricing'
		LEFT JOIN locks k ON k.account_id = a.id AND k.name = 'show_pricing'
		WHERE a.kind = 'managed' AND a.pricing_own <> CASE COALESCE(k.value, s.value) WHEN 'On' THEN 1 WHEN 'Off' THEN -1 ELSE 0 END`,
}

const managedServices = "services s JOIN accounts a ON a.id = s.account_id AND a.kind = 'managed'"

// ends counts what ends in each month, whose it is and what follows.
func ends(whose, from string) string {
	return `SELECT * FROM (SELECT ` + whose + ` AS whose, product_id, substr(CAST(term_ends_on AS TEXT), 1, 7) AS month, CASE WHEN renews THEN 'renews' ELSE 'runs-out' END AS follows, count(*)
		FROM ` + from + ` WHERE s.status IN ('ordered', 'deployable', 'configured', 'live') AND term > 1 GROUP BY 1, 2, 3, 4
		UNION ALL SELECT ` + whose + `, product_id, substr(CAST(ends_on AS TEXT), 1, 7), 'ends', count(*)
		FROM ` + from + ` WHERE s.status = 'cancelled' AND ends_on IS NOT NULL GROUP BY 1, 2, 3) e`
}

// keptEnds are the numbers that accounts keep of that.
func keptEnds(scope string) string {
	return "SELECT account_id, product_id, substr(CAST(month AS TEXT), 1, 7), follows, number FROM ending_tallies WHERE number > 0 AND scope = '" + scope + "'"
}

// CheckNumbers fails the test where a number or a copy that is kept beside the
// facts differs from them.
func (a *App) CheckNumbers() {
	a.t.Helper()
	raw := a.Raw()
	for what, query := range numbers {
		var wrong int
		if err := raw.QueryRow(query).Scan(&wrong); err != nil {
			a.t.Fatalf("%s: %v", what, err)
		}
		if wrong > 0 {
			a.t.Errorf("%s: %d accounts keep a wrong number", what, wrong)
		}
	}
	a.checkFindable()
}

// Recount counts all services again, after a test wrote some as no verb does.
func (a *App) Recount() {
	a.t.Helper()
	const why = "a test counts everything again"
	a.Tx(func(tx *db.Tx) error {
		var ss []service.Service
		if err := tx.Everywhere(why).Order("id").Limit(100_000).Find(&ss).Error; err != nil {
			return err
		}
		var managed []string
		if err := tx.Everywhere(why).Table("accounts").Where("kind = 'managed'").Pluck("id", &managed).Error; err != nil {
			return err
		}
		sums := service.NewSums()
		for _, s := range ss {
			sums.Count(s, slices.Contains(managed, s.AccountID), 1)
		}
		for _, row := range []any{&service.Tally{}, &service.MonthTally{}} {
			if err := tx.Everywhere(why).Where("number >= 0").Delete(row).Error; err != nil {
				return err
			}
		}
		lists, months := sums.Lists(service.Own, service.Below), sums.Months(service.Own, service.Below)
		if err := tx.Put(why, &lists); err != nil {
			return err
		}
		return tx.Put(why, &months)
	})
}

// checkFindable looks accounts and services up by their whole text.
func (a *App) checkFindable() {
	a.t.Helper()
	for table, look := range map[string]func(*db.Tx, string) ([]string, bool, error){
		"accounts": func(tx *db.Tx, text string) ([]string, bool, error) { return tx.Findable(text, 100_000) },
		"services": func(tx *db.Tx, text string) ([]string, bool, error) { return tx.FindServices(text, 100_000) },
	} {
		var rows []struct{ ID, ParentID, Search string }
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test looks at everything").Table(table).Where("id <> parent_id").Order("id").Limit(500).Find(&rows).Error
		})
		for _, row := range rows {
			a.Tx(func(tx *db.Tx) error {
				tx.By.Account = row.ParentID
				ids, ok, err := look(tx, row.Search)
				if err != nil {
					return err
				}
				if !ok || !slices.Contains(ids, row.ID) {
					a.t.Errorf("looking for the whole text of %s did not find it among %d %s", row.ID, len(ids), table)
				}
				return nil
			})
		}
	}
}
