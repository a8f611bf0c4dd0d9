package cast

import (
	"cmp"
	"slices"

	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// rung is a price a month, in Australian cents without a term, for speeds up to
// a number of Mbps.
type rung struct{ speed, cents int64 }

// listed are the retail prices of each product, slowest first.
var listed = map[string][]rung{
	Port: {{1000, 39500}, {10000, 81500}, {100000, 312000}},
	VXC:  {{100, 8200}, {200, 13100}, {500, 24500}, {1000, 43000}, {2500, 71000}, {5000, 106000}, {10000, 155000}, {100000, 560000}},
	MCR:  {{1000, 42000}, {2500, 71500}, {5000, 96500}, {10000, 148000}, {100000, 420000}},
	MVE:  {{500, 46000}, {1000, 58500}, {2500, 84000}, {5000, 112000}, {10000, 164000}, {100000, 380000}},
	IX:   {{1000, 20500}, {10000, 52000}, {100000, 168000}},
}

// shares are what a partner pays of each hundred of retail.
var shares = map[string]int64{Port: 81, VXC: 77, MCR: 79, MVE: 78, IX: 83}

// off is what a term takes from each hundred.
var off = map[int]int64{12: 5, 24: 9, 36: 13, 48: 16, 60: 18}

// rates are minor units of a currency for a thousand Australian cents.
var rates = map[price.Currency]int64{
	"AUD": 1000, "CAD": 905, "EUR": 610, "GBP": 525, "CHF": 580, "DKK": 4550, "HKD": 5150, "JPY": 980, "NOK": 7100, "NZD": 1080, "PLN": 2600, "SEK": 6900, "SGD": 890, "USD": 660,
}

// currencies are those of the locations.
var currencies = func() map[string]price.Currency {
	of, at := map[string]price.Currency{}, map[string]price.Currency{}
	for _, m := range Markets {
		of[m.ID] = m.Currency
	}
	for _, l := range Locations {
		at[l.ID] = of[l.Market]
	}
	return at
}()

// quoted is what a service costs a month by the book, as package pricing reckons.
func quoted(s service.Service) (price.Retail, price.Cost) {
	c, share := currencies[s.LocationID], 100-off[s.Term]
	retail, cost := booked(s.ProductID, s.Speed, c)
	return price.NewRetail(c, retail).Times(share, 100), price.NewCost(c, cost).Times(share, 100)
}

// booked are the monthly prices of a product without a term, in minor units.
func booked(product string, speed int64, c price.Currency) (retail, cost int64) {
	retail = half(cents(product, speed) * rates[c] / 1000)
	return retail, half(retail * shares[product] / 100)
}

// once are what a product costs when it is ordered, in minor units.
func once(product string, c price.Currency) (retail, cost int64) {
	if product != Port {
		return 0, 0
	}
	retail = half(25000 * rates[c] / 1000)
	return retail, half(retail * shares[product] / 100)
}

// cents are what a product costs at a speed, in Australian cents without a term.
func cents(product string, speed int64) int64 {
	for _, r := range listed[product] {
		if speed <= r.speed {
			return r.cents
		}
	}
	panic("cast: nobody sells " + product + " that fast")
}

// book are the prices of every product in every market, and what terms take
// from them.
func book() (ps []pricing.Price, ds []pricing.Discount) {
	for _, p := range Products {
		for _, m := range Markets {
			for _, speed := range p.Speeds {
				retail, cost := booked(p.ID, speed, m.Currency)
				onceRetail, onceCost := once(p.ID, m.Currency)
				ps = append(ps, pricing.Price{
					MarketID: m.ID, ProductID: p.ID, Speed: speed, Term: pricing.AnyTerm,
					MonthlyRetail: price.NewRetail(m.Currency, retail), MonthlyCost: price.NewCost(m.Currency, cost),
					OnceRetail: price.NewRetail(m.Currency, onceRetail), OnceCost: price.NewCost(m.Currency, onceCost),
					ChangedByName: Olive.Name, ChangedAt: day("2025-02-01"),
				})
			}
		}
		for term, percent := range off {
			ds = append(ds, pricing.Discount{ProductID: p.ID, Term: term, Percent: percent, ChangedByName: Olive.Name, ChangedAt: day("2025-02-01")})
		}
	}
	slices.SortFunc(ds, func(a, b pricing.Discount) int {
		return cmp.Or(cmp.Compare(a.ProductID, b.ProductID), cmp.Compare(a.Term, b.Term))
	})
	return ps, ds
}

// half rounds to fifty minor units.
func half(minor int64) int64 { return (minor + 25) / 50 * 50 }
