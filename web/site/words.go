package site

import (
	"strconv"

	"github.com/tenantry/tenantry/templates/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// plural is a number with its noun: 1 account, 1,204 accounts.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return ui.Figure(n) + " " + noun + "s"
}
