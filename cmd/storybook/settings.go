package main

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/settings"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func settingStories() []story {
	open := func(scope setting.Scope) settings.DisplayPage {
		p := display(cast.Acme)
		p.Change = changeOf(p.Account, pick(p.Values, setting.Dashboard), scope)
		return p
	}
	late := open(setting.AllAccounts)
	late.Change.Problem = "The default of Dashboard changed meanwhile: it is Off now."
	refused := display(cast.Acme)
	refused.Problem = "Pia Larsen changed Show Pricing meanwhile: it is Off now."
	return []story{
		{"account-display", route.Display("{key}", "{account}"), settings.Display(display(cast.Acme))},
		{"account-display-all", "", settings.Display(open(setting.AllAccounts))},
		{"account-display-one", "", settings.Display(open(setting.ThisAccount))},
		{"account-display-late", "", settings.Display(late)},
		{"account-display-refused", "", settings.Display(refused)},
		{"account-display-closed", "", settings.Display(display(cast.Tidewater))},
		{"account-display-operator", "", settings.Display(displayOf(cast.Account(cast.Delta)))},
		{"account-feature", route.Feature("{key}", "{account}", "{name}"), settings.ChangeOf(feature(setting.ThisAccount))},
		{"account-feature-all", "", settings.ChangeOf(feature(setting.AllAccounts))},
		{"defaults", route.Defaults("{key}"), settings.Defaults(defaultsPage())},
		{"defaults-change", "", settings.Defaults(changedDefaults(account.OwnOff))},
		{"defaults-clear", "", settings.Defaults(changedDefaults(account.OwnNone))},
		{"affected", route.Affected("{key}", "{name}"), settings.Affected(affected(false))},
		{"affected-kept", "", settings.Affected(affected(true))},
		{"setting-history", route.SettingHistory("{key}", "{account}", "{name}"), settings.History(settingHistory())},
		{"setting-history-put-back", "", settings.History(puttingBack())},
		{"setting-history-empty", "", settings.History(untouched())},
		{"default-history", route.DefaultHistory("{key}", "{name}"), settings.History(defaultHistory())},
		{"different", route.Different("{key}", "{name}"), settings.Different(differentPage())},
		{"different-empty", "", settings.Different(nowhere())},
		{"different-no-match", "", settings.Different(noneOff())},
		{"different-inherit", "", settings.Inherit(inheriting())},
		{"different-inherited", "", settings.Inherit(inherits())},
	}
}

// set is a setting that somebody set.
func set(at string, name setting.Name, on bool, day string) setting.Stored {
	t, _ := time.Parse(time.DateOnly, day)
	s := setting.Stored{AccountID: at, Name: name, Value: "Off", SetBy: cast.Pia.ID, SetByName: cast.Pia.Name, SetAt: t}
	if on {
		s.Value = "On"
	}
	return s
}

// stored are Northwind's defaults, and own values of Acme.
func stored() []setting.Stored {
	return []setting.Stored{
		set(cast.Northwind, setting.CompanyProfile, false, "2025-09-03"), set(cast.Northwind, setting.ServiceApprovalQueue, true, "2025-03-10"),
		set(cast.Acme, setting.ShowPricing, true, "2026-11-14"), set(cast.Acme, setting.SupportChat, true, "2025-04-02"),
	}
}

// held is the lock on Acme's support chat.
func held() []setting.Lock {
	return []setting.Lock{{
		AccountID: cast.Acme, ParentID: cast.Northwind, Name: setting.SupportChat, Value: "Off", Reason: "Acme Robotics reports faults by telephone, as its contract says.",
		SetBy: cast.Olive.ID, SetByName: cast.Olive.Name, SetAt: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC),
	}}
}

func display(key string) settings.DisplayPage { return displayOf(cast.Account(key)) }

func displayOf(a account.Account) settings.DisplayPage {
	partner := cast.Account(a.ParentID)
	p := settings.DisplayPage{
		Shell: admin(a.Name), Head: accounts.Head(cast.Pia.Caller(), partner, a, faces(a, "Display")), Account: a, Partner: partner, Operator: meridian.Name,
	}
	p.Coming = comingChanges()
	for _, s := range setting.Displays {
		p.Values = append(p.Values, setting.Resolve(s, setting.About(a), stored(), held()))
	}
	if a.Status == account.Closed {
		p.Refused = "The account is closed. Nothing in it can be changed."
	}
	return p
}

func pick(vs setting.View, name setting.Name) setting.Value {
	v, _ := vs.Find(name)
	return v
}

// changeOf turns a setting of an account to what it is not.
func changeOf(a account.Account, v setting.Value, scope setting.Scope) *settings.Change {
	c := &settings.Change{
		Value: v, To: account.OwnOf(!v.On), Scope: scope, Account: a, Partner: northwind, Page: route.Display(a.ParentID, a.ID),
		Action: route.Setting(a.ParentID, a.ID, string(v.Name)), Back: route.Display(a.ParentID, a.ID),
	}
	if scope == setting.AllAccounts {
		c.Preview = preview(v.Setting, c.To)
	}
	return c
}

