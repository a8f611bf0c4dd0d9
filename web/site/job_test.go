package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// fields of a good form.
var wattle = []string{"name", "Wattle & Finch Veterinary", "reference", "CRM-2047", "phone", "02 9374 4000", "email", "noc@northwind.example"}

func TestPiaDoesTheWholeJobOfSeed000WithoutScripts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.At(route.Dashboard(cast.Northwind)).Click("Partner Admin").At(route.Accounts(cast.Northwind)).Sees("Managed Accounts")
	pia.Click("Create Managed Account").Sees("Account Reference")
	pia.Press("Create", wattle...)
	pia.Sees("Feature configuration for Wattle & Finch Veterinary")
	key := strings.Split(pia.Address, "/")[4]
	pia.At(route.Prompt(cast.Northwind, key))

	pia.Press("Save features", "show_pricing", "on", "minimum_term_renewal", "").Answers(http.StatusOK)
	pia.Sees("Minimum Term Renewal is Off. Show Pricing is On.").Sees("Set here by Pia Larsen")

	pia.Open(route.Accounts(cast.Northwind) + "?q=wattle").Sees("Wattle & Finch Veterinary").Sees("CRM-2047")
	pia.Press("View Services", "none", "").At(route.Services(key))
	pia.Sees("You are viewing Wattle & Finch Veterinary as Northwind Partners")
	if title := pia.Text("title"); !strings.Contains(title, "Wattle & Finch Veterinary") {
		t.Errorf("the title is %q and does not carry the account's name", title)
	}
	pia.Press("Return to Northwind Partners").At(route.Accounts(cast.Northwind)).SeesNo("You are viewing")

	pia.Open(route.History(cast.Northwind, key)).Sees("Created the account").Sees("Show Pricing").Sees("Pia Larsen")
}

func TestUndoComesBackToWhereADefaultWasChanged(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Feature(cast.Northwind, cast.Cobalt, "show_pricing")+"?on=on").Press("Save for", "scope", "all")
	pia.At(route.Features(cast.Northwind, cast.Cobalt)).Sees("for every managed account without its own value")
	pia.Press("Undo").At(route.Features(cast.Northwind, cast.Cobalt)).Sees("Undone.")

	pia.Open(route.Defaults(cast.Northwind) + "?change=show_pricing&on=on").Press("Save for")
	pia.Press("Undo").At(route.Defaults(cast.Northwind)).Sees("Undone.")
}

func TestRefreshingReturnsToThePartner(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), url.Values{}).At(route.Services(cast.Acme)).Sees("You are viewing Acme Robotics")
	pia.Open(route.Services(cast.Acme) + "?sort=-speed").At(route.Services(cast.Acme) + "?sort=-speed")
	pia.Refresh().At(route.Accounts(cast.Northwind))
	pia.Sees("Returned to Northwind Partners. The page was refreshed, so you left Acme Robotics.")
	pia.Press("Go back to Acme Robotics").At(route.Services(cast.Acme) + "?sort=-speed").Sees("You are viewing Acme Robotics")
	pia.Refresh()
	pia.Refresh().At(route.Accounts(cast.Northwind)).SeesNo("Returned to Northwind Partners")
	pia.Open(route.Services(cast.Acme)).Sees("Switch to Acme Robotics?")
}

func TestAPartnerMayChooseToStayOnRefresh(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Refresh(cast.Northwind), url.Values{"refresh": {"stay"}})
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Refresh().At(route.Services(cast.Acme)).Sees("You are viewing Acme Robotics")
}

func TestASharedLinkAsksBeforeItEnters(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	link := route.Services(cast.Acme) + "?status=live"
	pia.Open(link).Sees("Switch to Acme Robotics?")
	pia.Press("Switch to Acme Robotics").At(link).Sees("You are viewing Acme Robotics")
}

