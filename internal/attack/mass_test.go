package attack_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/web/route"
)

// greed is what an attacker adds to every form: the names of columns, as they
// are in the tables, in the code, and in rows of forms.
var greed = func() url.Values {
	v := url.Values{
		"role": {"Company Admin"}, "status": {"deactivated"}, "kind": {"operator"}, "sees_billing": {"on"}, "edits_contact": {"on"},
		"factor": {"required"}, "factor_required": {"on"}, "activity_days": {"1"}, "days": {"1"}, "whole": {"on"}, "confirmed": {"on"}, "wrong_codes": {"4"},
		"account": {cast.Delta}, "account_id": {cast.Delta}, "parent_id": {cast.Delta}, "referred_by": {cast.Harbour}, "seat_id": {cast.Cascade}, "key": {cast.Delta},
		"user": {cast.Olive.ID}, "user_id": {cast.Olive.ID}, "id": {cast.Olive.ID}, "as_id": {cast.Olive.ID}, "by": {cast.Olive.ID},
		"name": {"Eve Moss"}, "first_name": {"Eve"}, "last_name": {"Moss"}, "email": {"eve@evil.example"}, "phone": {"+61 2 9374 4999"}, "domain": {"evil.example"},
		"support": {"operator"}, "country": {"US"}, "invited_by": {"Eve Moss"}, "created_by": {"Eve Moss"}, "password": {"greedy harbour lantern 77"},
		"password_hash": {"$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"}, "managed": {"9"}, "pricing_own": {"1"}, "own": {"1"}, "shared": {"on"},
	}
	for _, name := range slices.Collect(maps.Keys(v)) {
		words := strings.Split(name, "_")
		for i, w := range words {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
		camel := strings.NewReplacer("Id", "ID").Replace(strings.Join(words, ""))
		for _, other := range []string{camel, "person.0." + name, "seat." + name, "user." + name, "account[" + name + "]"} {
			v[other] = v[name]
		}
	}
	return v
}()

// sent is one form, as an honest browser sends it.
type sent struct {
	who   cast.Person                                      // or nobody
	ready func(*testing.T, *apptest.App, *apptest.Browser) // makes what the form is about
	to    func(*testing.T, *apptest.App) string            //
	form  func(*testing.T, *apptest.App) url.Values        // or nothing
	takes []string                                         // fields that it has besides
	quiet bool                                             // it is refused: nobody can make up what it takes
}

func at(address string) func(*testing.T, *apptest.App) string {
	return func(*testing.T, *apptest.App) string { return address }
}

func with(fields ...string) func(*testing.T, *apptest.App) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return func(*testing.T, *apptest.App) url.Values { return v }
}

var (
	users = route.Users(cast.Northwind)
	below = route.ManagedUsers(cast.Northwind, cast.Acme)
)

// seat is the address of something done to a person's seat.
func seat(of func(users, seat string) string, users string, p cast.Person) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string { return of(users, seatOf(t, a, p)) }
}

// invited is the same for Una, who is invited.
func invited(of func(users, seat string) string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(users, query[string](t, a, "SELECT id FROM seats WHERE email = '"+una+"'"))
	}
}

// previewing lets somebody look at Acme as a reader does.
func previewing(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Preview(cast.Acme), url.Values{"role": {string(access.ReadOnly)}}).Sees("Previewing")
}

// givenUp lets the operator say that a service could not be built.
func givenUp(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.DeliveryFailure(cast.Meridian, "x-20ce"), url.Values{"problem": {"No port is free."}})
}

// letIn makes Acme let people of the operator act there.
func letIn(_ *testing.T, a *apptest.App, _ *apptest.Browser) {
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
}

// acts lets Sam act in Alice's place.
func acts(t *testing.T, a *apptest.App, b *apptest.Browser) {
	letIn(t, a, b)
	b.Act(cast.Sam, cast.Alice, a.Seat(cast.Alice)).Sees("acting as Alice Novak")
}

// visited lets Sam act in Alice's place, in a browser of his own.
func visited(t *testing.T, a *apptest.App, _ *apptest.Browser) { acts(t, a, a.Browser(cast.Sam)) }

// inVisit is a form that was drawn in the visit under way.
func inVisit(fields ...string) func(*testing.T, *apptest.App) url.Values {
	return func(t *testing.T, a *apptest.App) url.Values {
		v := with(fields...)(t, a)
		v.Set("acting", query[string](t, a, "SELECT id FROM visits WHERE as_id <> '' AND left_at IS NULL"))
		return v
	}
}

func inviteUna(t *testing.T, a *apptest.App, _ *apptest.Browser) { invite(t, a, una) }

