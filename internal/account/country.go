package account

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Countries are the countries of the billing markets; see reference: billing
// markets.
var Countries = []string{
	"AU", "AT", "BE", "BG", "CA", "DK", "FI", "FR", "DE", "HK", "IE", "IT", "JP", "LU",
	"NL", "NZ", "NO", "PL", "SG", "ES", "SE", "CH", "GB", "US",
}

// CountryName is a country's name in English, or the code itself when it is no country's.
func CountryName(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.English.Regions().Name(region); name != "" {
		return name
	}
	return code
}

// noCountry are codes that a billing address has none of: those of unions, and
// those kept for islands whose country has its own.
var noCountry = []string{"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "TA", "UN"}

// World are the codes of all countries, by their names in English.
var World = sync.OnceValue(func() (codes []string) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			if r, err := language.ParseRegion(code); err == nil && r.IsCountry() && !slices.Contains(noCountry, code) && r.Canonicalize().String() == code && CountryName(code) != code {
				codes = append(codes, code)
			}
		}
	}
	slices.SortFunc(codes, func(a, b string) int { return strings.Compare(Bare(CountryName(a)), Bare(CountryName(b))) })
	return codes
})

// IsCountry reports whether a code is that of a country.
func IsCountry(code string) bool { return slices.Contains(World(), code) }

func itoa(n int) string { return strconv.Itoa(n) }
