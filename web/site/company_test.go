package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestACompanyProfileKeepsWhatWasTyped(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Services(cast.Northwind)).Click("Company").At(route.CompanyProfile(cast.Northwind))
	late := pia.Tab().Open(route.CompanyProfile(cast.Northwind))
	pia.Press("Save company profile", "trading_name", "", "website", "javascript:alert(1)", "industry", "Clocks").Answers(http.StatusUnprocessableEntity)
	pia.Sees("Two things to put right").Sees("Enter the trading name")
	if pia.Value("website") != "javascript:alert(1)" || pia.Value("industry") != "Clocks" || pia.Count("a[href^='javascript']") != 0 {
		t.Errorf("%q %q", pia.Value("website"), pia.Value("industry"))
	}
	pia.Press("Save company profile", "trading_name", "Northwind", "website", "northwind.example").At(route.CompanyProfile(cast.Northwind)).Sees("Company profile saved.")
	pia.Press("Save company profile").Sees("Nothing changed.")

	late.Press("Save company profile", "industry", "Sundials").Answers(http.StatusConflict).Sees("Pia Larsen changed the company profile meanwhile")
	if late.Value("industry") != "Sundials" {
		t.Errorf("the late form has %q", late.Value("industry"))
	}
	late.Press("Save company profile").Sees("Company profile saved.")
	a.Browser(cast.Rory).Open(route.CompanyProfile(cast.Northwind)).Sees("Sundials").Sees("takes the role Company Admin")
	pia.Open(route.Activity(cast.Northwind)).Sees("in the company profile")
}

func TestTheCompanyProfileOfAManagedAccountIsShownWhereItsPartnerShowsIt(t *testing.T) {
	a := apptest.New(t)
	ben := a.Browser(cast.Ben)
	profile := route.CompanyProfile(cast.Acme)
	if ben.Open(route.Services(cast.Acme)).Count("a[href='"+profile+"']") != 0 {
		t.Error("a tab leads to what is off")
	}
	ben.Open(profile).Answers(http.StatusForbidden).Sees("turned off for this account")

	pia := a.Browser(cast.Pia)
	pia.Post(route.Setting(cast.Northwind, cast.Acme, "company_profile"), url.Values{"on": {"on"}, "scope": {"account"}})
	ben.Open(route.Services(cast.Acme)).Click("Company").At(profile).Answers(http.StatusOK)
	ben.Sees("Acme Robotics").Sees("CRM-1001").Sees("Northwind Partners supports this account.").Sees("Northwind Partners looks after this profile.")
	for _, other := range []string{"Managed networks", "Kent Street", "CRM-1002"} {
		ben.SeesNo(other)
	}
	for _, who := range []cast.Person{cast.Ben, cast.Alice} {
		b := a.Browser(who).Open(profile)
		if b.Count("main form") != 0 {
			t.Errorf("%s finds a form", who.Name)
		}
		b.Post(profile, url.Values{"trading_name": {"Mine"}, "version": {"0"}}).Answers(http.StatusForbidden)
	}
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(profile).Sees("CRM-1001").Click("Change the details of Acme Robotics").At(route.Managed(cast.Northwind, cast.Acme))
}

