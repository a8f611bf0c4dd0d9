package site

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
)

// listing is the address of Managed Accounts, read: what is filtered, sorted,
// hidden, and how far one has turned.
type listing struct {
	filter account.Filter
	hide   []string // columns
	page   int      // the number of the page, for showing
	raw    url.Values
}

// sizes are the page sizes to choose from.
var sizes = []int{25, 50, 100}

// readListing reads the query of Managed Accounts. What is not understood is
// left out.
func readListing(q url.Values) listing {
	l := listing{raw: url.Values{}}
	f := &l.filter
	f.Find = sought(q, l.raw, "q")
	f.Status = account.Status(take(q, l.raw, "status", in("active", "suspended", "closed")))
	f.Support = account.Support(take(q, l.raw, "support", in("partner", "operator")))
	f.Pricing = account.Choice(take(q, l.raw, "pricing", in("on", "off")))
	f.Approval = account.Choice(take(q, l.raw, "approval", in("on", "off")))
	f.Renewal = account.Choice(take(q, l.raw, "renewal", in("on", "off")))
	f.Tag = sought(q, l.raw, "tag")
	f.NoContact = take(q, l.raw, "contact", in("none")) != ""
	sort := take(q, l.raw, "sort", func(v string) bool {
		return slices.Contains(account.Columns, account.Column(strings.TrimPrefix(v, "-")))
	})
	f.Sort, f.Desc = account.Column(strings.TrimPrefix(sort, "-")), strings.HasPrefix(sort, "-")
	f.Size, _ = strconv.Atoi(take(q, l.raw, "size", in("25", "50", "100")))
	l.hide = hidden(strings.Split(strings.Join(q["hide"], ","), ","))
	if len(l.hide) > 0 {
		l.raw.Set("hide", strings.Join(l.hide, ","))
	}
	f.After, f.Before = q.Get("after"), q.Get("before")
	l.page = pageNumber(q)
	return l
}

// ListingOf is what the query of Managed Accounts means, and how it is written in
// the addresses of its pages.
func ListingOf(q url.Values) (account.Filter, url.Values) {
	l := readListing(q)
	return l.filter, l.raw
}

// hidden are the columns among names that can be hidden, each once. A form
// names them one by one, an address in one word.
func hidden(names []string) (hide []string) {
	for _, c := range columns[1:] {
		if slices.Contains(names, c.key) {
			hide = append(hide, c.key)
		}
	}
	return hide
}

// without are the listing's parameters but these, for a form that sets them itself.
func (l listing) without(names ...string) map[string]string {
	keep := map[string]string{}
	for name := range l.raw {
		if !slices.Contains(names, name) {
			keep[name] = l.raw.Get(name)
		}
	}
	return keep
}

// turned is the query of the page after or before an account.
func (l listing) turned(direction, key string, page int) url.Values {
	q := maps.Clone(l.raw)
	if page > 1 {
		q.Set(direction, key)
		q.Set("page", itoa(page))
	}
	return q
}

// cleared is the listing's query without filters.
func (l listing) cleared() url.Values { return only(l.raw, "sort", "size", "hide") }
