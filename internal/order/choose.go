package order

import (
	"context"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Products lists what can be ordered, in the order of the lists.
func (s *Orders) Products(ctx context.Context, by access.Caller) (ps []catalog.Product, err error) {
	return ps, s.peek(ctx, by, func(tx *db.Tx, _ account.Account) error {
		ps, err = catalog.Products(tx)
		ps = slices.DeleteFunc(ps, func(p catalog.Product) bool { return !p.Offered })
		return err
	})
}

// Places are the locations to choose from for a product.
type Places struct {
	Product   catalog.Product
	Locations []catalog.Location
	More      bool // others follow the last one
	Metros    []catalog.Metro
	Markets   []catalog.Market // of all locations, by name
	Range     Range
	Above     account.Account // the partner of a managed account; otherwise the account itself
}

// Places lists the locations where a product can be designed. People who don't
// enable billing markets themselves see those whose market is enabled.
func (s *Orders) Places(ctx context.Context, by access.Caller, product string, f catalog.Places) (p Places, err error) {
	return p, s.peek(ctx, by, func(tx *db.Tx, here account.Account) error {
		if p.Product, err = offered(tx, product); err != nil {
			return err
		}
		if p.Range, err = rangeOf(tx, here); err != nil {
			return err
		}
		if p.Above = here; here.Kind == access.Managed {
			if p.Above, err = account.Above(tx, here); err != nil {
				return err
			}
		}
		f.Markets = p.Range.markets()
		if p.Locations, p.More, err = catalog.LocationsOffered(tx, f); err != nil {
			return err
		}
		if p.Markets, err = catalog.Markets(tx); err != nil {
			return err
		}
		p.Metros, err = catalog.Metros(tx, f.Markets)
		return err
	})
}

// Starts are the services that a connection can start at.
type Starts struct {
	Product  catalog.Product
	Services []service.Service // with the prices that the caller may see
	More     bool
}

// Starts lists the services of the caller's account that a connection can be
// drawn under, by name.
func (s *Orders) Starts(ctx context.Context, by access.Caller, product, find string) (st Starts, err error) {
	return st, s.peek(ctx, by, func(tx *db.Tx, _ account.Account) error {
		if st.Product, err = offered(tx, product); err != nil {
			return err
		}
		st.Services, st.More, err = service.Carriers(tx, find)
		return err
	})
}

// Ends are what is drawn under a service, and what another connection could
// lead to.
type Ends struct {
	Top      service.Service
	Product  catalog.Product    // the connection; the zero Product when none is sold
	Products []catalog.Product  // the connections to choose it from
	Drawn    []service.Service  // not ordered yet
	There    int                // ordered before
	Services []service.Service  // that it can lead to
	More     bool               // there are other services
	Clouds   []catalog.Cloud    // that it can lead to, the nearest first
	Here     int                // how many of the clouds are in the service’s country
	Farther  bool               // there are other clouds
	Offers   []connection.Offer // of companies that the marketplace lists
	Others   bool               // there are other offers
	Waiting  approval.Request   // that asks for what is drawn, or the zero Request
}

// Ends lists what is drawn under a service of the caller's account, and what
// another connection could lead to; product is the one that it is to be, or "" for
// the first that is sold, and find is part of its name or place.
func (s *Orders) Ends(ctx context.Context, by access.Caller, id, product, find string) (e Ends, err error) {
	return e, s.peek(ctx, by, func(tx *db.Tx, here account.Account) error {
		top, it, err := hold(tx, here, id)
		if err != nil {
			return err
		}
		if it.PortID != nil || !top.Product.Carries || top.Status != service.Design && !carries(top) {
			return fault.New(fault.Conflict, "%s takes no connections now.", it.Name)
		}
		e.Top = bare(top)
		if e.Waiting, err = waiting(tx, top.ID); err != nil {
			return err
		}
		if err := e.under(tx, top, product); err != nil {
			return err
		}
		if e.Services, e.More, err = service.Carriers(tx, find); err != nil {
			return err
		}
		e.Services = slices.DeleteFunc(e.Services, func(s service.Service) bool { return s.ID == top.ID })
		if err := e.near(tx, find); err != nil {
			return err
		}
		e.Offers, e.Others, err = connection.Offers(tx, find)
		return err
	})
}

// mostClouds is how many clouds are listed at once.
const mostClouds = 12

// near finds the clouds that match: those at the same location first, then those
// in the same country.
func (e *Ends) near(tx *db.Tx, find string) error {
	clouds, err := catalog.CloudsOffered(tx, find)
	if err != nil {
		return err
	}
	var ids []string
	for _, c := range clouds {
		ids = append(ids, c.Location)
	}
	places, err := catalog.LocationsAt(tx, ids)
	if err != nil {
		return err
	}
	far := map[string]int{e.Top.LocationID: -1}
	for _, l := range places {
		if l.Country != e.Top.Location.Country {
			far[l.ID] = 1
		}
	}
	slices.SortStableFunc(clouds, func(a, b catalog.Cloud) int { return far[a.Location] - far[b.Location] })
	e.Clouds, e.Farther = clouds[:min(len(clouds), mostClouds)], len(clouds) > mostClouds
	for _, c := range e.Clouds {
		if far[c.Location] < 1 {
			e.Here++
		}
	}
	return nil
}

// under finds what hangs under the service, and the connections that are sold.
func (e *Ends) under(tx *db.Tx, top service.Service, product string) error {
	under, err := service.LockUnder(tx, top)
	if err != nil {
		return err
	}
	for _, u := range under {
		if u.Status == service.Design {
			e.Drawn = append(e.Drawn, bare(u))
		}
	}
	e.There = len(under) - len(e.Drawn)
	slices.SortFunc(e.Drawn, byName)
	e.Products, err = connectionsSold(tx)
	e.Product = among(e.Products, product)
	return err
}
