package ui

import "strings"

// longestWhole is how long a word may be that is kept together: a longer one has
// to break somewhere on a phone.
const longestWhole = 24

// words are those of a text, between its spaces.
func words(text string) []string { return strings.Split(text, " ") }

// broken reports whether a word could be broken at a hyphen where it should not.
func broken(word string) bool {
	return strings.Contains(word, "-") && len(word) <= longestWhole
}
