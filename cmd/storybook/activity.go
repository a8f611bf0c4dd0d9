package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/activity"
	"github.com/tenantry/tenantry/templates/companies"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func activityStories() []story {
	filtered, none, cut, empty := activityPage(), activityPage(), activityPage(), activityPage()
	filtered.Find, filtered.Chips = "pia", []ui.Condition{{Label: "Kind", Value: "People", Remove: filtered.List}, {Label: "Account", Value: acme.Name, Remove: filtered.List}}
	filtered.Shown = "the last 90 days"
	filtered.Ledger.Facts = filtered.Ledger.Facts[4:8]
	none.Find, none.Chips, none.Ledger.Facts, none.Later, none.Earlier, none.Result = "tariq", filtered.Chips, nil, "", "", "No entries"
	cut.Chips, cut.Ledger.Facts, cut.Later, cut.Cut, cut.Result = filtered.Chips[:1], nil, "", true, "No entries"
	cut.Note = "More than 20 people match “a”. The 20 who did something last are shown."
	empty.Ledger.Facts, empty.Later, empty.Earlier, empty.Result = nil, "", "", "No entries"
	return []story{
		{"activity", route.Activity("{key}"), activity.Index(activityPage())},
		{"activity-filtered", "", activity.Index(filtered)},
		{"activity-no-match", "", activity.Index(none)},
		{"activity-given-up", "", activity.Index(cut)},
		{"activity-empty", "", activity.Index(empty)},
		{"activity-managed", "", activity.Index(managedActivity())},
		{"my-activity", route.MyActivity, activity.Index(ownActivity())},
		{"sign-in-rules", route.CompanySecurity("{key}"), companies.Security(signInRules(nil))},
		{"sign-in-rules-errors", "", companies.Security(signInRules(fault.Fields{{Field: "factor", Text: "Choose whether a second factor is required"}}))},
	}
}

// lately is what was done in Northwind and its accounts, an hour and a half apart.
func lately() (fs []record.Fact) {
	at := now
	did := func(who cast.Person, a account.Account, kind event.Kind, subject string, changes ...event.Change) {
		at = at.Add(-91 * time.Minute)
		fs = append(fs, record.Fact{
			Event: event.Event{Kind: kind, UserName: who.Name, SubjectName: subject, Changes: changes, At: at},
			By:    route.Activity(cast.Northwind), From: cast.Account(who.Account).Name, Account: a.Name, AccountHref: route.Activity(cast.Northwind),
		})
	}
	cobalt := cast.Account(cast.Cobalt)
	did(cast.Pia, acme, event.AccountEntered, acme.Name, event.Change{Field: "As", Now: northwind.Name})
	did(cast.Pia, northwind, event.SignedIn, cast.Pia.Name)
	did(cast.Theo, northwind, event.SignInRefused, cast.Theo.Name, event.Change{Field: "Why", Now: "Wrong password"})
	did(cast.Alice, acme, event.FactorAdded, cast.Alice.Name, event.Change{Field: "Second factor", Now: "Authenticator app"})
	did(cast.Pia, acme, event.UserInvited, "Amir Anand", event.Change{Field: "E-mail", Now: "amir@acme.example"}, event.Change{Field: "Role", Now: string(access.TechnicalContact)})
	did(cast.Pia, acme, event.UserEdited, cast.Ben.Name, event.Change{Field: "Role", Was: string(access.ReadOnly), Now: string(access.TechnicalContact)})
	did(cast.Pia, acme, event.FactorReset, cast.Ben.Name)
	did(cast.Pia, acme, event.UserDeactivated, "Zoe Zimmer")
	did(cast.Pia, northwind, event.SecurityChanged, northwind.Name, event.Change{Field: "Second factor", Was: "Optional", Now: "Required"}, event.Change{Field: "Company activity shows", Was: "Everything", Now: "90 days"})
	did(cast.Tariq, cobalt, event.AccountLeft, cobalt.Name, event.Change{Field: "Why", Now: "refreshed"})
	did(cast.Pia, cobalt, event.SettingChanged, cobalt.Name, event.Change{Field: "Show Pricing", Was: "Inherited (Off)", Now: "On"})
	did(cast.Pia, northwind, event.DefaultChanged, northwind.Name, event.Change{Field: "Service Approval Queue", Was: "Not set", Now: "On"})
	did(cast.Pia, cobalt, event.AccountEdited, cobalt.Name, event.Change{Field: "Technical Support Phone Number", Was: "+61293744000", Now: "+61293744111"}, event.Change{Field: "Tags", Was: "Health", Now: "Health, Priority"})
	return fs
}

// kinds are what can be chosen from.
func kinds() (ks []activity.Kinds) {
	for _, g := range event.Groups {
		one := activity.Kinds{Label: record.GroupName(g.Name)}
		for _, k := range g.Kinds {
			one.Options = append(one.Options, ui.Option{Value: string(k), Label: record.KindName(k)})
		}
		ks = append(ks, one)
	}
	return ks
}

func activityPage() activity.IndexPage {
	list := route.Activity(cast.Northwind)
	s := shell(cast.Pia, companyRoom, "Activity")
	return activity.IndexPage{
		Shell: s, Heading: "Activity", Scope: "What people did in Northwind Partners and its managed accounts.", Room: companyRoom,
		Faces: companyFaces(s.By, "Activity"), Several: true, Rules: route.CompanySecurity(cast.Northwind), List: list, Export: list, Clear: list, Kinds: kinds(),
		Result: "13 entries, back to 21 Nov 2026", Later: list, Earlier: list,
		Ledger: record.Ledger{Caption: "Activity, newest first", Facts: lately(), Accounts: true, People: true},
	}
}

// managedActivity is what Alice sees: her own account, and the visits to it.
func managedActivity() activity.IndexPage {
	p := activityPage()
	p.Shell = shell(cast.Alice, companyRoom, "Activity")
	p.Scope, p.Several, p.Faces, p.Ledger.Accounts = "What people did in Acme Robotics.", false, companyFaces(p.By, "Activity"), false
	p.Ledger.Facts = append(p.Ledger.Facts[:1:1], p.Ledger.Facts[3:8]...)
	p.Result, p.Later, p.Earlier = "6 entries, back to 21 Nov 2026", "", ""
	return p
}

// ownActivity is what Pia did, in whatever account.
func ownActivity() activity.IndexPage {
	p := activityPage()
	p.Shell, p.Heading, p.Scope, p.Room, p.Own, p.Several, p.Rules = own(cast.Pia, "Activity"), "Your account", "What you did, in every account.", "Your account", true, false, ""
	p.Faces, p.Ledger.People = mine("Activity"), false
	var hers []record.Fact
	for _, f := range p.Ledger.Facts {
		if f.UserName == cast.Pia.Name {
			f.AccountHref = ""
			hers = append(hers, f)
		}
	}
	p.Ledger.Facts, p.Result, p.Later = hers, "9 entries, back to 21 Nov 2026", ""
	return p
}

func signInRules(problems fault.Fields) companies.SecurityPage {
	s := shell(cast.Pia, companyRoom, "Sign-in rules")
	s.Invalid = problems != nil
	return companies.SecurityPage{
		Shell: s, Account: northwind, Faces: companyFaces(s.By, "Sign-in rules"), Draft: account.SecurityOf(northwind), Problems: problems,
		Bare: user.Bare{Active: 5, Total: 3, Names: []string{cast.Fiona.Name, cast.Rory.Name, cast.Theo.Name}},
	}
}