// feature is the change of the approval queue of an account that follows the default.
func feature(scope setting.Scope) settings.ChangePage {
	a := cast.Account(cast.Cobalt)
	c := changeOf(a, pick(cast.Values(a.ID), setting.ServiceApprovalQueue), scope)
	c.Page = route.Feature(a.ParentID, a.ID, string(c.Value.Name))
	c.Action, c.Back = c.Page, route.Features(a.ParentID, a.ID)
	return settings.ChangePage{Shell: admin(c.Title()), Head: accounts.Head(cast.Pia.Caller(), northwind, a, faces(a, "Features")), Change: *c}
}

// preview says who would follow another default.
func preview(s setting.Setting, to account.Own) *setting.Preview {
	p := &setting.Preview{}
	for i, a := range cast.Accounts(cast.Northwind) {
		own := s.OwnOf(a)
		if !s.Feature() && i%16 == 5 {
			own = account.OwnOf(i%32 == 5)
		}
		if own != account.OwnNone {
			p.Kept++
			p.Keeping = append(p.Keeping, setting.Kept{Account: a, On: own == account.OwnOn, Locked: a.ID == cast.Cobalt})
			continue
		}
		if p.Changed++; p.Changed <= 10 {
			p.First = append(p.First, a)
		}
	}
	p.Keeping = p.Keeping[:min(10, len(p.Keeping))]
	return p
}

func defaultsPage() settings.DefaultsPage {
	own := map[setting.Name]int64{setting.ShowPricing: 9, setting.ServiceApprovalQueue: 1204, setting.Dashboard: 3}
	locks := []setting.Lock{{
		AccountID: cast.Northwind, ParentID: cast.Meridian, Name: setting.CompanyProfile, Value: "On", Reason: "Northwind Partners asked for it in its contract.",
		SetBy: cast.Olive.ID, SetByName: cast.Olive.Name, SetAt: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC),
	}}
	return settings.DefaultsPage{
		Shell: admin("Defaults for managed accounts"), Partner: northwind, Operator: meridian.Name, Refresh: setting.ReturnToPartner,
		Defaults: setting.DefaultsOf(northwind, stored(), locks, own), Coming: comingChanges(),
	}
}

// changedDefaults has the change of the approval queue open.
func changedDefaults(to account.Own) settings.DefaultsPage {
	p := defaultsPage()
	for _, d := range p.Defaults {
		if d.Name == setting.ServiceApprovalQueue {
			p.Change = &settings.Change{
				Value: d.Value, To: to, Partner: northwind, Preview: preview(d.Setting, to), Page: route.Defaults(cast.Northwind),
				Action: route.Default(cast.Northwind, string(d.Name)), Back: route.Defaults(cast.Northwind),
			}
		}
	}
	return p
}

func affected(kept bool) settings.AffectedPage {
	set, _ := setting.Find(setting.ShowPricing)
	p := settings.AffectedPage{Setting: set, To: account.OwnOn, Kept: kept, Back: route.Defaults(cast.Northwind), Next: route.Affected(cast.Northwind, string(set.Name))}
	for _, a := range cast.Accounts(cast.Northwind) {
		if own := set.OwnOf(a); (own != account.OwnNone) == kept {
			p.Accounts = append(p.Accounts, setting.Kept{Account: a, On: own == account.OwnOn})
		}
	}
	p.Shell = admin(p.Heading())
	return p
}

// settingHistory is what happened to Show Pricing of Acme.
func settingHistory() settings.HistoryPage {
	v := pick(displayOf(acme).Values, setting.ShowPricing)
	p := settings.HistoryPage{Account: acme, Partner: northwind, Operator: meridian.Name, Value: v}
	fact := func(kind event.Kind, account, day, was, now string, act bool) {
		at, _ := time.Parse(time.DateOnly, day)
		f := record.Fact{
			Event: event.Event{ID: day, AccountID: account, Kind: kind, UserName: cast.Pia.Name, At: at.Add(9 * time.Hour), Changes: event.Changes{{Field: v.Label, Was: was, Now: now}}},
			By:    route.Activity(cast.Northwind), From: northwind.Name, Default: kind == event.DefaultChanged,
		}
		if act {
			f.Act, f.ActHref = "Put back", route.SettingHistory(cast.Northwind, cast.Acme, string(v.Name))
		}
		p.Ledger.Facts = append(p.Ledger.Facts, f)
	}
	fact(event.SettingChanged, cast.Acme, "2026-11-14", "Inherited (Off)", "On", true)
	fact(event.SettingInherited, cast.Acme, "2026-10-02", "On", "Inherited (Off)", true)
	fact(event.DefaultChanged, cast.Northwind, "2026-08-20", "On", "Not set", false)
	fact(event.DefaultChanged, cast.Northwind, "2026-06-11", "Not set", "On", false)
	fact(event.SettingChanged, cast.Acme, "2026-05-03", "Inherited (Off)", "On", true)
	p.Shell, p.Ledger.Caption = admin(p.Heading()), p.Heading()+", newest first"
	p.Ledger.People, p.Ledger.Plain, p.Ledger.Acts = true, true, true
	return p
}

