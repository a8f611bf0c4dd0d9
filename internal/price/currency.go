package price

import (
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
)

// Currency is a currency's code in ISO 4217, as AUD.
type Currency string

// codes are the currencies in use in ISO 4217, by how many decimals they have.
var codes = map[int]string{
	0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC " +
		"CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW " +
		"KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP " +
		"PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN " +
		"UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
	3: "BHD IQD JOD KWD LYD OMR TND",
	4: "CLF UYW",
}

// decimals is how many decimals each currency has.
var decimals = func() map[Currency]int {
	m := map[Currency]int{}
	for n, list := range codes {
		for _, c := range strings.Fields(list) {
			m[Currency(c)] = n
		}
	}
	return m
}()

// Decimals is how many decimals amounts of the currency have: two for AUD,
// none for JPY.
func (c Currency) Decimals() int { return decimals[c] }

// Check is nil for a currency of ISO 4217.
func (c Currency) Check() error {
	if _, ok := decimals[c]; !ok {
		return fault.New(fault.Invalid, "Enter a currency by its three letters, such as AUD.")
	}
	return nil
}

// Currencies lists every currency, in no order.
func Currencies() (all []Currency) {
	for c := range decimals {
		all = append(all, c)
	}
	return all
}
