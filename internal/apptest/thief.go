package apptest

// Thief is another browser with a copy of this one's cookies: what somebody has
// who got hold of them.
func (b *Browser) Thief() *Browser {
	stolen := newJar()
	stolen.keep(b.cookies.all())
	return &Browser{t: b.t, handler: b.handler, cookies: stolen}
}

// Cookie is the value of a cookie, or "".
func (b *Browser) Cookie(name string) string {
	for _, c := range b.cookies.all() {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
