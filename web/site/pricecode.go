package site

import (
	"net/http"
	"net/url"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/prices"
	"github.com/tenantry/tenantry/web/route"
)

// listCodes is the promotional codes.
func (s *Site) listCodes(r *Request) error {
	raw := url.Values{}
	find, before := sought(r.query(), raw, "q"), r.query().Get("before")
	cs, more, err := s.Prices.Codes(r.ctx(), r.By, find, before)
	if err != nil {
		return err
	}
	p := prices.CodesPage{Shell: s.shell(r, "Promotional codes"), Faces: catalogueFaces(r), Codes: cs, Find: find, First: len(cs) == 0 && find == "" && before == ""}
	if p.Markets, p.Products, err = s.Prices.Choices(r.ctx(), r.By); err != nil {
		return err
	}
	if more {
		p.Older = route.With(route.Codes(r.here()), replaced(raw, "before", cs[len(cs)-1].ID))
	}
	return r.page(http.StatusOK, prices.Codes(p))
}

// newCode is the form that makes a promotional code.
func (s *Site) newCode(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	return s.code(r, http.StatusOK, pricing.Promotion{}, pricing.CodeDraft{Token: db.NewToken(), Begins: s.now().Format("2006-01-02")}, nil)
}

// showCode is one promotional code.
func (s *Site) showCode(r *Request) error {
	c, err := s.Prices.Code(r.ctx(), r.By, r.Param("code"))
	if err != nil {
		return err
	}
	return s.code(r, http.StatusOK, c, pricing.CodeDraftOf(c), nil)
}

// code is the form of one; problems are those of a draft that was refused.
func (s *Site) code(r *Request, status int, c pricing.Promotion, in pricing.CodeDraft, problems fault.Fields) (err error) {
	title := "New code"
	if c.ID != "" {
		title, in.Version = c.Code, c.Version
	}
	p := prices.CodePage{Shell: s.shell(r, title), Code: c, Draft: in, Problems: problems}
	p.Shell.Invalid = problems != nil
	if p.Markets, p.Products, err = s.Prices.Choices(r.ctx(), r.By); err != nil {
		return err
	}
	return r.page(status, prices.Code(p))
}

// addCode makes a promotional code.
func (s *Site) addCode(r *Request) error {
	var in pricing.CodeDraft
	var c pricing.Promotion
	err := r.decode(&in)
	if err == nil {
		c, err = s.Prices.AddCode(r.ctx(), r.By, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.code(r, http.StatusUnprocessableEntity, pricing.Promotion{}, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Codes(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The code " + c.Code + " is made."})
}

// editCode changes one.
func (s *Site) editCode(r *Request) error {
	var in pricing.CodeDraft
	err := r.decode(&in)
	if err == nil {
		_, err = s.Prices.EditCode(r.ctx(), r.By, r.Param("code"), in)
	}
	if problems, status := formProblems(err, "sentence"); problems != nil {
		c, err := s.Prices.Code(r.ctx(), r.By, r.Param("code"))
		if err != nil {
			return err
		}
		return s.code(r, status, c, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Code(r.here(), r.Param("code")), layout.Notice{Tone: layout.Ok, Lead: "Code saved."})
}

// endCode ends one.
func (s *Site) endCode(r *Request) error {
	c, err := s.Prices.EndCode(r.ctx(), r.By, r.Param("code"))
	if err != nil {
		return err
	}
	return s.done(r, route.Codes(r.here()), layout.Notice{Tone: layout.Ok, Lead: "The code " + c.Code + " is over.", Text: "Nobody can order with it any more."})
}
