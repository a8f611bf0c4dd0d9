package password

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ccojocar/zxcvbn-go/adjacency"
	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
)

// keyboards are those whose rows of keys are known.
var keyboards = []string{"qwerty", "dvorak", "keypad", "macKeypad"}

// keysIn are the rows of neighbouring keys in a text.
func keysIn(text string) (found []match.Match) {
	for _, keyboard := range keyboards {
		graph := adjacency.GraphMap[keyboard]
		for i, j := 0, 0; i < len(text); i = j {
			turns, shifted, direction := 0, 0, -1
			for j = i + 1; j < len(text); j++ {
				neighbours, key := graph.Graph[text[j-1:j]], text[j:j+1]
				d := slices.IndexFunc(neighbours, func(keys string) bool { return strings.Contains(keys, key) })
				if d < 0 {
					break
				}
				if d != direction {
					turns++
				}
				if strings.Index(neighbours[d], key) == 1 { // a key's second sign takes Shift
					shifted++
				}
				direction = d
			}
			if j-i > 2 {
				m := match.Match{Pattern: "spatial", DictionaryName: graph.Name, I: i, J: j - 1, Token: text[i:j]}
				m.Entropy = entropy.SpatialEntropy(m, turns, shifted)
				found = append(found, m)
			}
		}
	}
	return found
}

// sequences are what is known by heart, forwards and backwards.
var sequences = []string{"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"}

// sequencesIn are the parts of a text that run through a sequence.
func sequencesIn(text string) (found []match.Match) {
	for _, s := range sequences {
		for i, j := 0, 0; i < len(text); i = j {
			step := 0
			for j = i + 1; j < len(text); j++ {
				from, to := strings.IndexByte(s, text[j-1]), strings.IndexByte(s, text[j])
				if from < 0 || to < 0 || to-from != 1 && to-from != -1 || step != 0 && to-from != step {
					break
				}
				step = to - from
			}
			if j-i > 2 {
				m := match.Match{Pattern: "sequence", I: i, J: j - 1, Token: text[i:j]}
				m.Entropy = entropy.SequenceEntropy(m, len(s), step > 0)
				found = append(found, m)
			}
		}
	}
	return found
}

// dates are written with a year before or after day and month, in any order,
// with signs between them or without.
var dates = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<a>\d\d?)(?P<sign>[-\s/\\_.])(?P<b>\d\d?)[-\s/\\_.](?P<year>(?:19|20)\d\d|\d\d)`),
	regexp.MustCompile(`^(?P<year>(?:19|20)\d\d|\d\d)(?P<sign>[-\s/\\_.])(?P<a>\d\d?)[-\s/\\_.](?P<b>\d\d?)`),
	regexp.MustCompile(`^(?P<a>\d\d)(?P<b>\d\d)(?P<year>(?:19|20)\d\d)`),
	regexp.MustCompile(`^(?P<year>(?:19|20)\d\d)(?P<a>\d\d)(?P<b>\d\d)`),
	regexp.MustCompile(`^(?P<a>\d\d)(?P<b>\d\d)(?P<year>\d\d)`),
	regexp.MustCompile(`^(?P<year>\d\d)(?P<a>\d\d)(?P<b>\d\d)`),
}

// datesIn are the dates in a text.
func datesIn(text string) (found []match.Match) {
	for i := range text {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		for _, written := range dates {
			if m := dateAt(text, i, written); m.Pattern != "" {
				found = append(found, m)
			}
		}
	}
	return found
}

// dateAt is the date that begins at i, or nothing.
func dateAt(text string, i int, written *regexp.Regexp) (m match.Match) {
	parts := written.FindStringSubmatch(text[i:])
	if parts == nil {
		return m
	}
	a, _ := strconv.Atoi(parts[written.SubexpIndex("a")])
	b, _ := strconv.Atoi(parts[written.SubexpIndex("b")])
	year, _ := strconv.ParseInt(parts[written.SubexpIndex("year")], 10, 64)
	if min(a, b) < 1 || min(a, b) > 12 || max(a, b) > 31 {
		return m
	}
	d := match.DateMatch{Year: year}
	if n := written.SubexpIndex("sign"); n > 0 {
		d.Separator = parts[n]
	}
	return match.Match{Pattern: "date", I: i, J: i + len(parts[0]) - 1, Token: parts[0], Entropy: entropy.DateEntropy(d)}
}
