package site

import (
	"maps"
	"net/http"
	"slices"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listAccounts is Managed Accounts.
func (s *Site) listAccounts(r *Request) error {
	l := readListing(r.query())
	defaults, err := s.Settings.Defaults(r.ctx(), r.By)
	if err != nil {
		return err
	}
	l.filter.Inherited = setting.InheritedFrom(defaults)
	page, err := s.Accounts.List(r.ctx(), r.By, l.filter)
	if err != nil {
		return err
	}
	waiting, err := s.Approvals.WaitingIn(r.ctx(), r.By, keysOf(page.Accounts))
	if err != nil {
		return err
	}
	views, err := s.Views.List(r.ctx(), r.By)
	if err != nil {
		return err
	}
	if r.By.Narrowed() {
		if r.Visitor.Account, err = s.Accounts.Reached(r.ctx(), r.By); err != nil {
			return err
		}
	}
	p := s.indexPage(r, l, page, views)
	p.Waiting = waiting
	if len(page.Accounts) == 0 && l.filter.Find != "" {
		if p.Near, err = s.nearMatch(r, l.filter.Find); err != nil {
			return err
		}
	}
	return r.page(http.StatusOK, accounts.Index(p))
}

// nearMatch is the name of an account that shares the longest beginning of
// what was looked for, down to three letters, or "".
func (s *Site) nearMatch(r *Request, find string) (string, error) {
	for letters := []rune(find); len(letters) > 3; {
		letters = letters[:max(3, len(letters)*3/4)]
		page, err := s.Accounts.List(r.ctx(), r.By, account.Filter{Find: string(letters), Size: 1})
		if err != nil {
			return "", err
		}
		if len(page.Accounts) > 0 {
			return page.Accounts[0].Name, nil
		}
	}
	return "", nil
}

func (s *Site) indexPage(r *Request, l listing, page account.Page, views []account.View) accounts.IndexPage {
	list := route.Accounts(r.here())
	p := accounts.IndexPage{
		Shell: s.shell(r, "Managed Accounts"), Partner: r.Visitor.Account, Page: page,
		Filter: l.filter, Inherited: l.filter.Inherited, Hidden: map[account.Column]bool{},
		Faces: listFaces(list, l, r.Visitor.Account.Tally), Chips: listChips(list, l), More: listMore(l), Keep: l.without("q"),
		Heads: listHeads(list, l), Choose: listColumns(l), Pages: listPages(list, l, page),
		Result: listResult(page, r.Visitor.Account.Managed, l.filter.Narrow()), Clear: route.With(list, l.cleared()),
		Export: route.With(route.AccountsExport(r.here()), l.raw), Query: l.raw.Encode(), Fresh: r.query().Get("new"),
	}
	for _, c := range l.hide {
		p.Hidden[account.Column(c)] = true
	}
	p.Views, p.ViewName = listViews(list, p.Query, views, r.By.Self())
	return p
}

// listFaces are the tabs over the list: all accounts, and those that need attention.
func listFaces(list string, l listing, t account.Tally) []layout.Tab {
	f := l.filter
	none, suspended := f.NoContact, f.Status == account.Suspended
	cleared := l.cleared()
	face := func(name, value string) string {
		q := maps.Clone(cleared)
		q.Set(name, value)
		return route.With(list, q)
	}
	return []layout.Tab{
		{Label: "All", Href: route.With(list, cleared), Count: ui.Figure(int(t.Managed)), Current: !none && !suspended},
		{Label: "No support contact", Href: face("contact", "none"), Count: ui.Figure(int(t.ManagedBare)), Current: none},
		{Label: "Suspended", Href: face("status", "suspended"), Count: ui.Figure(int(t.ManagedSuspended)), Current: suspended && !none},
	}
}

// filters are the ways to narrow the list that are chosen from lists.
var filters = []struct {
	name, label string
	options     []ui.Option
}{
	{"status", "Status", []ui.Option{{Value: "active", Label: "Active"}, {Value: "suspended", Label: "Suspended"}, {Value: "closed", Label: "Closed"}}},
	{"support", "Support", []ui.Option{{Value: "partner", Label: "Partner"}, {Value: "operator", Label: "Operator"}}},
	{"pricing", "Pricing", onOff},
	{"approval", "Approval queue", onOff},
	{"renewal", "Renewal", onOff},
}

var onOff = []ui.Option{{Value: "on", Label: "On"}, {Value: "off", Label: "Off"}}

// listMore are the filters as lists, each with what is chosen.
func listMore(l listing) (cs []ui.Choice) {
	for _, f := range filters {
		options := append([]ui.Option{{Value: "", Label: "Any"}}, f.options...)
		for i := range options {
			options[i].Chosen = options[i].Value == l.raw.Get(f.name)
		}
		cs = append(cs, ui.Choice{Label: f.label, Name: f.name, Options: options})
	}
	return cs
}

// listChips are the filters in force, each with the address without it.
func listChips(list string, l listing) (cs []ui.Condition) {
	for _, f := range filters {
		v := l.raw.Get(f.name)
		for _, o := range f.options {
			if v == o.Value {
				cs = append(cs, ui.Condition{Label: f.label, Value: o.Label, Remove: route.With(list, replaced(l.raw, f.name, ""))})
			}
		}
	}
	if l.filter.Tag != "" {
		cs = append(cs, ui.Condition{Label: "Tag", Value: l.filter.Tag, Remove: route.With(list, replaced(l.raw, "tag", ""))})
	}
	if l.filter.NoContact {
		cs = append(cs, ui.Condition{Label: "Support contact", Value: "Missing", Remove: route.With(list, replaced(l.raw, "contact", ""))})
	}
	return cs
}

// columns are the list's, from left to right.
var columns = []column{
	{key: string(account.ByName), label: "Name"},
	{key: string(account.ByReference), label: "Reference"},
	{key: string(account.BySupport), label: "Support", class: "drop"},
	{key: string(account.ByServices), label: "Services", numeric: true},
	{key: string(account.Waiting), label: "Approvals waiting", numeric: true, plain: true},
	{key: string(account.ByPricing), label: "Pricing"},
	{key: string(account.ByApproval), label: "Approval queue"},
	{key: string(account.ByRenewal), label: "Renewal"},
	{key: string(account.ByStatus), label: "Status"},
	{key: string(account.ByCreated), label: "Created", class: "drop"},
}

// listHeads are the heads of the columns that are shown.
func listHeads(list string, l listing) []ui.Head {
	shown := slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return slices.Contains(l.hide, c.key) })
	return heads(shown, string(l.filter.Sort), l.filter.Desc, func(sort string) string { return route.With(list, replaced(l.raw, "sort", sort)) })
}

