package order_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

// live is a service in use, whose term of a year is over at the end of January.
func live(name string, speed int64) service.Service {
	return service.Service{
		ID: strings.ToLower(name), Name: name, Speed: speed, Term: 12, Status: service.Live, TermEndsOn: day("2027-01-31"),
		Product: catalog.Product{Unit: "Mbps", FeePercent: 100},
	}
}

func TestASpeedFitsBetweenPortAndConnections(t *testing.T) {
	port, seats := live("Port", 1000), live("Seats", 5)
	seats.Product.Unit = "seats"
	drawn, gone := live("Drawn", 900), live("Gone", 900)
	drawn.Status, gone.Status = service.Design, service.Decommissioned
	for _, c := range []struct {
		speed int64
		port  *service.Service
		under []service.Service
		says  string
	}{
		{500, nil, nil, ""},
		{1000, &port, nil, ""},
		{2000, &port, nil, "not faster than its port"},
		{2000, &seats, nil, ""},
		{500, nil, []service.Service{live("Slow", 500)}, ""},
		{400, nil, []service.Service{live("Slow", 500)}, "Slow under it has 500 Mbps"},
		{400, nil, []service.Service{drawn, gone, seats}, ""},
	} {
		err := order.MayChange(live("It", 100), c.port, c.under, c.speed, 0, day("2026-11-22"))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%d: %v, not %q", c.speed, err, c.says)
		}
	}
}

func TestWhatASpeedOrATermCanBecome(t *testing.T) {
	for _, c := range []struct {
		status service.Status
		speed  int64
		term   int
		on     string
		says   string
	}{
		{service.Live, 500, 0, "2026-11-22", ""},
		{service.Configured, 500, 0, "2026-11-22", ""},
		{service.Ordered, 500, 0, "2026-11-22", "not in use"},
		{service.Cancelled, 500, 0, "2026-11-22", "about to end"},
		{service.Design, 500, 0, "2026-11-22", "not in use"},
		{service.Decommissioned, 0, 24, "2026-11-22", "not in use"},
		{service.Live, 100, 0, "2026-11-22", "already"},
		{service.Live, 0, 12, "2026-11-22", "already"},
		{service.Live, 0, 24, "2026-11-22", ""},
		{service.Live, 0, 1, "2026-11-22", "last month"},
		{service.Live, 0, 1, "2026-12-30", "last month"},
		{service.Live, 0, 1, "2026-12-31", ""},
		{service.Live, 0, 1, "2027-02-10", ""},
	} {
		s := live("It", 100)
		s.Status = c.status
		err := order.MayChange(s, nil, nil, c.speed, c.term, day(c.on))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestWhatAnEndCostsAndWhatItAsks(t *testing.T) {
	for _, c := range []struct {
		on      string
		status  service.Status
		percent int
		months  int64
	}{
		{"2026-11-22", service.Live, 100, 3}, {"2027-01-31", service.Live, 100, 0}, {"2026-11-22", service.Live, 0, 0},
		{"2026-11-22", service.Failed, 100, 0}, {"2026-11-22", service.Live, 50, 3},
		{"2026-11-22", service.Ordered, 100, 0}, {"2026-11-22", service.Configured, 100, 0},
	} {
		s := live("It", 100)
		s.Status, s.Product.FeePercent = c.status, c.percent
		if began := day("2026-01-31"); c.status == service.Live {
			s.LiveAt = &began
		}
		if d := order.DueFor(s, day(c.on)); d.Months != c.months {
			t.Errorf("%+v: %d months", c, d.Months)
		}
	}
	good := order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[0], Name: " it "}
	for _, c := range []struct {
		with  func(*order.EndDraft)
		field string
	}{
		{func(*order.EndDraft) {}, ""},
		{func(d *order.EndDraft) { d.When = "later" }, "when"},
		{func(d *order.EndDraft) { d.Reason = "I like to" }, "reason"},
		{func(d *order.EndDraft) { d.Note = strings.Repeat("x", 400) }, ""},
		{func(d *order.EndDraft) { d.Note = strings.Repeat("x", 401) }, "note"},
		{func(d *order.EndDraft) { d.Name = "Another" }, "name"},
	} {
		d := good
		c.with(&d)
		fs := fault.FieldsOf(d.Check(live("It", 100)))
		if (len(fs) == 0) != (c.field == "") || len(fs) > 0 && fs[0].Field != c.field {
			t.Errorf("%+v: %v", d, fs)
		}
	}
}

func TestWhoKeepsWhatWasToEnd(t *testing.T) {
	on, other := day("2027-01-31"), day("2027-03-01")
	ending := func(name string, at time.Time) service.Service {
		s := live(name, 100)
		s.Status, s.EndsOn = service.Cancelled, &at
		return s
	}
	admin := access.Caller{User: "u", Account: "a", Kind: access.Direct, Seat: "a", SeatKind: access.Direct, Role: access.CompanyAdmin, Sees: access.SeesAll}
	under := []service.Service{ending("With it", on), ending("By itself", other), live("Live", 1)}
	if all, err := order.Kept(admin, ending("Port", on), nil, under); err != nil || len(all) != 2 || all[1].Name != "With it" {
		t.Errorf("%v, %v", all, err)
	}
	port := ending("Port", on)
	if _, err := order.Kept(admin, ending("Connection", on), &port, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("kept under a port that ends: %v", err)
	}
	if _, err := order.Kept(admin, live("Live", 1), nil, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("kept what does not end: %v", err)
	}
	reader := admin
	reader.Role = access.ReadOnly
	if _, err := order.Kept(reader, ending("Port", on), nil, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a reader keeps it: %v", err)
	}
}
