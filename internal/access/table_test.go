package access_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
)

var update = flag.Bool("update", false, "write docs/permissions.md anew")

// page is where the table is printed.
var page = filepath.Join("..", "..", "docs", "permissions.md")

func TestTheTableIsPrintedInTheDocumentation(t *testing.T) {
	want := printed()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/permissions.md differs from the table; write it anew with: go test ./internal/access -update")
	}
}

// headings say what an account of each kind is.
var headings = map[access.Kind]string{
	access.Operator:    "In the operator's account",
	access.Distributor: "In the account of a distributor",
	access.Partner:     "In the account of a partner",
	access.Managed:     "In a managed account",
	access.Direct:      "In a direct account",
}

// printed is the page.
func printed() string {
	var b strings.Builder
	b.WriteString("# Who may do what\n\n" +
		"Tests write this page from the table by which every verb and every page decides (`internal/access`); what is not in it is refused.\n" +
		"A person has one role in each account where they have a seat. *What you may do here* in the person's menu shows everybody their own column.\n" +
		"In a managed account some of it also takes a setting: see [what each account may see](display-settings.md).\n")
	for _, k := range access.Kinds {
		fmt.Fprintf(&b, "\n## %s\n\n", headings[k])
		b.WriteString(grid(access.PermissionsIn(k), access.RolesIn(k), func(p access.Permission) []access.Role { return access.Holders(p, k) }))
	}
	b.WriteString("\n## In a managed account, viewed by its partner's people\n\n" +
		"Who enters a managed account keeps the role that they have at the partner, limited to what makes sense there: both tables must say yes.\n\n")
	b.WriteString(grid(access.PermissionsIn(access.Managed), access.RolesIn(access.Partner), access.WithinAManagedAccount))
	b.WriteString("\n## The roles\n\n| Role | |\n|---|---|\n")
	for _, r := range access.Roles {
		fmt.Fprintf(&b, "| %s | %s |\n", r, r.Sentence())
	}
	b.WriteString("\n## The permissions\n\n| Permission | | In a suspended account | In somebody's place |\n|---|---|---|---|\n")
	for _, p := range access.Permissions {
		fmt.Fprintf(&b, "| %s (`%s`) | %s | %s | %s |\n", p.Words(), p, p.Sentence(), suspended(p), acted(p))
	}
	b.WriteString(ownAndOpen)
	return b.String()
}

