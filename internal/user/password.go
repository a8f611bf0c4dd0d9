package user

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/password"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Passwords are kept as argon2id hashes in the usual text form.
const (
	passes = 1
	lanes  = 1
	hashed = 32 // bytes
	salted = 16 // bytes
)

var memory = HashMemory(testing.Testing())

// HashMemory is how many KiB a hash takes: 46 MiB, which with one pass is above
// the floor that OWASP gives. The binary of a test takes less: it signs in
// thousands of times. No portal is one, and nothing else makes it less.
func HashMemory(test bool) uint32 {
	if test {
		return 64
	}
	return 46 * 1024
}

// Shortest is how many characters a password has at least.
const Shortest = password.Shortest

// CheckPassword is what is wrong with a new password, or "". context is what
// others know of the person: names, the address, accounts.
func CheckPassword(text string, context ...string) string { return password.Check(text, context...) }

// hashers bounds how many hashes are worked out at once, since each takes
// memory, and queue how many people wait for one; longestWait is how long.
var (
	hashers = make(chan struct{}, runtime.NumCPU())
	queue   = make(chan struct{}, 64*runtime.NumCPU())
)

const longestWait = 10 * time.Second

// HashPassword is the text that is stored for a password.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, salted)
	_, _ = rand.Read(salt)
	sum, err := derive(ctx, password, salt, memory, passes, lanes, hashed)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// NeedsRehash reports whether a stored hash was made with other parameters
// than the ones of today.
func NeedsRehash(hash string) bool {
	return !strings.HasPrefix(hash, fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, memory, passes, lanes))
}

// nobody is the hash that an unknown address is compared with, so that it
// takes as long as a known one.
var nobody = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", argon2.Version, memory, passes, lanes)

// MatchPassword reports whether a password is the one that was hashed. An
// empty hash, and a text that is too long for a password, match nothing and
// take as long.
func MatchPassword(ctx context.Context, hash, text string) (bool, error) {
	known := hash != "" && len(text) <= password.MostBytes
	if !known {
		hash, text = nobody, ""
	}
	var version, m, t, p int
	fields := strings.Split(hash, "$")
	if len(fields) != 6 || fields[1] != "argon2id" {
		return false, errors.New("a stored password is no argon2id hash")
	}
	if _, err := fmt.Sscanf(fields[2]+" "+fields[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil {
		return false, fmt.Errorf("read a stored password: %w", err)
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(fields[4])
	want, err2 := base64.RawStdEncoding.DecodeString(fields[5])
	if err := errors.Join(err1, err2); err != nil {
		return false, fmt.Errorf("read a stored password: %w", err)
	}
	got, err := derive(ctx, text, salt, uint32(m), uint32(t), uint8(p), uint32(len(want)))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

func derive(ctx context.Context, password string, salt []byte, m, t uint32, p uint8, n uint32) ([]byte, error) {
	busy := fault.New(fault.Busy, "Too many people are signing in at once. Try again in a moment.")
	select {
	case queue <- struct{}{}:
		defer func() { <-queue }()
	default:
		return nil, busy
	}
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	select {
	case hashers <- struct{}{}:
		defer func() { <-hashers }()
	case <-ctx.Done():
		return nil, busy
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, t, m, p, n), nil
}
