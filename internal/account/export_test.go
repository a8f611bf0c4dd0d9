package account

import "testing"

// Narrow makes the list look for other ways after so many rows, until the test ends.
func Narrow(t *testing.T, rows, few int) {
	s, w, f := short, window, selective
	short, window, selective = rows, rows, few
	t.Cleanup(func() { short, window, selective = s, w, f })
}
