package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	acc "github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	serv "github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/defaults"
	"github.com/tenantry/tenantry/templates/failure"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/partners"
	svc "github.com/tenantry/tenantry/templates/services"
	"github.com/tenantry/tenantry/templates/signin"
	"github.com/tenantry/tenantry/templates/switcher"
	"github.com/tenantry/tenantry/templates/ui"
)

// pages are the pages of the portal, as it draws them itself.
func pages() []story {
	suspended := sampleAccounts()[8]
	return []story{
		{"accounts", accounts.Index(indexPage())},
		{"accounts-filtered", accounts.Index(filtered())},
		{"accounts-no-match", accounts.Index(noMatch())},
		{"accounts-empty", accounts.Index(accounts.IndexPage{Shell: pia("Managed Accounts"), Partner: northwind})},
		{"accounts-may-not", accounts.Index(mayNot())},
		{"account-new", accounts.New(newPage(nil))},
		{"account-new-errors", accounts.New(newPage(wrongDraft))},
		{"account-details", accounts.Show(showPage(acme(), "Details"))},
		{"account-suspended", accounts.Show(showPage(suspended, "Details"))},
		{"account-closed", accounts.Show(showPage(sampleAccounts()[10], "Details"))},
		{"account-prompt", accounts.Show(prompted())},
		{"account-features", accounts.Features(featuresPageOf(acme(), "Features"))},
		{"account-feature", accounts.Feature(featurePage(acme(), setting.ThisAccount))},
		{"account-feature-all", accounts.Feature(featurePage(acme(), setting.AllAccounts))},
		{"account-history", accounts.History(historyPage())},
		{"account-closure", accounts.Closure(accounts.ClosurePage{Shell: pia("Close Ember & Oak Interiors"), Account: sampleAccounts()[4]})},
		{"account-closure-refused", accounts.Closure(accounts.ClosurePage{Shell: pia("Close Acme Robotics"), Account: acme(), Problem: "Acme Robotics still has 14 services. An account is closed after its last service has ended."})},
		{"import", accounts.Import(accounts.ImportPage{Shell: pia("Import managed accounts"), Partner: northwind})},
		{"import-refused", accounts.Import(accounts.ImportPage{Shell: pia("Import managed accounts"), Partner: northwind, Problems: fault.Fields{{Field: "file", Text: "The file has no column \"reference\""}}})},
		{"import-tried", accounts.Import(importPage(false))},
		{"import-done", accounts.Import(importPage(true))},
		{"bulk-features", accounts.Bulk(bulkPage("features", "Set features of 5 accounts", "Save for 5 accounts"))},
		{"bulk-tag", accounts.Bulk(bulkPage("tag", "Tag 5 accounts", "Save for 5 accounts"))},
		{"bulk-suspend", accounts.Bulk(bulkPage("suspend", "Suspend 5 accounts", "Suspend 5 accounts"))},
		{"bulk-none", accounts.Bulk(accounts.BulkPage{Shell: pia("Suspend 0 accounts"), Title: "Suspend 0 accounts", Act: "suspend", Problems: fault.Fields{{Field: "act", Text: "Tick at least one account in the list"}}})},
		{"bulk-done", accounts.Bulk(bulkDone())},
		{"defaults", defaults.Index(defaults.IndexPage{Shell: pia("Defaults for managed accounts"), Partner: northwind, Values: values(false), Refresh: setting.ReturnToPartner})},
		{"default", accounts.Feature(featurePage(acc.Account{}, setting.AllAccounts))},
		{"services-viewing", svc.Index(servicesPage())},
		{"services-empty", svc.Index(svc.IndexPage{Shell: viewing("Services"), Account: sampleAccounts()[4]})},
		{"services-no-match", svc.Index(servicesNoMatch())},
		{"switcher", switcher.Switch(switcher.Page{Shell: pia("Go to an account"), Find: "co", From: "/accounts", Status: "3 accounts match “co”", Groups: matchGroups()})},
		{"switcher-confirm", switcher.Confirm(switcher.ConfirmPage{Shell: pia("Switch to Acme Robotics?"), Account: "Acme Robotics", Reference: "CRM-1001", Partner: "Northwind Partners", Enter: "/a/acmerb4t/entry", Next: "/a/acmerb4t/services", Back: "/accounts"})},
		{"door", signin.SignIn(signInPage(nil))},
		{"door-refused", signin.SignIn(signInPage(fault.Fields{{Field: "email", Text: "The e-mail address or the password is not right"}}))},
		{"door-plain", signin.SignIn(signin.SignInPage{Shell: stranger("Sign in"), Operator: "Meridian Networks"})},
		{"set-up", signin.SetUp(signin.SetUpPage{Shell: stranger("Set up the portal"), Action: "/setup/x"})},
		{"set-up-errors", signin.SetUp(signin.SetUpPage{Shell: stranger("Set up the portal"), Action: "/setup/x", Draft: auth.SetUpDraft{Operator: "Meridian Networks", Email: "olive"}, Problems: fault.Fields{{Field: "person", Text: "Enter the Name"}, {Field: "email", Text: "That is not an e-mail address. Example: noc@northwind.example"}, {Field: "password", Text: "The password has 8 characters. Use at least 15: a few words are easy to remember"}}})},
		{"welcome", signin.Welcome(signin.WelcomePage{Shell: stranger("Set your password"), Action: "/welcome/x", Name: "Pia Larsen"})},
		{"partners", partners.Index(partnersPage())},
		{"partners-empty", partners.Index(partners.IndexPage{Shell: olive("Partners"), Here: meridian})},
		{"partner-new", partners.New(newPartner(nil))},
		{"partner-new-errors", partners.New(newPartner(fault.Fields{{Field: "name", Text: "Enter the Name"}, {Field: "support", Text: "Choose who supports the customers"}, {Field: "email", Text: "Somebody has this e-mail address already. One address is one person"}}))},
		{"partner-link", partners.Link(partners.LinkPage{Shell: olive("Link for Ida Holm"), Account: acc.Account{ID: "tdelne5k", Name: "Tideline Networks"}, Admin: "Ida Holm", Link: "https://portal.meridian.example/welcome/4f8e1c0b9a7d6e5f4c3b2a1908f7e6d5c4b3a2918f7e6d5c4b3a29180f7e6d5c"})},
		{"failure-404", failure.Failure(failure.Page{Shell: pia("There is nothing at this address"), Mishap: notThere})},
		{"failure-403", failure.Failure(failure.Page{Shell: pia("That takes another role"), Mishap: notAllowed})},
		{"failure-stranger", failure.Failure(failure.Page{Shell: stranger("Something went wrong here"), Mishap: broken})},
	}
}

