package market

import (
	"regexp"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
)

// Tax is the number by which the tax office of a country knows a company.
type Tax struct {
	Name    string // with its article within a sentence: an Australian ABN
	Example string

	shape *regexp.Regexp // of what is typed, in capitals, without spaces, dots, dashes and slashes
	valid func(digits string) bool
	write func(number string) string // as it is stored, or nil for as it was read
}

// union are the countries whose VAT numbers begin with two letters, beside
// those of the countries themselves.
var union = map[string]string{"GB": "XI"}

// longestTax is how many characters a tax number has at most.
const longestTax = 40

var bare = strings.NewReplacer(" ", "", "\u00a0", "", ".", "", "-", "", "/", "", "\u2010", "", "\u2011", "", "\u2013", "")

// otherTax is what a tax number of a country without rules looks like.
var otherTax = regexp.MustCompile(`^[A-Z0-9]{4,25}$`)

// CheckTax reads a tax number of a country, two letters, and answers it as it
// is stored. problem says what is wrong, with an example. Whether a tax office
// has given the number to somebody, nobody can know without asking it.
func CheckTax(country, typed string) (number, problem string) {
	read := bare.Replace(strings.ToUpper(account.Tidy(typed)))
	if read == "" {
		return "", ""
	}
	t, known := taxes[country]
	if !known {
		if len(typed) > longestTax || !otherTax.MatchString(read) {
			return "", "A tax number is made of 4 to 25 letters and digits"
		}
		return account.Tidy(typed), ""
	}
	m := t.shape.FindStringSubmatch(read)
	if m == nil {
		return "", "That is not " + t.Name + ". Example: " + t.Example
	}
	if !t.valid(m[1]) {
		return "", "That is not " + t.Name + ": a digit in it is wrong. Example: " + t.Example
	}
	if t.write == nil {
		return read, ""
	}
	return t.write(m[1]), ""
}

// TaxOf is how a country's tax number is called, and what it looks like; ok is
// false where the portal knows no rules for it.
func TaxOf(country string) (t Tax, ok bool) {
	t, ok = taxes[country]
	return t, ok
}

