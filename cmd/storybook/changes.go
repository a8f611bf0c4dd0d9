package main

import (
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/changes"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func changeStories() []story {
	large := newChange(setting.Matching, 43)
	large.Stale = ""
	wrong := newChange(setting.Matching, 43)
	wrong.Typed, wrong.Problems, wrong.Shell.Invalid = "40", fault.Fields{{Field: "typed", Text: "Type 43, the number of accounts that change"}}, true
	stale := newChange(setting.Chosen, 3)
	stale.Stale = "The accounts changed meanwhile. This is what would happen now."
	blank := newChange(setting.Chosen, 3)
	blank.Plan, blank.Lines, blank.Setting, blank.Settings, blank.Values = nil, nil, setting.Setting{}, choices(""), targets("")
	later := newChange(setting.Matching, 43)
	later.Later, later.Day, later.Clock = true, "2026-11-22", "10:40"
	later.Problems, later.Shell.Invalid = fault.Fields{{Field: "day", Text: "Choose a time at least 5 minutes from now"}}, true
	return []story{
		{"change-new", route.NewChange("{key}"), changes.New(blank)},
		{"change-dry-run", "", changes.New(newChange(setting.Chosen, 3))},
		{"change-dry-run-large", "", changes.New(large)},
		{"change-wrong-count", "", changes.New(wrong)},
		{"change-stale", "", changes.New(stale)},
		{"change-later", "", changes.New(later)},
		{"change-default", "", changes.New(defaultChange())},
		{"change-running", "", changes.Show(shownChange(running()))},
		{"change-done", route.Change("{key}", "{change}"), changes.Show(shownChange(doneChange()))},
		{"change-reverted", "", changes.Show(shownChange(revertedChange()))},
		{"change-reverting", "", changes.Show(shownChange(revertingChange()))},
		{"change-scheduled", "", changes.Show(shownChange(scheduledChange()))},
		{"change-scheduled-default", "", changes.Show(shownChange(scheduledDefault()))},
		{"change-cancelled", "", changes.Show(shownChange(cancelledChange()))},
		{"change-refused", "", changes.Show(shownChange(missedChange()))},
		{"changes", route.Changes("{key}"), changes.Index(changesPage())},
		{"changes-empty", "", changes.Index(changes.IndexPage{Shell: admin("Changes"), Partner: northwind})},
	}
}

func choices(name setting.Name) []ui.Option {
	os := []ui.Option{{Label: "Choose…"}}
	for _, s := range setting.All {
		if s.Lockable() {
			os = append(os, ui.Option{Value: string(s.Name), Label: s.Label, Chosen: s.Name == name})
		}
	}
	return os
}

func targets(to setting.Target) []ui.Option {
	os := []ui.Option{{Label: "Choose…"}}
	for _, t := range setting.Targets {
		os = append(os, ui.Option{Value: string(t), Label: changes.Target(t), Chosen: t == to})
	}
	return os
}

// newChange turns prices on for five accounts: changing of these change.
func newChange(whom setting.Whom, changing int64) changes.NewPage {
	pricing, _ := setting.Find(setting.ShowPricing)
	p := changes.NewPage{
		Shell: admin("Change a setting"), Partner: northwind, Whom: whom, First: "Blue Bottle Logistics, Cobalt Health, Ember & Oak Interiors and 2 more.",
		Count: changing + 2, Settings: choices(setting.ShowPricing), Values: targets(setting.ToOn), Keep: map[string]string{}, Setting: pricing,
		To: setting.ToOn, Hidden: map[string]string{}, Zone: "Australia/Sydney (UTC+11:00)", File: route.NewChangeFile(cast.Northwind),
		Plan: &setting.Plan{Setting: pricing, To: setting.ToOn, Changing: changing, Quiet: 1, Same: 1, Refused: 1},
	}
	if whom == setting.Matching {
		p.Filter = account.Filter{Status: account.Active, Tag: "retail"}
	}
	if whom == setting.Chosen {
		p.Keys = five
	}
	inherited := setting.Value{Setting: pricing, Source: setting.FromSystem}
	byDefault := setting.Value{Setting: pricing, On: true, Source: setting.FromPartner}
	own := setting.Value{Setting: pricing, Source: setting.FromAccount, SetBy: cast.Pia.Name}
	has := setting.Value{Setting: pricing, On: true, Source: setting.FromAccount, SetBy: cast.Pia.Name}
	locked := setting.Value{Setting: pricing, Source: setting.Locked}
	for n, v := range []setting.Value{inherited, own, byDefault, has, locked} {
		l := setting.Line{Account: cast.Account(five[n]), Was: v, On: true, Source: setting.FromAccount, Same: v.On && v.Source == setting.FromAccount}
		if v.Source == setting.Locked {
			l.Problem = "Show Pricing is locked at Off by the operator. Prices of this account are under review."
		}
		p.Lines = append(p.Lines, l)
	}
	p.Pages = ui.Pages{Text: "1 to 5 of 5"}
	if changing > setting.TypedAbove {
		p.Pages.Text = "1 to 5 of 45"
	}
	return p
}

