package account

import "testing"

// Narrow makes the list look for other ways after so many rows, until the test ends.
func Narrow(t *testing.T, rows, few int) {
	w, s := window, selective
	window, selective = rows, few
	t.Cleanup(func() { window, selective = w, s })
}