var (
	northwind = acc.Account{ID: "nrthw3nd", Kind: access.Partner, Name: "Northwind Partners", Support: acc.ByPartner, Status: acc.Active, Country: "AU", Domain: "northwind.example"}
	meridian  = acc.Account{ID: "merdn2k7", Kind: access.Operator, Name: "Meridian Networks", Status: acc.Active}

	notThere   = ui.Mishap{Code: "404", Title: "There is nothing at this address", Text: "The address may be mistyped, or it belongs to an account that you can’t enter. We answer both in the same way.", Ways: []ui.Way{{Label: "Your first page", Text: "Where you begin after signing in", Href: "/accounts"}}}
	notAllowed = ui.Mishap{Code: "403", Title: "That takes another role", Text: "Creating managed accounts takes the role Company Admin.", Ways: []ui.Way{{Label: "Your first page", Text: "Where you begin after signing in", Href: "/accounts"}}}
	broken     = ui.Mishap{Code: "500", Title: "Something went wrong here", Text: "It is not your doing, and it has been noted. Try again in a moment.", Reference: "r-6t2mq8", Ways: []ui.Way{{Label: "Your first page", Text: "Where you begin after signing in", Href: "/door"}}}
)

// pia is the frame of a page of Northwind Partners, seen by its Company Admin.
func pia(title string) layout.Shell {
	s := shell(title)
	s.By = access.Caller{User: "pia", Name: "Pia Larsen", Account: northwind.ID, Kind: access.Partner, Role: access.CompanyAdmin, Seat: northwind.ID, SeatKind: access.Partner}
	s.Here.Href = "/accounts"
	s.Tabs = []layout.Tab{{Label: "Services", Href: "/services-empty"}, {Label: "Partner Admin", Href: "/accounts", Current: true}}
	return s
}

