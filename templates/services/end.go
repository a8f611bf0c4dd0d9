package services

import (
	"context"
	"strconv"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// EndPage ends a service.
type EndPage struct {
	layout.Shell
	Account  account.Account
	Closing  order.Closing
	Approver string // the partner that approves it first, or ""
	Knows    string // who knows the fee where the reader does not see it
	Draft    order.EndDraft
	Problems fault.Fields
	Problem  string // why what was sent was not carried out, or ""
}

// subject is the service with what decides what can be done about it.
func (p EndPage) subject() subject { return subject{by: p.By, s: p.Closing.Service} }

// fee is the fee of one service at once, or that there is none, in words for who
// sees no amounts.
func fee(d order.Due) string {
	if d.Months == 0 {
		return "No fee"
	}
	return left(d)
}

// left is for how many months of its term a service is still paid, and how much
// of each.
func left(d order.Due) string {
	if d.Months == 0 {
		return ""
	}
	return part(ui.Counted(d.Months, "month"), d)
}

// remaining is what left says, under a head that names the unit.
func remaining(d order.Due) string {
	if d.Months == 0 {
		return ""
	}
	return part(ui.Figure(int(d.Months)), d)
}

// part adds to a number of months how much of each is due.
func part(text string, d order.Due) string {
	if d.Percent != 100 {
		text += ", " + strconv.FormatInt(d.Percent, 10) + " % of each"
	}
	return text
}

// months is the longest time that is still to be paid.
func months(ds []order.Due) (n int64) {
	for _, d := range ds {
		n = max(n, d.Months)
	}
	return n
}

// heading says when what stands below it ends: what waits for the partner is
// reckoned as if it were approved today.
func (p EndPage) heading() string {
	if p.Approver != "" {
		return "What ends if it is approved today"
	}
	return "What ends now"
}

// ends says what the end comes to when it is at once.
func (p EndPage) ends() string {
	if n := len(p.Closing.All) - 1; n > 0 {
		return ui.Counted(n, "connection") + " under it " + verb(n, "ends", "end") + " with it."
	}
	return "Nothing else ends with it."
}

func verb(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// parting says what becomes of the connections of other companies.
func (p EndPage) parting() string {
	text := verb(p.Closing.Others, "It ends with it, and the company is told.", "They end with it, and the companies are told.")
	if len(p.Closing.Later) > 0 {
		text += " Of an end at the end of the term they are told as soon as it is scheduled."
	}
	return text + " No fee is due for them."
}

// due says that a fee is due to who sees no amounts, or that none is.
func (p EndPage) due() string {
	n := months(p.Closing.All)
	if n == 0 {
		return "No early-termination fee is due."
	}
	return "An early-termination fee is due for " + ui.Counted(n, "month") + " of the term. " + p.Knows + " knows the amount."
}

// stops is what stops when a service ends.
func stops(s service.Service) string {
	if s.Product.Network() {
		return "Traffic"
	}
	return "It"
}

// whens are the moments to choose from.
func (p EndPage) whens(ctx context.Context) []ui.Option {
	first := p.Approver == ""
	at := ui.Option{Value: string(order.AtOnce), Label: "Now", Hint: stops(p.Closing.Service) + " stops today.", Chosen: p.Draft.When == order.AtOnce}
	if !first {
		at.Label, at.Hint = "When it is approved", stops(p.Closing.Service)+" stops on that day."
	}
	at.Hint += p.owed()
	out := []ui.Option{at}
	if len(p.Closing.Later) > 0 {
		o := ui.Option{Value: string(order.AtTerms), Label: "At the end of the term, " + ui.Day(ctx, p.Closing.On), Chosen: p.Draft.When == order.AtTerms}
		switch n := months(p.Closing.Later); {
		case n == 0:
			o.Hint = "No fee is due then. It can be taken back until that day."
		default:
			o.Hint = "A fee is due for " + ui.Counted(n, "month") + " of the terms of what ends with it. It can be taken back until that day."
			if amount := p.Closing.LaterR.Text(p.By); amount != "" {
				o.Hint = "A fee of " + amount + " is due for what ends with it. It can be taken back until that day."
			}
		}
		out = append(out, o)
	}
	return out
}

// owed says that a fee is due when the service ends at once, or "". What waits for
// the partner is reckoned as if it were approved today.
func (p EndPage) owed() string {
	n := months(p.Closing.All)
	if n == 0 {
		return ""
	}
	text := " A fee for " + ui.Counted(n, "month") + " is due"
	if amount := p.Closing.Retail.Text(p.By); amount != "" {
		text = " A fee of " + amount + " is due"
	}
	if p.Approver != "" {
		text += " if it is approved today"
	}
	return text + "."
}

// reasons are those to choose from.
func (p EndPage) reasons() ui.Choice {
	c := ui.Choice{Label: "Reason", Name: "reason", Error: p.Problems.At("reason"), Options: []ui.Option{{Label: "Choose", Chosen: p.Draft.Reason == ""}}}
	for _, r := range order.EndReasons {
		c.Options = append(c.Options, ui.Option{Value: r, Label: r, Chosen: r == p.Draft.Reason})
	}
	return c
}

func (p EndPage) button() ui.Press {
	if p.Approver != "" {
		return ui.Press{Label: "Send termination for approval", Look: ui.Solid, Busy: "Sending…"}
	}
	return ui.Press{Label: "End " + p.Closing.Service.Name, Look: ui.Solid, Busy: "Ending…"}
}

// says is what happens when it is sent.
func (p EndPage) says() string {
	if p.Closing.Open.ID != "" || p.Closing.Refused != nil {
		return ""
	}
	if p.Approver != "" {
		return p.Approver + " approves it first. Until then nothing ends."
	}
	return "A service that has ended is kept for the record. It cannot be brought back."
}