func TestTwoTabsInTwoAccounts(t *testing.T) {
	a := apptest.New(t)
	one := a.Browser(cast.Pia)
	two := one.Tab()
	one.Post(route.Entry(cast.Acme), url.Values{}).Sees("You are viewing Acme Robotics")
	two.Post(route.Entry(cast.Cobalt), url.Values{}).Sees("You are viewing Cobalt Health")
	one.Open(route.Services(cast.Acme)).Sees("You are viewing Acme Robotics")

	one.Open(route.Managed(cast.Northwind, cast.Acme))
	two.Open(route.Managed(cast.Northwind, cast.Cobalt))
	one.Press("Save", "name", "Acme Robotics Pty").Sees("Acme Robotics Pty saved.")
	two.Press("Save", "name", "Cobalt Health Group").Sees("Cobalt Health Group saved.").SeesNo("Acme Robotics Pty saved")
	if name := a.Account(cast.Acme).Name; name != "Acme Robotics Pty" {
		t.Errorf("Acme is called %q", name)
	}

	two.Open(route.Managed(cast.Northwind, cast.Cobalt))
	one.Press("Sign out")
	two.Press("Save", "name", "Too late")
	if !strings.HasPrefix(two.Address, route.SignIn) {
		t.Errorf("after sign-out the other tab is at %s", two.Address)
	}
	if name := a.Account(cast.Cobalt).Name; name != "Cobalt Health Group" {
		t.Errorf("after sign-out the other tab renamed Cobalt to %q", name)
	}
}

func TestAnOpenTabCanDoNothingAfterTheRoleIsTakenAway(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.NewAccount(cast.Northwind))
	if _, err := a.Raw().Exec("UPDATE seats SET role = 'Read Only' WHERE user_id = '" + cast.Pia.ID + "'"); err != nil {
		t.Fatal(err)
	}
	pia.Press("Create", wattle...).Answers(http.StatusForbidden).Sees("Creating managed accounts takes the role Company Admin.")
	if _, err := a.Raw().Exec("DELETE FROM seats WHERE user_id = '" + cast.Pia.ID + "'"); err != nil {
		t.Fatal(err)
	}
	pia.Open(route.Accounts(cast.Northwind)).Answers(http.StatusNotFound)
}

func TestBadInputIsToldAtTheFieldAndKept(t *testing.T) {
	long := strings.Repeat("x", 129)
	for _, c := range []struct {
		what   string
		who    cast.Person
		fields []string
		says   string
		field  string
	}{
		{"nothing at all", cast.Pia, nil, "Enter the Account Name", "name"},
		{"129 characters", cast.Pia, []string{"name", long, "reference", "R-1"}, "Account Name has 129 characters. The most is 128", "name"},
		{"a control character", cast.Pia, []string{"name", "A\u0007B", "reference", "R-1"}, "a character that cannot be shown", "name"},
		{"a name in use with other case", cast.Pia, []string{"name", "ACME robotics", "reference", "R-1"}, "Acme Robotics is already the name of another account", "name"},
		{"a reference in use", cast.Pia, []string{"name", "Another", "reference", "crm-1003"}, "is already the reference of Cobalt Health", "reference"},
		{"a phone of another country", cast.Pia, []string{"name", "Another", "reference", "R-1", "phone", "+1 212 555 0123"}, "That is not a phone number in Australia. Example: 02 9374 4000", "phone"},
		{"a phone without digits", cast.Pia, []string{"name", "Another", "reference", "R-1", "phone", "call us"}, "That is not a phone number in Australia", "phone"},
		{"an e-mail of another domain", cast.Pia, []string{"name", "Another", "reference", "R-1", "email", "noc@tideline.example"}, "The e-mail address is not at northwind.example. Tick the box if it belongs to your support team", "email"},
		{"no contacts where the operator supports", cast.Cara, []string{"name", "Another", "reference", "R-1"}, "Enter the Technical Support Phone Number. It is required", "phone"},
		{"a national number from a referred partner", cast.Leo, []string{"name", "Another", "reference", "R-1", "phone", "02 9374 4000"}, "That is not an international phone number. Example: +61 2 9374 4000", "phone"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a := apptest.New(t)
			before := a.Account(c.who.Account).Managed
			b := a.Browser(c.who).Open(route.NewAccount(c.who.Account))
			b.Press("Create", c.fields...).Answers(http.StatusUnprocessableEntity).Sees(c.says)
			for i := 0; i+1 < len(c.fields); i += 2 {
				if got := b.Value(c.fields[i]); strings.TrimSpace(got) != strings.TrimSpace(c.fields[i+1]) {
					t.Errorf("%s was typed as %q and came back as %q", c.fields[i], c.fields[i+1], got)
				}
			}
			if b.Count("#field-"+c.field+"[aria-invalid]") == 0 {
				t.Errorf("the field %s is not marked", c.field)
			}
			if !strings.HasPrefix(b.Text("title"), "Error: ") {
				t.Errorf("the title is %q", b.Text("title"))
			}
			if after := a.Account(c.who.Account).Managed; after != before {
				t.Errorf("%d accounts were written", after-before)
			}
		})
	}
}

