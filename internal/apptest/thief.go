package apptest

// Thief is another browser with a copy of this one's cookies: what somebody has
// who got hold of them.
func (b *Browser) Thief() *Browser {
	stolen := newJar()
	stolen.keep(b.cookies.all())
	return &Browser{t: b.t, origin: b.origin, handler: b.handler, cookies: stolen}
}

// Session is the value of the cookie that holds the session, or "".
func (b *Browser) Session() string {
	for _, c := range b.cookies.all() {
		if c.Name == "tenantry" {
			return c.Value
		}
	}
	return ""
}
