package renewal_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/internal/service"
)

// everything are all services, and the accounts that have them.
func everything(a *apptest.App) (ss []service.Service, names map[string]account.Account) {
	names = map[string]account.Account{}
	a.Tx(func(tx *db.Tx) error {
		var as []account.Account
		if err := tx.Everywhere(whole).Find(&as).Error; err != nil {
			return err
		}
		for _, one := range as {
			names[one.ID] = one
		}
		return tx.Everywhere(whole).Find(&ss).Error
	})
	return ss, names
}

// naive is the calendar by a look at each service: its months, and its ids in order.
func naive(today time.Time, ss []service.Service, names map[string]account.Account, who cast.Person, f renewal.Filter) (sums []renewal.Sum, ids []string) {
	first := today.AddDate(0, 0, 1-today.Day())
	for i := range renewal.Months {
		sums = append(sums, renewal.Sum{Month: first.AddDate(0, i, 0)})
	}
	type entry struct {
		on time.Time
		id string
	}
	var es []entry
	for _, s := range ss {
		on, what := s.TermEndsOn, renewal.Running
		if s.Renews {
			what = renewal.Renewing
		}
		switch {
		case s.Status == service.Cancelled && s.EndsOn != nil:
			on, what = *s.EndsOn, renewal.Ending
		case s.Term <= 1 || !slices.Contains([]service.Status{service.Ordered, service.Deployable, service.Configured, service.Live}, s.Status):
			continue
		}
		whose := names[s.AccountID]
		if s.AccountID != who.Account && (s.ParentID != who.Account || whose.Kind != "managed") ||
			on.Before(today) || !on.Before(first.AddDate(0, renewal.Months, 0)) ||
			f.What != "" && f.What != what || f.Product != "" && f.Product != s.ProductID {
			continue
		}
		if f.Find != "" && !strings.Contains(s.Search, f.Find) && !strings.Contains(whose.Search, f.Find) {
			continue
		}
		month := on.UTC().AddDate(0, 0, 1-on.UTC().Day())
		for i := range sums {
			if sums[i].Month.Equal(month) {
				if sums[i].Number++; what == renewal.Renewing {
					sums[i].Renewing++
				}
			}
		}
		if f.Month.IsZero() || f.Month.Equal(month) {
			es = append(es, entry{on, s.ID})
		}
	}
	slices.SortFunc(es, func(a, b entry) int { return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.id, b.id)) })
	for _, e := range es {
		ids = append(ids, e.id)
	}
	return sums, ids
}

// all are the months of a calendar, and the ids of all its pages.
func all(t *testing.T, a *apptest.App, who cast.Person, f renewal.Filter) (sums []renewal.Sum, ids []string) {
	t.Helper()
	for {
		p, err := a.Renewals.List(t.Context(), a.By(who), f)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Entries) > renewal.PageSize {
			t.Fatalf("%d on a page", len(p.Entries))
		}
		for _, e := range p.Entries {
			ids = append(ids, e.ID)
		}
		if sums = p.Sums; !p.More {
			return sums, ids
		}
		f.After = ids[len(ids)-1]
	}
}

func TestTheCalendarIsWhatALookAtEachServiceFinds(t *testing.T) {
	a := apptest.New(t)
	if err := cast.Many(t.Context(), a.DB, 300, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	ss, names := everything(a)
	filters := []renewal.Filter{
		{}, {What: renewal.Renewing}, {What: renewal.Running}, {What: renewal.Ending}, {Product: cast.Port}, {Product: cast.MCR, What: renewal.Renewing},
		{Find: "sydney"}, {Find: "acme"}, {Find: "crm-1001"}, {Find: "o"}, {Find: "qqqqq"}, {Find: "sydney", Product: cast.VXC, What: renewal.Running},
	}
	// A day in the middle of a month, of which something is over, and the first of one.
	for _, day := range []string{"2027-01-19", "2027-02-01", "2027-02-28"} {
		until(a, day, 9)
		for _, who := range []cast.Person{cast.Pia, cast.Alice, cast.Sol} {
			for _, f := range filters {
				for _, month := range []time.Time{{}, service.FirstOf(a.Clock.Now()), service.FirstOf(a.Clock.Now()).AddDate(0, 4, 0)} {
					f.Month = month
					wantSums, wantIDs := naive(service.Midnight(a.Clock.Now()), ss, names, who, f)
					sums, ids := all(t, a, who, f)
					if fmt.Sprint(sums) != fmt.Sprint(wantSums) {
						t.Errorf("%s on %s, %+v: months\n%v, not\n%v", who.Name, day, f, sums, wantSums)
					}
					if !slices.Equal(ids, wantIDs) {
						t.Errorf("%s on %s, %+v: %d ends, not %d", who.Name, day, f, len(ids), len(wantIDs))
					}
				}
			}
		}
	}
}

func TestWhatHasATextThatManyHaveIsCountedToAThousandAMonth(t *testing.T) {
	a := apptest.New(t)
	var flood []service.Service
	for i := range 2*account.Glanced + 300 {
		months := 3
		if i >= account.Glanced+100 {
			months = 4 + i%5
		}
		flood = append(flood, service.Service{
			ID: fmt.Sprintf("p-flood%04d", i), AccountID: cast.Ember, Top: 1, ProductID: cast.Port, LocationID: "syd1", Name: fmt.Sprintf("Flood %d", i),
			Speed: 1000, Term: 12, Renews: i%2 == 0, TermEndsOn: service.AddMonths(service.FirstOf(apptest.Start), months).AddDate(0, 0, i%28),
			Details: map[string]string{}, Status: service.Live, CreatedAt: apptest.Start, Version: 1,
		})
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, flood) })
	a.CheckNumbers()
	ss, names := everything(a)
	today := service.Midnight(a.Clock.Now())
	want, wantIDs := naive(today, ss, names, cast.Pia, renewal.Filter{Find: "flood"})
	sums, ids := all(t, a, cast.Pia, renewal.Filter{Find: "flood"})
	if !slices.Equal(ids, wantIDs) {
		t.Errorf("%d ends, not %d", len(ids), len(wantIDs))
	}
	for i, m := range sums {
		if full := want[i].Number > account.Glanced; m.More != full || full && m.Number != account.Glanced || !full && m.Number != want[i].Number {
			t.Errorf("%s: %d, more: %t, of %d", m.Month.Format("Jan 2006"), m.Number, m.More, want[i].Number)
		}
	}
	// Without a text everything is counted.
	want, _ = naive(today, ss, names, cast.Pia, renewal.Filter{Product: cast.Port})
	if sums, _ := all(t, a, cast.Pia, renewal.Filter{Product: cast.Port, Month: want[11].Month}); fmt.Sprint(sums) != fmt.Sprint(want) {
		t.Errorf("%v, not %v", sums, want)
	}
}
