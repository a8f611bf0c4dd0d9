// Package session keeps the cookies: a gorilla/sessions Store whose cookie
// holds nothing but a signed secret, and the arrivals that lead from a form to
// the page after it. What the secret stands for is a row that package auth
// keeps; only its hash is stored there.
package session

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// secret is where the session's only value stands.
const secret = "secret"

// Store is a sessions.Store.
type Store struct {
	codecs  []securecookie.Codec
	notices *securecookie.SecureCookie
	name    string
	secure  bool
	age     time.Duration
}

// New is a store that signs with keys, the first of them for new cookies and
// the others for reading old ones; there is at least one. secure says that people reach the portal by
// https; age is how long a browser keeps the cookie at most.
func New(secure bool, age time.Duration, keys ...[]byte) *Store {
	s := &Store{secure: secure, age: age, name: "tenantry"}
	if secure {
		s.name = "__Host-tenantry"
	}
	for _, k := range keys {
		c := securecookie.New(k, nil)
		c.MaxAge(int(age.Seconds()))
		s.codecs = append(s.codecs, c)
	}
	s.notices = securecookie.New(keys[0], nil).SetSerializer(securecookie.NopEncoder{})
	s.notices.MaxAge(int(arrivalLife.Seconds()))
	return s
}

// options are the cookie's; the library's defaults are not safe.
func (s *Store) options(age time.Duration) *sessions.Options {
	return &sessions.Options{
		Path: "/", MaxAge: int(age.Seconds()), Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// Get is the request's session.
func (s *Store) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(s, name)
}

// New reads the request's session. A cookie that is not ours is no session.
func (s *Store) New(r *http.Request, name string) (*sessions.Session, error) {
	sess := sessions.NewSession(s, name)
	sess.Options, sess.IsNew = s.options(s.age), true
	c, err := r.Cookie(name)
	if err != nil {
		return sess, nil
	}
	var value string
	if securecookie.DecodeMulti(name, c.Value, &value, s.codecs...) == nil {
		sess.Values[secret], sess.IsNew = value, false
	}
	return sess, nil
}

// Save writes the cookie, or removes it when the session's age is negative.
func (s *Store) Save(_ *http.Request, w http.ResponseWriter, sess *sessions.Session) error {
	if sess.Options.MaxAge < 0 {
		http.SetCookie(w, sessions.NewCookie(sess.Name(), "", sess.Options))
		return nil
	}
	value, err := securecookie.EncodeMulti(sess.Name(), sess.Values[secret], s.codecs...)
	if err != nil {
		return err
	}
	http.SetCookie(w, sessions.NewCookie(sess.Name(), value, sess.Options))
	return nil
}

// Secret is what the request's cookie holds, or "".
func (s *Store) Secret(r *http.Request) string {
	sess, err := s.Get(r, s.name)
	if err != nil {
		return ""
	}
	value, _ := sess.Values[secret].(string)
	return value
}

// Keep gives the browser a cookie that holds value.
func (s *Store) Keep(w http.ResponseWriter, r *http.Request, value string) error {
	sess, err := s.Get(r, s.name)
	if err != nil {
		return err
	}
	sess.Values[secret] = value
	return s.Save(r, w, sess)
}

// Turn gives the browser another cookie, which holds chance and is never read.
// Browsers keep pages in memory for Back, even those that say no-store, until a
// cookie changes: after Turn, Back asks again for a page of an account that was
// entered or left meanwhile.
func (s *Store) Turn(w http.ResponseWriter) {
	http.SetCookie(w, sessions.NewCookie(s.name+"-turn", rand.Text(), s.options(s.age)))
}

// deviceLife is how long a browser is known again: a year.
const deviceLife = 365 * 24 * time.Hour

// Device is the secret by which the browser is known again, or "". It lets
// nobody in.
func (s *Store) Device(r *http.Request) string {
	c, err := r.Cookie(s.name + "-device")
	if err != nil || len(c.Value) > longestDevice {
		return ""
	}
	return c.Value
}

// longestDevice is how many bytes of a device's secret are looked at.
const longestDevice = 100

// KeepDevice gives the browser the secret by which it is known again.
func (s *Store) KeepDevice(w http.ResponseWriter, device string) {
	http.SetCookie(w, sessions.NewCookie(s.name+"-device", device, s.options(deviceLife)))
}

// Forget takes the cookie away.
func (s *Store) Forget(w http.ResponseWriter, r *http.Request) error {
	sess, err := s.Get(r, s.name)
	if err != nil {
		return err
	}
	sess.Options = s.options(0)
	sess.Options.MaxAge = -1
	return s.Save(r, w, sess)
}
