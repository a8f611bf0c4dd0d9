package ui

import (
	"maps"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Input is one line, or several, of text to fill in.
type Input struct {
	Label        string
	Name         string // its id is field-<name>
	Type         string // text if empty
	Value        string
	Hint         string
	Error        string // the sentence that the summary shows as well
	Linked       string // the last words of Error that lead to LinkHref
	LinkHref     string
	Optional     bool
	Prefix       string // a fact that stands before the input: "Australia +61"
	Autocomplete string
	Inputmode    string
	Width        string   // "" full, "half" or "short"
	Rows         int      // more than none makes it several lines
	Offers       []Option // what may be meant, offered while one types
	Attrs        templ.Attributes
}

// lead is the error without the words that are a link.
func (f Input) lead() string {
	if f.Linked == "" || f.LinkHref == "" || !strings.HasSuffix(f.Error, f.Linked) {
		return f.Error
	}
	return strings.TrimSuffix(f.Error, f.Linked)
}

func (f Input) attrs() templ.Attributes {
	a := described(f.Name, f.Hint, f.Error)
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", f.Autocomplete)
	set("inputmode", f.Inputmode)
	if f.Type == "email" || f.Type == "tel" || f.Type == "url" || f.Type == "password" {
		a["spellcheck"], a["autocapitalize"] = "false", "off"
	}
	if f.Offers != nil {
		a["list"] = "offers-" + f.Name
	}
	maps.Copy(a, f.Attrs)
	return a
}

func (f Input) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// described ties an input to its hint and its error.
func described(name, hint, problem string) templ.Attributes {
	a := templ.Attributes{}
	var ids []string
	if hint != "" {
		ids = append(ids, "hint-"+name)
	}
	if problem != "" {
		ids = append(ids, "error-"+name)
		a["aria-invalid"] = "true"
	}
	if ids != nil {
		a["aria-describedby"] = strings.Join(ids, " ")
	}
	return a
}

// Kept says why a field that is masked can't be changed by who acts in somebody's place.
func Kept(place string) string {
	return "Masked while you act as " + place + ". It stays as it is."
}

// Option is one of several values to choose from.
type Option struct {
	Value  string
	Label  string
	Hint   string // one line of consequence, for radios
	Chosen bool
}

// Choice is a question with several answers, of which one is chosen.
type Choice struct {
	Label   string // or the legend of a group
	Hidden  bool   // the label is spoken only
	Name    string // of a list the id is field-<name>; of radios field-<name> is the first
	Hint    string
	Error   string
	Options []Option
	Width   string
	Small   bool
	Attrs   templ.Attributes
}

// Box is a check box with its label.
type Box struct {
	Label   string
	Name    string // its id is field-<name>
	Value   string // "on" if empty
	Checked bool
	Hint    string
	Error   string
	Attrs   templ.Attributes
}

func (b Box) value() string {
	if b.Value == "" {
		return "on"
	}
	return b.Value
}

// radioID is the id of an answer; the first one has the id of the question, which the summary links to.
func radioID(name string, i int) string {
	if i == 0 {
		return "field-" + name
	}
	return "field-" + name + "-" + strconv.Itoa(i+1)
}
