package site

import "github.com/tenantry/tenantry/templates/ui"

// column is a column of a list.
type column struct {
	key, label string
	numeric    bool
	class      string
	plain      bool // nothing is sorted by it
}

// heads are the heads of columns, each with the address that sorts by it; the
// sorted one, which is the first when none is named, turns the order round.
func heads(columns []column, sorted string, desc bool, by func(sort string) string) (hs []ui.Head) {
	if sorted == "" {
		sorted = columns[0].key
	}
	for _, c := range columns {
		h, sort := ui.Head{Label: c.label, Numeric: c.numeric, Class: c.class}, c.key
		if c.plain {
			hs = append(hs, h)
			continue
		}
		if c.key == sorted {
			h.Sorted = "asc"
			if desc {
				h.Sorted = "desc"
			} else {
				sort = "-" + sort
			}
		}
		h.Href = by(sort)
		hs = append(hs, h)
	}
	return hs
}
