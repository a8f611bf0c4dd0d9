package route

import "net/url"

// NewService is where a service is designed: the product is chosen first, then
// the location, then the rest, each at this address. It is drawn there.
func NewService(key string) string { return Services(key) + "/new" }

// NewServiceAt is the step after a product, and a location where it is not "",
// were chosen.
func NewServiceAt(key, product, location string) string {
	q := url.Values{"product": {product}}
	if location != "" {
		q.Set("location", location)
	}
	return With(NewService(key), q)
}

// Design is a design as its form; it is changed there.
func Design(key, id string) string { return Services(key) + "/" + id + "/design" }

// DesignRemoval discards a design.
func DesignRemoval(key, id string) string { return Design(key, id) + "/removal" }

// ServiceCopy draws a service anew.
func ServiceCopy(key, id string) string { return Services(key) + "/" + id + "/copy" }

// NewConnections are the connections that are drawn under a service; another one
// is drawn there.
func NewConnections(key, id string) string { return Services(key) + "/" + id + "/connections" }

// NewConnectionsOf are those of a product: what another one of it could lead to.
func NewConnectionsOf(key, id, product string) string {
	return With(NewConnections(key, id), url.Values{"product": {product}})
}

// NewConnectionTo is the form of a connection of a product to a far end.
func NewConnectionTo(key, id, product, far string) string {
	return With(NewConnections(key, id), url.Values{"product": {product}, "far": {far}})
}

// Review is what a design costs and what happens when it is ordered.
func Review(key, id string) string { return Services(key) + "/" + id + "/review" }

// Order is where a design is ordered, or sent for approval.
func Order(key, id string) string { return Services(key) + "/" + id + "/order" }
