package price_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"math"
	"math/big"
	"strings"
	"testing"
	text "text/template"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/price"
)

// Callers who may see no price, retail prices, and costs as well.
var (
	nobody   = access.Caller{}
	none     = access.Caller{User: "ben", Prices: access.NoPrices}
	customer = access.Caller{User: "alice", Prices: access.RetailPrices}
	partner  = access.Caller{User: "pia", Prices: access.AllPrices}
)

func TestAPriceIsTextForWhoMaySeeIt(t *testing.T) {
	for _, c := range []struct {
		currency price.Currency
		minor    int64
		want     string
	}{
		{"AUD", 14832000, "AUD 148,320.00"},
		{"AUD", 74000, "AUD 740.00"},
		{"AUD", 100000, "AUD 1,000.00"},
		{"AUD", 99999, "AUD 999.99"},
		{"AUD", 5, "AUD 0.05"},
		{"AUD", 50, "AUD 0.50"},
		{"AUD", 0, "AUD 0.00"},
		{"AUD", -1250, "AUD −12.50"},
		{"AUD", -5, "AUD −0.05"},
		{"JPY", 24500, "JPY 24,500"},
		{"JPY", 0, "JPY 0"},
		{"JPY", -1, "JPY −1"},
		{"KWD", 1234567, "KWD 1,234.567"},
		{"KWD", 7, "KWD 0.007"},
		{"CLF", 12345678, "CLF 1,234.5678"},
		{"USD", math.MaxInt64, "USD 92,233,720,368,547,758.07"},
		{"USD", math.MinInt64, "USD −92,233,720,368,547,758.08"},
		{"", 74000, ""},
		{"aud", 74000, ""},
		{"XXX", 74000, ""},
	} {
		retail, cost := price.NewRetail(c.currency, c.minor), price.NewCost(c.currency, c.minor)
		for _, s := range []struct {
			who    access.Caller
			retail string
			cost   string
		}{{nobody, "", ""}, {none, "", ""}, {customer, c.want, ""}, {partner, c.want, c.want}} {
			if got := retail.Text(s.who); got != s.retail {
				t.Errorf("%s %d: %q retail for %q, not %q", c.currency, c.minor, got, s.who.User, s.retail)
			}
			if got := cost.Text(s.who); got != s.cost {
				t.Errorf("%s %d: %q cost for %q, not %q", c.currency, c.minor, got, s.who.User, s.cost)
			}
			if got := retail.For(s.who).Text(partner); got != s.retail {
				t.Errorf("%s %d: what %q is handed says %q", c.currency, c.minor, s.who.User, got)
			}
			if got := cost.For(s.who).Text(partner); got != s.cost {
				t.Errorf("%s %d: the cost that %q is handed says %q", c.currency, c.minor, s.who.User, got)
			}
		}
	}
}

func TestWhoMaySeeWhichKind(t *testing.T) {
	for who, want := range map[access.Prices][2]bool{access.NoPrices: {false, false}, access.RetailPrices: {true, false}, access.AllPrices: {true, true}} {
		by := access.Caller{User: "u", Prices: who}
		if got := [2]bool{price.Retail{}.Shown(by), price.Cost{}.Shown(by)}; got != want {
			t.Errorf("%d sees %v, not %v", who, got, want)
		}
	}
}

func TestWhatHasNoPriceSaysNothing(t *testing.T) {
	var p price.Retail
	if got := p.Text(partner) + p.In("AUD").Text(partner); got != "" {
		t.Errorf("it says %q", got)
	}
	if v, err := p.Value(); v != nil || err != nil {
		t.Errorf("it is stored as %v, %v", v, err)
	}
}

func TestARowHoldsTheNumberAndTheMarketTheCurrency(t *testing.T) {
	var p price.Retail
	if err := p.Scan(int64(74000)); err != nil {
		t.Fatal(err)
	}
	if got := p.Text(partner); got != "" {
		t.Errorf("without a currency it says %q", got)
	}
	if got := p.In("NZD").Text(customer); got != "NZD 740.00" {
		t.Errorf("it says %q", got)
	}
	if v, err := p.In("NZD").Value(); v != int64(74000) || err != nil {
		t.Errorf("it is stored as %v, %v", v, err)
	}
	if err := p.Scan(nil); err != nil || p.In("NZD").Text(customer) != "" {
		t.Errorf("null is a price: %v", err)
	}
	for _, v := range []any{"74000.55", []byte("74000.55"), 74000.55} {
		if err := p.Scan(v); err == nil || strings.Contains(err.Error(), "740") {
			t.Errorf("%T is read: %v", v, err)
		}
	}
}

