package db

import (
	"crypto/rand"
	"hash/fnv"
	"strings"
)

// keyAlphabet has no characters that look alike.
const keyAlphabet = "23456789abcdefghjkmnpqrstuvwxyz"

// KeyLength is how many characters an account's key has.
const KeyLength = 8

// Keys is how many different account keys there are.
var Keys = func() int64 {
	n := int64(1)
	for range KeyLength {
		n *= int64(len(keyAlphabet))
	}
	return n
}()

// NewKey is a fresh account key.
func NewKey() string {
	var key [KeyLength]byte
	for i := 0; i < KeyLength; {
		var b [16]byte
		_, _ = rand.Read(b[:])
		for _, c := range b {
			// Of 256 values the last 8 would favour some letters.
			if int(c) < 256-256%len(keyAlphabet) && i < KeyLength {
				key[i] = keyAlphabet[int(c)%len(keyAlphabet)]
				i++
			}
		}
	}
	return string(key[:])
}

// IsKey reports whether s is written like an account key.
func IsKey(s string) bool { _, ok := keyNumber(s); return ok }

// KeyAt is the nth account key; keys sort as their numbers do.
func KeyAt(n int64) string { return keyOf(n % Keys) }

// KeyFrom is the account key that always follows from the same text, for the
// cast of the demo and of tests.
func KeyFrom(text string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return KeyAt(int64(h.Sum64() >> 1))
}

// keyNumber reads a key as a number below 31^8.
func keyNumber(key string) (n int64, ok bool) {
	if len(key) != KeyLength {
		return 0, false
	}
	for i := range KeyLength {
		d := strings.IndexByte(keyAlphabet, key[i])
		if d < 0 {
			return 0, false
		}
		n = n*int64(len(keyAlphabet)) + int64(d)
	}
	return n, true
}

// keyOf writes a number as the key that keyNumber reads.
func keyOf(n int64) string {
	var key [KeyLength]byte
	for i := KeyLength - 1; i >= 0; i-- {
		key[i] = keyAlphabet[n%int64(len(keyAlphabet))]
		n /= int64(len(keyAlphabet))
	}
	return string(key[:])
}
