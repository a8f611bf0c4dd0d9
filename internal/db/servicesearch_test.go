package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// shelf is the cast with ports of Ember's, below Northwind, that have some names.
func shelf(t *testing.T, names ...string) *apptest.App {
	t.Helper()
	a := apptest.New(t)
	var ss []service.Service
	for i, name := range names {
		ss = append(ss, service.Service{
			ID: fmt.Sprintf("z-%04d", i), AccountID: cast.Ember, ProductID: cast.Port, LocationID: "syd1", Name: name, Speed: 1000, Term: 1,
			Status: service.Design, CreatedAt: apptest.Start,
		})
	}
	a.Tx(func(tx *db.Tx) error { return service.Plant(tx, ss) })
	return a
}

// services are the ids that somebody finds by a part, and whether it is looked up.
func services(t *testing.T, a *apptest.App, p cast.Person, part string, limit int) (ids []string, ok bool) {
	t.Helper()
	err := a.DB.Read(t.Context(), a.By(p), func(tx *db.Tx) (err error) {
		ids, ok, err = tx.FindServices(part, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids, ok
}

func TestServicesAreFoundByAnyPartOfTheirText(t *testing.T) {
	a := shelf(t, "Zylo quartz", "zylo_amber 100%", "zyl")
	for part, want := range map[string][]string{
		"zyl": {"z-0002", "z-0000", "z-0001"}, "zylo": {"z-0000", "z-0001"}, "lo quartz": {"z-0000"}, "o_am": {"z-0001"}, "oxam": nil, "100%": {"z-0001"},
		"zylo quartz\nz-0000": {"z-0000"}, "zylo opal and quartz": nil, "z-0002": {"z-0002"},
	} {
		if got, ok := services(t, a, cast.Pia, part, 100); !ok || !slices.Equal(got, want) {
			t.Errorf("%q finds %v, %t, not %v", part, got, ok, want)
		}
	}
	for _, other := range []cast.Person{cast.Cara, cast.Alice, cast.Olive} {
		if got, _ := services(t, a, other, "zyl", 100); len(got) > 0 {
			t.Errorf("%s finds %v", other.Name, got)
		}
	}
	if got, ok := services(t, a, cast.Pia, "zy", 100); ok {
		t.Errorf("two bytes find %v", got)
	}
}

func TestAServiceIsFoundByWhatItIsCalledNow(t *testing.T) {
	a := shelf(t, "Zylo one", "Zylo two")
	as := func(fn func(tx *db.Tx) error) {
		if err := a.DB.Do(t.Context(), a.By(cast.Pia), fn); err != nil {
			t.Fatal(err)
		}
	}
	for _, to := range []string{"Quvax", "Zylo one", "Quvax", "Rumbo"} {
		as(func(tx *db.Tx) error {
			was, err := service.LockOne(tx, "z-0000")
			if err != nil {
				return err
			}
			now := was
			now.Name = to
			return service.Write(tx, was, &now)
		})
	}
	as(func(tx *db.Tx) error {
		s, err := service.LockOne(tx, "z-0001")
		if err != nil {
			return err
		}
		return service.Discard(tx, s)
	})
	for part, want := range map[string]int{"zylo": 0, "quvax": 0, "rumbo": 1, "z-0001": 0} {
		if got, ok := services(t, a, cast.Pia, part, 100); !ok || len(got) != want {
			t.Errorf("%q finds %v, %t", part, got, ok)
		}
	}
	if !apptest.Postgres() {
		if got := texts(t, a, "SELECT service_id FROM service_texts WHERE service_id LIKE 'z-%'"); !slices.Equal(got, []string{"z-0000"}) {
			t.Errorf("texts are kept of %v", got)
		}
	}
	a.CheckNumbers()
}

// What is left of earlier texts counts for nothing, and what is common is said to be.
func TestServicesAreFoundUpToALimit(t *testing.T) {
	names := make([]string, 30)
	for i := range names {
		names[i] = fmt.Sprintf("Zylo quartz %02d", i)
	}
	a := shelf(t, names...)
	for range 3 {
		a.Tx(func(tx *db.Tx) error {
			for i := range 20 {
				if err := tx.MakeServiceFindable(cast.Northwind, fmt.Sprintf("z-%04d", i), "something else"); err != nil {
					return err
				}
			}
			for i := range 20 {
				id := fmt.Sprintf("z-%04d", i)
				if err := tx.MakeServiceFindable(cast.Northwind, id, strings.ToLower(names[i])+"\n"+id+"\nsyd"); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for limit, want := range map[int]int{10: 10, 29: 29, 30: 30, 31: 30, 100: 30} {
		if got, ok := services(t, a, cast.Pia, "zylo", limit); !ok || len(got) != want {
			t.Errorf("%d of at most %d, %t", len(got), limit, ok)
		}
	}
	if got, ok := services(t, a, cast.Pia, "zylo quartz 07", 100); !ok || !slices.Equal(got, []string{"z-0007"}) {
		t.Errorf("found %v, %t", got, ok)
	}
	if got, ok := services(t, a, cast.Pia, "zylo quartz", 20); ok != apptest.Postgres() {
		t.Errorf("a text made of what is common finds %d, %t", len(got), ok)
	}
}