func TestASumIsAPriceForEachCurrency(t *testing.T) {
	retail := func(c price.Currency, n int64) price.Retail { return price.NewRetail(c, n) }
	for _, c := range []struct {
		of   []price.Retail
		want string
	}{
		{nil, ""},
		{[]price.Retail{{}, {}}, ""},
		{[]price.Retail{retail("AUD", 74000), {}, retail("AUD", 36050)}, "AUD 1,100.50"},
		{[]price.Retail{retail("NZD", 100), retail("AUD", 1), retail("JPY", 5), retail("NZD", 50)}, "AUD 0.01 | JPY 5 | NZD 1.50"},
		{[]price.Retail{retail("AUD", 500), retail("AUD", -750)}, "AUD −2.50"},
		{[]price.Retail{retail("AUD", math.MaxInt64), retail("AUD", 1), retail("NZD", 100)}, "NZD 1.00"},
		{[]price.Retail{retail("AUD", math.MinInt64), retail("AUD", -1)}, ""},
		{[]price.Retail{retail("AUD", math.MaxInt64), retail("AUD", 1), retail("AUD", -1)}, ""},
	} {
		var texts []string
		for _, s := range price.Sum(c.of...) {
			texts = append(texts, s.Text(customer))
			if got := s.Text(none); got != "" {
				t.Errorf("a sum says %q to nobody", got)
			}
		}
		if got := strings.Join(texts, " | "); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
	if got := price.Sum(price.NewCost("AUD", 100))[0].Text(customer); got != "" {
		t.Errorf("a sum of costs says %q to a customer", got)
	}
}

// holders are values in which a price may lie when somebody writes it down. The
// lower-case field is one that fmt reads without asking its methods.
type holder struct {
	Retail price.Retail
	Cost   *price.Cost
	List   []price.Retail
	Map    map[string]price.Cost
	Any    any
	hidden price.Retail
	deep   *price.Cost
}

// number is one that cannot be taken for anything else.
const number = 918273645

func TestNothingElseMakesTextOfAPrice(t *testing.T) {
	r, c := price.NewRetail("AUD", number), price.NewCost("AUD", number)
	h := holder{r, &c, []price.Retail{r}, map[string]price.Cost{"x": c}, r, r, &c}
	values := map[string]any{"retail": r, "cost": c, "pointer": &r, "holder": h, "holder's pointer": &h, "slice": []any{r, c}}
	var verbs []string
	for _, v := range "vTtbcdoOqxXUeEfFgGspw" {
		for _, flag := range []string{"", "+", "#", "-", " ", "0", "20", ".3", "+#20.5"} {
			verbs = append(verbs, "%"+flag+string(v))
		}
	}
	for name, v := range values {
		for _, verb := range verbs {
			quiet(t, name+" by "+verb, fmt.Sprintf(verb, v))
		}
		quiet(t, name+" by Sprint", fmt.Sprint(v)+fmt.Sprintln(v))
		quiet(t, name+" in an error", fmt.Errorf("the price %v: %w", v, errors.ErrUnsupported).Error())
		for format, bytes := range written(v) {
			quiet(t, name+" as "+format, string(bytes))
		}
	}
	if got := fmt.Sprintf("%v %d %s %x %#v %+v", r, r, r, r, c, &c); strings.Trim(got, "• ") != "" {
		t.Errorf("a price prints as %q", got)
	}
	if got := r.String() + c.GoString(); strings.Trim(got, "•") != "" {
		t.Errorf("a price is %q", got)
	}
}

// written are the bytes of a value in what Go writes by itself. What refuses
// answers its error.
func written(v any) map[string][]byte {
	out := map[string][]byte{}
	put := func(name string, b []byte, err error) { out[name] = fmt.Append(b, err) }
	b, err := json.Marshal(v)
	put("JSON", b, err)
	b, err = xml.Marshal(v)
	put("XML", b, err)
	var buf bytes.Buffer
	err = gob.NewEncoder(&buf).Encode(v)
	put("gob", buf.Bytes(), err)
	for name, h := range map[string]func(*bytes.Buffer) slog.Handler{
		"a log":      func(w *bytes.Buffer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"a JSON log": func(w *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		var buf bytes.Buffer
		slog.New(h(&buf)).Info("said", "it", v, slog.Group("group", "it", v))
		put(name, buf.Bytes(), nil)
	}
	var page, plain bytes.Buffer
	err = template.Must(template.New("").Parse(`<p title="{{.}}">{{.}}</p><script>var x = {{.}}</script>`)).Execute(&page, v)
	put("a page", page.Bytes(), err)
	err = text.Must(text.New("").Parse("{{.}} {{print .}} {{printf \"%d\" .}}")).Execute(&plain, v)
	put("text", plain.Bytes(), err)
	s, err := templ.JSONString(v)
	put("an attribute of templ", []byte(s), err)
	buf.Reset()
	err = templ.JSONScript("id", v).Render(context.Background(), &buf)
	put("a script of templ", buf.Bytes(), err)
	return out
}

// quiet fails the test if a text says the number in any base or grouping.
func quiet(t *testing.T, what, text string) {
	t.Helper()
	bare := strings.ToLower(strings.NewReplacer(",", "", ".", "", " ", "", "_", "", "'", "").Replace(text))
	for _, base := range []int{2, 8, 10, 16} {
		if strings.Contains(bare, big.NewInt(number).Text(base)) {
			t.Errorf("%s says the number: %s", what, text)
		}
	}
	if strings.Contains(text, "AUD") {
		t.Errorf("%s says the currency: %s", what, text)
	}
}

func TestAMarshallerRefuses(t *testing.T) {
	r := price.NewRetail("AUD", number)
	for name, write := range map[string]func() ([]byte, error){"JSON": r.MarshalJSON, "text": r.MarshalText, "binary": r.MarshalBinary, "gob": r.GobEncode} {
		if b, err := write(); b != nil || err == nil || strings.ContainsAny(err.Error(), "0123456789") {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
}

func TestEveryCurrencyOfTheStandard(t *testing.T) {
	all := price.Currencies()
	if len(all) < 160 {
		t.Errorf("%d currencies", len(all))
	}
	for c, n := range map[price.Currency]int{"AUD": 2, "NZD": 2, "USD": 2, "EUR": 2, "GBP": 2, "SEK": 2, "JPY": 0, "ISK": 0, "KWD": 3, "CLF": 4} {
		if c.Check() != nil || c.Decimals() != n {
			t.Errorf("%s: %v, %d decimals", c, c.Check(), c.Decimals())
		}
	}
	for _, c := range []price.Currency{"", "AU", "aud", "AUDD", "DEM", "$"} {
		if c.Check() == nil {
			t.Errorf("%q is a currency", c)
		}
	}
}

// Text, read as a number again, is the number that went in, and nobody else gets one.
func FuzzText(f *testing.F) {
	for _, n := range []int64{0, 1, -1, 99, 100, 99999, 100000, -1250, math.MaxInt64, math.MinInt64} {
		for _, c := range []string{"AUD", "JPY", "KWD", "CLF"} {
			f.Add(c, n)
		}
	}
	f.Fuzz(func(t *testing.T, code string, n int64) {
		c := price.Currency(code)
		p, q := price.NewRetail(c, n), price.NewCost(c, n)
		if p.Text(none)+q.Text(none)+q.Text(customer)+p.Text(nobody) != "" {
			t.Fatal("somebody sees a price who may not")
		}
		got := p.Text(customer)
		if got != q.Text(partner) {
			t.Fatalf("a cost reads %q, and a retail price %q", q.Text(partner), got)
		}
		if c.Check() != nil {
			if got != "" {
				t.Fatalf("an amount of no currency reads %q", got)
			}
			return
		}
		digits, ok := strings.CutPrefix(got, code+" ")
		_, part, _ := strings.Cut(digits, ".")
		if !ok || len(part) != c.Decimals() {
			t.Fatalf("%d of %s reads %q", n, c, got)
		}
		back := strings.NewReplacer("−", "-", ",", "", ".", "").Replace(digits)
		if i, ok := new(big.Int).SetString(back, 10); !ok || !i.IsInt64() || i.Int64() != n {
			t.Fatalf("%d of %s reads %q", n, c, got)
		}
	})
}