// forms are all forms of the portal.
var forms = []sent{
	{to: at(route.SignIn), form: with("email", cast.Pia.Email, "password", cast.Password), takes: []string{"next"}},
	{to: at(route.Forgotten), form: with("email", cast.Pia.Email)},
	{to: func(t *testing.T, a *apptest.App) string { return route.Reset(forget(t, a, cast.Rory)) }, form: with("password", password)},
	{to: at(route.Strength), form: with("password", password), takes: []string{"email", "first_name", "last_name", "name"}},
	{to: at(route.SetUp("0000")), quiet: true},
	{to: func(t *testing.T, a *apptest.App) string { return route.Invitation(invite(t, a, una)) }, form: with("first_name", "Una", "last_name", "Berg", "password", password)},
	{ready: half, to: at(route.SignInCode), form: with("code", "000000"), quiet: true},
	{ready: half, to: at(route.SignInCodePasskey), form: with("passkey", "{}"), quiet: true},
	{ready: half, to: at(route.Challenge(route.SignInCodePasskey)), quiet: true},
	{ready: required, to: at(route.SignInFactor)},
	{ready: required, to: at(route.SignInApp), form: with("code", "000000"), quiet: true},
	{ready: required, to: at(route.SignInFactorPasskey), form: with("passkey", "{}"), takes: []string{"name"}, quiet: true},
	{ready: required, to: at(route.Challenge(route.SignInFactorPasskey)), quiet: true},
	{to: at(route.SignInPasskey), form: with("passkey", "{}"), quiet: true},
	{to: at(route.Challenge(route.SignInPasskey)), quiet: true},

	{who: cast.Rory, to: at(route.SignOut)},
	{who: cast.Rory, to: at(route.Me), form: with("first_name", "Rory", "last_name", "Quinn", "phone", "", "time_zone", "", "date_style", "")},
	{who: cast.Rory, to: at(route.MyAddress), form: with("email", "rory.quinn@northwind.example")},
	{who: cast.Rory, ready: asked, to: at(route.MyAddressCode), form: func(t *testing.T, a *apptest.App) url.Values {
		return url.Values{"code": {secretFor(t, a, "address_code", "rory.quinn@northwind.example")}}
	}},
	{who: cast.Rory, ready: asked, to: at(route.MyAddressRemoval)},
	{who: cast.Rory, to: at(route.MyOtherSessions)},
	{who: cast.Rory, to: func(t *testing.T, a *apptest.App) string {
		return route.MySessionRemoval(query[string](t, a, "SELECT id FROM sessions WHERE user_id = '"+cast.Rory.ID+"'"))
	}},
	{who: cast.Rory, to: at(route.MyPassword), form: with("current", cast.Password, "password", password)},
	{who: cast.Rory, to: at(route.Proof), form: with("proof", cast.Password), takes: []string{"passkey", "next"}},
	{who: cast.Rory, to: at(route.Challenge(route.Proof)), quiet: true},
	{who: cast.Rory, to: at(route.MyApp)},
	{who: cast.Rory, to: at(route.MyAppCode), form: with("code", "000000"), quiet: true},
	{who: cast.Rory, ready: withApp, to: at(route.MyAppRemoval)},
	{who: cast.Rory, ready: withApp, to: at(route.MyCodes)},
	{who: cast.Rory, to: at(route.NewPasskey)},
	{who: cast.Rory, to: at(route.MyPasskeys), form: with("passkey", "{}", "name", "Phone"), quiet: true},
	{who: cast.Rory, to: at(route.Challenge(route.MyPasskeys)), quiet: true},
	{who: cast.Rory, to: at(route.MyPasskey("0000")), form: with("name", "Phone"), quiet: true},
	{who: cast.Rory, to: at(route.MyPasskeyRemoval("0000")), quiet: true},

	{who: cast.Sam, ready: letIn, to: at(route.Acting(cast.Meridian, cast.Acme)), form: func(t *testing.T, a *apptest.App) url.Values {
		return url.Values{"seat": {a.Seat(cast.Alice)}, "reason": {"Port flapping"}, "ticket": {"4711"}}
	}},
	{who: cast.Sam, ready: acts, to: at(route.ActingChanges(cast.Acme)), form: inVisit("reason", "Rename the port")},
	{who: cast.Sam, ready: acts, to: at(route.ActingReading(cast.Acme)), form: inVisit()},
	{who: cast.Sam, ready: acts, to: at(route.ActingExtension(cast.Acme)), form: inVisit("reason", "Waiting for the carrier")},
	{who: cast.Sam, ready: acts, to: at(route.ActingEnd(cast.Acme)), form: inVisit()},
	{who: cast.Alice, ready: visited, to: func(t *testing.T, a *apptest.App) string {
		return route.VisitEnd(cast.Acme, query[string](t, a, "SELECT id FROM visits WHERE as_id <> '' AND left_at IS NULL"))
	}},
	{who: cast.Olive, ready: visited, to: at(route.VisitsEnd(cast.Meridian))},
	{who: cast.Alice, to: at(route.ConsentLetters(cast.Acme)), form: with("ends", "")},

	{who: cast.Pia, to: at(route.Entry(cast.Acme)), takes: []string{"next"}},
	{who: cast.Pia, to: at(route.Preview(cast.Acme)), form: with("role", string(access.ReadOnly)), takes: []string{"next", "seat"}},
	{who: cast.Pia, ready: previewing, to: at(route.PreviewEnd(cast.Acme)), takes: []string{"next"}},
	{who: cast.Pia, ready: entered, to: at(route.Exit(cast.Acme))},
	{who: cast.Pia, to: at(route.Accounts(cast.Northwind)), form: with("name", "Wattle", "reference", "W-1", "phone", "02 9374 4000", "email", "noc@northwind.example", "token", "t"), takes: []string{"our_team"}},
	{who: cast.Pia, to: at(route.AccountsImport(cast.Northwind)), form: with("text", "name,reference\nWattle,W-1\n", "go", "on")},
	{who: cast.Pia, to: at(route.AccountsBulk(cast.Northwind)), form: with("act", "suspend", "key", cast.Cobalt, "go", "on"), takes: []string{"every", "query", "tag", "how"}},
	{who: cast.Pia, to: at(route.Changes(cast.Northwind)), form: with("setting", "dashboard", "value", "On", "key", cast.Cobalt, "when", "later", "day", "2026-12-01", "time", "09:00", "token", "t"),
		takes: []string{"every", "query", "typed", "seen"}},
	{who: cast.Pia, ready: batched("On"), to: batch(route.ChangeRetry), quiet: true}, // all were changed
	{who: cast.Pia, ready: batched("On"), to: batch(route.ChangeRevert)},
	{who: cast.Pia, ready: batched("Off"), to: batch(route.ChangeCancellation)},
	{who: cast.Pia, to: at(route.Views(cast.Northwind)), form: with("name", "Mine", "query", "status=active", "shared", "")},
	{who: cast.Pia, ready: saved, to: func(t *testing.T, a *apptest.App) string {
		return route.ViewRemoval(cast.Northwind, query[string](t, a, "SELECT id FROM views WHERE name = 'Mine'"))
	}},
	{who: cast.Pia, to: at(route.Managed(cast.Northwind, cast.Cobalt)), form: func(t *testing.T, a *apptest.App) url.Values {
		version := query[int](t, a, "SELECT version FROM accounts WHERE id = '"+cast.Cobalt+"'")
		return url.Values{"name": {"Cobalt"}, "reference": {"C-1"}, "phone": {""}, "email": {""}, "tags": {""}, "version": {fmt.Sprint(version)}}
	}, takes: []string{"our_team", "token"}},
	{who: cast.Pia, to: at(route.Features(cast.Northwind, cast.Cobalt)), form: with("show_pricing", "on")},
	{who: cast.Pia, to: at(route.Feature(cast.Northwind, cast.Cobalt, "show_pricing")), form: with("on", "on", "scope", "account"), takes: []string{"change", "value", "seen", "inherit"}},
	{who: cast.Pia, to: at(route.Setting(cast.Northwind, cast.Cobalt, "dashboard")), form: with("on", "on", "scope", "account"), takes: []string{"change", "value", "seen", "inherit"}},
	{who: cast.Pia, ready: shown, to: at(route.Reversal(cast.Northwind, cast.Cobalt, "dashboard")), form: func(t *testing.T, a *apptest.App) url.Values {
		return url.Values{"fact": {query[string](t, a, "SELECT id FROM events WHERE kind = 'setting.changed' AND topic = 'dashboard'")}}
	}, takes: []string{"seen"}},
	{who: cast.Pia, to: at(route.DefaultRemoval(cast.Northwind, "service_approval_queue")), takes: []string{"change", "on", "value", "seen", "inherit", "scope"}},
	{who: cast.Pia, ready: shown, to: at(route.Different(cast.Northwind, "dashboard")), form: with("key", cast.Cobalt, "go", "on")},
	{who: cast.Pia, to: at(route.Suspension(cast.Northwind, cast.Cobalt))},
	{who: cast.Pia, to: at(route.Reactivation(cast.Northwind, cast.IronBark))},
	{who: cast.Pia, to: at(route.Closure(cast.Northwind, cast.Ember)), takes: []string{"name", "confirm"}},
	{who: cast.Pia, to: at(route.Default(cast.Northwind, "show_pricing")), form: with("on", "on"), takes: []string{"change", "value", "seen", "inherit", "scope"}},
	{who: cast.Pia, to: at(route.Refresh(cast.Northwind)), form: with("refresh", "stay")},
	{who: cast.Pia, ready: changed, to: func(t *testing.T, a *apptest.App) string {
		return route.Undo(cast.Northwind, query[string](t, a, "SELECT id FROM events WHERE kind = 'default.changed' ORDER BY id DESC"))
	}},

	{who: cast.Pia, to: at(users), form: with("person.0.first_name", "Una", "person.0.last_name", "Berg", "person.0.email", una, "person.0.role", "Read Only", "token", "t"),
		takes: []string{"person.0.phone", "person.0.sees_billing", "person.0.edits_contact"}},
	{who: cast.Pia, to: at(below), form: with("person.0.first_name", "Una", "person.0.last_name", "Berg", "person.0.email", una, "person.0.role", "Read Only", "token", "t"),
		takes: []string{"person.0.phone", "person.0.sees_billing", "person.0.edits_contact"}},
	{who: cast.Pia, to: at(route.NewUser(users)), form: with("add", "1")},
	{who: cast.Pia, to: at(route.NewUser(below)), form: with("add", "1")},
	{who: cast.Pia, to: seat(route.User, users, cast.Rory), form: with("role", "Finance", "version", "1"), takes: []string{"sees_billing", "edits_contact"}},
	{who: cast.Pia, ready: inviteUna, to: invited(route.User), form: with("first_name", "Una", "last_name", "Berg", "email", una, "phone", "", "role", "Finance", "version", "1"), takes: []string{"sees_billing", "edits_contact"}},
	{who: cast.Pia, to: seat(route.User, below, cast.Ben), form: with("role", "Read Only", "version", "1"), takes: []string{"sees_billing", "edits_contact"}},
	{who: cast.Pia, ready: inviteUna, to: invited(route.UserInvitation), quiet: true}, // sent a moment ago
	{who: cast.Pia, to: seat(route.UserInvitation, below, cast.Ben), quiet: true},
	{who: cast.Pia, ready: inviteUna, to: invited(route.UserWithdrawal)},
	{who: cast.Pia, to: seat(route.UserWithdrawal, below, cast.Ben), quiet: true},
	{who: cast.Pia, to: seat(route.UserDeactivation, users, cast.Rory)},
	{who: cast.Pia, to: seat(route.UserDeactivation, below, cast.Ben)},
	{who: cast.Pia, ready: unseated, to: seat(route.UserReactivation, users, cast.Rory)},
	{who: cast.Pia, to: seat(route.UserReactivation, below, cast.Ben), quiet: true},
	{who: cast.Pia, to: seat(route.UserFactorReset, users, cast.Rory)},
	{who: cast.Pia, to: seat(route.UserFactorReset, below, cast.Ben)},
	{who: cast.Pia, to: at(route.CompanySecurity(cast.Northwind)), form: with("factor", "optional", "days", "90")},

	{who: cast.Pia, to: at(route.CompanyProfile(cast.Northwind)), form: with("trading_name", "Northwind", "industry", "", "website", "", "about", "", "street", "", "city", "", "postcode", "", "country", "AU", "version", "2")},
	{who: cast.Pia, to: at(route.Listing(cast.Northwind)), form: with("visible", "private", "name", "Northwind", "bio", "Networks.", "email", "", "website", "", "phone", "", "street", "", "city", "", "postcode", "",
		"country", "AU", "offers", "Fibre", "linkedin", "", "x", "", "other", "", "version", "4")},
	{who: cast.Alice, to: at(route.Markets(cast.Acme)), form: with("market", "DE", "note", "An office.")},
	{who: cast.Alice, ready: asksForGermany, to: forGermany(route.MarketWithdrawal, cast.Acme)},
	{who: cast.Olive, to: at(route.DeliveryAcceptance(cast.Meridian, "x-20ce"))},
	{who: cast.Olive, to: at(route.DeliveryCompletion(cast.Meridian, "x-77hd"))},
	{who: cast.Olive, to: at(route.DeliveryUse(cast.Meridian, "v-5n3j"))},
	{who: cast.Olive, to: at(route.DeliveryFailure(cast.Meridian, "x-20ce")), form: with("problem", "No port is free.")},
	{who: cast.Olive, ready: givenUp, to: at(route.DeliveryRepetition(cast.Meridian, "x-20ce"))},
	{who: cast.Olive, to: at(route.DeliveryCircuit(cast.Meridian, "x-20ce")), form: with("circuit", "MN-4711")},
	{who: cast.Dev, to: at(route.Support(cast.Delta)), form: with("subject", "Packets are lost", "text", "Since 9:40.", "service", "", "token", "t")},
	{who: cast.Tariq, to: at(route.Notifications(cast.Northwind)), form: with("accounts", "true")},
	{who: cast.Pia, to: at(route.MarketActivation(cast.Northwind, "DE")), form: with(bill("0")...)},
	{who: cast.Pia, to: at(route.Market(cast.Northwind, "AU")), form: with(bill("1")...)},
	{who: cast.Dina, ready: unserved, to: at(route.MarketDeactivation(cast.Harbour, "GB")), form: with("version", "1")},
	{who: cast.Pia, to: inCobalt(route.MarketRequest), form: with("state", "declined", "answer", "Not this year.")},

	{who: cast.Olive, to: at(route.Products(cast.Meridian)), form: with("id", "devices", "name", "Devices", "short", "Devices", "place", "9", "sentence", "Devices that we watch.", "stands", "alone", "unit", "devices",
		"speeds", "10, 50", "terms", "12", "fee_percent", "0", "token", "t"), takes: []string{"carries"}},
	{who: cast.Olive, to: at(route.NewProduct(cast.Meridian)), form: with("add", "1")},
	{who: cast.Olive, to: at(route.Product(cast.Meridian, cast.IX)), form: with("name", "Exchange", "short", "IX", "place", "5", "sentence", "Exchange of traffic.", "stands", "alone", "unit", "Mbps", "speeds", "500, 1000",
		"terms", "12", "fee_percent", "100", "version", "1"), takes: []string{"carries", "id", "token"}},
	{who: cast.Olive, to: at(route.ProductRows(cast.Meridian, cast.IX)), form: with("add", "1")},
	{who: cast.Olive, to: at(route.ProductSale(cast.Meridian, cast.IX)), form: with("offered", "")},
	{who: cast.Olive, to: at(route.Locations(cast.Meridian)), form: with("id", "bhx1", "name", "Digbeth BH1", "city", "Birmingham", "country", "GB", "market", "GB", "address", "", "token", "t")},
	{who: cast.Olive, to: at(route.NewLocation(cast.Meridian)), form: with("add", "1")},
	{who: cast.Olive, to: at(route.Location(cast.Meridian, "sof1")), form: with("name", "Vitosha One", "city", "Sofia", "country", "BG", "market", "BG", "address", "", "version", "1"), takes: []string{"id", "token"}},
	{who: cast.Olive, to: at(route.LocationRows(cast.Meridian, "sof1")), form: with("add", "1")},
	{who: cast.Olive, to: at(route.LocationSale(cast.Meridian, "sof1")), form: with("offered", "")},
	{who: cast.Olive, to: at(route.CatalogueMarkets(cast.Meridian)), form: with("id", "BR", "name", "Brazil", "currency", "BRL", "supplier", "", "tax_name", "CNPJ", "tax_note", "", "token", "t")},
	{who: cast.Olive, to: at(route.CatalogueMarket(cast.Meridian, "BG")), form: with("name", "Bulgaria", "currency", "EUR", "supplier", "Meridian Bulgaria", "tax_name", "", "tax_note", "", "version", "1"), takes: []string{"id", "token"}},
	{who: cast.Olive, to: at(route.CatalogueMarketSale(cast.Meridian, "BG")), form: with("offered", "")},
	{who: cast.Olive, to: at(route.Clouds(cast.Meridian)), form: with("id", "moon", "name", "Moon base", "location", "syd1", "token", "t")},
	{who: cast.Olive, to: at(route.Cloud(cast.Meridian, "google-hel")), form: with("name", "Google Cloud Hamina", "location", "hel1", "version", "1"), takes: []string{"id", "token"}},
	{who: cast.Olive, to: at(route.CloudSale(cast.Meridian, "google-hel")), form: with("offered", "")},

	{who: cast.Alice, to: at(route.NewService(cast.Acme)), form: with("token", "t", "product", cast.Port, "location", "syd1", "name", "Sydney two", "reference", "", "speed", "10000", "zone", "red", "term", "12", "renews", "on", "details.interface", "LR"),
		takes: []string{"far", "version"}},
	{who: cast.Alice, to: at(route.NewConnections(cast.Acme, "p-7f2k")), form: with("token", "t", "product", cast.VXC, "far", "cloud.aws-syd", "name", "To AWS", "reference", "", "speed", "500", "term", "1", "details.vlan", "700"),
		takes: []string{"location", "zone", "version"}},
	{who: cast.Alice, to: at(route.Design(cast.Acme, "p-6d9h")), form: ofService("p-6d9h", "name", "Brisbane two", "reference", "", "speed", "1000", "zone", "", "term", "12", "details.interface", "LR"),
		takes: []string{"product", "location", "far", "token"}},
	{who: cast.Alice, to: at(route.KeysOf(cast.Acme, "p-7f2k")), form: with("token", "t", "label", "Scanners", "uses", "single", "speed", "500", "vlan", "911", "begins", "", "ends", "", "active", "on"), takes: []string{"version"}},
	{who: cast.Alice, to: at(route.ServiceKey(cast.Acme, "key5")), form: with("version", "1", "label", "Scanners", "begins", "", "ends", "", "active", ""), takes: []string{"token", "uses", "speed", "vlan"}},
	{who: cast.Alice, to: at(route.ConnectionKey(cast.Acme, "m-18qz")), form: with("code", cast.Keys(time.Now())[0].Code)},
	{who: cast.Alice, to: at(route.DesignRemoval(cast.Acme, "p-6d9h"))},
	{who: cast.Alice, to: at(route.ServiceCopy(cast.Acme, "p-6d9h")), form: with("token", "t")},
	{who: cast.Alice, to: at(route.ServiceEdit(cast.Acme, "p-7f2k")), form: ofService("p-7f2k", "name", "Sydney heart", "reference", "PO-9", "details.interface", "LR", "renews", "on"), takes: []string{"open"}},
	{who: cast.Alice, to: at(route.ServiceSpeed(cast.Acme, "p-7f2k")), form: ofService("p-7f2k", "token", "t", "speed", "100000", "book", "1", "comment", ""), takes: []string{"term"}},
	{who: cast.Alice, to: at(route.ServiceTerm(cast.Acme, "p-7f2k")), form: ofService("p-7f2k", "token", "t", "term", "24", "book", "1", "comment", ""), takes: []string{"speed"}},
	{who: cast.Alice, to: at(route.ServiceEnd(cast.Acme, "p-7f2k")), form: with("token", "t", "when", "now", "reason", "The price", "note", "", "name", "Sydney core")},
	{who: cast.Alice, to: at(route.ServiceKeeping(cast.Acme, "x-12rn"))},
	{who: cast.Alice, to: at(route.ServiceLock(cast.Acme, "p-7f2k")), form: with("locked", "on")},
	{who: cast.Alice, to: at(route.ServiceTags(cast.Acme, "p-7f2k")), form: with("name", "Site", "value", "Sydney"), takes: []string{"remove"}},
	{who: cast.Alice, to: at(route.Order(cast.Acme, "p-6d9h")), form: with("token", "t", "book", "1", "comment", ""), takes: []string{"code"}},

	{who: cast.Alice, to: at(route.Consent(cast.Acme)), form: with("side", "partner", "partner", "never", "version", "0"), takes: []string{"operator"}},
	{who: cast.Alice, ready: samAsks, to: asksIn(route.ConsentRequest, cast.Acme), form: with("for", "hour", "note", "Come in.")},
	{who: cast.Alice, ready: samIsIn, to: asksIn(route.ConsentTakeBack, cast.Acme)},
	{who: cast.Pia, to: at(route.ConsentDefaults(cast.Northwind)), form: with("side", "operator", "operator", "never", "version", "0"), takes: []string{"partner"}},
	{who: cast.Sam, to: at(route.AskAccess(cast.Meridian, cast.Acme)), form: with("reason", "Port flapping since 09:00", "ticket", "4711")},
	{who: cast.Sam, ready: samAsks, to: asksIn(route.AskedAccessWithdrawal, cast.Meridian)},
	{who: cast.Olive, ready: shut, to: at(route.BreakGlass(cast.Meridian, cast.Acme)), form: with("reason", "The plant stands still.", "ticket", "4711")},
	{who: cast.Olive, ready: samAsksForGlass, to: asksIn(route.GlassRequest, cast.Meridian), form: with("for", "hour", "note", "")},
	{who: cast.Olive, ready: glassIsBroken, to: asksIn(route.GlassEnd, cast.Meridian)},

	{who: cast.Theo, to: waiting(route.Approve, cast.Northwind, cast.Ben), form: with("book", "1", "answer", "Go ahead.")},
	{who: cast.Theo, to: waiting(route.Reject, cast.Northwind, cast.Ben), form: with("book", "1", "answer", "Not this year.")},
	{who: cast.Ben, to: waiting(route.Withdraw, cast.Acme, cast.Ben)},
	{who: cast.Pia, to: at(route.ApprovalPolicy(cast.Northwind)), form: with("due", "3", "expires", "40", "version", "1")},
	{who: cast.Pia, to: at(route.ApprovalRules(cast.Northwind)), form: with("name", "Small ports", "kind", "new_order", "product", cast.Port, "below", "", "at_most", "100", "currency", "AUD", "token", "t"), takes: []string{"version", "try"}},
	{who: cast.Pia, to: rule(route.ApprovalRule), form: with("name", "Small ports", "kind", "new_order", "product", cast.Port, "below", "", "at_most", "100", "currency", "AUD", "version", "1"), takes: []string{"token", "try"}},
	{who: cast.Pia, to: rule(route.ApprovalRuleSwitch), form: with("version", "1"), takes: []string{"on"}},
	{who: cast.Pia, to: rule(route.ApprovalRuleRemoval)},
	{who: cast.Pia, to: ofTheo(route.Delegation), form: with("what", "accounts", "account", cast.Acme, "ends", "never", "tag", "", "day", "", "note", "", "q", "")},
	{who: cast.Pia, ready: limits, to: ofTheo(route.DelegationLift)},
	{who: cast.Pia, ready: limits, to: entryOfTheo(route.DelegationEnd)},
	{who: cast.Pia, ready: limits, to: entryOfTheo(route.DelegationTerm), form: with("ends", "week"), takes: []string{"day", "what", "tag", "account", "note"}},
	{who: cast.Pia, to: connecting(route.Connection, cast.Northwind), form: with("state", "accepted", "vlan", "", "answer", "")},

	{who: cast.Olive, to: at(route.Partners(cast.Meridian)), form: with("kind", "partner", "name", "Tideline", "support", "partner", "country", "AU", "referred_by", "", "token", "t",
		"first_name", "Ida", "last_name", "Holm", "email", "ida@tideline.example")},
	{who: cast.Olive, ready: unaccepted, to: func(t *testing.T, a *apptest.App) string { return route.PartnerLink(cast.Meridian, cast.Cascade) }},
	{who: cast.Olive, to: at(route.PartnerSupport(cast.Meridian, cast.Northwind)), form: with("support", "operator"), takes: []string{"all"}},
	{who: cast.Olive, to: at(route.PartnerAccountSupport(cast.Meridian, cast.Northwind, cast.Acme)), form: with("support", "operator")},
	{who: cast.Olive, to: at(route.Lock(cast.Meridian, cast.Northwind, "dashboard")), form: with("value", "on", "reason", "By contract"), takes: []string{"seen"}},
	{who: cast.Olive, to: at(route.Lifting(cast.Meridian, cast.Cobalt, "support_chat")), form: with("seen", "cast")},
	{who: cast.Olive, to: at(route.Contacts(cast.Meridian)), form: with("phone", "+44 20 7946 0991", "email", "help@meridian.example")},
	{who: cast.Olive, to: at(route.LetterAgain(cast.Meridian, "0000")), quiet: true},

	{who: cast.Olive, to: at(route.PriceSheet(cast.Meridian, "AU", cast.Port)), form: with("term", "12", "book", "1", "price.0.speed", "1000", "price.0.retail", "390", "price.0.cost", "300", "price.0.once_retail", "", "price.0.once_cost", ""), takes: []string{"below"}},
	{who: cast.Olive, to: at(route.PriceCopy(cast.Meridian, "AU")), form: with("from", "NZ", "factor", "0.93", "step", "50", "book", "1", "source", "1", "go", "on"), takes: []string{"below"}},
	{who: cast.Olive, to: at(route.PriceImport(cast.Meridian, "AU")), form: with("text", "product,speed,term,currency,retail,cost\nport,1000,12,AUD,390,300\n", "book", "1", "go", "on"), takes: []string{"below"}},
	{who: cast.Olive, to: at(route.Discounts(cast.Meridian)), form: with("books", "24", "discount.0.product", cast.Port, "discount.0.term", "12", "discount.0.percent", "6")},
	{who: cast.Olive, to: at(route.Codes(cast.Meridian)), form: with("code", "Spring", "sentence", "For ports.", "market", "", "product", "", "percent", "10", "begins", "2026-09-14", "ends", "", "most", "")},
	{who: cast.Olive, to: at(route.Code(cast.Meridian, "0000")), quiet: true},
	{who: cast.Olive, to: at(route.CodeEnd(cast.Meridian, "0000")), quiet: true},
	{who: cast.Olive, to: at(route.AccountPrices(cast.Meridian)), form: with("company", "Northwind Partners", "account", "", "market", "AU", "product", cast.Port, "speed", "", "percent", "10", "retail", "", "cost", "", "begins", "2026-09-14", "ends", "", "reason", "A contract"), takes: []string{"below"}},
	{who: cast.Olive, to: at(route.AccountPriceEnd(cast.Meridian, "0000")), quiet: true},
}

