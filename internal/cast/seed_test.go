package cast_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/service"
)

func TestTheNamedAccountsHaveKeysOfTheRightAlphabet(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range []string{
		cast.Meridian, cast.Harbour, cast.Northwind, cast.Cascade, cast.Lakeside, cast.Solo, cast.Acme, cast.BlueBottle,
		cast.Cobalt, cast.Ember, cast.IronBark, cast.Tidewater, cast.Queensland, cast.Delta, cast.Clearlake, cast.Named(1004),
	} {
		if !db.IsKey(key) || seen[key] {
			t.Errorf("%q is no key, or used twice", key)
		}
		seen[key] = true
	}
}

func TestEveryPersonOfTheCastCanSignIn(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		got := a.By(p)
		if got.Kind != p.Kind {
			t.Errorf("%s sits in a %s, not a %s", p.Name, got.Kind, p.Kind)
		}
	}
}

func TestAcmeHasFourteenServicesAtFourLocations(t *testing.T) {
	a := apptest.New(t)
	p, err := a.Services.List(t.Context(), a.By(cast.Alice), service.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if p.All != 14 || p.Locations != 4 || len(p.Groups) != 6 {
		t.Errorf("Acme has %d services at %d locations in %d groups", p.All, p.Locations, len(p.Groups))
	}
}

func TestTheHistoryOfTheCastNamesWhoDidWhat(t *testing.T) {
	a := apptest.New(t)
	var es []event.Event
	for before, more := "", true; more; {
		page, later, err := a.Events.History(t.Context(), a.By(cast.Pia), cast.Acme, before)
		if err != nil {
			t.Fatal(err)
		}
		es, before, more = append(es, page...), page[len(page)-1].ID, later
	}
	if len(es) < 60 {
		t.Errorf("%d facts about Acme and its services", len(es))
	}
	es = slices.DeleteFunc(es, func(e event.Event) bool { return e.SubjectID != cast.Acme })
	if len(es) != 3 || es[2].Kind != event.AccountCreated || es[2].UserName != "Pia Larsen" || es[2].SeatID != cast.Northwind {
		t.Errorf("Acme's history: %+v", es)
	}
}

func TestTheNumbersKeptByTheCastAreRight(t *testing.T) { apptest.New(t).CheckNumbers() }