func TestTheTickIsAskedOnceAndRecorded(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.NewAccount(cast.Northwind))
	pia.SeesNo("This address belongs to our support team")
	pia.Press("Create", "name", "Tideline", "reference", "R-1", "email", "noc@tideline.example").Sees("This address belongs to our support team")
	pia.Press("Create", "our_team", "on").Sees("Feature configuration for Tideline")
	pia.Open(route.History(cast.Northwind, strings.Split(pia.Address, "/")[4])).Sees("noc@tideline.example")
}

func TestTwentyIdenticalCreatesMakeOneAccount(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.NewAccount(cast.Northwind))
	form := url.Values{"token": {pia.Value("token")}}
	for i := 0; i+1 < len(wattle); i += 2 {
		form.Set(wattle[i], wattle[i+1])
	}
	before := a.Account(cast.Northwind).Managed
	var all sync.WaitGroup
	for range 20 {
		tab := pia.Tab()
		all.Go(func() {
			if res := tab.Send(http.MethodPost, route.Accounts(cast.Northwind), form, nil); res.StatusCode != http.StatusSeeOther {
				t.Errorf("one of twenty answers %d", res.StatusCode)
			}
		})
	}
	all.Wait()
	if made := a.Account(cast.Northwind).Managed - before; made != 1 {
		t.Errorf("twenty identical creates made %d accounts", made)
	}
}

func TestAnotherSitesPageCannotWrite(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, h := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
		{"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://other.portal.test"}},
		{"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}},
		{"Sec-Fetch-Site": nil, "Origin": nil},
	} {
		res := pia.Send(http.MethodPost, route.Suspension(cast.Northwind, cast.Cobalt), url.Values{}, h)
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("a write with %v answers %d", h, res.StatusCode)
		}
	}
	if s := a.Account(cast.Cobalt).Status; s != "active" {
		t.Errorf("Cobalt is %s", s)
	}
}

func TestNothingIsInlineAndEveryPageForbidsIt(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, address := range []string{
		route.Accounts(cast.Northwind), route.NewAccount(cast.Northwind), route.Managed(cast.Northwind, cast.Acme),
		route.Prompt(cast.Northwind, cast.Acme), route.Features(cast.Northwind, cast.Acme), route.Defaults(cast.Northwind), "/nowhere",
	} {
		pia.Open(address)
		if csp := pia.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s comes with the policy %q", address, csp)
		}
		if pia.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", address, pia.Header.Get("Cache-Control"))
		}
		if n := pia.Count("[style], style, script:not([src]), [onclick], [onload], [onsubmit]"); n > 0 {
			t.Errorf("%s has %d inline scripts or styles", address, n)
		}
	}
}
