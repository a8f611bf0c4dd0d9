package password

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/ccojocar/zxcvbn-go/entropy"
	"github.com/ccojocar/zxcvbn-go/match"
	"github.com/ccojocar/zxcvbn-go/scoring"
	"golang.org/x/text/unicode/norm"
)

// A password that is found in fewer than 10^10 tries is refused; half of all
// possibilities are tried before the right one.
var (
	leastBits  = math.Log2(2e10)
	strongBits = math.Log2(2e14)
)

// looked is how many characters of a password are estimated. A longer one is
// no easier to guess than its beginning.
const looked = 100

// guessed is the cheapest way to guess a password.
type guessed struct {
	bits float64
	why  string // what makes it cheap, a sentence without a full stop
}

// guess estimates a password as somebody would guess it who knows the context:
// by common passwords, words, names, dates, rows of keys, sequences and
// repetitions, and letter by letter where nothing else fits.
func guess(password string, context []string) guessed {
	if isCommon(password) {
		return guessed{0, "This is a common password"}
	}
	if runs(password) {
		return guessed{0, "It is a sequence"}
	}
	known := newKnown(context)
	text := plain(password)
	text = text[:min(looked, len(text))]
	found := append(known.matches(text), repeats(text, known)...)
	least := scoring.MinimumEntropyMatchSequence(text, found)
	return guessed{least.Entropy, reason(text, least.MatchSequence, known)}
}

// isCommon reports whether a password is on the blocklist, however it is
// spaced, capitalised or dressed up.
func isCommon(password string) bool {
	text := strings.ToLower(plain(password))
	for _, t := range disguises(text) {
		letters := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' && r < 'a' || r > 'z' {
				return -1
			}
			return r
		}, t)
		trimmed := strings.Trim(letters, "0123456789")
		for _, candidate := range []string{t, letters, trimmed} {
			if len(candidate) >= Shortest-3 && common()[candidate] > 0 {
				return true
			}
		}
	}
	return false
}

// runs reports whether nearly every character follows from the two before it,
// in any script: abcd, 9876, aaaa.
func runs(password string) bool {
	rs := []rune(strings.ToLower(password))
	follows := 0
	for i := 2; i < len(rs); i++ {
		if d := rs[i] - rs[i-1]; d == rs[i-1]-rs[i-2] && d >= -1 && d <= 1 {
			follows++
		}
	}
	return len(rs) > 4 && follows*5 >= len(rs)*4
}

// reasons say what makes a password cheap, by the pattern of its parts.
var reasons = map[string]string{
	"dictionary": "It is made of few and common words",
	"common":     "It is made of common passwords",
	"spatial":    "It is a row of keys",
	"sequence":   "It is a sequence",
	"repeat":     "It repeats itself",
	"date":       "It is little more than a date",
}

// reason says what most of a password consists of.
func reason(text string, parts []match.Match, known known) string {
	covered := map[string]int{}
	for _, p := range parts {
		pattern := p.Pattern
		switch {
		case p.DictionaryName == personal:
			return fmt.Sprintf("It contains “%s”, which others know of you", known.words[strings.ToLower(p.Token)])
		case p.DictionaryName == "Passwords":
			pattern = "common"
		}
		if reasons[pattern] != "" {
			covered[pattern] += p.J - p.I + 1
		}
	}
	most := ""
	for pattern, n := range covered {
		if n > covered[most] || n == covered[most] && pattern < most {
			most = pattern
		}
	}
	if most == "" || covered[most]*3 < len(text) {
		return "It is too simple"
	}
	return reasons[most]
}

// personal is the name of the dictionary of what is known of a person.
const personal = "personal"

// known are the words that others know of a person, as they are compared, each
// with how it is written.
type known struct{ words map[string]string }

// mostKnown bounds how many words of context are looked for.
const mostKnown = 100

