package renewal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/renewal"
)

func TestTheCalendarIsInOrderAndItsMonthsAddUp(t *testing.T) {
	a := apptest.New(t)
	p, err := a.Renewals.List(t.Context(), a.By(cast.Pia), renewal.Filter{})
	total, more := p.Total(time.Time{})
	if err != nil || len(p.Sums) != renewal.Months || total == 0 || more {
		t.Fatalf("%+v, %v", p.Sums, err)
	}
	seen, got := map[string]bool{}, int64(0)
	for f := (renewal.Filter{}); ; {
		page, err := a.Renewals.List(t.Context(), a.By(cast.Pia), f)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range page.Entries {
			if seen[e.ID] || i > 0 && e.On.Before(page.Entries[i-1].On) || e.Account.Name == "" {
				t.Errorf("%s on %s", e.ID, e.On)
			}
			seen[e.ID] = true
			got++
		}
		if !page.More {
			break
		}
		f.After = page.Entries[len(page.Entries)-1].ID
	}
	if got != total {
		t.Errorf("%d ends, and the months have %d", got, total)
	}
	all := int64(0)
	if err := a.Renewals.Export(t.Context(), a.By(cast.Pia), renewal.Filter{}, func(es []renewal.Entry) error { all += int64(len(es)); return nil }); err != nil || all != got {
		t.Errorf("%d in the file, %v", all, err)
	}
	january := renewal.Filter{Month: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Find: "crm-1001", What: renewal.Renewing}
	p, err = a.Renewals.List(t.Context(), a.By(cast.Pia), january)
	if err != nil || len(p.Entries) != 3 {
		t.Errorf("%d of Acme in January, %v", len(p.Entries), err)
	}
	if n, _ := p.Total(january.Month); n != 3 {
		t.Errorf("%d counted in January", n)
	}
	p, err = a.Renewals.List(t.Context(), a.By(cast.Alice), renewal.Filter{What: renewal.Ending})
	if err != nil || len(p.Entries) != 1 || p.Entries[0].ID != "x-12rn" {
		t.Errorf("%+v, %v", p.Entries, err)
	}
}

func TestEverybodySeesTheEndsOfTheirOwnAccountAlone(t *testing.T) {
	a := apptest.New(t)
	for _, who := range cast.Everyone() {
		p, err := a.Renewals.List(t.Context(), a.By(who), renewal.Filter{})
		if who.Account == cast.Meridian || who.Account == cast.Harbour {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", who.Name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", who.Name, err)
		}
		for _, e := range p.Entries {
			if e.AccountID != who.Account && e.ParentID != who.Account {
				t.Errorf("%s sees %s of %s", who.Name, e.ID, e.AccountID)
			}
		}
	}
}

func TestNoCalendarReadsAllServices(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite")
	}
	a := apptest.New(t)
	for _, who := range []cast.Person{cast.Pia, cast.Alice} {
		for _, f := range []renewal.Filter{{}, {What: renewal.Running}, {Product: cast.Port}, {Find: "acme"}, {After: "p-7f2k"}} {
			by := a.By(who)
			for _, p := range a.Plans(t, func() {
				if _, err := a.Renewals.List(t.Context(), by, f); err != nil {
					t.Fatal(err)
				}
			}) {
				for _, step := range p.Steps {
					sorted := strings.Contains(step, "FOR ORDER BY") && strings.Contains(p.SQL, "services.*")
					if strings.HasPrefix(step, "SCAN services") || strings.HasPrefix(step, "SCAN accounts") || sorted {
						t.Errorf("%s, %+v: %s\n%s", who.Name, f, strings.Join(p.Steps, "\n"), p.SQL)
					}
				}
			}
		}
	}
}
