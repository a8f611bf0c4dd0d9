package ui

import (
	"slices"
	"strconv"
	"strings"
)

// Counted is a number with its noun: 1 account, 1,204 accounts.
func Counted[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Figure(int(n)) + " " + Many(noun)
}

// Many is the plural of a noun.
func Many(noun string) string {
	switch stem, y := strings.CutSuffix(noun, "y"); {
	case noun == "person":
		return "people"
	case y && stem != "" && !strings.ContainsAny(stem[len(stem)-1:], "aeiou"):
		return stem + "ies"
	}
	return noun + "s"
}

// OnOffWord is a switch position in a word.
func OnOffWord(on bool) string {
	if on {
		return "On"
	}
	return "Off"
}

// Condition is a filter in force, and the address without it.
type Condition struct{ Label, Value, Remove string }

// NoMatch repeats what was looked for in vain: a text, and conditions. These
// alone stand in chips beside it.
func NoMatch(noun, find string, cs []Condition) string {
	if find == "" {
		return "No " + Many(noun) + " match these filters"
	}
	title := "No " + noun + " matches “" + find + "”"
	var with []string
	for _, c := range cs {
		with = append(with, strings.ToLower(c.Label[:1])+c.Label[1:]+" "+c.Value)
	}
	if len(with) > 0 {
		title += " with " + strings.Join(with, " and ")
	}
	return title
}

// narrowed says what a list was narrowed to: "9 of 46 accounts for “crm-100”. Status: Active."
func narrowed(result, find string, cs []Condition) string {
	text := result
	if find != "" {
		text += " for “" + find + "”"
	}
	for _, c := range cs {
		text += ". " + c.Label + ": " + c.Value
	}
	return text + "."
}

// Without is an address's parameters less some, for a form that sets these itself.
func Without(keep map[string]string, names ...string) map[string]string {
	out := map[string]string{}
	for name, value := range keep {
		if !slices.Contains(names, name) {
			out[name] = value
		}
	}
	return out
}

// Figure writes a whole number with commas between the thousands and a real minus.
func Figure(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "\u2212", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// inWords says small numbers as words, the first letter large.
func inWords(n int) string {
	words := []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}
