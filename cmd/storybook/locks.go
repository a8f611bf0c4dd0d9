package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/locks"
	"github.com/tenantry/tenantry/templates/partners"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// tariff is a lock that Olive put on Northwind.
var tariff = setting.Lock{
	AccountID: cast.Northwind, ParentID: cast.Meridian, Name: setting.ShowPricing, Version: "1", Value: "On",
	Reason: "The tariff of 2026 is public.", SetBy: cast.Olive.ID, SetByName: cast.Olive.Name, SetAt: now.Add(-40 * 24 * time.Hour),
}

func lockStories() []story {
	return []story{
		{"partner", route.Partner("{key}", "{partner}"), partners.Show(partnerPage())},
		{"partner-distributor", "", partners.Show(partners.ShowPage{Shell: overseer("Harbour Distribution"), Partner: cast.Account(cast.Harbour)})},
		{"partner-settings", route.PartnerSettings("{key}", "{partner}"), partners.Settings(partnerSettings(cast.Olive))},
		{"partner-settings-agent", "", partners.Settings(partnerSettings(cast.Sam))},
		{"partner-accounts", route.PartnerAccounts("{key}", "{partner}"), partners.Accounts(partners.AccountsPage{
			Shell: overseer(northwind.Name), Partner: northwind, Faces: partnerFaces("Managed accounts"), Accounts: cast.Accounts(cast.Northwind)[:12], Next: "#",
		})},
		{"partner-account", route.PartnerAccount("{key}", "{partner}", "{account}"), partners.Account(partnerAccount())},
		{"partner-support", route.PartnerSupport("{key}", "{partner}"), partners.Support(partnerSupport())},
		{"partner-account-support", route.PartnerAccountSupport("{key}", "{partner}", "{account}"), partners.Support(accountSupport())},
		{"locks", route.Locks("{key}"), locks.Index(locksPage(cast.Olive))},
		{"locks-agent", "", locks.Index(locksPage(cast.Sam))},
		{"lock", route.Lock("{key}", "{account}", "{setting}"), locks.Lock(lockPage())},
		{"lock-errors", "", locks.Lock(wrongLock())},
		{"account-features-locked", "", accounts.Features(lockedFeatures())},
		{"lock-lifting", route.Lifting("{key}", "{account}", "{setting}"), locks.Lift(liftPage())},
	}
}

// lockedFeatures are an account's features while the operator holds one of them.
func lockedFeatures() accounts.FeaturesPage {
	p := features(acme)
	row := &p.Rows[2]
	p.Values[2].Source = setting.Locked
	row.On, row.Source, row.Inherit, row.Words = true, ui.Locked, "", "Locked by "+meridian.Name+": "+tariff.Reason
	row.Refused = row.Words
	return p
}

// overseer is the frame of a page of the operator's partners.
func overseer(title string) layout.Shell { return shell(cast.Olive, partnersRoom, title) }

func faced(current string, faces ...layout.Tab) []layout.Tab {
	for i := range faces {
		faces[i].Current = faces[i].Label == current
	}
	return faces
}

func partnersFaces(current string) []layout.Tab {
	return faced(current, layout.Tab{Label: "Partners", Href: route.Partners(cast.Meridian)}, layout.Tab{Label: "Locks", Href: route.Locks(cast.Meridian)})
}

func partnerFaces(current string) []layout.Tab {
	const key, at = cast.Meridian, cast.Northwind
	return faced(current, layout.Tab{Label: "Details", Href: route.Partner(key, at)},
		layout.Tab{Label: "Settings", Href: route.PartnerSettings(key, at)}, layout.Tab{Label: "Managed accounts", Href: route.PartnerAccounts(key, at)})
}

func partnerPage() partners.ShowPage {
	return partners.ShowPage{Shell: overseer(northwind.Name), Partner: northwind, Faces: partnerFaces("Details"), Others: account.SupportPlan{Others: 3}}
}

func partnerSettings(who cast.Person) partners.SettingsPage {
	return partners.SettingsPage{
		Shell: shell(who, partnersRoom, northwind.Name), Partner: northwind, Faces: partnerFaces("Settings"), Holds: cast.Holds(cast.Northwind, tariff),
	}
}

func partnerAccount() partners.AccountPage {
	a := cast.Account(cast.Cobalt)
	return partners.AccountPage{
		Shell: overseer(a.Name), Partner: northwind, Account: a, Phone: account.ReadPhone(a.SupportPhone, northwind.Country), Holds: cast.Holds(a.ID),
	}
}

