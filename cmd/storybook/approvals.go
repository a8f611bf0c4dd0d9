package main

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	orders "github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/templates/approvals"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// approvalsRoom is the room of the queue.
const approvalsRoom = "Approvals"

func approvalStories() []story {
	return []story{
		{"approvals", route.Approvals("{key}"), approvals.Index(queue(cast.Pia, approval.Pending))},
		{"approvals-technical", "", approvals.Index(queue(cast.Theo, approval.Pending))},
		{"approvals-approved", "", approvals.Index(queue(cast.Pia, approval.Approved))},
		{"approvals-managed", "", approvals.Index(queue(cast.Alice, approval.Pending))},
		{"approvals-empty", "", approvals.Index(emptyQueue())},
		{"approval", route.Approval("{key}", "{request}"), approvals.Show(oneApproval(cast.Pia, cast.Acme, approval.Pending))},
		{"approval-stale", "", approvals.Show(staleApproval())},
		{"approval-errors", "", approvals.Show(wrongDecision())},
		{"approval-late", "", approvals.Show(lateDecision())},
		{"approval-read", "", approvals.Show(oneApproval(cast.Rory, cast.Acme, approval.Pending))},
		{"approval-failed", "", approvals.Show(oneApproval(cast.Pia, cast.BlueBottle, approval.Failed))},
		{"approval-end", "", approvals.Show(endApproval())},
		{"approval-managed", "", approvals.Show(oneApproval(cast.Ben, cast.Acme, approval.Pending))},
		{"approval-managed-rejected", "", approvals.Show(oneApproval(cast.Alice, cast.Acme, approval.Rejected))},
		{"approval-rules", route.ApprovalRules("{key}"), approvals.Rules(approvalRules(cast.Pia))},
		{"approval-rules-read", "", approvals.Rules(approvalRules(cast.Rory))},
		{"approval-rule", route.NewApprovalRule("{key}"), approvals.Rule(approvalRule())},
		{"approval-rule-errors", "", approvals.Rule(wrongRule())},
	}
}

// asked are the requests that somebody sees, with the prices that they may see.
func asked(who cast.Person) (rs []approval.Request) {
	for _, r := range cast.Approvals(now) {
		if r.ParentID == who.Account || r.AccountID == who.Account {
			rs = append(rs, r.Shown(who.Caller()))
		}
	}
	return rs
}

func queue(who cast.Person, state approval.State) approvals.IndexPage {
	list := route.Approvals(who.Account)
	p := approvals.IndexPage{
		Shell: shell(who, approvalsRoom, "Service approval queue"), Account: cast.Account(who.Account), Filter: approval.Filter{State: state},
		Clear: list, Export: route.ApprovalsExport(who.Account), More: []ui.Choice{{Label: "Kind", Name: "kind", Options: []ui.Option{{Label: "Any"}}}},
		Page: approval.Page{Counts: map[approval.State]approval.Count{}, Accounts: 3},
	}
	for _, r := range asked(who) {
		c := p.Page.Counts[r.State]
		c.Number++
		p.Page.Counts[r.State] = c
		if r.State == state {
			p.Page.Requests = append(p.Page.Requests, r)
			p.Page.Soonest = &p.Page.Requests[0].ExpiresAt
		}
	}
	for _, st := range approval.States {
		p.Faces = append(p.Faces, layout.Tab{Label: st.Word(), Href: list, Count: ui.Figure(int(p.Page.Counts[st].Number)), Current: st == state})
	}
	p.Heads = []ui.Head{{Label: "Request", Href: list}}
	if who.Kind == access.Partner {
		p.Heads = append(p.Heads, ui.Head{Label: "Account", Href: list})
	}
	p.Heads = append(p.Heads, ui.Head{Label: "What is asked"}, ui.Head{Label: "Asked by"})
	if label, unit := approvals.ChangeHead(p.By); label != "" {
		p.Heads = append(p.Heads, ui.Head{Label: label, Unit: unit, Numeric: true, Href: list})
	}
	if state == approval.Pending {
		p.Heads = append(p.Heads, ui.Head{Label: "Waiting", Numeric: true, Href: list, Sorted: "asc"})
	} else {
		p.Heads = append(p.Heads, ui.Head{Label: state.Word()})
	}
	p.Result = ui.Counted(len(p.Page.Requests), "request")
	return p
}