func defaultChange() changes.NewPage {
	p := newChange(setting.TheDefault, 0)
	p.Plan, p.Lines, p.Later, p.Day, p.Clock = nil, nil, true, "2026-12-01", "09:00"
	p.Default = &setting.Preview{Changed: 41, Kept: 5, First: []account.Account{cast.Account(cast.BlueBottle), cast.Account(cast.Ember), cast.Account(cast.IronBark)}}
	return p
}

func at(minutes int) *time.Time {
	t := now.Add(time.Duration(minutes) * time.Minute)
	return &t
}

func doneChange() setting.Batch {
	return setting.Batch{
		ID: "0m2k7change", AccountID: cast.Northwind, Name: setting.ShowPricing, Target: setting.ToOn, Whom: setting.Matching,
		Filter: account.Filter{Tag: "retail"}, Status: setting.Finished, DueAt: *at(-9), MadeByName: cast.Pia.Name, MadeAt: *at(-9), StartedAt: at(-9), EndedAt: at(-8),
		Total: 45, Tallied: setting.Tallied{Done: 41, Same: 1, Failed: 3},
	}
}

func running() setting.Batch {
	b := doneChange()
	b.Total, b.Tallied, b.Status, b.EndedAt = 2000, setting.Tallied{Done: 430, Same: 15, Failed: 5}, setting.Running, nil
	return b
}

func revertedChange() setting.Batch {
	b := doneChange()
	b.RevertedBy, b.RevertedAt, b.RevertID = cast.Pia.Name, at(-2), "0m2k7back"
	return b
}

func revertingChange() setting.Batch {
	b := doneChange()
	b.Target, b.Whom, b.RevertsID, b.Total, b.Tallied = "", setting.Chosen, "0m2k7change", 41, setting.Tallied{Done: 40, Spared: 1}
	return b
}

func scheduledChange() setting.Batch {
	b := doneChange()
	b.Status, b.Scheduled, b.StartedAt, b.EndedAt, b.Total, b.Tallied = setting.Scheduled, true, nil, nil, 0, setting.Tallied{}
	b.DueAt = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	return b
}

func scheduledDefault() setting.Batch {
	b := scheduledChange()
	b.Name, b.Whom = setting.Dashboard, setting.TheDefault
	return b
}

func cancelledChange() setting.Batch {
	b := scheduledChange()
	b.Status, b.EndedBy, b.EndedAt = setting.Cancelled, cast.Pia.Name, at(-1)
	return b
}

func missedChange() setting.Batch {
	b := scheduledDefault()
	b.Status, b.EndedAt, b.DueAt, b.Problem = setting.Refused, at(-1), *at(-1), "Configuring managed accounts takes the role Company Admin."
	return b
}

func shownChange(b setting.Batch) changes.ShowPage {
	p := changes.ShowPage{
		Shell: admin(changes.Title(b)), Partner: northwind, Batch: b, First: true, File: route.ChangeFile(cast.Northwind, b.ID),
	}
	here := route.Change(cast.Northwind, b.ID)
	face := func(label string, n int64, current bool) {
		if n > 0 {
			p.Faces = append(p.Faces, layout.Tab{Label: label, Href: here, Count: ui.Figure(int(n)), Current: current})
		}
	}
	face("All", b.Total, true)
	face("Not changed", b.Failed, false)
	face("Left alone", b.Spared, false)
	face("Waiting", b.Left(), false)
	face("Changed", b.Done, false)
	face("As it was", b.Same, false)
	for n, status := range []setting.ItemStatus{setting.ItemDone, setting.ItemFailed, setting.ItemDone, setting.ItemSame, setting.ItemWaiting} {
		r := setting.Row{Account: cast.Account(five[n]), Item: setting.Item{Target: setting.ToOn, Was: setting.ToInherited, Status: status}}
		switch {
		case status == setting.ItemFailed && b.RevertsID != "":
			r.Status, r.Problem = setting.ItemSpared, "Pia Larsen changed it again meanwhile: it is Off now."
		case status == setting.ItemFailed:
			r.Problem = "Show Pricing is locked at Off by the operator. Prices of this account are under review."
		case status == setting.ItemSame:
			r.Was = setting.ToOn
		case status == setting.ItemWaiting && b.Status == setting.Finished:
			r.Status = setting.ItemDone
		}
		if b.RevertsID != "" {
			r.Was, r.Target = setting.ToOn, setting.ToInherited
		}
		p.Rows = append(p.Rows, r)
	}
	if b.Total > setting.BatchPage {
		p.More = here + "?after=50"
	}
	return p
}

func changesPage() changes.IndexPage {
	run := running()
	run.ID = "0m2k7running"
	return changes.IndexPage{
		Shell: admin("Changes"), Partner: northwind, Older: route.Changes(cast.Northwind) + "?after=0m2k7",
		Open:  []setting.Batch{run, scheduledChange(), scheduledDefault()},
		Ended: []setting.Batch{revertingChange(), revertedChange(), doneChange(), cancelledChange(), missedChange()},
	}
}

// comingChanges are scheduled for a setting of the Display page and of the defaults.
func comingChanges() []setting.ScheduledChange {
	return []setting.ScheduledChange{{Name: setting.Dashboard, To: setting.ToOn, At: scheduledChange().DueAt, By: cast.Pia.Name, Batch: "0m2k7change", Whom: setting.TheDefault}}
}