func olive(title string) layout.Shell {
	s := shell(title)
	s.By = access.Caller{User: "olive", Name: "Olive Okafor", Account: meridian.ID, Kind: access.Operator, Role: access.OperatorAdmin, Seat: meridian.ID, SeatKind: access.Operator}
	s.Person = layout.Person{Name: "Olive Okafor", Email: "olive@meridian.example", Role: "Operator Admin"}
	s.Product, s.Switch = "Meridian Networks", false
	s.Here = layout.Place{Name: "Meridian Networks", Kind: "Operator", Href: "/partners"}
	s.Tabs = []layout.Tab{{Label: "Partners", Href: "/partners", Current: true}}
	return s
}

// sampleAccounts are the accounts of the list as the house knows them.
func sampleAccounts() (as []acc.Account) {
	keys := []string{"acmerb4t", "bbttxg52", "cbthea3m", "dnfds4k7", "emberak5", "fthmsr3v", "gwngav8n", "hrtmta2x", "rnbark9s", "qrexhvs4", "tdewtr7c"}
	own := func(v value) acc.Own {
		if !v.own {
			return acc.OwnNone
		}
		return acc.OwnOf(v.on)
	}
	for i, a := range accountsOf() {
		status := map[string]acc.Status{"Active": acc.Active, "Suspended": acc.Suspended, "Closed": acc.Closed}[a.status]
		as = append(as, acc.Account{
			ID: keys[i], Kind: access.Managed, ParentID: northwind.ID, Name: a.name, Reference: a.ref, Support: acc.ByPartner, Status: status,
			Services: int64(a.services), PricingOwn: own(a.pricing), ApprovalOwn: own(a.queue), RenewalOwn: own(a.renewal),
			CreatedAt: a.created, CreatedBy: "Pia Larsen", Version: 3, SupportPhone: "+61293744000", SupportEmail: "noc@northwind.example",
		})
	}
	return as
}

func acme() acc.Account { return sampleAccounts()[0] }

func indexPage() accounts.IndexPage {
	head := func(label string, numeric bool, class string) ui.Head {
		return ui.Head{Label: label, Href: "/accounts", Numeric: numeric, Class: class}
	}
	as := sampleAccounts()
	p := accounts.IndexPage{
		Shell: pia("Managed Accounts"), Partner: northwind, Tally: acc.Tally{All: 46, Active: 44, NoContact: 3, Suspended: 1},
		Page: acc.Page{Accounts: as, Total: 46, Later: true}, Inherited: acc.Inherited{Renewal: true, Approval: true},
		Faces: []layout.Tab{{Label: "All", Href: "/accounts", Count: "46", Current: true}, {Label: "No support contact", Href: "/accounts", Count: "3"}, {Label: "Suspended", Href: "/accounts", Count: "1"}},
		Heads: []ui.Head{
			{Label: "Name", Href: "/accounts", Sorted: "asc"}, head("Reference", false, ""), head("Support", false, "drop"), head("Services", true, ""),
			head("Pricing", false, ""), head("Approval queue", false, ""), head("Renewal", false, ""), head("Status", false, ""), head("Created", false, "drop"),
		},
		Pages:  ui.Pages{Text: "1 to 11 of 46", Page: "Page 1 of 5", Next: "/accounts", Rows: &ui.Rows{Action: "/accounts", Name: "size", Options: []ui.Option{{Value: "25", Label: "25"}, {Value: "50", Label: "50", Chosen: true}}}},
		Result: "46 accounts", Clear: "/accounts", Export: "/accounts", ViewName: "All accounts",
		More: []ui.Choice{
			{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}, {Value: "active", Label: "Active"}, {Value: "suspended", Label: "Suspended"}, {Value: "closed", Label: "Closed"}}},
			{Label: "Support", Name: "support", Options: []ui.Option{{Label: "Any"}, {Value: "partner", Label: "Partner"}, {Value: "operator", Label: "Operator"}}},
			{Label: "Pricing", Name: "pricing", Options: []ui.Option{{Label: "Any"}, {Value: "on", Label: "On"}, {Value: "off", Label: "Off"}}},
		},
		Views: []accounts.ViewLink{
			{View: acc.View{ID: "v1", Name: "Australia, by name", Shared: true}, Href: "/accounts-filtered", Mine: true},
			{View: acc.View{ID: "v2", Name: "Without a support contact", Shared: true}, Href: "/accounts"},
			{View: acc.View{ID: "v3", Name: "New since August"}, Href: "/accounts", Mine: true},
		},
		Fresh: as[3].ID,
	}
	for i, c := range acc.Columns[1:] {
		p.Choose = append(p.Choose, ui.Box{Label: p.Heads[i+1].Label, Name: "hide", Value: string(c)})
	}
	return p
}

