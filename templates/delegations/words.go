package delegations

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// named is how many delegations a row of the list names.
const named = 3

// entry is what of a person's delegations a row of the list says.
type entry struct {
	lines   []string
	more    string
	until   string
	soon    bool // it is not long until then
	endless bool // something, and none of it ends
}

// entered says what somebody enters now.
func (p IndexPage) entered(ctx context.Context, who delegation.Person) (e entry) {
	var first *time.Time
	n := 0
	for _, d := range who.Rows {
		if !d.Live(p.Now) {
			continue
		}
		if n++; n <= named {
			e.lines = append(e.lines, d.Names(p.List.Names))
		}
		if d.Until != nil && (first == nil || d.Until.Before(*first)) {
			first = d.Until
			e.until, e.soon = ui.Day(ctx, d.LastDay()), d.Until.Sub(p.Now) <= delegation.Notice
		}
	}
	if n > named {
		e.more = "and " + strconv.Itoa(n-named) + " more"
	}
	if n > 1 && first != nil {
		e.until = "First ends " + e.until
	}
	e.endless = first == nil && (n > 0 || len(who.Rows) == 0)
	return e
}

// month is what runs out in one month.
type month struct {
	name string
	due  []delegation.Due
}

// months are what runs out soon, by months.
func (p IndexPage) months() (ms []month) {
	for _, d := range p.List.Soon {
		name := d.LastDay().Format("January 2006")
		if len(ms) == 0 || ms[len(ms)-1].name != name {
			ms = append(ms, month{name: name})
		}
		last := &ms[len(ms)-1]
		last.due = append(last.due, d)
	}
	return ms
}

// state is how a delegation stands, as a status says it.
func (p ShowPage) state(d delegation.Delegation) string {
	if d.Live(p.Now) {
		return "Active"
	}
	return "Ended"
}

// until says how long a delegation holds, or held.
func until(ctx context.Context, d delegation.Delegation) string {
	if d.Until == nil {
		return "No end"
	}
	return ui.Day(ctx, d.LastDay())
}

// lead says in a sentence what somebody enters.
func (p ShowPage) lead() string {
	live := 0
	for _, d := range p.Person.Rows {
		if d.Live(p.Now) {
			live++
		}
	}
	name := p.Person.Seat.Name
	switch {
	case len(p.Person.Rows) == 0:
		return name + " enters every managed account of " + p.Partner.Name + "."
	case !p.Person.Limited(p.Now):
		return name + " enters every managed account for as long as it says below."
	case live == 0:
		return name + " enters no managed account: everything that was given has ended."
	}
	return name + " enters what is listed here, and no other managed account."
}

// again is the press that gives a delegation another end.
func (p ShowPage) again(d delegation.Delegation) string {
	if d.Live(p.Now) {
		return "Change end"
	}
	return "Restore"
}

// endWords are the ends from which a person chooses.
var endWords = map[delegation.Ends]string{
	delegation.Never: "No end", delegation.Week: "In a week", delegation.Month: "In a month", delegation.Quarter: "In three months", delegation.OnDay: "On a day",
}

// terms are the ends that one delegation can be given on its row.
func terms() (os []ui.Option) {
	for _, e := range delegation.AllEnds {
		if e != delegation.OnDay {
			os = append(os, ui.Option{Value: string(e), Label: endWords[e]})
		}
	}
	return os
}

// ends are those of the form.
func (p ShowPage) ends() ui.Choice {
	c := ui.Choice{Label: "Ends", Name: "ends", Width: "half", Error: p.Problems.At("ends")}
	for _, e := range delegation.AllEnds {
		c.Options = append(c.Options, ui.Option{Value: string(e), Label: endWords[e], Chosen: e == p.Draft.Ends})
	}
	return c
}

// whats are the kinds of what can be entered.
func (p ShowPage) whats() ui.Choice {
	c := ui.Choice{Label: "What " + p.Person.Seat.Name + " may enter", Name: "what", Error: p.Problems.At("what"), Options: []ui.Option{
		{Value: string(delegation.Some), Label: "The accounts ticked here", Hint: "Find them by name or reference above."},
		{Value: string(delegation.Tagged), Label: "All accounts with a tag", Hint: "Those that have the tag at the time, also ones that get it later."},
		{Value: string(delegation.Every), Label: "Every managed account", Hint: "For somebody who is here until a day."},
	}}
	for i := range c.Options {
		c.Options[i].Chosen = c.Options[i].Value == string(p.Draft.What)
	}
	if len(p.Person.Tags) == 0 {
		c.Options = slices.Delete(c.Options, 1, 2)
	}
	return c
}

// tags are those that accounts have.
func (p ShowPage) tags() ui.Choice {
	c := ui.Choice{Label: "Tag", Name: "tag", Width: "half", Error: p.Problems.At("tag"), Options: []ui.Option{{Label: "Choose a tag"}}}
	for _, t := range p.Person.Tags {
		c.Options = append(c.Options, ui.Option{Value: t, Label: t, Chosen: t == p.Draft.Tag})
	}
	return c
}

// ticked reports whether an account is chosen in the form.
func (p ShowPage) ticked(key string) bool { return slices.Contains(p.Draft.Accounts, key) }

// here is the address of the page.
func (p ShowPage) here() string { return route.Delegation(p.By.Account, p.Person.Seat.ID) }

// nowhere says that a search found nothing.
func (p ShowPage) nowhere() string {
	return "No account’s name, reference or key contains “" + p.Find + "”."
}

// unfound is what is wrong with the accounts that are chosen, where none stand in
// the form.
func (p ShowPage) unfound() string {
	if len(p.Person.Found) > 0 {
		return ""
	}
	return p.Problems.At("account")
}

// findID is where the summary leads to for that.
func (p ShowPage) findID() string {
	if p.unfound() != "" {
		return "field-account"
	}
	return "find-accounts"
}

// guard says how a form asks before it is left.
func guard(wrong bool) string {
	if wrong {
		return "changed"
	}
	return ""
}
