package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// longestCharacter is how many bytes a character of a longer text has at most,
// on average: base letters with a mark or two, and all scripts.
const longestCharacter = 8

// Prose is a text of several lines as it is stored: NFC, line ends of one kind,
// no spaces at the ends of lines, and never more than one empty line.
func Prose(s string) string {
	s = norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s))
	var lines []string
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// CheckProse is what is wrong with a text of several lines that may have most
// characters and may be left out, or "".
func CheckProse(label, s string, most int) string {
	if strings.ContainsFunc(strings.ReplaceAll(s, "\n", ""), forbidden) || !utf8.ValidString(s) {
		return label + " has a character that cannot be shown. Type it again without control characters"
	}
	n := uniseg.GraphemeClusterCount(s)
	switch {
	case n > most:
		return label + " has " + itoa(n) + " characters. The most is " + itoa(most)
	case len(s) > most*longestCharacter:
		return label + " is made of too many combined characters. Use fewer"
	case s != "" && strings.TrimFunc(s, invisible) == "":
		return label + " shows nothing. Leave it empty, or enter something to read"
	}
	return ""
}