// ofService is what is sent about a service of which somebody sees the version
// that there is.
func ofService(id string, fields ...string) func(*testing.T, *apptest.App) url.Values {
	return func(t *testing.T, a *apptest.App) url.Values {
		v := maps.Clone(with(fields...)(t, a))
		v.Set("version", fmt.Sprint(query[int](t, a, "SELECT version FROM services WHERE id = '"+id+"'")))
		return v
	}
}

// waiting is the address of something done, in one account, to what a person
// waits for.
func waiting(of func(key, request string) string, key string, p cast.Person) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(key, query[string](t, a, "SELECT id FROM approval_requests WHERE state = 'pending' AND asked_by = '"+p.ID+"'"))
	}
}

// connecting is the address of a connection that somebody asks a company for.
func connecting(of func(key, request string) string, key string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(key, query[string](t, a, "SELECT id FROM connection_requests WHERE state = 'asked' AND account_id = '"+key+"'"))
	}
}

// limits lets Theo enter Acme alone.
func limits(t *testing.T, a *apptest.App, b *apptest.Browser) {
	b.Post(ofTheo(route.Delegation)(t, a), url.Values{"what": {"accounts"}, "account": {cast.Acme}, "ends": {"never"}})
}

// ofTheo is the address of something done to what Theo enters.
func ofTheo(of func(key, seat string) string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string { return of(cast.Northwind, seatOf(t, a, cast.Theo)) }
}