// shiftsOf are the settings that another support model changes.
func shiftsOf(key string, counts bool) (ss []setting.Shift) {
	a := cast.Account(key)
	for _, s := range setting.All {
		other := a
		other.Support = a.Support.Other()
		was, becomes := setting.About(a), setting.About(other)
		t := setting.Shift{Setting: s}
		if counts {
			t.OwnWas, t.OwnNow = setting.Resolve(s, was, nil, nil).On, setting.Resolve(s, becomes, nil, nil).On
			was, becomes = setting.Bare(key, a.Support), setting.Bare(key, other.Support)
		}
		t.Was, t.Now = setting.Resolve(s, was, nil, nil), setting.Resolve(s, becomes, nil, nil)
		if counts && t.Was.On != t.Now.On {
			t.Changed = 45
		}
		if t.Shifts() {
			ss = append(ss, t)
		}
	}
	return ss
}

func partnerSupport() partners.SupportPage {
	p := partners.SupportPage{
		Shell: overseer("Change the support model of " + northwind.Name), Partner: northwind, To: account.ByOperator, All: true,
		Plan: account.SupportPlan{Others: 45, AtOnce: 45, Kept: 1}, Shifts: shiftsOf(cast.Northwind, true),
	}
	for _, a := range cast.Accounts(cast.Northwind) {
		if !a.Contact {
			p.Plan.Bare++
			p.Plan.Missing = append(p.Plan.Missing, a)
		}
	}
	return p
}

func accountSupport() partners.SupportPage {
	a := p1020()
	return partners.SupportPage{
		Shell: overseer("Change the support model of " + a.Name), Partner: northwind, Account: a, To: account.ByOperator, Shifts: shiftsOf(a.ID, false),
	}
}

// p1020 is an account without a support contact.
func p1020() account.Account { return cast.Account(cast.Named(1020)) }

func locksPage(who cast.Person) locks.IndexPage {
	p := locks.IndexPage{
		Shell: shell(who, partnersRoom, "Locks"), Operator: meridian, Faces: partnersFaces("Locks"), Holds: cast.Holds(cast.Northwind)[:5],
		Result: "2 locks", Clear: route.Locks(cast.Meridian), Keep: map[string]string{},
		More: []ui.Choice{
			{Label: "Setting", Name: "setting", Options: []ui.Option{{Label: "Any"}, {Value: "show_pricing", Label: "Show Pricing"}}},
			{Label: "For", Name: "for", Options: []ui.Option{{Label: "Any"}, {Value: "all", Label: "All managed accounts"}}},
		},
	}
	all := tariff
	all.AccountID, all.Name, all.Value, all.Reason = cast.Meridian, setting.MinimumTermRenewal, "Off", "Renewals are moved to the new terms until March."
	p.Holds[0].Lock = all
	for _, l := range append([]setting.Lock{all, tariff}, cast.Locks()...) {
		set, _ := setting.Find(l.Name)
		h := setting.Held{Lock: l, Setting: set, At: cast.Account(l.AccountID)}
		if h.At.Kind == access.Managed {
			h.Partner = northwind.Name
		}
		p.Locks = append(p.Locks, h)
	}
	return p
}

// effects are what a lock of Show Pricing at Northwind would do.
func effects() setting.LockEffects {
	all := cast.Accounts(cast.Northwind)
	return setting.LockEffects{
		Account: northwind, Hold: cast.Holds(cast.Northwind)[2],
		On:   setting.Effect{Held: 46, Changed: 41, First: all[1:11], Own: 5},
		Off:  setting.Effect{Held: 46, Changed: 5, First: []account.Account{all[0], all[14], all[20]}, Own: 5},
		Lift: setting.Effect{Held: 46, Changed: 41, First: all[1:11], Own: 5, Defaults: 1},
	}
}

func lockPage() locks.LockPage {
	return locks.LockPage{
		Shell: overseer("Lock Show Pricing"), Effects: effects(), Draft: setting.LockDraft{Value: "on"}, Back: route.PartnerSettings(cast.Meridian, cast.Northwind),
	}
}

func wrongLock() locks.LockPage {
	p := lockPage()
	p.Draft.Value, p.Shell.Invalid = "off", true
	p.Problems = fault.Fields{{Field: "reason", Text: account.CheckText("Reason", "", setting.LongestReason)}}
	return p
}

func liftPage() locks.LiftPage {
	p := locks.LiftPage{Shell: overseer("Lift the lock of Show Pricing"), Effects: effects(), Back: route.PartnerSettings(cast.Meridian, cast.Northwind)}
	p.Effects.Hold.Lock = tariff
	return p
}
