package company_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

func facts(t *testing.T, a *apptest.App, key string, kind event.Kind) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE account_id = $1 AND kind = $2", key, kind).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACompanyProfileIsEditedAndRecorded(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	v, err := a.Companies.Profile(t.Context(), pia)
	if err != nil {
		t.Fatal(err)
	}
	in := company.DraftOf(v.Profile)
	in.TradingName, in.Website, in.About = "  Northwind  Networks ", "northwind.example/about", "One.\r\n\r\n\r\nTwo. "
	changed, err := a.Companies.EditProfile(t.Context(), pia, in)
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	v, err = a.Companies.Profile(t.Context(), a.By(cast.Rory))
	p := v.Profile
	if err != nil || p.TradingName != "Northwind Networks" || p.Website != "https://northwind.example/about" || p.About != "One.\n\nTwo." || p.EditedByName != cast.Pia.Name || p.Version != in.Version+1 {
		t.Errorf("%+v %v", p, err)
	}
	if n := facts(t, a, cast.Northwind, event.CompanyEdited); n != 1 {
		t.Errorf("%d facts", n)
	}
	if changed, err := a.Companies.EditProfile(t.Context(), pia, company.DraftOf(p)); err != nil || changed {
		t.Errorf("the same again: %t %v", changed, err)
	}
	if n := facts(t, a, cast.Northwind, event.CompanyEdited); n != 1 {
		t.Errorf("%d facts after nothing changed", n)
	}
}

func TestACompanyWithoutAProfileBeginsWithItsName(t *testing.T) {
	a := apptest.New(t)
	v, err := a.Companies.Profile(t.Context(), a.By(cast.Dina))
	if err != nil || v.Profile.TradingName != "Harbour Distribution" || v.Profile.Version != 0 {
		t.Fatalf("%+v %v", v.Profile, err)
	}
	in := company.DraftOf(v.Profile)
	in.Industry = "Distribution"
	if changed, err := a.Companies.EditProfile(t.Context(), a.By(cast.Dina), in); err != nil || !changed {
		t.Error(changed, err)
	}
}

func TestOfTwoEditorsOneWinsAndTheOtherIsTold(t *testing.T) {
	a := apptest.New(t)
	for _, who := range []cast.Person{cast.Pia, cast.Dina} { // a profile that is there, and one that is not
		by := a.By(who)
		v, err := a.Companies.Profile(t.Context(), by)
		if err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 6)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				in := company.DraftOf(v.Profile)
				in.Industry = fmt.Sprint("Trade ", i)
				_, errs[i] = a.Companies.EditProfile(t.Context(), by, in)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), who.Name+" changed"):
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d edits of %s won", won, len(errs), who.Name)
		}
	}
}

