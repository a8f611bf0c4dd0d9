package prices

import (
	"slices"
	"strconv"
)

// percents is a discount in its field or cell.
func percents(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// termsOf are all terms of more than none of the products, the shortest first.
func (p DiscountsPage) termsOf() (ts []int) {
	for _, x := range p.Now.Products {
		for _, t := range x.Terms {
			if !slices.Contains(ts, t) {
				ts = append(ts, t)
			}
		}
	}
	slices.Sort(ts)
	return ts
}

// percentField is one cell of the table of discounts.
type percentField struct {
	n       int // of the row in the form
	product string
	term    int
	name    string
	label   string
	value   string
	problem string
	sold    bool // the product has the term
}

// rows are the fields of each product, in the order of the terms.
func (p DiscountsPage) rows() (rows [][]percentField) {
	n := 0
	for _, x := range p.Now.Products {
		var row []percentField
		for _, t := range p.termsOf() {
			f := percentField{product: x.ID, term: t, sold: slices.Contains(x.Terms, t)}
			if f.sold {
				f.n, f.name = n, "discount."+strconv.Itoa(n)+".percent"
				f.label, f.problem = x.Name+", "+termWord(t), p.Problems.At(f.name)
				f.value = percents(p.Now.Of(x.ID, t))
				if p.Typed && n < len(p.Draft.Rows) {
					f.value = p.Draft.Rows[n].Percent
				}
				n++
			}
			row = append(row, f)
		}
		rows = append(rows, row)
	}
	return rows
}
