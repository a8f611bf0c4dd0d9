package main

import (
	"github.com/tenantry/tenantry/internal/visit"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func accountStories() []story {
	return []story{
		{"accounts", route.Accounts("{key}"), accounts.Index(list())},
		{"accounts-filtered", "", accounts.Index(filtered())},
		{"accounts-no-match", "", accounts.Index(noMatch())},
		{"accounts-empty", "", accounts.Index(accounts.IndexPage{Shell: admin("Managed Accounts"), Partner: northwind, Inherited: inherited})},
		{"accounts-may-not", "", accounts.Index(mayNot())},
		{"account-new", route.NewAccount("{key}"), accounts.New(newPage(cast.Pia))},
		{"account-new-required", "", accounts.New(newPage(cast.Cara))},
		{"account-new-errors", "", accounts.New(wrong())},
		{"account-details", route.Managed("{key}", "{account}"), accounts.Show(details(cast.Acme))},
		{"account-suspended", "", accounts.Show(details(cast.IronBark))},
		{"account-closed", "", accounts.Show(details(cast.Tidewater))},
		{"account-history", route.History("{key}", "{account}"), accounts.History(history())},
		{"account-closure", route.Closure("{key}", "{account}"), accounts.Closure(closure(cast.Ember))},
		{"account-closure-refused", "", accounts.Closure(closure(cast.Acme))},
	}
}

// inherited is what an account of Northwind has without own values.
var inherited = setting.InheritedFrom(cast.Values(cast.Northwind))

// list is the first page of Northwind's accounts, 25 of them.
func list() accounts.IndexPage {
	as := cast.Accounts(cast.Northwind)
	address := route.Accounts(cast.Northwind)
	t := northwind.Tally
	p := accounts.IndexPage{
		Shell: admin("Managed Accounts"), Partner: northwind, Inherited: inherited, Fresh: as[3].ID,
		Waiting: pending(),
		Page:    account.Page{Accounts: as[:25], Total: t.Managed, Later: true},
		Faces: []layout.Tab{
			{Label: "All", Href: address, Count: count(t.Managed), Current: true},
			{Label: "No support contact", Href: address, Count: count(t.ManagedBare)},
			{Label: "Suspended", Href: address, Count: count(t.ManagedSuspended)},
		},
		More: []ui.Choice{
			choice("Status", "Active", "Suspended", "Closed"), choice("Support", "Partner", "Operator"),
			choice("Pricing", "On", "Off"), choice("Approval queue", "On", "Off"), choice("Renewal", "On", "Off"),
		},
		Pages: ui.Pages{
			Text: "1 to 25 of " + count(t.Managed), Page: "Page 1 of 2", Next: address,
			Rows: &ui.Rows{Action: address, Name: "size", Options: []ui.Option{{Value: "25", Label: "25", Chosen: true}, {Value: "50", Label: "50"}, {Value: "100", Label: "100"}}},
		},
		Result: count(t.Managed) + " accounts", Clear: address, Export: address, ViewName: "All accounts",
		Views: []accounts.ViewLink{
			{View: account.View{ID: "v1", Name: "Australia, by name", Shared: true}, Href: "/accounts-filtered", Mine: true},
			{View: account.View{ID: "v2", Name: "Without a support contact", Shared: true}, Href: address},
			{View: account.View{ID: "v3", Name: "New since August"}, Href: address, Mine: true},
		},
	}
	for i, label := range []string{"Name", "Reference", "Support", "Services", "Pricing", "Approval queue", "Renewal", "Status", "Created"} {
		column := account.Columns[i]
		h := ui.Head{Label: label, Href: address, Numeric: column == account.ByServices}
		switch column {
		case account.ByName:
			h.Sorted = "asc"
		case account.BySupport, account.ByCreated:
			h.Class = "drop"
		}
		p.Heads = append(p.Heads, h)
		if column == account.ByServices {
			p.Heads = append(p.Heads, ui.Head{Label: "Approvals waiting", Numeric: true})
			p.Choose = append(p.Choose, ui.Box{Label: label, Name: "hide", Value: string(column)})
			label, column = "Approvals waiting", account.Waiting
		}
		if column != account.ByName {
			p.Choose = append(p.Choose, ui.Box{Label: label, Name: "hide", Value: string(column)})
		}
	}
	return p
}

// pending is how many requests of each account of the cast wait.
func pending() map[string]int64 {
	of := map[string]int64{}
	for _, r := range cast.Approvals(now) {
		if r.State == approval.Pending {
			of[r.AccountID]++
		}
	}
	return of
}

func count(n int64) string { return ui.Figure(int(n)) }

// choice is a filter that narrows a list by one of these words.
func choice(label string, words ...string) ui.Choice {
	c := ui.Choice{Label: label, Name: strings.ToLower(strings.Fields(label)[0]), Options: []ui.Option{{Label: "Any"}}}
	for _, w := range words {
		c.Options = append(c.Options, ui.Option{Value: strings.ToLower(w), Label: w})
	}
	return c
}

// filtered is a saved view of the accounts with a tag.
func filtered() accounts.IndexPage {
	p := list()
	as := cast.Accounts(cast.Northwind)
	as = slices.DeleteFunc(as, func(a account.Account) bool { return !slices.Contains(cast.Tags(a.ID), "Australia") })
	p.Page.Accounts, p.Page.Total, p.Fresh = as[:25], int64(len(as)), ""
	p.Filter.Support, p.Filter.Tag = account.ByPartner, "Australia"
	p.Query, p.Keep = "support=partner&tag=Australia", map[string]string{"support": "partner", "tag": "Australia"}
	p.Views[0].Current, p.ViewName = true, p.Views[0].Name
	p.Chips = []ui.Condition{{Label: "Support", Value: "Partner", Remove: p.Clear}, {Label: "Tag", Value: "Australia", Remove: p.Clear}}
	p.Pages.Text = "1 to 25 of " + strconv.Itoa(len(as))
	p.Result = strconv.Itoa(len(as)) + " of " + p.Result
	return p
}

func noMatch() accounts.IndexPage {
	p := list()
	p.Page, p.Pages, p.Faces[0].Current, p.Faces[2].Current = account.Page{}, ui.Pages{}, false, true
	p.Filter.Find, p.Filter.Status, p.Near = "cobolt", account.Suspended, cast.Account(cast.Cobalt).Name
	p.Chips = []ui.Condition{{Label: "Status", Value: "Suspended", Remove: p.Clear}}
	p.Result = "0 of " + p.Result
	return p
}

// mayNot is the list of a suspended partner, with two columns hidden.
func mayNot() accounts.IndexPage {
	p := list()
	p.Shell.By.Suspended = true
	p.Hidden = map[account.Column]bool{account.BySupport: true, account.ByCreated: true}
	p.Heads = slices.DeleteFunc(p.Heads, func(h ui.Head) bool { return h.Class == "drop" })
	return p
}

// newPage is the form as a person finds it; the customers of Cascade are
// supported by the operator, so it asks for the support contacts.
func newPage(who cast.Person) accounts.NewPage {
	partner := cast.Account(who.Account)
	return accounts.NewPage{
		Shell: shell(who, adminRoom, "Create Managed Account"), Partner: partner,
		Country: account.DialCode(partner.Numbers()), ExampleOf: account.ExamplePhone(partner.Numbers()),
	}
}

func wrong() accounts.NewPage {
	p, cobalt := newPage(cast.Pia), cast.Account(cast.Cobalt)
	p.Draft = account.Draft{Name: "Wattle & Finch Veterinary", Reference: cobalt.Reference, Phone: "555 01", Email: "noc@tideline.example"}
	p.Shell.Invalid, p.AskTick = true, true
	_, phone := account.Phone(p.Draft.Phone, northwind.Numbers())
	p.Problems = fault.Fields{
		taken(cobalt),
		{Field: "phone", Text: phone},
		{Field: account.FieldOurTeam, Text: "The e-mail address is not at " + northwind.Domain + ". Tick the box if it belongs to your support team"},
	}
	return p
}

// taken says that another account has the reference.
func taken(a account.Account) fault.Problem {
	return fault.Problem{Field: "reference", Text: a.Reference + " is already the reference of " + a.Name, About: a.ID}
}

// faces are the tabs of a managed account's settings.
func faces(a account.Account, current string) []layout.Tab {
	ts := []layout.Tab{
		{Label: "Details", Href: route.Managed(a.ParentID, a.ID)},
		{Label: "Features", Href: route.Features(a.ParentID, a.ID)},
		{Label: "Display", Href: route.Display(a.ParentID, a.ID)},
		{Label: "Users", Href: route.ManagedUsers(a.ParentID, a.ID)},
		{Label: "History", Href: route.History(a.ParentID, a.ID)},
	}
	for i := range ts {
		ts[i].Current = ts[i].Label == current
	}
	return ts
}

func details(key string) accounts.ShowPage {
	a, tags := cast.Account(key), cast.Tags(key)
	phone := account.ReadPhone(a.SupportPhone, northwind.Numbers())
	return accounts.ShowPage{
		Shell: admin(a.Name), Account: a, Partner: northwind, Tags: tags, Faces: faces(a, "Details"),
		Draft: account.Draft{Name: a.Name, Reference: a.Reference, Phone: phone, Email: a.SupportEmail, Tags: strings.Join(tags, ", "), Version: a.Version},
		Phone: phone, Country: account.DialCode(northwind.Numbers()),
	}
}

func closure(key string) accounts.ClosurePage {
	a := cast.Account(key)
	p := accounts.ClosurePage{Shell: admin("Close " + a.Name), Account: a}
	if err := a.MayClose(); err != nil {
		p.Problem = err.Error()
	}
	return p
}

// history is a full life of Acme, a day and two hours between its facts.
func history() accounts.HistoryPage {
	at := now
	did := func(who cast.Person, kind event.Kind, changes ...event.Change) event.Event {
		at = at.Add(-26 * time.Hour)
		return event.Event{AccountID: acme.ID, Kind: kind, UserName: who.Name, SeatID: who.Account, SubjectName: acme.Name, Changes: changes, At: at}
	}
	es := []event.Event{
		did(cast.Pia, event.AccountLeft, event.Change{Field: "Why", Now: string(visit.Refreshed)}),
		did(cast.Pia, event.AccountEntered, event.Change{Field: "As", Now: northwind.Name}),
		did(cast.Pia, event.SettingChanged, event.Change{Field: "Show Pricing", Was: "Inherited (Off)", Now: "On"}),
		did(cast.Pia, event.SettingInherited, event.Change{Field: "Service Approval Queue", Was: "Off", Now: "Inherited (On)"}),
		did(cast.Pia, event.AccountEdited, event.Change{Field: "Account Name", Was: "Acme", Now: acme.Name}, event.Change{Field: "Technical Support Email", Was: acme.SupportEmail}),
		did(cast.Pia, event.AddressConfirmed, event.Change{Field: "Technical Support Email", Now: "noc@tideline.example"}),
		did(cast.Alice, event.PasswordSet),
		did(cast.Pia, event.DefaultChanged, event.Change{Field: "Show Pricing", Was: "Not set", Now: "On"}),
		did(cast.Pia, event.AccountReactivated, event.Change{Field: "Status", Was: string(account.Suspended), Now: string(account.Active)}),
		did(cast.Pia, event.AccountSuspended, event.Change{Field: "Status", Was: string(account.Active), Now: string(account.Suspended)}),
		did(cast.Pia, event.AccountCreated, event.Change{Field: "Account Name", Now: "Acme"}, event.Change{Field: "Account Reference", Now: acme.Reference}),
	}
	es[6].SubjectName, es[7].AccountID = cast.Alice.Name, cast.Northwind
	return accounts.HistoryPage{
		Shell: admin(acme.Name), Account: acme, Partner: northwind, Faces: faces(acme, "History"), Older: route.History(cast.Northwind, cast.Acme), Events: es,
	}
}
