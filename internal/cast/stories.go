package cast

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
)

// What follows answers the cast as Seed writes it, for drawing pages without a
// database. It knows partners with their managed accounts, and panics for a
// key that is nobody's.

// Account is an account of the cast, with everything that is derived from it.
func Account(key string) account.Account {
	for _, a := range top() {
		if a.ID != key {
			continue
		}
		for _, m := range Accounts(key) {
			a.Tally = a.Tally.Plus(m.Counts())
		}
		a.Describe()
		return a
	}
	l, i := find(key)
	return l.described(i)
}

// Accounts are the managed accounts of a partner, by name.
func Accounts(partner string) (as []account.Account) {
	for _, l := range lines {
		for i := range l.of {
			if l.partner == partner {
				as = append(as, l.described(i))
			}
		}
	}
	slices.SortFunc(as, func(a, b account.Account) int { return cmp.Compare(a.Search, b.Search) })
	return as
}

// Tags are the tags of a managed account, by name.
func Tags(key string) (names []string) {
	l, i := find(key)
	for _, t := range l.of[i].tagged(l) {
		names = append(names, t.Tag)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(account.Fold(a), account.Fold(b)) })
	return names
}

// Values are the settings of a managed account, or a partner's defaults.
func Values(key string) (vs setting.View) {
	l, i := find(key)
	if i < 0 {
		return setting.DefaultsAmong(Account(l.partner), northwindDefaults(), locks())
	}
	a := l.described(i)
	for _, s := range setting.All {
		vs = append(vs, setting.Resolve(s, setting.About(a), append(northwindDefaults(), ownValues(a, l.admin)...), locks()))
	}
	return vs
}

// Services are the services of a managed account that have not ended, by
// name, each top one with what hangs under it.
func Services(key string) (gs []service.Group) {
	l, i := find(key)
	m := l.of[i]
	ss := acmeServices(present)
	if key != Acme {
		ss = newMaker(key, l.partner, day(m.on), present).make(m.services)
	}
	for i := range ss {
		s := &ss[i]
		s.Product = Products[slices.IndexFunc(Products, func(p catalog.Product) bool { return p.ID == s.ProductID })]
		s.Location = Locations[slices.IndexFunc(Locations, func(at catalog.Location) bool { return at.ID == s.LocationID })]
		s.Location.Currency = currencies[s.LocationID]
		s.Describe()
	}
	slices.SortFunc(ss, func(a, b service.Service) int {
		return cmp.Or(strings.Compare(a.NameFold, b.NameFold), strings.Compare(a.ID, b.ID))
	})
	for _, s := range ss {
		if s.PortID != nil {
			continue
		}
		g := service.Group{Service: s}
		for _, u := range ss {
			if u.PortID != nil && *u.PortID == s.ID {
				g.Under = append(g.Under, u)
			}
		}
		gs = append(gs, g)
	}
	return gs
}

// find is a partner's line and the place in it of the account with a key; -1
// is the partner itself.
func find(key string) (line, int) {
	for _, l := range lines {
		if l.partner == key {
			return l, -1
		}
		for i, m := range l.of {
			if m.keyIn(l) == key {
				return l, i
			}
		}
	}
	panic("cast: nobody has the key " + key)
}

// described is an account of the line with everything that is derived from it.
func (l line) described(i int) account.Account {
	a := l.of[i].account(l, i)
	a.Services = int64(l.of[i].services)
	a.Describe()
	return a
}
