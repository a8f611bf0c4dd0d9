package market_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/price"
)

func TestADistributorHasTheMarketsOfThePartnersThatItReferred(t *testing.T) {
	a := apptest.New(t)
	b, de := find(t, a, cast.Dina, "DE")
	if !slices.Equal(b.Users, []string{"Lakeside Cloud"}) || b.More || !de.Active {
		t.Errorf("%+v", b.Users)
	}
	in := berlin()
	in.Country, in.Postcode, in.TaxNumber, in.Phone = "CH", "8001", "CHE-107.787.577", "044 668 18 00"
	enable(t, a, cast.Dina, "CH", in)
	if ids := openTo(t, a, cast.Leo); !slices.Equal(ids, []string{"CH", "DE", "GB", "NL"}) {
		t.Error(ids)
	}
	_, err := a.Raw().Exec("UPDATE services SET account_id = account_id, location_id = (SELECT id FROM locations WHERE market = 'DE' ORDER BY id LIMIT 1), status = 'live' WHERE parent_id = $1", cast.Lakeside)
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	if err := a.Raw().QueryRow("SELECT count(*) FROM services WHERE parent_id = $1", cast.Lakeside).Scan(&n); err != nil {
		t.Fatal(err)
	}
	_, err = a.Billing.Deactivate(t.Context(), a.By(cast.Dina), "DE", de.Version)
	if n > 0 && (!fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Germany stays enabled")) || n == 0 && err != nil {
		t.Errorf("with %d services of its customers: %v", n, err)
	}
	_, err = a.Billing.Book(t.Context(), a.By(cast.Leo))
	if !fault.Is(err, fault.Forbidden) || err.Error() != "Billing markets and invoices of Lakeside Cloud are with Harbour Distribution, which referred it." {
		t.Error(err)
	}
}

func TestNobodyElseSeesOrSetsMarkets(t *testing.T) {
	a := apptest.New(t)
	suspended := a.By(cast.Pia)
	suspended.Suspended = true
	if _, err := a.Billing.Book(t.Context(), suspended); err != nil {
		t.Errorf("a suspended partner reads: %v", err)
	}
	callers := []access.Caller{a.By(cast.Leo), a.By(cast.Alice), a.Viewing(cast.Pia, cast.Acme), a.By(cast.Tariq), a.By(cast.Rory), a.By(cast.Olive), {}}
	for i, by := range append(callers, suspended) {
		if _, err := a.Billing.Book(t.Context(), by); i < len(callers) && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s lists: %v", by.Name, err)
		}
		if _, _, _, err := a.Billing.Find(t.Context(), by, "AU"); i < len(callers) && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s finds: %v", by.Name, err)
		}
		if _, _, err := a.Billing.Enable(t.Context(), by, "DE", berlin()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s enables: %v", by.Name, err)
		}
		if _, err := a.Billing.Edit(t.Context(), by, "AU", berlin()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s edits: %v", by.Name, err)
		}
		if _, err := a.Billing.Deactivate(t.Context(), by, "AU", 1); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s deactivates: %v", by.Name, err)
		}
	}
	cara := a.By(cast.Cara)
	in := berlin()
	in.Version = 1
	_, foreign := a.Billing.Edit(t.Context(), cara, "AU", in) // which Northwind has
	_, none := a.Billing.Edit(t.Context(), cara, "ZZ", in)
	if !fault.Is(foreign, fault.NotFound) || !fault.Is(none, fault.NotFound) || foreign.Error() != none.Error() {
		t.Error(foreign, none)
	}
	if _, err := a.Billing.Deactivate(t.Context(), cara, "AU", 1); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestEveryFieldOfABillingMarketSaysWhatIsWrong(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		field, want string
		change      func(*market.BillingDraft)
	}{
		{"legal_name", "Enter the legal name", func(d *market.BillingDraft) { d.LegalName = " " }},
		{"contact_name", "The most is 128", func(d *market.BillingDraft) { d.ContactName = strings.Repeat("a", 129) }},
		{"phone", "That is not a phone number in Germany. Example: ", func(d *market.BillingDraft) { d.Phone = "12" }},
		{"phone", "That is not an international phone number", func(d *market.BillingDraft) { d.Phone = "+12" }},
		{"phone", "Enter the phone number", func(d *market.BillingDraft) { d.Phone = "" }},
		{"emails", "“fiona”: That is not an e-mail address", func(d *market.BillingDraft) { d.Emails = "bills@northwind.example, fiona" }},
		{"emails", "Enter at most 5", func(d *market.BillingDraft) {
			d.Emails = "a@b.example,b@b.example,c@b.example,d@b.example,e@b.example,f@b.example"
		}},
		{"emails", "Enter the e-mail address", func(d *market.BillingDraft) { d.Emails = " , " }},
		{"emails", "Enter at most 5", func(d *market.BillingDraft) { d.Emails = strings.Repeat(",", 2000) }},
		{"street", "Enter the street", func(d *market.BillingDraft) { d.Street = "" }},
		{"more", "cannot be shown", func(d *market.BillingDraft) { d.More = "a\u202eb" }},
		{"city", "Enter the city", func(d *market.BillingDraft) { d.City = "" }},
		{"state", "Enter the state", func(d *market.BillingDraft) { d.Country, d.TaxNumber, d.Phone = "US", "", "+4930123456" }},
		{"postcode", "Enter the postcode", func(d *market.BillingDraft) { d.Postcode = "" }},
		{"country", "Choose a country", func(d *market.BillingDraft) { d.Country, d.TaxNumber, d.Phone = "ZZ", "", "+4930123456" }},
		{"tax_number", "That is not a German VAT number: a digit in it is wrong. Example: DE136695976", func(d *market.BillingDraft) { d.TaxNumber = "DE136695977" }},
		{"po_number", "The most is 40", func(d *market.BillingDraft) { d.PONumber = strings.Repeat("1", 41) }},
		{"language", "Choose a language", func(d *market.BillingDraft) { d.Language = "tlh" }},
	} {
		in := berlin()
		c.change(&in)
		_, _, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), "DE", in)
		if fs := fault.FieldsOf(err); len(fs) != 1 || !strings.Contains(fs.At(c.field), c.want) {
			t.Errorf("%s: %v", c.field, err)
		}
	}
	if _, _, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), "ZZ", berlin()); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := a.Raw().Exec("UPDATE markets SET offered = FALSE WHERE id = 'DE'"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), "DE", berlin()); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	hong := berlin()
	hong.Country, hong.Postcode, hong.TaxNumber, hong.Phone = "AQ", "", "", "+4930123456" // has neither postcodes nor telephones
	enable(t, a, cast.Pia, "FR", hong)
}

