// Package access says who is asking, for which account, and what they may do.
// It knows no database: a Caller is a small value that package auth makes
// afresh for every request, and every verb of the house takes it as by.
package access

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
)

// Caller is one person (or job) acting in one account. The zero Caller
// reaches nothing and may do nothing. Only package auth and tests make one.
type Caller struct {
	User      string // id of the person whose hands these are
	Name      string // that person's full name
	As        string // id of the person in whose place they act, or whose view a preview shows, or ""
	AsName    string // full name of the person in whose place they act, or ""
	Account   string // key of the account acted in
	Kind      Kind   // kind of that account
	Role      Role   // the role held
	Seat      string // key of the account in which the role is held: Account itself, or its partner while viewing
	SeatKind  Kind   // kind of the account in which the role is held
	Suspended bool   // the account acted in, or the partner above it, is suspended: nothing may be changed
	Acting    Acting // acts in somebody's place, and how far that goes: Role is that person's role
	Home      string // while acting: key of the account that the person of User comes from, or ""
	Visit     string // id of the visit under way: viewing, previewing or acting; or ""
	Limited   bool   // a partner's person who enters some of its managed accounts only: reaches no others; see Whole
	Shut      bool   // acts at a partner, and some accounts below it never let people of their own company in: reaches none of these; see Whole
	Preview   bool   // a partner's person looks at what a role of the account sees: Role is that role, and nothing can be written
	Prices    Prices // the prices that may be shown
	Sees      Sight  // what the settings of the account show
	Origin
}

// Origin is where a request comes from, for the record of facts.
type Origin struct {
	Request string // id of the request
	Address string // network address
	Device  string // browser and system, in words
}

// Acting says whether somebody acts in another person's place, and how far that goes.
type Acting int8

// The closed list; the zero Acting is in one's own name.
const (
	OwnName  Acting = iota
	Reading         // nothing can be changed
	Changing        // a second step was taken, with a reason of its own
)

// Prices say which prices a caller may be shown.
type Prices int8

// The closed list; the zero Prices shows none.
const (
	NoPrices     Prices = iota
	RetailPrices        // what a customer pays
	AllPrices           // and what the partner pays
)

// Viewing reports whether the caller stands in a managed account in the name of its partner.
func (c Caller) Viewing() bool { return c.Seat != c.Account }

// Self is the id of the person for whom pages are drawn: in a preview of what
// somebody sees, theirs; so is what is theirs alone while somebody acts in
// their place.
func (c Caller) Self() string {
	if c.As != "" {
		return c.As
	}
	return c.User
}

// From is the account that the person whose hands these are comes from.
func (c Caller) From() string {
	if c.Home != "" {
		return c.Home
	}
	return c.Seat
}

// May reports whether the caller may do p. While viewing a managed account a
// partner's person keeps the role, limited to what makes sense there, so the
// account acted in must know the permission too. What a setting of the account
// hides, nobody may. In a preview it answers for the role that is looked at, so
// that every page is the one which that role gets; what is sent from such a
// page is refused where all writing begins, in package db. While acting it
// answers for that person's role, as far as whoever acts may go: never more
// than either may.
func (c Caller) May(p Permission) bool {
	return c.allowed(p) && c.shown(p) && (!c.Suspended || reads[p]) && c.may(p) && (!c.Narrowed() || !whole[p])
}

// Narrowed reports whether the caller stands in their partner's account and
// enters some of the accounts below it only.
func (c Caller) Narrowed() bool { return (c.Limited || c.Shut) && !c.Viewing() }

// Whole is nil when the caller may see what is about all accounts below their
// own. Whoever enters some of them only is told so: what says it, as the
// beginning of a sentence.
func (c Caller) Whole(what string) error {
	switch {
	case !c.Narrowed():
		return nil
	case c.Shut:
		return fault.New(fault.Forbidden, "%s is for people who reach all managed accounts. Some of these never let you in.", what)
	}
	return fault.New(fault.Forbidden, "%s is for people who enter all managed accounts. You enter some of them.", what)
}

// may reports whether acting in somebody's place goes as far as p.
func (c Caller) may(p Permission) bool {
	return c.Acting == OwnName || !personal[p] && (c.Acting == Changing || reads[p])
}

func (c Caller) allowed(p Permission) bool {
	if c.User == "" || c.Account == "" {
		return false
	}
	if c.Viewing() && p == GrantAccess {
		return false // the account's own people say who comes in
	}
	g := grants[p]
	return slices.Contains(g[c.Kind], c.Role) && slices.Contains(g[c.SeatKind], c.Role)
}

// Holds reports whether the role is one that has p at home, wherever the caller
// stands now.
func (c Caller) Holds(p Permission) bool { return slices.Contains(grants[p][c.SeatKind], c.Role) }

// With are the roles that have p in an account of a kind.
func With(p Permission, k Kind) []Role { return slices.Clone(grants[p][k]) }

// Must is nil when the caller may do p. Otherwise it is a Forbidden fault that
// names the role which may, or the setting or the suspension that prevents it.
func (c Caller) Must(p Permission) error {
	if !c.allowed(p) {
		return fault.New(fault.Forbidden, "%s takes the role %s.", doing[p], holders(p, c.Kind))
	}
	if !c.shown(p) {
		return fault.New(fault.Forbidden, "%s is turned off for this account.", doing[p])
	}
	if c.Suspended && !reads[p] {
		return fault.New(fault.Forbidden, "The account is suspended. It can be read, and nothing in it can be changed.")
	}
	if whole[p] {
		if err := c.Whole(doing[p]); err != nil {
			return err
		}
	}
	if !c.may(p) {
		if personal[p] {
			return fault.New(fault.Forbidden, "%s is not done in somebody’s place. %s has to do it.", doing[p], c.AsName)
		}
		return fault.New(fault.Forbidden, "You act as %s and can read. %s takes the second step, Make changes.", c.AsName, doing[p])
	}
	return nil
}

// holders names the roles that have p in an account of kind k, or in any account when k has none.
func holders(p Permission, k Kind) string {
	g := grants[p]
	if len(g[k]) == 0 {
		for _, kind := range []Kind{Partner, Operator, Distributor, Managed, Direct} {
			if len(g[kind]) > 0 {
				return string(g[kind][0]) + article(kind)
			}
		}
	}
	return AnyOf(g[k])
}

// AnyOf are some roles of which one is needed, in words: A, B or C.
func AnyOf(rs []Role) string {
	names := make([]string, len(rs))
	for i, r := range rs {
		names[i] = string(r)
	}
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], ", ") + " or " + names[n]
	}
	return strings.Join(names, "")
}

// article is the words "of a partner", "of the operator".
func article(k Kind) string {
	if k == Operator {
		return " of the operator"
	}
	return " of a " + string(k)
}
