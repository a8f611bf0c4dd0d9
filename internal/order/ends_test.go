package order_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

var ended = order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[4], Note: "Moved.", Name: "sydney core"}

func TestTheEndOfAPortIsAskedForOnceAndEndsAllUnderIt(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.Token = "once"
	out, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in)
	if err != nil || !out.Waits() || out.Request.Kind != approval.Termination || out.Service.Status != service.Live || out.Request.Asked.Under != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	if again, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in); err != nil || again.Request.ID != out.Request.ID {
		t.Errorf("the same form again: %+v, %v", again, err)
	}
	in.Token = ""
	if _, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second request: %v", err)
	}
	if _, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), port, ended); err != nil {
		t.Fatal(err)
	}
	st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), port, "")
	if err != nil || !st.Service.Gone() || st.Service.EndReason != ended.Reason {
		t.Fatalf("%+v, %v", st.Service, err)
	}
	for _, u := range st.Under {
		if !u.Gone() {
			t.Errorf("%s is %s", u.Name, u.Status)
		}
	}
	a.CheckNumbers()
}

func TestAScheduledEndIsTakenBack(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.When = order.AtTerms
	by := a.Viewing(cast.Tariq, cast.Acme)
	out, err := a.Orders.End(t.Context(), by, port, in)
	if err != nil || out.Service.Status != service.Cancelled || out.Service.EndsOn == nil || !out.Service.EndsOn.Equal(out.Service.TermEndsOn) {
		t.Fatalf("%+v, %v", out.Service, err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Ben), port); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Ben keeps it: %v", err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), "x-91ma"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a connection is kept under a port that ends: %v", err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Dev), port); !fault.Is(err, fault.NotFound) {
		t.Errorf("a foreign account keeps it: %v", err)
	}
	kept, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), port)
	if err != nil || kept.Status != service.Live || kept.EndsOn != nil || kept.EndReason != "" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if _, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), port); !fault.Is(err, fault.Conflict) {
		t.Errorf("kept twice: %v", err)
	}
	st, _ := a.Orders.Look(t.Context(), by, port, "")
	for _, u := range st.Under {
		if u.Status == service.Cancelled {
			t.Errorf("%s still ends", u.Name)
		}
	}
	a.CheckNumbers()
}

