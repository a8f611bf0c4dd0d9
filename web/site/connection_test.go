package site_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAConnectionIsAnsweredOnceFromItsPage(t *testing.T) {
	a := apptest.New(t)
	id, service := query[string](t, a, "SELECT id FROM connection_requests"), query[string](t, a, "SELECT service_id FROM connection_requests")
	if _, err := a.Raw().Exec("UPDATE services SET ends_on = '2026-12-31 00:00:00+00:00' WHERE id = '" + service + "'"); err != nil {
		t.Fatal(err)
	}
	pia := a.Browser(cast.Pia).Open(route.Connections(cast.Northwind)).Click("Answer the connection from Solo Systems")
	pia.At(route.Connection(cast.Northwind, id)).Sees("Contract 4711").Sees("It ends on 31 Dec 2026.")
	pia.Press("Answer", "state", "denied").Answers(http.StatusUnprocessableEntity).Sees("Say why")
	late := a.Browser(cast.Pia).Open(pia.Address)
	pia.Press("Answer", "state", "accepted", "vlan", "321").Answers(http.StatusOK).Sees("accepted")
	late.Press("Answer", "state", "denied", "answer", "Not before next year.").Answers(http.StatusConflict).Sees("Your answer was not saved.")
	a.Browser(cast.Pia).Open(route.Connection(cast.Northwind, id)).Sees("321").SeesNo("Your answer:")
	a.Browser(cast.Sol).Open(route.Connection(cast.Northwind, id)).Answers(http.StatusNotFound)
}

func TestAnAcceptedConnectionFollowsItsService(t *testing.T) {
	a := apptest.New(t)
	id, service := query[string](t, a, "SELECT id FROM connection_requests"), query[string](t, a, "SELECT from_service_id FROM connection_requests")
	run := func(text string) {
		t.Helper()
		if _, err := a.Raw().Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	run("UPDATE services SET speed = 777 WHERE id = '" + service + "'")
	pia := a.Browser(cast.Pia).Open(route.Connection(cast.Northwind, id)).SeesNo("777 Mbps") // who asked has been told another speed
	pia.Press("Answer", "state", "accepted").Answers(http.StatusOK)
	pia.Open(route.Connection(cast.Northwind, id)).Sees("777 Mbps")
	list := route.With(route.Connections(cast.Northwind), url.Values{"state": {"accepted"}})
	pia.Open(list).Sees("777 Mbps").SeesNo("Ended")
	run("UPDATE services SET status = 'decommissioned', ended_at = '2026-09-13 09:00:00+00:00' WHERE id = '" + service + "'")
	pia.Open(list).Sees("Ended")
	pia.Open(route.Connection(cast.Northwind, id)).Sees("Ended")
	run("UPDATE connection_requests SET state = 'withdrawn', answered_by_name = '', answer = '' WHERE id = '" + id + "'")
	pia.Open(route.Connection(cast.Northwind, id)).Sees("Solo Systems has withdrawn this request.")
}
