package company

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// The longest texts, in characters as a reader counts them.
const (
	LongestAbout   = 500
	longestStreet  = 300
	longestAddress = 500 // of a website or a page, in bytes
)

// ProfileDraft is what a person types to change the company profile.
type ProfileDraft struct {
	TradingName string `form:"trading_name"`
	Industry    string `form:"industry"`
	Website     string `form:"website"`
	About       string `form:"about"`
	Street      string `form:"street"`
	City        string `form:"city"`
	Postcode    string `form:"postcode"`
	Country     string `form:"country"`
	Version     int64  `form:"version"` // the version that was shown for editing
}

// DraftOf is a profile as the form edits it.
func DraftOf(p Profile) ProfileDraft {
	return ProfileDraft{
		TradingName: p.TradingName, Industry: p.Industry, Website: p.Website, About: p.About,
		Street: p.Street, City: p.City, Postcode: p.Postcode, Country: p.Country, Version: p.Version,
	}
}

// take fills the profile from a checked draft.
func (p *Profile) take(in ProfileDraft) {
	p.TradingName, p.Industry, p.Website, p.About = in.TradingName, in.Industry, in.Website, in.About
	p.Address = Address{Street: in.Street, City: in.City, Postcode: in.Postcode, Country: in.Country}
}

// check reads the draft; what is typed comes back as it is stored.
func (d *ProfileDraft) check() (fs fault.Fields) {
	if d.TradingName = account.Tidy(d.TradingName); d.TradingName == "" {
		fs.Add("trading_name", "Enter the trading name")
	} else if p := account.CheckLine("The trading name", d.TradingName); p != "" {
		fs.Add("trading_name", "%s", p)
	}
	line(&fs, "industry", "The industry", &d.Industry)
	webPage(&fs, "website", &d.Website, notAPage, anyWeb)
	prose(&fs, "about", "The text about the company", &d.About, LongestAbout)
	place(&fs, &d.Street, &d.City, &d.Postcode, &d.Country)
	return fs
}

// line checks a text of one line that may be left out.
func line(fs *fault.Fields, field, label string, s *string) {
	if *s = account.Tidy(*s); *s == "" {
		return
	}
	if p := account.CheckLine(label, *s); p != "" {
		fs.Add(field, "%s", p)
	}
}

// prose checks a text of several lines that may be left out.
func prose(fs *fault.Fields, field, label string, s *string, most int) {
	*s = account.Prose(*s)
	if p := account.CheckProse(label, *s, most); p != "" {
		fs.Add(field, "%s", p)
	}
}

// place checks the parts of an address.
func place(fs *fault.Fields, street, city, postcode, country *string) {
	prose(fs, "street", "The street", street, longestStreet)
	line(fs, "city", "The city", city)
	line(fs, "postcode", "The postcode", postcode)
	if *country = strings.TrimSpace(*country); *country != "" && !account.IsCountry(*country) {
		fs.Add("country", "Choose a country from the list")
	}
}

// webPage checks the address of a page on the web, which may be left out, and
// writes it out whole: a bare name gets https before it. Where hosts are named,
// the page is of one of them.
func webPage(fs *fault.Fields, field string, s *string, not string, schemes []string, hosts ...string) {
	if *s = strings.TrimSpace(*s); *s == "" {
		return
	}
	address, ok := readPage(*s, schemes, hosts)
	if !ok {
		fs.Add(field, "%s", not)
		return
	}
	*s = address
}

// The schemes of addresses, and what to say of one that is none.
var (
	anyWeb   = []string{"http", "https"}
	safeWeb  = []string{"https"}
	notAPage = "That is not the address of a website. Example: https://www.northwind.example"
)

// readPage reads an address of the web: a dotted host, no name, password or
// port in it, and nothing that another program would run.
func readPage(s string, schemes, hosts []string) (string, bool) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	if len(s) > longestAddress || !utf8.ValidString(s) || strings.ContainsAny(s, "\\<>\"`{}|^") || strings.ContainsFunc(s, unprintable) {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.Port() != "" || !slices.Contains(schemes, strings.ToLower(u.Scheme)) {
		return "", false
	}
	host, err := idna.Lookup.ToASCII(strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")))
	if err != nil || !dotted(host) || len(hosts) > 0 && !slices.ContainsFunc(hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) }) {
		return "", false
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), host
	return u.String(), true
}

func unprintable(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf)
}

// dotted reports whether a host is a name of the web and no number.
func dotted(host string) bool {
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	return len(labels) > 1 && len(last) > 1 && strings.Trim(last, "0123456789") != "" && !slices.Contains(labels, "")
}

// change is one field of a form, before and after.
type change struct{ field, was, now string }

// changes are the fields that differ, in words.
func changes(all []change) (cs event.Changes) {
	for _, c := range all {
		if c.was != c.now {
			cs = append(cs, event.Change{Field: c.field, Was: c.was, Now: c.now})
		}
	}
	return cs
}

func profileChanges(was, now ProfileDraft) event.Changes {
	return changes([]change{
		{"Trading name", was.TradingName, now.TradingName},
		{"Industry", was.Industry, now.Industry},
		{"Website", was.Website, now.Website},
		{"About", was.About, now.About},
		{"Street", was.Street, now.Street},
		{"City", was.City, now.City},
		{"Postcode", was.Postcode, now.Postcode},
		{"Country", was.Country, now.Country},
	})
}
