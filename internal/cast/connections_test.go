package cast_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
)

// Lists are sorted by the ids, which sort by the time.
func TestTheConnectionsOfTheCastSortByWhenTheyWereAskedFor(t *testing.T) {
	a := apptest.New(t)
	rs, _, err := a.Connections.List(t.Context(), a.By(cast.Pia), "", "")
	if err != nil || len(rs) == 0 {
		t.Fatalf("%d, %v", len(rs), err)
	}
	for _, r := range slices.Concat(rs, cast.Connections(apptest.Start)) {
		if r.ID != db.FirstID(r.AskedAt) {
			t.Errorf("%s of %s was asked for on %s", r.ID, r.FromName, r.AskedAt)
		}
	}
	if older := func(x, y connection.Request) int { return y.AskedAt.Compare(x.AskedAt) }; !slices.IsSortedFunc(cast.Connections(apptest.Start), older) {
		t.Error("not the newest first")
	}
}
