package site

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func catalogueMarkets(r *Request) ui.Crumb {
	return ui.Crumb{Label: "Markets", Href: route.CatalogueMarkets(r.here())}
}

// listCatalogueMarkets is where bills are written.
func (s *Site) listCatalogueMarkets(r *Request) error {
	ms, live, err := s.Catalogue.Markets(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Markets(catalogue.MarketsPage{Shell: s.shell(r, "Markets"), Faces: catalogueFaces(r), Markets: ms, Live: live}))
}

// newCatalogueMarket is the form that adds one.
func (s *Site) newCatalogueMarket(r *Request) error {
	e, err := s.newEntry(r, catalogueMarkets(r), "Add a market")
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Market(catalogue.MarketPage{Entry: e, Draft: catalog.MarketDraft{Token: db.NewToken()}}))
}

// createCatalogueMarket adds a market.
func (s *Site) createCatalogueMarket(r *Request) error {
	e, err := s.newEntry(r, catalogueMarkets(r), "Add a market")
	if err != nil {
		return err
	}
	p := catalogue.MarketPage{Entry: e}
	var made catalog.Market
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.CreateMarket(r.ctx(), r.By, p.Draft)
	}
	if err != nil {
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Market(p) })
	}
	return s.saved(r, route.CatalogueMarket(r.here(), made.ID), made.Name)
}

// storedMarket is the page of the market that the address names.
func (s *Site) storedMarket(r *Request) (p catalogue.MarketPage, err error) {
	m, use, err := s.Catalogue.Market(r.ctx(), r.By, r.Param("market"))
	if err != nil {
		return p, err
	}
	return catalogue.MarketPage{Entry: s.entry(r, catalogueMarkets(r), m.Name, m.ID, m.Offered, use, m.Told()), Draft: m.Draft()}, nil
}

// showCatalogueMarket is one market.
func (s *Site) showCatalogueMarket(r *Request) error {
	p, err := s.storedMarket(r)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Market(p))
}

// editCatalogueMarket changes one.
func (s *Site) editCatalogueMarket(r *Request) error {
	p, err := editing(r, s.storedMarket)
	if err != nil {
		return err
	}
	version, made := p.Draft.Version, catalog.Market{}
	p.Draft = catalog.MarketDraft{}
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.EditMarket(r.ctx(), r.By, p.Code, p.Draft)
	}
	if err != nil {
		p.Draft.Version = version
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Market(p) })
	}
	return s.saved(r, route.CatalogueMarket(r.here(), made.ID), made.Name)
}

// sellMarket lets it be enabled, or not any more.
func (s *Site) sellMarket(r *Request) error {
	var in saleForm
	if err := r.decode(&in); err != nil {
		return err
	}
	m, err := s.Catalogue.OfferMarket(r.ctx(), r.By, r.Param("market"), in.Offered)
	if err != nil {
		return err
	}
	return s.sold(r, route.CatalogueMarket(r.here(), m.ID), m.Name, m.Offered)
}
