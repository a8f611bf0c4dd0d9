package price_test

import (
	"math"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

func TestTimesRoundsHalfToEven(t *testing.T) {
	for _, c := range []struct{ minor, n, d, want int64 }{
		{1, 1, 2, 0}, {3, 1, 2, 2}, {5, 1, 2, 2}, {7, 1, 2, 4}, // 0.5, 1.5, 2.5, 3.5
		{-1, 1, 2, 0}, {-3, 1, 2, -2}, {-5, 1, 2, -2}, {-7, 1, 2, -4},
		{3, -1, 2, -2}, {3, 1, -2, -2}, {-3, -1, 2, 2}, {-3, 1, -2, 2}, {-3, -1, -2, -2},
		{10, 1, 3, 3}, {20, 1, 3, 7}, {-10, 1, 3, -3}, {-20, 1, 3, -7}, {1, 1, 3, 0}, {2, 1, 3, 1},
		{39500, 95, 100, 37525}, {10, 95, 100, 10}, {30, 95, 100, 28}, {50, 95, 100, 48}, {70, 95, 100, 66},
		{39500, 0, 100, 0}, {39500, 100, 100, 39500}, {0, 5, 7, 0},
		{math.MaxInt64, 100, 100, math.MaxInt64}, {math.MinInt64, 100, 100, math.MinInt64},
		{math.MaxInt64, 95, 100, 8762203435012037017}, {math.MinInt64, 1, 2, math.MinInt64 / 2},
	} {
		got := price.NewRetail("AUD", c.minor).Times(c.n, c.d)
		if !got.Same(price.NewRetail("AUD", c.want)) {
			t.Errorf("%d times %d over %d is %s, not %d", c.minor, c.n, c.d, got.Text(partner), c.want)
		}
	}
}

func TestTimesOfWhatIsTooLargeOrNotKnownIsNotKnown(t *testing.T) {
	for name, p := range map[string]price.Cost{
		"too large": price.NewCost("AUD", math.MaxInt64).Times(2, 1), "too small": price.NewCost("AUD", math.MinInt64).Times(2, 1),
		"turned": price.NewCost("AUD", math.MinInt64).Times(-1, 1), "not known": price.Cost{}.Times(95, 100),
	} {
		if p.Known() || p.Text(partner) != "" {
			t.Errorf("%s: %s", name, p.Text(partner))
		}
	}
	if p := price.NewRetail("", 200).Times(1, 2).In("NZD"); p.Text(customer) != "NZD 1.00" {
		t.Errorf("a price whose currency comes later is %s", p.Text(customer))
	}
}

func TestWhatLiesBetweenPrices(t *testing.T) {
	aud := func(n int64) price.Retail { return price.NewRetail("AUD", n) }
	nzd := price.NewRetail("NZD", 100)
	var none price.Retail
	for _, c := range []struct {
		name string
		got  price.Retail
		want price.Retail
	}{
		{"plus", aud(100).Plus(aud(50)), aud(150)}, {"plus nothing known", aud(100).Plus(none), aud(100)}, {"nothing known plus", none.Plus(aud(100)), aud(100)},
		{"nothing at all", none.Plus(none), none}, {"plus another currency", aud(100).Plus(nzd), none}, {"plus too much", aud(math.MaxInt64).Plus(aud(1)), none},
		{"minus", aud(100).Minus(aud(150)), aud(-50)}, {"minus nothing known", aud(100).Minus(none), aud(100)}, {"nothing known minus", none.Minus(aud(100)), aud(-100)},
		{"minus another currency", aud(100).Minus(nzd), none}, {"minus itself", aud(100).Minus(aud(100)), aud(0)},
	} {
		if !c.got.Same(c.want) {
			t.Errorf("%s: %q, not %q", c.name, c.got.Text(customer), c.want.Text(customer))
		}
	}
}

func TestPricesAreComparedWithinOneCurrency(t *testing.T) {
	aud, more, nzd := price.NewRetail("AUD", 100), price.NewRetail("AUD", 101), price.NewRetail("NZD", 100)
	var none price.Retail
	for _, c := range []struct {
		p, o         price.Retail
		atMost, same bool
	}{
		{aud, aud, true, true}, {aud, more, true, false}, {more, aud, false, false}, {aud, nzd, false, false}, {nzd, aud, false, false},
		{none, aud, false, false}, {aud, none, false, false}, {none, none, false, true},
	} {
		if got := c.p.AtMost(c.o); got != c.atMost {
			t.Errorf("%q at most %q: %v", c.p.Text(customer), c.o.Text(customer), got)
		}
		if got := c.p.Same(c.o); got != c.same {
			t.Errorf("%q same as %q: %v", c.p.Text(customer), c.o.Text(customer), got)
		}
	}
	for _, c := range []struct {
		cost   price.Cost
		retail price.Retail
		want   bool
	}{
		{price.NewCost("AUD", 101), aud, true}, {price.NewCost("AUD", 100), aud, false}, {price.NewCost("AUD", 99), aud, false},
		{price.NewCost("NZD", 101), aud, false}, {price.Cost{}, aud, false}, {price.NewCost("AUD", 101), none, false},
	} {
		if got := price.Above(c.cost, c.retail); got != c.want {
			t.Errorf("%q above %q: %v", c.cost.Text(partner), c.retail.Text(partner), got)
		}
	}
}

func TestAPriceIsSignedAndTypedForWhoMaySeeIt(t *testing.T) {
	for _, c := range []struct {
		currency      price.Currency
		minor         int64
		signed, typed string
	}{
		{"AUD", 14500, "+ AUD 145.00", "145.00"}, {"AUD", -7800, "\u2212 AUD 78.00", "-78.00"}, {"AUD", 0, "AUD 0.00", "0.00"},
		{"AUD", 14832000, "+ AUD 148,320.00", "148320.00"}, {"JPY", 24500, "+ JPY 24,500", "24500"}, {"KWD", 7, "+ KWD 0.007", "0.007"},
	} {
		r, k := price.NewRetail(c.currency, c.minor), price.NewCost(c.currency, c.minor)
		if got := r.Signed(customer); got != c.signed {
			t.Errorf("%q, not %q", got, c.signed)
		}
		if got := r.Typed(customer); got != c.typed {
			t.Errorf("%q, not %q", got, c.typed)
		}
		if got := r.Signed(none) + r.Typed(none) + k.Signed(customer) + k.Typed(customer) + r.Signed(nobody); got != "" {
			t.Errorf("it says %q to who may not see it", got)
		}
	}
	if got := (price.Retail{}).Signed(partner) + (price.Retail{}).Typed(partner); got != "" {
		t.Errorf("what is not known says %q", got)
	}
}

func TestAnAmountIsReadAsItIsTyped(t *testing.T) {
	for _, c := range []struct {
		currency price.Currency
		typed    string
		want     string // "" where it is no amount
	}{
		{"AUD", "148,320.00", "AUD 148,320.00"}, {"AUD", " 148320 ", "AUD 148,320.00"}, {"AUD", "148 320.5", "AUD 148,320.50"}, {"AUD", "1\u00a0000", "AUD 1,000.00"},
		{"AUD", "0", "AUD 0.00"}, {"AUD", "5.", "AUD 5.00"}, {"AUD", "0.05", "AUD 0.05"}, {"AUD", "92233720368547758.07", "AUD 92,233,720,368,547,758.07"},
		{"JPY", "24,500", "JPY 24,500"}, {"JPY", "24500.", "JPY 24,500"}, {"JPY", "24500.5", ""},
		{"KWD", "1.2", "KWD 1.200"}, {"KWD", "1.234", "KWD 1.234"}, {"KWD", "1.2345", ""},
		{"AUD", "", ""}, {"AUD", ".5", ""}, {"AUD", "-5", ""}, {"AUD", "\u22125", ""}, {"AUD", "+5", ""}, {"AUD", "1e3", ""}, {"AUD", "1.234", ""}, {"AUD", "1.2.3", ""},
		{"AUD", "AUD 5", ""}, {"AUD", "5 dollars", ""}, {"AUD", "٣", ""}, {"AUD", "92233720368547758.08", ""}, {"AUD", strings.Repeat("9", 40), ""}, {"AUD", "NaN", ""}, {"AUD", "0x10", ""},
		{"AUD", "12,50", ""}, {"AUD", "1000,50", ""}, {"AUD", "1,2345", ""}, {"AUD", "1,,234", ""}, {"AUD", ",234", ""}, {"AUD", "1 50", ""}, {"AUD", "1,234 567", ""}, {"AUD", "1234,567", ""},
		{"AUD", "1.234,50", ""}, {"AUD", "5.0 0", ""}, {"JPY", "24,50", ""}, {"AUD", "1\u202f234.5", "AUD 1,234.50"}, {"AUD", "1,234,567.8", "AUD 1,234,567.80"},
		{"XXX", "5", ""}, {"", "5", ""},
	} {
		r, err := price.ParseRetail(c.currency, c.typed)
		k, costErr := price.ParseCost(c.currency, c.typed)
		if got := r.Text(partner); got != c.want || k.Text(partner) != c.want {
			t.Errorf("%s %q is %q", c.currency, c.typed, got)
		}
		if bad := c.want == ""; bad != fault.Is(err, fault.Invalid) || bad != fault.Is(costErr, fault.Invalid) || bad && (r.Known() || k.Known()) {
			t.Errorf("%s %q: %v, %v", c.currency, c.typed, err, costErr)
		}
	}
	for c, want := range map[price.Currency]string{"AUD": "395.00", "JPY": "395", "KWD": "395.000"} {
		if _, err := price.ParseRetail(c, "?"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is explained by %v", c, err)
		}
	}
}

// What parses is typed again as the same amount, in a form that stays.
func FuzzWhatParsesAndIsTypedAgainIsTheSame(f *testing.F) {
	for _, s := range []string{"395.00", "1,000", "0", " 7 . 5", "92233720368547758.07", "-1", "5.", ".5", "\u0663", "1e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, c := range []price.Currency{"JPY", "AUD", "KWD"} {
			p, err := price.ParseRetail(c, typed)
			if err != nil {
				if p.Known() || !fault.Is(err, fault.Invalid) {
					t.Errorf("%s %q: %v", c, typed, err)
				}
				continue
			}
			again, err := price.ParseRetail(c, p.Typed(partner))
			if err != nil || !again.Same(p) || again.Typed(partner) != p.Typed(partner) {
				t.Errorf("%s %q is typed %q, and then %q (%v)", c, typed, p.Typed(partner), again.Typed(partner), err)
			}
			if !price.NewRetail(c, 0).AtMost(p) {
				t.Errorf("%s %q is less than nothing", c, typed)
			}
		}
	})
}