// underSydneyCore brings the connections under the port into several states: a
// live one, one that ends before the port, one that ends after it, one just
// ordered and one that could not be built. It answers them, and the port's day.
func underSydneyCore(t *testing.T, a *apptest.App) (ids []string, on time.Time) {
	t.Helper()
	by := a.Viewing(cast.Pia, cast.Acme)
	for _, n := range []string{"1", "2"} {
		d, err := a.Orders.AddConnection(t.Context(), by, port, order.Draft{Token: n, Far: "cloud.aws-syd", Name: "New " + n, Speed: "50", Term: "1"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ordered(t, a, by, d.ID); err != nil {
			t.Fatal(err)
		}
	}
	st, err := a.Orders.Look(t.Context(), by, port, "")
	if err != nil {
		t.Fatal(err)
	}
	on = st.Service.TermEndsOn
	var news []string
	for _, u := range st.Under {
		switch {
		case strings.HasPrefix(u.Name, "New "):
			news = append(news, u.ID)
		case len(ids) < 3:
			ids = append(ids, u.ID)
		}
	}
	ids = append(ids, news...)
	if len(ids) != 5 {
		t.Fatal(ids)
	}
	change(t, a, "UPDATE services SET status = 'live', live_at = created_at WHERE id = $1", ids[0])
	change(t, a, "UPDATE services SET status = 'cancelled', live_at = created_at, ends_on = $1 WHERE id = $2", on.AddDate(0, 0, -7), ids[1])
	change(t, a, "UPDATE services SET status = 'cancelled', live_at = created_at, ends_on = $1 WHERE id = $2", on.AddDate(0, 0, 7), ids[2])
	change(t, a, "UPDATE services SET status = 'failed', step_at = NULL WHERE id = $1", ids[4])
	a.Recount()
	return ids, on
}

func TestAScheduledEndEndsNothingToday(t *testing.T) {
	a := apptest.New(t)
	ids, on := underSydneyCore(t, a)
	in, by := ended, a.Viewing(cast.Pia, cast.Acme)
	in.When = order.AtTerms
	if _, err := a.Orders.End(t.Context(), by, port, in); err != nil {
		t.Fatal(err)
	}
	st, err := a.Orders.Look(t.Context(), by, port, "")
	if err != nil {
		t.Fatal(err)
	}
	become := func(want ...service.Status) {
		t.Helper()
		for i, id := range ids {
			if got := status(t, a, id); got != want[i] {
				t.Errorf("%d is %s, not %s", i, got, want[i])
			}
		}
	}
	become(service.Cancelled, service.Cancelled, service.Cancelled, service.Ordered, service.Failed)
	for _, u := range st.Under {
		want := on
		if u.ID == ids[1] {
			want = on.AddDate(0, 0, -7)
		}
		if u.EndsOn == nil || !u.EndsOn.Equal(want) {
			t.Errorf("%s ends on %v, not %s", u.Name, u.EndsOn, want)
		}
	}
	if _, err := a.Orders.Keep(t.Context(), by, port); err != nil {
		t.Fatal(err)
	}
	become(service.Live, service.Cancelled, service.Live, service.Ordered, service.Failed)
	for _, id := range ids[3:] {
		if n := count(t, a, "SELECT count(*) FROM services WHERE id = $1 AND ends_on IS NULL AND end_reason = ''", id); n != 1 {
			t.Errorf("%s still ends", id)
		}
	}
	a.CheckNumbers()
}

func TestWhatIsBuiltUnderAServiceThatEndsEndsWithIt(t *testing.T) {
	a := apptest.New(t)
	ids, on := underSydneyCore(t, a)
	in, by := ended, a.Viewing(cast.Pia, cast.Acme)
	in.When = order.AtTerms
	if _, err := a.Orders.End(t.Context(), by, port, in); err != nil {
		t.Fatal(err)
	}
	builtin := a.Deliveries.Builtin(time.Second)
	for range 3 {
		if _, err := builtin.CarryOn(t.Context(), a.By(cast.Olive)); err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(time.Second)
	}
	if n := count(t, a, "SELECT count(*) FROM services WHERE id = $1 AND status = 'cancelled' AND live_at IS NOT NULL", ids[3]); n != 1 {
		t.Errorf("it is %s once it is built", status(t, a, ids[3]))
	}
	a.CheckNumbers()
	a.Clock.Advance(on.Sub(a.Clock.Now()) + time.Hour)
	if _, err := a.Deliveries.EndDue(t.Context(), a.By(cast.Olive)); err != nil {
		t.Fatal(err)
	}
	for _, id := range append(ids, port) {
		if got := status(t, a, id); got != service.Decommissioned {
			t.Errorf("%s is %s", id, got)
		}
	}
	a.CheckNumbers()
}

func TestAServiceThatWasNeverLiveIsKeptAsItWas(t *testing.T) {
	a := apptest.New(t)
	in := ended
	in.When, in.Name = order.AtTerms, "Firewall, Brisbane"
	out, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), "v-5n3j", in)
	if err != nil || out.Service.Status != service.Cancelled {
		t.Fatalf("%+v, %v", out.Service, err)
	}
	kept, err := a.Orders.Keep(t.Context(), a.By(cast.Alice), "v-5n3j")
	if err != nil || kept.Status != service.Configured || kept.LiveAt != nil {
		t.Fatalf("%+v, %v", kept, err)
	}
	a.CheckNumbers()
}

func TestEndsThatAreRefused(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		name string
		by   cast.Person
		id   string
		kind fault.Kind
	}{
		{"a technical contact", cast.Ben, port, fault.Forbidden},
		{"a foreign account", cast.Dev, port, fault.NotFound},
		{"the partner at home", cast.Pia, port, fault.NotFound},
		{"the name of another", cast.Alice, "p-3c8w", fault.Invalid},
	} {
		if _, err := a.Orders.End(t.Context(), a.By(c.by), c.id, ended); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	in := ended
	in.Name = "Brisbane warehouse"
	if _, err := a.Orders.End(t.Context(), a.By(cast.Alice), "p-6d9h", in); !fault.Is(err, fault.Conflict) {
		t.Errorf("a design ends: %v", err)
	}
}

