package approvals

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// title names the request.
func (p ShowPage) title() string {
	if p.By.Kind == access.Partner {
		return p.View.Kind.Word() + " for " + p.View.AccountName
	}
	return p.View.Kind.Word() + ": " + p.View.ServiceName
}

// partner reports whether the page is that of the partner, who decides.
func (p ShowPage) partner() bool { return p.By.Kind == access.Partner }

func (p ShowPage) pending() bool { return p.View.State == approval.Pending }

// status says what the request is, and until when.
func (p ShowPage) status(ctx context.Context) string {
	v := p.View
	switch {
	case p.pending():
		return ", expires " + ui.Date(ctx, v.ExpiresAt)
	case v.DecidedAt != nil:
		return ", " + ui.Moment(ctx, *v.DecidedAt)
	}
	return ""
}

// asked is what is compared: as it is today, or as it was when it was sent.
func (p ShowPage) asked() approval.Asked {
	if p.Now.Request.ServiceID == "" {
		return p.View.Asked
	}
	return p.Now.Request.Asked
}

// rows are the values of the service, and of an end the reason and the note.
func (p ShowPage) rows() []approval.Row {
	a := p.asked()
	rows := slices.Clone(a.Rows)
	if a.Reason != "" {
		rows = append(rows, approval.Row{Field: "Reason", Now: a.Reason})
	}
	if a.Note != "" {
		rows = append(rows, approval.Row{Field: "Note", Now: a.Note})
	}
	return rows
}

// changed says how many values change.
func (p ShowPage) changed() string {
	rows, n := p.asked().Rows, 0
	for _, r := range rows {
		if r.Changed() {
			n++
		}
	}
	return ui.Figure(n) + " of " + ui.Counted(len(rows), "value")
}

// what is the head of what is asked.
func (p ShowPage) what() string {
	switch p.View.Kind {
	case approval.NewOrder:
		return "What is ordered"
	case approval.Termination:
		return "What ends"
	}
	return "What changes"
}

// ends says when a service ends, and what ends with it.
func (p ShowPage) ends(ctx context.Context) string {
	a := p.asked()
	text := p.View.ServiceName + " ends as soon as this is approved"
	if a.EndsOn == "term" {
		text = p.View.ServiceName + " ends with its term"
		if a.On != nil {
			text += ", on " + ui.Day(ctx, *a.On)
		}
	}
	if a.Under > 0 {
		text += ", and " + ui.Counted(a.Under, "connection") + " with it"
	}
	if a.Others > 0 {
		text += ". So does what other companies connect to it: " + ui.Counted(a.Others, "connection")
	}
	return text + "."
}

// line is one row of the table of prices.
type line struct{ label, was, sent, now, change string }

// lines are the prices that the caller may see: before, when it was sent where
// that is something else, and after.
func (p ShowPage) lines() (ls []line) {
	then, now, by := p.View.Request, p.View.Request, p.By
	if p.Now.Request.ServiceID != "" {
		now = p.Now.Request
	}
	add := func(label, was, sent, today, change string) {
		if sent != "" || today != "" {
			ls = append(ls, line{label, was, sent, today, change})
		}
	}
	add("Cost to you, a month", now.CostNow.Text(by), then.CostThen.Text(by), now.CostThen.Text(by), now.CostThen.Minus(now.CostNow).Signed(by))
	retail := "Price"
	if then.CostThen.Shown(by) {
		retail = "Retail"
	}
	add(retail+", a month", now.RetailNow.Text(by), then.RetailThen.Text(by), now.RetailThen.Text(by), now.RetailThen.Minus(now.RetailNow).Signed(by))
	add("Cost to you, once", "", then.OnceCost.Text(by), now.OnceCost.Text(by), now.OnceCost.Signed(by))
	add(retail+", once", "", then.OnceRetail.Text(by), now.OnceRetail.Text(by), now.OnceRetail.Signed(by))
	add("Fee to you for ending inside the term", "", then.FeeCost.Text(by), now.FeeCost.Text(by), now.FeeCost.Signed(by))
	add("Fee for ending inside the term", "", then.FeeRetail.Text(by), now.FeeRetail.Text(by), now.FeeRetail.Signed(by))
	return ls
}

