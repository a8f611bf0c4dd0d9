package order_test

import (
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

// editing is a service of Acme's as its form shows it, with a VLAN typed.
func editing(t *testing.T, a *apptest.App, id, field, vlan string) service.EditDraft {
	t.Helper()
	st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), id, "")
	if err != nil {
		t.Fatal(err)
	}
	in := service.DraftOf(st.Service)
	in.Details = maps.Clone(in.Details)
	if in.Details == nil {
		in.Details = map[string]string{}
	}
	in.Details[field] = vlan
	return in
}

func TestAnEditTakesNoVLANThatIsTaken(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	if _, _, err := a.Orders.Edit(t.Context(), alice, "x-44bt", editing(t, a, "x-44bt", "vlan", "700")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Orders.Edit(t.Context(), alice, "x-91ma", editing(t, a, "x-91ma", "vlan", "0700")); !strings.Contains(fault.FieldsOf(err).At("details.vlan"), "VLAN 700 of Sydney core is taken by ") {
		t.Errorf("%v", err)
	}
	now, changed, err := a.Orders.Edit(t.Context(), alice, "x-44bt", editing(t, a, "x-44bt", "vlan", ""))
	if err != nil || !changed || now.Details["vlan"] == "" || now.Details["vlan"] == "700" {
		t.Errorf("emptied: %v, %v", now.Details, err)
	}
	if _, _, err := a.Orders.Edit(t.Context(), a.By(cast.Dev), "x-44bt", editing(t, a, "x-44bt", "vlan", "701")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a foreign account edits it: %v", err)
	}
	if _, _, err := a.Orders.Edit(t.Context(), alice, "x-44bt", editing(t, a, "x-44bt", "vlan", "4094")); fault.FieldsOf(err).At("details.vlan") == "" {
		t.Errorf("no VLAN: %v", err)
	}
}

func TestOfTwoEditsAtOnceOneTakesTheVLAN(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	ids := []string{"x-44bt", "x-91ma"}
	errs := make([]error, len(ids))
	var all sync.WaitGroup
	for i, id := range ids {
		in := editing(t, a, id, "vlan", "702")
		all.Go(func() { _, _, errs[i] = a.Orders.Edit(t.Context(), alice, id, in) })
	}
	all.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || fault.FieldsOf(errs[0]) == nil && fault.FieldsOf(errs[1]) == nil {
		t.Errorf("%v, %v", errs[0], errs[1])
	}
}

func TestTheFarVLANOfAKeyIsTheKeys(t *testing.T) {
	a := apptest.New(t)
	change(t, a, "UPDATE services SET far_kind = 'key', far_id = 'k1', details = '{\"vlan\":\"5\",\"far_vlan\":\"321\"}' WHERE id = 'x-44bt'")
	in := editing(t, a, "x-44bt", "far_vlan", "99")
	in.Name = "To the cloud"
	if now, _, err := a.Orders.Edit(t.Context(), a.By(cast.Alice), "x-44bt", in); err != nil || now.Details["far_vlan"] != "321" || now.Name != "To the cloud" {
		t.Errorf("%+v, %v", now.Details, err)
	}
}

func TestOnlyWhoHasSupportContactsIsAskedForThem(t *testing.T) {
	a := apptest.New(t)
	change(t, a, "UPDATE accounts SET support = 'operator', contact = FALSE, support_phone = '', support_email = '' WHERE id IN ($1, $2, $3)", cast.Delta, cast.Cascade, cast.Solo)
	for p, want := range map[cast.Person]int{cast.Dev: 1, cast.Cara: 0, cast.Sol: 0} {
		here := a.Account(p.Account)
		a.Tx(func(tx *db.Tx) error {
			at, err := catalog.LocationAt(tx, "syd1")
			if err != nil {
				return err
			}
			needs, err := order.Needs(tx, here, at)
			n := 0
			for _, need := range needs {
				if need == order.NeedsContact {
					n++
				}
			}
			if n != want {
				t.Errorf("%s: %v", p.Name, needs)
			}
			return err
		})
	}
}

// What a design may be called it may be called later, too, and no more.
func TestAServiceIsCalledNoLongerThanItsDesign(t *testing.T) {
	a := apptest.New(t)
	in := editing(t, a, "x-44bt", "vlan", "700")
	in.Name, in.Reference = strings.Repeat("n", service.LongestName+1), strings.Repeat("r", service.LongestName+1)
	_, _, err := a.Orders.Edit(t.Context(), a.By(cast.Alice), "x-44bt", in)
	if fs := fault.FieldsOf(err); fs.At("name") == "" || fs.At("reference") == "" {
		t.Errorf("one letter too many: %v", err)
	}
	if _, err := a.Raw().Exec("UPDATE services SET name = $1 WHERE id = 'x-44bt'", in.Name); err != nil {
		t.Fatal(err)
	}
	in.Reference = strings.Repeat("r", service.LongestName)
	if _, _, err := a.Orders.Edit(t.Context(), a.By(cast.Alice), "x-44bt", in); err != nil {
		t.Errorf("a name from before that stays: %v", err)
	}
}
