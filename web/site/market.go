package site

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/markets"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// showMarkets is the billing markets of an account; in a managed account what it
// asks its partner for.
func (s *Site) showMarkets(r *Request) error {
	if r.By.Kind == access.Managed {
		return s.askMarkets(r, http.StatusOK, market.Draft{Market: r.query().Get("market")}, nil)
	}
	return s.listMarkets(r)
}

func (s *Site) askMarkets(r *Request, status int, in market.Draft, problems fault.Fields) error {
	home, err := s.Markets.Home(r.ctx(), r.By)
	if err != nil {
		return err
	}
	rs, more, err := s.Markets.Mine(r.ctx(), r.By, r.query().Get("after"))
	if err != nil {
		return err
	}
	choices, err := s.Markets.Askable(r.ctx(), r.By)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Billing markets")
	shell.Invalid = problems != nil
	p := markets.AskPage{Shell: shell, Account: r.Visitor.Account, Partner: home.Partner, Markets: choices, Requests: rs, Draft: in, Problems: problems}
	if more {
		p.Older = route.With(route.Markets(r.here()), url.Values{"after": {rs[len(rs)-1].ID}})
	}
	if r.By.Viewing() {
		p.Answers = route.MarketRequests(home.Partner.ID)
	}
	return r.page(status, markets.Ask(p))
}

// askMarket asks the partner for a market.
func (s *Site) askMarket(r *Request) error {
	var in market.Draft
	var asked market.Request
	err := r.decode(&in)
	if err == nil {
		asked, err = s.Markets.Ask(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.askMarkets(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Markets(r.here()), layout.Notice{Tone: layout.Ok, Lead: "You asked for " + asked.Name() + ".", Text: "A letter tells you when it is answered."})
}

// withdrawMarket ends a request of the account.
func (s *Site) withdrawMarket(r *Request) error {
	gone, err := s.Markets.Withdraw(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	return s.done(r, route.Markets(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The request for " + gone.Name() + " is withdrawn."})
}

// listRequests is what the managed accounts of a partner ask for.
func (s *Site) listRequests(r *Request) error {
	if err := r.By.Must(access.ViewMarkets); err != nil {
		return err
	}
	if r.By.Kind != access.Partner {
		return r.Redirect(http.StatusSeeOther, route.Markets(r.here()))
	}
	choices, err := s.Markets.Choices(r.ctx(), r.By)
	if err != nil {
		return err
	}
	f, raw := readRequests(r.query(), choices)
	home, err := s.Markets.Home(r.ctx(), r.By)
	if err != nil {
		return err
	}
	rs, more, err := s.Markets.List(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.MarketRequests(r.here())
	p := markets.IndexPage{
		Shell: s.shell(r, "Billing markets"), Faces: company(r), Sides: marketSides(r, 0), Home: home, Requests: rs, Filter: f,
		Keep: map[string]string{}, Clear: route.With(list, url.Values{"state": {anyState}}), Result: requestsResult(len(rs), more, f),
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	p.More, p.Chips = requestFilters(list, f, raw, choices)
	if more {
		p.Older = route.With(list, replaced(raw, "after", rs[len(rs)-1].ID))
	}
	if len(rs) == 0 && f.Find == "" && f.Market == "" && f.After == "" {
		all, _, err := s.Markets.List(r.ctx(), r.By, market.Filter{})
		if err != nil {
			return err
		}
		p.First = len(all) == 0
	}
	return r.page(http.StatusOK, markets.Index(p))
}

// anyState shows requests of every state; without a state the open ones are shown.
const anyState = "any"

// readRequests reads the query of the list of requests. What is not understood
// is left out.
func readRequests(q url.Values, choices []catalog.Market) (f market.Filter, raw url.Values) {
	raw = url.Values{}
	f.Find = sought(q, raw, "q")
	f.Market = take(q, raw, "market", func(v string) bool {
		return slices.ContainsFunc(choices, func(m catalog.Market) bool { return m.ID == v })
	})
	f.After = q.Get("after")
	switch state := take(q, raw, "state", func(v string) bool { return v == anyState || slices.Contains(market.States, market.State(v)) }); state {
	case anyState:
	case "":
		f.State = market.Open
	default:
		f.State = market.State(state)
	}
	return f, raw
}

// requestFilters are the filters to choose from, and those in force.
func requestFilters(list string, f market.Filter, raw url.Values, choices []catalog.Market) (more []ui.Choice, chips []ui.Condition) {
	state := ui.Choice{Label: "State", Name: "state", Options: []ui.Option{{Label: "Any", Value: anyState, Chosen: f.State == ""}}}
	for _, st := range market.States {
		state.Options = append(state.Options, ui.Option{Value: string(st), Label: st.Word(), Chosen: st == f.State})
	}
	if f.State != "" {
		chips = append(chips, ui.Condition{Label: "State", Value: f.State.Word(), Remove: route.With(list, replaced(raw, "state", anyState))})
	}
	place := ui.Choice{Label: "Market", Name: "market", Options: []ui.Option{{Label: "Any", Chosen: f.Market == ""}}}
	for _, m := range choices {
		place.Options = append(place.Options, ui.Option{Value: m.ID, Label: m.Name, Chosen: m.ID == f.Market})
		if m.ID == f.Market {
			chips = append(chips, ui.Condition{Label: "Market", Value: m.Name, Remove: route.With(list, replaced(raw, "market", ""))})
		}
	}
	return []ui.Choice{state, place}, chips
}

// requestsResult says how many requests the page has.
func requestsResult(n int, more bool, f market.Filter) string {
	switch {
	case f.After != "":
		return ui.Counted(n, "older request")
	case more:
		return "The newest " + ui.Counted(n, "request")
	}
	return ui.Counted(n, "request")
}

// showRequest is one request.
func (s *Site) showRequest(r *Request) error {
	return s.request(r, http.StatusOK, market.AnswerDraft{}, nil, false)
}

func (s *Site) request(r *Request, status int, in market.AnswerDraft, problems fault.Fields, late bool) error {
	home, err := s.Markets.Home(r.ctx(), r.By)
	if err != nil {
		return err
	}
	asked, err := s.Markets.Find(r.ctx(), r.By, r.Param("request"))
	if err != nil {
		return err
	}
	shell := s.shell(r, asked.Name()+" for "+asked.AccountName)
	shell.Invalid = problems != nil
	return r.page(status, markets.Show(markets.ShowPage{Shell: shell, Home: home, Request: asked, Draft: in, Problems: problems, Late: late}))
}

// answerRequest closes it.
func (s *Site) answerRequest(r *Request) error {
	var in market.AnswerDraft
	var answered market.Request
	err := r.decode(&in)
	if err == nil {
		answered, err = s.Markets.Answer(r.ctx(), r.By, r.Param("request"), in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.request(r, http.StatusUnprocessableEntity, in, problems, false)
	}
	if fault.Is(err, fault.Conflict) {
		return s.request(r, http.StatusConflict, in, nil, true)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.MarketRequests(r.here()), layout.Notice{
		Tone: layout.Ok, Lead: "Answered: " + answered.Name() + " is " + string(answered.State) + ".", Text: answered.AskedByName + " gets a letter.",
	})
}
