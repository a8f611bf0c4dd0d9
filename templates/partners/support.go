package partners

import (
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// one reports whether it is the support model of one managed account.
func (p SupportPage) one() bool { return p.Account.ID != "" }

// subject is whose support model it is.
func (p SupportPage) subject() account.Account {
	if p.one() {
		return p.Account
	}
	return p.Partner
}

// crumbs are the pages above this one.
func (p SupportPage) crumbs() []ui.Crumb {
	key := p.By.Account
	cs := []ui.Crumb{{Label: "Partners", Href: route.Partners(key)}, {Label: p.Partner.Name, Href: route.Partner(key, p.Partner.ID)}}
	if p.one() {
		cs = append(cs, ui.Crumb{Label: p.Account.Name, Href: p.back()})
	}
	return append(cs, ui.Crumb{Label: "Support model"})
}

func (p SupportPage) back() string {
	if p.one() {
		return route.PartnerAccount(p.By.Account, p.Partner.ID, p.Account.ID)
	}
	return route.Partner(p.By.Account, p.Partner.ID)
}

func (p SupportPage) action() string {
	if p.one() {
		return route.PartnerAccountSupport(p.By.Account, p.Partner.ID, p.Account.ID)
	}
	return route.PartnerSupport(p.By.Account, p.Partner.ID)
}

// rest reports whether the partner has the model already, and only managed
// accounts have another.
func (p SupportPage) rest() bool { return !p.one() && p.Partner.Support == p.To }

// asks reports whether it is a question which accounts change.
func (p SupportPage) asks() bool { return !p.one() && !p.rest() && p.Plan.Others > 0 }

// will is the new model in a sentence.
func (p SupportPage) will() string {
	who := p.Partner.Name
	if p.To == account.ByOperator {
		who = "you"
	}
	if p.one() {
		return "Supported by " + who + " from now on."
	}
	return "Its customers are supported by " + who + " from now on."
}

// whom are the two answers to the question whose model changes.
func (p SupportPage) whom() []ui.Option {
	return []ui.Option{
		{Value: "", Label: "Only accounts that are created from now on", Hint: existing(p.Plan.Others) + " as they are.", Chosen: !p.All},
		{Value: "on", Label: "Also " + p.those(), Hint: p.atOnce(), Chosen: p.All},
	}
}

func existing(n int64) string {
	if n == 1 {
		return "1 managed account stays"
	}
	return ui.Figure(int(n)) + " managed accounts stay"
}

// those are the accounts that change when it is wanted.
func (p SupportPage) those() string {
	if p.Plan.Others == 1 {
		return "the 1 managed account that is there already"
	}
	return "the " + ui.Figure(int(p.Plan.Others)) + " managed accounts that are there already"
}

// atOnce says how many change at once, and who never does.
func (p SupportPage) atOnce() string {
	text := ""
	if p.Plan.AtOnce < p.Plan.Others {
		text = ui.Figure(int(p.Plan.AtOnce)) + " change at once, by name. Do it again for the rest. "
	}
	switch n := p.Plan.Kept; {
	case n == 1:
		text += "1 closed account stays as it is."
	case n > 1:
		text += ui.Figure(int(n)) + " closed accounts stay as they are."
	}
	return strings.TrimSpace(text)
}

// saves names the button that changes accounts as well.
func (p SupportPage) saves() string { return "Change " + ui.Counted(p.Plan.AtOnce, "account") }

// saveBoth names the button that changes the partner and its accounts.
func (p SupportPage) saveBoth() string {
	return "Change " + p.Partner.Name + " and " + ui.Counted(p.Plan.AtOnce, "account")
}

// turned are the settings that change for an account.
func (p SupportPage) turned() (ss []setting.Shift) {
	for _, s := range p.Shifts {
		if s.Was.On != s.Now.On || s.Was.Source != s.Now.Source {
			ss = append(ss, s)
		}
	}
	return ss
}

// owned are the settings that change for the partner's own people.
func (p SupportPage) owned() (ss []setting.Shift) {
	for _, s := range p.Shifts {
		if s.OwnWas != s.OwnNow {
			ss = append(ss, s)
		}
	}
	return ss
}

// then says what becomes of a setting besides its value.
func then(s setting.Shift) string {
	switch {
	case s.Was.Source == setting.Fixed && s.Now.Source == setting.FromAccount:
		return "its own value applies again"
	case s.Was.Source == setting.Fixed && s.Now.Source == setting.Locked:
		return "locked"
	case s.Was.Source == setting.Fixed:
		return "can be changed"
	case s.Now.Source == setting.Fixed && s.Was.Source == setting.FromAccount:
		return "fixed; its own value stays stored"
	case s.Now.Source == setting.Fixed:
		return "fixed"
	}
	return ""
}

// counts says what becomes of one setting of the accounts that are there.
func counts(s setting.Shift) string {
	text := "no account changes"
	if s.Changed > 0 {
		text = ui.Counted(s.Changed, "account") + changes(s.Changed)
	}
	if s.Own == 0 {
		return text
	}
	how := " again"
	if s.Now.Source == setting.Fixed {
		how = " no longer"
	}
	if s.Own == 1 {
		return text + ", 1 own value applies" + how
	}
	return text + ", " + ui.Figure(int(s.Own)) + " own values apply" + how
}

func changes(n int64) string {
	if n == 1 {
		return " changes"
	}
	return " change"
}

// bare says how many accounts lack a support contact.
func (p SupportPage) bare() string {
	if p.Plan.Bare == 1 {
		return "1 account lacks a support contact"
	}
	return ui.Counted(p.Plan.Bare, "account") + " lack a support contact"
}

// lacks reports whether the one account will lack a contact that is required.
func (p SupportPage) lacks() bool {
	return p.one() && p.To == account.ByOperator && !p.Account.Contact
}
