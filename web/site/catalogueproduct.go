package site

import (
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func products(r *Request) ui.Crumb {
	return ui.Crumb{Label: "Products", Href: route.Products(r.here())}
}

// listProducts is what can be ordered.
func (s *Site) listProducts(r *Request) error {
	ps, live, err := s.Catalogue.Products(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Products(catalogue.ProductsPage{Shell: s.shell(r, "Products"), Faces: catalogueFaces(r), Products: ps, Live: live}))
}

// newProduct is the form that adds one.
func (s *Site) newProduct(r *Request) error {
	e, err := s.newEntry(r, products(r), "Add a product")
	if err != nil {
		return err
	}
	in := catalog.ProductDraft{Token: db.NewToken(), Stands: catalog.StandsAlone, FeePercent: "0", Place: "100"}
	return r.page(http.StatusOK, catalogue.Product(catalogue.ProductPage{Entry: e, Draft: in}))
}

// createProduct adds a product.
func (s *Site) createProduct(r *Request) error {
	e, err := s.newEntry(r, products(r), "Add a product")
	if err != nil {
		return err
	}
	p := catalogue.ProductPage{Entry: e}
	var made catalog.Product
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.CreateProduct(r.ctx(), r.By, p.Draft)
	}
	if err != nil {
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Product(p) })
	}
	return s.saved(r, route.Product(r.here(), made.ID), made.Name)
}

// changeNewRows shows the form that adds a product with its fields changed.
func (s *Site) changeNewRows(r *Request) error {
	e, err := s.newEntry(r, products(r), "Add a product")
	if err != nil {
		return err
	}
	return s.fieldRows(r, catalogue.ProductPage{Entry: e})
}

func (s *Site) fieldRows(r *Request, p catalogue.ProductPage) error {
	var press rowPress
	if err := errors.Join(r.decode(&press), r.decode(&p.Draft)); err != nil {
		return err
	}
	p.Draft.Fields, p.Added = pressed(press, p.Draft.Fields, catalog.MostFields, catalog.FieldDraft{Kind: string(catalog.TextField)})
	return r.page(http.StatusOK, catalogue.Product(p))
}

// storedProduct is the page of the product that the address names, as it is stored.
func (s *Site) storedProduct(r *Request) (p catalogue.ProductPage, err error) {
	it, use, err := s.Catalogue.Product(r.ctx(), r.By, r.Param("product"))
	if err != nil {
		return p, err
	}
	return catalogue.ProductPage{Entry: s.entry(r, products(r), it.Name, it.ID, it.Offered, use, it.Told()), Draft: it.Draft()}, nil
}

// showProduct is one product.
func (s *Site) showProduct(r *Request) error {
	p, err := s.storedProduct(r)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Product(p))
}

// editProduct changes one.
func (s *Site) editProduct(r *Request) error {
	p, err := editing(r, s.storedProduct)
	if err != nil {
		return err
	}
	version, made := p.Draft.Version, catalog.Product{}
	p.Draft = catalog.ProductDraft{}
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.EditProduct(r.ctx(), r.By, p.Code, p.Draft)
	}
	if err != nil {
		p.Draft.Version = version
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Product(p) })
	}
	return s.saved(r, route.Product(r.here(), made.ID), made.Name)
}

// changeProductRows shows its form with its fields changed.
func (s *Site) changeProductRows(r *Request) error {
	p, err := editing(r, s.storedProduct)
	if err != nil {
		return err
	}
	p.Draft = catalog.ProductDraft{}
	return s.fieldRows(r, p)
}

// sellProduct offers it or withdraws it.
func (s *Site) sellProduct(r *Request) error {
	var in saleForm
	if err := r.decode(&in); err != nil {
		return err
	}
	p, err := s.Catalogue.OfferProduct(r.ctx(), r.By, r.Param("product"), in.Offered)
	if err != nil {
		return err
	}
	return s.sold(r, route.Product(r.here(), p.ID), p.Name, p.Offered)
}
