package settings

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func (p DifferentPage) list() string { return route.Different(p.By.Account, string(p.Value.Name)) }

// ticks reports whether rows can be ticked.
func (p DifferentPage) ticks() bool { return p.By.May(access.ConfigureAccounts) && p.Value.Settable() }

func (p DifferentPage) narrow() bool { return p.Find != "" || len(p.Chips) > 0 }

// home is where an account's value is shown and changed.
func home(key string, d setting.Different) string {
	if d.Now.Displayed() {
		return route.Display(key, d.Account.ID) + "#" + anchor(d.Now.Name)
	}
	return route.Features(key, d.Account.ID)
}

// note says what is to be known about an own value.
func note(d setting.Different) string {
	switch {
	case d.Now.Source == setting.Locked:
		return "Locked at " + ui.OnOffWord(d.Now.On) + ", so it does not apply now"
	case d.Now.Source == setting.Fixed:
		return "Fixed for this account, so it does not apply now"
	case d.Same():
		return "The same as the inherited value"
	}
	return ""
}

// able are the rows that can use the inherited value.
func (p InheritPage) able() (rows []setting.Different) {
	for _, d := range p.Rows {
		if d.InForce() {
			rows = append(rows, d)
		}
	}
	return rows
}

// keys are the accounts that the form sends.
func (p InheritPage) keys() (keys []string) {
	for _, d := range p.able() {
		keys = append(keys, d.Account.ID)
	}
	return keys
}

// done reports whether the accounts were changed.
func (p InheritPage) done() bool { return p.Results != nil }

// changing is how many accounts would have another value.
func (p InheritPage) changing() (n int) {
	for _, d := range p.able() {
		if !d.Same() {
			n++
		}
	}
	return n
}

// scope says what would happen, before it does.
func (p InheritPage) scope() string {
	switch able, n := len(p.able()), p.changing(); {
	case p.done(), able == 0:
		return ""
	case n == 0:
		return "The value changes at none of them; they follow the default from then on."
	case n == able:
		return "The value changes at each of them. Nothing has been saved yet."
	default:
		return "The value changes at " + ui.Figure(n) + " of them. Nothing has been saved yet."
	}
}

// Heading names the page.
func (p InheritPage) Heading() string {
	return "Use the inherited " + p.Value.Label + " for " + ui.Counted(max(len(p.Rows), len(p.Results)), "account")
}

func (p InheritPage) press() string {
	return "Use inherited for " + ui.Counted(len(p.able()), "account")
}

// failed is how many accounts kept their own value.
func (p InheritPage) failed() (n int) {
	for _, r := range p.Results {
		if r.Problem != "" {
			n++
		}
	}
	return n
}

func (p InheritPage) tone() string {
	switch p.failed() {
	case 0:
		return "ok"
	case len(p.Results):
		return "bad"
	}
	return "warn"
}

// verdict is the result in one sentence.
func (p InheritPage) verdict() string {
	bad := p.failed()
	good := len(p.Results) - bad
	text := ui.Counted(good, "account") + " use the inherited value"
	switch good {
	case 0:
		text = "No account changed"
	case 1:
		text = "1 account uses the inherited value"
	}
	if bad > 0 {
		text += ", " + ui.Figure(bad) + " did not change"
	}
	return text + "."
}
