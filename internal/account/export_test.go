package account

import "testing"

// Narrow makes the list look for other ways after so many rows, until the test ends.
func Narrow(t *testing.T, rows, few int) {
	w, s := window, selective
	window, selective = rows, few
	t.Cleanup(func() { window, selective = w, s })
}

// Turn makes so many accounts change their support model at once, until the test ends.
func Turn(t *testing.T, most int) {
	m := mostTurned
	mostTurned = most
	t.Cleanup(func() { mostTurned = m })
}
