package site

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/templates/approvals"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// approvalsTab is the label of the queue's tab.
const approvalsTab = "Approvals"

// countApprovals says at the tab of the queue how many requests wait. In a
// managed account whose queue is off, and where none waits, there is no tab.
func (s *Site) countApprovals(r *Request, shell *layout.Shell) {
	i := slices.IndexFunc(shell.Tabs, func(t layout.Tab) bool { return t.Label == approvalsTab })
	if i < 0 {
		return
	}
	c, err := s.Approvals.Waiting(r.ctx(), r.By)
	if err != nil {
		s.Log.Error("requests for approval cannot be counted", "request", requestID(r.Context), "error", err)
	}
	switch {
	case c.More:
		shell.Tabs[i].Count = ui.Figure(int(c.Number)) + "+"
	case c.Number > 0:
		shell.Tabs[i].Count = ui.Figure(int(c.Number))
	case r.By.Kind == access.Managed && !r.By.Shows(access.SeesQueue) && !shell.Tabs[i].Current:
		shell.Tabs = slices.Delete(shell.Tabs, i, i+1)
	}
}

// listApprovals is the Service Approval Queue.
func (s *Site) listApprovals(r *Request) error {
	f, raw := readApprovals(r.query())
	page, err := s.Approvals.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.Approvals(r.here())
	p := approvals.IndexPage{
		Shell: s.shell(r, "Service approval queue"), Account: r.Visitor.Account, Page: page, Filter: f,
		Faces: approvalFaces(list, raw, page, f), Heads: approvalHeads(r.By, list, raw, f), Keep: map[string]string{},
		Clear: route.With(list, only(raw, "state", "sort")), Export: route.With(route.ApprovalsExport(r.here()), raw),
		Result: ui.Counted(page.Counts[f.State].Number, "request"), Pages: approvalPages(list, raw, pageNumber(r.query()), page),
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = approvalFilters(list, raw, f, page)
	return r.page(http.StatusOK, approvals.Index(p))
}

// readApprovals reads the query of the queue. What is not understood is left
// out. What waits is shown, the oldest first, and what is over, the newest first.
func readApprovals(q url.Values) (f approval.Filter, raw url.Values) {
	raw = url.Values{}
	f.State = approval.State(take(q, raw, "state", func(v string) bool { return slices.Contains(approval.States, approval.State(v)) }))
	if f.State == "" {
		f.State = approval.Pending
	}
	f.Kind = approval.Kind(take(q, raw, "kind", func(v string) bool { return slices.Contains(approval.Kinds, approval.Kind(v)) }))
	f.Find = sought(q, raw, "q")
	f.Asker = sought(q, raw, "asker")
	f.Account = sought(q, raw, "account")
	sort := take(q, raw, "sort", func(v string) bool {
		return slices.Contains(approval.Columns, approval.Column(strings.TrimPrefix(v, "-")))
	})
	f.Sort, f.Desc = approval.Column(strings.TrimPrefix(sort, "-")), strings.HasPrefix(sort, "-")
	if sort == "" && f.State != approval.Pending {
		f.Desc = true
	}
	f.After, f.Before = q.Get("after"), q.Get("before")
	return f, raw
}

// approvalFaces are the tabs of the states, each with how many there are.
func approvalFaces(list string, raw url.Values, page approval.Page, f approval.Filter) (ts []layout.Tab) {
	for _, st := range approval.States {
		c := page.Counts[st]
		t := layout.Tab{Label: st.Word(), Href: route.With(list, replaced(replaced(raw, "sort", ""), "state", string(st))), Current: st == f.State, Count: ui.Figure(int(c.Number))}
		if st == approval.Pending {
			t.Href = route.With(list, replaced(replaced(raw, "sort", ""), "state", ""))
		}
		if c.More {
			t.Count += "+"
		}
		ts = append(ts, t)
	}
	return ts
}

// approvalHeads are the heads of the columns that the caller sees.
func approvalHeads(by access.Caller, list string, raw url.Values, f approval.Filter) []ui.Head {
	sorted := f.Sort
	if sorted == "" {
		sorted = approval.ByWaiting
	}
	head := func(c approval.Column, label string, numeric bool) ui.Head {
		return heads([]column{{key: string(c), label: label, numeric: numeric}}, string(sorted), f.Desc, func(sort string) string { return route.With(list, replaced(raw, "sort", sort)) })[0]
	}
	hs := []ui.Head{head(approval.ByKind, "Request", false)}
	if by.Kind == access.Partner {
		hs = append(hs, head(approval.ByAccount, "Account", false))
	}
	hs = append(hs, ui.Head{Label: "What is asked"}, ui.Head{Label: "Asked by"})
	if label, unit := approvals.ChangeHead(by); label != "" {
		h := head(approval.ByChange, label, true)
		h.Unit = unit
		hs = append(hs, h)
	}
	if f.State == approval.Pending {
		return append(hs, head(approval.ByWaiting, "Waiting", true))
	}
	return append(hs, ui.Head{Label: f.State.Word()})
}

// approvalFilters are the filters to choose from, and those in force.
func approvalFilters(list string, raw url.Values, f approval.Filter, page approval.Page) (more []ui.Choice, chips []ui.Condition) {
	kind := ui.Choice{Label: "Kind", Name: "kind", Options: []ui.Option{{Label: "Any", Chosen: f.Kind == ""}}}
	for _, k := range approval.Kinds {
		kind.Options = append(kind.Options, ui.Option{Value: string(k), Label: k.Word(), Chosen: k == f.Kind})
	}
	chip := func(label, name, value string) {
		chips = append(chips, ui.Condition{Label: label, Value: value, Remove: route.With(list, replaced(raw, name, ""))})
	}
	if f.Kind != "" {
		chip("Kind", "kind", f.Kind.Word())
	}
	if f.Account != "" {
		name := f.Account
		for _, r := range page.Requests {
			name = r.AccountName
		}
		chip("Account", "account", name)
	}
	if f.Asker != "" {
		chip("Asked by", "asker", f.Asker)
	}
	return []ui.Choice{kind}, chips
}

// approvalPages lead to the page's neighbours; number is its own, for showing.
func approvalPages(list string, raw url.Values, number int, p approval.Page) (out ui.Pages) {
	if !p.Earlier && !p.Later || len(p.Requests) == 0 {
		return out
	}
	turned := func(direction, id string, n int) string {
		return route.With(list, replaced(replaced(raw, direction, id), "page", itoa(n)))
	}
	out.Page = "Page " + itoa(number)
	if p.Later {
		out.Next = turned("after", p.Requests[len(p.Requests)-1].ID, number+1)
	}
	if p.Earlier {
		out.Prev = turned("before", p.Requests[0].ID, max(1, number-1))
	}
	return out
}
