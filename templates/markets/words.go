package markets

import (
	"net/url"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// rule is the documented message: who can add a billing market.
func (p AskPage) rule() string {
	return "It takes a sign-in to a partner account. The billing markets of " + p.Account.Name + " belong to " + p.Partner.Name + "."
}

// fixed says why the reader can't ask, or "".
func (p AskPage) fixed() string {
	if p.Answers != "" {
		return "People of " + p.Account.Name + " ask here. You answer them for " + p.Partner.Name + "."
	}
	if err := p.By.Must(access.RequestMarkets); err != nil {
		return err.Error()
	}
	return ""
}

// markets are the markets to choose from.
func (p AskPage) markets() []ui.Option {
	os := []ui.Option{{Label: "Choose a market", Chosen: p.Draft.Market == ""}}
	for _, m := range p.Markets {
		if m.Offered {
			os = append(os, ui.Option{Value: m.ID, Label: m.Name, Chosen: m.ID == p.Draft.Market})
		}
	}
	return os
}

// withdraws reports whether the reader may withdraw a request.
func (p AskPage) withdraws(r market.Request) bool {
	return r.State == market.Open && p.Answers == "" && p.By.May(access.RequestMarkets)
}

// fixed says why the reader can't answer, or "".
func (p ShowPage) fixed() string {
	if err := p.By.Must(access.AnswerMarkets); err != nil {
		return err.Error()
	}
	return ""
}

// answers are the ways to close a request for a market that is enabled by now.
// Where it is not, all that can be said is that it is declined.
func (p ShowPage) answers() []ui.Option {
	enabled := p.Home.Partner.Name + " has the market now, and so have all its managed accounts."
	if p.Home.Distributor != "" {
		enabled = p.Home.Distributor + " has the market now, and so have all your managed accounts."
	}
	return []ui.Option{
		{Value: string(market.Enabled), Label: "Enabled", Hint: enabled, Chosen: p.Draft.State == market.Enabled},
		{Value: string(market.Declined), Label: "Declined", Hint: "The market stays as it is.", Chosen: p.Draft.State == market.Declined},
	}
}

// label names the field in which the reader answers.
func (p ShowPage) label() string {
	if p.Request.EnabledNow {
		return "Answer"
	}
	return "Reason"
}

// press is the word of the button that answers.
func (p ShowPage) press() string {
	if p.Request.EnabledNow {
		return "Answer and close"
	}
	return "Decline request"
}

// enables reports whether the reader can enable the market, which is not enabled yet.
func (p ShowPage) enables() bool { return !p.Request.EnabledNow && p.By.May(access.SetMarkets) }

// look is that of the button that answers: enabling comes first.
func (p ShowPage) look() ui.Look {
	if p.enables() {
		return ui.Secondary
	}
	return ui.Primary
}

// standsNow says whether a market that somebody asked for is enabled now.
func standsNow(r market.Request) string {
	if r.EnabledNow {
		return "Enabled now"
	}
	return "Not enabled"
}

// within is a text inside a sentence.
func within(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// title names the request.
func (p ShowPage) title() string { return p.Request.Name() + " for " + p.Request.AccountName }

// scope says what the list is about.
func (p IndexPage) scope() string {
	return "What the people of your managed accounts ask you to enable."
}

// referred says who has the markets of a referred partner.
func referred(h market.Home) string {
	return "Billing markets and invoices of " + h.Partner.Name + " are with " + h.Distributor + ", which referred it. What your managed accounts ask for still comes to you: pass it on, then tell them what became of it."
}

// closer is who closed a request, as the line under its answer says it.
func closer(r market.Request) string {
	if r.State == market.Withdrawn {
		return "Withdrawn by " + r.AnsweredByName
	}
	return r.AnsweredByName
}

// says is what stands in the column of answers while there is none.
func says(r market.Request) string {
	if r.State == market.Open {
		return "No answer yet"
	}
	return r.Answer
}

// act is what is pressed at a request in the list.
func (p IndexPage) act(r market.Request) string {
	if r.State == market.Open && p.By.May(access.AnswerMarkets) {
		return "Answer"
	}
	return "View"
}

func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}

// others is the list of all requests of the same account.
func (p ShowPage) others() string {
	find := p.Request.Reference
	if find == "" {
		find = p.Request.AccountName
	}
	return route.With(route.MarketRequests(p.By.Account), url.Values{"q": {find}, "state": {"any"}})
}
