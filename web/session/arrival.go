package session

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/sessions"
)

// An arrival tells the next request of a browser for one address that it comes
// from a form's answer and is no refresh, and the notice to show there. It is
// a signed cookie of its own: the answer to the form sets it, the page takes
// it away, and in between nothing has to be stored.

// arrivalLife is how long an arrival waits; a browser follows at once.
const arrivalLife = time.Minute

// longestNotice is how many bytes of a notice a cookie takes: written out and
// signed they become nearly twice as many, and browsers drop a cookie of more
// than 4,096.
const longestNotice = 2100

// Send leaves an arrival for the browser's next request for address, which is
// a path and query. A notice that is too long for a cookie is left out. holder
// is the session that may take it, "" for a browser that is signed out.
func (s *Store) Send(w http.ResponseWriter, holder, address, notice string) error {
	if len(notice) > longestNotice {
		notice = ""
	}
	name := s.arrivalFor(address) + rand.Text()[:8]
	value, err := s.notices.Encode(sealed(name, holder, address), []byte(notice))
	if err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(name, value, s.options(arrivalLife)))
	return nil
}

// Arrive takes the arrival that was left last for the request's address. ok is
// false when none waits.
func (s *Store) Arrive(w http.ResponseWriter, r *http.Request, holder string) (notice string, ok bool) {
	address, taken := r.URL.RequestURI(), ""
	prefix := s.arrivalFor(address)
	for _, c := range r.Cookies() {
		var value []byte
		if strings.HasPrefix(c.Name, prefix) && s.notices.Decode(sealed(c.Name, holder, address), c.Value, &value) == nil {
			notice, taken = string(value), c.Name
		}
	}
	if taken == "" {
		return "", false
	}
	gone := s.options(0)
	gone.MaxAge = -1
	http.SetCookie(w, sessions.NewCookie(taken, "", gone))
	return notice, true
}

// arrivalFor is how the names of an address's arrivals begin. Each has a name
// of its own, so that two tabs on the way to one address both arrive.
func (s *Store) arrivalFor(address string) string {
	sum := sha256.Sum256([]byte(address))
	return s.name + "-arrival-" + hex.EncodeToString(sum[:6]) + "-"
}

// sealed is what an arrival's signature covers besides its notice.
func sealed(name, holder, address string) string {
	return name + "\n" + holder + "\n" + address
}
