package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// edits reports whether the reader may change the catalogue.
func edits(s layout.Shell) bool { return s.By.May(access.EditCatalogue) }

// fixed says why the reader can't change anything, or "".
func fixed(s layout.Shell) string {
	if err := s.By.Must(access.EditCatalogue); err != nil {
		return err.Error()
	}
	return ""
}

// saleWord is whether something is offered.
func saleWord(offered bool) string {
	if offered {
		return "Offered"
	}
	return "Withdrawn"
}

// stands says how a product stands.
func stands(p catalog.Product) string {
	switch {
	case p.Carries:
		return "By itself, carries connections"
	case p.Top:
		return "By itself"
	}
	return "Under another"
}

// speeds are the slowest and the fastest.
func speeds(p catalog.Product) string {
	if len(p.Speeds) == 1 {
		return service.Rate(p, p.Speeds[0])
	}
	return service.Rate(p, p.Speeds[0]) + " to " + service.Rate(p, p.Speeds[len(p.Speeds)-1])
}

// terms are the terms in months.
func terms(p catalog.Product) string { return catalog.Listed(p.Terms) }

// zones are the zones of a location with the fastest port of each.
func zones(l catalog.Location) string {
	if len(l.Zones) == 0 {
		return "None: every speed"
	}
	var words []string
	for _, z := range l.Zones {
		word := z.Name
		if len(z.Speeds) > 0 {
			word += " to " + figure(slices.Max(z.Speeds))
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func figure(n int64) string { return ui.Figure(int(n)) }

// or is a text, or what stands in its place.
func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// title names the page of an entry.
func (e Entry) title(noun string) string {
	if e.New() {
		return "Add a " + noun
	}
	return e.Name
}

// scope is the line under the name: the code and how much there is.
func (e Entry) scope(noun string) string {
	if e.New() {
		return "It is offered as soon as it is added."
	}
	return "Code " + e.Code + ". " + e.count(noun) + "."
}

// count says how many services use it.
func (e Entry) count(noun string) string {
	switch e.Use.Live {
	case 0:
		return "No live " + noun + " uses it"
	case 1:
		return "1 live " + noun + " uses it"
	}
	return figure(e.Use.Live) + " live " + noun + "s use it"
}

// save is the word on the button.
func (e Entry) save(noun string) string {
	if e.New() {
		return "Add " + noun
	}
	return "Save " + noun
}

func (e Entry) busy() string {
	if e.New() {
		return "Adding…"
	}
	return "Saving…"
}

// guard is what data-guard asks for: a form with problems was changed already.
func (e Entry) guard() string {
	if e.Problems != nil || e.Late != "" {
		return "changed"
	}
	return ""
}

// hidden are the inputs that nobody fills in.
func (e Entry) hidden(token string, version int64) map[string]string {
	if e.New() {
		return map[string]string{"token": token}
	}
	return map[string]string{"version": strconv.FormatInt(version, 10)}
}

// swap lets a press on rows exchange them without loading the page.
func (e Entry) swap() templ.Attributes {
	return templ.Attributes{"hx-post": e.Rows, "hx-target": "#rows", "hx-select": "#rows", "hx-swap": "outerHTML"}
}

// focus is on the input of the row that was added a moment ago.
func (e Entry) focus(i int) templ.Attributes {
	if e.Added == i+1 {
		return templ.Attributes{"autofocus": true}
	}
	return nil
}

// at is the name of an input in a row.
func at(list string, i int, name string) string { return list + "." + strconv.Itoa(i) + "." + name }

// number is a row as people count it.
func number(i int) string { return strconv.Itoa(i + 1) }

// called names a row for a button.
func called(noun string, i int, name string) string {
	if name != "" {
		return name
	}
	return noun + " " + number(i)
}

func standings(d catalog.ProductDraft) []ui.Option {
	return []ui.Option{
		{Value: catalog.StandsAlone, Label: "By itself", Hint: "It is ordered at a location.", Chosen: d.Stands == catalog.StandsAlone},
		{Value: catalog.HangsUnder, Label: "Under another", Hint: "It is a connection: it hangs under something that carries, and leads somewhere.", Chosen: d.Stands == catalog.HangsUnder},
	}
}

var kindWords = map[catalog.FieldKind]string{
	catalog.TextField: "A line of text", catalog.NumberField: "A whole number", catalog.ChoiceField: "One of a list", catalog.SwitchField: "On or off",
}

func kinds(d catalog.FieldDraft) (os []ui.Option) {
	for _, k := range catalog.FieldKinds {
		os = append(os, ui.Option{Value: string(k), Label: kindWords[k], Chosen: string(k) == d.Kind})
	}
	return os
}

// has reports whether a draft has a term.
func has(d catalog.ProductDraft, term int) bool {
	return slices.Contains(d.Terms, strconv.Itoa(term))
}

// termID is the id of a term's box; the first has that of the question, which the summary leads to.
func termID(i int) string {
	if i == 0 {
		return "field-terms"
	}
	return "field-terms-" + strconv.Itoa(i+1)
}

func termWord(term int) string {
	if term == 1 {
		return "Month to month"
	}
	return strconv.Itoa(term) + " months"
}

func countries(chosen string) []ui.Option {
	os := []ui.Option{{Label: "Choose a country", Chosen: chosen == ""}}
	for _, c := range account.World() {
		os = append(os, ui.Option{Value: c, Label: account.CountryName(c), Chosen: c == chosen})
	}
	return os
}

func markets(ms []catalog.Market, chosen string) []ui.Option {
	os := []ui.Option{{Label: "Choose a market", Chosen: chosen == ""}}
	for _, m := range ms {
		os = append(os, ui.Option{Value: m.ID, Label: m.Name + ", " + string(m.Currency), Chosen: m.ID == chosen})
	}
	return os
}

func places(ls []catalog.Location) []ui.Option {
	os := []ui.Option{}
	for _, l := range ls {
		os = append(os, ui.Option{Value: l.ID, Label: l.Name + ", " + l.City})
	}
	return os
}
