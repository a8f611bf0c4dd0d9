package site

import (
	"encoding/csv"
	"net/http"
	"slices"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/templates/changes"
)

// exportNewChange is what a change would do to each account, as a CSV file.
func (s *Site) exportNewChange(r *Request) error {
	b, err := readChange(r.query()).bulk()
	if err != nil {
		return err
	}
	if _, ok := setting.Find(b.Name); b.Whom() == setting.TheDefault || !ok || !slices.Contains(setting.Targets, b.To) {
		if _, err := s.Settings.Defaults(r.ctx(), r.By); err != nil {
			return err
		}
		return fault.Missing()
	}
	p, err := s.Settings.Plan(r.ctx(), r.By, b)
	if err != nil {
		return err
	}
	return writeFile(r, "planned-change.csv", changes.PlanColumns, p.Lines, changes.PlanRow)
}

// exportChange is what became of each account of a change, as a CSV file.
func (s *Site) exportChange(r *Request) error {
	rows, _, err := s.Settings.Items(r.ctx(), r.By, r.Param("change"), "", 0, setting.MostAtOnce)
	if err != nil {
		return err
	}
	return writeFile(r, "change.csv", changes.ResultColumns, rows, changes.ResultRow)
}

// writeFile answers lines that are at hand as CSV.
func writeFile[T any](r *Request, name string, columns []string, lines []T, row func(T) []string) error {
	h := r.Response().Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	r.Response().WriteHeader(http.StatusOK)
	w := csv.NewWriter(r.Response())
	if err := signed(r, w); err != nil {
		return err
	}
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, line := range lines {
		if err := w.Write(row(line)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
