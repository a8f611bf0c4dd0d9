package approval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

// queued puts 700 pending requests of Northwind's accounts into its queue.
func queued(t *testing.T, a *apptest.App) (rs []approval.Request) {
	t.Helper()
	of := []string{cast.Acme, cast.BlueBottle, cast.Cobalt, cast.Ember}
	for i := range 700 {
		at := apptest.Start.Add(-time.Duration(i)*time.Minute - 31*time.Second)
		r := approval.Request{
			ID: db.FirstID(at), Number: int64(5000 + i), AccountID: of[i%len(of)], ParentID: cast.Northwind, Kind: approval.Kinds[i%len(approval.Kinds)], State: approval.Pending,
			ServiceID: fmt.Sprintf("q-%03d", i), ServiceName: "Queued", Summary: "Queued", Currency: "AUD", AskedBy: cast.Alice.ID, AskedByName: cast.Alice.Name,
			AskedAt: at, DueAt: at.AddDate(0, 0, 2), ExpiresAt: at.AddDate(0, 0, 30), Version: 1,
		}
		r.Search = fmt.Sprintf("req-%d\nqueued\n%s", r.Number, r.ServiceID)
		rs = append(rs, r)
	}
	a.Tx(func(tx *db.Tx) error { return tx.Put("a full queue", &rs) })
	return rs
}

func TestTheQueueIsFoundByServicesAndByAccounts(t *testing.T) {
	a := apptest.New(t)
	queued(t, a)
	for _, c := range []struct {
		by   cast.Person
		find string
		want int64
	}{
		{cast.Pia, "acme", 175 + 1}, {cast.Pia, "q-017", 1}, {cast.Pia, "ember", 175}, {cast.Pia, "nowhere", 0}, {cast.Pia, "q-0", 100}, {cast.Alice, "q-0", 25}, {cast.Alice, "ember", 0},
	} {
		p, err := a.Approvals.List(t.Context(), a.By(c.by), approval.Filter{State: approval.Pending, Find: c.find})
		if err != nil || p.Counts[approval.Pending].Number != c.want || len(p.Requests) != int(min(c.want, approval.PageSize)) {
			t.Errorf("%s finds %q: %d, %d of them on the page, not %d, %v", c.by.Name, c.find, p.Counts[approval.Pending].Number, len(p.Requests), c.want, err)
		}
	}
}

func TestTheQueueIsPagedByAccount(t *testing.T) {
	a := apptest.New(t)
	queued(t, a)
	for _, desc := range []bool{false, true} {
		f := approval.Filter{State: approval.Pending, Sort: approval.ByAccount, Desc: desc}
		var names, ids []string
		for more := true; more; {
			p, err := a.Approvals.List(t.Context(), a.By(cast.Pia), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range p.Requests {
				names, ids, f.After = append(names, strings.ToLower(r.AccountName)), append(ids, r.ID), r.ID
			}
			more = p.Later
		}
		if desc {
			slices.Reverse(names)
		}
		slices.Sort(ids)
		if !slices.IsSorted(names) || len(slices.Compact(ids)) != len(names) || len(names) < 700 {
			t.Errorf("descending %t: %d requests, %d different ones, sorted %t", desc, len(names), len(slices.Compact(ids)), slices.IsSorted(names))
		}
	}
}

func TestTheQueueIsReadAlongAnIndex(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL chooses its plans by statistics")
	}
	a := apptest.New(t)
	rs := queued(t, a)
	if err := cast.Many(t.Context(), a.DB, 3000, func(int, int) {}); err != nil { // and counts what the tables hold
		t.Fatal(err)
	}
	for _, sort := range []approval.Column{approval.ByWaiting, approval.ByKind, approval.ByChange} { // by account where the accounts are many
		for _, after := range []string{"", rs[300].ID} {
			f := approval.Filter{State: approval.Pending, Sort: sort, After: after}
			for _, plan := range a.Plans(t, func() {
				if _, err := a.Approvals.List(t.Context(), a.By(cast.Pia), f); err != nil {
					t.Fatal(err)
				}
			}) {
				for _, step := range plan.Steps {
					if strings.HasPrefix(step, "SCAN approval_requests") || strings.Contains(plan.SQL, "approval_requests") && strings.Contains(step, "TEMP B-TREE FOR ORDER BY") {
						t.Errorf("%+v: %s: %s", f, step, plan.SQL)
					}
				}
			}
		}
	}
}
