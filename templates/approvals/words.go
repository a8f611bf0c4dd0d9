package approvals

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// partner reports whether the page is that of the partner, who decides.
func (p IndexPage) partner() bool { return p.By.Kind == access.Partner }

// scope says how much waits, and for how long.
func (p IndexPage) scope() string {
	n := p.Page.Counts[approval.Pending]
	if p.Filter.Narrow() || n.Number == 0 {
		if p.partner() {
			return "What people of your managed accounts ask you to approve."
		}
		return "What people of " + p.Account.Name + " sent for approval."
	}
	waits := ui.Counted(n.Number, "request")
	if n.More {
		waits = "Over " + waits
	}
	verb := " wait"
	if n.Number == 1 {
		verb = " waits"
	}
	if p.partner() {
		waits += " from " + ui.Counted(p.Page.Accounts, "account")
		verb += " for you"
	} else {
		verb += " for approval"
	}
	text := waits + verb + "."
	if p.Page.Soonest != nil {
		which := " The first expires "
		if n.Number == 1 {
			which = " It expires "
		}
		text += which + in(p.Page.Soonest.Sub(p.Now)) + "."
	}
	return text
}

// in says how far a moment lies ahead.
func in(d time.Duration) string {
	switch {
	case d < time.Hour:
		return "within the hour"
	case d < 48*time.Hour:
		return "in " + ui.Counted(int(d/time.Hour), "hour")
	}
	return "in " + ui.Counted(int(d/(24*time.Hour)), "day")
}

// short is a length of time in two units: 3 d 2 h.
func short(d time.Duration) string {
	days, hours, minutes := int(d/(24*time.Hour)), int(d/time.Hour)%24, int(d/time.Minute)%60
	switch {
	case days > 9 || days > 0 && hours == 0:
		return strconv.Itoa(days) + " d"
	case days > 0:
		return strconv.Itoa(days) + " d " + strconv.Itoa(hours) + " h"
	case hours > 0:
		return strconv.Itoa(hours) + " h"
	}
	return strconv.Itoa(max(1, minutes)) + " min"
}

// long is a length of time in words: 1 day 4 hours.
func long(d time.Duration) string {
	days, hours := int(d/(24*time.Hour)), int(d/time.Hour)%24
	switch {
	case days > 0 && hours > 0:
		return ui.Counted(days, "day") + " " + ui.Counted(hours, "hour")
	case days > 0:
		return ui.Counted(days, "day")
	case hours > 0:
		return ui.Counted(hours, "hour")
	}
	return ui.Counted(max(1, int(d/time.Minute)), "minute")
}

// anyOverdue reports whether a request of the page waits for too long.
func (p IndexPage) anyOverdue() bool {
	for _, r := range p.Page.Requests {
		if r.Overdue(p.Now) {
			return true
		}
	}
	return false
}

// waits reports whether the page shows how long requests wait.
func (p IndexPage) waits() bool { return p.Filter.State == approval.Pending }

// change is what a request adds a month, for who may see it: to what the
// partner pays, or else to what the customer does.
func change(by access.Caller, r approval.Request) string {
	if text := r.CostThen.Minus(r.CostNow).Signed(by); text != "" {
		return text
	}
	return r.RetailThen.Minus(r.RetailNow).Signed(by)
}

// fee is what ending inside the term costs, for who may see it, or "".
func fee(by access.Caller, r approval.Request) string {
	if text := r.FeeCost.Text(by); text != "" {
		return "Fee " + text
	}
	if text := r.FeeRetail.Text(by); text != "" {
		return "Fee " + text
	}
	return ""
}

// ChangeHead is how the column of changes is called for a caller, or "" when
// they see no prices.
func ChangeHead(by access.Caller) (label, unit string) {
	switch {
	case (approval.Request{}).CostNow.Shown(by):
		return "Change to your cost", "a month"
	case (approval.Request{}).RetailNow.Shown(by):
		return "Change of price", "a month"
	}
	return "", ""
}

func (p IndexPage) priced() bool {
	label, _ := ChangeHead(p.By)
	return label != ""
}

// act is what is pressed at a request in the list.
func (p IndexPage) act(r approval.Request) string {
	if r.State == approval.Pending && p.By.May(access.DecideRequests) && !p.By.Either(r.AskedBy, r.AskedAs) {
		return "Review"
	}
	return "View"
}

// ender is who ended a request and how, as the list says it.
func ender(r approval.Request) string {
	switch {
	case r.State == approval.Expired:
		return "Nobody decided in time"
	case r.RuleID != "":
		return r.DecidedByName
	}
	if r.State == approval.Failed {
		return "Approved by " + r.DecidedByName
	}
	return "By " + r.DecidedByName
}

// none says why a list is empty.
func (p IndexPage) none() (title, text string) {
	if p.Filter.Narrow() {
		return ui.NoMatch("request", p.Filter.Find, p.Chips), ""
	}
	if p.waits() && p.partner() {
		return "Nothing waits for you", "When people of a managed account whose Service Approval Queue is on order, change or end a service, it stands here until somebody of your company decides."
	}
	if p.waits() {
		return "Nothing waits for approval", "When people of " + p.Account.Name + " order, change or end a service, it stands here until the partner decides."
	}
	return "No request is " + strings.ToLower(p.Filter.State.Word()), ""
}

// History is where the requests of the past are, from an empty page.
func (p IndexPage) history() string {
	if !p.waits() || p.Filter.Narrow() || p.Page.Counts[approval.Approved].Number == 0 {
		return ""
	}
	return route.With(route.Approvals(p.By.Account), url.Values{"state": {string(approval.Approved)}})
}

// FileHeads are the columns of the queue as a file, for a caller.
func FileHeads(by access.Caller) []string {
	heads := []string{"request", "kind", "state", "account", "reference", "service", "asked", "asked_by", "asked_at", "comment", "decided_by", "decided_at", "answer", "problem"}
	if (approval.Request{}).RetailNow.Shown(by) {
		heads = append(heads, "retail_before", "retail_after", "retail_once", "retail_fee")
	}
	if (approval.Request{}).CostNow.Shown(by) {
		heads = append(heads, "cost_before", "cost_after", "cost_once", "cost_fee")
	}
	return heads
}

// FileRow is a request under FileHeads.
func FileRow(by access.Caller, r approval.Request) []string {
	decided := ""
	if r.DecidedAt != nil {
		decided = r.DecidedAt.UTC().Format(time.RFC3339)
	}
	row := []string{r.Name(), r.Kind.Word(), r.State.Word(), r.AccountName, r.Reference, r.ServiceID, r.Summary, r.AskedByName, r.AskedAt.UTC().Format(time.RFC3339), r.Comment, r.DecidedByName, decided, r.Answer, r.Problem}
	if r.RetailNow.Shown(by) {
		row = append(row, r.RetailNow.Text(by), r.RetailThen.Text(by), r.OnceRetail.Text(by), r.FeeRetail.Text(by))
	}
	if r.CostNow.Shown(by) {
		row = append(row, r.CostNow.Text(by), r.CostThen.Text(by), r.OnceCost.Text(by), r.FeeCost.Text(by))
	}
	return row
}

// moment is a moment in the reader's zone.
func moment(ctx context.Context, at *time.Time) string {
	if at == nil {
		return ""
	}
	return ui.Moment(ctx, *at)
}

// finds says what the filter is about, and example what is typed there.
func (p IndexPage) finds() string {
	if p.partner() {
		return "Filter by request, account, service or who asked"
	}
	return "Filter by request, service or who asked"
}

func (p IndexPage) example() string {
	if p.partner() {
		return "Request, account, service"
	}
	return "Request, service"
}
