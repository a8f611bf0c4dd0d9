package catalog_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
)

// At catalogue/products/new stands the form of a new product, so a product with
// this code would have no page.
func TestNothingIsCalledNew(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Olive)
	_, product := a.Catalogue.CreateProduct(t.Context(), by, catalog.ProductDraft{ID: "new"})
	_, location := a.Catalogue.CreateLocation(t.Context(), by, catalog.LocationDraft{ID: "new"})
	_, cloud := a.Catalogue.CreateCloud(t.Context(), by, catalog.CloudDraft{ID: "new", Name: "Moon base", Location: "syd1"})
	for name, err := range map[string]error{"product": product, "location": location, "cloud": cloud} {
		if fault.FieldsOf(err).At("id") == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