func newKnown(context []string) known {
	k := known{map[string]string{}}
	add := func(word string) {
		if p := strings.ToLower(plain(word)); len(p) >= 3 && len(p) <= longestCommon && len(k.words) < mostKnown && k.words[p] == "" {
			k.words[p] = word
		}
	}
	for _, c := range context {
		if len(k.words) == mostKnown || len(c) > MostBytes {
			continue
		}
		parts := strings.FieldsFunc(c, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		for _, p := range parts {
			add(p)
		}
		if len(parts) > 1 {
			add(strings.Join(parts, ""))
		}
	}
	return k
}

// matches are the parts of a text that can be guessed at once. Words in
// disguise, p4ssw0rd or drowssap, cost one bit more.
func (k known) matches(text string) []match.Match {
	found := slices.Concat(wordsIn(text), keysIn(text), sequencesIn(text), datesIn(text))
	lower := strings.ToLower(text)
	for n, t := range disguises(lower) {
		found = append(found, k.within(text, t, n > 0, false)...)
	}
	return append(found, k.within(text, backwards(lower), true, true)...)
}

// within looks up every part of a text as it reads in disguise.
func (k known) within(text, as string, disguised, reversed bool) (found []match.Match) {
	ranks := common()
	for i := range as {
		for j := i + 3; j <= min(len(as), i+longestCommon); j++ {
			rank, dictionary := ranks[as[i:j]], "Passwords"
			if k.words[as[i:j]] != "" {
				rank, dictionary = 1, personal
			}
			if rank == 0 {
				continue
			}
			from, to := i, j
			if reversed {
				from, to = len(as)-j, len(as)-i
			}
			m := match.Match{Pattern: "dictionary", DictionaryName: dictionary, I: from, J: to - 1, Token: as[i:j]}
			m.Entropy = entropy.DictionaryEntropy(match.Match{Token: text[from:to]}, float64(rank))
			if disguised {
				m.Entropy++
			}
			found = append(found, m)
		}
	}
	return found
}

// repeats are the parts of a text that say one thing several times: as cheap as
// the thing, and how often.
func repeats(text string, k known) (found []match.Match) {
	lower := strings.ToLower(text)
	for period := 1; period*2 <= len(lower); period++ {
		for i := 0; i+2*period <= len(lower); i++ {
			j := i + period
			for j < len(lower) && lower[j] == lower[j-period] {
				j++
			}
			inside := func(m match.Match) bool { return m.I <= i && m.J >= j-1 }
			if j-i < 2*period || j-i < 3 || slices.ContainsFunc(found, inside) {
				continue
			}
			once := scoring.MinimumEntropyMatchSequence(text[i:i+period], k.matches(text[i:i+period]))
			found = append(found, match.Match{
				Pattern: "repeat", I: i, J: j - 1, Token: text[i:j], Entropy: once.Entropy + math.Log2(float64(j-i)/float64(period)),
			})
		}
	}
	return found
}

// disguises are the ways to read a text: as it stands, and with the signs that
// are written for letters.
func disguises(text string) []string {
	read := []string{text}
	for _, r := range []*strings.Replacer{asI, asL} {
		if t := r.Replace(text); t != text && !slices.Contains(read, t) {
			read = append(read, t)
		}
	}
	return read
}

var (
	asI = strings.NewReplacer("4", "a", "@", "a", "8", "b", "(", "c", "3", "e", "6", "g", "9", "g", "1", "i", "!", "i", "|", "i", "0", "o", "5", "s", "$", "s", "7", "t", "+", "t", "2", "z")
	asL = strings.NewReplacer("4", "a", "@", "a", "8", "b", "(", "c", "3", "e", "6", "g", "9", "g", "1", "l", "!", "l", "|", "l", "0", "o", "5", "s", "$", "s", "7", "l", "+", "t", "2", "z")
)

func backwards(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

// plain writes a text in ASCII, a character each, as far as guessing goes:
// letters without accents, Cyrillic ones as the keys that they share with
// Latin ones, and anything else as some sign.
func plain(text string) string {
	if len(text) > 8*looked {
		text = strings.ToValidUTF8(text[:8*looked], "")
	}
	var b strings.Builder
	for _, r := range norm.NFKC.String(text) {
		if key := cyrillic[unicode.ToLower(r)]; key != 0 {
			b.WriteByte(key)
			continue
		}
		for _, part := range norm.NFKD.String(string(r)) {
			b.WriteString(sign(part))
		}
	}
	return b.String()
}

// sign is one part of a character in ASCII; accents are nothing.
func sign(r rune) string {
	switch {
	case r < unicode.MaxASCII && r >= ' ':
		return string(r)
	case unicode.Is(unicode.Mn, r):
		return ""
	case struck[unicode.ToLower(r)] != "":
		return struck[unicode.ToLower(r)]
	}
	return string(signs[int(r)%len(signs)])
}

// signs stand for characters of other scripts. No two neighbours of the list
// are neighbours on a keyboard.
const signs = `~;{>|:}<"?['],`

// struck are letters that no decomposition takes apart.
var struck = map[rune]string{'ø': "o", 'ł': "l", 'đ': "d", 'ħ': "h", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i"}

// cyrillic are the keys of letters on the Russian keyboard.
var cyrillic = func() map[rune]byte {
	keys := map[rune]byte{}
	for i, r := range []rune("йцукенгшщзхъфывапролджэячсмитьбюё") {
		keys[r] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"[i]
	}
	return keys
}()