// taxes are the numbers of the countries that bills are written in; see
// reference: billing markets.
var taxes = map[string]Tax{
	"AU": {"an Australian ABN", "51 824 753 556", shaped(`(?:ABN)?([0-9]{11})`), abn, grouped("2 3 3 3")},
	"AT": {"an Austrian VAT number", "ATU13585627", vat("AT", `U[0-9]{8}`), uid, after("AT")},
	"BE": {"a Belgian VAT number", "BE0428759497", vat("BE", `[01][0-9]{9}`), func(s string) bool { return 97-number(s[:8])%97 == number(s[8:]) }, after("BE")},
	"BG": {"a Bulgarian VAT number", "BG175074752", vat("BG", `[0-9]{9,10}`), bulstat, after("BG")},
	"CA": {"a Canadian GST/HST number", "123026635 RT0001", shaped(`([0-9]{9}RT[0-9]{4})`), func(s string) bool { return luhn(s[:9]) }, func(s string) string { return s[:9] + " " + s[9:] }},
	"CH": {"a Swiss VAT number", "CHE-107.787.577 MWST", shaped(`CHE([0-9]{9})(?:MWST|TVA|IVA|TPV|VAT)?`), che, func(s string) string { return "CHE-" + s[:3] + "." + s[3:6] + "." + s[6:] + " MWST" }},
	"DE": {"a German VAT number", "DE136695976", vat("DE", `[1-9][0-9]{8}`), eleven10, after("DE")},
	"DK": {"a Danish VAT number", "DK13585628", vat("DK", `[1-9][0-9]{7}`), elevens(2, 7, 6, 5, 4, 3, 2, 1), after("DK")},
	"ES": {"a Spanish VAT number", "ESA13585625", vat("ES", `[A-Z0-9][0-9]{7}[A-Z0-9]`), nif, after("ES")},
	"FI": {"a Finnish VAT number", "FI20774740", vat("FI", `[0-9]{8}`), elevens(7, 9, 10, 5, 8, 4, 2, 1), after("FI")},
	"FR": {"a French VAT number", "FR40303265045", vat("FR", `[0-9A-HJ-NP-Z]{2}[0-9]{9}`), tva, after("FR")},
	"GB": {"a British VAT number", "GB980780684", vat("GB", `[0-9]{9}(?:[0-9]{3})?|GD[0-4][0-9]{2}|HA[5-9][0-9]{2}`), british, after("GB")},
	"HK": {"a Business Registration number of Hong Kong", "12345678-000", shaped(`([0-9]{8}(?:[0-9]{3})?)`), anything, func(s string) string { return strings.TrimSuffix(s[:8]+"-"+s[8:], "-") }},
	"IE": {"an Irish VAT number", "IE6433435F", vat("IE", `[0-9][0-9A-Z+*][0-9]{5}[A-W][A-I]?`), irish, after("IE")},
	"IT": {"an Italian VAT number", "IT00743110157", vat("IT", `[0-9]{11}`), luhn, after("IT")},
	"JP": {"a Japanese corporate number", "T5835678256246", shaped(`T?([1-9][0-9]{12})`), japanese, after("T")},
	"LU": {"a Luxembourgish VAT number", "LU15027442", vat("LU", `[0-9]{8}`), func(s string) bool { return number(s[:6])%89 == number(s[6:]) }, after("LU")},
	"NL": {"a Dutch VAT number", "NL004495445B01", vat("NL", `[0-9]{9}B[0-9]{2}`), dutch, after("NL")},
	"NO": {"a Norwegian VAT number", "995525828MVA", shaped(`(?:NO)?([0-9]{9})(?:MVA)?`), elevens(3, 2, 7, 6, 5, 4, 3, 2, 1), func(s string) string { return s + "MVA" }},
	"NZ": {"a GST number of New Zealand", "49-091-850", shaped(`([0-9]{8,9})`), ird, func(s string) string { return s[:len(s)-6] + "-" + s[len(s)-6:len(s)-3] + "-" + s[len(s)-3:] }},
	"PL": {"a Polish VAT number", "PL8567346215", vat("PL", `[0-9]{10}`), elevens(6, 5, 7, 2, 3, 4, 5, 6, 7, -1), after("PL")},
	"SE": {"a Swedish VAT number", "SE123456789701", vat("SE", `[0-9]{10}01`), func(s string) bool { return luhn(s[:10]) }, after("SE")},
	"SG": {"a GST number of Singapore", "197401143C", shaped(`([0-9]{8}[A-Z]|(?:18|19|20)[0-9]{7}[A-Z]|[STR][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z]|M[0-9A-Z][0-9]{7}[A-Z])`), uen, nil},
	"US": {"an EIN of the United States", "91-1144442", shaped(`([0-9]{9})`), ein, func(s string) string { return s[:2] + "-" + s[2:] }},
}

func shaped(pattern string) *regexp.Regexp { return regexp.MustCompile("^" + pattern + "$") }

// vat is the shape of a VAT number, before which the country may be written.
func vat(country, pattern string) *regexp.Regexp {
	if also := union[country]; also != "" {
		country += "|" + also
	}
	return shaped("(?:" + country + ")?(" + pattern + ")")
}

// after writes a number after the letters of its country.
func after(letters string) func(string) string {
	return func(s string) string { return letters + s }
}

// grouped writes a number in groups of so many digits.
func grouped(sizes string) func(string) string {
	return func(s string) string {
		var parts []string
		for _, size := range strings.Fields(sizes) {
			n := int(size[0] - '0')
			parts, s = append(parts, s[:n]), s[n:]
		}
		return strings.Join(parts, " ")
	}
}

func anything(string) bool { return true }
