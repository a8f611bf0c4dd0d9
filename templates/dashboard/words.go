package dashboard

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/dashboard"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/record"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// scope says what the page is about, and when its numbers were read.
func scope(ctx context.Context, p ShowPage) string {
	of := p.Dashboard.Account.Name
	if p.partner() {
		of += " and its managed accounts"
	}
	return of + ". Updated " + ui.Clock(ctx, p.At) + "."
}

// servicesWith is the list of the account's services with one filter.
func (p ShowPage) servicesWith(names ...string) string {
	q := url.Values{}
	for i := 0; i < len(names); i += 2 {
		q.Set(names[i], names[i+1])
	}
	return route.With(route.Services(p.key()), q)
}

// allWith is the list of the services of all managed accounts with one filter.
func (p ShowPage) allWith(name, value string) string {
	return route.With(route.AllServices(p.key()), url.Values{name: {value}})
}

// accountsWith is the list of managed accounts with filters, for who may see it.
func (p ShowPage) accountsWith(query string) string {
	if !p.By.May(access.ListAccounts) {
		return ""
	}
	return strings.TrimSuffix(route.Accounts(p.key())+"?"+query, "?")
}

// ownOnly is the address of a list of the account's own services, or "" where
// the number beside it is of other accounts too.
func (p ShowPage) ownOnly(href string) string {
	if p.partner() {
		return ""
	}
	return href
}

// tiles are the numbers of the first strip.
func tiles(ctx context.Context, p ShowPage) []tile {
	if p.partner() {
		return append(accountTiles(ctx, p), liveTile(p), underwayTile(p))
	}
	designs := p.Services.All[service.Design]
	ends := tile{label: "Terms ending", figure: atLeast(p.Ending.Number, p.Ending.More), notes: []note{{within(p.Days), ""}}}
	if p.Ending.Number > 0 {
		ends.href = "#ending"
	}
	return []tile{
		liveTile(p), underwayTile(p),
		{"Designs", ui.Figure(int(designs)), p.servicesWith("status", string(service.Design)), []note{{"Drawn, not ordered", ""}}},
		ends,
	}
}

// accountTiles are a partner's numbers of its managed accounts.
func accountTiles(ctx context.Context, p ShowPage) []tile {
	t := p.Dashboard.Account.Tally
	notes := []note{{ui.Figure(int(t.ManagedActive)) + " active", p.accountsWith("status=active")}}
	if t.ManagedSuspended > 0 {
		notes = append(notes, note{ui.Figure(int(t.ManagedSuspended)) + " suspended", p.accountsWith("status=suspended")})
	}
	return []tile{
		{"Managed accounts", ui.Figure(int(t.Managed)), p.accountsWith(""), notes},
		{"New accounts", atLeast(p.New.Number, p.New.More), p.accountsWith("sort=-created"), []note{{"Since " + ui.Date(ctx, p.At.AddDate(0, 0, -dashboard.Recently)), ""}}},
	}
}

func liveTile(p ShowPage) tile {
	live := p.servicesWith("status", string(service.Live))
	t := tile{label: "Live services", figure: ui.Figure(int(p.Services.All[service.Live])), href: p.ownOnly(live)}
	if p.partner() {
		own := p.Services.Own[service.Live]
		t.notes = []note{
			{ui.Figure(int(own)) + " of them your own", live},
			{ui.Figure(int(p.Services.All[service.Live]-own)) + " of your accounts", p.allWith("status", string(service.Live))},
		}
		if p.By.Narrowed() {
			t.notes = []note{{"Your company’s own", live}}
		}
	} else {
		t.notes = []note{{"Of " + ui.Counted(p.Services.All.Sum(dashboard.Shown...), "service"), route.Services(p.key())}}
	}
	return t
}

func underwayTile(p ShowPage) tile {
	t := tile{label: "Being set up", figure: ui.Figure(int(p.Services.All.Sum(dashboard.Underway...)))}
	for _, s := range dashboard.Underway {
		if n := p.Services.All[s]; n > 0 {
			t.notes = append(t.notes, note{ui.Figure(int(n)) + " " + strings.ToLower(s.Word()), p.ownOnly(p.servicesWith("status", string(s)))})
		}
	}
	if len(t.notes) == 0 {
		t.notes = []note{{"Nothing is under way", ""}}
	}
	return t
}

// atLeast writes a number that was counted up to a bound.
func atLeast(n int64, more bool) string {
	if more {
		return "Over " + ui.Figure(int(n))
	}
	return ui.Figure(int(n))
}

