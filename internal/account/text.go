package account

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
	"github.com/rivo/uniseg"
	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Longest is how many characters a name or a reference has at most, as a
// reader counts them; see seed 000.
const Longest = 128

// longestBytes bounds what the characters of a text may be made of, and
// longestSearch how much of each takes part in searching and sorting.
// PostgreSQL takes 2,704 bytes into an index: a reference as it is compared,
// and the search text, which is made of two.
const (
	longestBytes  = 1600
	longestSearch = 500
)

// Tidy trims a text of spaces, normalises it to NFC, and makes runs of spaces one.
func Tidy(s string) string {
	return strings.Join(strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool {
		return unicode.IsSpace(r) && !unicode.IsControl(r)
	}), " ")
}

// Fold is the text as it is compared: without case.
func Fold(s string) string {
	if s = Tidy(s); ascii(s) {
		return strings.ToLower(s)
	}
	return norm.NFC.String(cases.Fold().String(s))
}

// ascii reports whether a text has nothing but ASCII in it, which most have.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Bare is the text as it is searched and sorted: without case and without
// accents.
func Bare(s string) string {
	if s = Fold(s); ascii(s) {
		return s
	}
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	bare, _, err := transform.String(t, unstruck.Replace(s))
	if err != nil {
		return s
	}
	return bare
}

// unstruck writes the letters with a stroke or a ligature, which no
// decomposition takes apart, as people type them.
var unstruck = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ħ", "h", "ŧ", "t", "æ", "ae", "œ", "oe", "ı", "i", "þ", "th", "ð", "d")

// SearchText is what an account is sorted by and found in: name, reference,
// key, each on a line of its own. It begins with the name, so sorting by it is
// sorting by name.
func SearchText(name, reference, key string) string {
	return cut(Bare(name), longestSearch) + "\n" + cut(Bare(reference), longestSearch) + "\n" + key
}

func cut(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	for bytes > 0 && !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// length counts characters as a reader does.
func length(s string) int { return uniseg.GraphemeClusterCount(s) }

// CheckLine is what is wrong with a one-line text called label, or "".
func CheckLine(label, s string) string { return CheckText(label, s, Longest) }

// CheckText is CheckLine for a line that may have most characters.
func CheckText(label, s string, most int) string {
	switch n := length(s); {
	case strings.ContainsFunc(s, forbidden):
		return label + " has a character that cannot be shown. Type it again without control characters"
	case !utf8.ValidString(s):
		return label + " is not readable text"
	case strings.TrimFunc(s, invisible) == "":
		return "Enter the " + within(label)
	case n > most:
		return label + " has " + itoa(n) + " characters. The most is " + itoa(most)
	case len(Fold(s)) > longestBytes:
		return label + " is made of too many combined characters. Use fewer"
	}
	return ""
}

// within is a label inside a sentence: documented names keep their capitals.
func within(label string) string {
	if small := strings.ToLower(label); small[1:] == label[1:] {
		return small
	}
	return label
}

// forbidden reports characters that break a line, hide in it, or turn its direction.
func forbidden(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// invisible reports characters that leave nothing to read.
func invisible(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cf) }

// Phone reads a phone number as it is given in a country (two letters), or
// anywhere when country is "", and answers it in E.164. problem says what is
// wrong, with an example.
func Phone(s, country string) (e164, problem string) {
	country = numbering(country)
	n, err := phonenumbers.Parse(s, country)
	if country == "" {
		if err != nil || !phonenumbers.IsValidNumber(n) {
			return "", "That is not an international phone number. Example: " + ExamplePhone("")
		}
		return phonenumbers.Format(n, phonenumbers.E164), ""
	}
	if err != nil || !phonenumbers.IsValidNumberForRegion(n, country) {
		return "", "That is not a phone number in " + CountryName(country) + ". Example: " + ExamplePhone(country)
	}
	return phonenumbers.Format(n, phonenumbers.E164), ""
}

// numbering is a country, or "" for one without phone numbers of its own.
func numbering(country string) string {
	if phonenumbers.GetCountryCodeForRegion(country) == 0 {
		return ""
	}
	return country
}

// ExamplePhone is a phone number as people in a country write it, or an
// international one when country is "".
func ExamplePhone(country string) string {
	switch country = numbering(country); country {
	case "":
		return "+61 2 9374 4000"
	case "AU":
		return "02 9374 4000"
	}
	return phonenumbers.Format(phonenumbers.GetExampleNumber(country), phonenumbers.NATIONAL)
}

// ReadPhone is a stored number as people in a country write it.
func ReadPhone(e164, country string) string {
	n, err := phonenumbers.Parse(e164, "")
	if err != nil {
		return e164
	}
	if country != "" && phonenumbers.GetRegionCodeForNumber(n) == country {
		return phonenumbers.Format(n, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

// DialCode is a country's name and dialling code, as in "Australia +61", or "".
func DialCode(country string) string {
	if numbering(country) == "" {
		return ""
	}
	return CountryName(country) + " +" + itoa(phonenumbers.GetCountryCodeForRegion(country))
}

// Email reads an e-mail address: one that letters can reach, with a dotted
// domain, its domain in lower case. problem says what is wrong.
func Email(s string) (address, problem string) {
	const not = "That is not an e-mail address. Example: noc@northwind.example"
	s = norm.NFC.String(strings.TrimSpace(s))
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 || strings.ContainsFunc(s, forbidden) || strings.ContainsFunc(s, unicode.IsSpace) {
		return "", not
	}
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(s[at+1:], "."))
	if err != nil || !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") {
		return "", not
	}
	if last := domain[strings.LastIndexByte(domain, '.')+1:]; len(last) < 2 || strings.Trim(last, "0123456789") == "" {
		return "", not
	}
	parsed, err := mail.ParseAddress(s[:at] + "@" + domain)
	if err != nil || parsed.Name != "" || parsed.Address != s[:at]+"@"+domain {
		return "", not
	}
	shown, err := idna.Lookup.ToUnicode(domain)
	if err != nil {
		return "", not
	}
	return s[:at] + "@" + shown, ""
}

// Domain is the part of an address after the @, in lower case.
func Domain(email string) string {
	return strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
}
