package site_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/web/route"
)

func TestTheListMarksADesignThatWaits(t *testing.T) {
	a := apptest.New(t)
	alice := a.Browser(cast.Alice).Open(route.Services(cast.Acme))
	if got := strings.Join(alice.Texts("#do-p-6d9h .item"), " | "); got != "Continue" {
		t.Errorf("a design offers %s", got)
	}
	r, err := a.Orders.Review(t.Context(), a.By(cast.Alice), "p-6d9h", "")
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), "p-6d9h", order.Confirm{Token: db.NewToken(), Book: r.Book})
	if err != nil || !out.Waits() {
		t.Fatal(err)
	}
	alice.Open(route.Services(cast.Acme)).Sees(out.Request.Name() + " waits for approval")
	if got := strings.Join(alice.Texts("#do-p-6d9h .item"), " | "); got != "See "+out.Request.Name() {
		t.Errorf("a design that was sent offers %s", got)
	}
	alice.Click(out.Request.Name()).At(route.Approval(cast.Acme, out.Request.ID))
	alice.Open(route.Service(cast.Acme, "p-6d9h")).Sees("waits for approval").Sees("To change it, withdraw " + out.Request.Name())
	if alice.Count("a[href='"+route.Design(cast.Acme, "p-6d9h")+"']") != 0 {
		t.Error("what was sent can be drawn on")
	}
}

func TestEachRowOffersWhatItsPageDoesAndNothingThatIsRefused(t *testing.T) {
	a := apptest.New(t)
	for p, locks := range map[cast.Person]int{cast.Alice: 1, cast.Ben: 0} {
		b := a.Browser(p).Open(route.Services(cast.Acme))
		if n := b.Count("#do-p-7f2k form"); n != locks {
			t.Errorf("%s: %d things done at once", p.Name, n)
		}
		var leads []string
		for _, id := range []string{"p-7f2k", "x-91ma", "p-6d9h", "x-12rn"} {
			for _, text := range b.Texts("#do-" + id + " a.item") {
				leads = append(leads, b.Links(text)...)
			}
		}
		if len(leads) < 8 {
			t.Errorf("%s: %v", p.Name, leads)
		}
		for _, to := range leads {
			b.Open(to).Answers(http.StatusOK).SeesNo("That is not possible now.")
		}
	}
}