func within(days int) string { return "Within " + strconv.Itoa(days) + " days" }

// sentence is what a kind of need says: the nouns that are counted, the rest of
// it for one and for several, and the state whose shape it has.
type sentence struct{ noun, one, several, mark string }

var sentences = map[dashboard.What]sentence{
	dashboard.LockedOut:   {"person", "is locked after five wrong codes", "are locked after five wrong codes", "rejected"},
	dashboard.Entry:       {"person", "of another company asks to act in your account", "of other companies ask to act in your account", "pending"},
	dashboard.Unreachable: {"account", "needs a support contact and has none", "need a support contact and have none", "waiting"},
	dashboard.Invitations: {"invitation", "is over, or will be within two days", "are over, or will be within two days", "waiting"},
	dashboard.Approvals:   {"request", "waits for your approval", "wait for your approval", "pending"},
	dashboard.Requests:    {"request", "for a billing market waits for an answer", "for billing markets wait for an answer", "waiting"},
	dashboard.Vacant:      {"new account", "has no users yet", "have no users yet", "design"},
	dashboard.Designs:     {"design", "is not ordered", "are not ordered", "design"},
	dashboard.Unlit:       {"service", "is built and carries nothing yet", "are built and carry nothing yet", "configured"},
	dashboard.Awaited:     {"service", "is ordered and not built yet", "are ordered and not built yet", "ordered"},
}

// items are the lines of what needs somebody.
func items(p ShowPage) (is []item) {
	for _, n := range p.Needs {
		s := sentences[n.What]
		i := item{mark: s.mark, count: counted(n, s.noun), rest: s.several, button: p.button(n)}
		if n.Number == 1 && !n.More {
			i.rest = s.one
		}
		for _, one := range n.First {
			i.names = append(i.names, p.name(n.What, one))
		}
		if more := n.Number - int64(len(n.First)); len(n.First) > 0 && (more > 0 || n.More) {
			i.others = "and " + atLeast(more, n.More) + " more"
		}
		if p.partner() && len(n.First) == 0 {
			i.names = []note{{"Of " + p.Dashboard.Account.Name + " itself", ""}}
		}
		is = append(is, i)
	}
	return is
}

func counted(n dashboard.Need, noun string) string {
	if noun == "person" && n.Number != 1 {
		return atLeast(n.Number, n.More) + " people"
	}
	if n.More {
		return atLeast(n.Number, true) + " " + noun + "s"
	}
	return ui.Counted(n.Number, noun)
}

// name is one of those whom a need names, and their page.
func (p ShowPage) name(what dashboard.What, of account.Named) note {
	users := route.Users(p.key())
	if of.Account != p.key() {
		users = route.ManagedUsers(p.key(), of.Account)
	}
	switch what {
	case dashboard.Entry:
		return note{of.Name, route.ConsentRequest(p.key(), of.ID)}
	case dashboard.Approvals:
		return note{of.Name, route.Approval(p.key(), of.ID)}
	case dashboard.Requests:
		return note{of.Name, route.MarketRequest(p.key(), of.ID)}
	case dashboard.Unreachable:
		return note{of.Name, route.Managed(p.key(), of.ID)}
	case dashboard.Vacant:
		return note{of.Name, users}
	}
	if of.Account == p.key() {
		return note{of.Name, route.User(users, of.ID)}
	}
	return note{of.Name + " (" + p.Names[of.Account] + ")", route.User(users, of.ID)}
}

// button is what is done about a need where one page does it.
func (p ShowPage) button(n dashboard.Need) note {
	switch n.What {
	case dashboard.Entry:
		return note{"Answer", route.Consent(p.key())}
	case dashboard.Unreachable:
		return note{"Add contacts", p.accountsWith("contact=none&support=operator&status=active")}
	case dashboard.Approvals:
		return note{"Review", route.Approvals(p.key())}
	case dashboard.Requests:
		return note{"Answer", route.MarketRequests(p.key())}
	case dashboard.Designs:
		return note{"See designs", p.servicesWith("status", string(service.Design))}
	case dashboard.Unlit:
		return note{"See services", p.servicesWith("status", string(service.Configured))}
	case dashboard.Awaited:
		return note{"See services", route.Services(p.key())}
	}
	if n.Number != 1 || len(n.First) == 0 {
		return note{}
	}
	page := p.name(n.What, n.First[0]).href
	switch n.What {
	case dashboard.LockedOut:
		return note{"Let in again", page}
	case dashboard.Invitations:
		return note{"Invite again", page}
	}
	return note{"Invite", page}
}

