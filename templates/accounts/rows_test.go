package accounts

import (
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
)

func sample(name string) account.Account {
	return account.Account{
		ID: "acmerb4t", Name: name, Reference: `R"1'`, Status: account.Active, Support: account.ByPartner, Services: 1031,
		PricingOwn: account.OwnOn, CreatedAt: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
	}
}

var everything = viewOf(IndexPage{})

func TestNothingThatPeopleTypedBecomesMarkup(t *testing.T) {
	a := sample(`<b onx="1">&'`)
	row := string(everything.row(nil, &a))
	for _, bad := range []string{"<b ", `"1"`, "&'", `R"1`, `1'<`} {
		if strings.Contains(row, bad) {
			t.Errorf("the row holds %s: %s", bad, row)
		}
	}
}

func TestARowIsLean(t *testing.T) {
	a := sample("Blue Bottle Logistics")
	a.PricingOwn = account.OwnNone
	if n := len(everything.row(nil, &a)); n > 1000 {
		t.Errorf("a row has %d bytes", n)
	}
}

func TestWhatWaitsLeadsToTheQueueOfTheAccount(t *testing.T) {
	a := sample("Acme & Sons")
	v := viewOf(IndexPage{Waiting: map[string]int64{a.ID: 2}})
	if row := string(v.row(nil, &a)); !strings.Contains(row, `/approvals?account=acmerb4t">2<span class="unseen"> of Acme &amp; Sons</span></a>`) {
		t.Errorf("%s", row)
	}
	if row := string(everything.row(nil, &a)); !strings.Contains(row, `class="num off" data-l="Approvals waiting">0</td>`) {
		t.Errorf("none waits: %s", row)
	}
}

func TestAHiddenColumnHasNoCell(t *testing.T) {
	a := sample("Acme Robotics")
	v := viewOf(IndexPage{Hidden: map[account.Column]bool{account.ByPricing: true, account.ByCreated: true}})
	row := string(v.row(nil, &a))
	for _, gone := range []string{"Pricing", "<time", "diamond"} {
		if strings.Contains(row, gone) {
			t.Errorf("the row still holds %s: %s", gone, row)
		}
	}
}
