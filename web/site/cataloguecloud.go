package site

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

func clouds(r *Request) ui.Crumb {
	return ui.Crumb{Label: "Clouds", Href: route.Clouds(r.here())}
}

// listClouds is where connections lead to.
func (s *Site) listClouds(r *Request) error {
	raw := url.Values{}
	f := catalog.CloudFilter{Find: sought(r.query(), raw, "q"), After: r.query().Get("after")}
	cs, at, live, total, more, err := s.Catalogue.Clouds(r.ctx(), r.By, f)
	if err != nil {
		return err
	}
	p := catalogue.CloudsPage{
		Shell: s.shell(r, "Clouds"), Faces: catalogueFaces(r), Clouds: cs, At: at, Live: live, Find: f.Find, Result: ui.Counted(total, "cloud"),
	}
	if more {
		p.Next = route.With(route.Clouds(r.here()), replaced(raw, "after", cs[len(cs)-1].ID))
	}
	return r.page(http.StatusOK, catalogue.Clouds(p))
}

// reached gives the page of a cloud the locations that are offered while one types.
func (s *Site) reached(r *Request, e catalogue.Entry, in catalog.CloudDraft) (p catalogue.CloudPage, err error) {
	p = catalogue.CloudPage{Entry: e, Draft: in}
	p.Places, err = s.Catalogue.Places(r.ctx(), r.By)
	return p, err
}

func (s *Site) newCloudPage(r *Request, in catalog.CloudDraft) (p catalogue.CloudPage, err error) {
	e, err := s.newEntry(r, clouds(r), "Add a cloud")
	if err != nil {
		return p, err
	}
	return s.reached(r, e, in)
}

// newCloud is the form that adds one.
func (s *Site) newCloud(r *Request) error {
	p, err := s.newCloudPage(r, catalog.CloudDraft{Token: db.NewToken()})
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Cloud(p))
}

// createCloud adds a cloud.
func (s *Site) createCloud(r *Request) error {
	p, err := s.newCloudPage(r, catalog.CloudDraft{})
	if err != nil {
		return err
	}
	var made catalog.Cloud
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.CreateCloud(r.ctx(), r.By, p.Draft)
	}
	if err != nil {
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Cloud(p) })
	}
	return s.saved(r, route.Cloud(r.here(), made.ID), made.Name)
}

// storedCloud is the page of the cloud that the address names.
func (s *Site) storedCloud(r *Request) (p catalogue.CloudPage, err error) {
	c, use, err := s.Catalogue.Cloud(r.ctx(), r.By, r.Param("cloud"))
	if err != nil {
		return p, err
	}
	return s.reached(r, s.entry(r, clouds(r), c.Name, c.ID, c.Offered, use, c.Told()), c.Draft())
}

// showCloud is one cloud.
func (s *Site) showCloud(r *Request) error {
	p, err := s.storedCloud(r)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, catalogue.Cloud(p))
}

// editCloud changes one.
func (s *Site) editCloud(r *Request) error {
	p, err := editing(r, s.storedCloud)
	if err != nil {
		return err
	}
	version, made := p.Draft.Version, catalog.Cloud{}
	p.Draft = catalog.CloudDraft{}
	if err = r.decode(&p.Draft); err == nil {
		made, err = s.Catalogue.EditCloud(r.ctx(), r.By, p.Code, p.Draft)
	}
	if err != nil {
		p.Draft.Version = version
		return answer(r, &p.Entry, err, func() templ.Component { return catalogue.Cloud(p) })
	}
	return s.saved(r, route.Cloud(r.here(), made.ID), made.Name)
}

// sellCloud opens it to new connections or closes it to them.
func (s *Site) sellCloud(r *Request) error {
	var in saleForm
	if err := r.decode(&in); err != nil {
		return err
	}
	c, err := s.Catalogue.OfferCloud(r.ctx(), r.By, r.Param("cloud"), in.Offered)
	if err != nil {
		return err
	}
	return s.sold(r, route.Cloud(r.here(), c.ID), c.Name, c.Offered)
}
