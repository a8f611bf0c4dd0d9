package site

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/web/route"
)

// shell is the frame of a page called title.
func (s *Site) shell(r *Request, title string) layout.Shell {
	v := r.Visitor
	shell := layout.Shell{
		Title: title, Product: s.product(r), By: r.By, Notice: r.Notice, Now: s.now(), Origin: s.PublicURL, Path: r.Request().URL.RequestURI(),
		Person: layout.Person{Name: v.User.Name, Email: v.User.Email},
	}
	if v.Account.ID == "" {
		if strings.HasPrefix(r.Path(), route.Me) {
			s.leadBack(r, &shell)
		}
		return shell
	}
	shell.Person.Role = string(r.By.Role)
	shell.Here = place(v.Account)
	shell.Switch = r.By.Kind == access.Partner || v.Partner.ID != ""
	shell.Tabs, shell.Role = tabs(r), route.Role(v.Account.ID)
	s.countApprovals(r, &shell)
	if !r.By.Viewing() && r.By.May(access.SetNotifications) {
		shell.Notifications = route.Notifications(v.Account.ID)
	}
	if r.By.Acting != access.OwnName {
		shell.Bar, shell.Switch = s.barOf(r), false
		shell.Person.Name, shell.Person.Email = v.Act.As.Name, ""
		return shell
	}
	if v.Partner.ID != "" {
		own := v.Hands()
		above := place(v.Partner)
		shell.Above, shell.Person.Role = &above, string(own.Role)
		shell.Bar = s.bar(r)
	}
	return shell
}

// place is an account as the header names it.
func place(a account.Account) layout.Place {
	return layout.Place{Name: a.Name, Kind: kindWords[a.Kind], Href: route.Account(a.ID)}
}

var kindWords = map[access.Kind]string{
	access.Operator: "Operator", access.Distributor: "Distributor", access.Partner: "Partner",
	access.Managed: "Managed account", access.Direct: "Direct account",
}

// tabs are the rooms of the account that the caller may enter, the current one marked.
func tabs(r *Request) (ts []layout.Tab) {
	path, key := r.Path(), r.here()
	for _, t := range []struct {
		label, href string
		may         access.Permission
		roots       []string // patterns that lie in this room
	}{
		{"Dashboard", route.Dashboard(key), access.ViewDashboard, []string{route.Dashboard(":key")}},
		{"Partners", route.Partners(key), access.ListPartners, []string{route.Partners(":key"), route.Locks(":key")}},
		{"Services", route.Services(key), access.ViewServices, []string{route.Services(":key"), route.AllServices(":key"), route.Renewals(":key"), route.ServiceKeys(":key"), route.Connections(":key")}},
		{approvalsTab, route.Approvals(key), access.ViewRequests, []string{route.Approvals(":key")}},
		{"Marketplace", route.Marketplace(key), access.BrowseMarketplace, []string{route.Marketplace(":key")}},
		{"Partner Admin", route.Accounts(key), access.ListAccounts, []string{route.Accounts(":key"), route.Defaults(":key"), route.Changes(":key")}},
		{"Deliveries", route.Deliveries(key), access.BuildServices, []string{route.Deliveries(":key")}},
		{"Visits", route.Visits(key), access.WatchVisits, []string{route.Visits(":key"), route.Access(":key")}},
	} {
		if r.By.May(t.may) && (t.label != approvalsTab || !r.By.Narrowed()) {
			current := slices.ContainsFunc(t.roots, func(root string) bool { return strings.HasPrefix(path, root) })
			ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: current})
		}
	}
	if faces := catalogueFaces(r); len(faces) > 0 {
		current := slices.ContainsFunc(faces, func(t layout.Tab) bool { return t.Current })
		ts = append(ts, layout.Tab{Label: "Catalogue", Href: faces[0].Href, Current: current})
	}
	if r.By.Kind == access.Distributor && r.By.May(access.ViewMarkets) {
		ts = append(ts, layout.Tab{Label: "Billing markets", Href: route.Markets(key), Current: strings.HasPrefix(path, route.Markets(":key"))})
	}
	if faces := company(r); len(faces) > 0 {
		current := slices.ContainsFunc(faces, func(t layout.Tab) bool { return t.Current })
		ts = append(ts, layout.Tab{Label: "Company", Href: faces[0].Href, Current: current})
	}
	if r.By.May(access.AskSupport) {
		ts = append(ts, layout.Tab{Label: "Support", Href: route.Support(key), Current: path == route.Support(":key")})
	}
	return ts
}

// company are the faces of the Company room that the caller may see.
func company(r *Request) (ts []layout.Tab) {
	key := r.here()
	for _, t := range []struct {
		label, href, root string
		may               access.Permission
	}{
		{"Profile", route.CompanyProfile(key), route.CompanyProfile(":key"), access.ViewProfile},
		{"Users", route.Users(key), route.Users(":key"), access.ViewUsers},
		{"Activity", route.Activity(key), route.Activity(":key"), access.ViewActivity},
		{"Access", route.Access(key), route.Access(":key"), access.ViewAccess},
		{"Sign-in rules", route.CompanySecurity(key), route.CompanySecurity(":key"), access.SecureCompany},
		{"Support contacts", route.Contacts(key), route.Contacts(":key"), access.EditContacts},
		{"Billing markets", route.Markets(key), route.Markets(":key"), access.ViewMarkets},
		{"Letters", route.Letters(key), route.Letters(":key"), access.ViewLetters},
	} {
		if t.may == access.ViewMarkets {
			if r.By.Kind == access.Managed || r.By.Kind == access.Distributor {
				continue // a managed account has no markets, and a distributor's are a room of their own
			}
			if !r.By.Shows(access.SeesMarkets) {
				t.href = route.MarketRequests(key) // a referred partner has none either: it answers what its customers ask for
			}
		}
		if r.By.May(t.may) {
			ts = append(ts, layout.Tab{Label: t.label, Href: t.href, Current: strings.HasPrefix(r.Path(), t.root)})
		}
	}
	return ts
}

// product is the name at the mark: the operator's, once there is one.
func (s *Site) product(r *Request) string {
	if name := s.operator.Load(); name != nil {
		return *name
	}
	name := ""
	err := s.DB.Read(r.ctx(), access.Caller{}, func(tx *db.Tx) error {
		a, err := account.Operator(tx)
		name = a.Name
		return err
	})
	if err != nil {
		return "Tenantry"
	}
	s.operator.Store(&name)
	return name
}