// entryOfTheo is the address of something done to one thing that he enters.
func entryOfTheo(of func(key, seat, id string) string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(cast.Northwind, seatOf(t, a, cast.Theo), query[string](t, a, "SELECT id FROM delegations"))
	}
}

// rule is the address of something done to Northwind's rule.
func rule(of func(key, rule string) string) func(*testing.T, *apptest.App) string {
	return at(of(cast.Northwind, cast.ApprovalRules()[0].ID))
}

func half(_ *testing.T, a *apptest.App, b *apptest.Browser) { a.Phone(cast.Pia); signIn(b, cast.Pia) }

func required(t *testing.T, a *apptest.App, b *apptest.Browser) {
	run(t, a, "UPDATE accounts SET factor_required = TRUE WHERE id = '"+cast.Northwind+"'")
	signIn(b, cast.Pia)
}

func asked(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.MyAddress, url.Values{"email": {"rory.quinn@northwind.example"}})
}

// withApp sets the app up in a session of its own, and proves again in this one.
func withApp(_ *testing.T, a *apptest.App, _ *apptest.Browser) { a.Phone(cast.Rory) }

func entered(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Entry(cast.Acme), url.Values{})
}

func saved(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Views(cast.Northwind), url.Values{"name": {"Mine"}, "query": {"status=active"}})
}

