package price

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
)

// Known reports whether there is an amount at all, whoever may see it.
func (p Price[K]) Known() bool { return p.sealed != nil }

// Times is the price n times over d, rounded half to even to a whole minor
// unit: Times(95, 100) takes five of each hundred. What is not known stays so,
// and so does what is too large for a number. d is not 0.
func (p Price[K]) Times(n, d int64) Price[K] {
	if p.sealed == nil {
		return p
	}
	a := p.sealed()
	num := new(big.Int).Mul(big.NewInt(a.minor), big.NewInt(n))
	q, r := new(big.Int).QuoRem(num, big.NewInt(d), new(big.Int))
	twice := new(big.Int).Abs(new(big.Int).Lsh(r, 1))
	over := twice.CmpAbs(big.NewInt(d))
	if over > 0 || over == 0 && q.Bit(0) == 1 {
		q.Add(q, big.NewInt(int64(num.Sign()*sign(d))))
	}
	if !q.IsInt64() {
		return Price[K]{}
	}
	return Price[K]{seal(a.currency, q.Int64())}
}

func sign(d int64) int {
	if d < 0 {
		return -1
	}
	return 1
}

// Plus is the sum of two prices of one currency. A price that is not known adds
// nothing; prices of two currencies have no sum.
func (p Price[K]) Plus(o Price[K]) Price[K] {
	switch sums := Sum(p, o); {
	case len(sums) == 1:
		return sums[0]
	case p.sealed == nil && o.sealed == nil:
		return p
	}
	return Price[K]{}
}

// Minus is what lies between two prices of one currency. A price that is not
// known takes nothing away.
func (p Price[K]) Minus(o Price[K]) Price[K] { return p.Plus(o.Times(-1, 1)) }

// AtMost reports whether both prices are known, of one currency, and p is not
// more than o.
func (p Price[K]) AtMost(o Price[K]) bool {
	if p.sealed == nil || o.sealed == nil {
		return false
	}
	a, b := p.sealed(), o.sealed()
	return a.currency == b.currency && a.minor <= b.minor
}

// Above reports whether both are known, of one currency, and a cost is more than
// a retail price: the partner would sell at a loss.
func Above(c Cost, r Retail) bool {
	if c.sealed == nil || r.sealed == nil {
		return false
	}
	a, b := c.sealed(), r.sealed()
	return a.currency == b.currency && a.minor > b.minor
}

// Same reports whether two prices are the same amount of one currency, or both
// are not known.
func (p Price[K]) Same(o Price[K]) bool {
	if p.sealed == nil || o.sealed == nil {
		return p.sealed == nil && o.sealed == nil
	}
	return p.sealed() == o.sealed()
}

// Signed is Text with a plus sign before what is more than nothing, for what a
// change adds: + AUD 145.00, − AUD 78.00, AUD 0.00.
func (p Price[K]) Signed(by access.Caller) string {
	text := p.Text(by)
	if text == "" {
		return ""
	}
	switch n := p.sealed().minor; {
	case n > 0:
		return "+ " + text
	case n < 0:
		return "\u2212 " + p.Times(-1, 1).Text(by)
	}
	return text
}

// Typed is the price as a person types it into a field, 148320.00, and "" when
// the caller may not see it or there is none.
func (p Price[K]) Typed(by access.Caller) string {
	if p.Text(by) == "" {
		return ""
	}
	return strings.ReplaceAll(strings.ReplaceAll(p.sealed().digits(), ",", ""), "\u2212", "-")
}

// mostTyped is how many characters a typed amount has at most.
const mostTyped = 20

// grouped is an amount with or without groups of three digits and decimals. A
// comma that stands elsewhere is somebody's decimal comma, and is not left out:
// 12,50 is not 1250.
var grouped = regexp.MustCompile(`^(\d+|\d{1,3}(,\d{3})+|\d{1,3}([ \x{a0}\x{202f}]\d{3})+)(\.\d*)?$`)

// parse reads an amount that a person typed, with or without groups and
// decimals: 148,320.00, 148320. It is Invalid when it is no amount of the
// currency, or is less than nothing.
func parse[K kind](c Currency, typed string) (p Price[K], err error) {
	if err := c.Check(); err != nil {
		return p, err
	}
	typed = strings.TrimSpace(typed)
	wellFormed := grouped.MatchString(typed)
	typed = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(typed)
	whole, part, _ := strings.Cut(typed, ".")
	places := c.Decimals()
	if !wellFormed || len(typed) > mostTyped || len(part) > places {
		return p, fault.New(fault.Invalid, "Enter an amount such as %s", amount{minor: 39500 * pow10(places) / 100, currency: c}.digits())
	}
	n, ok := new(big.Int).SetString(whole+part+strings.Repeat("0", places-len(part)), 10)
	if !ok || !n.IsInt64() {
		return p, fault.New(fault.Invalid, "Enter a smaller amount")
	}
	return Price[K]{seal(c, n.Int64())}, nil
}

func pow10(n int) int64 {
	out := int64(1)
	for range n {
		out *= 10
	}
	return out
}

// ParseRetail reads a retail price that a person typed; with or without groups and decimals.
func ParseRetail(c Currency, typed string) (Retail, error) { return parse[retail](c, typed) }

// ParseCost reads a cost that a person typed; with or without groups and decimals.
func ParseCost(c Currency, typed string) (Cost, error) { return parse[cost](c, typed) }
