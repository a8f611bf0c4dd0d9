package event_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
)

func TestChainsAndCheckpointsEqualTheirTables(t *testing.T) {
	a := apptest.New(t)
	a.Mirror(t, event.Chain{})
	a.Mirror(t, event.Checkpoint{})
}

func TestTheRecordOfTheCastIsWhole(t *testing.T) {
	a := apptest.New(t)
	broken, n, err := a.Events.Verify(t.Context(), "")
	if err != nil || broken != nil || n < 100 {
		t.Errorf("%v of %d, %v", broken, n, err)
	}
}

func TestThirtyTwoWritersAtOnceKeepTheChainWhole(t *testing.T) {
	a := apptest.New(t)
	const writers, each = 32, 10
	var wg sync.WaitGroup
	errs := make(chan error, writers*each)
	for w := range writers {
		wg.Go(func() {
			for n := range each {
				errs <- a.DB.Do(t.Context(), a.By(cast.Pia), func(tx *db.Tx) error {
					for _, key := range []string{cast.Northwind, cast.Acme, cast.Cobalt}[w%2:] {
						if err := event.Record(tx, event.ViewSaved, key, event.Subject{ID: fmt.Sprint(w), Name: fmt.Sprint(n)}); err != nil {
							return err
						}
					}
					return nil
				})
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	if broken, n, err := a.Events.Verify(t.Context(), cast.Acme); err != nil || broken != nil || n < writers*each {
		t.Errorf("%v of %d, %v", broken, n, err)
	}
}