func filtered() accounts.IndexPage {
	p := indexPage()
	p.Fresh, p.Query, p.ViewName = "", "support=partner&tag=Australia", "Australia, by name"
	p.Views[0].Current = true
	p.Chips = []accounts.Chip{{Label: "Support", Value: "Partner", Remove: "/accounts"}, {Label: "Tag", Value: "Australia", Remove: "/accounts"}}
	p.Keep = map[string]string{"support": "partner", "tag": "Australia"}
	p.Page.Total, p.Result = 44, "44 of 46 accounts"
	return p
}

func noMatch() accounts.IndexPage {
	p := indexPage()
	p.Filter.Find, p.Filter.Status, p.Near = "cobolt", acc.Suspended, "Cobalt Health"
	p.Chips = []accounts.Chip{{Label: "Status", Value: "Suspended", Remove: "/accounts"}}
	p.Page, p.Pages, p.Result = acc.Page{}, ui.Pages{}, "0 of 46 accounts"
	return p
}

func mayNot() accounts.IndexPage {
	p := indexPage()
	p.Shell.By.Suspended = true
	p.Hidden = map[acc.Column]bool{acc.BySupport: true, acc.ByCreated: true}
	p.Heads = append(p.Heads[:2], p.Heads[3:8]...)
	return p
}

var wrongDraft = fault.Fields{
	{Field: "reference", Text: "CRM-1003 is already the reference of Cobalt Health", About: "cbthea3m"},
	{Field: "phone", Text: "That is not a phone number in Australia. Example: 02 9374 4000"},
	{Field: acc.FieldOurTeam, Text: "The e-mail address is not at northwind.example. Tick the box if it belongs to your support team"},
}

func newPage(problems fault.Fields) accounts.NewPage {
	p := accounts.NewPage{Shell: pia("Create Managed Account"), Partner: northwind, Problems: problems, Country: "Australia +61", ExampleOf: "02 9374 4000"}
	if problems != nil {
		p.Shell.Invalid, p.AskTick = true, true
		p.Draft = acc.Draft{Name: "Wattle & Finch Veterinary", Reference: "CRM-1003", Phone: "555 01", Email: "noc@tideline.example"}
	}
	return p
}

func accountTabs(a acc.Account, current string) []layout.Tab {
	tabs := []layout.Tab{{Label: "Details", Href: "/account-details"}, {Label: "Features", Href: "/account-features"}, {Label: "History", Href: "/account-history"}}
	for i := range tabs {
		tabs[i].Current = tabs[i].Label == current
	}
	return tabs
}

func showPage(a acc.Account, tab string) accounts.ShowPage {
	return accounts.ShowPage{
		Shell: pia(a.Name), Account: a, Partner: northwind, Tags: []string{"Australia", "Factory"}, Faces: accountTabs(a, tab),
		Draft: acc.Draft{Name: a.Name, Reference: a.Reference, Phone: "02 9374 4000", Email: a.SupportEmail, Tags: "Australia, Factory", Version: 3},
		Phone: "02 9374 4000", Country: "Australia +61",
	}
}

