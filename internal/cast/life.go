package cast

import (
	"time"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
)

// Life is a service of the cast as it is seen from a moment, with what the
// record has of it so far.
type Life struct {
	Service service.Service
	Product catalog.Product
	Steps   []LifeStep
	Booked  bool // it costs what the book asks
}

// LifeStep is one fact in the life of a service.
type LifeStep struct {
	Kind event.Kind
	At   time.Time
}

// Lives are the services of all managed accounts as they are seen from a moment,
// for the test that they are what orders would have made of them. It stands
// here, and not among the tests, because a test inside a package makes all that
// depend on the package be built once more.
func Lives(now time.Time) (all []Life) {
	ss := acmeServices(now)
	for _, l := range lines {
		for _, m := range l.of {
			if m.key != Acme {
				ss = append(ss, newMaker(m.keyIn(l), l.partner, day(m.on), now).make(m.services)...)
			}
		}
	}
	rs := Approvals(now)
	for _, s := range ss {
		one := Life{Service: s, Product: productOf(s.ProductID)}
		retail, cost := quoted(s)
		one.Booked = retail.Same(s.MonthlyRetail) && cost.Same(s.MonthlyCost)
		for _, f := range facts(s, rs, now) {
			one.Steps = append(one.Steps, LifeStep{f.kind, f.at})
		}
		all = append(all, one)
	}
	return all
}
