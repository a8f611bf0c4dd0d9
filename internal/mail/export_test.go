package mail

import (
	"crypto/x509"
	"time"
)

// Trust makes the post trust certificates of a test's server.
func (p *Post) Trust(roots *x509.CertPool) *Post {
	p.roots = roots
	return p
}

// Hurry makes the post wait this long for a server, instead of half a minute.
func (p *Post) Hurry(d time.Duration) *Post {
	p.patient = d
	return p
}