func TestTheFeeIsSeenByWhoSeesPricesAndHeldByNobodyElse(t *testing.T) {
	a := apptest.New(t)
	c, err := a.Orders.Closing(t.Context(), a.Viewing(cast.Pia, cast.Acme), port)
	if err != nil || !c.Retail.Known() || !c.Cost.Known() || len(c.All) != 4 || c.All[0].Months == 0 || len(c.Later) != 4 || c.Later[0].Months != 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	by := a.By(cast.Alice)
	by.Prices = access.NoPrices
	c, err = a.Orders.Closing(t.Context(), by, port)
	if err != nil || c.Retail.Known() || c.Cost.Known() || c.All[0].Retail.Known() || c.All[0].Service.MonthlyCost.Known() || c.All[0].Months == 0 {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestWhatIsStillAskedFailsWhenItsServiceEnds(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *apptest.App){
		"now": func(t *testing.T, a *apptest.App) {
			if _, err := a.Orders.End(t.Context(), a.Viewing(cast.Tariq, cast.Acme), port, ended); err != nil {
				t.Fatal(err)
			}
		},
		"by an approval": func(t *testing.T, a *apptest.App) {
			out, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, ended)
			if err != nil {
				t.Fatal(err)
			}
			now, err := a.Orders.Today(t.Context(), a.By(cast.Theo), out.Request.ID)
			if err != nil {
				t.Fatal(err)
			}
			if done, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: now.Book}); err != nil || done.State != approval.Approved {
				t.Fatalf("%+v, %v", done, err)
			}
		},
		"on its day": func(t *testing.T, a *apptest.App) {
			change(t, a, "UPDATE services SET status = 'cancelled', ends_on = $1 WHERE id = $2", service.Midnight(a.Clock.Now()), port)
			a.Recount()
			if _, err := a.Deliveries.EndDue(t.Context(), a.By(cast.Olive)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			asked, err := a.Orders.Change(t.Context(), a.By(cast.Alice), port, faster(t, a, cast.Alice, 100000))
			if err != nil || !asked.Waits() {
				t.Fatalf("%+v, %v", asked, err)
			}
			end(t, a)
			r, err := a.Approvals.Find(t.Context(), a.By(cast.Theo), asked.Request.ID)
			if err != nil || r.State != approval.Failed || r.Problem != "Sydney core has ended." || r.DecidedBy != "" {
				t.Errorf("%s, %q, %v", r.State, r.Problem, err)
			}
			if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'request.failed' AND subject_id = $1", r.ID); n != 1 {
				t.Errorf("%d facts", n)
			}
			if status(t, a, port) != service.Decommissioned {
				t.Error(status(t, a, port))
			}
		})
	}
}

func TestAnEndAtTheTermIsNotApprovedForTheNextTerm(t *testing.T) {
	a := apptest.New(t)
	until := func(day string) {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		a.Clock.Advance(at.Add(3 * time.Hour).Sub(a.Clock.Now()))
	}
	until("2027-01-20")
	in := ended
	in.When = order.AtTerms
	out, err := a.Orders.End(t.Context(), a.By(cast.Alice), "p-7f2k", in)
	if err != nil || !out.Waits() || out.Request.Asked.On.Format(time.DateOnly) != "2027-01-31" {
		t.Fatal(out, err)
	}
	until("2027-02-03")
	portal, _, err := a.Sessions.Portal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Renewals.CarryOut(t.Context(), portal); err != nil {
		t.Fatal(err)
	}
	const says = "The term of Sydney core ends on 31 January 2028 now, and the end was asked for 31 January 2027."
	now, err := a.Orders.Today(t.Context(), a.By(cast.Theo), out.Request.ID)
	if err != nil || !strings.Contains(now.Problem, says) {
		t.Errorf("%q, %v", now.Problem, err)
	}
	r, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), out.Request.ID, order.Decision{Book: now.Book})
	if err != nil || r.State != approval.Failed || !strings.Contains(r.Problem, says) {
		t.Errorf("%s, %q, %v", r.State, r.Problem, err)
	}
	if n := count(t, a, "SELECT count(*) FROM services WHERE id = 'p-7f2k' AND status = 'live' AND ends_on IS NULL"); n != 1 {
		t.Errorf("the service is %s", status(t, a, "p-7f2k"))
	}
}
