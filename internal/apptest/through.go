package apptest

import "net/http"

// Through puts something between the browser and the portal.
func (b *Browser) Through(wrap func(http.Handler) http.Handler) *Browser {
	b.handler = wrap(b.handler)
	return b
}
