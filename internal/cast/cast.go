// Package cast is the company of the demo, the storybook and the tests: the
// named accounts and people of product.md 2, what is sold to them, and what
// happened among them so far. Everything in it is invented.
//
// It stands beside the house: tests and the demo import it, the portal never
// does.
package cast

import (
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/setting"
)

// Password is everybody's, in the demo and in tests only.
const Password = "demo-portal-2026"

// The keys of the named accounts. They never change, so that links and tests hold.
const (
	Meridian   = "merdn2k7" // the operator
	Harbour    = "harbr5t3" // a distributor
	Northwind  = "nrthw3nd" // a partner, supports its customers itself
	Cascade    = "cascad6t" // a partner whose customers the operator supports
	Lakeside   = "ksde8cxd" // a partner referred by Harbour
	Solo       = "ssystem8" // a direct customer of the operator
	Acme       = "acmerb4t" // managed by Northwind, with services, features of its own and two people
	BlueBottle = "bbttxg52" // managed by Northwind
	Cobalt     = "cbthea3m" // managed by Northwind
	Ember      = "emberak5" // managed by Northwind, without services
	IronBark   = "rnbark9s" // managed by Northwind, suspended
	Tidewater  = "tdewtr7c" // managed by Northwind, closed
	Queensland = "qrexhvs4" // managed by Northwind, with a very long name
	Delta      = "detafr77" // managed by Cascade
	Clearlake  = "crakedn6" // managed by Lakeside
)

// Person is one person of the cast and the account where they have their seat.
type Person struct {
	ID      string
	Name    string
	Email   string
	Role    access.Role
	Account string      // key
	Kind    access.Kind // of that account
}

// Caller is the person acting in their own account, with what it shows them.
func (p Person) Caller() access.Caller {
	by := access.Caller{
		User: p.ID, Name: p.Name, Account: p.Account, Kind: p.Kind, Role: p.Role,
		Seat: p.Account, SeatKind: p.Kind, Origin: access.Origin{Request: "cast"}, Sees: access.SeesAll, Prices: access.RetailPrices,
	}
	switch p.Kind {
	case access.Partner:
		if by.Holds(access.ViewCosts) && !Account(p.Account).Referred() {
			by.Prices = access.AllPrices
		}
	case access.Managed:
		values := Values(p.Account)
		by.Sees = values.Sights()
		if !values.Sees(setting.ShowPricing) {
			by.Prices = access.NoPrices
		}
	}
	return by
}

// The people of product.md 2.
var (
	Olive = Person{"cast-olive", "Olive Okafor", "olive@meridian.example", access.OperatorAdmin, Meridian, access.Operator}
	Sam   = Person{"cast-sam", "Sam Reyes", "sam@meridian.example", access.SupportAgent, Meridian, access.Operator}
	Dina  = Person{"cast-dina", "Dina Vos", "dina@harbour.example", access.CompanyAdmin, Harbour, access.Distributor}
	Pia   = Person{"cast-pia", "Pia Larsen", "pia@northwind.example", access.CompanyAdmin, Northwind, access.Partner}
	Tariq = Person{"cast-tariq", "Tariq Aziz", "tariq@northwind.example", access.TechnicalAdmin, Northwind, access.Partner}
	Theo  = Person{"cast-theo", "Theo Brandt", "theo@northwind.example", access.TechnicalContact, Northwind, access.Partner}
	Fiona = Person{"cast-fiona", "Fiona Walsh", "fiona@northwind.example", access.Finance, Northwind, access.Partner}
	Rory  = Person{"cast-rory", "Rory Quinn", "rory@northwind.example", access.ReadOnly, Northwind, access.Partner}
	Cara  = Person{"cast-cara", "Cara Mendes", "cara@cascade.example", access.CompanyAdmin, Cascade, access.Partner}
	Leo   = Person{"cast-leo", "Leo Marchetti", "leo@lakeside.example", access.CompanyAdmin, Lakeside, access.Partner}
	Alice = Person{"cast-alice", "Alice Novak", "alice@acme.example", access.CompanyAdmin, Acme, access.Managed}
	Ben   = Person{"cast-ben", "Ben Osei", "ben@acme.example", access.TechnicalContact, Acme, access.Managed}
	Dev   = Person{"cast-dev", "Dev Patel", "dev@delta.example", access.CompanyAdmin, Delta, access.Managed}
	Sol   = Person{"cast-sol", "Sol Ito", "sol@solo.example", access.CompanyAdmin, Solo, access.Direct}
)

// People who are in the portal and not among those the demo offers to sign in as.
var (
	Bea  = Person{"cast-bea", "Bea Lindqvist", "bea@bluebottle.example", access.CompanyAdmin, BlueBottle, access.Managed}
	Cory = Person{"cast-cory", "Cory Hale", "cory@cobalt.example", access.CompanyAdmin, Cobalt, access.Managed}
	Ivy  = Person{"cast-ivy", "Ivy Barker", "ivy@ironbark.example", access.CompanyAdmin, IronBark, access.Managed}      // of a suspended account
	Tess = Person{"cast-tess", "Tess Waters", "tess@tidewater.example", access.CompanyAdmin, Tidewater, access.Managed} // of a closed account
)

// Group is an account with its people, for the demo's sign-in page.
type Group struct {
	Account string // its name
	Note    string // what it is, in a few words
	People  []Person
}

// People are those whom the demo offers to sign in as, in the order of its page.
var People = []Group{
	{"Meridian Networks", "Operator", []Person{Olive, Sam}},
	{"Northwind Partners", "Partner", []Person{Pia, Tariq, Theo, Fiona, Rory}},
	{"Acme Robotics", "Managed by Northwind", []Person{Alice, Ben}},
	{"Cascade Telecom", "Partner", []Person{Cara}},
	{"Delta Freight", "Managed by Cascade", []Person{Dev}},
	{"Harbour Distribution", "Distributor", []Person{Dina}},
	{"Lakeside Cloud", "Partner, referred by Harbour", []Person{Leo}},
	{"Solo Systems", "Direct", []Person{Sol}},
}

// Everyone is every person of the cast.
func Everyone() []Person {
	var all []Person
	for _, g := range People {
		all = append(all, g.People...)
	}
	return append(all, Bea, Cory, Ivy, Tess)
}
