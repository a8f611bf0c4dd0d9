package partners

import (
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// byWhom is a support model in words.
func byWhom(s account.Support) string {
	if s == account.ByOperator {
		return "By the operator"
	}
	return "By the partner"
}

// refusal says why the caller may not do something, or "".
func refusal(by access.Caller, p access.Permission) string {
	if err := by.Must(p); err != nil {
		return err.Error()
	}
	return ""
}

// country is the name of a partner's country.
func country(a account.Account) string {
	if a.Country == "" {
		return ""
	}
	return account.CountryName(a.Country)
}

// standing says how many of a partner's managed accounts are what.
func standing(t account.Tally) string {
	var parts []string
	for _, c := range []struct {
		n    int64
		word string
	}{{t.ManagedActive, "active"}, {t.ManagedSuspended, "suspended"}, {t.Managed - t.ManagedActive - t.ManagedSuspended, "closed"}} {
		if c.n > 0 {
			parts = append(parts, ui.Figure(int(c.n))+" "+c.word)
		}
	}
	if parts == nil {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// starts says what the partner's support model does.
func starts(a account.Account) string {
	if a.Support == account.ByOperator {
		return "You support the customers. New managed accounts start so, and need both support contacts."
	}
	return "The partner supports its customers. New managed accounts start so; their support contacts are optional."
}

// others says how many managed accounts have another support model.
func (p ShowPage) others() string {
	n, how := p.Others.Others, byWhom(p.Partner.Support.Other())
	if n == 1 {
		return "1 managed account is supported " + strings.ToLower(how[:1]) + how[1:] + "."
	}
	return ui.Figure(int(n)) + " managed accounts are supported " + strings.ToLower(how[:1]) + how[1:] + "."
}

// rest is where these get the partner's model.
func (p ShowPage) rest() string {
	return route.With(route.PartnerSupport(p.By.Account, p.Partner.ID), url.Values{"rest": {"1"}})
}

// supportedBy says the same of one account.
func supportedBy(p AccountPage) string {
	if p.Account.Support == account.ByOperator {
		return "You support this customer."
	}
	return p.Partner.Name + " supports this customer."
}

// where is the account that a setting is seen at, in words for a lock.
type where struct {
	by      access.Caller
	at      account.Account // a partner, or a managed account
	partner account.Account
}

// source says where a value comes from.
func (w where) source(v setting.Value, h setting.Hold) string {
	switch v.Source {
	case setting.Fixed:
		return v.Reason
	case setting.Locked:
		return w.locked(h)
	case setting.FromAccount:
		return "Set on this account by " + v.SetBy
	case setting.FromPartner:
		return "Default of " + w.partner.Name
	}
	return "System default"
}

// locked says for whom a setting is locked.
func (w where) locked(h setting.Hold) string {
	switch l := h.Wider; {
	case l.Put() && l.AccountID == w.partner.ID:
		return "Locked for " + w.partner.Name
	case l.Put():
		return "Locked for all managed accounts"
	case w.at.Kind == access.Managed:
		return "Locked on this account"
	}
	return "Locked for " + w.partner.Name
}

// only is the list of the locks of one setting.
func (w where) only(s setting.Name) string {
	return route.With(route.Locks(w.by.Account), url.Values{"setting": {string(s)}})
}

// inForce is the lock that holds a setting, or nothing.
func inForce(h setting.Hold) setting.Lock {
	if h.Wider.Put() {
		return h.Wider
	}
	return h.Lock
}

// unlike reports whether the two support models have different values.
func unlike(h setting.Hold) bool {
	a, b := h.Values[0], h.Values[1]
	return a.On != b.On || a.Source != b.Source
}

// word is a value: On, Off, or Never where it is fixed at off.
func word(v setting.Value) string {
	if v.Source == setting.Fixed && !v.On {
		return "Never"
	}
	return ui.OnOffWord(v.On)
}
