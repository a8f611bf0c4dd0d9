package account

// Narrow makes the list look for other ways after so many rows, and Turn makes
// so many accounts change their support model at once; each answers what takes
// that back. Tests use them on the few accounts that they have. They stand here,
// and not among the tests, because a test inside a package makes all that depend
// on the package be built once more.
func Narrow(rows, few int) (undo func()) {
	w, s := window, selective
	window, selective = rows, few
	return func() { window, selective = w, s }
}

// Turn is told of at Narrow.
func Turn(most int) (undo func()) {
	m := mostTurned
	mostTurned = most
	return func() { mostTurned = m }
}
