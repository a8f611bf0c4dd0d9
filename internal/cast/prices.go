package cast

import (
	"github.com/tenantry/tenantry/internal/price"
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
	"AUD": 1000, "CAD": 905, "EUR": 610, "GBP": 525, "JPY": 980, "NZD": 1080, "SEK": 6900, "SGD": 890, "USD": 660,
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

// priced gives a service the prices that follow from its product, speed, term
// and place. A design has none yet.
func priced(s service.Service) service.Service {
	if s.Status == service.Design {
		return s
	}
	c := currencies[s.LocationID]
	for _, r := range listed[s.ProductID] {
		if s.Speed <= r.speed {
			retail := half(r.cents * (100 - off[s.Term]) * rates[c] / 100_000)
			s.MonthlyRetail = price.NewRetail(c, retail)
			s.MonthlyCost = price.NewCost(c, half(retail*shares[s.ProductID]/100))
			return s
		}
	}
	panic("cast: nobody sells " + s.ProductID + " at " + s.Rate())
}

// half rounds to fifty minor units.
func half(minor int64) int64 { return (minor + 25) / 50 * 50 }