func TestTheCurrencyOfABillingMarketNeverChanges(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE markets SET currency = 'NZD' WHERE id = 'AU'"); err != nil {
		t.Fatal(err)
	}
	_, au := find(t, a, cast.Pia, "AU")
	in := market.DraftOf(au)
	in.City = "Melbourne"
	if _, err := a.Billing.Edit(t.Context(), a.By(cast.Pia), "AU", in); err != nil {
		t.Fatal(err)
	}
	if _, au = find(t, a, cast.Pia, "AU"); au.Currency != price.Currency("AUD") {
		t.Error(au.Currency)
	}
	if _, err := a.Raw().Exec("UPDATE billing_markets SET currency = 'EUR' WHERE market_id = 'AU'"); err == nil || !strings.Contains(err.Error(), "never changes") {
		t.Errorf("the database lets the currency change: %v", err)
	}
}

func TestTheCountryFollowsTheFirstBillingMarket(t *testing.T) {
	a := apptest.New(t)
	country := func() (c string) {
		if err := a.Raw().QueryRow("SELECT country FROM accounts WHERE id = $1", cast.Northwind).Scan(&c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	enable(t, a, cast.Pia, "DE", berlin())
	if country() != "AU" {
		t.Errorf("the second market makes it %s", country())
	}
	_, au := find(t, a, cast.Pia, "AU")
	in := market.DraftOf(au)
	in.Country, in.State, in.Postcode, in.TaxNumber, in.Phone = "NZ", "", "1010", "", "+64 9 300 4000"
	if _, err := a.Billing.Edit(t.Context(), a.By(cast.Pia), "AU", in); err != nil {
		t.Fatal(err)
	}
	if country() != "NZ" {
		t.Errorf("its address moves to New Zealand, and it is %s", country())
	}
	if _, err := a.Raw().Exec("UPDATE services SET status = 'design'"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ id, then string }{{"AU", "DE"}, {"DE", "DE"}} {
		_, m := find(t, a, cast.Pia, c.id)
		if _, err := a.Billing.Deactivate(t.Context(), a.By(cast.Pia), c.id, m.Version); err != nil {
			t.Fatal(err)
		}
		if country() != c.then {
			t.Errorf("without %s it is %s", c.id, country())
		}
	}
}
