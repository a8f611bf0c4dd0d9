package settings

import (
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// source says where a value comes from.
func source(v setting.Value, partner, operator string) string {
	switch v.Source {
	case setting.FromAccount:
		return "Set here by " + v.SetBy
	case setting.FromPartner:
		return "Default of " + partner
	case setting.Locked:
		return "Locked by " + operator
	case setting.Fixed:
		return "Fixed for " + fixedFor(v)
	}
	return "System default"
}

// fixedFor are the accounts for which a setting is fixed where this one is.
func fixedFor(v setting.Value) string {
	models := v.Models()
	if len(models) == 0 {
		return "managed accounts"
	}
	if models[0] == account.ByOperator {
		return "partner-supported accounts"
	}
	return "operator-supported accounts"
}

// waiting says what a lock, or what is fixed, keeps from applying.
func waiting(v setting.Value) string {
	if v.Settable() || v.Own == account.OwnNone {
		return ""
	}
	own := "Its own value (" + ui.OnOffWord(v.Own == account.OwnOn) + ") is kept, and applies "
	if v.Source == setting.Locked {
		return own + "when the lock ends."
	}
	return own + "if the support model changes."
}

// held reports whether a value can be changed, but not by a partner now.
func held(v setting.Value) bool { return v.Source == setting.Locked }

// anchor is the place of a setting's row on its page.
func anchor(name setting.Name) string { return "setting-" + string(name) }

// why is the id of the text that says why a setting can't be changed.
func why(name setting.Name) string { return "why-" + string(name) }

// change is where the value becomes what it is not now.
func (p DisplayPage) change(v setting.Value) string {
	return asking(route.Display(p.By.Account, p.Account.ID), v, account.OwnOf(!v.On), "")
}

// open reports whether a setting's change is open.
func (p DisplayPage) open(v setting.Value) bool {
	return p.Change != nil && p.Change.Value.Name == v.Name
}

func (p DisplayPage) may() bool { return p.Refused == "" }

// asking is the address of a page with the change of a setting open.
func asking(page string, v setting.Value, to account.Own, scope setting.Scope) string {
	q := url.Values{"change": {string(v.Name)}, "on": {position(to)}}
	if scope != "" {
		q.Set("scope", string(scope))
	}
	return route.With(page, q) + "#" + anchor(v.Name)
}

// position is what a setting is to become, as addresses and forms say it.
func position(to account.Own) string {
	switch to {
	case account.OwnOn:
		return "on"
	case account.OwnOff:
		return "off"
	}
	return "clear"
}

// Title names the change.
func (c Change) Title() string {
	switch {
	case c.To == account.OwnNone:
		return "Clear the default of " + c.Value.Label
	case c.same():
		return "Keep " + c.Value.Label + " " + position(c.To)
	}
	return "Turn " + c.Value.Label + " " + position(c.To)
}

// same reports whether the setting is already what it is to become.
func (c Change) same() bool { return c.To == account.OwnOf(c.Value.On) }

// alone reports whether a default is changed on its own, not on an account.
func (c Change) alone() bool { return c.Account.ID == "" }

// becoming says what an open row's value becomes.
func (c Change) becoming() string {
	switch {
	case c.To == account.OwnNone:
		return "Clearing the default"
	case c.same():
		return "Keeping it " + ui.OnOffWord(c.To == account.OwnOn)
	}
	return "Changing to " + ui.OnOffWord(c.To == account.OwnOn)
}

// hidden is what the form sends besides for whom.
func (c Change) hidden() map[string]string {
	return map[string]string{"change": string(c.Value.Name), "on": position(c.To), "seen": c.Value.Seen()}
}

// scopes are the two answers to the question for whom.
func (c Change) scopes() []ui.Option {
	all := c.Scope == setting.AllAccounts
	if c.One {
		return []ui.Option{{Value: string(setting.ThisAccount), Label: "This account only", Hint: c.Account.Name + " gets a value of its own.", Chosen: true}}
	}
	return []ui.Option{
		{Value: string(setting.ThisAccount), Label: "This account only", Hint: c.Account.Name + " gets a value of its own.", Chosen: !all},
		{Value: string(setting.AllAccounts), Label: "All managed accounts without their own value", Hint: "Becomes the default of " + c.Partner.Name + ". " + c.Account.Name + " follows it.", Chosen: all},
	}
}

// lead says what a change of the default is.
func (c Change) lead() string {
	if c.To == account.OwnNone {
		return "Managed accounts without their own value follow the system default again, and so do accounts that you create later."
	}
	return "Every managed account without its own value follows. Accounts that you create later start with it."
}

// save names the number.
func (c Change) save() string {
	switch {
	case c.Preview == nil:
		return "Save for all"
	case c.To == account.OwnNone && c.Preview.Changed == 0:
		return "Clear"
	case c.To == account.OwnNone:
		return "Clear for " + ui.Counted(c.Preview.Changed, "account")
	case c.Preview.Changed == 0:
		return "Save"
	}
	return "Save for " + ui.Counted(c.Preview.Changed, "account")
}

// instead is the other thing that the setting can become, and its address.
func (c Change) instead() (label, href string) {
	to := account.OwnOf(c.To != account.OwnOn)
	word := "Turn it " + position(to)
	if to == account.OwnOf(c.Value.On) {
		word = "Keep it " + position(to)
	}
	return word + " instead", asking(c.Page, c.Value, to, c.Scope)
}

// effectAlone is what happens when only this account is changed.
func (c Change) effectAlone() string {
	if c.same() {
		return "No value changes: it is " + position(c.To) + " already"
	}
	return "1 account changes"
}

// effect says who changes and who does not, in one sentence.
func (c Change) effect() string {
	change := "No account changes"
	if n := c.Preview.Changed; n == 1 {
		change = "1 account changes"
	} else if n > 1 {
		change = ui.Counted(n, "account") + " change"
	}
	switch n := c.Preview.Kept; {
	case n == 1:
		return change + ", 1 keeps its own value"
	case n > 1:
		return change + ", " + ui.Figure(int(n)) + " keep their own value"
	}
	return change
}

// more is how many of the accounts that change are not named.
func (c Change) more() int64 { return c.Preview.Changed - int64(len(c.Preview.First)) }

// keeping names the accounts that keep their own value, with it.
func (c Change) keeping() string {
	var names []string
	for _, k := range c.Preview.Keeping {
		names = append(names, k.Account.Name+" ("+keeps(k)+")")
	}
	list := strings.Join(names, ", ")
	if more := c.moreKept(); more > 0 {
		return list + " and " + ui.Figure(int(more)) + " more."
	}
	return list + "."
}

func (c Change) moreKept() int64 { return c.Preview.Kept - int64(len(c.Preview.Keeping)) }

// keeps is what an account keeps.
func keeps(k setting.Kept) string {
	if k.Locked {
		return "locked at " + ui.OnOffWord(k.On)
	}
	return ui.OnOffWord(k.On)
}

// affected is the address of all accounts that change, or that keep their own value.
func (c Change) affected(kept bool) string {
	q := url.Values{"on": {position(c.To)}}
	if !c.alone() {
		q.Set("account", c.Account.ID)
	}
	if kept {
		q.Set("kept", "1")
	}
	return route.With(route.Affected(c.Partner.ID, string(c.Value.Name)), q)
}

// seeAll is the words of the link to them.
func seeAll(n int64) string { return "See all " + ui.Figure(int(n)) }

// refreshes are the two answers to what happens when a page is refreshed.
func refreshes(p DefaultsPage) []ui.Option {
	return []ui.Option{
		{
			Value: string(setting.ReturnToPartner), Label: "Return to " + p.Partner.Name, Chosen: p.Refresh != setting.StayInAccount,
			Hint: "The visit ends. A notice on Managed Accounts names the account, and one press goes back to it.",
		},
		{
			Value: string(setting.StayInAccount), Label: "Stay in the managed account", Chosen: p.Refresh == setting.StayInAccount,
			Hint: "The page is shown again. The visit ends when somebody returns, or signs out.",
		},
	}
}

// refusal says why the reader may not change settings.
func refusal(by access.Caller) string {
	if err := by.Must(access.ConfigureAccounts); err != nil {
		return err.Error()
	}
	return ""
}

// model is a support model as a value's small print names it.
func model(s account.Support) string {
	if s == account.ByOperator {
		return "operator-supported"
	}
	return "partner-supported"
}

func (p DefaultsPage) open(d setting.Default) bool {
	return p.Change != nil && p.Change.Value.Name == d.Name
}

// change is where a default becomes what accounts don't have now.
func (p DefaultsPage) change(d setting.Default) string {
	return asking(route.Defaults(p.By.Account), d.Value, account.OwnOf(!d.On), "")
}

// clear is where a default is taken away.
func (p DefaultsPage) clear(d setting.Default) string {
	return asking(route.Defaults(p.By.Account), d.Value, account.OwnNone, "")
}

// comesFrom says where the value comes from that accounts inherit.
func (p DefaultsPage) comesFrom(d setting.Default) string {
	if d.Value.Source == setting.FromPartner {
		return "Set by " + d.SetBy
	}
	return source(d.Value, p.Partner.Name, p.Operator)
}

// kept says what a lock keeps a default from doing.
func kept(d setting.Default) string {
	if d.Value.Source != setting.Locked || !d.IsSet() {
		return ""
	}
	return "Your default (" + d.Said + ") is kept, and applies when the lock ends."
}

// Heading names the list of accounts.
func (p AffectedPage) Heading() string {
	if p.Kept {
		return "Accounts that keep their own " + p.Setting.Label
	}
	if p.To == account.OwnNone {
		return "Accounts that change without a default of " + p.Setting.Label
	}
	return "Accounts whose " + p.Setting.Label + " turns " + position(p.To)
}

// scope says how the list came about.
func (p AffectedPage) scope() string {
	if p.Kept {
		return "They don’t follow the default, whatever it is."
	}
	return "They have no value of their own, so they follow the default. Nothing has been saved yet."
}

// keptBy says why an account keeps what it has.
func keptBy(k setting.Kept) string {
	if k.Locked {
		return "Locked by the operator"
	}
	return "Set on this account"
}

func keptSource(k setting.Kept) ui.Source {
	if k.Locked {
		return ui.Locked
	}
	return ui.FromAccount
}

// page is the address of the history.
func (p HistoryPage) page() string {
	if p.Account.ID == "" {
		return route.DefaultHistory(p.By.Account, string(p.Value.Name))
	}
	return route.SettingHistory(p.By.Account, p.Account.ID, string(p.Value.Name))
}

// Heading names the history.
func (p HistoryPage) Heading() string {
	if p.Account.ID == "" {
		return "History of the default of " + p.Value.Label
	}
	return "History of " + p.Value.Label
}

// crumbs are the pages above the history.
func (p HistoryPage) crumbs() []ui.Crumb {
	crumbs := []ui.Crumb{{Label: "Managed Accounts", Href: route.Accounts(p.By.Account)}}
	switch {
	case p.Account.ID == "":
		crumbs = append(crumbs, ui.Crumb{Label: "Defaults", Href: route.Defaults(p.By.Account)})
	case p.Value.Displayed():
		crumbs = append(crumbs, ui.Crumb{Label: p.Account.Name, Href: route.Managed(p.By.Account, p.Account.ID)}, ui.Crumb{Label: "Display", Href: route.Display(p.By.Account, p.Account.ID)})
	default:
		crumbs = append(crumbs, ui.Crumb{Label: p.Account.Name, Href: route.Managed(p.By.Account, p.Account.ID)}, ui.Crumb{Label: "Features", Href: route.Features(p.By.Account, p.Account.ID)})
	}
	return append(crumbs, ui.Crumb{Label: "History of " + p.Value.Label})
}

// now says what the setting is, and where that comes from.
func (p HistoryPage) now() string { return source(p.Value, p.Partner.Name, p.Operator) }

// ask says what putting back does.
func (p HistoryPage) ask() string {
	name := p.Value.Label + " of " + p.Account.Name
	if p.Revert.To == account.OwnNone {
		return name + " follows the default again: " + ui.OnOffWord(p.Value.Inherited) + "."
	}
	return name + " gets its own value " + ui.OnOffWord(p.Revert.To == account.OwnOn) + ", which it had before."
}

// press names what putting back does, on its button.
func (p HistoryPage) press() string {
	if p.Revert.To == account.OwnNone {
		return "Use inherited (" + ui.OnOffWord(p.Value.Inherited) + ")"
	}
	return "Set it to " + ui.OnOffWord(p.Revert.To == account.OwnOn)
}

// mostOwn is the setting that most accounts have their own value of.
func (p DefaultsPage) mostOwn() string {
	most := p.Defaults[0]
	for _, d := range p.Defaults {
		if d.Own > most.Own {
			most = d
		}
	}
	return string(most.Name)
}
