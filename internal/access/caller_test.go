package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
)

var kinds = []access.Kind{access.Operator, access.Distributor, access.Partner, access.Managed, access.Direct}

// matrix is who may do what at home: kind, role, and the permissions.
const matrix = `
operator Operator Admin: partners.list partners.create users.view users.manage activity.view company.secure letters.view letters.send
operator Support Agent: partners.list letters.view
distributor Company Admin: partners.list users.view users.manage activity.view company.secure
distributor Technical Admin: partners.list
distributor Technical Contact: partners.list
distributor Finance: partners.list
distributor Financial Contact: partners.list
distributor Read Only: partners.list
partner Company Admin: services.view accounts.enter accounts.list accounts.create accounts.edit accounts.configure accounts.suspend users.view users.manage activity.view company.secure
partner Technical Admin: services.view accounts.enter
partner Technical Contact: services.view accounts.enter
partner Finance: services.view accounts.enter
partner Financial Contact: services.view accounts.enter
partner Read Only: services.view accounts.enter
managed Company Admin: services.view users.view users.manage activity.view company.secure
managed Technical Admin: services.view
managed Technical Contact: services.view
managed Finance: services.view
managed Financial Contact: services.view
managed Read Only: services.view
direct Company Admin: services.view users.view users.manage activity.view company.secure
direct Technical Admin: services.view
direct Technical Contact: services.view
direct Finance: services.view
direct Financial Contact: services.view
direct Read Only: services.view
`

func TestWhoMayDoWhat(t *testing.T) {
	var got strings.Builder
	got.WriteByte('\n')
	for _, k := range kinds {
		for _, r := range access.Roles {
			by := access.Caller{User: "u", Account: "a", Kind: k, Seat: "a", SeatKind: k, Role: r}
			var may []string
			for _, p := range access.Permissions {
				if by.May(p) {
					may = append(may, string(p))
				}
				if (by.Must(p) == nil) != by.May(p) {
					t.Errorf("%s %s: Must and May differ about %s", k, r, p)
				}
			}
			if len(may) > 0 {
				got.WriteString(string(k) + " " + string(r) + ": " + strings.Join(may, " ") + "\n")
			}
		}
	}
	if got.String() != matrix {
		t.Errorf("the matrix is%s", got.String())
	}
}

func TestInsideAManagedAccountAPartnersPersonKeepsWhatMakesSenseThere(t *testing.T) {
	for _, r := range access.Roles {
		by := access.Caller{User: "u", Account: "m", Kind: access.Managed, Seat: "p", SeatKind: access.Partner, Role: r}
		for _, p := range access.Permissions {
			want := p == access.ViewServices && r != access.OperatorAdmin && r != access.SupportAgent ||
				r == access.CompanyAdmin && slices.Contains([]access.Permission{access.ViewUsers, access.ManageUsers, access.ViewActivity, access.SecureCompany}, p)
			if by.May(p) != want {
				t.Errorf("%s may %s: %t", r, p, !want)
			}
		}
		if !by.Viewing() {
			t.Error("does not know that it is viewing")
		}
	}
}

func TestASuspendedAccountIsReadAndNotChanged(t *testing.T) {
	by := access.Caller{User: "u", Account: "p", Kind: access.Partner, Seat: "p", SeatKind: access.Partner, Role: access.CompanyAdmin, Suspended: true}
	for p, want := range map[access.Permission]bool{
		access.ListAccounts: true, access.ViewServices: true, access.EnterAccounts: true,
		access.CreateAccounts: false, access.EditAccounts: false, access.ConfigureAccounts: false, access.SuspendAccounts: false,
	} {
		err := by.Must(p)
		if by.May(p) != want || (err == nil) != want {
			t.Errorf("%s: %t, %v", p, by.May(p), err)
		}
		if err != nil && (!fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "suspended")) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

func TestTheZeroCallerMayDoNothing(t *testing.T) {
	for _, by := range []access.Caller{{}, {User: "u"}, {Account: "a", Kind: access.Partner, SeatKind: access.Partner, Role: access.CompanyAdmin}} {
		for _, p := range access.Permissions {
			if by.May(p) || !fault.Is(by.Must(p), fault.Forbidden) {
				t.Errorf("%+v may %s", by, p)
			}
		}
	}
	admin := access.Caller{User: "u", Account: "a", Kind: access.Partner, SeatKind: access.Partner, Role: access.CompanyAdmin}
	if admin.May("no.such.permission") {
		t.Error("may do what nobody has heard of")
	}
}

func TestARefusalNamesTheRoleThatMay(t *testing.T) {
	by := access.Caller{User: "u", Account: "p", Kind: access.Partner, Seat: "p", SeatKind: access.Partner, Role: access.ReadOnly}
	for p, want := range map[access.Permission]string{
		access.CreateAccounts: "Creating managed accounts takes the role Company Admin.",
		access.CreatePartners: "Creating partners and distributors takes the role Operator Admin of the operator.",
	} {
		if got := by.Must(p).Error(); got != want {
			t.Errorf("%s: %q", p, got)
		}
	}
}