// columns are the heads of the table of services.
func columns() (hs []ui.Head) {
	hs = append(hs, ui.Head{Label: "Product"})
	for _, s := range dashboard.Shown {
		hs = append(hs, ui.Head{Label: s.Word(), Numeric: true})
	}
	return append(hs, ui.Head{Label: "All", Numeric: true}, ui.Head{Label: "Live, being set up, ending", Class: "drop"})
}

// rows are the products, and with several of them all products together.
func rows(p ShowPage) (rs []row) {
	var longest int64
	for _, c := range p.Services.Counts {
		longest = max(longest, barred(c))
	}
	for _, product := range p.Services.Products {
		c := p.Services.Counts[product.ID]
		r := row{name: product.Name, cells: p.cells(c, "product", product.ID)}
		if longest > 0 {
			part := func(n int64) float64 { return float64(n) * 100 / float64(longest) }
			r.bar = bar{part(c[service.Live]), part(c.Sum(dashboard.Underway...)), part(c[service.Cancelled])}
		}
		rs = append(rs, r)
	}
	return rs
}

// barred is how many services a bar draws.
func barred(c dashboard.Counts) int64 {
	return c[service.Live] + c.Sum(dashboard.Underway...) + c[service.Cancelled]
}

// total is the last row of the table.
func total(p ShowPage) row { return row{name: "All products", cells: p.cells(p.Services.All)} }

func (p ShowPage) cells(c dashboard.Counts, filter ...string) (cs []cell) {
	for _, s := range dashboard.Shown {
		cs = append(cs, cell{s.Word(), c[s], p.ownOnly(p.servicesWith(append([]string{"status", string(s)}, filter...)...))})
	}
	return append(cs, cell{"All", c.Sum(dashboard.Shown...), ""})
}

// number writes a part of a drawing.
func number(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

// ending says how many terms end.
func ending(p ShowPage) string {
	if p.Ending.Number == 0 {
		return "No term ends within " + strconv.Itoa(p.Days) + " days."
	}
	text := ui.Counted(p.Ending.Number, "term") + " " + plural(p.Ending.Number, "ends", "end")
	if p.Ending.More {
		text = atLeast(p.Ending.Number, true) + " terms end"
	}
	text += " within " + strconv.Itoa(p.Days) + " days"
	switch {
	case p.Ending.More:
		return text + "."
	case p.Ending.Renewing == p.Ending.Number && p.Ending.Number == 1:
		return text + " and renews by itself."
	case p.Ending.Renewing == p.Ending.Number:
		return text + ", and all renew by themselves."
	case p.Ending.Renewing == 0:
		return text + ", and " + plural(p.Ending.Number, "does not renew.", "none renews.")
	}
	return text + ", " + ui.Figure(int(p.Ending.Renewing)) + " of them " + plural(p.Ending.Renewing, "renews by itself.", "renew by themselves.")
}

func plural(n int64, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// endingAt says whose service it is and what follows the term.
func endingAt(p ShowPage, s service.Service) string {
	if !p.partner() {
		return s.Terms()
	}
	return p.Names[s.AccountID] + ", " + s.Terms()
}

// endingHref finds the service in its account's list.
func endingHref(s service.Service) string {
	return route.With(route.Services(s.AccountID), url.Values{"q": {s.ID}})
}

// when is the time of day of what happened today, and the day of anything older.
func when(ctx context.Context, p ShowPage, e event.Event) string {
	if ui.Date(ctx, e.At) == ui.Date(ctx, p.At) {
		return ui.Clock(ctx, e.At)
	}
	return ui.Date(ctx, e.At)
}

// did says what somebody did, after their name.
func did(e event.Event) string {
	text := record.What(e)
	return strings.ToLower(text[:1]) + text[1:]
}

// where is the account that something happened in, when it may be another one.
func where(p ShowPage, e event.Event) string {
	if e.AccountID == p.key() {
		return ""
	}
	return p.Names[e.AccountID]
}

// welcome is what an account without services says of itself.
func welcome(p ShowPage) string {
	if p.partner() {
		return "Services of " + p.Dashboard.Account.Name + " and of its managed accounts are counted here by product and status."
	}
	return "When " + p.Dashboard.Account.Name + " has services, they are counted here by product and status."
}
