package service_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// tallied is how many services an account counts.
func tallied(t *testing.T, a *apptest.App, account string, scope service.Scope, product string, status service.Status) (n int64) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		var rows []service.Tally
		err := tx.Everywhere("a test looks at everything").Where("account_id = ? AND scope = ? AND product_id = ? AND status = ?", account, scope, product, status).Find(&rows).Error
		for _, r := range rows {
			n += r.Number
		}
		return err
	})
	return n
}

// drawn is a service of an account as a verb would make it.
func drawn(id, account, parent, product string, status service.Status) service.Service {
	return service.Service{
		ID: id, AccountID: account, ParentID: parent, Top: 1, ProductID: product, LocationID: "syd1", Name: id, NameFold: id, Search: id,
		Speed: 100, Term: 12, TermEndsOn: apptest.Start, Details: map[string]string{}, Status: status, CreatedAt: apptest.Start,
	}
}

func TestAccountsCountTheirServicesAndPartnersThoseOfAll(t *testing.T) {
	a := apptest.New(t)
	a.CheckNumbers()
	before := tallied(t, a, cast.Northwind, service.Below, cast.Port, service.Live)
	own := tallied(t, a, cast.Northwind, service.Own, cast.Port, service.Live)
	a.Tx(func(tx *db.Tx) error {
		return service.Plant(tx, []service.Service{drawn("n-1", cast.Ember, "", cast.Port, service.Live), drawn("n-2", cast.Northwind, "", cast.Port, service.Live)})
	})
	if got := tallied(t, a, cast.Ember, service.Own, cast.Port, service.Live); got != 1 {
		t.Errorf("Ember counts %d", got)
	}
	if got := tallied(t, a, cast.Northwind, service.Below, cast.Port, service.Live); got != before+1 {
		t.Errorf("Northwind counts %d below it, not %d", got, before+1)
	}
	if got := tallied(t, a, cast.Northwind, service.Own, cast.Port, service.Live); got != own+1 {
		t.Errorf("Northwind counts %d of its own, not %d", got, own+1)
	}
	if got := tallied(t, a, cast.Meridian, service.Below, cast.Port, service.Live); got != 0 {
		t.Errorf("the operator counts %d below it", got)
	}
	a.CheckNumbers()
}

func TestCountsFollowEveryChangeOfServices(t *testing.T) {
	a := apptest.New(t)
	r := rand.New(rand.NewPCG(4, 2026))
	at := [][2]string{{cast.Acme, cast.Northwind}, {cast.Ember, cast.Northwind}, {cast.Delta, cast.Cascade}, {cast.Solo, cast.Meridian}, {cast.Northwind, cast.Meridian}}
	var there []service.Service
	for i := range 150 {
		where := at[r.IntN(len(at))]
		s := drawn(fmt.Sprintf("r-%d", i), where[0], where[1], []string{cast.Port, cast.MCR}[r.IntN(2)], service.Statuses[r.IntN(len(service.Statuses))])
		s.Term, s.Renews, s.TermEndsOn = []int{1, 12, 24}[r.IntN(3)], r.IntN(2) == 0, apptest.Start.AddDate(0, 0, r.IntN(400))
		if r.IntN(2) == 0 {
			day := s.TermEndsOn.AddDate(0, 0, r.IntN(60))
			s.EndsOn = &day
		}
		a.Tx(func(tx *db.Tx) error {
			if len(there) < 5 || r.IntN(3) == 0 {
				there = append(there, s)
				return put(tx, s)
			}
			n := r.IntN(len(there))
			was := there[n]
			there[n].Status, there[n].ProductID = s.Status, s.ProductID
			there[n].Term, there[n].Renews, there[n].TermEndsOn, there[n].EndsOn = s.Term, s.Renews, s.TermEndsOn, s.EndsOn
			if err := tx.Everywhere("a test writes as a verb would").Model(&there[n]).Where("id = ?", was.ID).Select("*").Updates(&there[n]).Error; err != nil {
				return err
			}
			return service.Recount(tx, []service.Service{was}, []service.Service{there[n]})
		})
	}
	a.CheckNumbers()
}

// put writes a new service and what follows from it.
func put(tx *db.Tx, s service.Service) error {
	if err := tx.Put("a test writes as a verb would", &s); err != nil {
		return err
	}
	if err := tx.MakeServiceFindable(s.ParentID, s.ID, s.Search); err != nil {
		return err
	}
	return service.Recount(tx, nil, []service.Service{s})
}

func TestCountsHoldWhenManyChangeServicesAtOnce(t *testing.T) {
	a := apptest.New(t)
	var all sync.WaitGroup
	for w := range 8 {
		all.Go(func() {
			for i := range 5 {
				s := drawn(fmt.Sprintf("w-%d-%d", w, i), []string{cast.Acme, cast.Ember, cast.Cobalt}[w%3], cast.Northwind, cast.MVE, service.Design)
				for _, status := range []service.Status{"", service.Live, service.Decommissioned} {
					err := a.DB.Do(t.Context(), access.Caller{}, func(tx *db.Tx) error {
						if status == "" {
							return put(tx, s)
						}
						now := s
						now.Status = status
						if err := tx.Everywhere("a test writes as a verb would").Model(&now).Where("id = ?", s.ID).Update("status", status).Error; err != nil {
							return err
						}
						return service.Recount(tx, []service.Service{s}, []service.Service{now})
					})
					if err != nil {
						t.Error(err)
					}
					if status != "" {
						s.Status = status
					}
				}
			}
		})
	}
	all.Wait()
	a.CheckNumbers()
}

func TestManyAccountsAreCountedAsTheyAreMade(t *testing.T) {
	a := apptest.New(t)
	for range 2 {
		if err := cast.Many(t.Context(), a.DB, 500, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
	}
	a.CheckNumbers()
	var kept account.Account
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("id = ?", cast.Northwind).Take(&kept).Error
	})
	if kept.Managed < 1000 {
		t.Errorf("%d accounts", kept.Managed)
	}
}
