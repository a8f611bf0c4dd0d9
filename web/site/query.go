package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// longestFind is how many bytes are looked for at most.
const longestFind = 200

// sought moves what is looked for to kept, as much of it as is looked for.
func sought(q, kept url.Values, name string) string {
	v := strings.TrimSpace(q.Get(name))
	if len(v) > longestFind {
		v = strings.TrimSpace(strings.ToValidUTF8(v[:longestFind], ""))
	}
	if v != "" {
		kept.Set(name, v)
	}
	return v
}

// take moves a query's value to kept, if it is one that ok knows.
func take(q, kept url.Values, name string, ok func(string) bool) string {
	v := strings.TrimSpace(q.Get(name))
	if v == "" || !ok(v) {
		return ""
	}
	kept.Set(name, v)
	return v
}

func in(values ...string) func(string) bool {
	return func(v string) bool { return slices.Contains(values, v) }
}

// replaced is a query with a parameter set, or, when value is "", without it.
func replaced(raw url.Values, name, value string) url.Values {
	q := maps.Clone(raw)
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return q
}

// only is a query's parameters with these names.
func only(raw url.Values, names ...string) url.Values {
	q := url.Values{}
	for _, name := range names {
		if v, ok := raw[name]; ok {
			q[name] = v
		}
	}
	return q
}

// mostPages is the largest number that a page is shown with.
const mostPages = 1_000_000

// pageNumber is the number of the page that a query turned to.
func pageNumber(q url.Values) int {
	n, err := strconv.Atoi(q.Get("page"))
	if err != nil || n < 1 || n > mostPages || q.Get("after") == "" && q.Get("before") == "" {
		return 1
	}
	return n
}
