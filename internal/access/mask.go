package access

import (
	"net/netip"
	"regexp"
	"strings"
	"unicode/utf8"
)

// hidden stands for what is masked, so that nothing tells how long it is.
const hidden = "•••"

// Masked reports whether the caller sees personal data and secrets masked: who
// acts in somebody's place sees of them what tells one from another. What is
// masked is masked where it is read, so that no page or file holds the rest.
func (c Caller) Masked() bool { return c.Acting != OwnName }

// MaskEmail is an e-mail address as the caller sees it: a•••@acme.example.
func (c Caller) MaskEmail(address string) string {
	if !c.Masked() || address == "" {
		return address
	}
	at := strings.LastIndex(address, "@")
	if at < 0 {
		return hidden
	}
	_, first := utf8.DecodeRuneInString(address)
	if first >= at { // a single letter would be all of it
		first = 0
	}
	return address[:first] + hidden + address[at:]
}

// MaskEmails are several addresses with commas between them, as the caller sees them.
func (c Caller) MaskEmails(addresses string) string {
	if !c.Masked() || addresses == "" {
		return addresses
	}
	all := strings.Split(addresses, ",")
	for i, a := range all {
		all[i] = c.MaskEmail(strings.TrimSpace(a))
	}
	return strings.Join(all, ", ")
}

// MaskNumber is a phone or tax number as the caller sees it: its last two characters.
func (c Caller) MaskNumber(n string) string {
	if !c.Masked() || n == "" {
		return n
	}
	if rs := []rune(n); len(rs) > 4 {
		return hidden + " " + string(rs[len(rs)-2:])
	}
	return hidden
}

// MaskSecret is a secret, or a network address, as the caller sees it: nothing of it.
func (c Caller) MaskSecret(s string) string {
	if !c.Masked() || s == "" {
		return s
	}
	return hidden
}

// What is masked within a text: e-mail addresses, phone numbers with their
// country code, and what may be a network address.
var (
	emails   = regexp.MustCompile(`[^\s,;:<>()"“”]+@[^\s,;:<>()"“”]+`)
	phones   = regexp.MustCompile(`\+[0-9][0-9 ()./-]{5,}[0-9]`)
	networks = regexp.MustCompile(`[0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]+`)
)

// MaskText is a text as the caller sees it, with the addresses and numbers in it masked.
func (c Caller) MaskText(s string) string {
	if !c.Masked() || s == "" {
		return s
	}
	s = emails.ReplaceAllStringFunc(s, c.MaskEmail)
	s = phones.ReplaceAllStringFunc(s, c.MaskNumber)
	return networks.ReplaceAllStringFunc(s, func(word string) string {
		bare := strings.TrimRight(word, ".:")
		if _, err := netip.ParseAddr(bare); err != nil {
			return word
		}
		return hidden + word[len(bare):]
	})
}
