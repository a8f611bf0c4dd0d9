package attack_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/price"
)

// scent is what gives a price away.
type scent struct {
	numbers map[string]string // what a known price looks like: "retail" or "cost"
}

// find is something that smells of a price.
type find struct{ where, kind, what string }

// The kinds of finds.
const (
	anAmount = "an amount"           // a number beside a currency
	aKey     = "a key"               // a name of a field, an attribute or a member
	retail   = "retail"              // the number of a retail price
	cost     = "cost"                // the number of a cost
	spaces   = `[\s\x{a0}\x{202f}]*` // that may stand between a currency and its number
)

// amounts are a currency's code or sign beside a number.
var amounts = func() []*regexp.Regexp {
	var codes []string
	for _, c := range price.Currencies() {
		codes = append(codes, string(c))
	}
	code := "(?:" + strings.Join(codes, "|") + ")"
	return []*regexp.Regexp{
		regexp.MustCompile(`(?:^|[^A-Za-z0-9])` + code + spaces + `[-−+]?` + spaces + `[.,]?[0-9][0-9.,' ]*(?:$|[^A-Za-z0-9])`),
		regexp.MustCompile(`(?:^|[^A-Za-z0-9])[0-9][0-9.,']*` + spaces + code + `(?:$|[^A-Za-z0-9])`),
		regexp.MustCompile(`\p{Sc}` + spaces + `[-−+]?[0-9]|[0-9]` + spaces + `\p{Sc}`),
	}
}()

// keys are names under which somebody would hand out a price. Words that people
// read are no names: "Show Pricing" may stand on a page.
var keys = []string{
	"price", "prices", "cost", "costs", "monthly", "retail", "currency", "currencies", "rate", "rates", "amount", "amounts", "money", "sums", "fee", "fees",
}

// part is a word of a name: of data-monthly-cost, monthlyCost, monthly_cost.
var part = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)

func named(name string) bool {
	return slices.ContainsFunc(part.FindAllString(name, -1), func(w string) bool { return slices.Contains(keys, strings.ToLower(w)) })
}

// A number as people and programs write it, on its own: not in a name or an id.
var (
	number  = regexp.MustCompile(`(?:^|[^\pL\d.,'_-])(\d[\d.,']*)`)
	grouped = regexp.MustCompile(`(?:^|[^\pL\d.,'_-])(\d{1,3}(?:[ \x{a0}\x{202f}]\d{3})+(?:[.,]\d+)?)`)
	member  = regexp.MustCompile(`["']?([A-Za-z_-]+)["']?\s*:`)
)

// secret is that of an authenticator app, in one piece or in groups, in which a
// code and a digit stand side by side once in a while.
var secret = regexp.MustCompile(`(?:\b[A-Z2-7]{4}\b ?){4,}|\b[A-Z2-7]{16,}\b`)

// text looks at what stands in one place.
func (s scent) text(where, text string) (fs []find) {
	text = secret.ReplaceAllString(text, "…")
	for _, a := range amounts {
		for _, m := range a.FindAllString(text, -1) {
			fs = append(fs, find{where, anAmount, m})
		}
	}
	unsigned := difference.ReplaceAllString(text, "…")
	for _, form := range []*regexp.Regexp{number, grouped} {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			n := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.TrimRight(m[1], ".,'"))
			if kind := s.numbers[n]; kind == retail || kind == cost && strings.Contains(unsigned, m[1]) {
				fs = append(fs, find{where, kind, n})
			}
		}
	}
	return fs
}

// difference is how much more or less something else would be: of two retail
// prices it may be as much as something costs.
var difference = regexp.MustCompile(`[+−]` + spaces + `[A-Z]{3}` + spaces + `[0-9][0-9.,']*`)

// answer looks at everything that came with an answer.
func (s scent) answer(where string, header http.Header, body string) (fs []find) {
	for name, values := range header {
		if slices.Contains([]string{"Set-Cookie", "Date", "Content-Length", "Etag", "X-Request-Id", "Strict-Transport-Security"}, name) {
			continue
		}
		at := where + ", header " + name
		if named(name) {
			fs = append(fs, find{at, aKey, name})
		}
		for _, v := range values {
			fs = append(fs, s.text(at, v)...)
			fs = append(fs, members(at, v)...)
		}
	}
	switch kind := header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "text/html"):
		return append(fs, s.page(where, body)...)
	case strings.Contains(kind, "json"):
		return append(append(fs, s.text(where, body)...), members(where, body)...)
	case strings.Contains(kind, "csv"):
		head, _, _ := strings.Cut(body, "\n")
		if named(head) {
			fs = append(fs, find{where, aKey, head})
		}
	}
	return append(fs, s.text(where, body)...)
}

