package account

import (
	"strconv"

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

func itoa(n int) string { return strconv.Itoa(n) }
