package session

import (
	"net/http"
	"time"

	"github.com/gorilla/sessions"
)

// Ceremony is the secret of the passkey's ceremony that the browser has begun, or "".
func (s *Store) Ceremony(r *http.Request) string {
	c, err := r.Cookie(s.name + "-ceremony")
	if err != nil {
		return ""
	}
	return c.Value
}

// KeepCeremony gives the browser the secret of a ceremony, for as long as there is to finish it.
func (s *Store) KeepCeremony(w http.ResponseWriter, secret string, life time.Duration) {
	o := s.options(life)
	o.SameSite = http.SameSiteStrictMode
	http.SetCookie(w, sessions.NewCookie(s.name+"-ceremony", secret, o))
}