func prompted() accounts.ShowPage {
	p := showPage(acme(), "Details")
	features := featuresPageOf(acme(), "Details")
	p.Prompt = &features
	p.Notice = &layout.Notice{Tone: layout.Ok, Lead: "Acme Robotics created."}
	return p
}

func featuresPageOf(a acc.Account, tab string) accounts.FeaturesPage {
	return accounts.FeaturesPage{Shell: pia(a.Name), Account: a, Partner: northwind, Faces: accountTabs(a, tab), Rows: featureRows(), Values: values(true)}
}

// values are the three features; own gives the account a value of its own.
func values(own bool) (vs []setting.Value) {
	for i, f := range setting.Features {
		v := setting.Value{Feature: f, On: f.System, Source: setting.FromSystem, Inherited: f.System, InheritedSource: setting.FromSystem}
		if i == 1 {
			v.On, v.Source, v.SetBy, v.SetAt = true, setting.FromPartner, "Pia Larsen", now
			v.Inherited, v.InheritedSource = true, setting.FromPartner
		}
		if i == 2 && own {
			v.On, v.Source, v.SetBy, v.SetAt = true, setting.FromAccount, "Pia Larsen", now
		}
		vs = append(vs, v)
	}
	return vs
}

func featurePage(a acc.Account, scope setting.Scope) accounts.FeaturePage {
	as := sampleAccounts()
	p := accounts.FeaturePage{
		Shell: pia("Turn Service Approval Queue off"), Account: a, Partner: northwind, Value: values(true)[1], On: false, Scope: scope,
		Preview: setting.Preview{Changed: 43, First: as[:10], Kept: 3, Keeping: []acc.Account{as[0], as[5], as[2]}},
		Action:  "/account-feature", Back: "/account-features",
	}
	if a.ID != "" {
		p.Faces = accountTabs(a, "Features")
	}
	return p
}

func historyPage() accounts.HistoryPage {
	at := now
	fact := func(kind event.Kind, changes ...event.Change) event.Event {
		at = at.Add(-26 * time.Hour)
		return event.Event{Kind: kind, UserName: "Pia Larsen", SeatID: northwind.ID, SubjectName: "Acme Robotics", Changes: changes, At: at}
	}
	alice := fact(event.PasswordSet)
	alice.UserName, alice.SeatID = "Alice Novak", acme().ID
	return accounts.HistoryPage{
		Shell: pia("Acme Robotics"), Account: acme(), Partner: northwind, Faces: accountTabs(acme(), "History"), Older: "/account-history",
		Events: []event.Event{
			fact(event.AccountLeft, event.Change{Field: "Why", Now: string(auth.Refreshed)}),
			fact(event.AccountEntered, event.Change{Field: "As", Now: "Northwind Partners"}),
			fact(event.SettingChanged, event.Change{Field: "Show Pricing", Was: "Inherited (Off)", Now: "On"}),
			fact(event.SettingInherited, event.Change{Field: "Service Approval Queue", Was: "Off", Now: "Inherited (On)"}),
			fact(event.AccountEdited, event.Change{Field: "Account Name", Was: "Acme", Now: "Acme Robotics"}, event.Change{Field: "Technical Support Email", Was: "noc@acme.example", Now: ""}),
			fact(event.AddressConfirmed, event.Change{Field: "Technical Support Email", Now: "noc@tideline.example"}),
			alice,
			fact(event.AccountReactivated, event.Change{Field: "Status", Was: "suspended", Now: "active"}),
			fact(event.AccountSuspended, event.Change{Field: "Status", Was: "active", Now: "suspended"}),
			fact(event.AccountCreated, event.Change{Field: "Account Name", Now: "Acme"}, event.Change{Field: "Account Reference", Now: "CRM-1001"}),
		},
	}
}

