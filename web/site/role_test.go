package site_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestWhatYouMayDoHereNamesWhoMayDoTheRest(t *testing.T) {
	a := apptest.New(t)
	rory := a.Browser(cast.Rory).Open(route.Role(cast.Northwind)).Answers(http.StatusOK)
	rory.Sees("What you may do here").Sees("Read Only").Sees("Create managed accounts").Sees("Takes the role Company Admin")
	rory.Sees("Company Admin of Northwind PartnersPia Larsen").SeesNo("Cara Mendes").SeesNo("Rescue")

	pia := a.Browser(cast.Pia).Open(route.Role(cast.Northwind)).SeesNo("Takes the role").SeesNo("Why not")
	if n := len(access.PermissionsIn(access.Partner)); pia.Count("tbody tr") != n {
		t.Errorf("%d of %d permissions of a partner", pia.Count("tbody tr"), n)
	}
}

func TestTheOperatorsPeopleSeeTheirOwn(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive).Open(route.Role(cast.Meridian)).Sees("Operator Admin").SeesNo("Rescue").SeesNo("Takes the role")
	olive.Open(route.NewUser(route.Users(cast.Meridian)))
	olive.Press("Send", "person.0.first_name", "Una", "person.0.last_name", "Berg", "person.0.email", "una@meridian.example", "person.0.role", "Support Agent")
	olive.Answers(http.StatusOK).At(route.Users(cast.Meridian)).Sees("una@meridian.example").Sees("Support Agent")
	olive.Open(route.NewUser(route.Users(cast.Meridian)))
	olive.Press("Send", "person.0.first_name", "Ola", "person.0.last_name", "Lund", "person.0.email", "ola@meridian.example", "person.0.role", "Operator Admin")
	olive.Answers(http.StatusOK).Sees("ola@meridian.example")
	olive.Open(route.NewUser(route.Users(cast.Meridian)))
	olive.Press("Send", "person.0.first_name", "Eva", "person.0.last_name", "Moe", "person.0.email", "eva@meridian.example", "person.0.role", "Company Admin")
	olive.Answers(http.StatusUnprocessableEntity)

	sam := a.Browser(cast.Sam).Open(route.Role(cast.Meridian)).Sees("Takes the role Operator Admin").Sees("Olive Okafor")
	sam.Open(route.Users(cast.Meridian)).Answers(http.StatusForbidden)
	sam.Open(route.NewUser(route.Users(cast.Meridian))).Answers(http.StatusForbidden)
}

func TestAPartnersPersonSeesTheAdminsOfBothAccounts(t *testing.T) {
	a := apptest.New(t)
	rory := a.Browser(cast.Rory)
	rory.Post(route.Entry(cast.Acme), url.Values{})
	rory.Open(route.Role(cast.Acme)).Sees("Company Admin of Acme RoboticsAlice Novak").Sees("Company Admin of Northwind PartnersPia Larsen")
	rory.Sees("with your role at Northwind Partners").SeesNo("Partner Admin")
	a.Browser(cast.Ben).Open(route.Role(cast.Acme)).Sees("Alice Novak").SeesNo("Pia Larsen")
}

func TestAtMostFiveAdminsAreNamedAndOnlyThoseWhoCanHelp(t *testing.T) {
	a := apptest.New(t)
	_, err := a.Raw().Exec("UPDATE seats SET role = 'Company Admin' WHERE account_id = '" + cast.Northwind + "' AND user_id <> '" + cast.Rory.ID + "'")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Theo.ID + "'",
		"UPDATE users SET status = 'locked' WHERE id = '" + cast.Fiona.ID + "'",
	} {
		if _, err := a.Raw().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	a.Browser(cast.Rory).Open(route.Role(cast.Northwind)).Sees("Pia Larsen").Sees("Tariq Aziz").SeesNo("Theo Brandt").SeesNo("Fiona Walsh")
}

func TestASuspendedAccountSaysWhyNothingCanBeChanged(t *testing.T) {
	a := apptest.New(t)
	ivy := a.Browser(cast.Ivy).Open(route.Role(cast.IronBark)).Sees("This account is suspended.").Sees("Not while the account is suspended")
	if !slices.Contains(ivy.Texts("td .status"), "Yes") {
		t.Error("nothing can be read either")
	}
}