// shown gives Cobalt its own value of the dashboard.
func shown(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Setting(cast.Northwind, cast.Cobalt, "dashboard"), url.Values{"on": {"on"}, "scope": {"account"}})
}

// batched gives Cobalt a value of the dashboard by a change of many accounts:
// On at once, Off from a day on.
func batched(value string) func(*testing.T, *apptest.App, *apptest.Browser) {
	return func(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
		b.Open(route.NewChange(cast.Northwind) + "?setting=dashboard&key=" + cast.Cobalt + "&value=" + value)
		if value == "On" {
			b.Press("Change 1 account")
		} else {
			b.Press("Change 1 account", "when", "later", "day", "2026-12-01", "time", "09:00")
		}
	}
}

// batch is the address of something done to the newest change.
func batch(of func(key, change string) string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(cast.Northwind, query[string](t, a, "SELECT id FROM batches ORDER BY id DESC"))
	}
}

func changed(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Default(cast.Northwind, "show_pricing"), url.Values{"on": {"on"}})
}

func asksForGermany(_ *testing.T, _ *apptest.App, b *apptest.Browser) {
	b.Post(route.Markets(cast.Acme), url.Values{"market": {"DE"}})
}

// bill is what somebody types about a billing market of which they saw a version.
func bill(version string) []string {
	return []string{"legal_name", "Northwind GmbH", "contact_name", "Fiona Walsh", "phone", "+49 30 123456", "emails", "bills@northwind.example", "street", "Torstraße 1", "more", "", "city", "Berlin",
		"state", "", "postcode", "10119", "country", "DE", "tax_number", "", "po_number", "", "language", "de", "version", version}
}

