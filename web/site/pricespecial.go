package site

import (
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/prices"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// listSpecials is the prices of single accounts.
func (s *Site) listSpecials(r *Request) error {
	q, raw := r.query(), url.Values{}
	f := pricing.OverrideFilter{
		Find: sought(q, raw, "q"), Market: sought(q, raw, "market"), Product: sought(q, raw, "product"), Before: q.Get("before"),
		Standing: pricing.Standing(take(q, raw, "standing", in(string(pricing.InForce), string(pricing.ToCome), string(pricing.Over)))),
	}
	xs, more, err := s.Prices.Overrides(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	list := route.AccountPrices(r.here())
	p := prices.SpecialsPage{
		Shell: s.shell(r, "Account prices"), Faces: catalogueFaces(r), Specials: xs, Filter: f, Keep: map[string]string{}, Clear: list,
		First: len(xs) == 0 && len(raw) == 0 && f.Before == "",
	}
	for name := range raw {
		p.Keep[name] = raw.Get(name)
	}
	if p.More, p.Chips, err = s.specialFilters(r, list, raw); err != nil {
		return err
	}
	if more {
		p.Older = route.With(list, replaced(raw, "before", xs[len(xs)-1].Override.ID))
	}
	return r.page(http.StatusOK, prices.Specials(p))
}

// standings are the standings to choose from.
var standings = []ui.Option{
	{Label: "Any"}, {Value: string(pricing.InForce), Label: "Active"}, {Value: string(pricing.ToCome), Label: "Scheduled"}, {Value: string(pricing.Over), Label: "Expired"},
}

// specialFilters are the filters to choose from, and those in force.
func (s *Site) specialFilters(r *Request, list string, raw url.Values) (more []ui.Choice, chips []ui.Condition, err error) {
	ms, ps, err := s.Prices.Choices(r.ctx(), r.By)
	status := ui.Choice{Label: "Status", Name: "standing", Options: standings}
	market := ui.Choice{Label: "Market", Name: "market", Options: []ui.Option{{Label: "Any"}}}
	for _, m := range ms {
		market.Options = append(market.Options, ui.Option{Value: m.ID, Label: m.Name})
	}
	product := ui.Choice{Label: "Product", Name: "product", Options: []ui.Option{{Label: "Any"}}}
	for _, p := range ps {
		product.Options = append(product.Options, ui.Option{Value: p.ID, Label: p.Name})
	}
	more, chips = chosen(list, raw, status, market, product)
	return more, chips, err
}

// newSpecial is the form that gives an account a price of its own.
func (s *Site) newSpecial(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	return s.special(r, http.StatusOK, pricing.OverrideDraft{Begins: s.now().Format("2006-01-02")}, nil)
}

// special is the form; problems are those of a draft that was refused.
func (s *Site) special(r *Request, status int, in pricing.OverrideDraft, problems fault.Fields) error {
	p := prices.SpecialPage{Shell: s.shell(r, "Set a price"), Draft: in, Problems: problems}
	p.Shell.Invalid = problems != nil
	as, _, err := s.Accounts.Partners(r.ctx(), r.By, account.PartnerFilter{})
	if err != nil {
		return err
	}
	for _, a := range as {
		if a.Kind == access.Partner {
			p.Companies = append(p.Companies, ui.Option{Value: a.Name})
		}
	}
	if p.Markets, p.Products, err = s.Prices.Choices(r.ctx(), r.By); err != nil {
		return err
	}
	return r.page(status, prices.Special(p))
}

// setSpecial gives an account a price of its own.
func (s *Site) setSpecial(r *Request) error {
	var in pricing.OverrideDraft
	err := r.decode(&in)
	if err == nil {
		_, err = s.Prices.Override(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.special(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.AccountPrices(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The price is set.", Text: "It holds for what is ordered from its first day on."})
}

// endSpecial ends one.
func (s *Site) endSpecial(r *Request) error {
	x, err := s.Prices.EndOverride(r.ctx(), r.By, r.Param("special"))
	if err != nil {
		return err
	}
	return s.done(r, route.AccountPrices(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The price of " + x.Account + " is over.", Text: "What is ordered from now on costs what another price of the account says, or else the book."})
}