// listColumns are the columns that can be hidden.
func listColumns(l listing) (bs []ui.Box) {
	for _, c := range columns[1:] {
		bs = append(bs, ui.Box{Label: c.label, Name: "hide", Value: c.key, Checked: slices.Contains(l.hide, c.key)})
	}
	return bs
}

// listPages say where the page stands and lead to its neighbours.
func listPages(list string, l listing, p account.Page) ui.Pages {
	size := l.filter.Size
	if size == 0 {
		size = 50
	}
	out := ui.Pages{Rows: &ui.Rows{Action: list, Name: "size", Keep: l.without("size")}}
	for _, n := range sizes {
		out.Rows.Options = append(out.Rows.Options, ui.Option{Value: itoa(n), Label: itoa(n), Chosen: n == size})
	}
	if len(p.Accounts) == 0 {
		return out
	}
	from := (l.page-1)*size + 1
	out.Text = ui.Figure(from) + " to " + ui.Figure(from+len(p.Accounts)-1)
	if !p.AtLeast {
		out.Text += " of " + ui.Figure(int(p.Total))
	}
	if p.Later {
		out.Next = route.With(list, l.turned("after", p.Accounts[len(p.Accounts)-1].ID, l.page+1))
	}
	if p.Earlier {
		out.Prev = route.With(list, l.turned("before", p.Accounts[0].ID, l.page-1))
	}
	if p.Earlier || p.Later {
		out.Page = "Page " + ui.Figure(l.page)
		if !p.AtLeast {
			out.Page += " of " + ui.Figure((int(p.Total)+size-1)/size)
		}
	}
	return out
}

// listResult says how many accounts match.
func listResult(p account.Page, managed int64, narrow bool) string {
	all := ui.Counted(managed, "account")
	switch {
	case !narrow:
		return all
	case p.AtLeast:
		return "More than " + ui.Figure(int(p.Total)-1) + " of " + all
	}
	return ui.Figure(int(p.Total)) + " of " + all
}
