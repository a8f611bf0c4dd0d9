package attack_test

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

// What a column that may hold personal data or a secret is to who acts.
const (
	maskedData = "masked" // of people and companies: shown masked, at most
	secretData = "secret" // reaches no page at all
	openData   = "open"   // may be read: published, or of no person
)

// personalData are the columns whose names say that they may hold such things.
var personalData = map[string]string{
	"users.email": maskedData, "users.email_fold": maskedData, "users.phone": maskedData, "seats.email": maskedData, "seats.email_fold": maskedData, "seats.phone": maskedData,
	"sessions.address": maskedData, "attempts.address": maskedData, "events.address": maskedData, "accounts.support_phone": maskedData, "accounts.support_email": maskedData, "address_changes.email": maskedData,
	"listings.email": maskedData, "listings.phone": maskedData, // while they are not listed: what is listed is published
	"billing_markets.contact_phone": maskedData, "billing_markets.contact_emails": maskedData, "billing_markets.tax_number": maskedData, "letters.to_address": maskedData,

	"users.password_hash": secretData, "links.hash": secretData, "attempts.address_hash": secretData, "allowances.key_hash": secretData, "sessions.hash": secretData, "spent_secrets.hash": secretData,
	"visits.session_hash": secretData, "factors.secret": secretData, "recovery_codes.hash": secretData, "ceremonies.hash": secretData, "address_changes.code_hash": secretData,
	"devices.hash": secretData, "service_keys.code": secretData, "letters.facts": secretData,

	// Names and addresses for searching, which are in columns of their own as well.
	"accounts.search": openData, "seats.search": openData, "letters.search": openData, "approval_requests.search": openData, "services.search": openData,
	"locations.search": openData, "listings.search": openData,
	// Yes, no and how many.
	"accounts.contact": openData, "users.wrong_codes": openData, "seats.edits_contact": openData, "receipts.token": openData,
	// What covers the record, and what a browser says it is.
	"events.hash": openData, "chains.hash": openData, "checkpoints.hash": openData, "events.device": openData, "attempts.device": openData, "sessions.agent": openData,
	// What the catalogue sells, and who is named on bills.
	"markets.tax_name": openData, "markets.tax_note": openData, "locations.address": openData, "promotions.code": openData, "promotions.code_fold": openData,
	"billing_markets.contact_name": openData,
}

// personalName is that of a column which says that it may hold such things.
var personalName = regexp.MustCompile(`(?:^|_)(?:e?mails?|phone|address|token|secret|hash|codes?|tax|contact|agent|password|facts|search|device|birth|passport|iban|card)(?:_|$)`)

// tablesOf are the tables of the database.
func tablesOf(t *testing.T, a *apptest.App) (names []string) {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'account_parts%' AND name NOT LIKE 'service_parts%' AND name NOT LIKE 'goose%'"
	if apptest.Postgres() {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'goose%'"
	}
	names = texts(t, a, query)
	slices.Sort(names)
	if len(names) < 20 {
		t.Fatalf("%d tables", len(names))
	}
	return names
}

// A column with personal data or secrets that nobody said anything of would be
// one that the crawler does not look for.
func TestTheCrawlerKnowsEveryColumnWithPersonalData(t *testing.T) {
	a := apptest.New(t)
	seen := map[string]bool{}
	for _, table := range tablesOf(t, a) {
		for _, c := range columns(t, a, "SELECT * FROM "+table+" LIMIT 0") {
			seen[table+"."+c] = true
			if personalName.MatchString(c) && personalData[table+"."+c] == "" && table != "service_texts" { // SQLite's index of services.search
				t.Errorf("%s.%s may hold personal data or a secret: say what it is to who acts in somebody's place", table, c)
			}
		}
	}
	for c := range personalData {
		if !seen[c] {
			t.Errorf("there is no %s any more", c)
		}
	}
}

// trace is a value that must not be in what somebody gets who acts.
type trace struct{ column, value string }

// letterSecret is what a letter holds to be used once.
var letterSecret = regexp.MustCompile(`"secret":"([^"]+)"`)

// tracesOf are all such values in the database, but the address of who acts: their own.
func tracesOf(t *testing.T, a *apptest.App, who cast.Person) (all []trace) {
	t.Helper()
	published := texts(t, a, "SELECT email FROM listings WHERE listed = TRUE UNION SELECT phone FROM listings WHERE listed = TRUE")
	add := func(column, value string) {
		if len(value) >= 6 && !strings.EqualFold(value, who.Email) && !slices.Contains(published, value) {
			all = append(all, trace{column, value})
		}
	}
	n := map[string]int{}
	for column, kind := range personalData {
		table, name, _ := strings.Cut(column, ".")
		if kind == openData {
			continue
		}
		held := "SELECT DISTINCT " + name + " FROM " + table + " WHERE " + name + " <> ''"
		if table == "listings" {
			held += " AND listed = FALSE"
		}
		for _, v := range texts(t, a, held) {
			n[column]++
			switch {
			case column == "letters.facts":
				for _, m := range letterSecret.FindAllStringSubmatch(v, -1) {
					add(column, m[1])
				}
			case strings.Contains(name, "emails"):
				for _, one := range strings.Split(v, ", ") {
					add(column, one)
				}
			case strings.Contains(name, "phone"):
				add(column, v)
				add(column, account.ReadPhone(v, ""))
				for _, country := range []string{"AU", "US", "JP", "NZ", "GB", "DE", "SG"} {
					add(column, account.ReadPhone(v, country))
				}
			default:
				add(column, v)
			}
		}
	}
	for _, column := range []string{"users.email", "users.phone", "sessions.address", "events.address", "accounts.support_email", "billing_markets.tax_number", "service_keys.code", "letters.facts", "listings.email", "listings.phone"} {
		if n[column] == 0 {
			t.Errorf("there is nothing in %s to be looked for", column)
		}
	}
	return all
}

// found are the traces in a text.
func found(all []trace, body string) (fs []trace) {
	body = strings.NewReplacer("&#43;", "+", "&nbsp;", " ", "\u00a0", " ").Replace(body)
	for _, tr := range all {
		if strings.Contains(body, tr.value) {
			fs = append(fs, tr)
		}
	}
	return fs
}

// pictures are the tables as they are, to be compared.
func pictures(t *testing.T, a *apptest.App) map[string]string {
	t.Helper()
	of := map[string]string{}
	for _, table := range tablesOf(t, a) {
		of[table] = picture(t, a, "SELECT * FROM "+table)
	}
	return of
}

// picture is what a query answers, in whatever order.
func picture(t *testing.T, a *apptest.App, query string) string {
	t.Helper()
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(query, err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%v", values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d rows %x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

// differ are the tables that are not as they were, but some.
func differ(was, is map[string]string, but ...string) (tables []string) {
	for table := range is {
		if was[table] != is[table] && !slices.Contains(but, table) {
			tables = append(tables, table)
		}
	}
	slices.Sort(tables)
	return tables
}
