package servicekey_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/servicekey"
)

const core = "p-7f2k" // a live port of Acme's

func draft(label string) servicekey.Draft {
	return servicekey.Draft{Token: label, Label: label, Uses: servicekey.Once, Speed: "500", Active: true}
}

func made(t *testing.T, a *apptest.App, in servicekey.Draft) servicekey.Key {
	t.Helper()
	k, err := a.Keys.Make(t.Context(), a.By(cast.Alice), core, in)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func count(t *testing.T, a *apptest.App, query string, args ...any) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAKeyIsMadeAndItsCodeStandsNowhereElse(t *testing.T) {
	a := apptest.New(t)
	in := draft("Northside")
	in.VLAN = "777"
	k := made(t, a, in)
	again := made(t, a, in)
	if again.ID != k.ID || len(k.Code) != 36 || k.VLAN != 777 || k.MadeByName != cast.Alice.Name {
		t.Errorf("%+v, %+v", k, again)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = $1 AND subject_id = $2 AND topic = $3", event.KeyMade, k.ID, "service "+core); n != 1 {
		t.Errorf("%d facts", n)
	}
	if _, _, err := a.Keys.Change(t.Context(), a.By(cast.Alice), k.ID, servicekey.Draft{Version: 1, Label: "Southside"}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE changes LIKE $1 OR subject_name LIKE $1 OR subject_id LIKE $1", "%"+k.Code+"%"); n != 0 {
		t.Error("the record knows the code")
	}
	for day, over := range map[string]bool{"2026-09-13": true, "2026-09-14": false} {
		in := draft("Until " + day)
		in.Ends = day
		if _, err := a.Keys.Make(t.Context(), a.By(cast.Alice), core, in); over != (fault.FieldsOf(err).At("ends") != "") {
			t.Errorf("until %s: %v", day, err)
		}
	}
	other := draft("Another")
	other.VLAN = "777"
	if _, err := a.Keys.Make(t.Context(), a.By(cast.Alice), core, other); !strings.Contains(fault.FieldsOf(err).At("vlan"), "Southside") {
		t.Errorf("a VLAN is given away twice: %v", err)
	}
}

func TestOfManyWhoTakeAVLANAtOnceOneDoes(t *testing.T) {
	a := apptest.New(t)
	by, won := a.By(cast.Alice), 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := range 8 {
		wg.Go(func() {
			in := draft(strings.Repeat("k", i+1))
			in.VLAN = "778"
			_, err := a.Keys.Make(t.Context(), by, core, in)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if fault.FieldsOf(err).At("vlan") == "" {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d keys with one VLAN", won)
	}
}

func TestOfTwoWhoChangeAKeyOneIsTold(t *testing.T) {
	a := apptest.New(t)
	by, won := a.By(cast.Alice), 0
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := range 6 {
		wg.Go(func() {
			_, _, err := a.Keys.Change(t.Context(), by, "key5", servicekey.Draft{Version: 1, Label: strings.Repeat("k", i+1)})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 || count(t, a, "SELECT count(*) FROM events WHERE kind = $1 AND subject_id = 'key5'", event.KeyChanged) != 1 {
		t.Errorf("%d won", won)
	}
}

func TestWhoMayNotAndWhoIsForeignGetNoKeys(t *testing.T) {
	a := apptest.New(t)
	for _, p := range []cast.Person{cast.Ben, cast.Rory, cast.Theo, cast.Olive, cast.Dina} {
		_, err1 := a.Keys.List(t.Context(), a.By(p), servicekey.Filter{})
		_, err2 := a.Keys.Make(t.Context(), a.By(p), core, draft("x"))
		_, _, err3 := a.Keys.Change(t.Context(), a.By(p), "key5", servicekey.Draft{Version: 1, Label: "x"})
		_, _, err4 := a.Keys.Find(t.Context(), a.By(p), "key5")
		_, err5 := a.Keys.Board(t.Context(), a.By(p), core)
		for _, err := range []error{err1, err2, err3, err4, err5} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", p.Name, err)
			}
		}
	}
	for _, p := range []cast.Person{cast.Dev, cast.Cara, cast.Sol, cast.Pia} { // Pia views Acme first
		for _, id := range []string{"key5", "nothing"} {
			_, _, err1 := a.Keys.Find(t.Context(), a.By(p), id)
			_, _, err2 := a.Keys.Change(t.Context(), a.By(p), id, servicekey.Draft{Version: 1, Label: "x"})
			if !fault.Is(err1, fault.NotFound) || !fault.Is(err2, fault.NotFound) {
				t.Errorf("%s, %s: %v, %v", p.Name, id, err1, err2)
			}
		}
		for _, id := range []string{core, "nothing"} {
			_, err1 := a.Keys.Make(t.Context(), a.By(p), id, draft("x"))
			_, err2 := a.Keys.List(t.Context(), a.By(p), servicekey.Filter{Service: id})
			if !fault.Is(err1, fault.NotFound) || !fault.Is(err2, fault.NotFound) {
				t.Errorf("%s, %s: %v, %v", p.Name, id, err1, err2)
			}
		}
	}
	if k, _, err := a.Keys.Find(t.Context(), a.Viewing(cast.Pia, cast.Acme), "key5"); err != nil || k.Service.Name == "" {
		t.Errorf("%+v, %v", k, err)
	}
}

func TestKeysAreListedByTheirState(t *testing.T) {
	a := apptest.New(t)
	next := draft("Next week")
	next.Begins = time.Now().UTC().AddDate(0, 0, 7).Format(time.DateOnly)
	made(t, a, next)
	for state, want := range map[servicekey.State]int{"": 6, servicekey.Active: 2, servicekey.Early: 1, servicekey.Used: 2, servicekey.Expired: 1, servicekey.Inactive: 1} {
		p, err := a.Keys.List(t.Context(), a.By(cast.Alice), servicekey.Filter{Service: core, State: state})
		if err != nil || len(p.Keys) != want || p.Service.ID != core {
			t.Errorf("%s: %d, %v", state, len(p.Keys), err)
		}
	}
	for i := range servicekey.PageSize {
		made(t, a, draft(strings.Repeat("x", i+1)))
	}
	first, err := a.Keys.List(t.Context(), a.By(cast.Alice), servicekey.Filter{})
	if err != nil || !first.More || len(first.Keys) != servicekey.PageSize {
		t.Fatal(len(first.Keys), err)
	}
	older, err := a.Keys.List(t.Context(), a.By(cast.Alice), servicekey.Filter{After: first.Keys[len(first.Keys)-1].ID})
	if err != nil || older.More || len(older.Keys) != 6 {
		t.Errorf("%d, %v", len(older.Keys), err)
	}
}

func TestEveryKeyThatCannotBeUsedIsRefusedInTheSameWords(t *testing.T) {
	a := apptest.New(t)
	keys := cast.Keys(time.Now())
	dev := a.By(cast.Dev)
	if o, err := a.Keys.Paste(t.Context(), dev, " "+strings.ToUpper(keys[0].Code)+" "); err != nil || o.Company != "Acme Robotics" || o.MostSpeed != 1000 {
		t.Fatalf("%+v, %v", o, err)
	}
	refused := func(name, code string) {
		t.Helper()
		o, err := a.Keys.Paste(t.Context(), dev, code)
		if fault.FieldsOf(err).At("code") != servicekey.Refused || o.ID != "" {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
	refused("nothing", "")
	refused("no key", "hello")
	refused("another key", "00000000-0000-4000-8000-000000000000")
	refused("expired", keys[2].Code)
	refused("used up", keys[3].Code)
	refused("inactive", keys[4].Code)
	for _, status := range []string{"design", "cancelled", "decommissioned", "failed"} {
		if _, err := a.Raw().Exec("UPDATE services SET status = $1 WHERE id = $2", status, core); err != nil {
			t.Fatal(err)
		}
		refused("the service is "+status, keys[0].Code)
	}
	if _, err := a.Raw().Exec("UPDATE services SET status = 'live' WHERE id = $1", core); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = $1", cast.Acme); err != nil {
		t.Fatal(err)
	}
	refused("the account is suspended", keys[0].Code)
}

func TestGuessingComesToAnEnd(t *testing.T) {
	a := apptest.New(t)
	dev, code := a.By(cast.Dev), cast.Keys(time.Now())[0].Code
	for range servicekey.MostAnHour {
		if _, err := a.Keys.Paste(t.Context(), dev, "00000000-0000-4000-8000-000000000000"); fault.FieldsOf(err).At("code") != servicekey.Refused {
			t.Fatal(err)
		}
	}
	o, err := a.Keys.Paste(t.Context(), dev, code)
	if p := fault.FieldsOf(err).At("code"); p == "" || p == servicekey.Refused || o.ID != "" {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := a.Keys.Paste(t.Context(), a.By(cast.Sol), code); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	if _, err := a.Keys.Paste(t.Context(), a.By(cast.Olive), code); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the operator: %v", err)
	}
}

func TestAProofHoldsInTheAccountThatWasGivenTheKey(t *testing.T) {
	a := apptest.New(t)
	o, err := a.Keys.Paste(t.Context(), a.By(cast.Dev), cast.Keys(time.Now())[0].Code)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who  cast.Person
		name string
		ok   bool
	}{{cast.Dev, o.Name(), true}, {cast.Sol, o.Name(), false}, {cast.Dev, o.ID, false}, {cast.Dev, "nothing." + o.Proof, false}} {
		err := a.DB.Read(t.Context(), a.By(c.who), func(tx *db.Tx) error {
			_, err := servicekey.Proven(tx, c.name)
			return err
		})
		if c.ok != (err == nil) {
			t.Errorf("%s, %s: %v", c.who.Name, c.name, err)
		}
	}
}
