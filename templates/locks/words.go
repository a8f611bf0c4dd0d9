package locks

import (
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// everybody is whom a lock on the operator's own account holds.
const everybody = "All managed accounts"

// refusal says why nothing here can be pressed, or "".
func refusal(by access.Caller) string {
	if err := by.Must(access.LockSettings); err != nil {
		return err.Error()
	}
	return ""
}

// differ reports whether there are two support models, with different values.
func differ(h setting.Hold) bool {
	if len(h.Values) < 2 {
		return false
	}
	a, b := h.Values[0], h.Values[1]
	return a.On != b.On || a.Source != b.Source
}

// system says what accounts have where nobody set anything.
func system(h setting.Hold) string {
	if !differ(h) {
		return word(h.Values[0])
	}
	return word(h.Values[0]) + " where the partner supports, " + word(h.Values[1]) + " where you do"
}

// word is a value: On, Off, or Never where it is fixed at off.
func word(v setting.Value) string {
	if v.Source == setting.Fixed && !v.On {
		return "Never"
	}
	return ui.OnOffWord(v.On)
}

// page is where the account of a lock is looked at, or "".
func page(key string, a account.Account) string {
	switch a.Kind {
	case access.Partner:
		return route.PartnerSettings(key, a.ID)
	case access.Managed:
		return route.PartnerAccount(key, a.ParentID, a.ID)
	}
	return ""
}

// crumbs are the pages above the form of a lock.
func crumbs(key string, e setting.LockEffects, partner account.Account) []ui.Crumb {
	at := e.Account
	cs := []ui.Crumb{{Label: "Locks", Href: route.Locks(key)}}
	switch at.Kind {
	case access.Partner:
		cs = []ui.Crumb{{Label: "Partners", Href: route.Partners(key)}, {Label: at.Name, Href: page(key, at)}}
	case access.Managed:
		cs = []ui.Crumb{{Label: "Partners", Href: route.Partners(key)}, {Label: partner.Name, Href: route.Partner(key, partner.ID)}, {Label: at.Name, Href: page(key, at)}}
	}
	return append(cs, ui.Crumb{Label: e.Hold.Label})
}

// whom says whom a lock holds, for the line under the title.
func whom(e setting.LockEffects, partner account.Account) string {
	switch e.Account.Kind {
	case access.Operator:
		return "For all managed accounts of all partners."
	case access.Partner:
		return "For all managed accounts of " + e.Account.Name + "."
	}
	return "For " + e.Account.Name + ", managed by " + partner.Name + "."
}

// wider says which lock holds the setting whatever lies here, or "".
func wider(e setting.LockEffects, partner account.Account) string {
	l := e.Hold.Wider
	if !l.Put() {
		return ""
	}
	who := "all managed accounts"
	if l.AccountID == partner.ID {
		who = partner.Name
	}
	return e.Hold.Label + " is locked at " + l.Value + " for " + who + " already. What is locked here applies when that is lifted."
}

// positions are the two values to hold the setting at.
func positions(chosen string) []ui.Option {
	return []ui.Option{{Value: "on", Label: "On", Chosen: chosen == "on"}, {Value: "off", Label: "Off", Chosen: chosen == "off"}}
}

// effect says what a lock would do in one sentence.
func effect(e setting.LockEffects, f setting.Effect, lifting bool) string {
	if e.Account.Kind == access.Managed {
		return alone(e, f, lifting)
	}
	text := "No account changes"
	if f.Changed > 0 {
		text = ui.Counted(f.Changed, "account") + verb(f.Changed, " changes", " change")
	}
	switch {
	case f.Own > 0 && lifting:
		text += ", " + ui.Counted(f.Own, "own value") + verb(f.Own, " applies", " apply") + " again"
	case f.Own > 0:
		text += ", " + ui.Counted(f.Own, "own value") + verb(f.Own, " stops", " stop") + " applying"
	}
	return text
}

func verb(n int64, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// alone is effect for one account.
func alone(e setting.LockEffects, f setting.Effect, lifting bool) string {
	v := e.Hold.Values[0]
	text := "No value changes: it is " + ui.OnOffWord(v.On) + " already"
	if lifting {
		text = "No value changes: it stays " + ui.OnOffWord(v.On)
	}
	if f.Changed > 0 {
		text = e.Hold.Label + " becomes " + ui.OnOffWord(!v.On)
	}
	if f.Own > 0 && lifting {
		return text + ". Its own value applies again"
	} else if f.Own > 0 {
		return text + ". Its own value stops applying"
	}
	return text
}

// defaults says how many partners' defaults stop applying, or apply again; "" for none.
func defaults(f setting.Effect, at account.Account, lifting bool) string {
	if f.Defaults == 0 {
		return ""
	}
	text := ui.Counted(f.Defaults, "default") + " of " + verb(f.Defaults, "a partner", "partners") + verb(f.Defaults, " stops", " stop") + " applying."
	if lifting {
		text = ui.Counted(f.Defaults, "default") + " of " + verb(f.Defaults, "a partner", "partners") + verb(f.Defaults, " applies", " apply") + " again."
	}
	if at.Kind == access.Partner && lifting {
		return "The default of " + at.Name + " applies again."
	} else if at.Kind == access.Partner {
		return "The default of " + at.Name + " stops applying."
	}
	return text
}

// save names the button that locks at a value.
func save(e setting.LockEffects, on bool, f setting.Effect) string {
	text := "Lock at " + ui.OnOffWord(on)
	if e.Account.Kind == access.Managed || e.Hold.Wider.Put() {
		return text
	}
	return text + " for " + ui.Counted(f.Held, "account")
}

// source says where a value comes from, for who is about to lock it.
func source(v setting.Value, partner string) string {
	switch v.Source {
	case setting.Fixed:
		return v.Reason
	case setting.Locked:
		return "Locked by " + v.SetBy
	case setting.FromAccount:
		return "Set on this account by " + v.SetBy
	case setting.FromPartner:
		return "Default of " + partner
	}
	return "System default"
}

// partnerOf is the name of the partner whose default a value may be.
func partnerOf(e setting.LockEffects, partner account.Account) string {
	if e.Account.Kind == access.Managed {
		return partner.Name
	}
	return e.Account.Name
}

// of names the account of a changed value, with its partner where several are concerned.
func of(e setting.LockEffects, f setting.Effect, a account.Account) string {
	if e.Account.Kind == access.Operator {
		return a.Name + ", " + f.Names[a.ParentID]
	}
	return a.Name
}

// only is the list of locks of one setting.
func only(key string, s setting.Name) string {
	return route.With(route.Locks(key), url.Values{"setting": {string(s)}})
}
