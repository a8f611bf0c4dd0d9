package e2e

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func init() {
	queue, rules := route.Approvals(cast.Northwind), route.ApprovalRules(cast.Northwind)
	faces = append(faces,
		face{name: "approvals", who: cast.Pia, show: to(queue)},
		face{name: "approvals-filter", who: cast.Pia, show: menu(queue, "Add filter", "more")},
		face{name: "approvals-no-match", who: cast.Pia, show: to(queue + "?q=zzzz")},
		face{name: "approvals-decided", who: cast.Theo, show: to(queue + "?state=approved")},
		face{name: "approvals-failed", who: cast.Pia, show: to(queue + "?state=failed")},
		face{name: "approvals-managed", who: cast.Alice, show: to(route.Approvals(cast.Acme))},
		face{name: "approval", who: cast.Pia, show: asks("", "REQ-2041")},
		face{name: "approval-price", who: cast.Theo, show: asks("", "REQ-2039")},
		face{name: "approval-end", who: cast.Pia, show: asks("", "REQ-2042")},
		face{name: "approval-read", who: cast.Rory, show: asks("", "REQ-2041")},
		face{name: "approval-errors", who: cast.Pia, wrong: []string{"422 " + queue}, show: func(b *tab) {
			asks("", "REQ-2040")(b)
			b.follow("Reject").sees("Enter a comment that says why")
		}},
		face{name: "approval-rejected", who: cast.Theo, show: asks("rejected", "REQ-")},
		face{name: "approval-failed", who: cast.Pia, show: asks("failed", "REQ-")},
		face{name: "approval-managed", who: cast.Ben, show: func(b *tab) { b.open(route.Approvals(cast.Acme)).follow("REQ-") }},
		face{name: "approval-rules", who: cast.Pia, show: to(rules)},
		face{name: "approval-rules-read", who: cast.Rory, show: to(rules)},
		face{name: "approval-dates-errors", who: cast.Pia, wrong: []string{"422 " + queue}, show: func(b *tab) {
			b.open(rules).fill("Days until a request expires", "0").follow("Save dates")
		}},
		face{name: "approval-rule", who: cast.Pia, show: func(b *tab) { b.open(rules).follow("Edit") }},
		face{name: "approval-rule-new", who: cast.Pia, show: to(route.NewApprovalRule(cast.Northwind))},
		face{name: "approval-rule-errors", who: cast.Pia, wrong: []string{"422 " + rules}, show: func(b *tab) {
			b.open(route.NewApprovalRule(cast.Northwind)).fill("Adds to your cost a month, at most", "many").follow("Save rule")
		}},
		face{name: "approval-rule-tried", who: cast.Pia, show: func(b *tab) {
			b.open(route.NewApprovalRule(cast.Northwind)).fill("Name", "Everything small").fill("Adds to your cost a month, at most", "500").follow("Try it on the last 90 days")
		}},
	)
}

// asks goes from the queue of Northwind to a request in a state.
func asks(state, request string) func(*tab) {
	return func(b *tab) {
		address := route.Approvals(cast.Northwind)
		if state != "" {
			address += "?state=" + state
		}
		b.open(address).follow(request)
	}
}
