package event_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

func TestAHistoryIsReadPageByPageNewestFirst(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	err := a.DB.Do(ctx, by, func(tx *db.Tx) error {
		for i := range 120 {
			if err := event.Record(tx, event.AccountEdited, cast.Ember, event.Subject{ID: cast.Ember, Name: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for before, more := "", true; more; {
		var es []event.Event
		if es, more, err = a.Events.History(ctx, by, cast.Ember, before); err != nil {
			t.Fatal(err)
		}
		if more && len(es) != event.PageSize {
			t.Fatalf("a page of %d", len(es))
		}
		for _, e := range es {
			names = append(names, e.SubjectName)
		}
		before = es[len(es)-1].ID
	}
	var want []string
	for i := 119; i >= 0; i-- {
		want = append(want, fmt.Sprint(i))
	}
	if want = append(want, "Ember & Oak Interiors"); !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

func TestAFactOfAForeignAccountIsNotRecorded(t *testing.T) {
	a := apptest.New(t)
	err := a.DB.Do(t.Context(), a.By(cast.Cara), func(tx *db.Tx) error {
		return event.Record(tx, event.AccountEdited, cast.Acme, event.Subject{})
	})
	if !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestOnlyACompanyAdminReadsTheHistoryOfAccounts(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		_, _, err := a.Events.History(t.Context(), a.By(p), cast.Acme, "")
		may := p == cast.Pia || p == cast.Cara || p == cast.Leo
		if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
