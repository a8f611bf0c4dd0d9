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
operator Operator Admin: partners.list partners.create users.view users.manage activity.view company.secure letters.view letters.send accounts.inspect settings.lock accounts.support contacts.edit catalogue.view catalogue.edit prices.edit services.build accounts.act access.default visits.watch visits.end access.break
operator Support Agent: partners.list letters.view accounts.inspect catalogue.view services.build accounts.act visits.watch
distributor Company Admin: partners.list users.view users.manage activity.view company.secure profile.view profile.edit markets.view markets.set access.view access.grant
distributor Technical Admin: partners.list profile.view
distributor Technical Contact: partners.list profile.view
distributor Finance: partners.list profile.view markets.view markets.set
distributor Financial Contact: partners.list profile.view markets.view markets.set
distributor Read Only: partners.list profile.view
partner Company Admin: services.view accounts.enter accounts.list accounts.create accounts.edit accounts.configure accounts.suspend users.view users.manage activity.view company.secure dashboard.view profile.view profile.edit marketplace.browse marketplace.view marketplace.edit prices.cost markets.view markets.answer support.ask notifications.set accounts.preview services.design services.order services.change services.end services.lock servicekeys.manage connections.answer approvals.view approvals.decide approvals.rule markets.set accounts.act access.view access.grant access.default accounts.delegate
partner Technical Admin: services.view accounts.enter dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design services.order services.change services.end servicekeys.manage connections.answer approvals.view approvals.decide
partner Technical Contact: services.view accounts.enter dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design services.change approvals.view approvals.decide
partner Finance: services.view accounts.enter dashboard.view profile.view marketplace.browse marketplace.view prices.cost markets.view markets.answer support.ask notifications.set services.design services.order servicekeys.manage connections.answer approvals.view markets.set
partner Financial Contact: services.view accounts.enter dashboard.view profile.view marketplace.browse marketplace.view prices.cost markets.view markets.answer support.ask notifications.set services.design approvals.view markets.set
partner Read Only: services.view accounts.enter dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design approvals.view
managed Company Admin: services.view users.view users.manage activity.view company.secure dashboard.view profile.view marketplace.browse markets.view markets.request support.ask notifications.set services.design services.order services.change services.end services.lock servicekeys.manage approvals.view access.view access.grant
managed Technical Admin: services.view dashboard.view profile.view marketplace.browse markets.view markets.request support.ask notifications.set services.design services.order services.change services.end servicekeys.manage approvals.view
managed Technical Contact: services.view dashboard.view profile.view marketplace.browse markets.view support.ask notifications.set services.design services.change approvals.view
managed Finance: services.view dashboard.view profile.view marketplace.browse markets.view markets.request support.ask notifications.set services.design services.order servicekeys.manage approvals.view
managed Financial Contact: services.view dashboard.view profile.view marketplace.browse markets.view support.ask notifications.set services.design approvals.view
managed Read Only: services.view dashboard.view profile.view marketplace.browse markets.view support.ask notifications.set services.design approvals.view
direct Company Admin: services.view users.view users.manage activity.view company.secure dashboard.view profile.view profile.edit marketplace.browse marketplace.view marketplace.edit markets.view support.ask notifications.set services.design services.order services.change services.end services.lock servicekeys.manage connections.answer markets.set access.view access.grant
direct Technical Admin: services.view dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design services.order services.change services.end servicekeys.manage connections.answer
direct Technical Contact: services.view dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design services.change
direct Finance: services.view dashboard.view profile.view marketplace.browse marketplace.view markets.view support.ask notifications.set services.design services.order servicekeys.manage connections.answer markets.set
direct Financial Contact: services.view dashboard.view profile.view marketplace.browse marketplace.view markets.view support.ask notifications.set services.design markets.set
direct Read Only: services.view dashboard.view profile.view marketplace.browse marketplace.view support.ask notifications.set services.design
`

func TestWhoMayDoWhat(t *testing.T) {
	var got strings.Builder
	got.WriteByte('\n')
	for _, k := range kinds {
		for _, r := range access.Roles {
			by := access.Caller{User: "u", Sees: access.SeesAll, Account: "a", Kind: k, Seat: "a", SeatKind: k, Role: r}
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

var (
	customers = []access.Permission{
		access.ViewServices, access.ViewDashboard, access.ViewProfile, access.BrowseMarketplace, access.AskSupport, access.SetNotifications,
		access.DesignServices, access.ViewRequests,
	}
	ordering    = []access.Permission{access.OrderServices, access.KeyServices}
	admins      = []access.Permission{access.ViewUsers, access.ManageUsers, access.ViewActivity, access.SecureCompany, access.ViewAccess}
	orderers    = []access.Role{access.CompanyAdmin, access.TechnicalAdmin, access.Finance}
	technicians = []access.Role{access.CompanyAdmin, access.TechnicalAdmin, access.TechnicalContact}
	billers     = []access.Role{access.CompanyAdmin, access.Finance, access.FinancialContact}
)

func TestInsideAManagedAccountAPartnersPersonKeepsWhatMakesSenseThere(t *testing.T) {
	for _, r := range access.Roles {
		by := access.Caller{User: "u", Sees: access.SeesAll, Account: "m", Kind: access.Managed, Seat: "p", SeatKind: access.Partner, Role: r}
		for _, p := range access.Permissions {
			want := r != access.OperatorAdmin && r != access.SupportAgent && slices.Contains(customers, p) ||
				r == access.CompanyAdmin && slices.Contains(admins, p) || p == access.ViewMarkets && slices.Contains(billers, r) ||
				slices.Contains(ordering, p) && slices.Contains(orderers, r) || p == access.ChangeServices && slices.Contains(technicians, r) ||
				p == access.EndServices && slices.Contains(technicians[:2], r) || p == access.LockServices && r == access.CompanyAdmin
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
	by := access.Caller{User: "u", Sees: access.SeesAll, Account: "p", Kind: access.Partner, Seat: "p", SeatKind: access.Partner, Role: access.CompanyAdmin, Suspended: true}
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
	admin := access.Caller{User: "u", Sees: access.SeesAll, Account: "a", Kind: access.Partner, SeatKind: access.Partner, Role: access.CompanyAdmin}
	if admin.May("no.such.permission") {
		t.Error("may do what nobody has heard of")
	}
}

func TestARefusalNamesTheRoleThatMay(t *testing.T) {
	by := access.Caller{User: "u", Sees: access.SeesAll, Account: "p", Kind: access.Partner, Seat: "p", SeatKind: access.Partner, Role: access.ReadOnly}
	for p, want := range map[access.Permission]string{
		access.CreateAccounts: "Creating managed accounts takes the role Company Admin.",
		access.OrderServices:  "Ordering services takes the role Company Admin, Technical Admin or Finance.",
		access.CreatePartners: "Creating partners, distributors and direct accounts takes the role Operator Admin of the operator.",
	} {
		if got := by.Must(p).Error(); got != want {
			t.Errorf("%s: %q", p, got)
		}
	}
}

// personal are the permissions that nobody uses in somebody’s place.
var personal = []access.Permission{
	access.EnterAccounts, access.PreviewAccounts, access.ActAs, access.CreateAccounts, access.SuspendAccounts, access.CreatePartners,
	access.ManageUsers, access.SecureCompany, access.ViewLetters, access.SendLetters, access.AskSupport, access.SetNotifications,
	access.EndServices, access.KeyServices, access.SetMarkets, access.DecideRequests, access.RuleRequests,
	access.GrantAccess, access.DefaultAccess, access.WatchVisits, access.EndVisits, access.BreakGlass, access.Delegate, access.RescueUsers,
}

func TestActingNeverGoesFurtherThanThePersonsRoleAndNeverToWhatIsPersonal(t *testing.T) {
	for _, k := range access.Kinds {
		for _, r := range access.RolesIn(k) {
			own := access.Caller{User: "alice", Sees: access.SeesAll, Account: "a", Kind: k, Seat: "a", SeatKind: k, Role: r}
			sam := own
			sam.User, sam.As, sam.AsName, sam.Home, sam.Visit = "sam", "alice", "Alice Novak", "o", "v"
			for _, p := range access.Permissions {
				sam.Acting = access.Changing
				if want := own.May(p) && !slices.Contains(personal, p); sam.May(p) != want || (sam.Must(p) == nil) != want {
					t.Errorf("%s %s may %s while acting with changes: %t, %v", k, r, p, sam.May(p), sam.Must(p))
				}
				sam.Acting = access.Reading
				if want := own.May(p) && !slices.Contains(personal, p) && p.Reads(); sam.May(p) != want || (sam.Must(p) == nil) != want {
					t.Errorf("%s %s may %s while acting: %t, %v", k, r, p, sam.May(p), sam.Must(p))
				}
			}
			if sam.Self() != "alice" || sam.From() != "o" || own.Self() != "alice" || own.From() != "a" {
				t.Errorf("%s %s: %q, %q", k, r, sam.Self(), sam.From())
			}
		}
	}
}

func TestARefusalWhileActingSaysWhy(t *testing.T) {
	by := access.Caller{
		User: "sam", As: "alice", AsName: "Alice Novak", Home: "o", Visit: "v", Acting: access.Reading,
		Sees: access.SeesAll, Account: "a", Kind: access.Managed, Seat: "a", SeatKind: access.Managed, Role: access.CompanyAdmin,
	}
	for p, want := range map[access.Permission]string{
		access.ManageUsers:    "Managing the people of an account is not done in somebody’s place. Alice Novak has to do it.",
		access.ChangeServices: "You act as Alice Novak and can read. Changing services takes the second step, Make changes.",
	} {
		if err := by.Must(p); !fault.Is(err, fault.Forbidden) || err.Error() != want {
			t.Errorf("%s: %v", p, err)
		}
	}
}
