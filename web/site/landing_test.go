package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

// Reference 4.3, for every kind of account, setting of the dashboard, and services.
func TestWhereSomebodyBeginsWhoSignsIn(t *testing.T) {
	a := apptest.New(t)
	services := func(key string, status service.Status) {
		t.Helper()
		for _, query := range []string{
			"DELETE FROM service_tags WHERE account_id = '" + key + "'",
			"DELETE FROM connection_requests WHERE account_id = '" + key + "' OR from_account_id = '" + key + "'",
			"DELETE FROM service_keys WHERE account_id = '" + key + "'",
		} {
			if _, err := a.Raw().Exec(query); err != nil {
				t.Fatal(err)
			}
		}
		a.Tx(func(tx *db.Tx) error {
			err := tx.Everywhere("a test empties an account").Where("account_id = ? AND port_id IS NOT NULL", key).Delete(&service.Service{}).Error
			if err == nil {
				err = tx.Everywhere("a test empties an account").Where("account_id = ?", key).Delete(&service.Service{}).Error
			}
			return err
		})
		if _, err := a.Raw().Exec("UPDATE accounts SET services = 0 WHERE id = '" + key + "'"); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Raw().Exec("DELETE FROM service_tallies WHERE account_id = '" + key + "'"); err != nil {
			t.Fatal(err)
		}
		if status == "" {
			return
		}
		a.Tx(func(tx *db.Tx) error {
			return service.Plant(tx, []service.Service{{
				ID: "only-" + key, AccountID: key, ProductID: cast.Port, LocationID: "syd1", Name: "Only", Speed: 100, Term: 12, TermEndsOn: apptest.Start, Status: status, CreatedAt: apptest.Start,
			}})
		})
	}
	for _, c := range []struct {
		who      cast.Person
		shows    string // what the account's own value of the dashboard is, or "" where it has none
		services service.Status
		want     string
	}{
		{cast.Pia, "", service.Live, "dashboard"}, {cast.Pia, "", "", "dashboard"}, {cast.Rory, "", "", "dashboard"}, {cast.Rory, "", service.Live, "dashboard"},
		{cast.Alice, "", service.Live, "services"}, {cast.Alice, "", "", "services"},
		{cast.Alice, "Off", service.Live, "services"}, {cast.Alice, "Off", "", "services"},
		{cast.Alice, "On", service.Live, "services"}, {cast.Alice, "On", service.Design, "services"}, {cast.Alice, "On", service.Cancelled, "services"},
		{cast.Alice, "On", service.Decommissioned, "dashboard"}, {cast.Alice, "On", "", "dashboard"}, {cast.Ben, "On", "", "dashboard"},
		{cast.Sol, "", service.Live, "services"}, {cast.Sol, "", "", "dashboard"},
		{cast.Olive, "", "", "partners"}, {cast.Sam, "", "", "partners"}, {cast.Dina, "", "", "partners"},
	} {
		t.Run(fmt.Sprintf("%s, the dashboard %q, services %q", c.who.Name, c.shows, c.services), func(t *testing.T) {
			key := c.who.Account
			services(key, c.services)
			if c.shows != "" {
				in := setting.Draft{On: c.shows == "On", Scope: setting.ThisAccount}
				if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), key, setting.Dashboard, in); err != nil {
					t.Fatal(err)
				}
			}
			want := map[string]string{"dashboard": route.Dashboard(key), "services": route.Services(key), "partners": route.Partners(key)}[c.want]
			b := a.Browser(c.who).At(want)
			b.Open(route.Account(key)).At(want)
			b.Open(route.Home).At(want)
		})
	}
}

func TestTheDashboardStaysReachableWhenItIsOn(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).At(route.Services(cast.Acme)).SeesNo(`href="` + route.Dashboard(cast.Acme) + `"`)
	alice.Open(route.Dashboard(cast.Acme)).Answers(http.StatusForbidden).Sees("turned off for this account")
	pia := a.Browser(cast.Pia)
	if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), cast.Acme, setting.Dashboard, setting.Draft{On: true, Scope: setting.ThisAccount}); err != nil {
		t.Fatal(err)
	}
	alice.Open(route.Services(cast.Acme)).Click("Dashboard").At(route.Dashboard(cast.Acme)).Sees("Of 14 services").Sees("2 designs are not ordered")
	alice.Click("2 configured").At(route.Services(cast.Acme) + "?status=configured").Sees("2 of 14 services")
	pia.Open(route.Dashboard(cast.Northwind)).Sees("Northwind Partners and its managed accounts")
	pia.Click("See services").At(route.Services(cast.Northwind) + "?status=configured")
}

func TestTheDashboardOfAManagedAccountIsSeenByItsPartner(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Dashboard(cast.Acme)).Sees("Switch to Acme Robotics?")
	pia.Press("Switch to Acme Robotics").At(route.Dashboard(cast.Acme)).Sees("You are viewing Acme Robotics").Sees("Of 14 services").SeesNo("managed accounts. Updated")
}

func TestTheNumbersOfTheDashboardAreThoseOfTheListsBehindThem(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).At(route.Dashboard(cast.Northwind))
	active := fmt.Sprintf("%d active", a.Account(cast.Northwind).ManagedActive)
	pia.Sees(active).Click(active).Sees(fmt.Sprintf("%d of", a.Account(cast.Northwind).ManagedActive))
}

func TestTheBareAddressOfAnAccountLeadsOn(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for range 2 {
		pia.Open(route.Account(cast.Northwind)).At(route.Dashboard(cast.Northwind))
	}
	pia.Post(route.Entry(cast.Acme), url.Values{}).At(route.Services(cast.Acme))
	pia.Open(route.Account(cast.Acme)).At(route.Services(cast.Acme)).Sees("You are viewing Acme Robotics")
}
