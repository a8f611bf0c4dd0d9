package order

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
	"github.com/tenantry/tenantry/internal/setting"
)

// Board is what a service of a product has to fit at a location, for the form.
func (s *Orders) Board(ctx context.Context, by access.Caller, product, location string) (b Board, err error) {
	return b, s.peek(ctx, by, func(tx *db.Tx, here account.Account) error {
		b, err = boardAt(tx, here, product, location)
		return err
	})
}

// BoardUnder is what a connection under a service has to fit, for the form.
// Without a product it is the first that is sold.
func (s *Orders) BoardUnder(ctx context.Context, by access.Caller, port, product, far string) (b Board, err error) {
	return b, s.peek(ctx, by, func(tx *db.Tx, here account.Account) error {
		b, err = boardUnder(tx, here, port, product, far)
		b.Port = bare(b.Port)
		return err
	})
}

// Drawn is a design that the caller may change, and what it has to fit. Where
// what it leads to is gone, a problem of the field far says so.
func (s *Orders) Drawn(ctx context.Context, by access.Caller, id string) (b Board, d service.Service, err error) {
	return b, d, s.peek(ctx, by, func(tx *db.Tx, _ account.Account) error {
		b, d, err = drawn(tx, id)
		b.Port, d = bare(b.Port), bare(d)
		return err
	})
}

// peek reads for somebody who designs.
func (s *Orders) peek(ctx context.Context, by access.Caller, fn func(*db.Tx, account.Account) error) error {
	if err := by.Must(access.DesignServices); err != nil {
		return err
	}
	return fault.Wrap("look at a design", s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil {
			return err
		}
		return fn(tx, here)
	}))
}

// bare is a service without its prices: LockOne hands out all of them.
func bare(s service.Service) service.Service {
	s.MonthlyRetail, s.OnceRetail = price.Retail{}, price.Retail{}
	s.MonthlyCost, s.OnceCost = price.Cost{}, price.Cost{}
	return s
}

// Range is where an account may design.
type Range struct {
	Open []string // ids of the markets in which it may order
	All  bool     // what is at other markets is shown, with what it lacks
	Ours bool     // the caller's company enables markets itself
}

// Has reports whether a location of a market may be designed at.
func (r Range) Has(market string) bool { return r.All || slices.Contains(r.Open, market) }

// markets are those whose locations are shown, or nil for all.
func (r Range) markets() []string {
	if r.All {
		return nil
	}
	return r.Open
}

// rangeOf is where the caller may design in an account. People who don't enable
// markets themselves are shown those that are enabled; as long as there is none,
// all, so that they can design all the same. See reference: ordering.
func rangeOf(tx *db.Tx, here account.Account) (r Range, err error) {
	if r.Open, err = market.OpenTo(tx, here); err != nil {
		return r, err
	}
	payer, err := account.Payer(tx, here)
	r.Ours = payer == tx.By.Seat
	r.All = r.Ours || len(r.Open) == 0
	return r, err
}

// boardAt is what a service of a product has to fit at a location.
func boardAt(tx *db.Tx, here account.Account, product, location string) (b Board, err error) {
	b.Account = here
	if b.Product, err = offered(tx, product); err != nil {
		return b, err
	}
	if !b.Product.Top {
		return b, fault.Fields{{Field: "product", Text: "Choose where the " + b.Product.Name + " starts"}}.Err()
	}
	where, err := rangeOf(tx, here)
	if err != nil {
		return b, err
	}
	if b.Location, err = catalog.LocationAt(tx, location); err != nil {
		return b, err
	}
	switch {
	case !b.Location.Offered:
		return b, fault.Fields{{Field: "location", Text: "Choose a location"}}.Err()
	case !where.Has(b.Location.Market):
		m, err := catalog.MarketOf(tx, b.Location.Market)
		if err != nil {
			return b, err
		}
		return b, fault.Fields{{Field: "location", Text: b.Location.Name + " is in the billing market " + m.Name + ", which is not enabled. Choose another location"}}.Err()
	case len(b.Speeds()) == 0:
		return b, fault.Fields{{Field: "location", Text: b.Location.Name + " has no " + b.Product.Name + ". Choose another location"}}.Err()
	}
	b.Renews, err = usually(tx, here)
	return b, err
}

// boardUnder is what a connection under a service of the account has to fit.
// Without a product it is the first that there is.
func boardUnder(tx *db.Tx, here account.Account, port, product, far string) (b Board, err error) {
	b.Account = here
	top, it, err := hold(tx, here, port)
	if err != nil {
		return b, err
	}
	if it.PortID != nil || !top.Product.Carries {
		return b, fault.New(fault.Conflict, "%s takes no connections.", it.Name)
	}
	if top.Status != service.Design && !carries(top) {
		return b, closed(top)
	}
	if err := untouched(tx, top); err != nil {
		return b, err
	}
	if err := service.Room(tx, top); err != nil {
		return b, err
	}
	b.Port, b.Location = top, top.Location
	if product == "" {
		all, err := connectionsSold(tx)
		if err != nil {
			return b, err
		}
		product = among(all, "").ID
	}
	if b.Product, err = offered(tx, product); err != nil {
		return b, err
	}
	if b.Product.Top {
		return b, fault.Fields{{Field: "product", Text: "A " + b.Product.Name + " is no connection"}}.Err()
	}
	if far, err = proven(tx, far); err != nil {
		return b, err
	}
	if err := b.reach(tx, far); err != nil {
		return b, err
	}
	if b.Renews, err = usually(tx, here); err != nil {
		return b, err
	}
	return b, b.take(tx, "")
}

