package market

import (
	"slices"
	"strings"
)

// number is the value of some digits.
func number(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

// weighed is the sum of digits, each times its weight.
func weighed(s string, weights ...int) (sum int) {
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return sum
}

// elevens reports of a number whether its weighed digits are a multiple of 11.
func elevens(weights ...int) func(string) bool {
	return func(s string) bool { return weighed(s, weights...)%11 == 0 }
}

// luhn reports whether the last digit is right by Luhn's rule.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
	}
	return sum%10 == 0
}

// eleven10 is ISO 7064, MOD 11,10.
func eleven10(s string) bool {
	check := 5
	for _, r := range s {
		if check == 0 {
			check = 10
		}
		check = (check*2%11 + int(r-'0')) % 10
	}
	return check == 1
}

func abn(s string) bool {
	return (weighed(s, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

// uid is the number of Austria: U and eight digits.
func uid(s string) bool {
	sum := 4
	for i, r := range s[1:8] {
		d := int(r-'0') * (1 + i%2)
		sum += d/10 + d%10
	}
	return (10-sum%10)%10 == int(s[8]-'0')
}

// bulstat is the number of a company in Bulgaria, or of a person there.
func bulstat(s string) bool {
	last := int(s[len(s)-1] - '0')
	if len(s) == 9 {
		check := weighed(s, 1, 2, 3, 4, 5, 6, 7, 8) % 11
		if check == 10 {
			check = weighed(s, 3, 4, 5, 6, 7, 8, 9, 10) % 11
		}
		return check%10 == last
	}
	return weighed(s, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == last || weighed(s, 21, 19, 17, 13, 11, 9, 7, 3, 1)%10 == last ||
		(11-weighed(s, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11 == last
}

func che(s string) bool {
	return (11-weighed(s, 5, 4, 3, 2, 7, 6, 5, 4)%11)%11 == int(s[8]-'0')
}

// spanish are what a remainder is written as, in the numbers of persons in Spain.
const spanish = "TRWAGMYFPDXBNJZSQVHLCKE"

// nif is the number of a company in Spain, or of a person there.
func nif(s string) bool {
	last := s[8]
	switch {
	case s[0] >= '0' && s[0] <= '9':
		return spanish[number(s[:8])%23] == last
	case strings.ContainsRune("XYZ", rune(s[0])):
		return spanish[(int(s[0]-'X')*10_000_000+number(s[1:8]))%23] == last
	case strings.ContainsRune("KLM", rune(s[0])):
		return spanish[number(s[1:8])%23] == last
	case !strings.ContainsRune("ABCDEFGHJNPQRSUVW", rune(s[0])):
		return false
	}
	sum := 0
	for i, r := range s[1:8] {
		d := int(r-'0') * (2 - i%2)
		sum += d/10 + d%10
	}
	check := (10 - sum%10) % 10
	return last == byte('0'+check) || last == "JABCDEFGHI"[check]
}

// tva is the number of France: a key and a SIREN. Only keys of digits can be
// reckoned from it.
func tva(s string) bool {
	if strings.ContainsFunc(s[:2], func(r rune) bool { return r > '9' }) {
		return luhn(s[2:])
	}
	return luhn(s[2:]) && (12+3*(number(s[2:])%97))%97 == number(s[:2])
}

// british is a VAT number, or that of an authority.
func british(s string) bool {
	if s[0] > '9' {
		return true
	}
	left := (weighed(s, 8, 7, 6, 5, 4, 3, 2) + number(s[7:9])) % 97
	return left == 0 || left == 42 && number(s[:3]) >= 100
}

// irish is a number of either age; the older ones have a letter in the second place.
func irish(s string) bool {
	digits, rest := s[:7], s[7:]
	if s[1] < '0' || s[1] > '9' {
		digits, rest = "0"+s[2:7]+s[:1], s[7:]
	}
	sum := weighed(digits, 8, 7, 6, 5, 4, 3, 2)
	if len(rest) == 2 {
		sum += 9 * int(rest[1]-'A'+1)
	}
	return "WABCDEFGHIJKLMNOPQRSTUV"[sum%23] == rest[0]
}

// japanese is a corporate number, whose first digit checks the others.
func japanese(s string) bool {
	sum := 0
	for i := range 12 {
		sum += int(s[12-i]-'0') * (1 + i%2)
	}
	return 9-sum%9 == int(s[0]-'0')
}

// dutch is a number of either age: checked by eleven, or as a whole by 97.
func dutch(s string) bool {
	if sum := weighed(s, 9, 8, 7, 6, 5, 4, 3, 2); sum%11 == int(s[8]-'0') {
		return true
	}
	left := 0
	for _, r := range "2321" + s[:9] + "11" + s[10:] {
		left = (left*10 + int(r-'0')) % 97
	}
	return left == 1
}

// ird is a number of New Zealand, of which a remainder may be reckoned twice.
func ird(s string) bool {
	if n := number(s); n < 10_000_000 || n > 150_000_000 {
		return false
	}
	s = strings.Repeat("0", 9-len(s)) + s
	check := (11 - weighed(s, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	if check == 10 {
		check = (11 - weighed(s, 7, 4, 3, 2, 5, 2, 7, 6)%11) % 11
	}
	return check == int(s[8]-'0')
}

// uen is the number of a company in Singapore, or one that was given for GST alone.
func uen(s string) bool {
	switch {
	case s[0] == 'M':
		return true
	case len(s) == 9:
		return "XMKECAWLJDB"[weighed(s, 10, 4, 9, 3, 8, 2, 7, 1)%11] == s[8]
	case s[0] <= '9':
		return "ZKCMDNERGWH"[weighed(s, 10, 8, 6, 4, 9, 7, 5, 3, 1)%11] == s[9]
	}
	const alphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
	sum := 0
	for i, w := range []int{4, 3, 5, 3, 10, 2, 2, 5, 7} {
		at := strings.IndexByte(alphabet, s[i])
		if at < 0 {
			return false
		}
		sum += at * w
	}
	return alphabet[((sum-5)%11+11)%11] == s[9]
}

// notGiven are the first two digits that no EIN has.
var notGiven = []string{"00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"}

func ein(s string) bool { return !slices.Contains(notGiven, s[:2]) }
