// Package password says whether a new password is good enough: long enough,
// made of text, and hard to guess for somebody who knows what many people
// choose and what is known of this one. Nothing in it is kept or sent.
package password

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Shortest and Longest bound a password, in characters.
const (
	Shortest = 15
	Longest  = 256
)

// MostBytes bounds what is looked at at all. No password of Longest characters
// has more, however it is composed.
const MostBytes = 16 * Longest

// Check is what is wrong with a new password, or "". context is what
// others know of the person: names, the address, accounts.
func Check(password string, context ...string) string {
	switch n := characters(password); {
	case n == 0:
		return "Enter a password"
	case n < Shortest:
		return fmt.Sprintf("The password has %d characters. Use at least %d: a few words are easy to remember", n, Shortest)
	case n > Longest:
		return fmt.Sprintf("The password has more than %d characters", Longest)
	case unprintable(password):
		return "The password contains a character that cannot be typed or shown"
	}
	if g := guess(password, context); g.bits < leastBits {
		return g.why + ". Use a few words that have nothing to do with each other"
	}
	return ""
}

// characters is how many characters a password has, or more than Longest.
func characters(password string) int {
	if len(password) > MostBytes {
		return Longest + 1
	}
	return len([]rune(norm.NFC.String(password)))
}

// unprintable reports whether a password has characters that are no text:
// control characters, or what a form puts in the place of NUL.
func unprintable(password string) bool {
	return !utf8.ValidString(password) || strings.ContainsFunc(password, func(r rune) bool {
		return unicode.IsControl(r) || r == unicode.ReplacementChar || r == '\u2028' || r == '\u2029'
	})
}

// Strength is how hard a password is to guess, for who is about to choose it.
type Strength struct {
	Step int    // of four: how much of the meter is filled
	Word string // of the step
	Why  string // a sentence more, or ""
	Ok   bool   // it would be taken
}

// StrengthOf estimates a password. context is what others know of the person:
// names, the address, accounts.
func StrengthOf(password string, context ...string) Strength {
	n := characters(password)
	switch p := Check(password, context...); {
	case n == 0:
		return Strength{Why: fmt.Sprintf("At least %d characters", Shortest)}
	case n < Shortest:
		return Strength{Step: 1, Word: "Too short", Why: fmt.Sprintf("%d of at least %d characters", n, Shortest)}
	case n > Longest || unprintable(password):
		return Strength{Step: 1, Word: "Not usable", Why: p}
	case p != "":
		return Strength{Step: 2, Word: "Easy to guess", Why: p}
	case guess(password, context).bits < strongBits:
		return Strength{Step: 3, Word: "Good", Ok: true}
	}
	return Strength{Step: 4, Word: "Strong", Ok: true}
}
