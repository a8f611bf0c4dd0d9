package auth

import "net/netip"

// network is an address as it is counted: one of IPv6 by its first 64 bits,
// since whoever has one has all of them.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
