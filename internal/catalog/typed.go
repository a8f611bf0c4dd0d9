package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/fault"
)

// Limits of what is typed.
const (
	MostSpeeds  = 40
	MostFields  = 30
	MostChoices = 60
	MostZones   = 12

	largest      = 1_000_000_000
	largestField = 4_294_967_295 // an ASN, or an IPv4 address as a number
	longestName  = 60
	longestLine  = 200
)

var (
	codes   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	letters = regexp.MustCompile(`^[A-Z]{2}$`)
)

// reserved is the word that stands in addresses where a code would, and leads to
// the form of a new one.
const reserved = "new"

// code is what is wrong with the code of something, or "".
func code(s string, most int) string {
	if s == reserved {
		return "Enter another code. This one is taken by the portal itself"
	}
	if len(s) < 2 || len(s) > most || !codes.MatchString(s) {
		return "Enter a code of 2 to " + strconv.Itoa(most) + " small letters and digits, a letter first"
	}
	return ""
}

// whole is a whole number that was typed.
func whole(s string, least, most int64) (n int64, ok bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	return n, err == nil && n >= least && n <= most
}

// readSpeeds are numbers with commas, spaces or lines between them, the
// smallest first and each once.
func readSpeeds(s string) (ns []int64, problem string) {
	if len(s) > 1000 {
		return nil, "These are too many"
	}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(", ;\n\r\t", r) }) {
		n, ok := whole(word, 1, largest)
		if !ok {
			return nil, "Enter whole numbers with commas between them, such as 50, 100, 1000"
		}
		ns = append(ns, n)
	}
	slices.Sort(ns)
	ns = slices.Compact(ns)
	if len(ns) > MostSpeeds {
		return nil, "There are at most " + strconv.Itoa(MostSpeeds)
	}
	return ns, ""
}

// readLines are lines of a text, without those that are empty.
func readLines(s string) (lines []string) {
	for _, line := range strings.Split(account.Prose(s), "\n") {
		if line = account.Tidy(line); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// line reads a text of one line, which has to be there.
func line(fs *fault.Fields, field, label string, s *string, most int) {
	*s = account.Tidy(*s)
	if p := account.CheckText(label, *s, most); p != "" {
		fs.Add(field, "%s", p)
	}
}

// maybe reads a text of one line that may be left out.
func maybe(fs *fault.Fields, field, label string, s *string, most int) {
	if *s = account.Tidy(*s); *s != "" {
		line(fs, field, label, s, most)
	}
}

// at is the name of an input in a row of a form.
func at(list string, i int, name string) string { return list + "." + strconv.Itoa(i) + "." + name }