// grid is a table of permissions by roles; roles that nobody can have are no column.
func grid(ps []access.Permission, roles []access.Role, holders func(access.Permission) []access.Role) string {
	var b strings.Builder
	b.WriteString("| |")
	for _, r := range roles {
		fmt.Fprintf(&b, " %s |", r)
	}
	b.WriteString("\n|---|" + strings.Repeat(":-:|", len(roles)) + "\n")
	for _, p := range ps {
		if !slices.ContainsFunc(roles, func(r access.Role) bool { return slices.Contains(holders(p), r) }) {
			continue
		}
		fmt.Fprintf(&b, "| %s |", p.Words())
		for _, r := range roles {
			word := "–"
			if slices.Contains(holders(p), r) {
				word = "yes"
			}
			fmt.Fprintf(&b, " %s |", word)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func suspended(p access.Permission) string {
	if p.Reads() {
		return "goes on"
	}
	return "stops"
}

// acted says how far a permission goes for who acts in somebody's place.
func acted(p access.Permission) string {
	switch {
	case p.Personal():
		return "never"
	case p.Reads():
		return "reading"
	}
	return "with changes"
}

// ownAndOpen is what the table does not hold.
const ownAndOpen = `
## One's own

Everybody, with any role and in any account, reads and changes their own details, password, second factors, passkeys and sessions, and
reads their own activity. These need no permission, so no table can take them away. A person's name and phone are their own
once they have signed in: an admin edits those of people who were invited and have not come yet, and the role of everybody.

## In somebody's place

Whoever acts in somebody's place has that person's role, never more than either of the two may do: at first to read, and with a second step to
make changes. *Never* stands above for what nobody does for another, in any mode: how people get in, who comes in, roles, keys, what is paid
with, what cannot be undone, and what decides for others. The same holds for discarding a design, which nobody brings back, for changing many
accounts at once, and for what is kept for one person alone: saved views, notifications, and all of the person's own account. Of other
people's data they see what tells one from another: of an e-mail address its first letter and its domain, of a phone or tax number the last
two digits, of network addresses and service keys nothing. Files hold no more than the pages.

## Open cells, and how they were decided

The documents that the table follows leave some cells open. For the permissions that exist:

| Open | Decided |
|---|---|
| What the operator's two roles may do | An Operator Admin creates partners and distributors, manages the operator's own people and sends letters again. A Support Agent sees partners and letters, and changes neither |
| What a distributor's people may do | All of them see the partners that it referred, and enter no account below. Its Company Admin manages its people |
| What a partner's people may do inside a managed account | What their role may do at home and in a managed account as well. So its Company Admin manages the people of its managed accounts, sees their activity and sets their sign-in rules; the other roles see services |
| Whether the other roles see the list of managed accounts | Only the Company Admin opens Partner Admin. The others enter an account by the switcher or by a link |
| Whether Finance and Financial Contact exist in managed accounts | They do, and see services there. Nobody has financial powers in a managed account |
| Whether a partner sees the activity of its managed accounts | Its Company Admin does |
| How many Company Admins an account keeps | At least one who is active: the last one is not removed, demoted or deactivated, whoever asks and however many ask at once |
| Who may grant which role | Only who manages the people, and no role above their own |
| What a suspended account may still do | Whatever only reads |
| What helps when nobody can sign in | The command line on the server, which no role reaches. What it does is recorded under its own name |
`

// reference is what the documented table says of the acts that exist here,
// written by hand: the roles that have a tick.
var reference = []struct {
	act   string
	p     access.Permission
	kinds []access.Kind
	roles []access.Role
}{
	{"View services", access.ViewServices, []access.Kind{access.Partner, access.Managed, access.Direct}, access.Roles[:6]},
	{"Create managed account", access.CreateAccounts, []access.Kind{access.Partner}, access.Roles[:1]},
	{"Onboard managed-account users", access.ManageUsers, []access.Kind{access.Partner}, access.Roles[:1]},
	{"Feature configuration and renewal default", access.ConfigureAccounts, []access.Kind{access.Partner}, access.Roles[:1]},
	{"Create and update users", access.ManageUsers, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:1]},
	{"View users", access.ViewUsers, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:1]},
	{"View company activity", access.ViewActivity, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:1]},
}

func TestTheTableAgreesWithTheDocumentedOne(t *testing.T) {
	for _, row := range reference {
		for _, k := range row.kinds {
			if got := access.Holders(row.p, k); !slices.Equal(got, row.roles) {
				t.Errorf("%s in a %s account: %v, and documented is %v", row.act, k, got, row.roles)
			}
		}
	}
	for _, p := range []access.Permission{access.CreateAccounts, access.ConfigureAccounts, access.ListAccounts} {
		for _, k := range access.Kinds {
			if k != access.Partner && len(access.Holders(p, k)) > 0 {
				t.Errorf("%s in a %s account is a partner's alone", p, k)
			}
		}
	}
}

func TestEveryPermissionHasItsWords(t *testing.T) {
	for _, p := range access.Permissions {
		if p.Words() == "" || p.Sentence() == "" {
			t.Errorf("%s has no words", p)
		}
	}
	for _, r := range access.Roles {
		if r.Sentence() == "" {
			t.Errorf("%s has no sentence", r)
		}
	}
}

func TestNoRolePromisesBillingToAManagedAccount(t *testing.T) {
	for _, r := range access.RolesIn(access.Managed) {
		if s := r.Sentence(); strings.Contains(s, "billing") && !strings.Contains(s, "where there is any") {
			t.Errorf("%s: %q, and nobody sees any in a managed account", r, s)
		}
	}
}

func TestNoPersonsRoleRescues(t *testing.T) {
	for _, k := range access.Kinds {
		for _, r := range access.Holders(access.RescueUsers, k) {
			if slices.Contains(access.Roles, r) || slices.Contains(access.RolesIn(k), r) {
				t.Errorf("%s of a %s may rescue", r, k)
			}
		}
	}
	if access.OperatorAdmin.MayGrant(access.CommandLine, access.Operator) {
		t.Error("an admin may make somebody the command line")
	}
}