func importPage(done bool) accounts.ImportPage {
	as := sampleAccounts()
	rows := []acc.Row{
		{Line: 2, Draft: acc.Draft{Name: as[3].Name, Reference: as[3].Reference}, Known: true, Account: as[3]},
		{Line: 3, Draft: acc.Draft{Name: "Wattle & Finch Veterinary", Reference: "CRM-1047"}, Account: as[5]},
		{Line: 4, Draft: acc.Draft{Name: "", Reference: "CRM-1003"}, Problems: fault.Fields{{Field: "name", Text: "Enter the Account Name"}, {Field: "reference", Text: "CRM-1003 is already the reference of Cobalt Health"}}},
		{Line: 5, Draft: acc.Draft{Name: "Yarra Valley Orchards", Reference: "CRM-1048"}, Account: as[6]},
	}
	return accounts.ImportPage{Shell: pia("Import managed accounts"), Partner: northwind, Text: "name,reference\n", Rows: rows, Fresh: 2, Known: 1, Wrong: 1, Done: done}
}

func bulkPage(act, title, button string) accounts.BulkPage {
	as := sampleAccounts()[1:6]
	p := accounts.BulkPage{
		Shell: pia(title), Partner: northwind, Act: act, Title: title, Accounts: as, Button: button,
		Values: []ui.Option{{Value: "on", Label: "On"}, {Value: "off", Label: "Off"}, {Value: "inherit", Label: "Use the inherited value"}},
	}
	for _, a := range as {
		p.Keys = append(p.Keys, a.ID)
	}
	for _, f := range setting.Features {
		p.Features = append(p.Features, ui.Option{Value: string(f.Name), Label: f.Label, Hint: f.Effect})
	}
	return p
}

func bulkDone() accounts.BulkPage {
	p := bulkPage("suspend", "Suspend 5 accounts", "")
	for i, a := range p.Accounts {
		r := accounts.BulkResult{Account: a}
		if i == 2 {
			r.Problem = a.Name + " is already suspended."
		}
		p.Results = append(p.Results, r)
	}
	return p
}

func servicesPage() svc.IndexPage {
	sydney := catalog.Location{Name: "Equinix SY1", City: "Sydney"}
	end := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	make := func(id, name, product, far string, mbps int64, term int, renews bool, status serv.Status) serv.Service {
		s := serv.Service{ID: id, Name: name, FarEnd: far, Speed: mbps, Term: term, Renews: renews, Status: status, Product: catalog.Product{Short: product}, Location: sydney}
		if term > 1 {
			s.TermEndsOn = end
		}
		return s
	}
	return svc.IndexPage{
		Shell: viewing("Services"), Account: acme(), Filter: serv.Filter{},
		Page: serv.Page{All: 14, Matching: 7, Locations: 4, Groups: []serv.Group{
			{Service: make("p-7f2k", "Sydney core", "Port", "", 10000, 12, true, serv.Live), Under: []serv.Service{
				make("x-91ma", "Sydney to Melbourne", "VXC", "NEXTDC M1", 1000, 12, true, serv.Live),
				make("x-44bt", "AWS Direct Connect, prod", "VXC", "AWS ap-southeast-2", 500, 1, false, serv.Live),
				make("x-20ce", "Azure ExpressRoute, warehouse", "VXC", "Azure Australia East", 200, 1, false, serv.Ordered),
			}},
			{Service: make("m-18qz", "Cloud router, Sydney", "MCR", "", 2500, 36, false, serv.Live), Under: []serv.Service{
				make("x-12rn", "MCR to Oracle FastConnect", "VXC", "Oracle ap-sydney-1", 1000, 1, false, serv.Cancelled),
			}},
			{Service: make("i-05ud", "Sydney IX", "IX", "", 1000, 12, true, serv.Deployable)},
		}},
		Heads: []ui.Head{{Label: "Service", Href: "/services-viewing", Sorted: "asc"}, {Label: "Product", Href: "/services-viewing"}, {Label: "Status", Href: "/services-viewing"}, {Label: "Location", Href: "/services-viewing"}, {Label: "Speed", Href: "/services-viewing", Numeric: true}, {Label: "Term ends", Href: "/services-viewing"}},
		More: []ui.Choice{
			{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}, {Value: "port", Label: "Port"}}},
			{Label: "Status", Name: "status", Options: []ui.Option{{Label: "Any"}, {Value: "live", Label: "Live"}}},
		},
		Result: "14 services", Pages: ui.Pages{Text: ""}, Clear: "/services-viewing",
	}
}

