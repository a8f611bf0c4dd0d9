package prices

import (
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// bare is a price without its currency, which stands in the head of its column.
func bare(text string) string {
	_, digits, _ := strings.Cut(text, " ")
	return digits
}

// termWord is a term in the list of prices.
func termWord(term int) string {
	switch term {
	case pricing.AnyTerm:
		return "Any"
	case 1:
		return "Month to month"
	}
	return strconv.Itoa(term) + " months"
}

// rate is a speed in words.
func rate(p catalog.Product, speed int64) string {
	if speed == 0 {
		return "Every speed"
	}
	return service.Rate(p, speed)
}

// heads are the columns of amounts.
func heads(c price.Currency) []ui.Head {
	return []ui.Head{
		{Label: "Retail", Unit: string(c) + " a month", Numeric: true}, {Label: "Cost", Unit: string(c) + " a month", Numeric: true},
		{Label: "Retail", Unit: string(c) + " once", Numeric: true}, {Label: "Cost", Unit: string(c) + " once", Numeric: true},
	}
}

// supplier is the company that writes the bills of a market.
func supplier(name string) string {
	if name == "" {
		return "Not named yet"
	}
	return name
}

// cell is one amount of a row, and how it is called where rows are blocks.
type cell struct{ label, text string }

// cells are the amounts of a price.
func cells(by access.Caller, c price.Currency, p pricing.Price) []cell {
	hs := heads(c)
	return []cell{
		{hs[0].Line(), bare(p.MonthlyRetail.Text(by))}, {hs[1].Line(), bare(p.MonthlyCost.Text(by))},
		{hs[2].Line(), bare(p.OnceRetail.Text(by))}, {hs[3].Line(), bare(p.OnceCost.Text(by))},
	}
}

// quiet reports whether an amount is nothing, which stands back.
func quiet(digits string) bool { return strings.Trim(digits, "0.") == "" }

// edits reports whether the reader may change prices.
func edits(s layout.Shell) bool { return s.By.May(access.EditPrices) }

// blank is one field of the form of prices.
type blank struct{ name, label, column, head, value, problem string }

// line is one speed of the form.
type line struct {
	n      int
	speed  int64
	word   string
	blanks []blank
}

// lines are the rows of the form: what was typed, or what stands.
func (p SheetPage) lines() (ls []line) {
	sheet, hs := p.Book.Sheets[0], heads(p.Book.Market.Currency)
	typed := map[int64]pricing.RowDraft{}
	for _, r := range p.Draft.Rows {
		typed[r.Speed] = r
	}
	for i, speed := range sheet.Speeds(p.Draft.Term) {
		stands := sheet.At(speed, p.Draft.Term)
		row := pricing.RowDraft{
			Retail: stands.MonthlyRetail.Typed(p.By), Cost: stands.MonthlyCost.Typed(p.By),
			OnceRetail: stands.OnceRetail.Typed(p.By), OnceCost: stands.OnceCost.Typed(p.By),
		}
		if p.Typed {
			row = typed[speed]
		}
		l := line{n: i, speed: speed, word: rate(sheet.Product, speed)}
		for _, b := range []blank{
			{name: "retail", label: "Retail a month", head: hs[0].Line(), value: row.Retail}, {name: "cost", label: "Cost a month", head: hs[1].Line(), value: row.Cost},
			{name: "once_retail", label: "Retail once", head: hs[2].Line(), value: row.OnceRetail}, {name: "once_cost", label: "Cost once", head: hs[3].Line(), value: row.OnceCost},
		} {
			b.name = "price." + strconv.Itoa(i) + "." + b.name
			b.column = strings.ToLower(b.label)
			b.problem, b.label = p.Problems.At(b.name), b.label+" at "+l.word
			l.blanks = append(l.blanks, b)
		}
		ls = append(ls, l)
	}
	return ls
}

// summary is what to put right, each amount with its row and its column in front.
func (p SheetPage) summary() (fs fault.Fields) {
	places := map[string]string{}
	for _, l := range p.lines() {
		for _, b := range l.blanks {
			places[b.name] = l.word + ", " + b.column + ": "
		}
	}
	for _, f := range p.Problems {
		if place := places[f.Field]; place != "" {
			f.Text = place + strings.ToLower(f.Text[:1]) + f.Text[1:]
		}
		fs = append(fs, f)
	}
	return fs
}

// terms are the forms of the other terms.
func (p SheetPage) terms(address func(term int) string) (ts []layout.Tab) {
	sheet := p.Book.Sheets[0]
	for _, term := range pricing.Terms(sheet.Product) {
		label := termWord(term)
		if term == pricing.AnyTerm {
			label = "Any term"
		}
		n := 0
		for _, x := range sheet.Prices {
			if x.Term == term {
				n++
			}
		}
		count := ""
		if n > 0 {
			count = strconv.Itoa(n)
		}
		ts = append(ts, layout.Tab{Label: label, Href: address(term), Current: term == p.Draft.Term, Count: count})
	}
	return ts
}

// termHint says what the prices of the form hold for.
func (p SheetPage) termHint() string {
	if p.Draft.Term == pricing.AnyTerm {
		return "They hold for every term without prices of its own, less the discount of the term."
	}
	return "They hold for this term alone. No term discount is taken from them. Where a row is empty, the price of any term holds."
}

// speedCount says how much a sheet has.
func speedCount(s pricing.Sheet) string {
	if len(s.Prices) == 0 {
		return "No prices: it cannot be ordered in this market."
	}
	return ui.Counted(len(s.Prices), "price")
}

// counted says what a preview does, in words.
func counted(p pricing.Preview) string {
	var parts []string
	for _, e := range []pricing.Effect{pricing.Added, pricing.Changed, pricing.Removed} {
		if n := p.Count[e]; n > 0 {
			parts = append(parts, ui.Figure(n)+" "+string(e))
		}
	}
	if n := p.Count[pricing.Kept]; n > 0 {
		parts = append(parts, ui.Figure(n)+" the same already")
	}
	return strings.Join(parts, ", ") + "."
}

// changes is how many prices a preview changes.
func changes(p pricing.Preview) int {
	return p.Count[pricing.Added] + p.Count[pricing.Changed] + p.Count[pricing.Removed]
}

// markets are the markets to choose from; any is the word for all of them, or "".
func markets(ms []catalog.Market, chosen, any, not string) []ui.Option {
	os := []ui.Option{{Label: any, Chosen: chosen == ""}}
	for _, m := range ms {
		if m.ID != not {
			os = append(os, ui.Option{Value: m.ID, Label: m.Name + " (" + string(m.Currency) + ")", Chosen: m.ID == chosen})
		}
	}
	return os
}

// products are the products to choose from.
func products(ps []catalog.Product, chosen, any string) []ui.Option {
	os := []ui.Option{{Label: any, Chosen: chosen == ""}}
	for _, p := range ps {
		os = append(os, ui.Option{Value: p.ID, Label: p.Name, Chosen: p.ID == chosen})
	}
	return os
}

// steps are what copied prices can be rounded to, in the currency of the market.
func steps(c price.Currency, chosen string) (os []ui.Option) {
	for _, s := range pricing.Steps {
		os = append(os, ui.Option{Value: s, Label: "to " + string(c) + " " + decimal(s, c.Decimals()), Chosen: s == chosen})
	}
	return os
}

// decimal writes minor units as an amount.
func decimal(minor string, places int) string {
	if places == 0 {
		return minor
	}
	minor = strings.Repeat("0", max(0, places+1-len(minor))) + minor
	return minor[:len(minor)-places] + "." + minor[len(minor)-places:]
}

// FileRow is a price as a line of a file, under pricing.FileColumns.
func FileRow(by access.Caller, m catalog.Market, p pricing.Price) []string {
	term := "any"
	if p.Term != pricing.AnyTerm {
		term = strconv.Itoa(p.Term)
	}
	return []string{
		p.ProductID, strconv.FormatInt(p.Speed, 10), term, string(m.Currency),
		p.MonthlyRetail.Typed(by), p.MonthlyCost.Typed(by), p.OnceRetail.Typed(by), p.OnceCost.Typed(by),
	}
}
