package renewal_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/renewal"
	"github.com/tenantry/tenantry/internal/service"
)

const whole = "a test looks at everything"

func portal(t *testing.T, a *apptest.App) access.Caller {
	t.Helper()
	by, ok, err := a.Sessions.Portal(t.Context())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return by
}

// service of the cast as it is now, with all its prices.
func find(a *apptest.App, id string) (s service.Service) {
	a.Tx(func(tx *db.Tx) error { return tx.Everywhere(whole).Where("id = ?", id).Take(&s).Error })
	return s
}

func facts(a *apptest.App, id string, kind event.Kind) (es []event.Event) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere(whole).Where("subject_id = ? AND kind = ?", id, kind).Order("id").Find(&es).Error
	})
	return es
}

func letters(a *apptest.App, kind outbox.Kind, account string) (ls []outbox.Letter) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere(whole).Where("kind = ? AND account_id = ?", kind, account).Order("id").Find(&ls).Error
	})
	return ls
}

// set changes columns of a service as no verb does.
func set(a *apptest.App, id string, columns map[string]any) {
	was := find(a, id)
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test arranges it").Model(&service.Service{}).Where("id = ?", id).Updates(columns).Error
	})
	now := find(a, id)
	a.Tx(func(tx *db.Tx) error { return service.Recount(tx, []service.Service{was}, []service.Service{now}) })
}

// until lets the test's clock come to a day, at an hour.
func until(a *apptest.App, day string, hour int) {
	at, _ := time.Parse(time.DateOnly, day)
	a.Clock.Advance(at.Add(time.Duration(hour) * time.Hour).Sub(a.Clock.Now()))
}

func carry(t *testing.T, a *apptest.App) int {
	t.Helper()
	n, err := a.Renewals.CarryOut(t.Context(), portal(t, a))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestATermThatRenewsBeginsAgainAtTheSamePrice(t *testing.T) {
	a := apptest.New(t)
	was := find(a, "p-7f2k") // until 31 Jan 2027
	until(a, "2027-01-30", 23)
	carry(t, a)
	if s := find(a, "p-7f2k"); !s.TermEndsOn.Equal(was.TermEndsOn) {
		t.Fatalf("renewed a day early: %s", s.TermEndsOn)
	}
	until(a, "2027-01-31", 0)
	carry(t, a)
	s := find(a, "p-7f2k")
	if s.TermEndsOn.Format(time.DateOnly) != "2028-01-31" || s.Term != 12 || !s.MonthlyRetail.Same(was.MonthlyRetail) || !s.MonthlyCost.Same(was.MonthlyCost) {
		t.Errorf("%+v", s)
	}
	for range 3 {
		carry(t, a)
	}
	es := facts(a, "p-7f2k", event.ServiceRenewed)
	if len(es) != 1 || es[0].UserName != "The portal" || es[0].Changes[0] != (event.Change{Field: "Term ends", Was: "31 Jan 2027", Now: "31 Jan 2028"}) {
		t.Errorf("%+v", es)
	}
	if left := s.MonthsLeft(a.Clock.Now()); left != 12 {
		t.Errorf("%d months of the new term are left to be paid, not 12", left)
	}
}

func TestATermThatRunsOutGoesOnFromMonthToMonthAtThePriceOfTheDay(t *testing.T) {
	a := apptest.New(t)
	set(a, "p-7f2k", map[string]any{"renews": false})
	was := find(a, "p-7f2k")
	until(a, "2027-01-31", 3)
	var want pricing.Quote
	by, acme := portal(t, a), a.Account(cast.Acme)
	a.Tx(func(tx *db.Tx) error {
		tx.By = by
		s, err := service.One(tx, "p-7f2k")
		if err != nil {
			return err
		}
		want, err = pricing.For(tx, acme, pricing.Ask{Product: s.ProductID, Location: s.Location, Speed: s.Speed, Term: 1})
		return err
	})
	carry(t, a)
	s := find(a, "p-7f2k")
	if s.Term != 1 || s.TermEndsOn.Format(time.DateOnly) != "2027-02-28" || !s.MonthlyRetail.Same(want.MonthlyRetail.In("")) && !s.MonthlyRetail.Same(want.MonthlyRetail) || s.MonthlyRetail.Same(was.MonthlyRetail) {
		t.Errorf("%+v", s)
	}
	es := facts(a, "p-7f2k", event.ServiceRanOut)
	if len(es) != 1 || es[0].Changes[0] != (event.Change{Field: "Term", Was: "12 months", Now: "Month to month"}) || !strings.Contains(es[0].Changes[1].Now, "today") {
		t.Errorf("%+v", es)
	}
	if left := s.MonthsLeft(a.Clock.Now()); left != 0 {
		t.Errorf("%d months are left to be paid", left)
	}
	until(a, "2027-03-31", 5) // a month of which nobody looked
	carry(t, a)
	if s := find(a, "p-7f2k"); s.TermEndsOn.Format(time.DateOnly) != "2027-04-30" || len(facts(a, s.ID, event.ServiceRanOut))+len(facts(a, s.ID, event.ServiceRenewed)) != 1 {
		t.Errorf("%s: months go on without a word, and come back to the end of the month", s.TermEndsOn)
	}
}

func TestWhereThereIsNoPriceAnyMoreTheOldOneStays(t *testing.T) {
	a := apptest.New(t)
	set(a, "p-7f2k", map[string]any{"renews": false, "speed": 7})
	was := find(a, "p-7f2k")
	until(a, "2027-01-31", 3)
	carry(t, a)
	es := facts(a, "p-7f2k", event.ServiceRanOut)
	if s := find(a, "p-7f2k"); !s.MonthlyRetail.Same(was.MonthlyRetail) || len(es) != 1 || !strings.HasPrefix(es[0].Changes[1].Now, "Stays as it is") {
		t.Errorf("%+v", es)
	}
}

func TestAWeekWithoutTheJobIsCaughtUpOnce(t *testing.T) {
	a := apptest.New(t)
	until(a, "2029-02-07", 12) // two terms of a year were missed
	by := portal(t, a)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() { _, _ = a.Renewals.CarryOut(context.Background(), by) })
	}
	all.Wait()
	carry(t, a)
	es := facts(a, "p-7f2k", event.ServiceRenewed)
	if s := find(a, "p-7f2k"); s.TermEndsOn.Format(time.DateOnly) != "2030-01-31" || len(es) != 3 {
		t.Errorf("%s, %d facts", s.TermEndsOn, len(es))
	}
	for i, year := range []string{"2028", "2029", "2030"} {
		if i < len(es) && !strings.HasSuffix(es[i].Changes[0].Now, year) {
			t.Errorf("fact %d: %+v", i, es[i].Changes)
		}
	}
	a.CheckNumbers()
}

