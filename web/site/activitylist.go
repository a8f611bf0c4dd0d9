package site

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/activity"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// activityListing is the address of a list of activity, read.
type activityListing struct {
	list    string // address of the page
	filter  event.Filter
	find    string // the person looked for, as typed
	account string // as typed, or a key
	user    string // id
	raw     url.Values
	nobody  bool // what was looked for has no match, so nothing is found
	note    string
	names   map[string]string // of what was looked for by id or key, for its chip
}

// readActivity reads the query of a list of activity; texts are the filters
// that it has besides kinds and days. What is not understood is left out.
func readActivity(r *Request, list string, texts ...string) activityListing {
	q, l := r.query(), activityListing{list: list, raw: url.Values{}, names: map[string]string{}}
	for _, text := range texts {
		sought(q, l.raw, text)
	}
	l.find, l.account, l.user = l.raw.Get("q"), l.raw.Get("account"), l.raw.Get("user")
	if l.filter.Visit = l.raw.Get("visit"); !db.IsID(l.filter.Visit) {
		l.filter.Visit = ""
		l.raw.Del("visit")
	}
	if l.user != "" {
		l.find = ""
		l.raw.Del("q")
	}
	l.filter.Kinds = event.KindsOf(take(q, l.raw, "kind", func(v string) bool { return event.KindsOf(v) != nil }))
	zone := ui.TimesOf(r.ctx())
	if from, ok := zone.Begins(take(q, l.raw, "from", isDay)); ok {
		l.filter.From = from
	}
	if to, ok := zone.Begins(take(q, l.raw, "to", isDay)); ok {
		l.filter.To = ui.NextDay(to)
	}
	if id := q.Get("before"); db.IsID(id) {
		l.filter.Before = id
	} else if id := q.Get("after"); db.IsID(id) {
		l.filter.After = id
	}
	return l
}

func isDay(text string) bool {
	at, ok := ui.Times{}.Begins(text)
	return ok && at.Year() >= 2000 && at.Year() < 3000
}

// most is how many people or accounts one text may stand for.
const most = 20

// resolve finds the people and the accounts that a filter names.
func (s *Site) resolve(r *Request, l *activityListing) error {
	if l.user != "" {
		l.filter.Users = []string{l.user}
	}
	if l.find != "" || l.user != "" {
		people, err := s.Events.People(r.ctx(), r.By)
		if err != nil {
			return err
		}
		l.pick(people)
	}
	if l.filter.Visit != "" {
		if err := s.resolveVisit(r, l); err != nil {
			return err
		}
	}
	if l.account == "" {
		return nil
	}
	return s.resolveAccounts(r, l)
}

// resolveVisit finds the visit that a filter names, for its chip. What was done
// during it is looked for whoever sees the visit.
func (s *Site) resolveVisit(r *Request, l *activityListing) error {
	v, err := s.Visits.Find(r.ctx(), r.By, l.filter.Visit)
	if fault.Is(err, fault.NotFound) {
		l.nobody = true
		return nil
	}
	if err == nil {
		l.names[v.ID] = v.Who + ", " + ui.Moment(r.ctx(), v.EnteredAt)
	}
	return err
}

// pick chooses the people whose name contains what was typed.
func (l *activityListing) pick(people []event.Person) {
	bare := account.Bare(l.find)
	for _, p := range people {
		l.names[p.ID] = p.Name
		if l.user != "" || !strings.Contains(account.Bare(p.Name), bare) {
			continue
		}
		if len(l.filter.Users) == most {
			l.note = "More than 20 people match “" + l.find + "”. The 20 who did something last are shown."
			break
		}
		l.filter.Users = append(l.filter.Users, p.ID)
	}
	l.nobody = l.nobody || len(l.filter.Users) == 0
}

// resolveAccounts finds the accounts whose name, reference or key contains what was typed.
func (s *Site) resolveAccounts(r *Request, l *activityListing) (err error) {
	here := r.Visitor.Account
	if strings.Contains(here.Search, account.Bare(l.account)) {
		l.add(here)
	}
	var found []account.Account
	switch r.By.Kind {
	case access.Partner:
		var page account.Page
		page, err = s.Accounts.List(r.ctx(), r.By, account.Filter{Find: l.account, Size: most + 1})
		found = page.Accounts
	case access.Operator:
		found, _, err = s.Accounts.Partners(r.ctx(), r.By, account.PartnerFilter{Find: l.account})
	}
	if err != nil {
		return err
	}
	for _, a := range found {
		if len(l.filter.Accounts) == most {
			l.note = strings.TrimSpace(l.note + " More than 20 accounts match “" + l.account + "”. The first 20 by name are searched.")
			break
		}
		l.add(a)
	}
	if len(l.filter.Accounts) == 0 && db.IsKey(l.account) {
		l.filter.Accounts = []string{l.account} // a direct customer of the operator is in no list
	}
	l.nobody = l.nobody || len(l.filter.Accounts) == 0
	return nil
}

func (l *activityListing) add(a account.Account) {
	l.filter.Accounts = append(l.filter.Accounts, a.ID)
	l.names[a.ID] = a.Name
}

// page is the page of list that the listing asks for.
func (l activityListing) page(ctx context.Context, by access.Caller, list func(context.Context, access.Caller, event.Filter) (event.Page, error)) (event.Page, error) {
	if l.nobody {
		return event.Page{}, by.Must(access.ViewActivity)
	}
	return list(ctx, by, l.filter)
}

// but are the listing's parameters but these, for a form that sets them itself.
func (l activityListing) but(names ...string) map[string]string {
	keep := map[string]string{}
	for name := range l.raw {
		if !slices.Contains(names, name) {
			keep[name] = l.raw.Get(name)
		}
	}
	return keep
}

// chips are the filters in force, each with the address without it.
func (l activityListing) chips(ctx context.Context) (cs []ui.Condition) {
	chip := func(label, name, value string) {
		if value != "" {
			cs = append(cs, ui.Condition{Label: label, Value: value, Remove: route.With(l.list, replaced(l.raw, name, ""))})
		}
	}
	named := func(text string) string {
		if name := l.names[text]; name != "" {
			return name
		}
		return text
	}
	chip("Person", "user", named(l.user))
	chip("Kind", "kind", kindWord(l.raw.Get("kind")))
	for _, d := range []struct{ label, name string }{{"From", "from"}, {"To", "to"}} {
		if at, ok := (ui.Times{}).Begins(l.raw.Get(d.name)); ok {
			chip(d.label, d.name, ui.Day(ctx, at))
		}
	}
	chip("Account", "account", named(l.account))
	chip("Visit", "visit", named(l.filter.Visit))
	return cs
}

// kindWord is a kind, or a group of them, in words.
func kindWord(name string) string {
	for _, g := range event.Groups {
		if g.Name == name {
			return record.GroupName(name)
		}
	}
	return record.KindName(event.Kind(name))
}

// kindChoices are all kinds in their groups, to choose from.
func kindChoices(chosen string) (gs []activity.Kinds) {
	for _, g := range event.Groups {
		label := record.GroupName(g.Name)
		one := activity.Kinds{Label: label, Options: []ui.Option{{Value: g.Name, Label: label + ": anything", Chosen: g.Name == chosen}}}
		for _, k := range g.Kinds {
			one.Options = append(one.Options, ui.Option{Value: string(k), Label: record.KindName(k), Chosen: string(k) == chosen})
		}
		gs = append(gs, one)
	}
	return gs
}
