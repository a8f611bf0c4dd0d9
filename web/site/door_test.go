package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAnEmptyInstallationIsSetUpOnceByItsLink(t *testing.T) {
	a := apptest.Empty(t)
	secret, err := a.Sessions.OfferSetUp(t.Context())
	if err != nil || secret == "" {
		t.Fatal(secret, err)
	}
	b := a.Stranger()
	b.Open(route.SetUp("wrong")).Answers(http.StatusNotFound)
	b.Open(route.SetUp(secret)).Answers(http.StatusOK)
	b.Press("Set up", "operator", "Meridian Networks", "first_name", "Olive", "last_name", "Okafor", "email", "olive@meridian.example", "password", "short")
	b.Answers(http.StatusUnprocessableEntity).Sees("Use at least 15")
	b.Press("Set up", "password", "a long enough password")
	b.Answers(http.StatusOK).Sees("Partners").Sees("Meridian Networks")
	a.Stranger().Open(route.SetUp(secret)).Answers(http.StatusNotFound)
	if secret, err := a.Sessions.OfferSetUp(t.Context()); err != nil || secret != "" {
		t.Errorf("a portal with an operator offers another set-up: %q %v", secret, err)
	}
}

func TestEverybodyWhoSeesAPartnerSeesWhoReferredIt(t *testing.T) {
	a := apptest.New(t)
	for who, list := range map[cast.Person]string{cast.Olive: route.Partners(cast.Meridian), cast.Sam: route.Partners(cast.Meridian), cast.Dina: route.Partners(cast.Harbour)} {
		b := a.Browser(who).Open(list)
		if row := b.Text("tr:contains('Lakeside Cloud')"); !strings.Contains(row, "Harbour Distribution") {
			t.Errorf("%s reads: %s", who.Name, row)
		}
	}
}

func TestTheOperatorCreatesAPartnerWhoseAdminSignsInByALink(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive)
	olive.At(route.Partners(cast.Meridian)).Sees("Northwind Partners").Sees("Harbour Distribution")
	olive.Open(route.NewPartner(cast.Meridian))
	olive.Press("Create", "name", "", "first_name", "", "last_name", "", "email", "nobody").Answers(http.StatusUnprocessableEntity).Sees("Enter the name").Sees("That is not an e-mail address")
	olive.Press("Create", "name", "Southwind", "support", "partner", "country", "NZ", "first_name", "Sol", "last_name", "Berg", "email", "sol.berg@southwind.example")
	link := handedOver(t, olive)
	if letter := invitationOf(t, a, "sol.berg@southwind.example"); letter != link {
		t.Errorf("the letter leads to %s", letter)
	}
	guest := a.Stranger().Open(link).Answers(http.StatusOK).Sees("Sol Berg").Sees("Join Southwind")
	guest.Press("Accept", "password", "an equally long password").At(route.Dashboard(seatKey(t, a, "sol.berg@southwind.example"))).Sees("No managed accounts yet")
	guest.Click("Create Managed Account").Sees("New Zealand +64")
	a.Stranger().Open(link).Answers(http.StatusNotFound)
}

// handedOver is the link that the operator sees once.
func handedOver(t *testing.T, b *apptest.Browser) (link string) {
	t.Helper()
	b.Answers(http.StatusOK)
	for _, word := range strings.FieldsFunc(b.Body, func(r rune) bool { return r == '"' || r == '<' || r == '>' }) {
		if _, path, ok := strings.Cut(word, "http://portal.test"); ok && strings.HasPrefix(path, "/invitation/") {
			link = path
		}
	}
	if link == "" {
		t.Fatalf("the page shows no link: %s", b.Text("main"))
	}
	return link
}