func unserved(t *testing.T, a *apptest.App, _ *apptest.Browser) {
	run(t, a, "UPDATE services SET status = 'design' WHERE '"+cast.Lakeside+"' IN (account_id, parent_id)")
}

// forGermany is the address of something done to that request.
func forGermany(of func(key, request string) string, key string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(key, query[string](t, a, "SELECT id FROM market_requests WHERE market = 'DE'"))
	}
}

// inCobalt is the address of Northwind's answer to what Cobalt asks for.
func inCobalt(of func(key, request string) string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(cast.Northwind, query[string](t, a, "SELECT id FROM market_requests WHERE account_id = '"+cast.Cobalt+"'"))
	}
}

func unseated(t *testing.T, a *apptest.App, _ *apptest.Browser) {
	run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = '"+cast.Rory.ID+"'")
}

func unaccepted(t *testing.T, a *apptest.App, _ *apptest.Browser) {
	run(t, a, "UPDATE seats SET status = 'invited', user_id = NULL WHERE user_id = '"+cast.Cara.ID+"'")
}

// facts are what nobody may change by adding to a form.
var facts = map[string]string{
	"person":   "SELECT email || '/' || first_name || '/' || last_name || '/' || phone || '/' || status || '/' || wrong_codes || '/' || factor || '/' || time_zone FROM users",
	"password": "SELECT email || '/' || (password_hash = (SELECT password_hash FROM users WHERE id = '" + cast.Sol.ID + "')) FROM users",
	"seat": `SELECT a.name || '/' || s.email || '/' || s.name || '/' || s.phone || '/' || s.role || '/' || s.status || '/' || s.sees_billing || '/' || s.edits_contact || '/' || s.invited_by || '/' || COALESCE(u.email, '')
		FROM seats s JOIN accounts a ON a.id = s.account_id LEFT JOIN users u ON u.id = s.user_id`,
	"account": `SELECT a.name || '/' || p.name || '/' || COALESCE(a.referred_by, '') || '/' || a.kind || '/' || a.reference || '/' || a.support || '/' || a.status || '/' || a.country || '/' || a.domain || '/' || a.support_phone || '/' ||
		a.support_email || '/' || a.factor_required || '/' || a.activity_days || '/' || a.renewal_own || '/' || a.approval_own || '/' || a.pricing_own || '/' || a.managed || '/' || a.created_by
		FROM accounts a JOIN accounts p ON p.id = a.parent_id`,
	"session": "SELECT u.email || '/' || s.whole || '/' || (s.ended_at IS NULL) FROM sessions s JOIN users u ON u.id = s.user_id",
	"visit":   "SELECT user_id || '/' || account_id || '/' || seat_id || '/' || (left_at IS NULL) FROM visits",
	"factor":  "SELECT user_id || '/' || kind || '/' || confirmed || '/' || name FROM factors",
	"letter":  "SELECT a.name || '/' || l.kind || '/' || l.to_address || '/' || l.to_name FROM letters l JOIN accounts a ON a.id = l.account_id",
	"lock":    "SELECT a.name || '/' || l.name || '/' || l.value || '/' || l.reason || '/' || l.set_by_name FROM locks l JOIN accounts a ON a.id = l.account_id",
	"batch":   "SELECT account_id || '/' || name || '/' || target || '/' || whom || '/' || status || '/' || made_by_name || '/' || act_by || '/' || total || '/' || done || '/' || reverted_by FROM batches",
	"profile": "SELECT account_id || '/' || trading_name || '/' || industry || '/' || country || '/' || version || '/' || edited_by_name FROM company_profiles",
	"listing": "SELECT id || '/' || account_id || '/' || listed || '/' || name || '/' || email || '/' || phone || '/' || offers || '/' || version || '/' || edited_by_name FROM listings",
	"market":  "SELECT account_id || '/' || market_id || '/' || active || '/' || currency || '/' || legal_name || '/' || country || '/' || enabled_by_name || '/' || edited_by_name || '/' || version FROM billing_markets",
	"request": "SELECT account_id || '/' || parent_id || '/' || market || '/' || note || '/' || state || '/' || asked_by || '/' || asked_by_name || '/' || answered_by || '/' || answer FROM market_requests",
	"asked":   "SELECT number || '/' || account_id || '/' || parent_id || '/' || kind || '/' || state || '/' || service_id || '/' || asked_by || '/' || asked_by_name || '/' || comment || '/' || decided_by_name || '/' || answer FROM approval_requests",
	"queue":   "SELECT account_id || '/' || last_number || '/' || due_days || '/' || expires_days || '/' || version FROM approval_policies",
	"rule":    "SELECT account_id || '/' || name || '/' || kind || '/' || product_id || '/' || below_id || '/' || active || '/' || made_by_name || '/' || version FROM approval_rules",
	"link":    "SELECT account_id || '/' || from_account_id || '/' || state || '/' || asked_by_name || '/' || answered_by_name || '/' || answer || '/' || vlan || '/' || version FROM connection_requests",
	"key":     "SELECT account_id || '/' || parent_id || '/' || service_id || '/' || label || '/' || single || '/' || most_speed || '/' || vlan || '/' || active || '/' || used || '/' || made_by_name || '/' || version FROM service_keys",
	"service": "SELECT account_id || '/' || parent_id || '/' || product_id || '/' || location_id || '/' || name || '/' || reference || '/' || speed || '/' || term || '/' || renews || '/' || open || '/' || status || '/' || far_kind || '/' || far_id || '/' || far_state || '/' || locked || '/' || version FROM services",
	"told":    "SELECT a.name || '/' || s.email || '/' || t.category || '/' || t.told FROM subscriptions t JOIN seats s ON s.id = t.seat_id JOIN accounts a ON a.id = t.account_id",
	"view":    "SELECT name || '/' || user_id || '/' || account_id FROM views",
	"event":   `SELECT e.kind || '/' || e.user_name || '/' || a.name || '/' || e.subject_name || '/' || e.as_id FROM events e JOIN accounts a ON a.id = e.account_id`,
}