func TestARefusalNamesTheRoleAndLeadsToWhatItAllows(t *testing.T) {
	a := apptest.New(t)
	rory := a.Browser(cast.Rory).Open(route.NewAccount(cast.Northwind)).Answers(http.StatusForbidden)
	rory.Sees("Creating managed accounts takes the role Company Admin.").Sees("Your role is Read Only.")
	if rory.Count("a[href='"+route.Role(cast.Northwind)+"']") < 2 { // in the page, and in the menu
		t.Error("the page does not lead to what the role allows")
	}
	a.Stranger().Open("/nowhere").SeesNo("What you may do here")
	rory.Open(route.Accounts(cast.Cascade)).Answers(http.StatusNotFound).SeesNo("Your role is")
}

// documented is the documented table, written by hand: the acts that have a
// page here, and the roles that have a tick.
var documented = []struct {
	act     string
	address func(key string) string
	kinds   []access.Kind
	roles   []access.Role
}{
	{"View services", route.Services, []access.Kind{access.Partner, access.Managed, access.Direct}, access.Roles[:6]},
	{"Create managed account", route.NewAccount, []access.Kind{access.Partner}, access.Roles[:1]},
	{"View users", route.Users, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:1]},
	{"View company activity", route.Activity, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:1]},
	{"Update own details", func(string) string { return route.Me }, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:6]},
	{"View own activity", func(string) string { return route.MyActivity }, []access.Kind{access.Distributor, access.Partner, access.Managed, access.Direct}, access.Roles[:6]},
}

// homes are an account of each kind and somebody in it.
var homes = map[access.Kind]cast.Person{
	access.Operator: cast.Sam, access.Distributor: cast.Dina, access.Partner: cast.Rory, access.Managed: cast.Ben, access.Direct: cast.Sol,
}

// become gives a person of the cast another role, behind the portal's back.
func become(t *testing.T, a *apptest.App, p cast.Person, role access.Role) {
	t.Helper()
	if _, err := a.Raw().Exec("UPDATE seats SET role = '" + string(role) + "' WHERE user_id = '" + p.ID + "'"); err != nil {
		t.Fatal(err)
	}
}

func TestEveryRoleMayWhatTheDocumentedTableSays(t *testing.T) {
	for kind, who := range homes {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			b := a.Browser(who)
			for _, role := range access.RolesIn(kind) {
				become(t, a, who, role)
				for _, row := range documented {
					if !slices.Contains(row.kinds, kind) {
						continue
					}
					b.Open(row.address(who.Account))
					if open := b.Status == http.StatusOK; open != slices.Contains(row.roles, role) || !open && b.Status != http.StatusForbidden {
						t.Errorf("%s as %s of a %s: %d", row.act, role, kind, b.Status)
					}
				}
			}
		})
	}
}

// gates are the permissions behind the doors of the matrix; the others take none.
var gates = map[door][]access.Permission{
	partnersAdmin: {access.ListAccounts, access.CreateAccounts, access.EditAccounts, access.ConfigureAccounts, access.SuspendAccounts},
	subscribers:   {access.ViewServices},
	overseers:     {access.ListPartners},
	operators:     {access.ViewLetters},
	operatorAdmin: {access.CreatePartners, access.SendLetters},
	admins:        {access.ViewUsers, access.ManageUsers, access.ViewActivity, access.SecureCompany},
}

// Every role is driven against every route of its own account, and what comes
// of it is compared with the table of permissions.
func TestEveryRoleTimesEveryRouteAgreesWithTheTable(t *testing.T) {
	for kind, who := range homes {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			_, e := a.Server()
			b := a.Browser(who)
			for _, role := range access.RolesIn(kind) {
				become(t, a, who, role)
				by := a.By(who)
				by.Role = role
				for _, r := range routes(t, e) {
					needs := gates[doors[r.Method+" "+r.Path]]
					if len(needs) == 0 || !strings.Contains(r.Path, ":key") {
						continue
					}
					may := slices.ContainsFunc(needs, by.May)
					child := ownChild[who.Account]
					if child == "" {
						child = cast.Acme
					}
					got := try(t, b, r.Method, address(r.Path, who.Account, child))
					if (got.status == http.StatusForbidden) == may {
						t.Errorf("%s of a %s at %s %s: %d, and the table says %t", role, kind, r.Method, r.Path, got.status, may)
					}
				}
			}
		})
	}
}
