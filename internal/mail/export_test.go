package mail

import "time"

// Hurry makes the post wait this long for a server, instead of half a minute.
func (p *Post) Hurry(d time.Duration) *Post {
	p.patient = d
	return p
}