// members are the keys of JSON, or of what looks like it.
func members(where, text string) (fs []find) {
	if !json.Valid([]byte(text)) && !strings.Contains(text, "{") {
		return nil
	}
	for _, m := range member.FindAllStringSubmatch(text, -1) {
		if named(m[1]) {
			fs = append(fs, find{where, aKey, m[1]})
		}
	}
	return fs
}

// page looks at the words of a page, at the names and values of all attributes,
// and into its scripts and styles.
func (s scent) page(where, body string) (fs []find) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		return []find{{where, aKey, err.Error()}}
	}
	var words []string
	doc.Find("*").Each(func(_ int, e *goquery.Selection) {
		tag := goquery.NodeName(e)
		for _, a := range e.Get(0).Attr {
			at := where + ", " + tag + " " + a.Key
			if named(a.Key) || slices.Contains([]string{"name", "id", "for", "class", "itemprop", "property", "headers", "form"}, a.Key) && named(a.Val) {
				fs = append(fs, find{at, aKey, a.Key + "=" + a.Val})
			}
			fs = append(append(fs, s.text(at, a.Val)...), members(at, a.Val)...)
		}
		e.Contents().Each(func(_ int, n *goquery.Selection) {
			if kind := goquery.NodeName(n); kind == "#text" || kind == "#comment" {
				text := n.Text()
				if kind == "#comment" {
					text = n.Get(0).Data
				}
				words = append(words, text)
				if tag == "script" {
					fs = append(fs, members(where+", script", text)...)
				}
			}
		})
	})
	return append(fs, s.text(where, strings.Join(words, " "))...)
}

// known is the scent of all prices in the database: those of everybody with
// their decimals, and those of one account, its services and its sums, in minor
// units and without decimals too.
func known(t *testing.T, a *apptest.App, account string) scent {
	t.Helper()
	s := scent{map[string]string{}}
	sums := map[string]map[price.Currency]int64{retail: {}, cost: {}}
	add := func(kind string, c price.Currency, minor int64, own bool) {
		for _, form := range shapes(c, minor, own) {
			if s.numbers[form] != retail { // what is both is a retail price
				s.numbers[form] = kind
			}
		}
	}
	for _, p := range stored(t, a) {
		add(p.kind, p.currency, p.minor, p.account == account)
		if p.table == "services" && p.account == account {
			sums[p.kind][p.currency] += p.minor
		}
	}
	for kind, each := range sums {
		for c, n := range each {
			add(kind, c, n, true)
		}
	}
	for _, p := range discounted(t, a) {
		add(retail, p.currency, p.minor, false)
	}
	for _, speed := range texts(t, a, "SELECT speeds FROM products") {
		for _, n := range wholeNumber.FindAllString(speed, -1) {
			delete(s.numbers, n) // a speed that is sold is written like a price in minor units
		}
	}
	if len(s.numbers) < 100 {
		t.Fatalf("%d prices are known", len(s.numbers))
	}
	return s
}

var wholeNumber = regexp.MustCompile(`\d+`)

// shapes are the ways to write an amount. Bare whole numbers are those of few
// accounts, or everything would be a price.
func shapes(c price.Currency, minor int64, bare bool) (out []string) {
	unit := int64(1)
	for range c.Decimals() {
		unit *= 10
	}
	whole, rest := strconv.FormatInt(minor/unit, 10), ""
	if c.Decimals() > 0 {
		rest = fmt.Sprintf("%0*d", c.Decimals(), minor%unit)
	}
	for _, group := range []string{"", ",", ".", "'", " "} {
		n := thousands(whole, group)
		for _, point := range []string{".", ","} {
			if rest != "" && point != group {
				out = append(out, n+point+rest)
			}
		}
		if bare && len(whole) >= 4 && (rest == "" || minor%unit == 0) {
			out = append(out, n)
		}
	}
	if m := strconv.FormatInt(minor, 10); bare && len(m) >= 5 {
		out = append(out, m)
	}
	return out
}

