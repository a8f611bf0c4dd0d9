package order

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Need is something that an order lacks, and who can see to it.
type Need string

// The closed list of what an order can lack.
const (
	NeedsMarket  Need = "market"  // the market of the location is not enabled; the partner enables it
	NeedsContact Need = "contact" // the operator supports the managed account, and has no support contact of it
)

// ready is nil when an account can have anything ordered for it at a location.
func ready(tx *db.Tx, a account.Account, at catalog.Location) error {
	if a.Status != account.Active {
		return fault.New(fault.Conflict, "%s is %s. Nothing can be ordered for it.", a.Name, a.Status)
	}
	needs, err := Needs(tx, a, at)
	if err != nil {
		return err
	}
	m, err := catalog.MarketOf(tx, at.Market)
	switch {
	case err != nil:
		return err
	case slices.Contains(needs, NeedsMarket):
		return fault.New(fault.Conflict, "The billing market %s is not enabled, so nothing can be ordered in %s.", m.Name, at.City)
	case slices.Contains(needs, NeedsContact):
		return fault.New(fault.Conflict, "%s has no technical support contact yet. The partner enters one in the account’s details.", a.Name)
	}
	return nil
}

// Needs are what an account lacks to order at a location; see reference:
// ordering. All of it can be designed all the same.
func Needs(tx *db.Tx, a account.Account, at catalog.Location) (needs []Need, err error) {
	open, err := market.OpenTo(tx, a)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(open, at.Market) {
		needs = append(needs, NeedsMarket)
	}
	if a.Kind == managed && a.Support == account.ByOperator && !a.Contact {
		needs = append(needs, NeedsContact)
	}
	return needs, nil
}

// sold is nil when a service can be had as it is drawn.
func sold(s service.Service) error {
	switch {
	case !s.Product.Offered:
		return fault.New(fault.Conflict, "%s is not sold any more.", s.Product.Name)
	case !s.Location.Offered:
		return fault.New(fault.Conflict, "%s takes no new services.", s.Location.Name)
	case !slices.Contains(s.Product.Speeds, s.Speed) || s.Product.Top && !s.Location.Has(s.Product, s.Zone, s.Speed):
		return fault.New(fault.Conflict, "%s is not to be had with %s at %s.", s.Product.Name, s.Rate(), s.Location.Name)
	case !slices.Contains(s.Product.Terms, s.Term):
		return fault.New(fault.Conflict, "%s is not sold for a term of %d months.", s.Product.Name, s.Term)
	case !s.Product.Top && s.FarKind == service.NoFar:
		return fault.New(fault.Conflict, "%s leads nowhere yet. Choose its far end.", s.Name)
	}
	return nil
}

// filled is nil when a service can be had as it is drawn, and has what its product
// asks for today: somebody may have drawn it before the product was changed.
func filled(s service.Service) error {
	if err := sold(s); err != nil {
		return err
	}
	p := s.Product
	p.Fields = service.Asked(p, s.FarKind)
	if _, wrong := p.Check(s.Details); wrong != nil {
		return fault.New(fault.Conflict, "%s asks for something else today. %s, in the details of %s.", p.Name, wrong[0].Text, s.Name)
	}
	return nil
}

// quote is what a service costs an account, which has to have a price.
func quote(tx *db.Tx, a account.Account, s service.Service, code string) (pricing.Quote, error) {
	q, err := pricing.For(tx, a, pricing.Ask{Product: s.ProductID, Location: s.Location, Speed: s.Speed, Term: s.Term, Code: code})
	if err == nil && !q.Priced() {
		err = fault.New(fault.Conflict, "%s with %s has no price at %s yet. The operator sets it.", s.Product.Name, s.Rate(), s.Location.Name)
	}
	return q, err
}

// unchanged is a Conflict when the prices are not those that the caller was
// shown. Who sees none was shown none.
func unchanged(by access.Caller, q pricing.Quote, seen int64) error {
	if (price.Retail{}).Shown(by) && q.Book != seen {
		return fault.New(fault.Conflict, "The prices changed meanwhile. Look at them, then order again.")
	}
	return nil
}