func TestTheOperatorCreatesADirectAccountThatOrdersForItself(t *testing.T) {
	a := apptest.New(t)
	olive := a.Browser(cast.Olive).Open(route.Partners(cast.Meridian)).Click("Create account").At(route.NewPartner(cast.Meridian))
	olive.Sees("It never becomes a managed account, and a managed account never becomes a direct one.")
	olive.Press("Create", "kind", "direct", "name", "Tarn Robotics", "support", "partner", "referred_by", cast.Harbour, "country", "AU", "first_name", "Tara", "last_name", "Nolan", "email", "tara@tarn.example")
	first := handedOver(t, olive)
	olive.Open(route.Partners(cast.Meridian)).Sees("Tarn Robotics").Press("New link for Tara Nolan")
	link := handedOver(t, olive)
	a.Stranger().Open(first).Answers(http.StatusNotFound)

	tara := a.Stranger().Open(link).Sees("Join Tarn Robotics")
	tara.Press("Accept", "password", "an equally long password")
	key := seatKey(t, a, "tara@tarn.example")
	tara.Open(route.Dashboard(key)).Answers(http.StatusOK).SeesNo("Managed accounts")
	tara.Open(route.Accounts(key)).Answers(http.StatusForbidden)
	tara.Open(route.Market(key, "AU")).Press("Enable Australia", "legal_name", "Tarn Robotics Pty Ltd", "contact_name", "Tara Nolan", "phone", "+61 2 9374 4000", "emails", "tara@tarn.example",
		"street", "1 George Street", "city", "Sydney", "state", "NSW", "postcode", "2000", "country", "AU", "tax_number", "51 824 753 556", "language", "en")
	tara.Sees("Australia is enabled.")
	tara.Post(route.NewService(key), url.Values{"product": {cast.Port}, "location": {"syd1"}, "name": {"Tarn Sydney"}, "speed": {"1000"}, "term": {"12"}, "details.interface": {"LR"}})
	tara.Sees("Tarn Sydney is saved as a design.").Open(route.Review(key, designed(tara))).Press("Order Now").Sees("Tarn Sydney is ordered.")

	olive.Open(route.Partner(cast.Meridian, key)).Sees("Direct account").SeesNo("Referred by")
	a.Browser(cast.Dina).Open(route.Partners(cast.Harbour)).SeesNo("Tarn Robotics")
	if got := query[string](t, a, "SELECT kind || ' ' || parent_id || ' ' || support FROM accounts WHERE id = '"+key+"'"); got != "direct "+cast.Meridian+" operator" {
		t.Errorf("the account is %s", got)
	}
	if got := query[string](t, a, "SELECT kind FROM events WHERE account_id = '"+key+"' ORDER BY place LIMIT 1"); got != "account.created" {
		t.Errorf("the first fact is %s", got)
	}
	a.CheckNumbers()
}

func TestADistributorSeesThePartnersItReferredAndEntersNothing(t *testing.T) {
	a := apptest.New(t)
	dina := a.Browser(cast.Dina).At(route.Partners(cast.Harbour)).Sees("Lakeside Cloud").SeesNo("Northwind Partners")
	dina.Open(route.Accounts(cast.Lakeside)).Answers(http.StatusNotFound)
	dina.Open(route.Services(cast.Clearlake)).Answers(http.StatusNotFound)
}

func TestAWrongAddressAndAWrongPasswordAreAnsweredAlike(t *testing.T) {
	a := apptest.New(t)
	pages := map[string]string{}
	for _, email := range []string{"pia@northwind.example", "nobody@northwind.example"} {
		b := a.Stranger().Open(route.SignIn)
		b.Press("Sign in", "email", email, "password", "not the password").Answers(http.StatusUnprocessableEntity)
		pages[email] = strings.ReplaceAll(b.Text("body"), email, "")
	}
	if pages["pia@northwind.example"] != pages["nobody@northwind.example"] {
		t.Errorf("the answers differ:\n%s\n%s", pages["pia@northwind.example"], pages["nobody@northwind.example"])
	}
}

func TestFiveFailuresAreFreeAndThenTheAddressIsLocked(t *testing.T) {
	a := apptest.New(t)
	b := a.Stranger().Open(route.SignIn)
	for range 6 {
		b.Press("Sign in", "email", cast.Pia.Email, "password", "wrong").Answers(http.StatusUnprocessableEntity).SeesNo("Too many tries")
	}
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).Sees("Too many tries with this address. Try again in 1 second")
	a.Clock.Advance(2 * time.Second)
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).At(route.Dashboard(cast.Northwind))
}