// seen is what the database says, without what chance decides.
func seen(t *testing.T, a *apptest.App) (lines []string) {
	t.Helper()
	for name, text := range facts {
		rows, err := a.Raw().Query(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, name+" "+line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(lines)
	return lines
}

// send sends a form with extra fields in a portal of its own, and answers the
// route, the status and what is so afterwards.
func (s sent) send(t *testing.T, extra url.Values) (pattern string, status int, after []string) {
	t.Helper()
	a := apptest.New(t)
	b := a.Stranger()
	if s.who.ID != "" {
		b = a.Browser(s.who)
	}
	if s.ready != nil {
		s.ready(t, a, b)
	}
	address, form := s.to(t, a), url.Values{}
	if s.form != nil {
		form = maps.Clone(s.form(t, a))
	}
	for name, value := range extra {
		if !form.Has(name) && !slices.Contains(s.takes, name) {
			form[name] = value
		}
	}
	_, e := a.Server()
	c := e.AcquireContext()
	e.Router().Find(http.MethodPost, address, c)
	res := b.Send(http.MethodPost, address, form, nil)
	return c.Path(), res.StatusCode, seen(t, a)
}

func TestNoFormTakesMoreThanItAsksFor(t *testing.T) {
	if testing.Short() {
		t.Skip("sends every form twice")
	}
	known := map[string]bool{}
	for i, s := range forms {
		t.Run(fmt.Sprintf("form %d", i+1), func(t *testing.T) { known[s.greedily(t)] = true })
	}
	_, e := apptest.New(t).Server()
	for _, r := range e.Routes() {
		if r.Method == echo.POST && !known[r.Path] {
			t.Errorf("POST %s is not tried: add its form", r.Path)
		}
	}
}

// greedily sends the form honestly and with more, compares what came of both,
// and answers the route.
func (s sent) greedily(t *testing.T) (pattern string) {
	t.Helper()
	pattern, honest, want := s.send(t, nil)
	if honest >= 400 != s.quiet {
		t.Errorf("%s answers %d to an honest form", pattern, honest)
	}
	_, greedy, got := s.send(t, greed)
	if greedy != honest {
		t.Errorf("%s answers %d to an honest form and %d to a greedy one", pattern, honest, greedy)
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: a greedy form makes: %s", pattern, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: a greedy form does without: %s", pattern, line)
		}
	}
	return pattern
}