func servicesNoMatch() svc.IndexPage {
	p := servicesPage()
	p.Page.Groups, p.Page.Matching, p.Result, p.Filter.Find = nil, 0, "0 of 14 services", "perth"
	p.Chips = []svc.Chip{{Label: "Product", Value: "Port", Remove: "/services-viewing"}, {Label: "Status", Value: "Live", Remove: "/services-viewing"}}
	return p
}

func signInPage(problems fault.Fields) signin.SignInPage {
	return signin.SignInPage{
		Shell: stranger("Sign in"), Operator: "Meridian Networks", Problems: problems, Password: "demo-portal-2026",
		Demo: []signin.Company{
			{Name: "Meridian Networks", Kind: "Operator", People: []signin.Person{{Name: "Olive Okafor", Role: "Operator Admin", Email: "olive@meridian.example"}, {Name: "Sam Reyes", Role: "Support Agent", Email: "sam@meridian.example"}}},
			{Name: "Northwind Partners", Kind: "Partner", People: []signin.Person{{Name: "Pia Larsen", Role: "Company Admin", Email: "pia@northwind.example"}, {Name: "Tariq Aziz", Role: "Technical Admin", Email: "tariq@northwind.example"}, {Name: "Rory Quinn", Role: "Read Only", Email: "rory@northwind.example"}}},
			{Name: "Acme Robotics", Kind: "Managed by Northwind", People: []signin.Person{{Name: "Alice Novak", Role: "Company Admin", Email: "alice@acme.example"}}},
			{Name: "Lakeside Cloud", Kind: "Partner, referred by Harbour", People: []signin.Person{{Name: "Leo Marchetti", Role: "Company Admin", Email: "leo@lakeside.example"}}},
		},
	}
}

func partnersPage() partners.IndexPage {
	harbour := "harbr5t3"
	as := []acc.Account{
		{ID: "cascad6t", Kind: access.Partner, Name: "Cascade Telecom", Support: acc.ByOperator, Status: acc.Active, Managed: 6, CreatedAt: now.AddDate(-1, -4, 0)},
		{ID: harbour, Kind: access.Distributor, Name: "Harbour Distribution", Support: acc.ByOperator, Status: acc.Active, CreatedAt: now.AddDate(-2, 0, 0)},
		{ID: "ksde8cxd", Kind: access.Partner, Name: "Lakeside Cloud", Support: acc.ByPartner, Status: acc.Active, Managed: 2, ReferredBy: &harbour, CreatedAt: now.AddDate(-1, 0, 0)},
		{ID: "nrthw3nd", Kind: access.Partner, Name: "Northwind Partners", Support: acc.ByPartner, Status: acc.Active, Managed: 46, CreatedAt: now.AddDate(-2, -3, 0)},
		{ID: "tdelne5k", Kind: access.Partner, Name: "Tideline Networks", Support: acc.ByPartner, Status: acc.Active, CreatedAt: now},
	}
	return partners.IndexPage{Shell: olive("Partners"), Here: meridian, Accounts: as, Referrer: map[string]string{"ksde8cxd": "Harbour Distribution"}, Waiting: map[string]string{"tdelne5k": "Ida Holm"}}
}

func newPartner(problems fault.Fields) partners.NewPage {
	p := partners.NewPage{
		Shell: olive("Create partner"), Draft: acc.PartnerDraft{Kind: access.Partner, Support: acc.ByPartner}, Problems: problems,
		Countries: []ui.Option{{Label: "None yet"}, {Value: "AU", Label: "Australia"}, {Value: "US", Label: "United States"}}, Distributors: []ui.Option{{Label: "Nobody"}, {Value: "harbr5t3", Label: "Harbour Distribution"}},
	}
	if problems != nil {
		p.Admin = user.PersonDraft{Name: "Pia Larsen", Email: "pia@northwind.example"}
	}
	return p
}
