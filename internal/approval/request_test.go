package approval_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

var at = time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)

func TestOnlyWhatIsPendingEnds(t *testing.T) {
	theo := access.Caller{}
	theo.User, theo.Name = "theo", "Theo Brandt"
	for _, from := range approval.States {
		for _, to := range approval.States {
			r := approval.Request{Number: 2046, State: from, AskedBy: "alice", AskedByName: "Alice Novak", DecidedByName: "Pia Larsen"}
			err := r.End(to, theo, at, "So be it.")
			legal := from == approval.Pending && to != approval.Pending
			if (err == nil) != legal {
				t.Errorf("from %s to %s: %v", from, to, err)
			}
			if legal && (r.State != to || r.DecidedBy != "theo" || r.DecidedAt == nil || r.Answer != "So be it.") {
				t.Errorf("from %s to %s: %+v", from, to, r)
			}
			if from != approval.Pending && (!fault.Is(err, fault.Conflict) || r.State != from || r.DecidedByName != "Pia Larsen" || r.Ended() == "") {
				t.Errorf("from %s to %s: %v, %+v", from, to, err, r)
			}
		}
	}
}

func TestNobodyDecidesWhatTheyAskedForThemselves(t *testing.T) {
	alice := access.Caller{}
	alice.User, alice.Name = "alice", "Alice Novak"
	for _, to := range approval.States[1:] {
		r := approval.Request{State: approval.Pending, AskedBy: "alice"}
		err := r.End(to, alice, at, "")
		if refused := to == approval.Approved || to == approval.Rejected; refused != fault.Is(err, fault.Forbidden) {
			t.Errorf("to %s: %v", to, err)
		}
	}
}

func TestARuleLetsPassWhatMeetsAllItsConditions(t *testing.T) {
	cost := func(typed string) price.Cost {
		c, err := price.ParseCost("AUD", typed)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	q := approval.Request{Kind: approval.SpeedChange, AccountID: "acme", Currency: "AUD", CostNow: cost("310"), CostThen: cost("455"), Asked: approval.Asked{Products: []string{"vxc"}}}
	with := func(change func(*approval.Request)) approval.Request {
		r := q
		change(&r)
		return r
	}
	all := approval.Rule{Active: true, Kind: approval.SpeedChange, ProductID: "vxc", BelowID: "acme", Currency: "AUD", AtMost: cost("145")}
	for name, c := range map[string]struct {
		rule approval.Rule
		q    approval.Request
		want bool
	}{
		"all conditions":                  {all, q, true},
		"it is off":                       {approval.Rule{Kind: approval.SpeedChange}, q, false},
		"another kind":                    {approval.Rule{Active: true, Kind: approval.NewOrder}, q, false},
		"another account":                 {approval.Rule{Active: true, BelowID: "cobalt"}, q, false},
		"another product":                 {approval.Rule{Active: true, ProductID: "port"}, q, false},
		"a second product":                {approval.Rule{Active: true, ProductID: "vxc"}, with(func(r *approval.Request) { r.Asked.Products = []string{"vxc", "port"} }), false},
		"a cent more":                     {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("144.99")}, q, false},
		"another currency":                {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("1000")}, with(func(r *approval.Request) { r.Currency = "USD" }), false},
		"a price that nobody knows":       {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("1000")}, with(func(r *approval.Request) { r.CostNow, r.CostThen = price.Cost{}, price.Cost{} }), false},
		"less than before":                {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("0")}, with(func(r *approval.Request) { r.CostThen = cost("1") }), true},
		"a fee above the amount":          {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("200")}, with(func(r *approval.Request) { r.FeeCost = cost("2030") }), false},
		"something once above the amount": {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("200")}, with(func(r *approval.Request) { r.OnceCost = cost("500") }), false},
		"something once within it":        {approval.Rule{Active: true, Currency: "AUD", AtMost: cost("200")}, with(func(r *approval.Request) { r.OnceCost = cost("200") }), true},
	} {
		if got := c.rule.Meets(c.q); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestDaysAreFromOneToAYear(t *testing.T) {
	for _, c := range []struct{ due, expires, field string }{
		{"2", "30", ""}, {"1", "1", ""}, {"365", "365", ""}, {"0", "30", "due"}, {"2", "366", "expires"}, {"x", "30", "due"}, {"10", "9", "expires"}, {"-1", "", "due"},
	} {
		_, _, fs := approval.PolicyDraft{Due: c.due, Expires: c.expires}.Check()
		if c.field == "" && fs != nil || c.field != "" && fs.At(c.field) == "" {
			t.Errorf("%v: %v", c, fs)
		}
	}
}
