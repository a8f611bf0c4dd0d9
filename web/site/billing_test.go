package site_test

import (
	"net/http"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAMarketIsEnabledChangedAndDeactivatedWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Markets(cast.Northwind)).Sees("Where Northwind Partners is billed for itself and its ").Sees("Northwind Partners Pty Ltd").Sees("51 824 753 556")
	pia.Click("Enable Germany").At(route.Market(cast.Northwind, "DE")).Sees("EUR").Sees("It is fixed when the market is enabled").Sees("It will hold for Northwind Partners and its ")
	if pia.Value("legal_name") != "Northwind Partners Pty Ltd" || pia.Value("tax_number") != "" {
		t.Errorf("the form begins with %q, %q", pia.Value("legal_name"), pia.Value("tax_number"))
	}
	pia.Press("Enable Germany", "legal_name", "Northwind Partners GmbH", "country", "DE", "state", "", "postcode", "10119", "phone", "+49 30 123456", "tax_number", "DE136695977", "language", "de").
		Answers(http.StatusUnprocessableEntity).Sees("That is not a German VAT number: a digit in it is wrong. Example: DE136695976")
	if pia.Value("legal_name") != "Northwind Partners GmbH" || pia.Value("phone") != "+49 30 123456" {
		t.Errorf("what was typed is %q, %q", pia.Value("legal_name"), pia.Value("phone"))
	}
	pia.Press("Enable Germany", "tax_number", "136 695 976").At(route.Markets(cast.Northwind)).Sees("Germany is enabled.").Sees("DE136695976")

	pia.Click("Change Germany").Sees("Fixed when the market was enabled. It never changes.")
	late := a.Browser(cast.Fiona).Open(pia.Address)
	pia.Press("Save billing market", "po_number", "PO 7").At(route.Market(cast.Northwind, "DE")).Sees("Billing market saved.")
	late.Press("Save billing market", "po_number", "PO 8").Answers(http.StatusConflict).Sees("Pia Larsen changed Germany meanwhile")
	if late.Value("po_number") != "PO 8" {
		t.Errorf("what was typed is %q", late.Value("po_number"))
	}
	late.Press("Save billing market").Sees("Billing market saved.")

	pia.Open(route.Market(cast.Northwind, "DE")).Click("Deactivate Germany").Sees("Nothing can be ordered there any more")
	pia.Press("Deactivate Germany").At(route.Markets(cast.Northwind)).Sees("Germany is deactivated.").Sees("Deactivated")
	pia.Open(route.MarketDeactivation(cast.Northwind, "DE")).At(route.Market(cast.Northwind, "DE"))
	pia.Open(route.Markets(cast.Northwind)).Click("Enable again Germany").Press("Enable Germany").Sees("Germany is enabled.")

	pia.Open(route.MarketDeactivation(cast.Northwind, "AU")).Sees("Australia can’t be deactivated now.").Sees("services there are paid for, in ").SeesNo("Keep it")
	pia.Open(route.Activity(cast.Northwind)).Sees("Enabled the billing market Germany").Sees("Deactivated the billing market Germany").Sees("PO number")
}

func TestMarketsAreShownToWhoeverPays(t *testing.T) {
	a := apptest.New(t)
	const whose = "Billing markets and invoices of Lakeside Cloud are with Harbour Distribution, which referred it."
	leo := a.Browser(cast.Leo)
	for _, address := range []string{route.Markets(cast.Lakeside), route.Market(cast.Lakeside, "DE"), route.MarketDeactivation(cast.Lakeside, "DE")} {
		leo.Open(address).Answers(http.StatusForbidden).Sees(whose)
	}
	dina := a.Browser(cast.Dina).Click("Billing markets").At(route.Markets(cast.Harbour)).Sees("Used by Lakeside Cloud.")
	dina.Click("Change Germany").Sees("A change holds for 1 partner and its managed accounts: Lakeside Cloud.").SeesNo("Clearlake")
	a.Browser(cast.Sol).Open(route.Markets(cast.Solo)).Sees("Where Solo Systems is billed.").Sees("Japan").SeesNo("Requests")
	alice := a.Browser(cast.Alice).Open(route.Market(cast.Acme, "DE")).Answers(http.StatusForbidden)
	alice.Sees("It takes a sign-in to a partner account.")
	a.Browser(cast.Tariq).Open(route.Markets(cast.Northwind)).Answers(http.StatusForbidden)
	a.Browser(cast.Cara).Open(route.Market(cast.Cascade, "ZZ")).Answers(http.StatusNotFound)
}
