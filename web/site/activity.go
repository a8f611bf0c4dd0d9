package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/templates/activity"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// companyActivity is what everybody did in an account and, for a partner or
// the operator, in the accounts below it.
func (s *Site) companyActivity(r *Request) error {
	l := readActivity(r, route.Activity(r.here()), "q", "user", "account")
	if err := s.resolve(r, &l); err != nil {
		return err
	}
	page, err := l.page(r.ctx(), r.By, s.Events.Company)
	if err != nil {
		return err
	}
	names, err := s.Accounts.Names(r.ctx(), r.By, accountsOf(page.Events))
	if err != nil {
		return err
	}
	p := s.activityPage(r, l, page, names)
	p.Heading, p.Room, p.Faces, p.Export = "Activity", "Company", company(r), route.With(route.ActivityExport(r.here()), l.raw)
	p.Scope, p.Several = "What people did in "+r.Visit.Account.Name+".", oversees(r.By)
	if p.Several {
		p.Scope = "What people did in " + r.Visit.Account.Name + " and its " + belowWords[r.By.Kind] + "."
	}
	if days := r.Visit.Account.ActivityDays; days > 0 {
		p.Shown = "the last " + account.DaysWord(days)
	}
	if r.By.May(access.SecureCompany) {
		p.Rules = route.CompanySecurity(r.here())
	}
	p.Ledger.People, p.Ledger.Accounts = true, p.Several
	return r.page(http.StatusOK, activity.Index(p))
}

// oversees reports whether somebody sees the activity of accounts below their own.
func oversees(by access.Caller) bool { return by.Kind == access.Partner || by.Kind == access.Operator }

var belowWords = map[access.Kind]string{access.Partner: "managed accounts", access.Operator: "partners"}

// myActivity is what the visitor did, in every account.
func (s *Site) myActivity(r *Request) error {
	l := readActivity(r, route.MyActivity)
	page, err := l.page(r.ctx(), r.By, s.Events.Mine)
	if err != nil {
		return err
	}
	names, err := s.Sessions.Names(r.ctx(), r.Visit, accountsOf(page.Events))
	if err != nil {
		return err
	}
	p := s.activityPage(r, l, page, names)
	p.Heading, p.Scope, p.Room, p.Faces, p.Own = "Your account", "What you did, in every account.", "Your account", mine(r), true
	p.Export, p.Ledger.Accounts = route.With(route.MyActivityExport, l.raw), true
	return r.page(http.StatusOK, activity.Index(p))
}

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
		take(q, l.raw, text, func(v string) bool { return len(v) <= longestFind })
	}
	l.find, l.account, l.user = l.raw.Get("q"), l.raw.Get("account"), l.raw.Get("user")
	if l.user != "" {
		l.find = ""
		l.raw.Del("q")
	}
	l.filter.Kinds = event.KindsOf(take(q, l.raw, "kind", func(v string) bool { return event.KindsOf(v) != nil }))
	zone := ui.TimesOf(r.ctx())
	if from, ok := day(take(q, l.raw, "from", isDay), zone); ok {
		l.filter.From = from
	}
	if to, ok := day(take(q, l.raw, "to", isDay), zone); ok {
		l.filter.To = nextDay(to)
	}
	if id := q.Get("before"); db.IsID(id) {
		l.filter.Before = id
	} else if id := q.Get("after"); db.IsID(id) {
		l.filter.After = id
	}
	return l
}

// day is the beginning of a day as the reader counts days.
func day(text string, times ui.Times) (time.Time, bool) {
	at, err := time.Parse(time.DateOnly, text)
	return beginning(at, times.In(at).Location()), err == nil
}

// nextDay is the beginning of the day after one that begins at at.
func nextDay(at time.Time) time.Time {
	year, month, day := at.Date()
	return beginning(time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC), at.Location())
}

// beginning is the first moment in a zone of a day that is given by its
// midnight in UTC. Where clocks are changed at midnight, there is none or there
// are two of it.
func beginning(midnight time.Time, zone *time.Location) time.Time {
	year, month, day := midnight.Date()
	at := time.Date(year, month, day, 12, 0, 0, 0, zone)
	for _, noon := range []time.Time{at.AddDate(0, 0, -1), at} {
		_, east := noon.Zone()
		if first := midnight.Add(-time.Duration(east) * time.Second).In(zone); first.Day() == day && first.Before(at) {
			at = first
		}
	}
	return at
}

func isDay(text string) bool {
	at, ok := day(text, ui.Times{})
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
	if l.account == "" {
		return nil
	}
	return s.resolveAccounts(r, l)
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
	here := r.Visit.Account
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

// accountsOf are the accounts that facts are about, and those in whose name they were done.
func accountsOf(es []event.Event) (keys []string) {
	for _, e := range es {
		keys = append(keys, e.AccountID, e.SeatID)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (s *Site) activityPage(r *Request, l activityListing, page event.Page, names map[string]string) activity.IndexPage {
	p := activity.IndexPage{
		Shell: s.shell(r, "Activity"), List: l.list, Find: l.find, Account: l.account, From: l.raw.Get("from"), To: l.raw.Get("to"),
		Keep: l.but("q", "user"), Hold: l.but("kind", "from", "to", "account"), Clear: l.list, Note: l.note, Cut: page.Cut,
		Chips: l.chips(r.ctx()), Kinds: kindChoices(l.raw.Get("kind")), Result: activityResult(r.ctx(), page),
	}
	if page.Later != "" {
		p.Later = route.With(l.list, replaced(l.raw, "after", page.Later))
	}
	if page.Earlier != "" {
		p.Earlier = route.With(l.list, replaced(l.raw, "before", page.Earlier))
	}
	p.Ledger.Caption = "Activity, newest first"
	for _, e := range page.Events {
		f := record.Fact{Event: e, From: names[e.SeatID], Account: names[e.AccountID]}
		if f.Account == "" {
			f.Account = "An account that you have left"
		}
		if r.Visit.Account.ID != "" {
			f.By = route.With(l.list, replaced(replaced(l.raw, "q", ""), "user", e.UserID))
			f.AccountHref = route.With(l.list, replaced(l.raw, "account", e.AccountID))
		}
		p.Ledger.Facts = append(p.Ledger.Facts, f)
	}
	return p
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
	chip("What", "kind", kindWord(l.raw.Get("kind")))
	for _, d := range []struct{ label, name string }{{"From", "from"}, {"To", "to"}} {
		if at, ok := day(l.raw.Get(d.name), ui.Times{}); ok {
			chip(d.label, d.name, ui.Day(ctx, at))
		}
	}
	chip("Account", "account", named(l.account))
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

// activityResult says how far back a page goes.
func activityResult(ctx context.Context, p event.Page) string {
	if len(p.Events) == 0 {
		return "No facts"
	}
	return ui.Counted(len(p.Events), "fact") + ", back to " + ui.Date(ctx, p.Events[len(p.Events)-1].At)
}
