package order_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestWhatTheCastAskedForCostsWhatItDidThen(t *testing.T) {
	a := apptest.New(t)
	for _, who := range []cast.Person{cast.Theo, cast.Cara} {
		by := a.By(who)
		page, err := a.Approvals.List(t.Context(), by, approval.Filter{State: approval.Pending})
		if err != nil || len(page.Requests) == 0 {
			t.Fatal(page, err)
		}
		for _, r := range page.Requests {
			now, err := a.Orders.Today(t.Context(), by, r.ID)
			if err != nil || now.Stale || now.Problem != "" {
				t.Errorf("%s, %s: %q, %s a month, %s today; %v", r.Name(), r.Summary, now.Problem, r.RetailThen.Text(by), now.Request.RetailThen.Text(by), err)
			}
		}
	}
}
