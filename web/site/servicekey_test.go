package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/web/route"
)

// liveCarrier is a live port of an account, fast enough for any connection.
func liveCarrier(t *testing.T, a *apptest.App, owner string) (id string) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks for a service").Model(&service.Service{}).Where("account_id = ? AND product_id = ? AND status = 'live'", owner, cast.Port).Order("id").Limit(1).Pluck("id", &id).Error
	})
	if _, err := a.Raw().Exec("UPDATE services SET speed = 10000 WHERE id = $1", id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAKeyIsMadeByOneCompanyAndUsedByAnother(t *testing.T) {
	a := apptest.New(t)
	theirs, ours := liveCarrier(t, a, cast.Northwind), liveCarrier(t, a, cast.Delta)
	pia := a.Browser(cast.Pia).Open(route.KeysOf(cast.Northwind, theirs)).Sees("No service keys yet").Click("New key")
	pia.Press("Make the key", "label", "", "uses", "single", "speed", "500", "vlan", "5000").Answers(http.StatusUnprocessableEntity).Sees("Enter the label").Sees("Enter a whole number from 2 to 4093")
	pia.Press("Make the key", "label", "For Delta", "vlan", "321").Sees("For Delta is made.").Sees("Single use").Sees("321")
	code := pia.Text("code.code")
	if len(code) != 36 {
		t.Fatalf("%q", code)
	}

	dev := a.Browser(cast.Dev).Open(route.NewConnections(cast.Delta, ours))
	dev.Press("Use key", "code", "6f0b1a52-0000-4a0e-9a3e-0d5f6b1c2e71").Answers(http.StatusUnprocessableEntity).Sees("This service key can’t be used")
	dev.Press("Use key", "code", " "+strings.ToUpper(code)+" ").Sees("Northwind Partners, ").Sees("Your service key allows 500 Mbps at most.").SeesNo("For Delta").SeesNo(code)
	if dev.Count("#field-details\\.far_vlan") != 0 || dev.Count("input[name=speed][value='1000']") != 0 {
		t.Error("the form offers what the key does not")
	}
	dev.Press("Add Cross Connect", "name", "To Northwind", "speed", "500", "term", "1").Sees("To Northwind is drawn.")
	dev.Click("Review").Press("Order Now").Sees("To Northwind")

	pia.Open(route.KeysOf(cast.Northwind, theirs)).Sees("Used up").Sees("Once").SeesNo("Delta Freight")
	pia.Open(route.KeysOf(cast.Northwind, theirs) + "?state=active").Sees("No service key is active")
	dev.Open(route.NewConnections(cast.Delta, ours)).Press("Use key", "code", code).Answers(http.StatusUnprocessableEntity).Sees("This service key can’t be used")
}

func TestAKeyIsChangedAndAnOutdatedFormSaysSo(t *testing.T) {
	a := apptest.New(t)
	first, second := a.Browser(cast.Alice).Open(route.ServiceKeys(cast.Acme)), a.Browser(cast.Alice).Open(route.ServiceKey(cast.Acme, "key5"))
	first.Sees("Dock cameras of Northside").Sees("Sydney core").Open(route.ServiceKey(cast.Acme, "key5")).Press("Save key", "label", "Scanners", "active", "").Sees("Key saved.").Sees("Inactive")
	second.Press("Save key", "label", "Cameras").Answers(http.StatusConflict).Sees("was changed meanwhile")
	if second.Value("label") != "Cameras" {
		t.Error("what was typed is gone")
	}
	first.Press("Save key").Sees("Nothing changed.")
	first.Open(route.Service(cast.Acme, "p-7f2k")).Sees("Changed the service key")
}

func TestWhoMakesNoKeysSeesWhyAndReadsNone(t *testing.T) {
	a := apptest.New(t)
	ben := a.Browser(cast.Ben).Open(route.Service(cast.Acme, "p-7f2k")).Sees("Making service keys takes")
	ben.Open(route.KeysOf(cast.Acme, "p-7f2k")).Answers(http.StatusForbidden).SeesNo(cast.Keys(time.Now())[0].Code)
	ben.Open(route.ServiceKey(cast.Acme, "key5")).Answers(http.StatusForbidden)
	ben.Post(route.ServiceKey(cast.Acme, "key5"), url.Values{"label": {"x"}, "version": {"1"}}).Answers(http.StatusForbidden)
	a.Browser(cast.Dev).Open(route.ServiceKey(cast.Delta, "key5")).Answers(http.StatusNotFound)
	a.Browser(cast.Dev).Open(route.KeysOf(cast.Delta, "p-7f2k")).Answers(http.StatusNotFound)
	if n := len(a.Browser(cast.Ben).Open(route.Services(cast.Acme)).Links("Service keys")); n != 0 {
		t.Error("Ben is led to the keys")
	}
}
