package changes

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// tone is the colour of a finished change's verdict.
func (p ShowPage) tone() string {
	b := p.Batch
	switch {
	case b.Status == setting.Refused:
		return "bad"
	case b.RevertedAt != nil || b.Status == setting.Cancelled || b.Status == setting.Scheduled || b.Status == setting.Running:
		return "info"
	case b.Failed+b.Spared > 0:
		return "warn"
	}
	return "ok"
}

// verdict is how a change stands, in a sentence.
func (p ShowPage) verdict(ctx context.Context) string {
	b := p.Batch
	switch {
	case b.Status == setting.Scheduled:
		return "It is carried out on " + ui.Moment(ctx, b.DueAt) + "."
	case b.Status == setting.Running:
		return ui.Figure(int(b.Total-b.Left())) + " of " + ui.Counted(b.Total, "account") + " are done."
	case b.Status == setting.Cancelled:
		return b.EndedBy + " cancelled it on " + ui.Moment(ctx, *b.EndedAt) + "."
	case b.Status == setting.Refused:
		return "It was not carried out."
	case b.RevertedAt != nil:
		return b.RevertedBy + " reverted it on " + ui.Moment(ctx, *b.RevertedAt) + "."
	case b.Whom == setting.TheDefault && b.Recorded == "":
		return "The default was that already."
	case b.Whom == setting.TheDefault:
		return "The default changed, and " + ui.Counted(b.Done, "account") + " with it."
	case b.Done == 0:
		return "No account changed."
	}
	return ui.Counted(b.Done, "account") + " changed."
}

// more is what else is to be said.
func (p ShowPage) more() string {
	b := p.Batch
	switch {
	case b.Status == setting.Scheduled && b.Whom == setting.Matching:
		return "The accounts are found then: those that match at that time. It happens in the name of " + b.MadeByName + ", who must still be allowed to."
	case b.Status == setting.Scheduled:
		return "It happens in the name of " + b.MadeByName + ", who must still be allowed to. Until then it can be cancelled."
	case b.Status == setting.Running:
		return "It goes on by itself, whether this page is open or not."
	case b.Problem != "":
		return b.Problem
	}
	var parts []string
	for _, c := range []struct {
		n    int64
		text string
	}{{b.Same, "had it already"}, {b.Failed, "could not be changed"}, {b.Spared, "changed again meanwhile and left alone"}} {
		if c.n > 0 && b.Whom != setting.TheDefault {
			parts = append(parts, ui.Figure(int(c.n))+" "+c.text)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

// passed is how many accounts of a change are settled.
func (p ShowPage) passed() int64 { return p.Batch.Total - p.Batch.Left() }

// hadWord is what an account had of its own.
func hadWord(t setting.Target) string {
	if t == "" {
		return "—"
	}
	return Target(t)
}

// begin is the address of the first rows.
func (p ShowPage) begin() string {
	address := route.Change(p.By.Account, p.Batch.ID)
	if p.Status != "" {
		address = route.With(address, url.Values{"result": {string(p.Status)}})
	}
	return address
}

// reload makes a change that is under way come again by itself.
func (p ShowPage) reload() templ.Attributes {
	if p.Batch.Status != setting.Running {
		return nil
	}
	return templ.Attributes{
		"hx-get": p.Path, "hx-trigger": "every 2s", "hx-select": "#batch", "hx-target": "#batch", "hx-swap": "outerHTML",
		"hx-status:4xx": "swap:none", "hx-status:5xx": "swap:none",
	}
}

// getsHead is the head of the column with what accounts get.
func (p ShowPage) getsHead() string {
	if p.Batch.Status == setting.Scheduled {
		return "Gets then"
	}
	return "Gets"
}
