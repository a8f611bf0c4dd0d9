package market_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/market"
)

func TestATaxNumberIsCheckedByItsCountry(t *testing.T) {
	for _, c := range []struct{ country, typed, want string }{
		{"AU", "51824753556", "51 824 753 556"}, {"AU", "ABN 51 824 753 556", "51 824 753 556"}, {"AU", "53 004 085 616", "53 004 085 616"},
		{"AT", "atu 13585627", "ATU13585627"}, {"AT", "U13585627", "ATU13585627"},
		{"BE", "BE 0428.759.497", "BE0428759497"},
		{"BG", "175 074 752", "BG175074752"},
		{"CA", "123026635RT0001", "123026635 RT0001"},
		{"CH", "CHE107787577IVA", "CHE-107.787.577 MWST"}, {"CH", "CHE-100.155.212", "CHE-100.155.212 MWST"},
		{"DE", "DE 136,695 976", ""}, {"DE", "136695976", "DE136695976"},
		{"DK", "13 58 56 28", "DK13585628"},
		{"ES", "A13585625", "ESA13585625"}, {"ES", "54362315-K", "ES54362315K"}, {"ES", "X-2482300W", "ESX2482300W"}, {"ES", "J99216582", "ESJ99216582"},
		{"FI", "20774740", "FI20774740"},
		{"FR", "Fr 40 303 265 045", "FR40303265045"}, {"FR", "23334175221", "FR23334175221"},
		{"GB", "GB 980 7806 84", "GB980780684"}, {"GB", "XI980780684", "GB980780684"}, {"GB", "GD001", "GBGD001"},
		{"HK", "12345678", "12345678"}, {"HK", "12345678-000", "12345678-000"},
		{"IE", "6433435F", "IE6433435F"}, {"IE", "IE6433435OA", "IE6433435OA"}, {"IE", "8D79739I", "IE8D79739I"},
		{"IT", "00743110157", "IT00743110157"},
		{"JP", "5-8356-7825-6246", "T5835678256246"}, {"JP", "T5835678256246", "T5835678256246"},
		{"LU", "LU 150 274 42", "LU15027442"},
		{"NL", "004495445B01", "NL004495445B01"}, {"NL", "NL4495445B01", ""}, {"NL", "NL002455799B11", "NL002455799B11"},
		{"NO", "NO 995 525 828 MVA", "995525828MVA"},
		{"NZ", "49091850", "49-091-850"}, {"NZ", "136-410-132", "136-410-132"},
		{"PL", "8567346215", "PL8567346215"},
		{"SE", "123456789701", "SE123456789701"},
		{"SG", "00192200M", "00192200M"}, {"SG", "197401143c", "197401143C"}, {"SG", "S16FC0121D", "S16FC0121D"}, {"SG", "M90312345A", "M90312345A"},
		{"US", "911144442", "91-1144442"}, {"US", "07-1144442", ""},
		{"BR", "16.727.230/0001-97", "16.727.230/0001-97"}, {"BR", "no", ""}, {"BR", strings.Repeat("1 ", 40), ""},
		{"AU", "  ", ""},
	} {
		got, problem := market.CheckTax(c.country, c.typed)
		if got != c.want || (problem == "") != (c.want != "" || strings.TrimSpace(c.typed) == "") {
			t.Errorf("%s %q: %q, %q", c.country, c.typed, got, problem)
		}
		if again, problem := market.CheckTax(c.country, got); again != got || problem != "" {
			t.Errorf("%s %q: stored as %q, which is read as %q, %q", c.country, c.typed, got, again, problem)
		}
	}
}

// The example of every country is right, and with any one digit changed most
// are wrong; the numbers of Hong Kong and the United States have no check digit.
func TestOneWrongDigitIsNoticed(t *testing.T) {
	countries := 0
	for _, country := range account.Countries {
		tax, ok := market.TaxOf(country)
		if !ok {
			continue
		}
		countries++
		if _, problem := market.CheckTax(country, tax.Example); problem != "" {
			t.Errorf("%s: the example of %s is refused: %s", country, tax.Name, problem)
		}
		if country == "HK" || country == "US" {
			continue
		}
		tried, noticed := 0, 0
		for i, r := range tax.Example {
			if r < '0' || r > '9' || country == "CA" && i > 9 {
				continue
			}
			for d := '0'; d <= '9'; d++ {
				if d == r {
					continue
				}
				tried++
				_, problem := market.CheckTax(country, tax.Example[:i]+string(d)+tax.Example[i+1:])
				if problem != "" {
					noticed++
					if !strings.Contains(problem, tax.Name) || !strings.HasSuffix(problem, "Example: "+tax.Example) {
						t.Errorf("%s: %q", country, problem)
					}
				}
			}
		}
		if noticed*100 < tried*80 {
			t.Errorf("%s: of %d wrong numbers %d are noticed", country, tried, noticed)
		}
	}
	if countries != 24 {
		t.Errorf("%d countries have rules", countries)
	}
}
