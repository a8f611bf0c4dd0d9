package catalog

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tenantry/tenantry/internal/fault"
)

// FieldKind is what a field of a product holds.
type FieldKind string

// The closed list of kinds.
const (
	TextField   FieldKind = "text"
	NumberField FieldKind = "number" // a whole number
	ChoiceField FieldKind = "choice" // one of a list
	SwitchField FieldKind = "switch" // on, or ""
)

// Field is something that is asked when a product is ordered, beside its name,
// place, speed and term.
type Field struct {
	Key      string    `json:"key"` // in forms and in what is stored
	Label    string    `json:"label"`
	Hint     string    `json:"hint,omitempty"`
	Kind     FieldKind `json:"kind"`
	Required bool      `json:"required,omitempty"`
	Least    int64     `json:"least,omitempty"` // of a number
	Most     int64     `json:"most,omitempty"`  // of a number, or characters of a text; 0 says nothing
	Choices  []string  `json:"choices,omitempty"`
}

// longestText is how many characters a text has where the field says nothing.
const longestText = 200

// On is the value of a switch that is on.
const On = "on"

// Check reads what was typed for the product's fields. It answers what is to be
// stored, without what is empty and without what no field asks for, and the
// problems, each at "details." and the field's key.
func (p Product) Check(typed map[string]string) (details map[string]string, fs fault.Fields) {
	details = map[string]string{}
	for _, f := range p.Fields {
		v := strings.TrimSpace(typed[f.Key])
		if problem := f.problem(v); problem != "" {
			fs.Add(Typed(f.Key), "%s", problem)
		}
		if v != "" {
			details[f.Key] = v
		}
	}
	return details, fs
}

// Typed is the name of a product's field in forms.
func Typed(key string) string { return "details." + key }

// problem says what is wrong with a value, or "".
func (f Field) problem(v string) string {
	if v == "" {
		if f.Required {
			return f.asks()
		}
		return ""
	}
	switch f.Kind {
	case NumberField:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < f.Least || f.Most > 0 && n > f.Most {
			return f.bounds()
		}
	case ChoiceField:
		if !slices.Contains(f.Choices, v) {
			return "Choose " + named(f.Label) + " from the list"
		}
	case SwitchField:
		if v != On {
			return "Turn " + lower(f.Label) + " on or off"
		}
	default:
		most := f.Most
		if most == 0 {
			most = longestText
		}
		if int64(utf8.RuneCountInString(v)) > most {
			return f.Label + " has at most " + strconv.FormatInt(most, 10) + " characters"
		}
	}
	return ""
}

// verb is what one does to give the field a value.
func (f Field) verb() string {
	switch f.Kind {
	case ChoiceField:
		return "Choose"
	case SwitchField:
		return "Turn on"
	}
	return "Enter"
}

// asks is what one is to do where the field was left empty.
func (f Field) asks() string {
	if f.Kind == SwitchField {
		return f.verb() + " " + lower(f.Label)
	}
	return f.verb() + " " + named(f.Label)
}

// bounds says which numbers there are.
func (f Field) bounds() string {
	if f.Most > 0 {
		return "Enter a whole number from " + strconv.FormatInt(f.Least, 10) + " to " + strconv.FormatInt(f.Most, 10)
	}
	return "Enter a whole number from " + strconv.FormatInt(f.Least, 10) + " on"
}

// named is a label within a sentence with its article, which an abbreviation goes
// without: how it is spoken decides, and nobody wrote that down.
func named(label string) string {
	l := lower(label)
	switch {
	case l == "" || abbreviated(label):
		return l
	case strings.ContainsAny(l[:1], "aeiou"):
		return "an " + l
	}
	return "a " + l
}

func abbreviated(label string) bool { return len(label) > 1 && label[1] >= 'A' && label[1] <= 'Z' }

// lower is a label within a sentence: its first letter small, unless it is an
// abbreviation.
func lower(label string) string {
	if abbreviated(label) {
		return label
	}
	return strings.ToLower(label[:min(1, len(label))]) + label[min(1, len(label)):]
}
