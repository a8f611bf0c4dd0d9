package site

import (
	"context"
	"net/http"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/templates/activity"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// companyActivity is what everybody did in an account and, for a partner or
// the operator, in the accounts below it.
func (s *Site) companyActivity(r *Request) error {
	l := readActivity(r, route.Activity(r.here()), "q", "user", "account", "visit")
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
	p.Scope, p.Several = "What people did in "+r.Visitor.Account.Name+".", oversees(r.By)
	if p.Several {
		p.Scope = "What people did in " + r.Visitor.Account.Name + " and its " + belowWords[r.By.Kind] + "."
	}
	p.Ledger.Origins = l.filter.Visit != ""
	if days := r.Visitor.Account.ActivityDays; days > 0 && l.filter.Visit == "" {
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
	names, err := s.Sessions.Names(r.ctx(), r.Visitor, accountsOf(page.Events))
	if err != nil {
		return err
	}
	p := s.activityPage(r, l, page, names)
	p.Heading, p.Scope, p.Room, p.Faces, p.Own = "Your account", "What you did, in every account.", "Your account", mine(r), true
	p.Export, p.Ledger.Accounts = route.With(route.MyActivityExport, l.raw), true
	return r.page(http.StatusOK, activity.Index(p))
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
		if r.Visitor.Account.ID != "" {
			f.By = route.With(l.list, replaced(replaced(l.raw, "q", ""), "user", e.UserID))
			f.AccountHref = route.With(l.list, replaced(l.raw, "account", e.AccountID))
		}
		p.Ledger.Facts = append(p.Ledger.Facts, f)
	}
	return p
}

// activityResult says how far back a page goes.
func activityResult(ctx context.Context, p event.Page) string {
	if len(p.Events) == 0 {
		return "No entries"
	}
	return ui.Counted(len(p.Events), "entry") + ", back to " + ui.Date(ctx, p.Events[len(p.Events)-1].At)
}
