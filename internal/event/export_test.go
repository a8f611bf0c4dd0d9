package event

import "testing"

// Look makes a search pass over so many facts in a step, and take so many steps, until the test ends.
func Look(t *testing.T, facts, times int) {
	w, s := window, steps
	window, steps = facts, times
	t.Cleanup(func() { window, steps = w, s })
}
