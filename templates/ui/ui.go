// Package ui is the small parts that pages are made of. A part knows no
// subject: it takes words, addresses and states, and draws them.
package ui

import (
	"maps"
	"slices"
)

// pair is a hidden input.
type pair struct{ name, value string }

// pairs orders hidden inputs by name, so that the same page is always the same text.
func pairs(m map[string]string) []pair {
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, pair{name, m[name]})
	}
	return out
}
