// Package seal keeps small secrets unreadable in the database: whoever has a
// copy of it, but not the portal's key file, learns nothing from them and can't
// exchange one for another.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
)

// purpose keeps these keys apart from others that come from the same file.
const purpose = "tenantry seal 1"

// Box seals and opens secrets with AES-256-GCM.
type Box struct{ ciphers []cipher.AEAD }

// New is a box with keys, of which there is at least one: the first seals, and
// all of them open, so that a new key can be put before the old ones. A key is
// a secret that the box derives a key of its own from.
func New(keys ...[]byte) *Box {
	b := &Box{}
	for _, k := range keys {
		derived, err1 := hkdf.Key(sha256.New, k, nil, purpose, 32)
		block, err2 := aes.NewCipher(derived)
		c, err3 := cipher.NewGCMWithRandomNonce(block)
		if err := errors.Join(err1, err2, err3); err != nil {
			panic(err) // sizes are constants
		}
		b.ciphers = append(b.ciphers, c)
	}
	return b
}

// Seal is secret, readable only by Open with the same context: a text that says
// whose secret it is and which, so that one can't be put in the place of another.
func (b *Box) Seal(secret, context string) string {
	return base64.RawURLEncoding.EncodeToString(b.ciphers[0].Seal(nil, nil, []byte(secret), []byte(context)))
}

// ErrClosed says that no key of the box opens a secret in this context.
var ErrClosed = errors.New("seal: no key opens it")

// Open is the secret that Seal was given.
func (b *Box) Open(sealed, context string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return "", ErrClosed
	}
	for _, c := range b.ciphers {
		if secret, err := c.Open(nil, nil, raw, []byte(context)); err == nil {
			return string(secret), nil
		}
	}
	return "", ErrClosed
}

// Random is n bytes of chance, for secrets that will be sealed.
func Random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}
