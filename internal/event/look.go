package event

// Look makes a search pass over so many facts in a step, and take so many steps,
// and answers what takes that back. Tests of long records use it: it stands here,
// and not among them, because a test inside a package makes all that depend on
// the package be built once more.
func Look(facts, times int) (undo func()) {
	w, s := window, steps
	window, steps = facts, times
	return func() { window, steps = w, s }
}
