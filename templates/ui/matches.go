package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// MatchGroup is some of the accounts that the switcher offers, under one heading.
type MatchGroup struct {
	Title   string
	Matches []Match
}

// Match is an account to go to: by Post when that is an act, otherwise by Href.
type Match struct {
	Name   string
	Note   string // its reference
	Path   string // what is above it
	Side   string // the role held there
	Status string // shown in place of Side when it is not the usual one
	Icon   string
	Here   bool
	Href   string
	Post   string
	Hidden map[string]string
}

// cut splits name around the first place where q occurs, whatever the case.
func cut(name, q string) (before, hit, after string) {
	i := strings.Index(strings.ToLower(name), strings.ToLower(q))
	if q == "" || i < 0 || i+len(q) > len(name) || len(strings.ToLower(name)) != len(name) {
		return name, "", ""
	}
	return name[:i], name[i : i+len(q)], name[i+len(q):]
}

func (m Match) attrs() templ.Attributes {
	if m.Here {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}
