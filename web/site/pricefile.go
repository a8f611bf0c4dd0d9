package site

import (
	"encoding/csv"
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/prices"
	"github.com/tenantry/tenantry/web/route"
)

// exportPrices is a price book as a CSV file.
func (s *Site) exportPrices(r *Request) error {
	m, ps, err := s.Prices.Export(r.ctx(), r.By, r.Param("market"))
	if err != nil {
		return err
	}
	return s.sendFile(r, "prices-"+strings.ToLower(m.ID)+".csv", func(w *csv.Writer) error {
		if err := w.Write(pricing.FileColumns); err != nil {
			return err
		}
		for _, p := range ps {
			row := prices.FileRow(r.By, m, p)
			row[0] = account.Cell(row[0])
			if err := w.Write(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// askPriceImport takes a file of prices.
func (s *Site) askPriceImport(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	return s.priceImport(r, http.StatusOK, prices.ImportPage{})
}

// priceImport is the page.
func (s *Site) priceImport(r *Request, status int, p prices.ImportPage) error {
	b, err := s.Prices.Book(r.ctx(), r.By, r.Param("market"), "")
	if err != nil {
		return err
	}
	p.Market = b.Market
	p.Shell = s.shell(r, "Import prices of "+b.Market.Name)
	p.Shell.Invalid = p.Problems != nil
	return r.page(status, prices.Import(p))
}

// importPrices first shows what a file would change, and changes it when it is
// sent again from there.
func (s *Site) importPrices(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	p, err := s.readPrices(r)
	if problems, status := formProblems(err, "file"); problems != nil {
		p.Problems = problems
		return s.priceImport(r, status, p)
	}
	if err != nil {
		return err
	}
	if p.Draft.Go && len(p.Bad) == 0 {
		return s.done(r, route.PriceBook(r.here(), p.Preview.Market.ID), pricesSaved(changed(p.Preview)))
	}
	p.Shown = true
	status := http.StatusOK
	if len(p.Bad) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.priceImport(r, status, p)
}

// readPrices reads a file of prices and tries it, or takes it.
func (s *Site) readPrices(r *Request) (p prices.ImportPage, err error) {
	var in struct {
		Text  string `form:"text"`
		Book  int64  `form:"book"`
		Below bool   `form:"below"`
		Go    bool   `form:"go"`
	}
	if err = r.decode(&in); err == nil && in.Text == "" {
		in.Text, err = r.upload("file", pricing.MostBytes)
	}
	p.Text = strings.ReplaceAll(in.Text, "\r\n", "\n")
	p.Draft = pricing.ImportDraft{Book: in.Book, Below: in.Below, Go: in.Go}
	var rows []pricing.FileRow
	if err == nil {
		rows, err = pricing.ReadFile(p.Text)
	}
	if err == nil {
		p.Preview, p.Bad, err = s.Prices.Import(r.ctx(), r.By, r.Param("market"), rows, p.Draft)
	}
	p.Shown = fault.FieldsOf(err).At("below") != "" || fault.Is(err, fault.Conflict)
	return p, err
}

// changed is how many prices a preview changes.
func changed(p pricing.Preview) int {
	return p.Count[pricing.Added] + p.Count[pricing.Changed] + p.Count[pricing.Removed]
}

// askPriceCopy takes the prices of another market.
func (s *Site) askPriceCopy(r *Request) error {
	if err := r.By.Must(access.EditPrices); err != nil {
		return err
	}
	return s.priceCopy(r, http.StatusOK, prices.CopyPage{Draft: pricing.CopyDraft{Step: "1"}})
}

// priceCopy is the page.
func (s *Site) priceCopy(r *Request, status int, p prices.CopyPage) (err error) {
	b, err := s.Prices.Book(r.ctx(), r.By, r.Param("market"), "")
	if err != nil {
		return err
	}
	if p.Markets, _, err = s.Prices.Choices(r.ctx(), r.By); err != nil {
		return err
	}
	p.Market = b.Market
	p.Shell = s.shell(r, "Copy prices to "+b.Market.Name)
	p.Shell.Invalid = p.Problems != nil
	return r.page(status, prices.Copy(p))
}

// copyPrices first shows what a copy would change, and changes it when it is
// sent again from there.
func (s *Site) copyPrices(r *Request) error {
	var in pricing.CopyDraft
	var preview pricing.Preview
	err := r.decode(&in)
	if err == nil {
		preview, err = s.Prices.Copy(r.ctx(), r.By, r.Param("market"), in)
	}
	p := prices.CopyPage{Draft: in, Preview: preview}
	if problems, status := formProblems(err, "from"); problems != nil {
		p.Problems, p.Shown = problems, problems.At("below") != "" || status == http.StatusConflict
		return s.priceCopy(r, status, p)
	}
	if err != nil {
		return err
	}
	if in.Go {
		return s.done(r, route.PriceBook(r.here(), preview.Market.ID), pricesSaved(changed(preview)))
	}
	p.Shown = true
	return s.priceCopy(r, http.StatusOK, p)
}
