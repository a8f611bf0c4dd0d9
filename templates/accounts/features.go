package accounts

import (
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// forAll is where a feature is changed for all managed accounts: to what it is not for them now.
func forAll(p FeaturesPage, v setting.Value) string {
	q := url.Values{"on": {position(!v.Inherited)}, "scope": {string(setting.AllAccounts)}}
	return route.With(route.Feature(p.By.Account, p.Account.ID, string(v.Name)), q)
}

// position is a switch's place as forms send it.
func position(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func (p FeaturePage) on() string { return position(p.On) }

// turn names the change.
func (p FeaturePage) turn() string { return "Turn " + p.Value.Label + " " + position(p.On) }

// source says where the value comes from now.
func (p FeaturePage) source() string {
	switch p.Value.Source {
	case setting.FromAccount:
		return "Set on this account by " + p.Value.SetBy
	case setting.FromPartner:
		return "Default of " + p.Partner.Name + ", set by " + p.Value.SetBy
	}
	return "System default"
}

// scopes are the two answers to the question for whom.
func (p FeaturePage) scopes() []ui.Option {
	all := p.Scope == setting.AllAccounts
	return []ui.Option{
		{Value: string(setting.ThisAccount), Label: "This account only", Hint: p.Account.Name + " gets a value of its own.", Chosen: !all},
		{Value: string(setting.AllAccounts), Label: "All managed accounts without their own value", Hint: "Becomes the default of " + p.Partner.Name + ". " + p.Account.Name + " follows it.", Chosen: all},
	}
}

// save names the number.
func (p FeaturePage) save() string {
	if p.Preview.Changed == 0 {
		return "Save"
	}
	return "Save for " + ui.Counted(p.Preview.Changed, "account")
}

// alone is what happens when only this account is changed.
func (p FeaturePage) alone() string {
	if p.Value.On == p.On {
		return "No value changes: it is " + position(p.On) + " already"
	}
	return "1 account changes"
}

// effect says who changes and who does not, in one sentence.
func (p FeaturePage) effect() string {
	change := "No account changes"
	if n := p.Preview.Changed; n == 1 {
		change = "1 account changes"
	} else if n > 1 {
		change = ui.Counted(n, "account") + " change"
	}
	switch n := p.Preview.Kept; {
	case n == 1:
		return change + ", 1 keeps its own value"
	case n > 1:
		return change + ", " + ui.Figure(int(n)) + " keep their own value"
	}
	return change
}

// keptWord is what an account keeps: "Off", or "locked at Off".
func keptWord(k setting.Kept) string {
	if k.Locked {
		return "locked at " + ui.OnOffWord(k.On)
	}
	return ui.OnOffWord(k.On)
}

// keeping names the accounts that keep their own value, with it.
func (p FeaturePage) keeping() string {
	var names []string
	for _, k := range p.Preview.Keeping {
		names = append(names, k.Account.Name+" ("+keptWord(k)+")")
	}
	list := strings.Join(names, ", ")
	if more := p.Preview.Kept - int64(len(names)); more > 0 {
		return list + " and " + ui.Figure(int(more)) + " more."
	}
	return list + "."
}
