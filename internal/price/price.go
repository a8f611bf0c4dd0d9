// Package price keeps amounts of money that not everybody may see.
//
// The number of a Price is sealed: it leaves the package as text for people,
// and only to a caller who may see prices of its kind; see access.Prices. What
// the partner pays is a Cost, which is another type than a Retail price, so
// that one cannot stand where the other is meant. Everything else that makes
// text or bytes of a value (fmt, JSON, logs, templates) gets dots or an error.
// The database reads and writes the number; nobody else does, which a test of
// package house enforces.
package price

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
)

// Price is an amount of one kind, per month, in minor units of a currency. The
// zero Price says that nothing has a price yet. Use Retail and Cost.
type Price[K kind] struct{ sealed func() amount } // a function, since fmt looks into structs and behind pointers

// Retail is what a customer pays. RetailPrices and AllPrices show it.
type Retail = Price[retail]

// Cost is what the partner pays. Only AllPrices shows it.
type Cost = Price[cost]

// amount is what is sealed.
type amount struct {
	minor    int64
	currency Currency // "" until In says it: a row holds the number alone
}

// seal hides an amount.
func seal(c Currency, minor int64) func() amount {
	return func() amount { return amount{minor, c} }
}

// kind says which callers may see a price.
type kind interface{ takes() access.Prices }

type (
	retail struct{}
	cost   struct{}
)

func (retail) takes() access.Prices { return access.RetailPrices }
func (cost) takes() access.Prices   { return access.AllPrices }

// NewRetail is a retail price of so many minor units. The cast and tests make
// prices; the portal reads them.
func NewRetail(c Currency, minor int64) Retail { return Retail{seal(c, minor)} }

// NewCost is a cost of so many minor units.
func NewCost(c Currency, minor int64) Cost { return Cost{seal(c, minor)} }

// Shown reports whether a caller may see prices of this kind at all. It says
// nothing about this one.
func (Price[K]) Shown(by access.Caller) bool {
	var k K
	return by.Prices >= k.takes()
}

// For is the price for a caller who may see it, and the zero Price for anybody
// else. Reading queries hand out no other, so that what nobody may see is not
// even there.
func (p Price[K]) For(by access.Caller) Price[K] {
	if !p.Shown(by) {
		return Price[K]{}
	}
	return p
}

// In is the same number in a currency, which a row does not hold: it is that
// of the service's market.
func (p Price[K]) In(c Currency) Price[K] {
	if p.sealed == nil {
		return p
	}
	return Price[K]{seal(c, p.sealed().minor)}
}

// Text is the price as people read it, and "" when the caller may not see it
// or there is none. The style is one everywhere: code, space, digits in groups
// of three with commas, a point before the decimals of the currency, and a true
// minus sign: AUD 148,320.00, JPY 24,500, AUD −12.50.
func (p Price[K]) Text(by access.Caller) string {
	if !p.Shown(by) || p.sealed == nil {
		return ""
	}
	a := p.sealed()
	if a.currency.Check() != nil {
		return ""
	}
	return string(a.currency) + " " + a.digits()
}

// digits is the amount without its currency.
func (a amount) digits() string {
	sign, n := "", uint64(a.minor)
	if a.minor < 0 {
		sign, n = "\u2212", -n
	}
	places := a.currency.Decimals()
	s := strconv.FormatUint(n, 10)
	if short := places + 1 - len(s); short > 0 {
		s = strings.Repeat("0", short) + s
	}
	whole, part := s[:len(s)-places], s[len(s)-places:]
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if places > 0 {
		b.WriteString("." + part)
	}
	return sign + b.String()
}

// Sum adds prices, those of each currency for themselves, in the order of the
// codes. Prices that are not known are left out, and so is a currency whose sum
// is too large for a number.
func Sum[K kind](ps ...Price[K]) (sums []Price[K]) {
	by := map[Currency]int64{}
	spilt := map[Currency]bool{}
	for _, p := range ps {
		if p.sealed == nil {
			continue
		}
		a := p.sealed()
		c, n := a.currency, a.minor
		spilt[c] = spilt[c] || n > 0 && by[c] > math.MaxInt64-n || n < 0 && by[c] < math.MinInt64-n
		by[c] += n
	}
	for c, n := range by {
		if !spilt[c] {
			sums = append(sums, Price[K]{seal(c, n)})
		}
	}
	slices.SortFunc(sums, func(a, b Price[K]) int {
		return strings.Compare(string(a.sealed().currency), string(b.sealed().currency))
	})
	return sums
}

// dots stand where a price would be written by something that knows no caller.
const dots = "•••"

// errSealed is the answer to whatever would write the number down.
var errSealed = errors.New("a price is sealed: ask for its text with a caller")

// Format writes dots, whatever the verb.
func (Price[K]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, dots) }

// String is dots.
func (Price[K]) String() string { return dots }

// GoString is dots.
func (Price[K]) GoString() string { return dots }

// LogValue is dots.
func (Price[K]) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (Price[K]) MarshalJSON() ([]byte, error) { return nil, errSealed }

// MarshalText refuses, for XML and for everything else that writes text.
func (Price[K]) MarshalText() ([]byte, error) { return nil, errSealed }

// MarshalBinary refuses.
func (Price[K]) MarshalBinary() ([]byte, error) { return nil, errSealed }

// GobEncode refuses.
func (Price[K]) GobEncode() ([]byte, error) { return nil, errSealed }

// Value is the number for a row of the database, and null when nothing has a
// price yet. Only the database calls it.
func (p Price[K]) Value() (driver.Value, error) {
	if p.sealed == nil {
		return nil, nil
	}
	return p.sealed().minor, nil
}

// Scan reads the number of a row. Only the database calls it.
func (p *Price[K]) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		p.sealed = nil
	case int64:
		p.sealed = seal("", v)
	default:
		return fmt.Errorf("a price is a whole number in the database, not %T", v)
	}
	return nil
}

// GormDataType says what a column of prices holds.
func (Price[K]) GormDataType() string { return "int" }