func emptyQueue() approvals.IndexPage {
	p := queue(cast.Pia, approval.Pending)
	p.Page.Requests, p.Page.Counts[approval.Pending], p.Result = nil, approval.Count{}, "0 requests"
	return p
}

func oneApproval(who cast.Person, key string, state approval.State) approvals.ShowPage {
	rs := asked(who)
	r := rs[slices.IndexFunc(rs, func(r approval.Request) bool { return r.AccountID == key && r.State == state })]
	v := approval.View{Request: r, Account: cast.Account(key), Partner: northwind, Previous: "before"}
	p := approvals.ShowPage{View: v}
	title := v.Kind.Word() + ": " + v.ServiceName
	if who.Kind == access.Partner {
		title = v.Kind.Word() + " for " + v.AccountName
	}
	p.Shell = shell(who, approvalsRoom, title)
	if who.Kind == access.Partner && state == approval.Pending {
		p.Now = orders.Now{Request: r, Book: 1}
	}
	return p
}

func staleApproval() approvals.ShowPage {
	p := oneApproval(cast.Pia, cast.Acme, approval.Pending)

	p.Now.Request.RetailThen, p.Now.Request.CostThen, p.Now.Stale = p.View.RetailThen.Times(108, 100), p.View.CostThen.Times(108, 100), true
	return p
}

func wrongDecision() approvals.ShowPage {
	p := oneApproval(cast.Pia, cast.Acme, approval.Pending)
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "answer", Text: "Enter a comment that says why. The people of the account read it"}}, true
	return p
}

func lateDecision() approvals.ShowPage {
	p := oneApproval(cast.Pia, cast.Acme, approval.Rejected)
	p.Late = p.View.Ended()
	return p
}

func endApproval() approvals.ShowPage {
	p := oneApproval(cast.Pia, cast.Cobalt, approval.Pending)
	for _, r := range asked(cast.Pia) {
		if r.Kind == approval.Termination {
			p.View.Request, p.Now.Request = r, r
		}
	}
	p.Now.Problem = p.View.ServiceName + " is locked by Cory Hale. A Company Admin can change it, or unlock it."
	p.Shell.Title = "Termination for " + p.View.AccountName
	return p
}

func approvalRules(who cast.Person) approvals.RulesPage {
	u := approval.Setup{Partner: northwind, Policy: cast.Queues()[0], Rules: cast.ApprovalRules(), Products: cast.Products, Names: map[string]string{cast.Cobalt: "Cobalt Health"}, Currencies: []price.Currency{"AUD", "NZD"}}
	return approvals.RulesPage{Shell: shell(who, approvalsRoom, "Rules and dates"), Setup: u, Policy: approval.PolicyDraft{Due: "2", Expires: "30"}}
}

func approvalRule() approvals.RulePage {
	passed := asked(cast.Pia)[:2]
	return approvals.RulePage{
		Shell: shell(cast.Pia, approvalsRoom, "New rule"), Setup: approvalRules(cast.Pia).Setup,
		Draft: approval.RuleDraft{Name: "Longer terms", Kind: approval.TermChange}, Trial: &approval.Trial{Tried: 11, Count: 2, Passed: passed},
	}
}

func wrongRule() approvals.RulePage {
	p := approvalRule()
	p.Trial, p.Draft = nil, approval.RuleDraft{Below: "CRM-9"}
	p.Problems, p.Shell.Invalid = fault.Fields{{Field: "name", Text: "Enter a name"}, {Field: "below", Text: "No managed account has this reference"}}, true
	return p
}