func TestWhatIsNotLiveIsNotRenewed(t *testing.T) {
	a := apptest.New(t)
	was := find(a, "v-5n3j") // configured
	cancelled := find(a, "x-12rn")
	until(a, "2028-01-01", 0)
	carry(t, a)
	if s := find(a, "v-5n3j"); !s.TermEndsOn.Equal(was.TermEndsOn) || s.Version != was.Version {
		t.Error(s.TermEndsOn)
	}
	if s := find(a, "x-12rn"); s.Version != cancelled.Version {
		t.Error(s.Status)
	}
}

// model is what becomes of one service, worked out day by day without a database.
type model struct {
	begins, ends time.Time
	term         int
	renews       bool
	facts        []string
}

func (m *model) day(today time.Time) {
	for !m.ends.After(today) {
		was := m.ends
		switch {
		case m.term == 1:
		case m.renews:
			m.facts = append(m.facts, "renewed "+was.Format(time.DateOnly))
		default:
			m.term = 1
			m.facts = append(m.facts, "ran_out "+was.Format(time.DateOnly))
		}
		for n := 1; !m.ends.After(was); n++ { // the next day that is whole terms away from the first
			y, mo, d := m.begins.Date()
			end := time.Date(y, mo+time.Month(n*m.term), 1, 0, 0, 0, 0, time.UTC)
			if last := end.AddDate(0, 1, -1).Day(); d > last {
				d = last
			}
			m.ends = end.AddDate(0, 0, d-1)
			if !m.ends.After(was) {
				m.ends = was
			}
		}
	}
}

var errKilled = errors.New("killed")