func TestTheCookieIsForTheServerOnly(t *testing.T) {
	a := apptest.New(t)
	b := a.Stranger()
	res := b.Send(http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}}, nil)
	cookies := res.Cookies()
	if len(cookies) != 2 || cookies[0].Name != "tenantry" || cookies[1].Name != "tenantry-device" {
		t.Fatalf("the cookies are %v", cookies)
	}
	for _, c := range cookies {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie is %+v", c)
		}
	}
	before := *cookies[0]
	b.Open("/")
	again := b.Send(http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}}, nil).Cookies()
	if len(again) != 2 || again[0].Value == before.Value {
		t.Error("signing in again keeps the session's secret")
	}
	if again[1].Value != cookies[1].Value || again[1].MaxAge < 360*24*60*60 {
		t.Errorf("the browser is to be known by %v, and was by %v", again[1], cookies[1])
	}
	old := a.Stranger()
	res = old.Send(http.MethodGet, "/", nil, http.Header{"Cookie": {before.Name + "=" + before.Value}})
	if to := res.Header.Get("Location"); !strings.HasPrefix(to, route.SignIn) {
		t.Errorf("the session before still works: it leads to %s", to)
	}
}

func TestSignInLeadsBackAndNowhereElse(t *testing.T) {
	a := apptest.New(t)
	wanted := route.Accounts(cast.Northwind) + "?sort=-name"
	b := a.Stranger().Open(wanted)
	b.Press("Sign in", "email", cast.Pia.Email, "password", cast.Password).At(wanted)
	for _, next := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tevil"} {
		s := a.Stranger()
		res := s.Send(http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}, "next": {next}}, nil)
		if to := res.Header.Get("Location"); to != "/" {
			t.Errorf("next=%q leads to %q", next, to)
		}
	}
}

func TestASessionEndsWhenItLiesIdleAndWhenItIsOld(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for range 20 {
		a.Clock.Advance(25 * time.Minute)
		pia.Open(route.Accounts(cast.Northwind)).Answers(http.StatusOK)
	}
	a.Clock.Advance(31 * time.Minute)
	if pia.Open(route.Accounts(cast.Northwind)); !strings.HasPrefix(pia.Address, route.SignIn) {
		t.Errorf("an idle session opens %s", pia.Address)
	}
	pia = a.Browser(cast.Pia)
	for range 12 * 3 {
		a.Clock.Advance(20 * time.Minute)
		pia.Open("/")
	}
	a.Clock.Advance(20 * time.Minute)
	if pia.Open(route.Accounts(cast.Northwind)); !strings.HasPrefix(pia.Address, route.SignIn) {
		t.Errorf("a session older than twelve hours opens %s", pia.Address)
	}
}

func TestAForgedForwardedAddressIsNotBelieved(t *testing.T) {
	a := apptest.New(t)
	b := a.Stranger()
	b.Send(http.MethodPost, route.SignIn, url.Values{"email": {cast.Pia.Email}, "password": {cast.Password}}, http.Header{"X-Forwarded-For": {"6.6.6.6"}, "X-Real-Ip": {"6.6.6.6"}})
	var n int
	if err := a.Raw().QueryRow("SELECT COUNT(*) FROM sessions WHERE address = '6.6.6.6'").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d sessions carry the forged address (%v)", n, err)
	}
}

func TestSuspendedAndClosedAccounts(t *testing.T) {
	a := apptest.New(t)
	a.Browser(cast.Ivy).At(route.Services(cast.IronBark)).Answers(http.StatusOK)
	tess := a.Stranger().Open(route.SignIn)
	tess.Press("Sign in", "email", cast.Tess.Email, "password", cast.Password).Answers(http.StatusForbidden)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Managed(cast.Northwind, cast.Cobalt)).Press("Suspend").Sees("Cobalt Health is suspended.")
	pia.Press("Undo").Sees("Cobalt Health is active.")
	pia.Open(route.Closure(cast.Northwind, cast.Cobalt)).Sees("still has 22 services")
	pia.Open(route.Closure(cast.Northwind, cast.Ember)).Press("Close").Sees("is closed.")
}

func TestHealth(t *testing.T) {
	a := apptest.New(t)
	a.Stranger().Open("/healthz").Answers(http.StatusOK).Sees("ok")
	a.Stranger().Open("/readyz").Answers(http.StatusOK).Sees("ready")
}
