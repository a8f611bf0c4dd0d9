package cast

import (
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/price"
)

// BillingMarkets are where the companies of the cast are billed: Harbour for
// Lakeside, which it referred.
func BillingMarkets() []market.Market {
	in := func(account, id string, c price.Currency, legal string, by Person, on string) market.Market {
		return market.Market{
			AccountID: account, MarketID: id, Active: true, Currency: c, LegalName: legal, ContactName: by.Name, ContactEmails: by.Email, Language: "en",
			EnabledByName: by.Name, EnabledAt: day(on), EditedByName: by.Name, EditedAt: day(on), Version: 1,
		}
	}
	au := in(Northwind, "AU", "AUD", "Northwind Partners Pty Ltd", Pia, "2025-02-10")
	au.ContactPhone, au.Street, au.City, au.State, au.Postcode, au.Country = "+61293744000", "Level 6, 18 Kent Street", "Sydney", "NSW", "2000", "AU"
	au.TaxNumber, au.PONumber = "51 824 753 556", "NW-2025-07"
	us := in(Cascade, "US", "USD", "Cascade Telecom, Inc.", Cara, "2025-03-12")
	us.ContactPhone, us.Street, us.City, us.State, us.Postcode, us.Country = "+14082345678", "410 Guadalupe Parkway", "San Jose", "CA", "95110", "US"
	jp := in(Solo, "JP", "JPY", "Solo Systems KK", Sol, "2025-04-29")
	jp.ContactPhone, jp.Street, jp.City, jp.Postcode, jp.Country = "+81312345678", "2-7-4 Ryogoku, Sumida-ku", "Tokyo", "130-0026", "JP"
	all := []market.Market{au, us, jp}
	for id, c := range map[string]price.Currency{"DE": "EUR", "NL": "EUR", "GB": "GBP"} {
		m := in(Harbour, id, c, "Harbour Distribution B.V.", Dina, "2025-02-20")
		m.ContactPhone, m.Street, m.City, m.Postcode, m.Country = "+31201234567", "Zeeburgerkade 40", "Amsterdam", "1019 HB", "NL"
		m.TaxNumber = "NL002455799B11"
		all = append(all, m)
	}
	return all
}