func puttingBack() settings.HistoryPage {
	p := settingHistory()
	f := p.Ledger.Facts[0]
	p.Revert = &settings.Revert{Fact: f.ID, By: f.UserName, At: f.At, To: account.OwnNone}
	return p
}

func untouched() settings.HistoryPage {
	p := settingHistory()
	p.Value = pick(displayOf(acme).Values, setting.Dashboard)
	p.Shell, p.Ledger.Facts = admin(p.Heading()), nil
	return p
}

func defaultHistory() settings.HistoryPage {
	p := settingHistory()
	p.Account, p.Ledger.Acts = account.Account{}, false
	p.Value = pick(cast.Values(cast.Northwind), setting.ShowPricing)
	p.Ledger.Facts = p.Ledger.Facts[2:4]
	for i := range p.Ledger.Facts {
		p.Ledger.Facts[i].Default = false
	}
	p.Shell, p.Ledger.Caption = admin(p.Heading()), p.Heading()+", newest first"
	return p
}

// differentPage is where Show Pricing is different.
func differentPage() settings.DifferentPage {
	page := route.Different(cast.Northwind, string(setting.ShowPricing))
	p := settings.DifferentPage{
		Shell: admin("Where is it different?"), Partner: northwind, Clear: page,
		Own: ui.Choice{Label: "Own value", Name: "value", Options: []ui.Option{{Label: "Any"}, {Value: "on", Label: "On"}, {Value: "off", Label: "Off"}}},
		Heads: []ui.Head{
			{Label: "Name", Href: page + "?sort=-name", Sorted: "asc"}, {Label: "Own value", Href: page + "?sort=value"}, {Label: "Inherited"},
			{Label: "Set", Href: page + "?sort=set"}, {Label: "Note"},
		},
	}
	for _, d := range setting.DefaultsOf(northwind, stored(), nil, map[setting.Name]int64{setting.ShowPricing: 9, setting.Dashboard: 3}) {
		if d.Name == setting.ShowPricing {
			p.Value = d.Value
		}
		if len(d.Models()) > 0 {
			p.Faces = append(p.Faces, layout.Tab{Label: d.Label, Href: page, Count: ui.Figure(int(d.Own)), Current: d.Name == setting.ShowPricing})
		}
	}
	for i, a := range cast.Accounts(cast.Northwind) {
		rows := append(stored(), set(a.ID, setting.ShowPricing, i%4 != 3, "2026-09-03"))
		locks := []setting.Lock{{AccountID: cast.Cobalt, ParentID: cast.Northwind, Name: setting.ShowPricing, Value: "Off", Reason: "It says so.", SetByName: cast.Olive.Name}}
		if p.Page.Rows = append(p.Page.Rows, setting.Different{
			Account: a, On: i%4 != 3, SetBy: cast.Pia.Name, SetAt: a.CreatedAt, Now: setting.Resolve(p.Value.Setting, setting.About(a), rows, locks),
		}); len(p.Page.Rows) == 9 {
			break
		}
	}
	p.Page.Total, p.Result, p.Pages = 9, "9 accounts", ui.Pages{Text: "9 accounts"}
	return p
}

func nowhere() settings.DifferentPage {
	p := differentPage()
	p.Page = setting.DifferentPage{}
	p.Faces = slices.Clone(p.Faces)
	for i := range p.Faces {
		p.Faces[i].Count = "0"
	}
	return p
}

func noneOff() settings.DifferentPage {
	p := differentPage()
	p.Page, p.Find, p.Result = setting.DifferentPage{}, "wattle", "0 accounts"
	p.Chips = []ui.Condition{{Label: "Own value", Value: "Off", Remove: p.Clear}}
	return p
}

func inheriting() settings.InheritPage {
	d := differentPage()
	p := settings.InheritPage{Partner: northwind, Value: d.Value, Rows: d.Page.Rows[3:8], Back: d.Clear}
	p.Shell = admin(p.Heading())
	return p
}

func inherits() settings.InheritPage {
	p := inheriting()
	for i, d := range p.Rows {
		r := setting.Result{Account: d.Account, Value: p.Value}
		if i == 2 {
			r = setting.Result{Account: d.Account, Problem: d.Account.Name + " is closed. Nothing in it can be changed."}
		}
		p.Results = append(p.Results, r)
	}
	p.Rows = nil
	return p
}