// Whatever the terms, however often the job runs, is killed, or does not run,
// what becomes of services is what a naive reading of the rule says, once.
func TestTermsFollowEachOtherWhateverHappensToTheJob(t *testing.T) {
	for seed := range uint64(apptest.Tries(4)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 11))
			a := apptest.New(t)
			by := portal(t, a)
			killed := false
			event.Hear(a.DB, func(*db.Tx, []event.Event) error { // at a random point before a commit
				if killed && r.IntN(3) == 0 {
					return errKilled
				}
				return nil
			})
			models, ids := map[string]*model{}, []string{"p-7f2k", "p-3c8w", "m-18qz", "i-05ud", "x-91ma", "x-44bt", "x-65fe"}
			for _, id := range ids {
				m := &model{term: []int{1, 12, 12, 24, 36, 48, 60}[r.IntN(7)], renews: r.IntN(2) == 0}
				m.begins = time.Date(2023+r.IntN(3), time.Month(1+r.IntN(12)), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 24+r.IntN(8))
				m.ends = service.AddMonths(m.begins, m.term)
				models[id] = m
				set(a, id, map[string]any{"term": m.term, "renews": m.renews, "term_begins_on": m.begins, "term_ends_on": m.ends})
			}
			day := service.Midnight(a.Clock.Now())
			for range 60 {
				step := r.IntN(70) // days; none now and then, so that it runs several times a day
				for range step {
					day = day.AddDate(0, 0, 1)
				}
				a.Clock.Advance(day.Add(time.Duration(r.IntN(24)) * time.Hour).Sub(a.Clock.Now()))
				if r.IntN(4) == 0 {
					continue // the job does not run
				}
				killed = r.IntN(2) == 0
				_, err := a.Renewals.CarryOut(t.Context(), by)
				if err != nil && !errors.Is(err, errKilled) {
					t.Fatal(err)
				}
				killed = false
			}
			for day.Year() < 2033 { // over another leap year
				day = day.AddDate(0, 5, 0)
				a.Clock.Advance(day.Sub(a.Clock.Now()))
			}
			carry(t, a)
			if n := carry(t, a); n != 0 {
				t.Errorf("%d terms began twice", n)
			}
			for _, id := range ids {
				m := models[id]
				for d := time.Date(2026, 9, 14, 0, 0, 0, 0, time.UTC); !d.After(day); d = d.AddDate(0, 0, 1) {
					m.day(d)
				}
				s := find(a, id)
				if !s.TermEndsOn.Equal(m.ends) || s.Term != m.term {
					t.Errorf("%s: %d months until %s, not %d until %s", id, s.Term, s.TermEndsOn.Format(time.DateOnly), m.term, m.ends.Format(time.DateOnly))
				}
				var rows []renewal.Renewal
				a.Tx(func(tx *db.Tx) error {
					return tx.Everywhere(whole).Where("service_id = ?", id).Order("term_ends_on").Find(&rows).Error
				})
				var got []string
				for _, row := range rows {
					got = append(got, string(row.Did)+" "+row.TermEndsOn.UTC().Format(time.DateOnly))
				}
				if !slices.Equal(got, m.facts) || len(facts(a, id, event.ServiceRenewed))+len(facts(a, id, event.ServiceRanOut)) != len(m.facts) {
					t.Errorf("%s: %v, not %v", id, got, m.facts)
				}
			}
			a.CheckNumbers()
		})
	}
}

func TestRemindersLeaveOnceForAPartnerAndADay(t *testing.T) {
	a := apptest.New(t)
	by := portal(t, a)
	until(a, "2026-12-30", 8)
	if _, err := a.Renewals.Remind(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	before := len(letters(a, outbox.TermsEnd, cast.Northwind))
	until(a, "2026-12-31", 8) // a month before 31 January, of which Acme has three
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { _, _ = a.Renewals.Remind(context.Background(), by) })
	}
	all.Wait()
	for range 2 {
		if _, err := a.Renewals.Remind(t.Context(), by); err != nil {
			t.Fatal(err)
		}
	}
	ls := letters(a, outbox.TermsEnd, cast.Northwind)[before:]
	to := map[string]int{}
	for _, l := range ls {
		to[l.ToAddress]++
		for _, name := range []string{"Sydney core (p-7f2k), Acme Robotics [CRM-1001]. Renews for 12 months.", "Sydney IX (i-05ud)", "31 Jan 2027"} {
			if !strings.Contains(l.Facts.Text, name) {
				t.Errorf("no %q in %s", name, l.Facts.Text)
			}
		}
		if strings.ContainsAny(l.Facts.Text, "$€") || strings.Contains(l.Facts.Text, "AUD") {
			t.Error("a letter holds an amount")
		}
	}
	if to[cast.Pia.Email] != 1 || len(ls) != len(to) {
		t.Errorf("letters to %v", to)
	}
	if len(letters(a, outbox.TermsRunOut, cast.Northwind)) == 0 {
		set(a, "p-7f2k", map[string]any{"renews": false})
	}
	until(a, "2027-01-24", 8)
	set(a, "p-7f2k", map[string]any{"renews": false})
	soFar := len(letters(a, outbox.TermsRunOut, cast.Northwind))
	for range 3 {
		if _, err := a.Renewals.Remind(t.Context(), by); err != nil {
			t.Fatal(err)
		}
	}
	ls = letters(a, outbox.TermsRunOut, cast.Northwind)[soFar:]
	if !slices.ContainsFunc(ls, func(l outbox.Letter) bool {
		return l.ToAddress == cast.Pia.Email && strings.Contains(l.Facts.Text, "Sydney core (p-7f2k), Acme Robotics [CRM-1001]. From month to month from 31 Jan 2027")
	}) || slices.ContainsFunc(ls, func(l outbox.Letter) bool { return strings.Contains(l.Facts.Text, "Sydney IX") }) {
		t.Errorf("%+v", ls)
	}
}

func TestRowsOfRenewalsAreTheirTables(t *testing.T) {
	a := apptest.New(t)
	a.Mirror(t, &renewal.Renewal{})
	a.Mirror(t, &renewal.Reminder{})
}
