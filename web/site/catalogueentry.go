package site

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/templates/catalogue"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// entry is what the page of something in the catalogue has; its list is where
// a new one is sent.
func (s *Site) entry(r *Request, list ui.Crumb, name, code string, offered bool, use catalog.Use, told []catalog.Told) catalogue.Entry {
	return catalogue.Entry{
		Shell: s.shell(r, name), List: list, Name: name, Code: code, Offered: offered, Use: use, Told: told,
		Action: list.Href + "/" + code, Rows: list.Href + "/" + code + "/rows", Sale: list.Href + "/" + code + "/sale",
	}
}

// newEntry is the same of something that is about to be added.
func (s *Site) newEntry(r *Request, list ui.Crumb, title string) (catalogue.Entry, error) {
	return catalogue.Entry{Shell: s.shell(r, title), List: list, Action: list.Href, Rows: list.Href + "/new"}, r.By.Must(access.EditCatalogue)
}

// editing is the page of something stored for whoever changes it. Permission is
// asked first, so that others don't learn what is there.
func editing[P any](r *Request, stored func(*Request) (P, error)) (p P, err error) {
	if err := r.By.Must(access.EditCatalogue); err != nil {
		return p, err
	}
	return stored(r)
}

// unsaved notes on a page why its form was not saved, and answers with which
// status it is shown; ok is false when err is nothing that the page can show.
func unsaved(e *catalogue.Entry, err error) (status int, ok bool) {
	if e.Problems = fault.FieldsOf(err); e.Problems != nil {
		e.Shell.Invalid = true
		return http.StatusUnprocessableEntity, true
	}
	if fault.Is(err, fault.Conflict) {
		e.Late = err.Error()
		return http.StatusConflict, true
	}
	return 0, false
}

// answer shows the page of a form that was refused; page draws it.
func answer(r *Request, e *catalogue.Entry, err error, page func() templ.Component) error {
	status, ok := unsaved(e, err)
	if !ok {
		return err
	}
	return r.page(status, page())
}

// saved leads to the page of what was saved.
func (s *Site) saved(r *Request, address, name string) error {
	return s.done(r, address, layout.Notice{Tone: layout.Ok, Lead: name + " saved."})
}

// saleForm says whether something is to be offered or withdrawn.
type saleForm struct {
	Offered bool `form:"offered"`
}

// sold leads back to the page of what was offered or withdrawn.
func (s *Site) sold(r *Request, address, name string, offered bool) error {
	if offered {
		return s.done(r, address, layout.Notice{Tone: layout.Ok, Lead: name + " is offered."})
	}
	return s.done(r, address, layout.Notice{
		Tone: layout.Warn, Lead: name + " is withdrawn from sale.", Text: "What is live goes on.",
		Act: &layout.Act{Label: "Undo", Post: address + "/sale", Fields: map[string]string{"offered": "on"}},
	})
}

// rowPress is which row of a form is wanted, is not wanted any more, or moves.
type rowPress struct {
	Add    bool   `form:"add"`
	Remove string `form:"remove"` // its number, as people count
	Up     string `form:"up"`
	Down   string `form:"down"`
}

// pressed are the rows after it, and the row that was added, counted from one.
func pressed[T any](p rowPress, rows []T, most int, empty T) (out []T, added int) {
	place := func(text string) (int, bool) {
		n, err := strconv.Atoi(text)
		return n - 1, err == nil && n >= 1 && n <= len(rows)
	}
	if i, ok := place(p.Remove); ok {
		return slices.Delete(rows, i, i+1), 0
	}
	if i, ok := place(p.Up); ok && i > 0 {
		rows[i-1], rows[i] = rows[i], rows[i-1]
	}
	if i, ok := place(p.Down); ok && i+1 < len(rows) {
		rows[i], rows[i+1] = rows[i+1], rows[i]
	}
	if p.Add && len(rows) < most {
		return append(rows, empty), len(rows) + 1
	}
	return rows, 0
}
