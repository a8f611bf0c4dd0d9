package db

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"sync"
	"time"
)

// crockford writes numbers so that their texts sort as they do.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID is a fresh id: 24 characters that sort by the time of their making and
// tell nothing else. Of two ids for the same millisecond the one made later
// sorts later, so that the facts of one act keep their order.
func NewID(at time.Time) string {
	var b [15]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at.UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // never fails; see crypto/rand
	lastID.Lock()
	defer lastID.Unlock()
	if [6]byte(b[:6]) == [6]byte(lastID.b[:6]) {
		later(&lastID.b, b[11:])
	} else {
		b[6] &= 0x7f // leaves room above
		lastID.b = b
	}
	return crockford.EncodeToString(lastID.b[:])
}

// FirstID sorts before every id that is made at a moment or later, and after
// every earlier one.
func FirstID(at time.Time) string {
	var b [15]byte
	binary.BigEndian.PutUint64(b[:8], uint64(max(at.UnixMilli(), 0))<<16)
	return crockford.EncodeToString(b[:])
}

// IsID reports whether s is written like an id, or like the place behind one.
func IsID(s string) bool {
	return len(s) >= idLength && len(s) <= idLength+1 && strings.Trim(s, "0123456789abcdefghjkmnpqrstvwxyz") == ""
}

// idLength is how many characters an id has.
const idLength = 24

// lastID is the newest id of this process.
var lastID struct {
	sync.Mutex
	b [15]byte
}

// later adds a random step of four bytes, and one, to the random part of an id.
func later(id *[15]byte, step []byte) {
	low := binary.BigEndian.Uint64(id[7:]) + uint64(binary.BigEndian.Uint32(step)) + 1
	if low < binary.BigEndian.Uint64(id[7:]) {
		id[6]++
	}
	binary.BigEndian.PutUint64(id[7:], low)
}

// NewToken is a fresh secret of 256 bits for links, sessions and forms.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}