func thousands(digits, group string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + group + digits[at:]
	}
	return digits
}

func TestWhatSmellsOfAPrice(t *testing.T) {
	s := scent{map[string]string{}}
	for _, form := range shapes("AUD", 123450, true) {
		s.numbers[form] = retail
	}
	for _, form := range shapes("AUD", 99950, true) {
		s.numbers[form] = cmp.Or(s.numbers[form], cost)
	}
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	for body, kinds := range map[string]string{
		"<p>AUD 740.00</p>":                                     anAmount,
		"<p>AUD\u00a0740</p>":                                   anAmount,
		"<p><b>AUD</b> <i>740.00</i></p>":                       anAmount,
		"<p>740.00&nbsp;AUD a month</p>":                        anAmount,
		"<p>It is $12</p>":                                      anAmount,
		"<p>12 €</p>":                                           anAmount,
		"<p>£0.50</p>":                                          anAmount,
		"<p>USD −3</p>":                                         anAmount,
		`<input name="q" value="JPY 24,500">`:                   anAmount,
		`<p title="NZD 5">x</p>`:                                anAmount,
		"<p>x</p><!-- EUR 5 -->":                                anAmount,
		"<p>1234.50</p>":                                        retail,
		"<p>(1,234.50)</p>":                                     retail,
		"<p>1.234,50</p>":                                       retail,
		"<p>1 234,50 each</p>":                                  retail,
		"<p>1\u202f234,50</p>":                                  retail,
		"<p>1'234.50.</p>":                                      retail,
		"<p data-x=\"123450\">x</p>":                            retail,
		"<p>999.50</p>":                                         cost,
		"<p>999,50, perhaps</p>":                                cost,
		`<p data-price="1">x</p>`:                               aKey,
		`<p data-monthly-total="x">x</p>`:                       aKey,
		`<input name="monthly_cost">`:                           aKey,
		`<input name="monthlyRate">`:                            aKey,
		`<p hx-vals='{"currency": "x"}'>x</p>`:                  aKey,
		`<script type="application/json">{"rate": 1}</script>`:  aKey,
		`<p class="num money">x</p>`:                            aKey,
		"<p>Show Pricing is off. Ask what it costs.</p>":        "",
		"<p>A fee may apply. Ask Northwind Partners.</p>":       "",
		"<p>12 months, renews; 2.5 Gbps at 4 locations</p>":     "",
		`<a href="/a/x/features/show_pricing">Show Pricing</a>`: "",
		`<input name="show_pricing" type="checkbox">`:           "",
		"<p>p-123450 and x-99950</p>":                           "",
		"<p>+61 2 9374 4000, 31 Jan 2027, 10:42, 192.0.2.1</p>": "",
		"<p>Accurate separates, corporate rated</p>":            "",
		"<p>JBSW 7USD EHPK USD7 3AUD 5NZD</p>":                  "",
		`<p data-x="USD7JBSWY3DPEHPK3PXP">x</p>`:                "",
		"<p>BLAUD 7 and AUDIO 4 and USDX 1</p>":                 "",
	} {
		var got []string
		for _, f := range s.answer("page", html, body) {
			got = append(got, f.kind)
		}
		slices.Sort(got)
		if g := strings.Join(slices.Compact(got), " "); g != kinds {
			t.Errorf("%s is %q, not %q", body, g, kinds)
		}
	}
	for kind, body := range map[string]string{"application/json": `{"monthlyCost":1}`, "text/csv; charset=utf-8": "Name,Monthly\nx,1\n", "text/plain": "It is 1234.50 now"} {
		if fs := s.answer("file", http.Header{"Content-Type": {kind}}, body); len(fs) == 0 {
			t.Errorf("%s %s smells of nothing", kind, body)
		}
	}
	if fs := s.answer("event", http.Header{"Hx-Trigger": {`{"priced":{"cost":"x"}}`}, "Content-Type": {"text/html"}}, ""); len(fs) == 0 {
		t.Error("a header smells of nothing")
	}
}