func TestBadInputIsNamedAtItsField(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	v, _ := a.Companies.Profile(t.Context(), pia)
	for name, c := range map[string]struct {
		field string
		set   func(*company.ProfileDraft)
	}{
		"no name":             {"trading_name", func(d *company.ProfileDraft) { d.TradingName = " \u200b" }},
		"a long name":         {"trading_name", func(d *company.ProfileDraft) { d.TradingName = strings.Repeat("a", 129) }},
		"a name of two lines": {"trading_name", func(d *company.ProfileDraft) { d.TradingName = "a\nb" }},
		"a hidden turn":       {"industry", func(d *company.ProfileDraft) { d.Industry = "a\u202eb" }},
		"no text":             {"industry", func(d *company.ProfileDraft) { d.Industry = "\uFFFD" }},
		"a long text":         {"about", func(d *company.ProfileDraft) { d.About = strings.Repeat("é", 501) }},
		"many marks":          {"about", func(d *company.ProfileDraft) { d.About = "a" + strings.Repeat("\u0301", 5000) }},
		"a script":            {"website", func(d *company.ProfileDraft) { d.Website = "javascript:alert(1)" }},
		"a script after //":   {"website", func(d *company.ProfileDraft) { d.Website = "javascript://x.example/%0aalert(1)" }},
		"data":                {"website", func(d *company.ProfileDraft) { d.Website = "data:text/html,x" }},
		"a name in it":        {"website", func(d *company.ProfileDraft) { d.Website = "https://northwind.example@evil.example" }},
		"a number":            {"website", func(d *company.ProfileDraft) { d.Website = "http://127.0.0.1/" }},
		"one word":            {"website", func(d *company.ProfileDraft) { d.Website = "localhost" }},
		"two lines":           {"website", func(d *company.ProfileDraft) { d.Website = "https://a.example/\nb" }},
		"a long address":      {"website", func(d *company.ProfileDraft) { d.Website = "https://a.example/" + strings.Repeat("a", 500) }},
		"no country":          {"country", func(d *company.ProfileDraft) { d.Country = "ZZ" }},
	} {
		in := company.DraftOf(v.Profile)
		c.set(&in)
		_, err := a.Companies.EditProfile(t.Context(), pia, in)
		if problems := fault.FieldsOf(err); len(problems) != 1 || problems[0].Field != c.field || strings.HasSuffix(problems[0].Text, ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := facts(t, a, cast.Northwind, event.CompanyEdited); n != 0 {
		t.Errorf("%d facts of what was refused", n)
	}
}

func TestPeopleOfAManagedAccountSeeTheProfileWhereTheSettingShowsIt(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	if _, err := a.Companies.Profile(t.Context(), alice); !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "turned off") {
		t.Errorf("off: %v", err)
	}
	v, err := a.Companies.Profile(t.Context(), a.Viewing(cast.Pia, cast.Acme))
	if err != nil || v.Account.Name != "Acme Robotics" || v.Above.Name != "Northwind Partners" {
		t.Errorf("viewed by the partner: %+v %v", v, err)
	}
	alice.Sees |= access.SeesProfile
	v, err = a.Companies.Profile(t.Context(), alice)
	if err != nil || v.Account.Reference != "CRM-1001" || v.Above.Name != "Northwind Partners" || v.Profile.TradingName != "" {
		t.Errorf("on: %+v %v", v, err)
	}
	for _, by := range []access.Caller{alice, a.Viewing(cast.Pia, cast.Acme), a.By(cast.Tariq), a.By(cast.Olive)} {
		if _, err := a.Companies.EditProfile(t.Context(), by, company.ProfileDraft{TradingName: "Mine"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s edits the profile of %s: %v", by.Name, by.Account, err)
		}
	}
}

func TestTheMarketplaceShowsWhoIsListedAndActive(t *testing.T) {
	a := apptest.New(t)
	names := func(by access.Caller, f company.Filter) (ns []string) {
		p, err := a.Companies.Marketplace(t.Context(), by, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range p.Listings {
			ns = append(ns, l.Name)
		}
		if int(p.Total) != len(ns) {
			t.Errorf("%d of %d", len(ns), p.Total)
		}
		return ns
	}
	for _, who := range []cast.Person{cast.Alice, cast.Ben, cast.Rory, cast.Sol, cast.Leo} {
		if got := names(a.By(who), company.Filter{}); !slices.Equal(got, []string{"Cascade Telecom", "Lakeside Cloud", "Northwind Partners", "Solo Systems"}) {
			t.Errorf("%s sees %v", who.Name, got)
		}
	}
	alice := a.By(cast.Alice)
	for find, want := range map[string]string{"firewall": "Northwind Partners", "KONSTANZ": "Lakeside Cloud", "japan": "Solo Systems", "100%": ""} {
		if got := names(alice, company.Filter{Find: find}); strings.Join(got, ", ") != want {
			t.Errorf("%s finds %v", find, got)
		}
	}
	in := company.ListingDraftOf(listing(t, a, cast.Sol))
	in.Visible = company.Private
	if _, _, err := a.Companies.EditListing(t.Context(), a.By(cast.Sol), in); err != nil {
		t.Fatal(err)
	}
	for _, status := range []string{"suspended", "closed"} {
		if _, err := a.Raw().Exec("UPDATE accounts SET status = $1 WHERE id = $2", status, cast.Lakeside); err != nil {
			t.Fatal(err)
		}
		if got := names(alice, company.Filter{}); !slices.Equal(got, []string{"Cascade Telecom", "Northwind Partners"}) {
			t.Errorf("%s: %v", status, got)
		}
	}
	for _, id := range []string{cast.SoloListing, cast.LakesideListing, cast.Northwind, "zzzzzzzz", ""} {
		if _, err := a.Companies.Listing(t.Context(), alice, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q is shown: %v", id, err)
		}
	}
	for _, who := range []cast.Person{cast.Olive, cast.Dina} {
		if _, err := a.Companies.Marketplace(t.Context(), a.By(who), company.Filter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
}

func listing(t *testing.T, a *apptest.App, who cast.Person) company.Listing {
	t.Helper()
	_, l, err := a.Companies.OwnListing(t.Context(), a.By(who))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTheMarketplaceIsTurnedPageByPage(t *testing.T) {
	a := apptest.New(t)
	for i := range 60 {
		key := fmt.Sprintf("direct%02d", i)
		for _, q := range []string{
			`INSERT INTO accounts (id, kind, parent_id, name, name_fold, reference, reference_fold, search, support, status, country, domain, support_phone, support_email, contact, created_at, created_by)
				VALUES ($1, 'direct', 'merdn2k7', $1 || $2, $1 || $2, '', '', $2, 'operator', 'active', '', '', '', '', FALSE, '2026-01-01 00:00:00', 'x')`,
			`INSERT INTO listings (id, account_id, listed, name, sort, search, bio, email, website, phone, street, city, postcode, country, offers, linked_in, x, other, edited_by_name, edited_at, version)
				VALUES ($1, $1, TRUE, $2, $2, $2, '', '', '', '', '', '', '', '', '[]', '', '', '', 'x', '2026-01-01 00:00:00', 1)`,
		} {
			if _, err := a.Raw().Exec(q, key, fmt.Sprintf("ledger %d", i/2)); err != nil { // each name twice
				t.Fatal(err)
			}
		}
	}
	sol := a.By(cast.Sol)
	var there, back []string
	f := company.Filter{}
	for n := 0; ; n++ {
		p, err := a.Companies.Marketplace(t.Context(), sol, f)
		if err != nil || n > 3 || p.Total != 64 {
			t.Fatal(n, p.Total, err)
		}
		for _, l := range p.Listings {
			there = append(there, l.ID)
		}
		f = company.Filter{After: p.Listings[len(p.Listings)-1].ID}
		if !p.Later {
			f = company.Filter{Before: p.Listings[0].ID}
			break
		}
	}
	for {
		p, err := a.Companies.Marketplace(t.Context(), sol, f)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, l := range p.Listings {
			ids = append(ids, l.ID)
		}
		back = append(ids, back...)
		f = company.Filter{Before: p.Listings[0].ID}
		if !p.Earlier {
			break
		}
	}
	if len(there) != 64 || !slices.Equal(there[:len(back)], back) {
		t.Errorf("%d there, %d back", len(there), len(back))
	}
	seen := slices.Clone(there)
	slices.Sort(seen)
	if len(slices.Compact(seen)) != 64 {
		t.Error("a company was passed over or shown twice")
	}
}

func TestAManagedAccountHasNoMarketplaceProfile(t *testing.T) {
	a := apptest.New(t)
	const why = "Managed accounts are not listed in the marketplace."
	for _, by := range []access.Caller{a.By(cast.Alice), a.By(cast.Dev), a.Viewing(cast.Pia, cast.Acme)} {
		if _, _, err := a.Companies.OwnListing(t.Context(), by); !fault.Is(err, fault.Forbidden) || err.Error() != why {
			t.Errorf("%s: %v", by.Name, err)
		}
		if _, _, err := a.Companies.EditListing(t.Context(), by, company.ListingDraft{}); !fault.Is(err, fault.Forbidden) || err.Error() != why {
			t.Errorf("%s: %v", by.Name, err)
		}
	}
	for _, who := range []cast.Person{cast.Rory, cast.Tariq} {
		if _, _, err := a.Companies.OwnListing(t.Context(), a.By(who)); err != nil {
			t.Errorf("%s: %v", who.Name, err)
		}
		if _, _, err := a.Companies.EditListing(t.Context(), a.By(who), company.ListingDraft{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", who.Name, err)
		}
	}
}

func TestAListingIsCheckedFieldByField(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	l := listing(t, a, cast.Pia)
	for name, c := range map[string]struct {
		field string
		set   func(*company.ListingDraft)
	}{
		"201 words":          {"bio", func(d *company.ListingDraft) { d.Bio = strings.Repeat("word ", 201) }},
		"a long word":        {"bio", func(d *company.ListingDraft) { d.Bio = strings.Repeat("w", 2401) }},
		"public without bio": {"bio", func(d *company.ListingDraft) { d.Bio = "" }},
		"no name":            {"name", func(d *company.ListingDraft) { d.Name = "" }},
		"neither":            {"visible", func(d *company.ListingDraft) { d.Visible = "all" }},
		"13 services":        {"offers", func(d *company.ListingDraft) { d.Offers = "a,b,c,d,e,f,g,h,i,j,k,l,m" }},
		"a long service":     {"offers", func(d *company.ListingDraft) { d.Offers = strings.Repeat("a", 41) }},
		"an address":         {"email", func(d *company.ListingDraft) { d.Email = "sales" }},
		"a number":           {"phone", func(d *company.ListingDraft) { d.Phone = "02 9374 4000" }},
		"another LinkedIn":   {"linkedin", func(d *company.ListingDraft) { d.LinkedIn = "https://linkedin.com.evil.example/x" }},
		"another X":          {"x", func(d *company.ListingDraft) { d.X = "https://max.com/x" }},
		"plain http":         {"other", func(d *company.ListingDraft) { d.Other = "http://blog.northwind.example" }},
		"a script":           {"other", func(d *company.ListingDraft) { d.Other = "javascript:alert(1)//https://x.example" }},
	} {
		in := company.ListingDraftOf(l)
		c.set(&in)
		_, _, err := a.Companies.EditListing(t.Context(), pia, in)
		if problems := fault.FieldsOf(err); len(problems) != 1 || problems[0].Field != c.field || strings.HasSuffix(problems[0].Text, ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
	in := company.ListingDraftOf(l)
	in.Bio, in.Offers, in.Phone, in.X = strings.Repeat("word ", 200), " Fibre, fibre , Voice,,", "+61 2 9374 4001", "x.com/nw"
	got, changed, err := a.Companies.EditListing(t.Context(), pia, in)
	if err != nil || !changed || !slices.Equal(got.Offers, []string{"Fibre", "Voice"}) || got.Phone != "+61293744001" || got.X != "https://x.com/nw" || got.ID != cast.NorthwindListing {
		t.Errorf("%+v %v", got, err)
	}
	if _, _, err := a.Companies.EditListing(t.Context(), pia, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("an outdated edit: %v", err)
	}
	if n := facts(t, a, cast.Northwind, event.ListingEdited); n != 1 {
		t.Errorf("%d facts", n)
	}
}

func TestASuspendedCompanyReadsAndChangesNothing(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = $1", cast.Northwind); err != nil {
		t.Fatal(err)
	}
	pia := a.By(cast.Pia)
	if _, err := a.Companies.Profile(t.Context(), pia); err != nil {
		t.Error(err)
	}
	if _, _, err := a.Companies.OwnListing(t.Context(), pia); err != nil {
		t.Error(err)
	}
	if _, err := a.Companies.EditProfile(t.Context(), pia, company.ProfileDraft{}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, _, err := a.Companies.EditListing(t.Context(), pia, company.ListingDraft{}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}
