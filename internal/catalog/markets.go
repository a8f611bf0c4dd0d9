package catalog

import "slices"

// Countries are the markets of the countries in which bills can be written, by
// name; see reference: billing markets.
var Countries = []Market{
	{ID: "AU", Name: "Australia", Currency: "AUD"},
	{ID: "AT", Name: "Austria", Currency: "EUR"},
	{ID: "BE", Name: "Belgium", Currency: "EUR"},
	{ID: "BG", Name: "Bulgaria", Currency: "EUR"},
	{ID: "CA", Name: "Canada", Currency: "CAD"},
	{ID: "DK", Name: "Denmark", Currency: "DKK"},
	{ID: "FI", Name: "Finland", Currency: "EUR"},
	{ID: "FR", Name: "France", Currency: "EUR"},
	{ID: "DE", Name: "Germany", Currency: "EUR"},
	{ID: "HK", Name: "Hong Kong", Currency: "HKD"},
	{ID: "IE", Name: "Ireland", Currency: "EUR"},
	{ID: "IT", Name: "Italy", Currency: "EUR"},
	{ID: "JP", Name: "Japan", Currency: "JPY"},
	{ID: "LU", Name: "Luxembourg", Currency: "EUR"},
	{ID: "NL", Name: "Netherlands", Currency: "EUR"},
	{ID: "NZ", Name: "New Zealand", Currency: "NZD"},
	{ID: "NO", Name: "Norway", Currency: "NOK"},
	{ID: "PL", Name: "Poland", Currency: "PLN"},
	{ID: "SG", Name: "Singapore", Currency: "SGD"},
	{ID: "ES", Name: "Spain", Currency: "EUR"},
	{ID: "SE", Name: "Sweden", Currency: "SEK"},
	{ID: "CH", Name: "Switzerland", Currency: "CHF"},
	{ID: "GB", Name: "United Kingdom", Currency: "GBP"},
	{ID: "US", Name: "United States", Currency: "USD"},
}

// CountryMarket is the market with an id; ok is false when there is none.
func CountryMarket(id string) (m Market, ok bool) {
	i := slices.IndexFunc(Countries, func(m Market) bool { return m.ID == id })
	if i < 0 {
		return Market{}, false
	}
	return Countries[i], true
}
