package ui

import (
	"slices"
	"strings"
)

// Counted is a number with its noun: 1 account, 1,204 accounts.
func Counted[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Figure(int(n)) + " " + noun + "s"
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

// NoMatch repeats what was looked for in vain: a text, and conditions.
func NoMatch(noun, find string, cs []Condition) string {
	title := "No " + noun + " matches"
	if find != "" {
		title += " “" + find + "”"
	}
	var with []string
	for _, c := range cs {
		with = append(with, strings.ToLower(c.Label[:1])+c.Label[1:]+" "+c.Value)
	}
	if len(with) > 0 {
		title += " with " + strings.Join(with, " and ")
	}
	return title
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