// connectionsSold are the connections that can be had, in the order of the lists.
func connectionsSold(tx *db.Tx) ([]catalog.Product, error) {
	all, err := catalog.Products(tx)
	return slices.DeleteFunc(all, func(p catalog.Product) bool { return !p.Offered || p.Top }), err
}

// among is the product with an id among some, or the first, or the zero Product.
func among(ps []catalog.Product, id string) (p catalog.Product) {
	if i := slices.IndexFunc(ps, func(p catalog.Product) bool { return p.ID == id }); i >= 0 {
		return ps[i]
	}
	if len(ps) > 0 {
		p = ps[0]
	}
	return p
}

// proven is a far end that a form names. A service key counts for who was given
// its code.
func proven(tx *db.Tx, key string) (string, error) {
	kind, name := farOf(key)
	if kind != service.FarKey {
		return key, nil
	}
	id, err := servicekey.Proven(tx, name)
	if fault.Is(err, fault.NotFound) {
		err = fault.Fields{{Field: "far", Text: servicekey.Refused}}.Err()
	}
	return Far{Kind: kind, ID: id}.Key(), err
}

// reach finds what a connection leads to, which is within reach and can be
// connected to now.
func (b *Board) reach(tx *db.Tx, key string) error {
	refused := fault.Fields{{Field: "far", Text: "Choose what it leads to"}}.Err()
	b.Far.Kind, b.Far.ID = farOf(key)
	switch b.Far.Kind {
	case service.FarCloud:
		c, err := catalog.CloudAt(tx, b.Far.ID)
		if err == nil && !c.Offered {
			err = refused
		}
		b.Far.Name, b.Far.Where = c.Name, c.Name
		return err
	case service.FarService:
		far, err := service.One(tx, b.Far.ID)
		if fault.Is(err, fault.NotFound) {
			return refused
		}
		if err == nil && (far.AccountID != b.Account.ID || !carries(far) || far.ID == b.Port.ID) {
			err = refused
		}
		b.Far.Name, b.Far.Where = far.Name, far.Location.Name
		if far.Product.Unit == b.Product.Unit {
			b.Far.Speed = far.Speed
		}
		return err
	case service.FarCompany:
		o, err := connection.OfferOf(tx, b.Far.ID)
		if fault.Is(err, fault.NotFound) || err == nil && o.AccountID == b.Account.ID {
			return refused
		}
		b.Far.Name, b.Far.Where = o.Company+", "+o.Name, o.Company+", "+o.Location.Name
		if o.Product.Unit == b.Product.Unit {
			b.Far.Speed = o.Speed
		}
		return err
	case service.FarKey:
		o, err := servicekey.OfferOf(tx, b.Far.ID)
		if fault.Is(err, fault.NotFound) || err == nil && o.ServiceID == b.Port.ID {
			return fault.Fields{{Field: "far", Text: servicekey.Refused}}.Err()
		}
		b.Far.Name, b.Far.Where, b.Far.Proof = o.Where(), o.Where(), o.Proof
		if o.Product.Unit == b.Product.Unit {
			b.Far.Speed = o.MostSpeed
		}
		return err
	}
	return refused
}

// take notes the VLANs that are taken at both ends by others than a connection.
func (b *Board) take(tx *db.Tx, but string) (err error) {
	if b.Near, err = servicekey.Taken(tx, b.Account.ID, b.Port.ID, but); err == nil && b.Far.Kind == service.FarService {
		b.Beyond, err = servicekey.Taken(tx, b.Account.ID, b.Far.ID, but)
	}
	return err
}

// usually reports whether the terms of an account's new services begin again by
// themselves. Only managed accounts have a setting for it.
func usually(tx *db.Tx, here account.Account) (bool, error) {
	if here.Kind != managed {
		return true, nil
	}
	view, err := setting.Of(tx, setting.About(here))
	return view.Sees(setting.MinimumTermRenewal), err
}

// farOf reads a far end's key.
func farOf(key string) (kind service.FarKind, id string) {
	k, id, _ := strings.Cut(key, ".")
	return service.FarKind(k), id
}

// offered is the product with an id, if it can be had.
func offered(tx *db.Tx, id string) (catalog.Product, error) {
	p, err := catalog.ProductOf(tx, id)
	if err == nil && !p.Offered {
		err = fault.Fields{{Field: "product", Text: "Choose a product"}}.Err()
	}
	return p, err
}

// usualTerm is what most choose, in months.
const usualTerm = 12

// First is what the form begins with.
func (b Board) First() Draft {
	d := Draft{Product: b.Product.ID, Location: b.Location.ID, Far: b.Far.Key(), Renews: b.Renews, Details: map[string]string{}}
	if slices.Contains(b.Product.Terms, usualTerm) {
		d.Term = strconv.Itoa(usualTerm)
	}
	if speeds := b.Speeds(); len(speeds) == 1 {
		d.Speed = strconv.FormatInt(speeds[0], 10)
	}
	return d
}
