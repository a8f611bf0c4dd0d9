package user

// Crowd takes every place in which a hash is worked out, or where one waits for
// such a place, and answers what gives them back. Tests of crowds use it: it
// stands here, and not among them, because a test inside a package makes all
// that depend on the package be built once more.
func Crowd(waiting bool) (undo func()) {
	places := hashers
	if waiting {
		places = queue
	}
	for range cap(places) {
		places <- struct{}{}
	}
	return func() {
		for range cap(places) {
			<-places
		}
	}
}
