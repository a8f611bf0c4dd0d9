package site_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// priceless fails the test if a page of services has anything in which a price
// could be: a cell, a sum, a note, an attribute.
func priceless(t *testing.T, b *apptest.Browser) {
	t.Helper()
	b.Answers(200).Sees("Services").SeesNo("A month").SeesNo("Retail a month").SeesNo("Cost").SeesNo("AUD").SeesNo("Not priced yet").SeesNo("Not in the sum")
	if n := b.Count("[data-l='A month'], .money, .sums, thead th:nth-child(8), tbody td:nth-child(8)"); n > 0 {
		t.Errorf("%s keeps %d places for prices", b.Address, n)
	}
	if strings.Contains(b.Body, "AUD") || strings.Contains(b.Body, "month\"") {
		t.Errorf("%s speaks of prices", b.Address)
	}
}

func TestAliceSeesRetailPricesWhereHerPartnerShowsThem(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme)).Sees("A month").Sees("AUD 774.25").Sees("AUD 4,325.25").Sees("Price in the review").SeesNo("Not priced yet").SeesNo("Cost").SeesNo("627.00")
	alice.Sees("Not in the sum: 2 services not ordered yet.")
	if got := strings.Join(alice.Texts(".sums dd"), "|"); got != "AUD 4,325.25" {
		t.Errorf("the sums are %s", got)
	}
	alice.Open(route.Services(cast.Acme) + "?q=melbourne+plant").Sees("AUD 359.45").SeesNo("774.25")
	alice.Open(route.Services(cast.Acme) + "?status=design").Sees("Price in the review").SeesNo("Not in the sum")
	if alice.Count(".sums") > 0 {
		t.Error("designs have a sum")
	}
	alice.Open(route.Services(cast.Acme) + "?q=p-6d9h").Sees("1 of 14 services").Sees("12 months, renews").SeesNo("30 Jun 2027")
	a.Browser(cast.Pia).Post(route.Feature(cast.Northwind, cast.Acme, "show_pricing"), url.Values{"scope": {"account"}})
	priceless(t, alice.Open(route.Services(cast.Acme)))
	priceless(t, alice.Open(route.Services(cast.Acme)+"?q=sydney"))
}

// A partner's people keep seeing what partners see in an account whose own
// people see no prices, and lose it while they look at it as one of those.
func TestPartnersSeePricesInAnAccountWithoutPricing(t *testing.T) {
	a := apptest.New(t)
	priceless(t, a.Browser(cast.Bea).Open(route.Services(cast.BlueBottle)))
	for p, costs := range map[cast.Person]bool{cast.Pia: true, cast.Fiona: true, cast.Theo: false, cast.Rory: false} {
		b, month := a.Browser(p), "A month"
		if costs {
			month = "Retail a month"
		}
		b.Post(route.Entry(cast.BlueBottle), url.Values{})
		b.Open(route.Services(cast.BlueBottle)).Sees("You are viewing Blue Bottle Logistics").Sees(month).Sees("Not in the sum: 2 services ended.").Sees("AUD ")
		if costs != (b.Count(".money .sub") > 0) || costs != (b.Count(".sums > div") == 2) {
			t.Errorf("%s sees %d costs and %d sums", p.Name, b.Count(".money .sub"), b.Count(".sums > div"))
		}
		b.Open(route.Services(cast.Northwind)).Sees(month).Sees("AUD ")
	}
	pia := a.Browser(cast.Pia)
	for _, key := range []string{cast.BlueBottle, cast.Acme} {
		pia.Post(route.Entry(key), url.Values{})
		if _, err := a.Raw().Exec("UPDATE visits SET previews = 'Company Admin' WHERE left_at IS NULL AND user_id = '" + cast.Pia.ID + "' AND account_id = '" + key + "'"); err != nil {
			t.Fatal(err)
		}
		pia.Open(route.Services(key))
		if key == cast.BlueBottle {
			priceless(t, pia)
		} else {
			pia.Sees("AUD 774.25").SeesNo("Cost to you").SeesNo("627.00")
		}
	}
}
