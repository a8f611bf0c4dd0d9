package layout

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// htmxConfig keeps htmx within the content security policy: no style of its
// own, neither at the start nor while new parts settle, and requests to this
// site only.
const htmxConfig = `{"includeIndicatorCSS":false,"mode":"same-origin","defaultTimeout":15000,"defaultSettleDelay":0}`

// heading is the title of the document: page, account, product.
func (s Shell) heading() string {
	var parts []string
	for _, p := range []string{s.Title, s.Here.Name, s.Product} {
		if p != "" && (len(parts) == 0 || parts[len(parts)-1] != p) {
			parts = append(parts, p)
		}
	}
	title := strings.Join(parts, " - ")
	switch {
	case s.Bar == nil:
	case s.Bar.Preview != nil:
		title = "Preview: " + title
	case s.Bar.Acting != nil:
		title = "Acting as " + s.Bar.Acting.First + ": " + title
	}
	if s.Invalid {
		return "Error: " + title
	}
	return title
}

// home is where the mark leads: the account one came from, or the one of the page.
func (s Shell) home() string {
	switch {
	case s.Above != nil:
		return s.Above.Href
	case s.Here.Href != "":
		return s.Here.Href
	}
	return "/"
}

// initial is the letter in the mark.
func (s Shell) initial() string {
	r, n := utf8.DecodeRuneInString(s.Product)
	if n == 0 {
		return ""
	}
	return strings.ToUpper(string(r))
}

// switchHref is the page on which one chooses an account, and which comes back here.
func (s Shell) switchHref() string {
	if s.Path == "" {
		return route.Switch
	}
	return route.SwitchFrom(s.Path)
}

// owner is the name at the foot: the account that one belongs to.
func (s Shell) owner() string {
	switch {
	case s.Above != nil:
		return s.Above.Name
	case s.Here.Name != "":
		return s.Here.Name
	}
	return s.Product
}

// hands is whose hands print a page.
func (s Shell) hands() string {
	if s.acts() {
		return s.Bar.Acting.Who + " (" + s.Bar.Acting.From + ") as " + s.Bar.Acting.As
	}
	return s.Person.Name
}

// printed is the line under a page on paper.
func (s Shell) printed(times ui.Times) string {
	line := s.owner() + "."
	if s.SignedIn() {
		line += " Printed by " + s.hands()
		if !s.Now.IsZero() {
			line += ", " + times.Moment(s.Now) + " " + times.Offset(s.Now)
		}
		line += "."
	}
	if s.Path != "" {
		line += " " + s.Origin + s.Path
	}
	return line
}

// classes are those of the bar.
func (b *Bar) classes() templ.CSSClasses {
	acting := b.Acting != nil
	return templ.CSSClasses{"bar", templ.KV("preview", b.Preview != nil), templ.KV("acting", acting), templ.KV("changing", acting && b.Acting.Changing)}
}

// instant is a moment as machines read it.
func instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05Z07:00") }

func (t Tab) attrs() templ.Attributes {
	if t.Current {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

// role is how urgently a notice is read out.
func (n Notice) role() string {
	if n.Tone == Bad {
		return "alert"
	}
	return "status"
}