func TestTheMarketplaceTellsNothingButWhatCompaniesSay(t *testing.T) {
	a := apptest.New(t)
	ben := a.Browser(cast.Ben)
	ben.Open(route.Services(cast.Acme)).Click("Marketplace").At(route.Marketplace(cast.Acme)).Sees("4 companies").Sees("Solo Systems").SeesNo("Your marketplace profile")
	ben.Open(route.Marketplace(cast.Acme) + "?q=frankfurt").Sees("No company matches")
	ben.Open(route.Marketplace(cast.Acme)).Click("Cascade Telecom").At(route.Company(cast.Acme, cast.CascadeListing)).Sees("sales@cascade.example")
	for _, key := range []string{cast.Cascade, cast.Northwind, cast.Solo, cast.Lakeside} {
		if strings.Contains(ben.Body, key) {
			t.Errorf("the page tells the key %s", key)
		}
	}
	ben.Open(route.Listing(cast.Acme)).Answers(http.StatusForbidden).Sees("Managed accounts are not listed in the marketplace.")
	ben.Open(route.Company(cast.Acme, "zzzzzzzz")).Answers(http.StatusNotFound)

	sol := a.Browser(cast.Sol).Open(route.Marketplace(cast.Solo)).Click("Your marketplace profile").At(route.Listing(cast.Solo))
	sol.Press("Save marketplace profile", "bio", strings.Repeat("tick ", 201)).Answers(http.StatusUnprocessableEntity).Sees("The bio has 201 words. The most is 200").Sees("201 of 200 words")
	sol.Press("Save marketplace profile", "bio", "<b>Clocks</b> for trains.", "other", "https://solo.example/<b>").Answers(http.StatusUnprocessableEntity)
	sol.Press("Save marketplace profile", "other", "").Sees("Marketplace profile saved.")
	ben.Open(route.Company(cast.Acme, cast.SoloListing)).Sees("<b>Clocks</b> for trains.")
	if ben.Count("main b:contains('Clocks')") != 0 {
		t.Error("what a company types is more than text")
	}
	sol.Press("Save marketplace profile", "visible", "private").Sees("Only the people of Solo Systems see this.")
	ben.Open(route.Company(cast.Acme, cast.SoloListing)).Answers(http.StatusNotFound)
}

func TestAMarketIsAskedForAndAnsweredWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme)).Click("Ask Northwind Partners").At(route.Markets(cast.Acme))
	alice.Press("Ask Northwind Partners", "market", "DE", "note", "An office.").Sees("You asked for Germany.")
	alice.Press("Ask Northwind Partners", "market", "DE", "note", "Again.").Answers(http.StatusUnprocessableEntity).Sees("Alice Novak has asked for Germany already")
	if alice.Value("note") != "Again." {
		t.Errorf("the note is %q", alice.Value("note"))
	}
	a.Browser(cast.Ben).Open(route.Services(cast.Acme)).SeesNo("Need a location in another country?").Open(route.Markets(cast.Acme)).Sees("An office.").Sees("takes the role Company Admin, Technical Admin or Finance").SeesNo("Withdraw")

	pia := a.Browser(cast.Pia).Open(route.MarketRequests(cast.Northwind)).Sees("2 requests").Open(route.MarketRequests(cast.Northwind) + "?q=acme").Sees("1 request")
	pia.Click("Answer Germany for Acme Robotics")
	late := a.Browser(cast.Fiona).Open(pia.Address)
	pia.Press("Decline request", "answer", "Not this year.").At(route.MarketRequests(cast.Northwind)).Sees("Answered: Germany is declined.")
	late.Press("Decline request", "answer", "Yes.").Answers(http.StatusConflict).Sees("Your answer was not saved.").Sees("Pia Larsen has already answered").Sees("Yes.")
	alice.Open(route.Markets(cast.Acme)).Sees("Declined").Sees("Not this year.")
	alice.Press("Ask Northwind Partners", "market", "FR").Press("Withdraw").Sees("The request for France is withdrawn.")

	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(route.Markets(cast.Acme)).Sees("People of Acme Robotics ask here.").Click("Open the requests of Northwind Partners").At(route.MarketRequests(cast.Northwind))
	a.Browser(cast.Leo).Open(route.MarketRequests(cast.Lakeside)).Sees("Harbour Distribution looks after your billing markets.").Sees("Nobody has asked yet")
	cara := a.Browser(cast.Cara).Open(route.MarketRequests(cast.Cascade)).Sees("Canada").SeesNo("Acme")
	cara.Click("Answer Canada for Delta Freight").Answers(http.StatusOK)
}
