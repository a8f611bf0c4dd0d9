package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/markets"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listMarkets is the billing markets of the account.
func (s *Site) listMarkets(r *Request) error {
	b, err := s.Billing.Book(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, markets.List(markets.ListPage{Shell: s.shell(r, "Billing markets"), Faces: marketRoom(r), Sides: marketSides(r, b.Waiting.Number), Book: b}))
}

// marketRoom are the faces of the room that billing markets are in: a
// distributor's are a room of their own.
func marketRoom(r *Request) []layout.Tab {
	if r.By.Kind == access.Distributor {
		return nil
	}
	return company(r)
}

// marketSides are the billing markets of a partner, and what its managed
// accounts ask for; a referred partner has only these.
func marketSides(r *Request, waiting int64) []layout.Tab {
	if r.By.Kind != access.Partner || !r.By.Shows(access.SeesMarkets) {
		return nil
	}
	requests := layout.Tab{Label: "Requests", Href: route.MarketRequests(r.here()), Current: r.Path() == route.MarketRequests(":key")}
	if waiting > 0 {
		requests.Count = ui.Figure(int(waiting))
	}
	return []layout.Tab{{Label: "Markets", Href: route.Markets(r.here()), Current: !requests.Current}, requests}
}

// showMarket is one market: the form that enables it, or changes what its bills say.
func (s *Site) showMarket(r *Request) error {
	return s.market(r, http.StatusOK, nil, nil)
}

// market is the page; typed is what was refused, or nil.
func (s *Site) market(r *Request, status int, typed *market.BillingDraft, problems fault.Fields) error {
	b, e, _, err := s.Billing.Find(r.ctx(), r.By, r.Param("market"))
	if err != nil {
		return err
	}
	shell := s.shell(r, e.Sold.Name)
	shell.Invalid = problems != nil
	p := markets.MarketPage{Shell: shell, Book: b, Entry: e, Draft: market.DraftOf(e.Billing), Problems: problems}
	if e.Billing.AccountID == "" {
		p.Draft = b.First(r.By.Name)
	}
	if typed != nil {
		p.Draft = *typed
		p.Draft.Version = e.Billing.Version
	}
	return r.page(status, markets.One(p))
}

// enableMarket enables one.
func (s *Site) enableMarket(r *Request) error {
	var in market.BillingDraft
	var m market.Market
	answered := 0
	err := r.decode(&in)
	if err == nil {
		m, answered, err = s.Billing.Enable(r.ctx(), r.By, r.Param("market"), in)
	}
	if problems, status := formProblems(err, "legal_name"); problems != nil {
		return s.market(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: m.Name + " is enabled.", Text: "Bills there are written in " + string(m.Currency) + "."}
	if answered > 0 {
		n.Text += " " + ui.Counted(answered, "request") + " answered by it."
	}
	return s.done(r, route.Markets(r.here()), n)
}

// editMarket changes what the bills of one say.
func (s *Site) editMarket(r *Request) error {
	var in market.BillingDraft
	changed := false
	err := r.decode(&in)
	if err == nil {
		changed, err = s.Billing.Edit(r.ctx(), r.By, r.Param("market"), in)
	}
	if problems, status := formProblems(err, "legal_name"); problems != nil {
		return s.market(r, status, &in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Market(r.here(), r.Param("market")), saved("Billing market", changed))
}

// askDeactivation asks before a market is deactivated, or says why it can't be.
func (s *Site) askDeactivation(r *Request) error {
	return s.deactivation(r, http.StatusOK, "")
}

func (s *Site) deactivation(r *Request, status int, problem string) error {
	b, e, uses, err := s.Billing.Find(r.ctx(), r.By, r.Param("market"))
	if err != nil {
		return err
	}
	if !e.Enabled() && problem == "" {
		return r.Redirect(http.StatusSeeOther, route.Market(r.here(), e.Sold.ID))
	}
	p := markets.DeactivationPage{Shell: s.shell(r, "Deactivate "+e.Sold.Name), Book: b, Entry: e, Uses: uses, Problem: problem}
	return r.page(status, markets.Deactivation(p))
}

// deactivateMarket deactivates one.
func (s *Site) deactivateMarket(r *Request) error {
	var in market.Seen
	var m market.Market
	err := r.decode(&in)
	if err == nil {
		m, err = s.Billing.Deactivate(r.ctx(), r.By, r.Param("market"), in.Version)
	}
	if fault.Is(err, fault.Conflict) {
		return s.deactivation(r, http.StatusConflict, err.Error())
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Markets(r.here()), layout.Notice{Tone: layout.Info, Lead: m.Name + " is deactivated.", Text: "Nothing can be ordered there. What its bills say is kept."})
}