// sees says who sees which price, where one is shown that the account never sees.
func (p ShowPage) sees() string {
	v := p.View
	if !p.partner() || v.CostThen.Text(p.By)+v.OnceCost.Text(p.By)+v.FeeCost.Text(p.By) == "" {
		return ""
	}
	return v.AccountName + " never sees what you pay."
}

// decides reports whether the caller can decide the request.
func (p ShowPage) decides() bool { return p.pending() && p.partner() && p.refused() == "" }

// refused says why somebody of the partner can't decide, or "".
func (p ShowPage) refused() string {
	if err := p.By.Must(access.DecideRequests); err != nil {
		return err.Error()
	}
	if p.By.Either(p.View.AskedBy, p.View.AskedAs) {
		return "You asked for this yourself. Somebody else decides."
	}
	return ""
}

// gets says what becomes of a comment.
func (p ShowPage) gets() string {
	return p.View.AskedByName + " reads it, in your name, and so does everybody of " + p.View.AccountName + "."
}

// withdraws reports whether the caller can withdraw the request.
func (p ShowPage) withdraws() bool { return p.pending() && p.View.Withdraws(p.By) == nil }

// approve is what the button says that approves.
func (p ShowPage) approve() string {
	switch {
	case p.Now.Problem != "":
		return "Approve anyway"
	case p.View.Kind == approval.NewOrder:
		return "Approve and order"
	case p.View.Kind == approval.Termination:
		return "Approve and end"
	}
	return "Approve and change"
}

// step is one thing that happened to the request, the latest first.
type step struct {
	mark string // the state whose shape it has
	text string
	at   string
	last bool // it is how the request stands
}

// steps tell the request's story.
func (p ShowPage) steps(ctx context.Context) (ss []step) {
	v := p.View
	if p.pending() {
		ss = append(ss, step{"pending", "Waiting for " + v.Partner.Name, long(v.Waited(p.Shell.Now)), true})
	} else {
		ss = append(ss, step{string(v.State), p.ended(), moment(ctx, v.DecidedAt), true})
	}
	if v.RemindedAt != nil {
		ss = append(ss, step{"waiting", v.Partner.Name + " was reminded", ui.Moment(ctx, *v.RemindedAt), false})
	}
	return append(ss, step{"active", "Sent by " + v.AskedByName, ui.Moment(ctx, v.AskedAt), false})
}

// ended says how the request ended.
func (p ShowPage) ended() string {
	v := p.View
	switch {
	case v.State == approval.Expired:
		return "Expired: nobody decided in time"
	case v.RuleID != "":
		return "Approved at once by " + lower(v.DecidedByName)
	case v.State == approval.Failed && v.DecidedBy == "":
		return "Could not be carried out"
	case v.State == approval.Failed:
		return "Approved by " + v.DecidedByName + ", and could not be carried out"
	}
	return v.State.Word() + " by " + v.DecidedByName
}

func lower(s string) string { return strings.ToLower(s[:min(1, len(s))]) + s[min(1, len(s)):] }

// others is the queue with the requests of the same account.
func (p ShowPage) others() string {
	return route.With(route.Approvals(p.By.Account), url.Values{"account": {p.View.AccountID}})
}

// at is the address of a request beside this one, or "".
func (p ShowPage) at(id string) string {
	if id == "" {
		return ""
	}
	return route.Approval(p.By.Account, id)
}

// left says how long the request still waits.
func left(v approval.View, now time.Time) string { return in(v.ExpiresAt.Sub(now)) }

func guard(wrong bool) string {
	if wrong {
		return "changed"
	}
	return ""
}

// comment is the head of what whoever asked wrote.
func (p ShowPage) comment() string {
	if p.partner() {
		return "Their comment"
	}
	return "Comment"
}
